# One sentence per policy: policy- and its @id. Shown on "who can see what and why" and in the ledger.

policy-suspended = The account is suspended.
policy-second-factor = The sign-in was without a second factor.

policy-own-desk = It is the person's own desk and account.

policy-list-casework = Works on files in this unit.
policy-open-or-take-lead = Is a case manager or supervisor in this unit.
policy-lead-decides = Is a case manager or supervisor in the unit that leads the file.
policy-access-lead-unit = Works on files in the unit that leads the file.
policy-access-data-protection = Is a data-protection officer: sees who looked and why, never the content.

policy-read-core = Works on files in a unit that holds this part of the file.
policy-read-whereabouts = Is a case manager, supervisor or psychologist in a unit that holds the whereabouts.
policy-read-psychosocial = Is a psychologist in a unit that holds the psychosocial notes.
policy-read-legal = Is a lawyer in a unit that holds the legal notes.
policy-read-justice = Works on the criminal matter in a unit that holds it.
policy-read-private = Wrote these private notes; nobody else can open them.
policy-read-own = Works on files in the unit whose own record this is.

policy-closed-file = The file is closed; it takes no new entries until it is reopened.
policy-write-core = Is a case manager, supervisor, psychologist or lawyer in a unit that holds this part of the file.
policy-write-whereabouts = Is a case manager, supervisor or psychologist in a unit that holds the whereabouts.
policy-write-psychosocial = Is a psychologist in a unit that holds the psychosocial notes.
policy-first-psychosocial = Is a psychologist in a unit that works on the file, and there are no psychosocial notes yet.
policy-write-legal = Is a lawyer in a unit that holds the legal notes.
policy-first-legal = Is a lawyer in a unit that works on the file, and there are no legal notes yet.
policy-write-justice = Works on the criminal matter in a unit that holds it.
policy-first-justice = Is a case manager, lawyer or liaison in a unit that works on the file, and nothing on the criminal matter is recorded yet.
policy-write-private = Wrote these private notes.
policy-write-own = Works on files in the unit whose own record this is.
policy-first-note = Works on the file and may keep private notes and the unit's own record.

policy-share-lead = Is a case manager or supervisor in the unit that leads the file.
policy-share-psychosocial = Is a psychologist in a unit that holds the psychosocial notes.
policy-share-legal = Is a lawyer in a unit that holds the legal notes.

policy-raise-concern = Works on files, and so may raise a concern anywhere.
policy-list-concerns = Is a case manager or supervisor in the intake unit.
policy-intake = Is a case manager or supervisor in the unit that triages this concern.
policy-concern-shared-unit = Works on files in a unit that this concern is shared with.
policy-concern-shared-person = This concern is shared with this very person.

policy-read-person = Works on files in a unit that holds this person's identity.
policy-write-person = Is a case manager or supervisor in a unit that holds this person's identity.

policy-list-referrals = Works on files in this unit.
policy-referral-sent = Works on files in the unit that sent the referral.
policy-referral-received = Works on files in the unit that received the referral.
policy-revoke-referral = Is a case manager, supervisor, lawyer or psychologist in the unit that sent the referral.

policy-administer = Is an administrator.
policy-directory-data-protection = Is a data-protection officer.
policy-directory-supervisor = Is a supervisor, for their own unit.
policy-read-ledger = Is a data-protection officer.
policy-import-reference = Is a monitoring officer or administrator.
policy-hand-over-supervisor = The supervisor of the unit may hand over the work of somebody who leaves it.
policy-confirm-member = Whoever belongs to the unit and holds its key may give it to a newcomer.
