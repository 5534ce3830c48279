//! Bad input, line by line (security.md §6): the right status, a sentence in the person's language, what they typed on the page
//! again, nobody's data in the message, nothing written.
//!
//! `general` and `bodies` are "General HTTP", `auth` is "Auth", `casework` is "Case data", `search` is "Search/match" and what of
//! "Export/report" has a face yet. "Forbidden is absent" for every route and relation is the matrix (`tests/matrix`).
//!
//! Lines that nothing built so far can meet, and so have no test here:
//! - `If-Match` as a header: a form and a JSON body carry `version`; missing is 428, old is 409 with what others wrote (not 412:
//!   the page that shows both is the answer).
//! - Passkeys, alerts to the person, officers' recovery ceremony: issue H.
//! - Merging people, cycles of relations, legal hold, units without a statement on data protection, signed unit keys: issues B and H.
//! - Import of sheets, files (attachments), offline sync, witness, e-mail: their issues.
//! - Search across units with its quota, reports with k and year ranges, query sets: issues E and G.
//! - "SoftLock" of a recovery code is the same growing wait as that of the passphrase (`crates/app/src/auth/throttle.rs`).

mod auth;
mod bodies;
mod case;
mod casework;
#[expect(
    dead_code,
    reason = "shared with the crossing, which needs other parts of it"
)]
#[path = "../crossing/client.rs"]
mod client;
mod general;
mod search;
mod wire;
