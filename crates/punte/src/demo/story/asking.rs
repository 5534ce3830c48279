//! One unit asks another: consents, referrals, their answers, and who reads these.

use super::builder::{Builder, Given, SERVICE, SHARE_DAYS, days_between};
use super::courts::JUDICIAL;
use crate::demo::people::{BIANCA, DOINA, Unit, Who};
use crate::demo::script::{Act, Agreement, Asking, Ground, Key, Wall};
use crate::demo::words::{ask, care};
use jiff::ToSpan as _;
use punte_domain::file::entry::ConsentBy;
use punte_domain::values::{Answer, Urgency};

/// What somebody is asked.
pub(super) struct Need<'a> {
    pub(super) by: Who,
    pub(super) service: &'static str,
    pub(super) words: &'a str,
    pub(super) ground: Ground,
}

/// Days after which an unread answer would be odd.
const FRESH: i64 = 4;
/// How long a consent lasts.
const CONSENT_DAYS: i64 = 720;
/// Days before its end on which a consent is renewed (the country pack's `renewal_days`).
const RENEWAL: i64 = 30;

/// A consent to joint work with the organisations that give services. A few were given for a shorter time and are to be renewed
/// these days.
pub(super) fn consent(b: &mut Builder<'_>) -> Key {
    let (key, lead, child) = (b.key(), b.lead, b.is_child());
    let recipients = [Unit::Psychosocial, Unit::Legal, Unit::Social, Unit::Voice]
        .into_iter()
        .filter(|unit| *unit != lead.unit())
        .collect();
    let sixteen = b.age.at_least(16, b.day);
    let by = if !child {
        ConsentBy::Adult
    } else if sixteen && b.number % 8 == 6 {
        ConsentBy::Child
    } else {
        b.chance.of(&[
            ConsentBy::Representative,
            ConsentBy::Representative,
            ConsentBy::Guardian,
            ConsentBy::Parent,
        ])
    };
    let ends_soon = [-4, 3, 6, 12, 20][b.number % 5];
    let days = if b.number % 6 == 3 && b.days_left() > 60 {
        (b.days_left() + RENEWAL + ends_soon).min(CONSENT_DAYS)
    } else {
        CONSENT_DAYS
    };
    let what = Agreement {
        recipients,
        compartments: SERVICE,
        by,
        language: b.language,
        format: if b.language == "ro" {
            b.chance.of(&["written", "easy_read", "spoken"])
        } else {
            "interpreted"
        },
        days,
        assent: if child {
            Answer::Said(true)
        } else {
            Answer::NotAsked
        },
    };
    b.step(lead, Act::Consent { key, what });
    b.consents.insert(key, b.day.saturating_add(days.days()));
    key
}

/// The consent is taken back, or the child says no: what rests on it ends.
pub(super) fn take_back(b: &mut Builder<'_>, key: Key, by_child: bool) {
    let lead = b.lead;
    let act = if by_child {
        Act::Assent { key, said: false }
    } else {
        let by = if b.is_child() {
            ConsentBy::Representative
        } else {
            ConsentBy::Adult
        };
        let reason = b.tell(ask::WITHDRAWN);
        Act::Withdraw { key, by, reason }
    };
    b.step(lead, act);
    let lawful = [Unit::Dgaspc, Unit::Police, Unit::Prosecution];
    b.shared.retain(|unit, _| lawful.contains(unit));
}

/// Sends it.
fn send(b: &mut Builder<'_>, need: &Need<'_>) -> (Key, i64) {
    let (key, lead) = (b.key(), b.lead);
    let (offered, days) = match need.ground {
        Ground::Law(_) => (JUDICIAL, SHARE_DAYS),
        Ground::Consent(consent) => {
            let until = b.consents.get(&consent).copied();
            let left = until.map_or(SHARE_DAYS, |until| days_between(b.day, until) - 1);
            (SERVICE, SHARE_DAYS.min(left))
        }
    };
    let summary = b.tell(need.words);
    let what = Asking {
        to: need.by.unit(),
        service: need.service,
        urgency: Urgency::Ordinary,
        summary,
        offered,
        ground: need.ground.clone(),
        days,
    };
    b.step(lead, Act::Refer { key, what });
    b.asked_by.insert(key, lead);
    (key, days)
}

/// Asks another unit, which accepts and begins. `None` when today came first.
pub(super) fn accepted(b: &mut Builder<'_>, need: &Need<'_>) -> Option<Key> {
    let (by, unit) = (need.by, need.by.unit());
    let (key, days) = send(b, need);
    b.later(1, 3).then_some(())?;
    b.step(by, Act::ReadReferral { key });
    b.step(by, Act::Accept { key });
    b.share_for(unit, days - 4);
    answer_read(b, key);
    b.step(by, Act::Start { key });
    Some(key)
}

/// Whoever asked reads what was answered, unless that was only these days.
pub(super) fn answer_read(b: &mut Builder<'_>, key: Key) {
    if b.days_left() > FRESH {
        let asker = b.asked_by.get(&key).copied().unwrap_or(b.lead);
        b.step(asker, Act::ReadReferral { key });
    }
}

/// Asks for a service and opens it. `None` when today came first, `Some(false)` when it was declined or is one's own unit.
pub(super) fn service(
    b: &mut Builder<'_>,
    need: Need<'_>,
    shape: impl FnOnce(Given) -> Given,
) -> Option<bool> {
    let (by, service) = (need.by, need.service);
    if by.unit() == b.lead.unit() {
        return Some(false);
    }
    if b.number % 11 == 3 && service == "psychosocial" {
        return declined(b, need);
    }
    let referral = accepted(b, &need)?;
    let (key, on) = (b.key(), b.on());
    let act = Act::Service {
        key,
        kind: service,
        unit: by.unit(),
        referral: Some(referral),
        on,
    };
    b.step(by, act);
    b.given.push(shape(Given {
        key,
        referral,
        who: by,
        wall: Wall::Psychosocial,
        minutes: &[45, 50, 50, 60],
        words: |bags| &mut bags.session,
    }));
    Some(true)
}

/// Declined with a reason and a suggestion, which the lead follows.
fn declined(b: &mut Builder<'_>, need: Need<'_>) -> Option<bool> {
    let (key, _) = send(b, &need);
    b.later(1, 3).then_some(())?;
    b.step(need.by, Act::ReadReferral { key });
    let (text, suggestion) = ask::declined("no_capacity");
    let act = Act::Decline {
        key,
        reason: "no_capacity",
        text: text.to_owned(),
        suggestion: suggestion.to_owned(),
    };
    b.step(need.by, act);
    answer_read(b, key);
    b.later(1, 3).then_some(())?;
    let words = b.chance.of(care::ASK_CARE);
    let instead = Need {
        by: BIANCA,
        service: "psychotherapy",
        words,
        ground: need.ground,
    };
    service(b, instead, |given| given)
}

/// Sent, and taken back the next day.
pub(super) fn revoked(b: &mut Builder<'_>, consent: Key) -> Option<()> {
    if b.lead.unit() == Unit::Voice || b.sees(Unit::Voice) {
        return Some(());
    }
    let words = ask::for_unit(Unit::Voice, "psychotherapy");
    let need = Need {
        by: BIANCA,
        service: "psychotherapy",
        words,
        ground: Ground::Consent(consent),
    };
    let (key, _) = send(b, &need);
    b.later(1, 2).then_some(())?;
    let reason = b.tell(ask::REVOKED);
    let lead = b.lead;
    b.step(lead, Act::Revoke { key, reason });
    Some(())
}

/// Sent, and forgotten by those who were asked.
pub(super) fn forgotten(b: &mut Builder<'_>, consent: Key) {
    if b.lead.unit() == Unit::Social || b.sees(Unit::Social) {
        return;
    }
    let need = Need {
        by: DOINA,
        service: "education",
        words: ask::ASK_CLUB,
        ground: Ground::Consent(consent),
    };
    let (key, _) = send(b, &need);
    b.forgotten = Some((key, b.day));
}
