//! Alarms: worry, words, the child, how it is known.

/// The alarms of the demo.
pub(in crate::demo) const ALARMS: &[(&str, &str, &str, &str)] = &[
    (
        "recruiter",
        "Un bărbat mai în vârstă o așteaptă pe elevă la poarta școlii de două săptămâni și i-a promis un loc de muncă în străinătate.",
        "Elevă în clasa a VIII-a, păr șaten, ghiozdan verde",
        "seen",
    ),
    (
        "begging",
        "Un copil cere bani în intersecție de dimineața până seara. Un adult trece din când în când și îi ia banii.",
        "Băiat slab, geacă albastră prea mare",
        "seen",
    ),
    (
        "online_abuse",
        "Fata i-a spus profesoarei că cineva de pe internet îi cere fotografii și o amenință.",
        "Elevă de liceu, vorbește încet, stă în ultima bancă",
        "child_told",
    ),
    (
        "missing",
        "Nu mai vine la centru de patru zile. Telefonul e închis. Ultima oară a urcat într-o mașină cu numere de alt județ.",
        "Adolescentă, păr scurt, geantă cu insigne",
        "seen",
    ),
    (
        "forced_labour",
        "Băiatul lucrează la un atelier de dimineața până noaptea și doarme acolo. Actele sunt la patron.",
        "Băiat de vreo șaisprezece ani, mâini crăpate",
        "heard",
    ),
    (
        "forced_marriage",
        "Familia spune că fata pleacă la alt neam, cu nunta luna viitoare. Ea a cerut ajutor pe un bilet.",
        "Fată de vreo paisprezece ani, nu mai vine la școală",
        "child_told",
    ),
    (
        "held",
        "Vecinii aud noaptea plâns dintr-un apartament închiriat. O fată nu iese niciodată singură.",
        "Fată tânără, văzută o singură dată la geam",
        "heard",
    ),
    (
        "moved_away",
        "Copilul a fost luat din sat de o rudă îndepărtată, pentru „școală la oraș”. Școala nu îl găsește înscris nicăieri.",
        "Băiat vioi, clasa a V-a",
        "suspicion",
    ),
    (
        "forced_crime",
        "A fost prins a treia oară la furat. Spune că, dacă nu aduce destul, nu are voie să doarmă în casă.",
        "Băiat de vreo doisprezece ani, adidași rupți",
        "official",
    ),
    (
        "violence",
        "A venit la cabinetul medical cu vânătăi și cu o femeie care a răspuns în locul ei la toate întrebările.",
        "Fată de vreo cincisprezece ani, tresare la zgomote",
        "seen",
    ),
    (
        "recruiter",
        "Prietenul cu zece ani mai mare îi cumpără haine și telefon și vrea să plece cu ea „la muncă”.",
        "Elevă în clasa a IX-a, schimbată mult în ultimele luni",
        "suspicion",
    ),
    (
        "sexual_exploitation",
        "O prietenă spune că fata e dusă seara la oameni pe care nu îi cunoaște și că îi e teamă să spună acasă.",
        "Adolescentă, locuiește cu bunicii",
        "heard",
    ),
    (
        "online_abuse",
        "Într-un grup al clasei circulă un link cu imagini ale unei colege. Fata nu mai vine la școală.",
        "Elevă în clasa a X-a",
        "online",
    ),
    (
        "begging",
        "Doi frați cerșesc la gară, cu un bilet plastifiat scris de altcineva. Cel mic tușește rău.",
        "Doi băieți, poate șapte și zece ani",
        "seen",
    ),
    (
        "other",
        "La linia de ajutor a sunat un copil și a închis de trei ori. A apucat să spună doar orașul și „nu mai vreau acolo”.",
        "Voce de copil, poate de doisprezece ani",
        "child_told",
    ),
    (
        "forced_labour",
        "Fata are grijă de trei copii și de casă la o familie. Nu merge la școală și nu primește bani.",
        "Fată de vreo treisprezece ani, haine de vară iarna",
        "seen",
    ),
];
