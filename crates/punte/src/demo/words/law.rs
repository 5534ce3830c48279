//! Lawyers' and liaisons' words.

/// Lawyers' summaries; privileged.
pub(in crate::demo) const LEGAL: &[&str] = &[
    "Am explicat pe rând ce înseamnă persoană vătămată și ce înseamnă parte civilă. @S a pus întrebări bune și a cerut timp până vineri.",
    "Am primit împuternicirea. Depun mâine delegația și cererea de acces la dosar.",
    "Am cerut ca audierea să se facă o singură dată, înregistrată, în camera amenajată pentru copii, cu psiholog.",
    "Am studiat volumul al doilea. Declarația anterioară e suficientă pentru cele mai multe puncte; am cerut să nu fie reluată.",
    "Discuție despre despăgubiri: ce se poate cere, cât durează, ce nu se poate promite.",
    "Cerere de măsuri de protecție depusă: confidențialitatea datelor și lipsa contactului vizual cu inculpații.",
    "Termenul s-a amânat pentru lipsă de procedură. {Am anunțat-o|L-am anunțat} pe @n înainte să plece de acasă.",
    "Pregătirea ședinței: unde stăm, când vorbim, cum cerem pauză. @S a ales să nu fie în sală la citirea actului de sesizare.",
    "Am verificat adresa de corespondență: toate citațiile vin la cabinet, niciuna acasă.",
    "Am depus cererea de constituire ca parte civilă, cu înscrisurile medicale și costurile de școlarizare.",
    "Ne-am opus reluării audierii. Motivul principal: protecția față de victimizarea repetată.",
    "@S vrea să știe ce se întâmplă dacă inculpatul recunoaște. Am explicat procedura simplificată, fără pronosticuri.",
    "Hotărâre în primă instanță. Am citit împreună numai paginile pe care le-a ales {ea|el}.",
    "Am cerut restituirea telefonului ridicat la percheziție sau, dacă nu se poate, copia fotografiilor personale.",
    "Apel declarat de partea cealaltă. Pentru @n nu se schimbă nimic acum; am spus asta de două ori, pe îndelete.",
    "Am discutat cu reprezentantul legal limitele mandatului. Interesul @g trece înaintea oricărei înțelegeri.",
    "Cererea de compensație pentru victime este completă; lipsea o adeverință, pe care o aduce managerul de caz.",
    "Am lămurit că plata primită de la inculpat prin rude nu obligă la nimic și trebuie adusă la cunoștința organelor judiciare.",
    "Consultație telefonică: @s a fost {abordată|abordat} de un jurnalist. Nu are nicio obligație să răspundă; am preluat eu legătura.",
    "Dosarul a fost strămutat la o instanță mai îndepărtată. Am cerut audierea prin videoconferință, ca să nu fie nevoie de drum.",
    "Am explicat ce poate vedea procurorul din acest dosar și ce nu: notele de consiliere rămân închise.",
];
/// Prosecutors' notes in the justice compartment.
pub(in crate::demo) const JUSTICE: &[&str] = &[
    "Audierea se va face în condiții speciale, o singură dată. Data se stabilește împreună cu managerul de caz.",
    "S-a dispus protecția datelor de identitate în actele de procedură.",
    "Solicităm confirmarea că adresa actuală nu apare în niciun înscris înaintat instanței.",
    "Rechizitoriul a fost întocmit și trimis instanței. Avocatul a fost informat.",
    "Primul termen a fost stabilit. Nu este necesară prezența @g.",
    "S-a cerut prelungirea măsurii preventive; soluția se comunică în ziua pronunțării.",
    "Cerere de asistență judiciară internațională trimisă. Durata estimată: câteva luni.",
    "Instanța a admis audierea prin mijloace video. Camera a fost rezervată.",
    "Hotărâre pronunțată; nu este definitivă. Motivarea urmează.",
    "Hotărârea a rămas definitivă. Informarea privind eventuala punere în libertate va fi trimisă avocatului.",
];
/// Police liaisons' notes there.
pub(in crate::demo) const POLICE: &[&str] = &[
    "Dosar înregistrat; urmărirea penală a început cu privire la faptă. Persoana de contact este ofițerul de legătură.",
    "Percheziție efectuată. Nu este nevoie de prezența copilului; informăm avocatul.",
    "S-a comunicat că persoana cercetată este în arest la domiciliu, cu interdicția de a lua legătura cu victima.",
    "Expertiza informatică este în lucru. Nu sunt necesare alte declarații.",
    "Persoana cercetată și-a schimbat domiciliul. Se reevaluează riscul împreună cu managerul de caz.",
    "Am verificat încălcarea interdicției semnalată săptămâna trecută. Nu se confirmă; rămânem atenți.",
    "Am discutat cu avocatul: nu se fac apeluri directe către @n. Orice mesaj trece prin managerul de caz.",
    "Patrulare discretă în zona școlii, la orele de intrare și ieșire, în această lună.",
];
/// Titles of lawyers' tasks.
pub(in crate::demo) const TASKS: &[&str] = &[
    "Depune cererea de acces la dosar",
    "Pregătește cererea de măsuri de protecție",
    "Verifică termenul de judecată pe portalul instanțelor",
    "Redactează constituirea ca parte civilă",
    "Cere copia hotărârii",
    "Pregătește ședința împreună cu @s",
    "Completează cererea de compensație pentru victime",
    "Confirmă prezența psihologului la audiere",
];
/// What a referral to legal aid says.
pub(in crate::demo) const ASK_LAW: &[&str] = &[
    "Reprezentare în dosarul penal. Audierea nu a avut loc; cerem condiții speciale și o singură declarație.",
    "Consiliere juridică pentru copil și pentru reprezentantul legal, apoi constituirea ca parte civilă.",
    "Asistență la audiere și cerere de măsuri de protecție. Persoana cercetată este liberă.",
    "Despăgubiri și compensație pentru victime; procesul este în primă instanță.",
];
/// What a referral to the police says.
pub(in crate::demo) const ASK_POLICE: &[&str] = &[
    "Sesizare privind o posibilă infracțiune de trafic de minori (art. 210–211 Cod penal). Copilul este în siguranță; vă rugăm să stabilim împreună momentul audierii.",
    "Vă rugăm să evaluați măsuri de protecție. Persoana bănuită este liberă și a încercat să ia legătura.",
    "Transmitem ce s-a aflat până acum, ca să nu fie reluat. Copilul are avocat.",
];
/// Ground of an identification decision by investigators.
pub(in crate::demo) const IDENTIFIED: &[&str] = &[
    "Probele strânse confirmă recrutarea și exploatarea; decizia se comunică managerului de caz și avocatului.",
    "Elementele faptei sunt stabilite. Pentru un copil, mijloacele și consimțământul nu se cercetează.",
];
/// A liaison has done what was asked.
pub(in crate::demo) const DONE: &str =
    "Măsurile cerute au fost luate, iar managerul de caz a fost informat. Rămânem la dispoziție.";
/// Words of a hearing.
pub(in crate::demo) const HEARING: &[&str] = &[
    "Audiere înregistrată, cu psiholog, două pauze la cerere. Nu este nevoie de o a doua declarație.",
    "Audiere scurtă. S-a respectat dreptul la pauză; @s a plecat cu persoana de încredere, pe o ieșire separată.",
    "Termen de judecată; @s nu a fost {prezentă|prezent}. Reprezentarea a fost asigurată de avocat.",
];
