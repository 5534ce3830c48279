//! Notes of case managers.

/// The first note of a file.
pub(in crate::demo) const FIRST: &[&str] = &[
    "Prima întâlnire, la sediu, cu ușa întredeschisă, cum a cerut @s. {Obosită|Obosit}, dar {atentă|atent}. I-am explicat cine suntem și ce nu facem fără știrea {ei|lui}. A acceptat o cană de ceai și o a doua întâlnire.",
    "Am cunoscut-o pe @s.",
];
/// The directorate was told.
pub(in crate::demo) const ALERTED: &str = "Am anunțat direcția de asistență socială în scris și prin telefon. Au numărul de la care ne pot suna oricând.";
/// Ordinary notes: text.
pub(in crate::demo) const NOTES: &[&str] = &[
    "Convorbire telefonică scurtă. @S e bine, a dormit mai liniștit. Ne vedem la vizita stabilită.",
];
/// The unit's own record.
pub(in crate::demo) const OWN: &[&str] = &["Cazul a fost discutat în ședința de echipă; se menține frecvența vizitelor."];
/// Words of a risk assessment.
pub(in crate::demo) const RISKS: &[&str] = &["Persoanele care au exploatat-o cunosc adresa veche. Adresa actuală nu apare în niciun document comunicat."];
/// Titles of tasks.
pub(in crate::demo) const TASKS: &[&str] = &["Sună la școală pentru situația școlară"];
/// What is said when a task is ticked off.
pub(in crate::demo) const DONE: &[&str] = &["Rezolvat."];
