# O propoziție pentru fiecare politică: policy- și @id-ul ei. Apare la „cine vede ce și de ce” și în registru.

policy-suspended = Contul este suspendat.
policy-second-factor = Autentificarea s-a făcut fără al doilea factor.

policy-own-desk = Sunt biroul și contul propriu.

policy-list-casework = Lucrează pe dosare în această unitate.
policy-open-or-take-lead = Este manager de caz sau supervizor în această unitate.
policy-lead-decides = Este manager de caz sau supervizor în unitatea care conduce dosarul.
policy-access-lead-unit = Lucrează pe dosare în unitatea care conduce dosarul.
policy-access-data-protection = Este responsabil cu protecția datelor: vede cine a consultat și de ce, niciodată conținutul.

policy-read-core = Lucrează pe dosare într-o unitate care deține această parte a dosarului.
policy-read-whereabouts = Este manager de caz, supervizor sau psiholog într-o unitate care știe unde se află copilul.
policy-read-psychosocial = Este psiholog într-o unitate care deține notele psihosociale.
policy-read-legal = Este avocat într-o unitate care deține notele juridice.
policy-read-justice = Lucrează pe latura penală într-o unitate care o deține.
policy-read-private = A scris aceste note private; nimeni altcineva nu le poate deschide.
policy-read-own = Lucrează pe dosare în unitatea căreia îi aparține această evidență proprie.

policy-closed-file = Dosarul este închis; nu primește înscrieri noi până la redeschidere.
policy-write-core = Este manager de caz, supervizor, psiholog sau avocat într-o unitate care deține această parte a dosarului.
policy-write-whereabouts = Este manager de caz, supervizor sau psiholog într-o unitate care știe unde se află copilul.
policy-write-psychosocial = Este psiholog într-o unitate care deține notele psihosociale.
policy-first-psychosocial = Este psiholog într-o unitate care lucrează pe dosar, iar note psihosociale nu există încă.
policy-write-legal = Este avocat într-o unitate care deține notele juridice.
policy-first-legal = Este avocat într-o unitate care lucrează pe dosar, iar note juridice nu există încă.
policy-write-justice = Lucrează pe latura penală într-o unitate care o deține.
policy-first-justice = Este manager de caz, avocat sau persoană de legătură într-o unitate care lucrează pe dosar, iar pe latura penală nu s-a înscris încă nimic.
policy-write-private = A scris aceste note private.
policy-write-own = Lucrează pe dosare în unitatea căreia îi aparține această evidență proprie.
policy-first-note = Lucrează pe dosar și poate ține note private și evidența proprie a unității.

policy-share-lead = Este manager de caz sau supervizor în unitatea care conduce dosarul.
policy-share-psychosocial = Este psiholog într-o unitate care deține notele psihosociale.
policy-share-legal = Este avocat într-o unitate care deține notele juridice.

policy-raise-concern = Lucrează pe dosare și poate face o semnalare către orice unitate.
policy-list-concerns = Este manager de caz sau supervizor în unitatea care primește semnalările.
policy-intake = Este manager de caz sau supervizor în unitatea care triază această semnalare.
policy-concern-shared-unit = Lucrează pe dosare într-o unitate căreia i s-a partajat această semnalare.
policy-concern-shared-person = Semnalarea este partajată chiar cu această persoană.

policy-read-person = Lucrează pe dosare într-o unitate care deține identitatea acestei persoane.
policy-write-person = Este manager de caz sau supervizor într-o unitate care deține identitatea acestei persoane.

policy-list-referrals = Lucrează pe dosare în această unitate.
policy-referral-sent = Lucrează pe dosare în unitatea care a trimis referirea.
policy-referral-received = Lucrează pe dosare în unitatea care a primit referirea.
policy-revoke-referral = Este manager de caz, supervizor, avocat sau psiholog în unitatea care a trimis referirea.

policy-administer = Este administrator.
policy-directory-data-protection = Este responsabil cu protecția datelor.
policy-directory-supervisor = Este supervizor, pentru unitatea proprie.
policy-read-ledger = Este responsabil cu protecția datelor.
policy-import-reference = Este responsabil de monitorizare sau administrator.
policy-hand-over-supervisor = Supervizorul unității poate preda munca cuiva care pleacă din unitate.
policy-confirm-member = Cine face parte din unitate și îi are cheia o poate da unui coleg nou venit.
