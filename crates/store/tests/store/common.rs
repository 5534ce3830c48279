//! What the tests of the store share.

pub(crate) use punte_domain::access::*;
pub(crate) use punte_domain::compartment::{CompartmentKind, Compartments};
pub(crate) use punte_domain::id::*;
pub(crate) use punte_domain::{Authorized, Moment, StreamKind};
pub(crate) use punte_ledger::{Hash, Leaf, LeafKind, Signer, Verifier};
pub(crate) use punte_store::*;
pub(crate) use punte_testkit::both_engines;
pub(crate) use punte_testkit::engines::{Folder, Place};
use std::sync::Arc;
use std::time::Duration;

pub(crate) const ORIGIN: &str = "punte.test/log";
pub(crate) const NOW: Moment = Moment(1_763_900_000_000_000);

/// Stands in for Ed25519, which `vault` tests: SHA-256 of name and message.
pub(crate) struct Seal;

impl Signer for Seal {
    fn name(&self) -> &'static str {
        ORIGIN
    }
    fn key_id(&self) -> u32 {
        7
    }
    fn sign(&self, message: &[u8]) -> Vec<u8> {
        Hash::of(&[b"seal", message].concat()).0.to_vec()
    }
}

impl Verifier for Seal {
    fn name(&self) -> &'static str {
        ORIGIN
    }
    fn key_id(&self) -> u32 {
        7
    }
    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.sign(message) == signature
    }
}

pub(crate) fn config(place: &Place) -> StoreConfig {
    match place {
        Place::Sqlite(path) => StoreConfig::Sqlite {
            path: path.clone(),
            readers: 3,
        },
        Place::Postgres(url) => StoreConfig::Postgres {
            urls: vec![url.clone()],
            max: 10,
            jitter: Arc::new(|attempt| Duration::from_millis(u64::from(attempt) * 7)),
        },
    }
}

/// An id that says what it is in the hex dump of a failure.
pub(crate) fn id(kind: u8, number: u64) -> [u8; 16] {
    let mut bytes = [kind; 16];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    bytes
}

pub(crate) const ANA: UserId = UserId([0xa1; 16]);
pub(crate) const DAN: UserId = UserId([0xd1; 16]);
pub(crate) const ORG: OrganisationId = OrganisationId([0x01; 16]);
pub(crate) const NGO: UnitId = UnitId([0x11; 16]);
pub(crate) const POLICE: UnitId = UnitId([0x12; 16]);

pub(crate) fn request(number: u64) -> RequestId {
    RequestId(id(0xee, number))
}

pub(crate) fn puts<R: Into<Row>>(rows: impl IntoIterator<Item = R>) -> Vec<RowOp> {
    rows.into_iter().map(|row| RowOp::Put(row.into())).collect()
}

pub(crate) fn put(row: impl Into<Row>) -> RowOp {
    RowOp::Put(row.into())
}

pub(crate) fn user(id: UserId, login: &str) -> UserRow {
    UserRow {
        id,
        login: login.to_owned(),
        name: format!("Persoana {login}"),
        title: "psiholog".to_owned(),
        public: vec![9; 32],
        state: UserState::Active,
        lang: "ro".to_owned(),
    }
}

pub(crate) fn unit(id: UnitId, name: &str) -> UnitRow {
    UnitRow {
        id,
        organisation: ORG,
        name: name.to_owned(),
        kind: 1,
        generation: 1,
        public: vec![8; 32],
        state: DirectoryState::Active,
    }
}

pub(crate) fn membership(user: UserId, unit: UnitId, role: Role) -> MembershipRow {
    MembershipRow {
        user,
        unit,
        role,
        state: MembershipState::Active,
        generation: 1,
        wrapped_unit_key: vec![7; 48],
    }
}

pub(crate) fn first_rows() -> Vec<RowOp> {
    let organisation = OrganisationRow {
        id: ORG,
        name: "Asociația Punte".to_owned(),
        kind: 0,
        regime: 0,
        county: "CJ".to_owned(),
        state: DirectoryState::Active,
    };
    // Children before parents: the store puts them in order.
    let mut rows = puts([
        membership(ANA, NGO, Role::CaseManager),
        membership(DAN, POLICE, Role::PoliceLiaison),
    ]);
    rows.extend(puts([user(ANA, "ana"), user(DAN, "dan")]));
    rows.extend(puts([
        unit(NGO, "Echipa mobilă"),
        unit(POLICE, "DCCO Cluj"),
    ]));
    rows.push(put(organisation));
    rows.push(put(MetaRow {
        key: "log.origin".to_owned(),
        value: ORIGIN.as_bytes().to_vec(),
    }));
    rows
}

/// A store with two people in two units, born as a demo or not.
pub(crate) async fn born(place: &Place, demo: bool) -> Store {
    let store = Store::open(&config(place)).await.unwrap();
    store
        .system_commit(
            SystemAction::Init {
                demo,
                rows: first_rows(),
            },
            request(0),
            NOW,
        )
        .await
        .unwrap();
    store
}

/// A proof as policy would make it.
pub(crate) fn proof<A: Action>(
    resource: A::Resource,
    user: UserId,
    unit: UnitId,
    kinds: Compartments,
) -> Authorized<A> {
    let policies = vec!["test.permits".to_owned()];
    seal::authorized(resource, user, vec![unit], kinds, policies, NOW)
}

pub(crate) fn unit_res(id: UnitId) -> UnitRes {
    UnitRes {
        id,
        organisation: ORG,
    }
}

pub(crate) fn file_res(file: FileId) -> FileRes {
    FileRes {
        id: file,
        lead: NGO,
        grants: Vec::new(),
        closed: false,
    }
}

pub(crate) fn all_kinds() -> Compartments {
    CompartmentKind::OF_FILE.into_iter().collect()
}

pub(crate) fn stream(id: StreamId, version: i64) -> StreamRow {
    StreamRow {
        id,
        kind: StreamKind::File,
        lead: NGO,
        peer: None,
        version,
        state: StreamRow::OPEN,
    }
}

pub(crate) fn entry(
    stream: StreamId,
    seq: i64,
    compartment: CompartmentKind,
    owner: [u8; 16],
) -> EntryRow {
    let mut id = stream.0;
    id[0] = 0xe0;
    id[1] = u8::try_from(seq).unwrap_or(0xff);
    EntryRow {
        stream,
        seq,
        id: EntryId(id),
        compartment,
        owner,
        recorded_at: NOW,
        author: ANA,
        unit: NGO,
        body: format!("sealed {seq}").into_bytes(),
    }
}

pub(crate) fn wrap(object: StreamId, kind: CompartmentKind, grantee: Grantee) -> WrapRow {
    WrapRow {
        object,
        compartment: kind,
        owner: [0; 16],
        grantee,
        generation: 1,
        referral: WrapRow::NO_REFERRAL,
        key_id: [5; 8],
        wrapped: vec![6; 48],
        state: WrapState::Active,
        until: None,
    }
}

pub(crate) fn commit(number: u64, expect: Vec<(StreamId, i64)>, rows: Vec<RowOp>) -> Commit {
    Commit {
        request: request(number),
        now: NOW,
        expect,
        rows,
        idempotency: None,
        reason_hash: None,
    }
}

/// A new file led by the NGO, with `entries` core entries.
pub(crate) async fn open_file(store: &Store, number: u64, entries: i64) -> FileId {
    let file = FileId(id(0x0f, number));
    let stream_id = StreamId::from(file);
    let mut rows = vec![
        put(stream(stream_id, entries)),
        put(wrap(stream_id, CompartmentKind::Core, Grantee::Unit(NGO))),
    ];
    rows.extend(
        (1..=entries).map(|seq| put(entry(stream_id, seq, CompartmentKind::Core, [0; 16]))),
    );
    let auth = proof::<OpenFile>(unit_res(NGO), ANA, NGO, Compartments::NONE);
    store
        .commit(&auth, commit(number, vec![(stream_id, 0)], rows))
        .await
        .unwrap();
    file
}

pub(crate) fn read_file(file: FileId) -> Authorized<ReadFile> {
    proof(file_res(file), ANA, NGO, all_kinds())
}

pub(crate) fn ledger_reader() -> Authorized<ReadLedger> {
    proof(InstallationRes, ANA, NGO, Compartments::NONE)
}

/// Give out without caring for the leaf's words.
pub(crate) async fn logged<A: Action, T>(
    store: &Store,
    auth: &Authorized<A>,
    content: Unlogged<T>,
) -> T {
    let note = ReadNote {
        request: request(1),
        objects: vec![auth.object().0],
        compartments: Compartments::NONE,
    };
    store.log_read(auth, note, content, NOW).await.unwrap()
}

pub(crate) async fn check(store: &Store) -> VerifyReport {
    store.verify(ORIGIN, &[&Seal]).await.unwrap()
}

pub(crate) async fn clean(store: &Store) -> VerifyReport {
    let report = check(store).await;
    assert!(report.is_clean(), "{report:#?}");
    report
}
