//! Sessions, plans, needs.

/// Psychologists' summaries.
pub(in crate::demo) const SESSIONS: &[&str] = &["@S a venit la timp și a ales {singură|singur} locul. Am lucrat cu exerciții de respirație."];
/// What next.
pub(in crate::demo) const NEXT: &[&str] = &["Continuăm în același ritm."];
/// Social workers' summaries.
pub(in crate::demo) const SOCIAL: &[&str] = &["Am mers împreună la școală."];
/// Goals: area, text.
pub(in crate::demo) const GOALS: &[(&str, &str)] = &[("safety", "@S locuiește într-un loc pe care nu îl cunosc persoanele care {au exploatat-o|l-au exploatat}.")];
/// Needs: area, text.
pub(in crate::demo) const NEEDS: &[(&str, &str)] = &[("education", "A lipsit de la școală aproape un an.")];
/// Told: about, to whom, text.
pub(in crate::demo) const TOLD: &[(&str, &str, &str)] = &[("recruitment", "manager de caz", "A povestit cum a fost {abordată|abordat}. Nu mai întrebați.")];
