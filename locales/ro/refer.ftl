# Referrals: wizard, inbox, one referral. Also what forms of several pages share.

choose-one = Alegeți
yes-no-yes = Da
yes-no-no = Nu
yes-no-not_sure = Nu știu
history-title = Ce s-a întâmplat până acum
danger-title = Este cineva în pericol chiar acum?
danger-text = Sunați întâi. Ce scrieți aici nu este citit pe loc și nu ține loc de apel. Obligația de a alerta nu așteaptă niciun consimțământ.

# Compartments in plain words
opens-core = Date de bază: vârstă, sex, județ, nevoi, plan, servicii, sarcini
opens-identity = Cine este: numele, pseudonimul, familia, documentele
opens-whereabouts = Unde se află acum
opens-psychosocial = Fișa psihologică
opens-legal = Consilierea juridică
opens-justice = Audieri și procedura penală
opens-private = Notele private ale autorului
opens-own = Evidența unității
opens-open = Date publice

# Wizard
refer-title = Trimite o referire
refer-back-to-file = Înapoi la dosarul { $code }
refer-step = Pasul { $n } din { $count }
refer-heading-1 = Este copilul în pericol acum?
refer-heading-2 = Cui îi cereți și ce
refer-heading-3 = Ce se deschide dacă primesc
refer-heading-4 = Verificați: exact ce va vedea destinatarul
refer-danger = Este în pericol imediat?
refer-to = Către
refer-national = nivel național
refer-service = Serviciul cerut
refer-urgency = Urgență
refer-answer-within = { $cat ->
    [one] Răspuns într-o oră
    [few] Răspuns în { $n } ore
   *[other] Răspuns în { $n } de ore
}
refer-answer-within-days = { $cat ->
    [one] Răspuns într-o zi
    [few] Răspuns în { $n } zile
   *[other] Răspuns în { $n } de zile
}
refer-summary = De ce și pentru ce
refer-summary-hint = Se citește înainte de acceptare. Fără nume, adrese sau altceva după care copilul poate fi recunoscut.
refer-opens = Ce se deschide după acceptare
refer-opens-hint = Doar ce are nevoie serviciul. Ce nu bifați rămâne închis; destinatarul nu află că există.
refer-basis = Temeiul legal
refer-basis-hint = Un consimțământ din dosar sau un temei din lege.
refer-basis-consent = Consimțământ
refer-consent-of = Consimțământ dat de: { $who }. Scop: { $purpose }
refer-basis-covers = Acoperă: { $what }. Cel mult până la { $date }.
refer-until = Până când
refer-until-hint = De exemplu 15.03.2027 sau +90z. După această zi cheile nu mai deschid nimic.
refer-next = Continuă
refer-previous = Pasul anterior
refer-cancel = Renunță
refer-send = Trimite

# Preview
refer-cannot-send = Nu se poate trimite așa.
refer-names-child = Rezumatul conține un cuvânt din numele copilului.
refer-names-child-text = Rezumatul se citește înainte de acceptare. Întoarceți-vă și scrieți-l fără nume, dacă nu este o potrivire întâmplătoare.
refer-preview-for = Destinatar: { $to }
refer-before = Înainte de acceptare vede doar atât
refer-after = După acceptare se deschide
refer-name-shut = Numele copilului rămâne închis.
refer-name-unknown = Identitatea se deschide; în dosar nu este încă niciun nume.
refer-name-opens = Se deschide numele: { $names }
refer-entries = { $cat ->
    [one] O înscriere, așa cum stă acum:
    [few] { $n } înscrieri, așa cum stau acum:
   *[other] { $n } de înscrieri, așa cum stau acum:
}
refer-entry = Înscriere
refer-more-may-come = Ce se scrie mai târziu în aceleași părți se vede și el, cât ține partajarea.
refer-stays-shut = Rămâne închis
refer-always-shut = Notele private și evidențele unităților, întotdeauna

# Facts
refer-age-sex = Vârstă și sex
refer-county = Județ
refer-county-unknown = Necunoscut
refer-summary-short = De ce
refer-would-open = Se deschide
refer-until-short = Până la

# Lists
refer-received = Primite
refer-received-none = Nicio referire primită. Când altă organizație cere un serviciu, cererea apare aici cu termenul de răspuns.
refer-sent = Trimise
refer-sent-none = Nicio referire trimisă. O referire se trimite din dosar.
refer-received-on = Primită
refer-sent-on = Trimisă
refer-from = De la
refer-read-at = Citită
refer-unread = Încă necitită
refer-waiting = Așteptare
refer-waiting-under-a-day = sub o zi
refer-answer-due = Termen de răspuns
refer-status = Stare
refer-answered-on = răspuns dat la { $date }
refer-expired-on = expirată la { $date }
refer-revoked-on = retrasă la { $date }
refer-late-today = întârziat: termen azi, la { $time }
refer-answer-by = răspuns până la { $time }
refer-status-sent = Trimisă
refer-status-read = Citită
refer-status-accepted = Acceptată
refer-status-declined = Refuzată
refer-status-revoked = Retrasă
refer-status-expired = Expirată fără răspuns
refer-status-in-progress = În lucru
refer-status-done = Încheiată

# One referral
refer-one = Referire
refer-one-of = Referire: { $service }
refer-open-file = Deschide dosarul { $code }
refer-code = Dosar
refer-assignee = Cine preia
refer-assignee-none = Hotărâm mai târziu
refer-asked = Ce s-a cerut
refer-next-sender-waiting = Destinatarul răspunde până la { $answer }. Dacă nu răspunde, cererea expiră la { $expires } și nimic nu se deschide.
refer-next-recipient-waiting = Răspundeți până la { $answer }. Cererea expiră la { $expires }. Până la acceptare vedeți doar ce este mai jos.
refer-next-sender-accepted = Destinatarul vede acum părțile de mai jos, până la { $until }.
refer-next-recipient-accepted = Părțile de mai jos vă sunt deschise până la { $until }.
refer-next-revoked = Cheile de acces au fost șterse. Ce s-a citit până atunci nu se mai poate retrage.
refer-next-expired = Nu a răspuns nimeni la timp. Nimic nu s-a deschis; o puteți trimite din nou din dosar.
refer-do-accept = Acceptă
refer-do-decline = Refuză
refer-do-start = Începe lucrul
refer-do-finish = Încheie
refer-do-revoke = Retrage
refer-do-button-accept = Acceptă referirea
refer-do-button-decline = Trimite refuzul
refer-do-button-start = Am început
refer-do-button-finish = Încheie referirea
refer-do-button-revoke = Retrage referirea
refer-decline-reason = Motiv
refer-decline-text = Explicații
refer-decline-suggestion = Cine altcineva ar putea ajuta
refer-outcome = Rezultat
refer-outcome-text = Explicații
refer-revoke-why = De ce o retrageți
refer-revoke-hint = Destinatarul citește motivul. Partajarea din dosar se încheie imediat.
refer-step-of-referral-sent = Trimisă
refer-step-of-referral-read = Citită prima dată
refer-step-of-referral-accepted = Acceptată
refer-step-of-referral-declined = Refuzată
refer-step-of-referral-revoked = Retrasă
refer-step-of-referral-expired = Expirată
refer-step-of-referral-started = Lucrul a început
refer-step-of-referral-done = Încheiată

# Refusals of this page
refusal-danger-unanswered = Răspundeți: da, nu sau nu știu.
refusal-until-unreadable = Scrieți o dată, de exemplu 15.03.2027 sau +90z.
refusal-recipient-takes-no-referrals = Unitatea aleasă nu primește referiri. Alegeți alta din listă.
refusal-basis-not-for-recipient = Acest temei nu acoperă destinatarul ales. Alegeți alt temei, un consimțământ sau alt destinatar.

# Done
done-referral-sent = Referirea a fost trimisă.
done-referral-accepted = Ați acceptat. Părțile oferite ale dosarului vă sunt deschise.
done-referral-declined = Refuzul a fost trimis. Nimic nu s-a deschis.
done-referral-started = Notat: lucrul a început.
done-referral-finished = Referirea este încheiată. Cine a trimis-o vede rezultatul.
done-referral-revoked = Referirea a fost retrasă, iar partajarea s-a încheiat.
