//! Alarms.

/// Worry, words, description, how known.
pub(in crate::demo) const ALARMS: &[(&str, &str, &str, &str)] = &[("recruiter", "Un bărbat mai în vârstă așteaptă o elevă la poarta școlii de două săptămâni.", "Elevă de clasa a VIII-a, păr șaten, ghiozdan verde", "seen")];
