# Texts of the country pack's coded items: pack-<list>-<id>.

## worry
pack-worry-sexual_exploitation = Exploatare sexuală
pack-worry-online_abuse = Abuz sau exploatare online
pack-worry-forced_labour = Muncă forțată
pack-worry-begging = Obligat să cerșească
pack-worry-forced_crime = Obligat să fure sau să încalce legea
pack-worry-forced_marriage = Căsătorie forțată sau timpurie
pack-worry-held = Ținut cu forța sau încuiat
pack-worry-moved_away = Dus în altă parte sau urmează să fie dus
pack-worry-missing = Dispărut, inclusiv dintr-un centru
pack-worry-recruiter = Un adult necunoscut promite sau controlează
pack-worry-violence = Violență sau semne de violență
pack-worry-other = Altceva

## contact_way
pack-contact_way-phone = Telefon
pack-contact_way-message = Mesaj
pack-contact_way-email = E-mail
pack-contact_way-post = Poștă
pack-contact_way-through = Prin altcineva
pack-contact_way-visit = Vizită

## reporter
pack-reporter-child = Copilul însuși
pack-reporter-parent = Părinte
pack-reporter-relative = Rudă
pack-reporter-neighbour = Vecin
pack-reporter-friend = Prieten sau coleg
pack-reporter-teacher = Cadru didactic
pack-reporter-health = Personal medical
pack-reporter-social_worker = Asistent social
pack-reporter-care_worker = Personal dintr-un centru
pack-reporter-police = Polițist
pack-reporter-ngo = Lucrător ONG
pack-reporter-passer_by = Trecător
pack-reporter-other = Altcineva

## how_known
pack-how_known-child_told = Mi-a spus copilul
pack-how_known-seen = Am văzut
pack-how_known-heard = Am auzit de la altcineva
pack-how_known-online = Am văzut online
pack-how_known-suspicion = Bănuiesc
pack-how_known-official = Din activitatea unei instituții

## no_action
pack-no_action-not_a_concern = Nu este un motiv de îngrijorare
pack-no_action-duplicate = Semnalare deja primită
pack-no_action-other_matter = Altă problemă, îndrumată
pack-no_action-unverifiable = Nu se poate verifica, după încercări repetate

## kin
pack-kin-mother = Mamă
pack-kin-father = Tată
pack-kin-step_parent = Părinte vitreg
pack-kin-sibling = Frate sau soră
pack-kin-grandparent = Bunic sau bunică
pack-kin-relative = Altă rudă
pack-kin-foster = Asistent maternal
pack-kin-guardian = Tutore
pack-kin-representative = Reprezentant legal
pack-kin-partner = Partener
pack-kin-child = Copilul persoanei
pack-kin-other = Altcineva apropiat

## language
pack-language-ro = Română
pack-language-hu = Maghiară
pack-language-rom = Romani
pack-language-uk = Ucraineană
pack-language-ru = Rusă
pack-language-en = Engleză
pack-language-de = Germană
pack-language-fr = Franceză
pack-language-it = Italiană
pack-language-es = Spaniolă
pack-language-tr = Turcă
pack-language-ar = Arabă
pack-language-vi = Vietnameză
pack-language-ne = Nepaleză
pack-language-rsl = Limba semnelor române
pack-language-other = Altă limbă

## exploitation
pack-exploitation-sexual = Exploatare sexuală
pack-exploitation-sexual_online = Exploatare sexuală online, inclusiv imagini
pack-exploitation-labour = Muncă forțată
pack-exploitation-begging = Cerșetorie forțată
pack-exploitation-criminality = Obligare la fapte penale
pack-exploitation-servitude = Servitute, inclusiv domestică
pack-exploitation-slavery = Sclavie sau practici similare
pack-exploitation-organs = Prelevare de organe
pack-exploitation-marriage = Căsătorie forțată
pack-exploitation-adoption = Adopție ilegală
pack-exploitation-surrogacy = Maternitate surogat
pack-exploitation-other = Altă formă

## act
pack-act-recruit = Recrutare
pack-act-transport = Transportare
pack-act-transfer = Transferare
pack-act-harbour = Adăpostire
pack-act-receive = Primire

## means
pack-means-force = Forță
pack-means-threat = Amenințare
pack-means-coercion = Altă constrângere
pack-means-abduction = Răpire
pack-means-fraud = Fraudă
pack-means-deception = Inducere în eroare
pack-means-power = Abuz de autoritate
pack-means-vulnerability = Profitare de vulnerabilitate
pack-means-payment = Bani sau foloase date celui cu autoritate asupra victimei

## indicator
pack-indicator-no_documents = Actele sunt la altcineva
pack-indicator-controlled = Cineva vorbește în locul persoanei
pack-indicator-not_free = Nu poate pleca
pack-indicator-debt = Datorie față de exploatator
pack-indicator-wages_taken = Câștigurile îi sunt luate
pack-indicator-injuries = Urme de violență
pack-indicator-fear = Frică vizibilă
pack-indicator-missing_episodes = Dispariții repetate
pack-indicator-gifts = Bani sau bunuri fără explicație
pack-indicator-older_partner = Partener mult mai în vârstă
pack-indicator-advert = Anunțuri cu servicii sexuale
pack-indicator-moved_often = Mutat des
pack-indicator-school_left = Școală întreruptă
pack-indicator-begging_seen = Văzut cerșind sub control
pack-indicator-online_contact = Contact online cu un recrutor
pack-indicator-sti_pregnancy = Infecție sau sarcină la vârstă mică
pack-indicator-other = Alt indicator

## risk
pack-risk-low = Scăzut
pack-risk-medium = Mediu
pack-risk-high = Ridicat
pack-risk-immediate = Pericol imediat

## risk_factor
pack-risk_factor-exploiter_knows_place = Exploatatorul știe unde este copilul
pack-risk_factor-exploiter_free = Suspectul este în libertate
pack-risk_factor-family_involved = Familia este implicată
pack-risk_factor-threats = Amenințări recente
pack-risk_factor-runs_away = Risc de fugă din centru
pack-risk_factor-self_harm = Risc de autovătămare
pack-risk_factor-online_contact = Contact online cu exploatatorul
pack-risk_factor-witness = Este martor în proces
pack-risk_factor-no_safe_home = Nu are o locuință sigură
pack-risk_factor-health = Problemă urgentă de sănătate
pack-risk_factor-other = Alt factor

## note
pack-note-general = Notă
pack-note-phone_call = Convorbire telefonică
pack-note-visit = Vizită
pack-note-wishes = Ce își dorește copilul
pack-note-safety = Siguranță
pack-note-team = Discuție în echipă
pack-note-notified_dgaspc = Notificare DGASPC
pack-note-notified_anitp = Notificare ANITP
pack-note-notified_police = Notificare poliție sau DIICOT
pack-note-court_seized = Sesizarea instanței pentru plasament
pack-note-review = Reevaluare
pack-note-legal_advice = Consiliere juridică
pack-note-therapy = Observație psihologică

## need
pack-need-safety = Siguranță
pack-need-shelter = Locuință
pack-need-health = Sănătate
pack-need-psychological = Sprijin psihologic
pack-need-education = Educație
pack-need-legal = Asistență juridică
pack-need-documents = Acte de identitate
pack-need-family = Familie și relații
pack-need-income = Venit și muncă
pack-need-social = Viață socială
pack-need-practical = Hrană, îmbrăcăminte, igienă

## service
pack-service-safehouse = Adăpost protejat
pack-service-psychosocial = Consiliere psihosocială
pack-service-psychotherapy = Psihoterapie
pack-service-legal_aid = Asistență juridică
pack-service-health = Servicii medicale
pack-service-education = Sprijin educațional
pack-service-livelihood = Formare și angajare
pack-service-family_mediation = Mediere familială
pack-service-reintegration = Reintegrare în familie
pack-service-practical = Sprijin material
pack-service-documents = Obținerea actelor
pack-service-interpretation = Interpretariat
pack-service-safeguarding = Plan de siguranță
pack-service-protection = Protecție fizică
pack-service-child_protection = Măsură de protecție specială
pack-service-monitoring = Monitorizare post-servicii

## service_outcome
pack-service_outcome-completed = Încheiat cu rezultatul dorit
pack-service_outcome-partly = Încheiat parțial
pack-service_outcome-stopped_by_person = Oprit la cererea persoanei
pack-service_outcome-transferred = Preluat de alt serviciu
pack-service_outcome-unavailable = Nu a mai fost disponibil
pack-service_outcome-unreachable = Persoana nu a mai putut fi găsită

## placement
pack-placement-parents = La părinți
pack-placement-relatives = La rude
pack-placement-foster = La asistent maternal
pack-placement-emergency = Plasament în regim de urgență
pack-placement-residential = Centru rezidențial
pack-placement-shelter = Adăpost pentru victime
pack-placement-independent = Locuire independentă
pack-placement-hospital = Spital
pack-placement-detained = Arest sau centru de detenție
pack-placement-abroad = În străinătate
pack-placement-unknown = Nu se știe

## hearing
pack-hearing-interview = Audiere la poliție sau parchet
pack-hearing-court = Termen în instanță
pack-hearing-recorded = Audiere înregistrată în cameră specială
pack-hearing-identification = Recunoaștere
pack-hearing-expertise = Expertiză medico-legală sau psihologică
pack-hearing-confrontation = Confruntare

## safeguard
pack-safeguard-child_room = Cameră de audiere pentru copii
pack-safeguard-recording = Înregistrare audio-video
pack-safeguard-psychologist = Psiholog prezent
pack-safeguard-lawyer = Avocat prezent
pack-safeguard-representative = Reprezentant legal prezent
pack-safeguard-no_contact = Fără contact cu suspectul
pack-safeguard-interpreter = Interpret
pack-safeguard-closed = Ședință nepublică
pack-safeguard-video_link = Prin videoconferință

## told
pack-told-recruitment = Recrutarea
pack-told-exploitation = Exploatarea
pack-told-people = Persoanele implicate
pack-told-journey = Drumul
pack-told-family = Familia
pack-told-health = Sănătatea
pack-told-escape = Cum a scăpat

## consent_purpose
pack-consent_purpose-services = Primirea de servicii
pack-consent_purpose-referral = Trimiterea către un serviciu
pack-consent_purpose-joint_work = Lucrul în comun al instituțiilor
pack-consent_purpose-criminal_case = Participarea la procesul penal
pack-consent_purpose-identification = Identificarea formală
pack-consent_purpose-research = Statistici și cercetare

## consent_format
pack-consent_format-written = În scris
pack-consent_format-spoken = Verbal, consemnat
pack-consent_format-easy_read = Text ușor de citit
pack-consent_format-interpreted = Cu interpret
pack-consent_format-pictures = Cu imagini, pentru copii mici

## share_end
pack-share_end-withdrawn = Consimțământ retras
pack-share_end-done = Serviciul s-a încheiat
pack-share_end-declined = Referirea a fost refuzată
pack-share_end-revoked = Referirea a fost retrasă
pack-share_end-lapsed = A trecut termenul
pack-share_end-mistake = Partajat din greșeală
pack-share_end-closed = Dosarul s-a închis

## closure
pack-closure-goals_reached = Obiectivele au fost atinse
pack-closure-aged_out = A devenit adult și nu mai dorește sprijin
pack-closure-declined = Nu mai dorește sprijin
pack-closure-moved = S-a mutat
pack-closure-unreachable = Nu a mai putut fi găsit
pack-closure-not_confirmed = Traficul nu s-a confirmat
pack-closure-transferred = Preluat în afara Punte
pack-closure-duplicate = Dosar duplicat
pack-closure-died = A decedat

## reopening
pack-reopening-new_risk = Risc nou
pack-reopening-returned = A revenit
pack-reopening-new_facts = Fapte noi
pack-reopening-court = Procesul continuă
pack-reopening-mistake = Închis din greșeală

## decline
pack-decline-no_capacity = Nu avem locuri sau oameni
pack-decline-not_our_service = Nu oferim acest serviciu
pack-decline-outside_area = În afara zonei noastre
pack-decline-age_sex = Nu primim această vârstă sau acest sex
pack-decline-conflict = Conflict de interese
pack-decline-needs_more = Ne lipsesc informații
pack-decline-already_served = Primește deja acest serviciu
pack-decline-no_funding = Fără finanțare

## referral_outcome
pack-referral_outcome-provided = Serviciu acordat
pack-referral_outcome-partly = Acordat parțial
pack-referral_outcome-declined_by_person = Persoana nu a dorit
pack-referral_outcome-unreachable = Persoana nu a putut fi găsită
pack-referral_outcome-referred_on = Trimis mai departe
pack-referral_outcome-unavailable = Serviciul nu a fost disponibil

## lawful_basis
pack-lawful_basis-duty_to_alert = Obligația de a alerta DGASPC, 119 sau 112
pack-lawful_basis-vital_interest = Salvarea vieții sau a integrității persoanei
pack-lawful_basis-child_protection = Obligație legală de protecție a copilului
pack-lawful_basis-criminal_proceedings = Cerere a organelor judiciare
pack-lawful_basis-legal_claims = Apărarea drepturilor în justiție

## authority
pack-authority-ngo = Organizație neguvernamentală
pack-authority-dgaspc = DGASPC
pack-authority-anitp = ANITP
pack-authority-police = Poliție
pack-authority-border_police = Poliția de frontieră
pack-authority-dcco = DCCO și brigăzile sale
pack-authority-diicot = DIICOT
pack-authority-court = Instanță de judecată
pack-authority-igi = Inspectoratul pentru Imigrări
pack-authority-health = Unitate medicală
pack-authority-labour = Inspecția Muncii
pack-authority-consulate = Consulat sau ambasadă
pack-authority-iom = OIM
pack-authority-foreign = Autoritate străină

## institution_kind
pack-institution_kind-anitp = Agenția Națională Împotriva Traficului de Persoane
pack-institution_kind-anitp_centre = Centru regional ANITP
pack-institution_kind-dgaspc = DGASPC
pack-institution_kind-diicot = DIICOT
pack-institution_kind-dcco = DCCO
pack-institution_kind-anpdca = Autoritatea pentru drepturile copilului
pack-institution_kind-anes = Agenția pentru egalitate de șanse
pack-institution_kind-igi = Inspectoratul General pentru Imigrări
pack-institution_kind-igpf = Poliția de Frontieră
pack-institution_kind-court = Instanță
pack-institution_kind-ombudsman = Avocatul Copilului

## sex
pack-sex-female = Feminin
pack-sex-male = Masculin
pack-sex-other = Altul
pack-sex-unknown = Necunoscut

## urgency
pack-urgency-immediate = Imediată
pack-urgency-urgent = Urgentă
pack-urgency-ordinary = Obișnuită

## identification
pack-identification-potential = Victimă potențială
pack-identification-presumed = Victimă prezumată
pack-identification-identified = Victimă identificată
pack-identification-not_confirmed = Neconfirmată

## consent_by
pack-consent_by-adult = Persoana adultă
pack-consent_by-child = Copilul
pack-consent_by-parent = Părinte
pack-consent_by-guardian = Tutore
pack-consent_by-representative = Reprezentant legal

## attendance
pack-attendance-attended = A avut loc
pack-attendance-missed = Persoana nu a venit
pack-attendance-child_asked_to_stop = Copilul a cerut să se oprească
pack-attendance-cancelled = Anulată de serviciu

## stage
pack-stage-identification = Identificare
pack-stage-referral = Referire
pack-stage-assessment = Evaluare
pack-stage-plan = Plan
pack-stage-services = Servicii
pack-stage-reintegration = Reintegrare
pack-stage-closure = Închidere

## age_band
pack-age_band-0-8 = 0–8 ani
pack-age_band-9-11 = 9–11 ani
pack-age_band-12-14 = 12–14 ani
pack-age_band-15-17 = 15–17 ani
pack-age_band-child = Copil, vârstă neprecizată
pack-age_band-18-20 = 18–20 de ani
pack-age_band-21-29 = 21–29 de ani
pack-age_band-30-47 = 30–47 de ani
pack-age_band-48 = 48 de ani și peste
pack-age_band-adult = Adult, vârstă neprecizată

## work
pack-work-triage_due = Semnalare de triat
pack-work-referral_to_answer = Referire la care trebuie răspuns
pack-work-referral_answer = Răspuns la referire de citit
pack-work-task_due = Sarcină
pack-work-review_due = Reevaluare
pack-work-consent_renewal = Consimțământ de reînnoit
pack-work-transfer_to_answer = Transfer la care trebuie răspuns
pack-work-clock_running = Termen în curs
pack-work-account_recovered = Cont redeschis cu codul de recuperare

## clock
pack-clock-triage_danger = Triere la pericol imediat
pack-clock-triage = Triere
pack-clock-notify_dgaspc = Notificarea DGASPC
pack-clock-notify_anitp = Notificarea ANITP
pack-clock-risk_assessment = Evaluarea riscurilor
pack-clock-plan = Plan individualizat
pack-clock-reassessment = Reevaluare la trei luni
pack-clock-emergency_placement_court = Sesizarea instanței după plasament de urgență
pack-clock-referral_immediate = Răspuns la referire imediată
pack-clock-referral_urgent = Răspuns la referire urgentă
pack-clock-referral_ordinary = Răspuns la referire obișnuită

## line
pack-line-emergency = Urgență
pack-line-child_line = Linia pentru copii, DGASPC
pack-line-anitp = ANITP, trafic de persoane
pack-line-childrens_phone = Telefonul Copilului

## county
pack-county-AB = Alba
pack-county-AR = Arad
pack-county-AG = Argeș
pack-county-BC = Bacău
pack-county-BH = Bihor
pack-county-BN = Bistrița-Năsăud
pack-county-BT = Botoșani
pack-county-BV = Brașov
pack-county-BR = Brăila
pack-county-BZ = Buzău
pack-county-CS = Caraș-Severin
pack-county-CJ = Cluj
pack-county-CT = Constanța
pack-county-CV = Covasna
pack-county-DB = Dâmbovița
pack-county-DJ = Dolj
pack-county-GL = Galați
pack-county-GJ = Gorj
pack-county-HR = Harghita
pack-county-HD = Hunedoara
pack-county-IL = Ialomița
pack-county-IS = Iași
pack-county-IF = Ilfov
pack-county-MM = Maramureș
pack-county-MH = Mehedinți
pack-county-MS = Mureș
pack-county-NT = Neamț
pack-county-OT = Olt
pack-county-PH = Prahova
pack-county-SM = Satu Mare
pack-county-SJ = Sălaj
pack-county-SB = Sibiu
pack-county-SV = Suceava
pack-county-TR = Teleorman
pack-county-TM = Timiș
pack-county-TL = Tulcea
pack-county-VS = Vaslui
pack-county-VL = Vâlcea
pack-county-VN = Vrancea
pack-county-B = București
pack-county-CL = Călărași
pack-county-GR = Giurgiu

## offence
pack-offence-CP182 = Exploatarea unei persoane (definiție)
pack-offence-CP209 = Sclavia
pack-offence-CP210_1 = Traficul de persoane
pack-offence-CP210_2 = Traficul de persoane de către funcționar public
pack-offence-CP210_4 = Trafic urmat de (moartea victimei)
pack-offence-CP211_1 = Traficul de minori
pack-offence-CP211_2 = Traficul de minori agravat
pack-offence-CP212 = Supunerea la munca forțată sau obligatorie
pack-offence-CP213 = Proxenetismul
pack-offence-CP214 = Exploatarea cerșetoriei
pack-offence-CP215 = Folosirea unui minor în scop de cerșetorie
pack-offence-CP216 = Folosirea serviciilor unei persoane exploatate
pack-offence-CP216_1 = Folosirea prostituției infantile
pack-offence-CP217 = Sancționarea tentativei
pack-offence-CP218_1 = Violul săvârșit asupra unui minor
pack-offence-CP220 = Actul sexual cu un minor
pack-offence-CP221 = Coruperea sexuală a minorilor
pack-offence-CP222 = Racolarea minorilor în scopuri sexuale
pack-offence-CP374 = Pornografia infantilă
pack-offence-CP263 = Traficul de migranți
pack-offence-CP264 = Facilitarea șederii ilegale în România
pack-offence-CP367 = Constituirea unui grup infracțional organizat
