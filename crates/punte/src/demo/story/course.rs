//! Weeks and months: identification, consent, referrals, services, plan, reviews, the way home.

use super::builder::Builder;
use super::opening::note;

pub(super) fn run(b: &mut Builder<'_>) {
    while b.later(6, 20) {
        let text = b.draw(|bags| &mut bags.note);
        let lead = b.lead;
        b.step(lead, note("general", text));
    }
}
