//! Forms that write on a file: each says what it asks, how it starts, and which command it means. One way for all of them:
//! draw, read, carry out; on a refusal the same form with everything that was typed, on a conflict also what others wrote.

pub mod access;
pub mod care;
pub mod decide;
pub mod draw;
pub mod life;
pub mod notes;
pub mod person;
pub mod run;

use crate::http::fields::Shape;
use crate::http::route::{Face, Guard, Method, Route, Takes};
use punte_app::domain::Action;
use punte_app::domain::access::{LeadFile, ReadFile, ShareFile, TakeFile, WriteFile, WritePerson};

/// Longest form: a note of 15,000 characters, each up to twelve bytes when encoded.
const LONGEST: usize = 256 * 1024;

macro_rules! forms {
    ($($path:literal $action:ident $form:path { $($single:literal)* } { $($many:literal)* })*) => {
        /// Two routes for each form: the page, and the writing.
        pub const ROUTES: &[Route] = &[$(
            Route {
                method: Method::Get,
                path: $path,
                face: Face::Page,
                guard: Guard::Action(ReadFile::NAME),
                takes: Takes::Nothing,
                run: |site, ask| Box::pin(run::show(site, ask, &$form)),
            },
            Route {
                method: Method::Post,
                path: $path,
                face: Face::Page,
                guard: Guard::Action($action::NAME),
                takes: Takes::Form(Shape { single: &[$($single),*], many: &[$($many),*] }, LONGEST),
                run: |site, ask| Box::pin(run::write(site, ask, &$form)),
            },
        )*];
    };
}

forms! {
    "/files/{code}/notes/new" WriteFile notes::NEW { "compartment" "kind" "text" "on-day" "on-month" "on-year" "on-about" } {}
    "/files/{code}/notes/{note}/amend" WriteFile notes::AMEND { "text" "reason" } {}
    "/files/{code}/services/new" WriteFile care::SERVICE { "kind" "unit" "on-day" "on-month" "on-year" "on-about" } {}
    "/files/{code}/services/{service}/session" WriteFile care::SESSION
        { "attendance" "on-day" "on-month" "on-year" "on-about" "minutes" "summary" "next" "next_text" "compartment" } {}
    "/files/{code}/services/{service}/end" WriteFile care::SERVICE_END { "outcome" "text" "on-day" "on-month" "on-year" "on-about" } {}
    "/files/{code}/tasks/new" WriteFile care::TASK { "title" "assignee" "due" } {}
    "/files/{code}/tasks/{task}/done" WriteFile care::TASK_DONE { "text" } {}
    "/files/{code}/tasks/{task}/cancel" WriteFile care::TASK_CANCEL { "reason" } {}
    "/files/{code}/tasks/{task}/reassign" WriteFile care::TASK_REASSIGN { "assignee" "due" } {}
    "/files/{code}/risk" WriteFile care::RISK { "level" "text" "review" } { "factors" }
    "/files/{code}/plan/goals" WriteFile care::PLAN
        { "area-1" "goal-1" "area-2" "goal-2" "area-3" "goal-3" "area-4" "goal-4" "area-5" "goal-5" "area-6" "goal-6" "review" } {}
    "/files/{code}/needs/new" WriteFile care::NEEDS { "on-day" "on-month" "on-year" "on-about" "compartment" } { "met" "unmet" }
    "/files/{code}/placement" WriteFile care::PLACEMENT
        { "kind" "county" "place" "hide_from" "on-day" "on-month" "on-year" "on-about" "until-day" "until-month" "until-year" "until-about" } {}
    "/files/{code}/hearings/new" WriteFile care::HEARING
        { "kind" "on-day" "on-month" "on-year" "on-about" "interviewed" "text" } { "safeguards" }
    "/files/{code}/told/new" WriteFile care::TOLD { "about" "told_to" "text" "on-day" "on-month" "on-year" "on-about" } {}
    "/files/{code}/identification" WriteFile decide::IDENTIFICATION
        { "status" "authority" "decided-day" "decided-month" "decided-year" "decided-about" "ground" "document_ref" "consent" }
        { "indicators" "self_identified" }
    "/files/{code}/basics" WriteFile decide::BASICS
        { "sex" "birth-day" "birth-month" "birth-year" "birth-about" "years" "under_18" "county" "interpreter" }
        { "exploitation" "languages" }
    "/files/{code}/cover-name" WriteFile decide::COVER { "cover" } {}
    "/files/{code}/event" WriteFile decide::EVENT
        { "from-day" "from-month" "from-year" "from-about" "to-day" "to-month" "to-year" "to-about" "county" "place" "consent" "text" }
        { "acts" "means" "purposes" }
    "/files/{code}/consents/new" ShareFile access::CONSENT
        { "purpose" "by" "assent" "format" "language" "until" } { "recipients" "compartments" }
    "/files/{code}/consents/{consent}/assent" ShareFile access::ASSENT { "assent" } {}
    "/files/{code}/consents/{consent}/withdraw" ShareFile access::WITHDRAW { "by" "reason" } {}
    "/files/{code}/shares/{unit}/end" ShareFile access::SHARE_END { "reason" } {}
    "/files/{code}/team/new" LeadFile access::ASSIGN { "user" } { "lead" }
    "/files/{code}/team/{user}/remove" LeadFile access::UNASSIGN {} {}
    "/files/{code}/transfer" LeadFile life::TRANSFER { "to" "reason" } {}
    "/files/{code}/transfer/withdraw" LeadFile life::WITHDRAW {} {}
    "/files/{code}/transfer/accept" TakeFile life::ACCEPT {} {}
    "/files/{code}/transfer/decline" TakeFile life::DECLINE { "reason" } {}
    "/files/{code}/close" LeadFile life::CLOSE { "reason" "text" } {}
    "/files/{code}/reopen" LeadFile life::REOPEN { "reason" "text" } {}
    "/files/{code}/person/name" WritePerson person::NAME { "kind" "family" "given" } {}
    "/files/{code}/person/age" WritePerson person::AGE
        { "birth-day" "birth-month" "birth-year" "birth-about" "years" "under_18" } {}
    "/files/{code}/person/identifier" WritePerson person::IDENTIFIER { "kind" "value" } {}
    "/files/{code}/person/kin" WritePerson person::KIN { "relation" "name" "safe" "way" "value" "note" } { "lawful" }
    "/files/{code}/person/contact" WritePerson person::CONTACT { "way" "value" "safe" "note" } {}
}
