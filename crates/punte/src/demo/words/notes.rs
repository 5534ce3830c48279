//! Notes of case managers.

/// The first note of a file.
pub(in crate::demo) const FIRST: &[&str] = &[
    "Prima întâlnire, la sediu, cu ușa întredeschisă, așa cum a cerut @s. {Obosită|Obosit}, dar {atentă|atent}. I-am explicat cine suntem și ce nu facem fără știrea {ei|lui}. A acceptat un ceai și o a doua întâlnire.",
    "{Am întâlnit-o|L-am întâlnit} pe @n [la școală, în cabinetul consilierei|la centrul de zi|la sediu]. A vorbit puțin. Nu am pus întrebări despre cele întâmplate; am vorbit despre ce are nevoie în zilele următoare.",
    "Prima discuție a durat douăzeci de minute, cât a putut @s. A întrebat de trei ori dacă află cineva. I-am arătat cine vede ce se scrie aici și ce rămâne închis.",
    "@S a venit {însoțită|însoțit} de o persoană de încredere. Am stabilit împreună un cuvânt cu care poate opri orice discuție. L-a folosit o dată, ca probă, și am oprit.",
    "Preluare de la echipa care a făcut sesizarea. Am citit ce s-a consemnat deja, ca să nu {o|îl} punem să repete. @S a confirmat doar numărul de telefon la care putem suna în siguranță.",
    "Întâlnire scurtă. @S era {îngrijorată|îngrijorat} mai ales pentru [fratele mai mic|sora mai mică|bunica]. Am notat întrebările {ei|lui} și i-am promis răspuns până vineri, fără promisiuni pe care nu le putem ține.",
];
/// The directorate was told.
pub(in crate::demo) const ALERTED: &str = "Am sesizat DGASPC [telefonic, apoi în scris|în scris, cu confirmare de primire]. Colegii de acolo au numărul managerului de caz. @S știe că am sesizat și de ce.";
/// How to speak with a child whose language is Ukrainian.
pub(in crate::demo) const INTERPRETER: &str = "@S vorbește ucraineană și înțelege puțin românește. Folosim interpretă, aceeași de fiecare dată; a cerut să nu fie nimeni din orașul {ei|lui}.";
/// Ordinary notes.
pub(in crate::demo) const NOTES: &[&str] = &[
    "Convorbire telefonică scurtă. @S e bine și a dormit mai liniștit. Ne vedem la vizita stabilită.",
    "Vizită la locuință. Camera e curată și @s are un colț al {ei|lui}, cu rechizite și un covoraș. Am vorbit despre program și despre cine va fi acolo în weekend.",
    "@S a cerut să nu fie {sunată|sunat} în timpul orelor. De acum trimitem întâi un mesaj, fără detalii, și așteptăm să răspundă {ea|el}.",
    "Am mers împreună la medicul de familie pentru înscriere. A preferat să intre {singură|singur}; am așteptat pe hol. A ieșit cu rețeta și a zâmbit.",
    "Discuție cu diriginta: absențele sunt motivate, iar colegii știu doar că @s s-a mutat. Rămâne o singură persoană de contact în școală.",
    "@S a întrebat dacă poate să își ia câinele de la bunica. Am căutat variante; deocamdată îl vizitează sâmbăta, {însoțită|însoțit}.",
    "Am primit buletinul de analize. Nimic îngrijorător; urmează consultul stomatologic. @S a ales {ea|el} ziua.",
    "Zi grea: @s a primit un mesaj de la un număr necunoscut. Nu a răspuns. Am salvat captura, am schimbat împreună setările telefonului și am anunțat ofițerul de legătură.",
    "Ședință de echipă. Am hotărât ca o singură persoană să țină legătura cu @s, ca să nu repete aceleași lucruri mai multor oameni.",
    "@S a adus un desen cu casa în care ar vrea să locuiască. L-am păstrat la dosarul pe hârtie, cu acordul {ei|lui}.",
    "Am verificat traseul spre școală împreună cu @s. A ales stația mai îndepărtată, fiindcă e mai luminată. Trecem asta în planul de siguranță.",
    "Mama a sunat să întrebe de @n. Am transmis doar că e în siguranță; @s nu vrea încă să vorbească la telefon și respectăm asta.",
    "A lipsit de la întâlnire. A trimis mesaj seara: a adormit. Am reprogramat fără reproșuri.",
    "@S și-a făcut carte de identitate. A fost emoționat{ă|} și a întrebat dacă acum «există din nou». Am ținut minte expresia pentru discuția cu psihologa.",
    "Am discutat despre bani de buzunar și cheltuieli mici. @S ține un caiet cu tot ce cumpără; spune că îi place să știe că sunt {ai ei|ai lui}.",
    "Convorbire cu asistenta maternală: somn întrerupt două nopți, apoi liniște. Mănâncă bine. O sfătuim să nu insiste cu întrebările.",
    "@S a spus pentru prima dată că vrea să termine clasa. Am cerut școlii lista restanțelor și un program de recuperare realist.",
    "Întâlnire pe bancă, în parc, la cererea {ei|lui}: îi e mai ușor să vorbească mergând. Am făcut două ture și am stabilit ce urmează săptămâna asta.",
    "Am primit acordul de la unitatea de învățământ pentru transfer. Documentele pleacă fără adresa actuală, doar cu adresa noastră de corespondență.",
    "@S a vrut să știe ce s-a scris despre {ea|el}. Am citit împreună notele la care are dreptul și a cerut o corectură, pe care am făcut-o pe loc.",
    "Vizită neanunțată a unei rude la fosta adresă, semnalată de vecini. Adresa actuală nu a fost dată nimănui. Am reluat cu @s pașii din planul de siguranță.",
    "A început cursul de [frizerie|cofetărie|croitorie|operare pe calculator]. Prima zi a fost «lungă, dar bună». Abonamentul de transport e plătit până la sfârșitul lunii.",
    "@S a avut azi o zi obișnuită și a ținut să notăm asta.",
    "{Am însoțit-o|L-am însoțit} la secretariatul școlii. A completat {singură|singur} cererea; am ajutat doar la ultimul rând.",
    "Discuție despre prieteni. @S are acum o colegă cu care face temele. Am vorbit despre ce e în regulă să povestești și ce poți păstra pentru tine.",
    "Am trecut din nou prin nevoi, împreună cu @s: somnul și școala merg mai bine; rămâne teama de locuri aglomerate.",
    "Bunica a fost vizitată de colegii din teritoriu. E dispusă să ajute, dar are nevoie de sprijin pentru încălzire. Am pornit cererea.",
    "@S a cerut o pauză de o săptămână de la întâlniri. Am fost de acord; rămâne mesajul de joi, ca semn că e bine.",
    "Am lămurit cu primăria situația adeverinței de domiciliu, fără să menționăm motivul. Funcționara a primit doar ce îi trebuia.",
    "Ziua de naștere. Tort mic, cu cei apropiați. A suflat în lumânări și a spus că nu își pune dorințe, își face planuri.",
    "@S întreabă tot mai rar «ce ziceți să fac» și tot mai des spune ce a hotărât. Am notat ca progres, în cuvintele {ei|lui}.",
    "Am primit rezultatul orientării școlare. Recomandarea se potrivește cu ce își dorește @s. Mergem împreună să vedem școala înainte de a decide.",
    "Telefon în afara programului: {speriată|speriat} de o mașină parcată în fața blocului. Am rămas la telefon până a ajuns colega de serviciu. Mașina era a unui vecin. A doua zi am vorbit despre ce a ajutat.",
    "Program de vară: trei zile pe săptămână la atelier, restul liber. @S a cerut să nu fie {înscrisă|înscris} și la tabără.",
    "Am verificat dacă alocația ajunge unde trebuie. Contul vechi era folosit de altcineva; am cerut schimbarea plății.",
    "@S a reluat legătura cu o mătușă. Prima întâlnire a fost la sediu, cu noi în camera alăturată. Amândouă părțile vor să continue.",
    "Consult de control făcut. @S a întrebat {ea însăși|el însuși} medicul ce a vrut să știe. Nu mai are nevoie de însoțire data viitoare.",
    "Iarna a adus cheltuieli noi: haine groase și ghete, alese de @n. Bonurile sunt la contabilitate.",
    "Întâlnire cu toți cei care lucrează la plan. @S a stat jumătate de oră, cât a vrut, și a spus ce merge și ce nu. Am schimbat două lucruri după cum a cerut.",
    "La școală s-a vorbit într-o oră despre traficul de persoane. @S fusese {anunțată|anunțat} dinainte și a ales să rămână. Spune că a fost bine că a știut.",
    "@S doarme acum cu lumina stinsă. A spus-o în treacăt, la plecare.",
    "Am convenit semnul cu care ne anunță dacă nu poate vorbi: un mesaj cu întrebarea «mai e valabil orarul?».",
];
/// The unit's own record.
pub(in crate::demo) const OWN: &[&str] = &[
    "Caz discutat în ședința de serviciu. Se menține frecvența vizitelor; următoarea discuție peste o lună.",
    "Supervizare: întrebarea rămâne cum susținem contactul cu familia, fără să grăbim lucrurile.",
    "Referat intern întocmit și înregistrat. Documentele pe hârtie sunt în fișetul încuiat.",
    "S-au verificat costurile de transport și cazare pe luna încheiată; se încadrează în ce era prevăzut.",
    "Am cerut o a doua opinie în echipă privind riscul; concluzia este aceeași, motivarea e completată.",
];
/// Words of a risk assessment.
pub(in crate::demo) const RISKS: &[&str] = &[
    "Persoanele implicate cunosc adresa veche, nu și pe cea de acum. În prima lună, drumul spre școală se face cu însoțitor. Telefonul are număr nou.",
    "Contactul a fost mai ales online. Conturile sunt închise sau securizate împreună cu @s; rămâne riscul unor profiluri noi. Revedem săptămânal.",
    "Nu există acum un loc sigur în familie: unul dintre adulți a știut și a tăcut. Contactul cu familia are loc numai dacă @s vrea și numai în prezența noastră.",
    "@S a plecat de două ori din centru în ultimele luni. De fiecare dată s-a întors {singură|singur}. Am stabilit pe cine sună înainte să plece.",
    "Amenințări indirecte, transmise printr-o cunoștință. Sunt consemnate și comunicate. @S știe ce face dacă se repetă.",
    "Risc scăzut în locul actual. Atenție în preajma audierii, când pot apărea presiuni. Planul de siguranță rămâne neschimbat.",
];
/// Titles of tasks.
pub(in crate::demo) const TASKS: &[&str] = &[
    "Sună la școală pentru situația absențelor",
    "Confirmă transportul pentru joi",
    "Trimite cererea pentru certificatul de naștere",
    "Programează consultul stomatologic",
    "Verifică plata alocației în contul nou",
    "Pregătește întâlnirea cu echipa",
    "Revizuiește planul de siguranță împreună cu @s",
    "Cere adeverința medicală pentru înscriere",
    "Răspunde la întrebările rămase de la ultima vizită",
    "Sună bunica, după ora 17",
    "Actualizează acordul pentru consilierea psihologică",
    "Rezervă camera de audiere pentru copii",
    "Ridică documentele de la evidența persoanelor",
    "Vizită la noua locuință",
    "Completează referatul pentru reevaluare",
    "Verifică locurile la cursul de calificare",
    "Cumpără ghete, împreună cu @s",
    "Trimite avocatului lista documentelor primite",
    "Întreabă-{o|l} pe @n ce zi preferă pentru întâlnire",
    "Anunță schimbarea numărului de telefon celor care trebuie să știe",
    "Caută loc la meditații de matematică",
    "Discută cu asistenta maternală despre vacanță",
    "Verifică dacă a ajuns răspunsul de la direcție",
    "Stabilește persoana de contact din școală",
    "Pregătește predarea pe perioada concediului",
    "Cere programarea la medicul specialist",
];
/// What is said when a task is ticked off.
pub(in crate::demo) const DONE: &[&str] = &[
    "Rezolvat azi.",
    "Confirmat telefonic.",
    "Făcut împreună cu @s.",
    "Documentul este la dosar.",
    "Răspuns primit; nu mai e nimic de făcut.",
    "Programat; data este în calendar.",
    "Făcut după a doua încercare.",
];
/// Titles of a supervisor's tasks.
pub(in crate::demo) const TASKS_LEAD: &[&str] = &[
    "Verifică planul individualizat înainte de ședință",
    "Discută cazul în supervizare",
    "Semnează raportul trimestrial",
    "Stabilește cine preia cazul pe perioada concediului",
    "Confirmă cu DGASPC data reevaluării",
];
