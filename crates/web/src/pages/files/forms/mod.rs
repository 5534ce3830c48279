//! Forms that write on a file: each says what it asks, how it starts, and which command it means. One way for all of them:
//! draw, read, carry out; on a refusal the same form with everything that was typed, on a conflict also what others wrote.

pub mod access;
pub mod care;
pub mod decide;
pub mod draw;
pub mod faults;
pub mod life;
pub mod notes;
pub mod person;
pub mod plan;
pub mod run;
pub mod services;
pub mod tasks;

use crate::http::fields::Shape;
use crate::http::route::{Face, Guard, Method, Route, Takes};
use punte_app::domain::Action;
use punte_app::domain::access::{LeadFile, ReadFile, ShareFile, TakeFile, WriteFile, WritePerson};
use punte_app::domain::compartment::CompartmentKind;
use punte_app::files::{Deed, FileView};

/// Longest form: a note of 15,000 characters, each up to twelve bytes when encoded.
const LONGEST: usize = 256 * 1024;

macro_rules! forms {
    ($($path:literal $action:ident $deed:ident $form:path { $($single:literal)* } { $($many:literal)* })*) => {
        /// Two routes for each form: the page, and the writing.
        pub const ROUTES: &[Route] = &[$(
            Route {
                method: Method::Get,
                path: $path,
                face: Face::Page,
                guard: Guard::Action(ReadFile::NAME),
                takes: Takes::Nothing,
                run: |site, ask| Box::pin(run::show(site, ask, &$form, $deed)),
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

        /// What each of them sets out to do.
        const DEEDS: &[(&str, Deed)] = &[$(($path, $deed)),*];
    };
}

const CORE: Deed = Deed::Write(CompartmentKind::Core);
const IDENTITY: Deed = Deed::Write(CompartmentKind::Identity);
const WHEREABOUTS: Deed = Deed::Write(CompartmentKind::Whereabouts);
const JUSTICE: Deed = Deed::Write(CompartmentKind::Justice);
const SERVE: Deed = Deed::Serve;
const SOME: Deed = Deed::WriteSome;
const SHARE: Deed = Deed::Share;
const LEAD: Deed = Deed::Lead;
const TAKE: Deed = Deed::Take;
const PERSON: Deed = Deed::Person;

/// Whether the form at this address, below the file's own, is one for this reader: no link leads to a page that is not there.
pub fn offered(view: &FileView, rest: &str) -> bool {
    let fits = |path: &str| {
        let mut parts = path.trim_start_matches("/files/{code}/").split('/');
        let same = |(part, given): (&str, &str)| part == given || part.starts_with('{');
        rest.split('/')
            .all(|given| parts.next().is_some_and(|part| same((part, given))))
            && parts.next().is_none()
    };
    let deed = DEEDS.iter().find(|(path, _)| fits(path));
    let service = rest.strip_prefix("services/");
    let service = service.and_then(|rest| rest.split('/').next()?.parse().ok());
    deed.is_some_and(|(_, deed)| view.may(*deed, service))
}

forms! {
    "/files/{code}/notes/new" WriteFile SOME notes::NEW { "compartment" "kind" "text" "on-day" "on-month" "on-year" "on-about" } {}
    "/files/{code}/notes/{note}/amend" WriteFile SOME notes::AMEND { "text" "reason" } {}
    "/files/{code}/services/new" WriteFile CORE services::SERVICE { "kind" "unit" "on-day" "on-month" "on-year" "on-about" } {}
    "/files/{code}/services/{service}/session" WriteFile SERVE services::SESSION
        { "attendance" "on-day" "on-month" "on-year" "on-about" "minutes" "summary" "next" "next_text" "compartment" } {}
    "/files/{code}/services/{service}/end" WriteFile SERVE services::SERVICE_END { "outcome" "text" "on-day" "on-month" "on-year" "on-about" } {}
    "/files/{code}/tasks/new" WriteFile CORE tasks::TASK { "title" "assignee" "due" } {}
    "/files/{code}/tasks/{task}/done" WriteFile CORE tasks::TASK_DONE { "text" } {}
    "/files/{code}/tasks/{task}/cancel" WriteFile CORE tasks::TASK_CANCEL { "reason" } {}
    "/files/{code}/tasks/{task}/reassign" WriteFile CORE tasks::TASK_REASSIGN { "assignee" "due" } {}
    "/files/{code}/risk" WriteFile CORE plan::RISK { "level" "text" "review" } { "factors" }
    "/files/{code}/plan/goals" WriteFile CORE plan::PLAN
        { "area-1" "goal-1" "area-2" "goal-2" "area-3" "goal-3" "area-4" "goal-4" "area-5" "goal-5" "area-6" "goal-6" "review" } {}
    "/files/{code}/needs/new" WriteFile SOME plan::NEEDS { "on-day" "on-month" "on-year" "on-about" "compartment" } { "met" "unmet" }
    "/files/{code}/placement" WriteFile WHEREABOUTS care::PLACEMENT
        { "kind" "county" "place" "hide_from" "on-day" "on-month" "on-year" "on-about" "until-day" "until-month" "until-year" "until-about" } {}
    "/files/{code}/hearings/new" WriteFile JUSTICE care::HEARING
        { "kind" "on-day" "on-month" "on-year" "on-about" "interviewed" "text" } { "safeguards" }
    "/files/{code}/told/new" WriteFile CORE care::TOLD { "about" "told_to" "text" "on-day" "on-month" "on-year" "on-about" } {}
    "/files/{code}/identification" WriteFile CORE decide::IDENTIFICATION
        { "status" "authority" "decided-day" "decided-month" "decided-year" "decided-about" "ground" "document_ref" "consent" }
        { "indicators" "self_identified" }
    "/files/{code}/basics" WriteFile CORE decide::BASICS
        { "sex" "birth-day" "birth-month" "birth-year" "birth-about" "years" "under_18" "county" "interpreter" }
        { "exploitation" "languages" }
    "/files/{code}/cover-name" WriteFile IDENTITY decide::COVER { "cover" } {}
    "/files/{code}/event" WriteFile CORE decide::EVENT
        { "from-day" "from-month" "from-year" "from-about" "to-day" "to-month" "to-year" "to-about" "county" "place" "consent" "text" }
        { "acts" "means" "purposes" }
    "/files/{code}/consents/new" ShareFile SHARE access::CONSENT
        { "purpose" "by" "assent" "format" "language" "until" } { "recipients" "compartments" }
    "/files/{code}/consents/{consent}/assent" ShareFile SHARE access::ASSENT { "assent" } {}
    "/files/{code}/consents/{consent}/withdraw" ShareFile SHARE access::WITHDRAW { "by" "reason" } {}
    "/files/{code}/shares/{unit}/end" ShareFile SHARE access::SHARE_END { "reason" } {}
    "/files/{code}/team/new" LeadFile LEAD access::ASSIGN { "user" } { "lead" }
    "/files/{code}/team/{user}/remove" LeadFile LEAD access::UNASSIGN {} {}
    "/files/{code}/transfer" LeadFile LEAD life::TRANSFER { "to" "reason" } {}
    "/files/{code}/transfer/withdraw" LeadFile LEAD life::WITHDRAW {} {}
    "/files/{code}/transfer/accept" TakeFile TAKE life::ACCEPT {} {}
    "/files/{code}/transfer/decline" TakeFile TAKE life::DECLINE { "reason" } {}
    "/files/{code}/close" LeadFile LEAD life::CLOSE { "reason" "text" } {}
    "/files/{code}/reopen" LeadFile LEAD life::REOPEN { "reason" "text" } {}
    "/files/{code}/person/name" WritePerson PERSON person::NAME { "kind" "family" "given" } {}
    "/files/{code}/person/age" WritePerson PERSON person::AGE
        { "birth-day" "birth-month" "birth-year" "birth-about" "years" "under_18" } {}
    "/files/{code}/person/identifier" WritePerson PERSON person::IDENTIFIER { "kind" "value" } {}
    "/files/{code}/person/kin" WritePerson PERSON person::KIN { "relation" "name" "safe" "way" "value" "note" } { "lawful" }
    "/files/{code}/person/contact" WritePerson PERSON person::CONTACT { "way" "value" "safe" "note" } {}
}
