# Referrals: wizard, inbox, one referral. Also what forms of several pages share.

choose-one = Choose
yes-no-yes = Yes
yes-no-no = No
yes-no-not_sure = I don't know
history-title = What has happened so far
danger-title = Is anybody in danger right now?
danger-text = Call first. Nobody reads this form at once, and it doesn't replace a call. The duty to alert never waits for consent.

# Compartments in plain words
opens-core = Basic facts: age, sex, county, needs, plan, services, tasks
opens-identity = Who it is: name, cover name, family, documents
opens-whereabouts = Where the child is now
opens-psychosocial = The psychologist's record
opens-legal = Legal counsel
opens-justice = Hearings and the criminal case
opens-private = The author's private notes
opens-own = The unit's own record
opens-open = Public data

# Wizard
refer-title = Refer to another service
refer-back-to-file = Back to file { $code }
refer-step = Step { $n } of { $count }
refer-heading-1 = Is the child in danger now?
refer-heading-2 = Whom you ask, and for what
refer-heading-3 = What opens if they accept
refer-heading-4 = Check: exactly what the recipient will see
refer-danger = Is there immediate danger?
refer-to = To
refer-national = national
refer-service = Service asked for
refer-urgency = Urgency
refer-answer-within = { $cat ->
    [one] Answer within { $n } hour
   *[other] Answer within { $n } hours
}
refer-answer-within-days = { $cat ->
    [one] Answer within { $n } day
   *[other] Answer within { $n } days
}
refer-summary = Why and what for
refer-summary-hint = Read before acceptance. No names, addresses or anything else that the child can be recognised by.
refer-opens = What opens on acceptance
refer-opens-hint = Only what the service needs. What you leave unticked stays shut; the recipient doesn't learn that it exists.
refer-basis = Lawful basis
refer-basis-hint = A consent on the file or a ground in law.
refer-basis-consent = Consent
refer-consent-of = Consent given by: { $who }. Purpose: { $purpose }
refer-basis-covers = Covers: { $what }. Until { $date } at most.
refer-until = Until when
refer-until-hint = For example 15.03.2027 or +90d. After that day the keys open nothing.
refer-next = Continue
refer-previous = Previous step
refer-cancel = Cancel
refer-send = Send

# Preview
refer-cannot-send = It can't be sent like this.
refer-names-child = The summary has a word of the child's name in it.
refer-names-child-text = The summary is read before acceptance. Go back and write it without the name, unless the match is a coincidence.
refer-preview-for = Recipient: { $to }
refer-before = Before accepting they see only this
refer-after = After accepting this opens
refer-name-shut = The child's name stays shut.
refer-name-unknown = Identity opens; there is no name on the file yet.
refer-name-opens = The name opens: { $names }
refer-entries = { $cat ->
    [one] { $n } entry, as it stands now:
   *[other] { $n } entries, as they stand now:
}
refer-entry = Entry
refer-more-may-come = What is written later in the same parts can be seen too, while the share lasts.
refer-stays-shut = Stays shut
refer-always-shut = Private notes and units' own records, always

# Facts
refer-age-sex = Age and sex
refer-county = County
refer-county-unknown = Unknown
refer-summary-short = Why
refer-would-open = Opens
refer-until-short = Until

# Lists
refer-received = Received
refer-received-none = No referral received. When another organisation asks for a service, it appears here with its answer date.
refer-sent = Sent
refer-sent-none = No referral sent. A referral is sent from a file.
refer-received-on = Received
refer-sent-on = Sent
refer-from = From
refer-read-at = Read
refer-unread = Not read yet
refer-waiting = Waiting
refer-waiting-under-a-day = under a day
refer-answer-due = Answer due
refer-status = Status
refer-answered-on = answered on { $date }
refer-expired-on = expired on { $date }
refer-revoked-on = taken back on { $date }
refer-late-today = late: due today at { $time }
refer-answer-by = answer by { $time }
refer-status-sent = Sent
refer-status-read = Read
refer-status-accepted = Accepted
refer-status-declined = Declined
refer-status-revoked = Taken back
refer-status-expired = Expired unanswered
refer-status-in-progress = In progress
refer-status-done = Done

# One referral
refer-one = Referral
refer-one-of = Referral: { $service }
refer-open-file = Open file { $code }
refer-code = File
refer-assignee = Who takes it
refer-assignee-none = Decide later
refer-asked = What was asked
refer-next-sender-waiting = The recipient answers by { $answer }. Unanswered, it expires on { $expires } and nothing opens.
refer-next-recipient-waiting = Answer by { $answer }. It expires on { $expires }. Until you accept you see only what is below.
refer-next-sender-accepted = The recipient now sees the parts below, until { $until }.
refer-next-recipient-accepted = The parts below are open to you until { $until }.
refer-next-revoked = The keys were deleted. What was read until then cannot be taken back.
refer-next-expired = Nobody answered in time. Nothing was opened; you can send it again from the file.
refer-do-accept = Accept
refer-do-decline = Decline
refer-do-start = Begin work
refer-do-finish = Finish
refer-do-revoke = Take back
refer-do-button-accept = Accept the referral
refer-do-button-decline = Send the refusal
refer-do-button-start = We have begun
refer-do-button-finish = Finish the referral
refer-do-button-revoke = Take the referral back
refer-decline-reason = Reason
refer-decline-text = Explanation
refer-decline-suggestion = Who else could help
refer-outcome = Outcome
refer-outcome-text = Explanation
refer-revoke-why = Why you take it back
refer-revoke-hint = The recipient reads the reason. The share on the file ends at once.
refer-step-of-referral-sent = Sent
refer-step-of-referral-read = Read for the first time
refer-step-of-referral-accepted = Accepted
refer-step-of-referral-declined = Declined
refer-step-of-referral-revoked = Taken back
refer-step-of-referral-expired = Expired
refer-step-of-referral-started = Work began
refer-step-of-referral-done = Done

# Refusals of this page
refusal-danger-unanswered = Answer: yes, no or I don't know.
refusal-until-unreadable = Write a date, for example 15.03.2027 or +90d.
refusal-recipient-takes-no-referrals = The chosen unit takes no referrals. Choose another from the list.
refusal-basis-not-for-recipient = This ground doesn't cover the chosen recipient. Choose another ground, a consent or another recipient.

# Done
done-referral-sent = The referral was sent.
done-referral-accepted = You accepted. The offered parts of the file are open to you.
done-referral-declined = The refusal was sent. Nothing opened.
done-referral-started = Noted: work has begun.
done-referral-finished = The referral is done. Whoever sent it sees the outcome.
done-referral-revoked = The referral was taken back and the share has ended.
