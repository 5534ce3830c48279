# Texts of the country pack's coded items: pack-<list>-<id>.

## worry
pack-worry-sexual_exploitation = Sexual exploitation
pack-worry-online_abuse = Abuse or exploitation online
pack-worry-forced_labour = Forced labour
pack-worry-begging = Made to beg
pack-worry-forced_crime = Made to steal or break the law
pack-worry-forced_marriage = Forced or early marriage
pack-worry-held = Held by force or locked in
pack-worry-moved_away = Taken away, or about to be
pack-worry-missing = Missing, also from care
pack-worry-recruiter = An unknown adult promises or controls
pack-worry-violence = Violence or signs of it
pack-worry-other = Something else

## contact_way
pack-contact_way-phone = Telephone
pack-contact_way-message = Message
pack-contact_way-email = E-mail
pack-contact_way-post = Post
pack-contact_way-through = Through somebody
pack-contact_way-visit = Visit

## reporter
pack-reporter-child = The child
pack-reporter-parent = Parent
pack-reporter-relative = Relative
pack-reporter-neighbour = Neighbour
pack-reporter-friend = Friend or classmate
pack-reporter-teacher = Teacher
pack-reporter-health = Health worker
pack-reporter-social_worker = Social worker
pack-reporter-care_worker = Care worker
pack-reporter-police = Police officer
pack-reporter-ngo = NGO worker
pack-reporter-passer_by = Passer-by
pack-reporter-other = Somebody else

## how_known
pack-how_known-child_told = The child told me
pack-how_known-seen = I saw it
pack-how_known-heard = I heard it from somebody
pack-how_known-online = I saw it online
pack-how_known-suspicion = I suspect it
pack-how_known-official = From an institution's work

## no_action
pack-no_action-not_a_concern = No cause for concern
pack-no_action-duplicate = Already reported
pack-no_action-other_matter = Another matter, signposted
pack-no_action-unverifiable = Cannot be checked after repeated attempts

## kin
pack-kin-mother = Mother
pack-kin-father = Father
pack-kin-step_parent = Step-parent
pack-kin-sibling = Sibling
pack-kin-grandparent = Grandparent
pack-kin-relative = Other relative
pack-kin-foster = Foster carer
pack-kin-guardian = Guardian
pack-kin-representative = Legal representative
pack-kin-partner = Partner
pack-kin-child = The person's child
pack-kin-other = Somebody else close

## language
pack-language-ro = Romanian
pack-language-hu = Hungarian
pack-language-rom = Romani
pack-language-uk = Ukrainian
pack-language-ru = Russian
pack-language-en = English
pack-language-de = German
pack-language-fr = French
pack-language-it = Italian
pack-language-es = Spanish
pack-language-tr = Turkish
pack-language-ar = Arabic
pack-language-vi = Vietnamese
pack-language-ne = Nepali
pack-language-rsl = Romanian sign language
pack-language-other = Another language

## exploitation
pack-exploitation-sexual = Sexual exploitation
pack-exploitation-sexual_online = Online sexual exploitation, including images
pack-exploitation-labour = Forced labour
pack-exploitation-begging = Forced begging
pack-exploitation-criminality = Criminal activities
pack-exploitation-servitude = Servitude, also domestic
pack-exploitation-slavery = Slavery or similar practices
pack-exploitation-organs = Removal of organs
pack-exploitation-marriage = Forced marriage
pack-exploitation-adoption = Illegal adoption
pack-exploitation-surrogacy = Surrogacy
pack-exploitation-other = Another form

## act
pack-act-recruit = Recruitment
pack-act-transport = Transportation
pack-act-transfer = Transfer
pack-act-harbour = Harbouring
pack-act-receive = Receipt

## means
pack-means-force = Force
pack-means-threat = Threat
pack-means-coercion = Other coercion
pack-means-abduction = Abduction
pack-means-fraud = Fraud
pack-means-deception = Deception
pack-means-power = Abuse of power
pack-means-vulnerability = Abuse of a position of vulnerability
pack-means-payment = Payment to somebody with control

## indicator
pack-indicator-no_documents = Somebody else holds the documents
pack-indicator-controlled = Somebody speaks for the person
pack-indicator-not_free = Cannot leave
pack-indicator-debt = Debt to an exploiter
pack-indicator-wages_taken = Earnings are taken
pack-indicator-injuries = Marks of violence
pack-indicator-fear = Visible fear
pack-indicator-missing_episodes = Repeated missing episodes
pack-indicator-gifts = Money or goods without explanation
pack-indicator-older_partner = A much older partner
pack-indicator-advert = Adverts for sexual services
pack-indicator-moved_often = Moved often
pack-indicator-school_left = Left school
pack-indicator-begging_seen = Seen begging under control
pack-indicator-online_contact = Contact with a recruiter online
pack-indicator-sti_pregnancy = Infection or pregnancy at an early age
pack-indicator-other = Another indicator

## risk
pack-risk-low = Low
pack-risk-medium = Medium
pack-risk-high = High
pack-risk-immediate = Immediate danger

## risk_factor
pack-risk_factor-exploiter_knows_place = The exploiter knows where the child is
pack-risk_factor-exploiter_free = The suspect is free
pack-risk_factor-family_involved = Family is involved
pack-risk_factor-threats = Recent threats
pack-risk_factor-runs_away = May run away
pack-risk_factor-self_harm = Risk of self-harm
pack-risk_factor-online_contact = Online contact with the exploiter
pack-risk_factor-witness = Is a witness in a trial
pack-risk_factor-no_safe_home = Has no safe home
pack-risk_factor-health = Urgent health problem
pack-risk_factor-other = Another factor

## note
pack-note-general = Note
pack-note-phone_call = Telephone call
pack-note-visit = Visit
pack-note-wishes = The child's wishes
pack-note-safety = Safety
pack-note-team = Team discussion
pack-note-notified_dgaspc = Notified DGASPC
pack-note-notified_anitp = Notified ANITP
pack-note-notified_police = Notified police or DIICOT
pack-note-court_seized = Application to court for placement
pack-note-review = Review
pack-note-legal_advice = Legal advice
pack-note-therapy = Psychological observation

## need
pack-need-safety = Safety
pack-need-shelter = Shelter
pack-need-health = Health
pack-need-psychological = Psychological support
pack-need-education = Education
pack-need-legal = Legal aid
pack-need-documents = Identity papers
pack-need-family = Family and relations
pack-need-income = Income and work
pack-need-social = Social life
pack-need-practical = Food, clothes, hygiene

## service
pack-service-safehouse = Safe house
pack-service-psychosocial = Psychosocial support
pack-service-psychotherapy = Psychotherapy
pack-service-legal_aid = Legal aid
pack-service-health = Health care
pack-service-education = Education
pack-service-livelihood = Training and livelihood
pack-service-family_mediation = Family mediation
pack-service-reintegration = Reintegration in the family
pack-service-practical = Material support
pack-service-documents = Identity papers
pack-service-interpretation = Interpretation
pack-service-safeguarding = Safety planning
pack-service-protection = Physical protection
pack-service-child_protection = Special protection measure
pack-service-monitoring = Follow-up

## service_outcome
pack-service_outcome-completed = Completed
pack-service_outcome-partly = Partly completed
pack-service_outcome-stopped_by_person = Stopped at the person's wish
pack-service_outcome-transferred = Taken over by another service
pack-service_outcome-unavailable = No longer available
pack-service_outcome-unreachable = Person could not be reached

## placement
pack-placement-parents = With parents
pack-placement-relatives = With relatives
pack-placement-foster = With a foster carer
pack-placement-emergency = Emergency placement
pack-placement-residential = Residential care
pack-placement-shelter = Shelter for victims
pack-placement-independent = Independent living
pack-placement-hospital = Hospital
pack-placement-detained = Detention
pack-placement-abroad = Abroad
pack-placement-unknown = Not known

## hearing
pack-hearing-interview = Interview by police or prosecutor
pack-hearing-court = Court hearing
pack-hearing-recorded = Recorded interview in a child room
pack-hearing-identification = Identification parade
pack-hearing-expertise = Forensic or psychological expertise
pack-hearing-confrontation = Confrontation

## safeguard
pack-safeguard-child_room = Child hearing room
pack-safeguard-recording = Audio-video recording
pack-safeguard-psychologist = Psychologist present
pack-safeguard-lawyer = Lawyer present
pack-safeguard-representative = Legal representative present
pack-safeguard-no_contact = No contact with the suspect
pack-safeguard-interpreter = Interpreter
pack-safeguard-closed = Closed hearing
pack-safeguard-video_link = By video link

## told
pack-told-recruitment = Recruitment
pack-told-exploitation = Exploitation
pack-told-people = People involved
pack-told-journey = The journey
pack-told-family = Family
pack-told-health = Health
pack-told-escape = How it ended

## consent_purpose
pack-consent_purpose-services = Receiving services
pack-consent_purpose-referral = Referral to a service
pack-consent_purpose-joint_work = Agencies working together
pack-consent_purpose-criminal_case = Taking part in the criminal case
pack-consent_purpose-identification = Formal identification
pack-consent_purpose-research = Statistics and research

## consent_format
pack-consent_format-written = In writing
pack-consent_format-spoken = Spoken, noted
pack-consent_format-easy_read = Easy read
pack-consent_format-interpreted = With an interpreter
pack-consent_format-pictures = With pictures, for small children

## share_end
pack-share_end-withdrawn = Consent withdrawn
pack-share_end-done = The service ended
pack-share_end-declined = The referral was declined
pack-share_end-revoked = The referral was taken back
pack-share_end-lapsed = Time is over
pack-share_end-mistake = Shared by mistake
pack-share_end-closed = The file was closed

## closure
pack-closure-goals_reached = Goals reached
pack-closure-aged_out = Came of age and wishes no more support
pack-closure-declined = Wishes no more support
pack-closure-moved = Moved away
pack-closure-unreachable = Could not be reached
pack-closure-not_confirmed = Trafficking not confirmed
pack-closure-transferred = Taken over outside Punte
pack-closure-duplicate = Duplicate file
pack-closure-died = Died

## reopening
pack-reopening-new_risk = New risk
pack-reopening-returned = Came back
pack-reopening-new_facts = New facts
pack-reopening-court = Court case goes on
pack-reopening-mistake = Closed by mistake

## decline
pack-decline-no_capacity = No capacity
pack-decline-not_our_service = Not our service
pack-decline-outside_area = Outside our area
pack-decline-age_sex = Not for this age or sex
pack-decline-conflict = Conflict of interest
pack-decline-needs_more = Information is missing
pack-decline-already_served = Already served
pack-decline-no_funding = No funding

## referral_outcome
pack-referral_outcome-provided = Service provided
pack-referral_outcome-partly = Partly provided
pack-referral_outcome-declined_by_person = The person did not wish it
pack-referral_outcome-unreachable = Person could not be reached
pack-referral_outcome-referred_on = Referred on
pack-referral_outcome-unavailable = Service not available

## lawful_basis
pack-lawful_basis-duty_to_alert = Duty to alert DGASPC, 119 or 112
pack-lawful_basis-vital_interest = Saving life or limb
pack-lawful_basis-child_protection = Legal duty of child protection
pack-lawful_basis-criminal_proceedings = Request of judicial bodies
pack-lawful_basis-legal_claims = Defence of legal claims

## authority
pack-authority-ngo = Non-governmental organisation
pack-authority-dgaspc = County child-protection directorate
pack-authority-anitp = National agency against trafficking (ANITP)
pack-authority-police = Police
pack-authority-border_police = Border police
pack-authority-dcco = Organised-crime police (DCCO)
pack-authority-diicot = Organised-crime prosecution (DIICOT)
pack-authority-court = Court
pack-authority-igi = Immigration inspectorate
pack-authority-health = Health service
pack-authority-labour = Labour inspectorate
pack-authority-consulate = Consulate or embassy
pack-authority-iom = IOM
pack-authority-foreign = Foreign authority

## institution_kind
pack-institution_kind-anitp = National Agency against Trafficking in Persons
pack-institution_kind-anitp_centre = ANITP regional centre
pack-institution_kind-dgaspc = Child-protection directorate
pack-institution_kind-diicot = Organised-crime prosecution
pack-institution_kind-dcco = Organised-crime police
pack-institution_kind-anpdca = Child-rights authority
pack-institution_kind-anes = Agency for equal opportunities
pack-institution_kind-igi = Immigration inspectorate
pack-institution_kind-igpf = Border police
pack-institution_kind-court = Court
pack-institution_kind-ombudsman = Children's Advocate

## sex
pack-sex-female = Female
pack-sex-male = Male
pack-sex-other = Other
pack-sex-unknown = Unknown

## urgency
pack-urgency-immediate = Immediate
pack-urgency-urgent = Urgent
pack-urgency-ordinary = Ordinary

## identification
pack-identification-potential = Potential victim
pack-identification-presumed = Presumed victim
pack-identification-identified = Identified victim
pack-identification-not_confirmed = Not confirmed

## consent_by
pack-consent_by-adult = The adult
pack-consent_by-child = The child
pack-consent_by-parent = Parent
pack-consent_by-guardian = Guardian
pack-consent_by-representative = Legal representative

## attendance
pack-attendance-attended = Held
pack-attendance-missed = Person did not come
pack-attendance-child_asked_to_stop = The child asked to stop
pack-attendance-cancelled = Cancelled by the service

## stage
pack-stage-identification = Identification
pack-stage-referral = Referral
pack-stage-assessment = Assessment
pack-stage-plan = Plan
pack-stage-services = Services
pack-stage-reintegration = Reintegration
pack-stage-closure = Closure

## age_band
pack-age_band-0-8 = 0–8 years
pack-age_band-9-11 = 9–11 years
pack-age_band-12-14 = 12–14 years
pack-age_band-15-17 = 15–17 years
pack-age_band-child = Child, age not precise
pack-age_band-18-20 = 18–20 years
pack-age_band-21-29 = 21–29 years
pack-age_band-30-47 = 30–47 years
pack-age_band-48 = 48 years and over
pack-age_band-adult = Adult, age not precise

## work
pack-work-triage_due = Concern to triage
pack-work-referral_to_answer = Referral to answer
pack-work-referral_answer = Referral answer to read
pack-work-task_due = Task
pack-work-review_due = Review
pack-work-consent_renewal = Consent to renew
pack-work-transfer_to_answer = Transfer to answer
pack-work-clock_running = Clock running
pack-work-account_recovered = Account reopened with the recovery code

## clock
pack-clock-triage_danger = Triage in immediate danger
pack-clock-triage = Triage
pack-clock-notify_dgaspc = Notification of DGASPC
pack-clock-notify_anitp = Notification of ANITP
pack-clock-risk_assessment = Risk assessment
pack-clock-plan = Individual plan
pack-clock-reassessment = Three-monthly reassessment
pack-clock-emergency_placement_court = Court seized after emergency placement
pack-clock-referral_immediate = Answer to an immediate referral
pack-clock-referral_urgent = Answer to an urgent referral
pack-clock-referral_ordinary = Answer to an ordinary referral

## line
pack-line-emergency = Emergency
pack-line-child_line = Child line, DGASPC
pack-line-anitp = ANITP, human trafficking
pack-line-childrens_phone = Children's phone

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
pack-county-B = Bucharest
pack-county-CL = Călărași
pack-county-GR = Giurgiu

## offence
pack-offence-CP182 = Exploitation of a person (definition)
pack-offence-CP209 = Slavery
pack-offence-CP210_1 = Trafficking in persons (act+means+purpose)
pack-offence-CP210_2 = TIP by public official
pack-offence-CP210_4 = TIP followed by (death)
pack-offence-CP211_1 = Trafficking in minors (no means needed)
pack-offence-CP211_2 = Trafficking in minors, aggravated
pack-offence-CP212 = Forced or compulsory labour
pack-offence-CP213 = Pimping
pack-offence-CP214 = Exploitation of begging
pack-offence-CP215 = Use of a minor for begging
pack-offence-CP216 = Use of services of an exploited person
pack-offence-CP216_1 = Use of child prostitution
pack-offence-CP217 = Attempt (209-211, 213(2))
pack-offence-CP218_1 = Rape of a minor
pack-offence-CP220 = Sexual act with a minor
pack-offence-CP221 = Sexual corruption of minors
pack-offence-CP222 = Grooming
pack-offence-CP374 = Child pornography / CSAM
pack-offence-CP263 = Migrant smuggling
pack-offence-CP264 = Facilitating illegal stay
pack-offence-CP367 = Organised criminal group
