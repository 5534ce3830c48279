//! Referrals: the wizard, inbox and outbox, one referral with its answer.

mod form;
pub mod inbox;
pub mod one;
mod preview;
pub mod say;
mod wizard;

use crate::guarded;
use crate::http::fields::Shape;
use crate::http::route::{Route, Takes};

/// A referral's form with its longest text, and room for percent-encoding.
const WIZARD_BYTES: usize = 64 * 1024;
/// An answer with two long texts.
const ANSWER_BYTES: usize = 128 * 1024;

const WIZARD: Shape = Shape {
    single: &[
        "step", "go", "danger", "to", "service", "urgency", "summary", "basis", "until",
    ],
    many: &["compartments"],
};
const ACCEPT: Shape = Shape {
    single: &["assignee"],
    many: &[],
};
const DECLINE: Shape = Shape {
    single: &["reason", "text", "suggestion"],
    many: &[],
};
const NONE: Shape = Shape {
    single: &[],
    many: &[],
};
const FINISH: Shape = Shape {
    single: &["outcome", "text"],
    many: &[],
};
const REVOKE: Shape = Shape {
    single: &["reason"],
    many: &[],
};

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Get Page "/files/{code}/refer", ShareFile, Takes::Nothing, wizard::start),
    guarded!(Post Page "/files/{code}/refer", ShareFile, Takes::Form(WIZARD, WIZARD_BYTES), wizard::step),
    guarded!(Get Page "/referrals", ListReferrals, Takes::Nothing, inbox::list),
    guarded!(Get Page "/referrals/{id}", ReadReferral, Takes::Nothing, one::page),
    guarded!(Post Page "/referrals/{id}/accept", AnswerReferral, Takes::Form(ACCEPT, ANSWER_BYTES), one::accept),
    guarded!(Post Page "/referrals/{id}/decline", AnswerReferral, Takes::Form(DECLINE, ANSWER_BYTES), one::decline),
    guarded!(Post Page "/referrals/{id}/start", AnswerReferral, Takes::Form(NONE, ANSWER_BYTES), one::begin),
    guarded!(Post Page "/referrals/{id}/finish", AnswerReferral, Takes::Form(FINISH, ANSWER_BYTES), one::finish),
    guarded!(Post Page "/referrals/{id}/revoke", RevokeReferral, Takes::Form(REVOKE, ANSWER_BYTES), one::revoke),
];
