//! Why something cannot be done: one enum for every decider, each with a stable code, the form's field and a class.

use crate::time::DateFault;

/// How a face answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// What was sent is not right (422).
    Invalid,
    /// Right, but not as things stand (409).
    Conflict,
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $field:literal, $class:ident);* $(;)?) => {
        /// Why something cannot be done. Carries nobody's data; its sentence is the message `refusal-<code>`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
        pub enum Refusal {
            $($(#[$doc])* #[error($code)] $name,)*
        }
        impl Refusal {
            /// Every refusal.
            pub const ALL: &[Self] = &[$(Self::$name),*];
            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
            /// The form's field it belongs to; empty where it belongs to none.
            pub const fn field(self) -> &'static str {
                match self { $(Self::$name => $field),* }
            }
            /// How a face answers.
            pub const fn class(self) -> Class {
                match self { $(Self::$name => Class::$class),* }
            }
            /// The message key.
            pub fn key(self) -> String {
                format!("refusal-{}", self.code())
            }
        }
    };
}

refusals! {
    /// Nothing is there yet.
    NotThere = "not-there", "", Conflict;
    /// It is there already.
    AlreadyThere = "already-there", "", Conflict;
    /// A text that must be there is empty.
    TextMissing = "text-missing", "text", Invalid;
    /// A text is longer than allowed.
    TextTooLong = "text-too-long", "text", Invalid;
    /// A name is longer than allowed or missing.
    NameBad = "name-bad", "name", Invalid;
    /// A text has characters that cannot be seen or that turn others around.
    TextCharacters = "text-characters", "text", Invalid;
    /// A name has such characters.
    NameCharacters = "name-characters", "name", Invalid;
    /// A reason is missing.
    ReasonMissing = "reason-missing", "reason", Invalid;
    /// A choice that the country pack does not have.
    ChoiceUnknown = "choice-unknown", "choice", Invalid;
    /// Too many of something.
    TooMany = "too-many", "", Invalid;
    /// A date that does not exist.
    DateImpossible = "date-impossible", "date", Invalid;
    /// A year before 1900.
    DateTooEarly = "date-too-early", "date", Invalid;
    /// A date in the future where only the past makes sense.
    DateInFuture = "date-in-future", "date", Invalid;
    /// An end before its beginning.
    EndBeforeStart = "end-before-start", "until", Invalid;
    /// A moment in the past where only the future makes sense.
    DueInPast = "due-in-past", "due", Invalid;
    /// A birth date in the future.
    BirthInFuture = "birth-in-future", "birth", Invalid;
    /// An age over 120 years.
    AgeImpossible = "age-impossible", "age", Invalid;
    /// Estimated age and birth date do not fit each other.
    AgeConflict = "age-conflict", "age", Invalid;
    /// The alarm says neither what happens nor chooses a worry.
    WhatMissing = "what-missing", "what", Invalid;
    /// Anonymous, but a name is given.
    AnonymousNamed = "anonymous-named", "reporter", Invalid;
    /// Already triaged.
    AlreadyTriaged = "already-triaged", "", Conflict;
    /// Not triaged yet.
    NotTriaged = "not-triaged", "", Conflict;
    /// Immediate danger cannot end without action.
    DangerNeedsAction = "danger-needs-action", "outcome", Invalid;
    /// The entry named is not there.
    EntryUnknown = "entry-unknown", "", Conflict;
    /// The number is empty.
    IdentifierMissing = "identifier-missing", "value", Invalid;
    /// This entry may not lie in that compartment.
    CompartmentWrong = "compartment-wrong", "compartment", Invalid;
    /// This discipline does not write in that compartment.
    DisciplineMayNotWrite = "discipline-may-not-write", "compartment", Invalid;
    /// Private notes and a unit's own record belong to their owner.
    NotOwner = "not-owner", "compartment", Invalid;
    /// Only the lead unit decides this.
    OnlyLead = "only-lead", "", Conflict;
    /// Only the author amends a note.
    OnlyAuthor = "only-author", "", Conflict;
    /// The file is closed.
    FileClosed = "file-closed", "", Conflict;
    /// The file is not closed.
    FileNotClosed = "file-not-closed", "", Conflict;
    /// Services are still open.
    ServicesOpen = "services-open", "", Conflict;
    /// Tasks are still open.
    TasksOpen = "tasks-open", "", Conflict;
    /// Shares still hold.
    SharesOpen = "shares-open", "", Conflict;
    /// This step of identification does not follow from where it stands.
    IdentificationStep = "identification-step", "status", Conflict;
    /// Presumed needs an indicator or the person's own word.
    IndicatorMissing = "indicator-missing", "indicators", Invalid;
    /// This authority may not decide that.
    AuthorityNotCompetent = "authority-not-competent", "authority", Invalid;
    /// The document's number is missing.
    DocumentMissing = "document-missing", "document_ref", Invalid;
    /// An adult must agree to be presumed or identified here.
    AdultConsentMissing = "adult-consent-missing", "consent", Invalid;
    /// No act or no purpose chosen.
    ElementsMissing = "elements-missing", "acts", Invalid;
    /// No such service on the file.
    ServiceUnknown = "service-unknown", "service", Conflict;
    /// The service has ended.
    ServiceHasEnded = "service-has-ended", "service", Conflict;
    /// Only the unit that gives the service, or the lead for it, writes it.
    OnlyProvider = "only-provider", "service", Conflict;
    /// A session longer than a day, or held without a minute.
    MinutesBad = "minutes-bad", "minutes", Invalid;
    /// No such task on the file.
    TaskUnknown = "task-unknown", "task", Conflict;
    /// The task is no longer open.
    TaskNotOpen = "task-not-open", "task", Conflict;
    /// No such consent on the file.
    ConsentUnknown = "consent-unknown", "consent", Conflict;
    /// The consent was withdrawn.
    ConsentIsWithdrawn = "consent-is-withdrawn", "consent", Conflict;
    /// The consent does not hold now.
    ConsentNotInForce = "consent-not-in-force", "consent", Conflict;
    /// The consent does not cover this recipient, purpose, compartment or time.
    ConsentDoesNotCover = "consent-does-not-cover", "consent", Invalid;
    /// Nobody is named to receive.
    RecipientMissing = "recipient-missing", "recipients", Invalid;
    /// The recipient is one's own unit.
    RecipientIsOwnUnit = "recipient-is-own-unit", "to", Invalid;
    /// No compartment chosen, or one that cannot be shared.
    CompartmentsNotShareable = "compartments-not-shareable", "compartments", Invalid;
    /// The child is old enough to be asked and was not.
    AssentMissing = "assent-missing", "assent", Invalid;
    /// This person cannot consent here: an adult for itself, a child too young, somebody for an adult.
    ConsentByWrong = "consent-by-wrong", "by", Invalid;
    /// No basis that allows it.
    BasisUnknown = "basis-unknown", "basis", Invalid;
    /// This basis does not allow that recipient or compartment.
    BasisDoesNotCover = "basis-does-not-cover", "basis", Invalid;
    /// Longer than the pack allows.
    TooLong = "too-long", "until", Invalid;
    /// No share with that unit holds.
    ShareUnknown = "share-unknown", "unit", Conflict;
    /// Already assigned so.
    AlreadyAssigned = "already-assigned", "user", Conflict;
    /// Not assigned.
    NotAssigned = "not-assigned", "user", Conflict;
    /// The last case manager cannot be taken off without another.
    LastCaseManager = "last-case-manager", "user", Conflict;
    /// A transfer is already offered.
    TransferPending = "transfer-pending", "", Conflict;
    /// No transfer is offered.
    NoTransfer = "no-transfer", "", Conflict;
    /// The transfer is offered to another unit.
    TransferNotYours = "transfer-not-yours", "", Conflict;
    /// The referral's state does not allow that.
    ReferralStep = "referral-step", "", Conflict;
    /// Only the unit that was asked answers.
    OnlyRecipient = "only-recipient", "", Conflict;
    /// Only the unit that sent takes back.
    OnlySender = "only-sender", "", Conflict;
    /// Not yet expired.
    NotExpired = "not-expired", "", Conflict;
    /// The account's state does not allow that.
    AccountStep = "account-step", "", Conflict;
    /// The organisation or unit is closed.
    BodyClosed = "body-closed", "", Conflict;
    /// Not an e-mail address.
    EmailBad = "email-bad", "email", Invalid;
    /// The invitation has lapsed.
    InvitationLapsed = "invitation-lapsed", "", Conflict;
    /// No such membership.
    MembershipUnknown = "membership-unknown", "unit", Conflict;
    /// A language the screens do not have.
    LanguageUnknown = "language-unknown", "language", Invalid;
}

impl From<DateFault> for Refusal {
    fn from(fault: DateFault) -> Self {
        match fault {
            DateFault::Impossible => Self::DateImpossible,
            DateFault::TooEarly => Self::DateTooEarly,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_plain() {
        let codes: BTreeSet<_> = Refusal::ALL.iter().map(|r| r.code()).collect();
        assert_eq!(codes.len(), Refusal::ALL.len());
        for code in codes {
            assert!(
                code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
                "{code}"
            );
        }
    }

    #[test]
    fn every_refusal_has_its_sentence_in_both_languages() {
        let texts = [
            include_str!("../../../locales/ro/refusal.ftl"),
            include_str!("../../../locales/en/refusal.ftl"),
        ];
        for text in texts {
            let keys: BTreeSet<_> = text
                .lines()
                .filter_map(|l| l.split_once(" = "))
                .map(|(k, _)| k)
                .collect();
            let wanted: BTreeSet<_> = Refusal::ALL.iter().map(|r| r.key()).collect();
            assert_eq!(keys, wanted.iter().map(String::as_str).collect());
        }
    }
}
