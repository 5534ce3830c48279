# Account and administration.

refusal-passphrase-short = Choose a passphrase of at least 12 characters.
refusal-passphrase-long = Choose a passphrase of at most 128 characters.
refusal-passphrase-common = This passphrase is among the most used. Choose another.
refusal-passphrase-login = The passphrase cannot contain the sign-in name.
refusal-passphrase-differs = The two passphrases are not the same.
refusal-passphrase-wrong = This is not the present passphrase.
refusal-recovery-wrong = The code does not match. Type it exactly as it was shown.
refusal-totp-wrong = The code is wrong or was used already. Wait for the next one.
refusal-own-account = You cannot suspend your own account.
refusal-last-administrator = This is the last person who administers. Name somebody else first.
refusal-last-key-holder = Nobody else holds this unit's key: its files would be lost. Confirm somebody else in the unit first; until then the account can be suspended.
refusal-login-taken = There is already an account with this address.
refusal-key-not-held = You do not hold this unit's key, so you cannot hand over its files. Ask a supervisor of the unit.
standing-active = active
standing-suspended = suspended
standing-left = left
membership-waiting = waiting to be confirmed
membership-active = active
membership-ended = ended
