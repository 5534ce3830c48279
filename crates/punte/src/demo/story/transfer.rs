//! The lead goes to the directorate, or stays.

use super::builder::Builder;
use super::{course, opening};
use crate::demo::people::{CARMEN, FLORIN, MARCELA, Unit};
use crate::demo::script::Act;
use crate::demo::words::ask;

/// Offered, taken over, and led on by the directorate's case manager.
pub(super) fn taken(b: &mut Builder<'_>) -> Option<()> {
    if b.lead.unit() == Unit::Dgaspc {
        return Some(());
    }
    offer(b)?;
    let taker = b.chance.of(&[CARMEN, FLORIN]);
    b.step(taker, Act::AcceptTransfer);
    b.lead = taker;
    b.shared.remove(&Unit::Dgaspc);
    b.later(1, 4).then_some(())?;
    opening::risk(b);
    course::set_plan(b);
    Some(())
}

/// Offered, and declined with a reason.
pub(super) fn refused(b: &mut Builder<'_>) -> Option<()> {
    if b.lead.unit() == Unit::Dgaspc {
        return Some(());
    }
    offer(b)?;
    let reason = b.tell(ask::NOT_TAKEN);
    b.step(MARCELA, Act::DeclineTransfer { reason });
    Some(())
}

/// `None` when today came before the answer.
fn offer(b: &mut Builder<'_>) -> Option<()> {
    let reason = b.tell(ask::OFFER_DGASPC);
    let lead = b.lead;
    let to = Unit::Dgaspc;
    b.step(lead, Act::OfferTransfer { to, reason });
    b.later(1, 5).then_some(())
}
