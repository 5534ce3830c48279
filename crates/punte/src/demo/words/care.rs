//! Sessions, plans, needs.

/// Psychologists' summaries.
pub(in crate::demo) const SESSIONS: &[&str] = &[
    "@S a venit la timp și a ales {singură|singur} locul de lângă fereastră. Am lucrat cu respirația și am numit împreună trei lucruri care {o|îl} liniștesc.",
    "Ședință de cunoaștere. Am vorbit despre reguli: poate spune stop, poate tăcea, poate pleca. A încercat cuvântul «stop» și a râs.",
    "Am lucrat cu linia vieții, numai pe partea pe care a ales-o: anii de la bunica. A pus cinci pietre galbene și una gri.",
    "Somnul e mai bun. Visele se repetă mai rar. Am exersat ce face când se trezește: lumina mică, paharul cu apă, numele camerei.",
    "A venit {supărată|supărat} după o ceartă la școală. Am stat cu furia, fără grabă. La final a spus că «se poate și fără să spargi».",
    "Am desenat harta oamenilor siguri. Cercul din mijloc are acum trei nume; luna trecută avea unul.",
    "A vorbit despre rușine, cu cuvintele {ei|lui}. Am ascultat. I-am spus limpede că vina este a celor care au făcut rău.",
    "Ședință mai mult tăcută. Am modelat în lut. A cerut să păstreze ce a făcut.",
    "Pregătire pentru audiere: cum arată camera, cine e acolo, cum cere pauză. Fără nicio discuție despre conținut.",
    "După audiere. {Obosită|Obosit}, dar {liniștită|liniștit}: «am spus și gata». Nu am reluat nimic din ce s-a discutat acolo.",
    "Am lucrat cu termometrul fricii. A notat singur{ă|} două situații care au coborât de la opt la cinci.",
    "@S a vrut să vorbească despre mama. Iubire și supărare în aceeași frază; au încăput amândouă.",
    "Exercițiu de ancorare în aula școlii, la cererea {ei|lui}. A făcut {singură|singur} toți pașii.",
    "A refuzat fișele și a propus muzică. Am ascultat trei piese și am vorbit despre versuri. Legătura cu tema a făcut-o {ea|el}.",
    "Reacție puternică la un miros, pe coridor. Am ieșit, am numit ce vedem, am revenit după zece minute. Am notat declanșatorul cu acordul {ei|lui}.",
    "Am trecut prin jurnalul de somn. Patru nopți bune din șapte. A pus {ea|el} obiectivul: cinci.",
    "Ședință despre încredere: cum se simte în corp un «nu». A exersat trei feluri de a spune «nu», dintre care unul foarte politicos.",
    "@S a povestit o amintire bună, fără să fie întrebat{ă|}. Prima de acest fel în ședințe.",
    "Am revăzut ce s-a schimbat în trei luni. S-a recunoscut greu în fișa de la început.",
    "A întrebat dacă e «normal». Am vorbit despre cum se apără corpul și mintea. A plecat mai {ușurată|ușurat}.",
    "Temă: scrisoarea pe care nu o trimite. A scris o pagină, a citit două rânduri, restul a rămas la {ea|el}.",
    "Am lucrat la plecarea din centru: ce ia, ce lasă, pe cine sună. Teama este mare, dar are acum contur.",
    "Ședință comună, la cererea {ei|lui}, cu persoana de încredere. Am stabilit cum pot ajuta fără să întrebe.",
    "Jocul cu cărțile emoțiilor. A ales «mândrie» și a explicat de ce: a ridicat mâna la oră și a răspuns.",
    "Rărim ședințele la două săptămâni. @S a propus și a argumentat bine.",
    "Nu a vrut să lucreze azi și a spus-o direct. Am băut ceai și am vorbit despre seriale. Și asta e o ședință.",
];
/// What next.
pub(in crate::demo) const NEXT: &[&str] = &[
    "Continuăm în același ritm.",
    "Reluăm de unde am rămas, dacă vrea.",
    "Aduce jurnalul de somn.",
    "Întreb înainte dacă preferă sediul sau parcul.",
    "Fără temă săptămâna aceasta.",
    "Verific cum a fost la școală.",
    "Pregătim împreună întâlnirea cu echipa.",
];
/// Social workers' summaries; they lie in the unit's own record.
pub(in crate::demo) const SOCIAL: &[&str] = &[
    "Am mers împreună la școală și am stabilit programul de recuperare la două materii.",
    "Vizită la familie: locuința e pregătită, patul e nou, bunica a întrebat ce îi place la masă.",
    "Buget pe o lună, făcut împreună. A rămas o sumă mică pentru ce vrea @s.",
    "Însoțire la interviul pentru stagiu. A răspuns {singură|singur} la toate întrebările.",
    "Am exersat drumul cu autobuzul, dus-întors. A doua oară a mers {singură|singur}, iar noi am așteptat la capăt.",
    "Discuție cu familia despre ce întrebări nu se pun. Au înțeles și au notat.",
    "Prima lună acasă: fără absențe, o ceartă, o împăcare. @S zice că «e bine, ca la oameni».",
];
/// Goals: area, text.
pub(in crate::demo) const GOALS: &[(&str, &str)] = &[
    (
        "safety",
        "@S locuiește într-un loc pe care persoanele care {au exploatat-o|l-au exploatat} nu îl cunosc și știe pe cine sună la orice oră.",
    ),
    (
        "psychological",
        "@S doarme cel puțin cinci nopți liniștite pe săptămână și are cu cine vorbi când îi e greu.",
    ),
    (
        "education",
        "@S revine la școală în ritmul {ei|lui} și încheie anul, cu sprijin la materiile la care a rămas în urmă.",
    ),
    (
        "legal",
        "@S este {reprezentată|reprezentat} de avocat, este {ascultată|ascultat} o singură dată și cunoaște fiecare pas dinainte.",
    ),
    (
        "health",
        "Controalele sunt făcute, iar @s are medic de familie la care merge fără teamă.",
    ),
    (
        "documents",
        "@S are certificat de naștere și act de identitate la zi.",
    ),
    (
        "family",
        "Legătura cu persoanele sigure din familie se reface pas cu pas, la cererea @g.",
    ),
    (
        "income",
        "@S termină un curs de calificare și face un stagiu plătit.",
    ),
    (
        "social",
        "@S are cel puțin o activitate pe săptămână aleasă de {ea|el} și un prieten de vârsta {ei|lui}.",
    ),
];
/// Needs: area, text.
pub(in crate::demo) const NEEDS: &[(&str, &str)] = &[
    (
        "education",
        "A lipsit de la școală câteva luni. Îi place biologia și vrea să revină, dar nu la fosta școală.",
    ),
    (
        "safety",
        "Are nevoie să știe cine are cheia și cine poate intra. Cere să fie {anunțată|anunțat} înainte de orice vizită.",
    ),
    (
        "health",
        "Nu a fost la medic de peste un an. Vederea trebuie verificată.",
    ),
    (
        "psychological",
        "Doarme puțin și tresare ușor. Acceptă să vorbească cu psihologa, deocamdată la sediu.",
    ),
    (
        "documents",
        "Actele au rămas la altcineva. Certificatul de naștere se poate reface.",
    ),
    (
        "family",
        "Vrea să vorbească cu bunica. Nu vrea, pentru moment, contact cu părinții.",
    ),
    (
        "social",
        "A pierdut legătura cu prietenii. Întreabă dacă există un club de fotografie.",
    ),
    (
        "practical",
        "Are nevoie de haine de sezon și de un telefon cu număr nou.",
    ),
];
/// Told: about, to whom, text.
pub(in crate::demo) const TOLD: &[(&str, &str, &str)] = &[
    (
        "recruitment",
        "Manager de caz",
        "A spus cum a început și prin cine. Consemnat o dată; nu se mai întreabă.",
    ),
    (
        "journey",
        "Polițist",
        "A descris drumul în linii mari, la primul contact. Detaliile rămân pentru audierea specială.",
    ),
    (
        "family",
        "Asistent social",
        "A povestit cine din familie știa. Este scris în evaluarea inițială; nu se reia.",
    ),
    (
        "health",
        "Medic",
        "A răspuns o dată la întrebările medicale. Rezultatele sunt în dosarul medical.",
    ),
    (
        "escape",
        "Manager de caz",
        "A povestit cum a plecat și cine a ajutat. A cerut să nu mai fie {întrebată|întrebat} despre asta.",
    ),
];
/// What a referral to psychosocial support says.
pub(in crate::demo) const ASK_CARE: &[&str] = &[
    "Sprijin psihologic de durată, cu o ședință pe săptămână. Preferă o psihologă și întâlniri dimineața.",
    "Evaluare și consiliere. Acceptă ajutorul, dar are nevoie de timp; fără discuții despre fapte în primele ședințe.",
    "Tulburări de somn și teamă de locuri aglomerate. Solicităm consiliere și, când va fi cazul, pregătire pentru audiere.",
    "Continuarea consilierii începute în centrul de primire, cu aceeași frecvență, dacă se poate.",
];
/// What a referral to social services says.
pub(in crate::demo) const ASK_HOME: &[&str] = &[
    "Sprijin pentru revenirea acasă: vizite în familie, școală, buget. Familia a fost evaluată și este dispusă să colaboreze.",
    "Pregătire pentru viață independentă: locuire, curs de calificare, primul loc de muncă.",
    "Însoțire la școală și în familie în primele trei luni după plecarea din centru.",
];
/// How a referral is done.
pub(in crate::demo) const FINISHED: &[&str] = &[
    "Serviciul s-a încheiat așa cum era planificat. @S are numărul nostru și știe că poate suna.",
    "Obiectivele au fost atinse în mare parte; ce a rămas preia managerul de caz.",
];
/// Why a file closes.
pub(in crate::demo) const CLOSED: &[&str] = &[
    "Obiectivele din plan sunt atinse. @S știe că poate suna oricând și are numărul la îndemână.",
    "Monitorizarea s-a încheiat fără incidente. Ultima întâlnire a fost la o cofetărie, la alegerea @g.",
    "@S locuiește în siguranță, merge la școală și are sprijin în familie. Închidem împreună, cu acordul {ei|lui}.",
];
/// Why a file closes when the family has moved.
pub(in crate::demo) const MOVED: &str = "@S s-a mutat cu familia în alt județ. Cu acordul {ei|lui}, DGASPC de acolo a preluat monitorizarea.";
/// Why a task is cancelled.
pub(in crate::demo) const CANCELLED: &str = "Nu mai e nevoie: @s a rezolvat {singură|singur}.";
/// Titles of psychologists' tasks.
pub(in crate::demo) const TASKS: &[&str] = &[
    "Redactează raportul de evaluare psihologică",
    "Pregătește fișele pentru ședința următoare",
    "Confirmă ora ședinței cu managerul de caz",
    "Scrie recomandările pentru școală, fără detalii din ședințe",
    "Pregătește audierea: vizită la camera pentru copii",
    "Actualizează scala de somn și anxietate",
    "Discută cazul în supervizare",
    "Trimite managerului de caz numărul ședințelor din lună",
];
