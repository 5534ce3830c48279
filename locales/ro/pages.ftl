# Pages of the entrance, of today, and problems.
sign-in-login = Nume de utilizator
sign-in-passphrase = Parolă-frază
sign-in-code = Cod din aplicația de autentificare
sign-in-code-hint = Șase cifre, valabile 30 de secunde.
sign-in-wrong = Numele, parola-frază sau codul nu se potrivesc. Verificați-le și încercați din nou.
sign-in-wait = { $cat ->
    [one] Prea multe încercări. Încercați din nou peste o secundă.
    [few] Prea multe încercări. Încercați din nou peste { $n } secunde.
   *[other] Prea multe încercări. Încercați din nou peste { $n } de secunde.
  }
sign-in-demo = Alege o persoană din demonstrație
sign-in-recover = Am uitat parola-frază
demo-title = Demonstrație: alegeți o persoană
demo-lead = Un parteneriat inventat, cu organizații, oameni și copii inventați. Un clic și lucrați în locul persoanei alese; vedeți exact ce vede ea.
role-case_manager = Manager de caz
role-psychologist = Psiholog
role-lawyer = Avocat
role-police_liaison = Ofițer de legătură (poliție)
role-prosecutor_liaison = Procuror de legătură
role-monitoring_officer = Responsabil cu monitorizarea și evaluarea
role-data_protection_officer = Responsabil cu protecția datelor
role-supervisor = Supervizor
role-administrator = Administrator
today-overdue = Restante
today-today = Astăzi
today-waits = Așteaptă răspunsul meu
today-week = Săptămâna aceasta
today-later = Mai târziu
today-horizon = Ce are termen după { $date } se vede în dosare
today-no-due = Fără termen
today-referral = Referire
today-referral-of = Referire din { $date }
today-concern-of = Semnalare din { $date }
today-more = { $cat ->
    [one] Arată încă un rând
    [few] Arată încă { $n } rânduri
   *[other] Arată încă { $n } de rânduri
  }
today-unassigned = Nerepartizat
today-raise = Semnalează un copil în pericol
today-what = Ce este de făcut
today-about = Despre
today-who = Cine
today-when = Termen
today-nothing = Nimic de făcut acum. Aici apar termenele, sarcinile, referirile și semnalările care așteaptă un răspuns de la dumneavoastră.
problem-heading = Cererea nu a putut fi îndeplinită
problem-heading-not-found = Pagina nu a fost găsită
problem-home = Înapoi la pagina de început
problem-reference = Dacă cereți ajutor, spuneți acest număr: { $id }
problem-not-found = Pagina nu există sau nu vă este deschisă.
problem-sign-in = Intrați în cont ca să vedeți pagina.
problem-foreign = Cererea nu a venit dintr-o pagină Punte. Deschideți din nou pagina și mai încercați o dată.
problem-too-long = Textul trimis este prea lung. Reveniți la pagină, scurtați-l și trimiteți din nou.
problem-long-headers = Cererea are anteturi prea lungi. Ștergeți cookie-urile acestui site și încercați din nou.
problem-media-type = Cererea are un format pe care pagina nu îl primește.
problem-bad-form = Formularul a ajuns stricat: are câmpuri necunoscute, repetate sau caractere nepermise. Nu s-a salvat nimic.
problem-bad-query = Adresa are o parte pe care nu o înțelegem. Reveniți la pagina de început și deschideți pagina din meniu.
problem-bad-json = Datele trimise nu au forma cerută.
problem-invalid = Ceva din ce ați completat trebuie corectat:
problem-stale = Altcineva a scris între timp. Nu s-a pierdut nimic: reveniți la pagină și vedeți ambele variante.
problem-reused = Acest formular a mai fost trimis cu alt conținut. Deschideți pagina din nou.
problem-version-missing = Lipsește versiunea de la care ați pornit. Deschideți pagina din nou.
problem-too-many = Prea multe cereri. Așteptați puțin și încercați din nou.
problem-unavailable = Serviciul nu răspunde acum. Ce ați salvat este păstrat. Încercați din nou peste câteva minute.
problem-internal = Pagina s-a oprit din cauza unei erori a aplicației. Nu s-a arătat și nu s-a salvat nimic. Încercați din nou; dacă se repetă, anunțați administratorul.
line-112 = pericol imediat
line-119 = abuz, neglijare sau exploatare a unui copil, non-stop
line-anitp = linia împotriva traficului de persoane (ANITP)
help-title = Ajutor
help-1 = Dacă un copil este în pericol acum, sunați la 112. Semnalarea în Punte nu ține loc de apel.
help-2 = „Azi” arată ce aveți de făcut. Fiecare rând duce la dosarul sau cererea despre care este vorba.
help-3 = Scurtăturile de la tastatură se văd apăsând tasta „?”. Ctrl și punct ascund ecranul.
help-4 = Dacă o pagină spune că nu există, fie nu există, fie nu vă este deschisă: Punte răspunde la fel, ca nimeni să nu afle ce nu trebuie.
privacy-title = Confidențialitate
privacy-1 = Ce se scrie într-un dosar se păstrează sigilat. Se deschide numai în cererea unei persoane care are și dreptul, și cheia.
privacy-2 = Fiecare citire și fiecare scriere lasă o urmă într-un registru care nu poate fi rescris pe ascuns.
privacy-3 = Fără urmărire și fără servicii străine. Trei module cookie: cel de sesiune, cel de limbă și, dacă opriți scurtăturile de la tastatură, cel care ține minte aceasta.
privacy-4 = Numele copiilor nu apar în adrese, titluri de pagină sau mesaje.
privacy-5 = Cine administrează serverul vede ce unități lucrează la câte dosare și cu ce termene, nu și conținutul lor.
accessibility-title = Accesibilitate
accessibility-1 = Paginile urmăresc WCAG 2.2 nivelul AA și se verifică automat la fiecare schimbare.
accessibility-2 = Totul merge de la tastatură, fără JavaScript și la lățimea de 320 de pixeli.
accessibility-3 = Dacă ceva nu merge pentru dumneavoastră, spuneți administratorului organizației.
