//! Lawyers' and liaisons' words.

/// Lawyers' summaries.
pub(in crate::demo) const LEGAL: &[&str] = &["Am explicat pe rând ce înseamnă parte civilă."];
/// Notes in the justice compartment.
pub(in crate::demo) const JUSTICE: &[&str] = &["Dosar înregistrat; termen pentru audiere în condiții speciale."];
