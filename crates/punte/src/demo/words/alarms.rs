//! Alarms: worry, about whom, words, the child, how it is known.

use punte_domain::values::Sex;

/// An alarm of the demo.
pub(in crate::demo) struct AlarmWords {
    /// Worry (list `worry`).
    pub(in crate::demo) worry: &'static str,
    /// About whom it can be told; anybody without.
    pub(in crate::demo) sex: Option<Sex>,
    /// From which age to which, in years.
    pub(in crate::demo) ages: (i16, i16),
    /// What happens.
    pub(in crate::demo) what: &'static str,
    /// The child, described.
    pub(in crate::demo) child: &'static str,
    /// How it is known (list `how_known`).
    pub(in crate::demo) how: &'static str,
}

const fn alarm(
    worry: &'static str,
    (sex, from, to): (Option<Sex>, i16, i16),
    what: &'static str,
    child: &'static str,
    how: &'static str,
) -> AlarmWords {
    AlarmWords {
        worry,
        sex,
        ages: (from, to),
        what,
        child,
        how,
    }
}

const GIRL: Option<Sex> = Some(Sex::Female);
const BOY: Option<Sex> = Some(Sex::Male);
const ANY: Option<Sex> = None;

/// The alarms of the demo. Every age from 7 to 24 has one for either sex.
pub(in crate::demo) const ALARMS: &[AlarmWords] = &[
    alarm(
        "recruiter",
        (GIRL, 13, 15),
        "Un bărbat mai în vârstă o așteaptă pe elevă la poarta școlii de două săptămâni și i-a promis un loc de muncă în străinătate.",
        "Elevă de gimnaziu, păr șaten, ghiozdan verde",
        "seen",
    ),
    alarm(
        "begging",
        (BOY, 7, 13),
        "Un copil cere bani în intersecție de dimineața până seara. Un adult trece din când în când și îi ia banii.",
        "Băiat slab, geacă albastră prea mare",
        "seen",
    ),
    alarm(
        "online_abuse",
        (GIRL, 12, 17),
        "Fata i-a spus profesoarei că cineva de pe internet îi cere fotografii și o amenință.",
        "Elevă, vorbește încet, stă în ultima bancă",
        "child_told",
    ),
    alarm(
        "online_abuse",
        (BOY, 11, 17),
        "Băiatul i-a arătat consilierului școlar mesaje în care un necunoscut îi cere bani ca să nu publice fotografii cu el.",
        "Elev, foarte speriat, nu vrea să afle părinții",
        "child_told",
    ),
    alarm(
        "missing",
        (ANY, 13, 17),
        "Nu mai vine la centru de patru zile. Telefonul e închis. Ultima oară a urcat într-o mașină cu numere de alt județ.",
        "{Adolescentă|Adolescent}, păr scurt, geantă cu insigne",
        "seen",
    ),
    alarm(
        "forced_labour",
        (BOY, 14, 17),
        "Băiatul lucrează la un atelier de dimineața până noaptea și doarme acolo. Actele sunt la patron.",
        "Băiat de vreo șaisprezece ani, mâini crăpate",
        "heard",
    ),
    alarm(
        "forced_marriage",
        (GIRL, 12, 16),
        "Familia spune că fata pleacă în altă familie și că nunta e luna viitoare. Ea a cerut ajutor pe un bilet.",
        "Nu mai vine la școală de trei săptămâni",
        "child_told",
    ),
    alarm(
        "held",
        (GIRL, 15, 24),
        "Vecinii aud noaptea plâns dintr-un apartament închiriat. O fată nu iese niciodată singură.",
        "Fată tânără, văzută o singură dată la geam",
        "heard",
    ),
    alarm(
        "moved_away",
        (ANY, 7, 12),
        "Copilul a fost luat din sat de o rudă îndepărtată, pentru „școală la oraș”. Școala nu îl găsește înscris nicăieri.",
        "{Fetiță vioaie, în clasele primare|Băiat vioi, în clasele primare}",
        "suspicion",
    ),
    alarm(
        "forced_crime",
        (BOY, 9, 15),
        "A fost prins a treia oară la furat. Spune că, dacă nu aduce destul, nu are voie să doarmă în casă.",
        "Băiat cu adidași rupți, nu privește în ochi",
        "official",
    ),
    alarm(
        "violence",
        (ANY, 11, 17),
        "A venit la cabinetul medical cu vânătăi și cu un adult care a răspuns în locul {ei|lui} la toate întrebările.",
        "{Fată care tresare|Băiat care tresare} la zgomote",
        "seen",
    ),
    alarm(
        "recruiter",
        (GIRL, 15, 17),
        "Prietenul cu zece ani mai mare îi cumpără haine și telefon și vrea să plece cu ea „la muncă”.",
        "Elevă de liceu, schimbată mult în ultimele luni",
        "suspicion",
    ),
    alarm(
        "sexual_exploitation",
        (GIRL, 13, 17),
        "O prietenă spune că fata e dusă seara la oameni pe care nu îi cunoaște și că îi e teamă să spună acasă.",
        "Adolescentă, locuiește cu bunicii",
        "heard",
    ),
    alarm(
        "online_abuse",
        (GIRL, 13, 17),
        "Într-un grup al clasei circulă un link cu imagini ale unei colege. Fata nu mai vine la școală.",
        "Elevă, locuiește la internat",
        "online",
    ),
    alarm(
        "begging",
        (ANY, 7, 12),
        "Doi frați cerșesc la gară, cu un bilet plastifiat scris de altcineva. Cel mic tușește rău.",
        "{Fetiță cu un frate mai mic de mână|Băiat cu un frate mai mic de mână}",
        "seen",
    ),
    alarm(
        "other",
        (ANY, 9, 15),
        "La linia de ajutor a sunat un copil și a închis de trei ori. A apucat să spună doar orașul și „nu mai vreau acolo”.",
        "Voce de {fetiță|băiat}, vorbește repede",
        "child_told",
    ),
    alarm(
        "forced_labour",
        (GIRL, 11, 16),
        "Fata are grijă de trei copii și de casă la o familie. Nu merge la școală și nu primește bani.",
        "Fată îmbrăcată prea subțire pentru anotimp",
        "seen",
    ),
    alarm(
        "forced_labour",
        (ANY, 16, 24),
        "A răspuns la un anunț de muncă la cules. I s-au luat actele la sosire și i se spune mereu că mai are de plătit transportul.",
        "{Tânără care a cerut|Tânăr care a cerut} ajutor printr-un mesaj scurt",
        "online",
    ),
    alarm(
        "recruiter",
        (BOY, 16, 24),
        "Un fost coleg îl cheamă „la câștig sigur” peste hotare și îi cere să nu spună nimănui data plecării.",
        "Băiat înalt, lucrează ocazional la o spălătorie",
        "suspicion",
    ),
];
