# The public statistics page.
stats-title = Traficul de persoane în România
stats-hero = { $cat ->
    [one] În { $year }, { $children } din { $n } victimă identificată era copil
    [few] În { $year }, { $children } din { $n } victime identificate erau copii
   *[other] În { $year }, { $children } din { $n } de victime identificate erau copii
}
stats-lead = Seriile oficiale publicate de { $publisher } (ediția din { $edition }), cu greșelile lor la vedere și cu ce au publicat alții despre aceiași ani.
stats-key-victims = victime identificate în { $year }
stats-key-children = copii între victimele din { $year }
stats-key-sexual-children = dintre victimele exploatate sexual în { $year } erau copii
stats-key-convicted = persoane condamnate în { $year }
stats-key-before = în { $year }: { $value }

stats-find-victims = { $trend ->
    [down] Victimele identificate au scăzut de la { $from } în { $since } la { $to } în { $year }
    [up] Victimele identificate au crescut de la { $from } în { $since } la { $to } în { $year }
   *[same] Victimele identificate: tot { $to }, în { $since } și în { $year }
}
stats-find-age = Copiii: de la { $from } din victime în { $since } la { $to } în { $year }
stats-find-sex = { $cat ->
    [one] În { $year }, { $part } din { $n } victimă era de sex feminin
    [few] În { $year }, { $part } din { $n } victime erau femei și fete
   *[other] În { $year }, { $part } din { $n } de victime erau femei și fete
}
stats-find-forms = { $cat ->
    [one] În { $year }, { $part } din { $n } victimă era exploatată sexual
    [few] În { $year }, { $part } din { $n } victime erau exploatate sexual
   *[other] În { $year }, { $part } din { $n } de victime erau exploatate sexual
}
stats-find-justice = { $cat ->
    [one] În { $year }: { $n } infracțiune înregistrată, trimiși în judecată { $prosecuted }, condamnați { $convicted }
    [few] În { $year }: { $n } infracțiuni înregistrate, trimiși în judecată { $prosecuted }, condamnați { $convicted }
   *[other] În { $year }: { $n } de infracțiuni înregistrate, trimiși în judecată { $prosecuted }, condamnați { $convicted }
}

stats-what-victims = Victime ale traficului de persoane identificate de autoritățile române, pe ani.
stats-what-age = Victime identificate, copii (sub 18 ani) și adulți, pe ani.
stats-what-sex = Victime identificate, de sex feminin și masculin, pe ani.
stats-what-forms = Victime identificate, după forma de exploatare, pe ani. O victimă poate apărea la mai multe forme sau la niciuna.
stats-what-justice = Infracțiuni de trafic de persoane, suspecți, trimiși în judecată și condamnați în același an. Nu sunt aceleași dosare: o condamnare vine la ani după faptă.

stats-alt-victims = Linie: numărul victimelor pe ani. Linie întreruptă: valori publicate de alte surse, acolo unde diferă. Cifrele sunt în tabel.
stats-alt-age = Coloane pe ani, copiii jos, adulții deasupra. Cifrele sunt în tabel.
stats-alt-sex = Coloane pe ani, sexul feminin jos, cel masculin deasupra. Cifrele sunt în tabel.
stats-alt-forms = Coloane pe ani: exploatare sexuală jos, muncă forțată la mijloc, alte forme sus. Cifrele sunt în tabel.
stats-alt-justice = Bare: infracțiuni, suspecți, trimiși în judecată, condamnați în ultimul an cu toate cifrele. Cifrele sunt în tabel.

measure-victims = Victime
measure-children = Copii
measure-adults = Adulți
measure-female = Feminin
measure-male = Masculin
measure-sexual = Exploatare sexuală
measure-forced-labour = Muncă forțată
measure-other = Alte forme
measure-offences = Infracțiuni
measure-suspects-formal-contact = Suspecți
measure-prosecuted = Trimiși în judecată
measure-convicted = Condamnați
measure-short-children = Copii
measure-short-adults = Adulți
measure-short-female = Feminin
measure-short-male = Masculin
measure-short-sexual = Sexuală
measure-short-forced-labour = Muncă
measure-short-other = Alte forme

stats-other-sources = Alte surse
stats-notes = Ce nu se potrivește în sursă
stats-note = Nota { $n }:
stats-table = Vezi tabelul
stats-year = An
stats-beside = Ce au publicat alții despre aceiași ani
stats-beside-why = Același an are mai multe totaluri publicate. Le arătăm alături, fiecare cu sursa lui, și nu alegem între ele.
stats-published-by = Publicat de
stats-source = Sursa: { $publisher }, { $title }, ediția din { $edition }. Condiții: { $licence }.

known-error-two-values = { $year }: sursa are două valori pentru aceeași cifră, { $against } și { $found }. Arătăm a doua valoare.
known-error-sexes-do-not-add-up = { $year }: feminin și masculin fac împreună { $found }, totalul este { $against }.
known-error-age-repeats-sex = { $year }: numerele pe vârste (copii { $found }, adulți { $against }) le repetă pe cele pe sexe. Nu sunt de încredere.
known-error-forms-exceed-total = { $year }: formele de exploatare fac împreună { $found }, totalul este { $against }.
known-error-forms-repeat-victims = { $year }: tabelul condamnaților după forma de exploatare ({ $found } în total) este cel al victimelor ({ $against }).
known-error-repeats-year-before = { $year }: toate formele de exploatare au valorile din anul dinainte ({ $found } în total, ca și { $against }).
known-error-suspects-equal-prosecuted = { $year }: tot atâția suspecți ({ $found }) câți trimiși în judecată ({ $against }); probabil o singură cifră scrisă de două ori.
known-error-rows = (rândurile { $lines })

stats-method-title = Cum citiți cifrele
stats-method-1 = Victimele identificate nu sunt toate victimele: cifra arată câte au fost găsite, iar ea crește și când se caută mai bine.
stats-method-2 = Nu îndreptăm cifrele surselor. Regulile care găsesc nepotriviri sunt publice, iar rândurile găsite sunt numite lângă fiecare grafic.
stats-method-3 = Liniuța din tabel înseamnă că sursa nu a publicat cifra sau a ascuns-o fiindcă era sub 5. Nu înseamnă zero.
