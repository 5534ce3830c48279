# Account and administration.

refusal-passphrase-short = Alegeți o parolă-frază de cel puțin 12 caractere.
refusal-passphrase-long = Alegeți o parolă-frază de cel mult 128 de caractere.
refusal-passphrase-common = Această parolă-frază este printre cele mai folosite. Alegeți alta.
refusal-passphrase-login = Parola-frază nu poate conține numele de utilizator.
refusal-passphrase-differs = Cele două parole-fraze nu sunt la fel.
refusal-passphrase-wrong = Parola-frază de acum nu este aceasta.
refusal-recovery-wrong = Codul nu se potrivește. Scrieți-l exact cum a fost afișat.
refusal-totp-wrong = Codul nu este bun sau a fost deja folosit. Așteptați următorul cod.
refusal-own-account = Nu vă puteți suspenda propriul cont.
refusal-last-administrator = Aceasta este ultima persoană care administrează. Numiți mai întâi pe altcineva.
refusal-last-key-holder = Nimeni altcineva nu are cheia acestei unități: dosarele ei s-ar pierde. Confirmați mai întâi pe altcineva în unitate; până atunci, contul poate fi suspendat.
refusal-login-taken = Există deja un cont cu această adresă.
refusal-key-not-held = Nu aveți cheia acestei unități, deci nu puteți preda dosarele ei. Rugați un supervizor al unității.
standing-active = activ
standing-suspended = suspendat
standing-left = plecat
membership-waiting = așteaptă confirmarea
membership-active = activ
membership-ended = încheiat
