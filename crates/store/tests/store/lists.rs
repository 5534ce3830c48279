//! Lists: their pages give the whole, in order, once. Relations and the directory.
use crate::common::*;

fn work(number: u64, due: Option<Moment>, assignee: Option<UserId>, unit: UnitId) -> WorkRow {
    WorkRow {
        id: WorkId(id(3, number)),
        stream: StreamId(id(0x0f, 1)),
        unit,
        assignee,
        kind: 700,
        due,
        opened: NOW,
        closed: None,
    }
}

/// Numbers without order that are the same every time.
fn mixed(number: u64) -> u64 {
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 60
}

both_engines! {
    async fn pages_of_work_give_the_whole_in_order_once(place: Place) {
        let store = born(&place, false).await;
        let due = |number: u64| (!number.is_multiple_of(5)).then(|| NOW.plus_hours(i64::try_from(mixed(number)).unwrap()));
        let mut rows: Vec<WorkRow> = (0..120).map(|number| work(number, due(number), None, NGO)).collect();
        rows.extend((200..220).map(|number| work(number, due(number), Some(ANA), NGO)));
        rows.extend((300..320).map(|number| work(number, due(number), Some(DAN), NGO)));
        rows.extend((400..420).map(|number| work(number, due(number), None, POLICE)));
        rows.push(WorkRow { closed: Some(NOW), ..work(500, None, None, NGO) });
        rows.push(work(501, None, Some(ANA), POLICE));
        let auth = proof::<LeadFile>(file_res(FileId(id(0x0f, 1))), ANA, NGO, all_kinds());
        store.commit(&auth, commit(1, Vec::new(), puts(rows.clone()))).await.unwrap();
        let key = |row: &WorkRow| (row.due.map_or(i64::MAX, |due| due.0), row.id);
        let today = proof::<ReadToday>(UserRes { id: ANA }, ANA, NGO, Compartments::NONE);
        let list = proof::<ListFiles>(unit_res(NGO), ANA, NGO, Compartments::NONE);
        let mut mine: Vec<WorkRow> = rows.iter().filter(|row| row.unit == NGO && row.closed.is_none()).cloned().collect();
        mine.sort_by_key(key);
        for size in [1, 7, 50, 1_000] {
            let (mut found, mut after) = (Vec::new(), None);
            loop {
                let page = store.fetch_work_of_unit(&list, after, size).await.unwrap();
                let Some(last) = page.peek().last() else { break };
                after = Some(WorkCursor::from(last));
                assert!(page.peek().len() <= size as usize);
                found.extend(page.peek().clone());
            }
            assert_eq!(found, mine, "pages of {size}");
        }
        mine.retain(|row| row.assignee != Some(DAN));
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = store.fetch_work_today(&today, after, 9).await.unwrap();
            let Some(last) = page.peek().last() else { break };
            after = Some(WorkCursor::from(last));
            found.extend(page.peek().clone());
        }
        assert_eq!(found, mine);
        // What another unit's file gives to the asker comes beside it, and nothing of anybody else's.
        let mut elsewhere: Vec<WorkRow> = rows.iter().filter(|row| row.unit != NGO && row.assignee == Some(ANA) && row.closed.is_none()).cloned().collect();
        elsewhere.sort_by_key(key);
        let page = store.fetch_work_elsewhere(&today, 1_000).await.unwrap();
        assert_eq!((page.peek(), elsewhere.is_empty()), (&elsewhere, false));
        let counts = store.relations().work_counts(NGO, NOW.plus_hours(1)).await.unwrap();
        let open: Vec<&WorkRow> = rows.iter().filter(|row| row.unit == NGO && row.closed.is_none()).collect();
        assert_eq!(counts.open, i64::try_from(open.len()).unwrap());
        assert_eq!(counts.unassigned, 120);
        let overdue = open.iter().filter(|row| row.due.is_some_and(|due| due < NOW.plus_hours(1))).count();
        assert_eq!(counts.overdue, i64::try_from(overdue).unwrap());
        let of_file = store.fetch_work_of_file(&read_file(FileId(id(0x0f, 1)))).await.unwrap();
        assert_eq!(of_file.peek().len(), rows.len());
    }

    async fn pages_of_leaves_give_the_whole_newest_first_once(place: Place) {
        let store = born(&place, false).await;
        for number in 1..=25 {
            open_file(&store, number, 0).await;
        }
        let auth = ledger_reader();
        let (mut found, mut before) = (Vec::new(), None);
        loop {
            let page = store.fetch_leaves_by(&auth, ANA, before, 4).await.unwrap();
            let Some(last) = page.peek().last() else { break };
            before = Some(LeafCursor(last.number));
            found.extend(page.peek().iter().map(|leaf| leaf.number));
        }
        assert_eq!(found.len(), 25);
        assert!(found.is_sorted_by(|a, b| a > b));
        let (mut all, mut before) = (0, None);
        loop {
            let page = store.fetch_leaves(&auth, before, 7).await.unwrap();
            let Some(last) = page.peek().last() else { break };
            before = Some(LeafCursor(last.number));
            all += page.peek().len();
        }
        assert_eq!(all, 26);
    }

    async fn concerns_and_referrals_by_unit(place: Place) {
        let store = born(&place, false).await;
        let make = |number: u64, kind, lead, peer| StreamRow {
            id: StreamId(id(0x0c, number)), kind, lead, peer, version: 1, state: StreamRow::OPEN,
        };
        let mut streams: Vec<StreamRow> = (1..=9).map(|number| make(number, StreamKind::Concern, NGO, None)).collect();
        streams.push(make(20, StreamKind::Concern, POLICE, None));
        streams.push(make(30, StreamKind::Referral, NGO, Some(POLICE)));
        streams.push(make(31, StreamKind::Referral, POLICE, Some(NGO)));
        streams.push(make(32, StreamKind::Referral, POLICE, None));
        let mut rows = puts(streams.clone());
        rows.extend(streams.iter().map(|row| put(entry(row.id, 1, CompartmentKind::Core, [0; 16]))));
        let auth = proof::<RaiseConcern>(unit_res(NGO), ANA, NGO, Compartments::NONE);
        // Ids of entries come from their streams' ids.
        let rows = rows.into_iter().enumerate().map(|(at, op)| match op {
            RowOp::Put(Row::Entry(row)) => put(EntryRow { id: EntryId(id(0xe0, at as u64)), ..row }),
            other => other,
        });
        store.commit(&auth, commit(1, Vec::new(), rows.collect())).await.unwrap();
        let list = proof::<ListConcerns>(unit_res(NGO), ANA, NGO, Compartments::NONE);
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = store.fetch_concerns(&list, after, 4).await.unwrap();
            let Some(last) = page.peek().last() else { break };
            after = Some(last.stream.id);
            assert!(page.peek().iter().all(|listed| listed.entries.len() == 1));
            found.extend(page.peek().iter().map(|listed| listed.stream.id.0[15]));
        }
        assert_eq!(found, [9, 8, 7, 6, 5, 4, 3, 2, 1]);
        let list = proof::<ListReferrals>(unit_res(NGO), ANA, NGO, Compartments::NONE);
        let page = store.fetch_referrals(&list, None, 10).await.unwrap();
        let found: Vec<u8> = page.peek().iter().map(|listed| listed.stream.id.0[15]).collect();
        assert_eq!(found, [31, 30]);
        let referral = ReferralId(id(0x0c, 30));
        let seen = store.relations().referral(referral).await.unwrap();
        assert_eq!(seen, Some(ReferralRes { id: referral, from: NGO, to: POLICE }));
        let concern = store.relations().concern(ConcernId(id(0x0c, 1))).await.unwrap().unwrap();
        assert_eq!(concern.intake, NGO);
        // A stream of another kind is not found under this one's name.
        assert_eq!(store.relations().file(FileId(id(0x0c, 1))).await.unwrap(), None);
        let read = proof::<ReadReferral>(ReferralRes { id: referral, from: NGO, to: POLICE }, ANA, NGO, Compartments::NONE);
        let content = store.fetch_entries(&read, &[CompartmentKind::Core], 0).await.unwrap();
        assert_eq!(content.peek().len(), 1);
    }

    async fn relations_and_the_directory(place: Place) {
        let store = born(&place, false).await;
        let relations = store.relations();
        assert_eq!(relations.user(ANA).await.unwrap(), Some(user(ANA, "ana")));
        assert_eq!(relations.user_by_login("dan").await.unwrap(), Some(user(DAN, "dan")));
        assert_eq!(relations.user_by_login("dan'--").await.unwrap(), None);
        assert_eq!(relations.unit(NGO).await.unwrap(), Some(unit_res(NGO)));
        assert_eq!(relations.organisation(ORG).await.unwrap().unwrap().county, "CJ");
        assert_eq!(relations.memberships(ANA).await.unwrap(), [membership(ANA, NGO, Role::CaseManager)]);
        assert_eq!(relations.members(POLICE).await.unwrap(), [membership(DAN, POLICE, Role::PoliceLiaison)]);
        assert_eq!(relations.meta("log.origin").await.unwrap(), Some(ORIGIN.as_bytes().to_vec()));
        assert_eq!(relations.meta("nothing").await.unwrap(), None);
        assert_eq!(relations.person(PersonId(id(1, 1))).await.unwrap(), None);
        let auth = proof::<ReadDirectory>(InstallationRes, ANA, NGO, Compartments::NONE);
        assert_eq!(store.fetch_organisations(&auth).await.unwrap().len(), 1);
        assert_eq!(store.fetch_units(&auth).await.unwrap().iter().map(|row| row.id).collect::<Vec<_>>(), [POLICE, NGO]);
        assert_eq!(store.fetch_users(&auth).await.unwrap().len(), 2);
        assert_eq!(store.fetch_memberships(&auth).await.unwrap().len(), 2);
        assert_eq!(store.fetch_invitations(&auth).await.unwrap().len(), 0);
        let import = SystemAction::Import {
            references: vec![ReferenceRow { name: "victims".to_owned(), edition: "2023".to_owned(), body: b"451".to_vec() }],
            settings: Vec::new(),
        };
        store.system_commit(import, request(2), NOW).await.unwrap();
        assert_eq!(relations.references().await.unwrap(), [("victims".to_owned(), "2023".to_owned())]);
        assert_eq!(relations.reference("victims", "2023").await.unwrap().unwrap().body, b"451");
        let open = EntryRow { compartment: CompartmentKind::Open, ..entry(StreamId(NGO.0), 1, CompartmentKind::Core, [0; 16]) };
        let row = StreamRow { kind: StreamKind::Unit, ..stream(StreamId(NGO.0), 1) };
        let change = proof::<ChangeDirectory>(InstallationRes, ANA, NGO, Compartments::NONE);
        store.commit(&change, commit(3, Vec::new(), vec![put(row), put(open.clone())])).await.unwrap();
        assert_eq!(store.fetch_directory_entries(&auth, StreamId(NGO.0), 0).await.unwrap(), [open]);
        let report = store.engine_report().await.unwrap();
        assert_eq!((report.migration, report.broken), (5, false));
        let setting = |name: &str| report.settings.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        match &place {
            Place::Sqlite(_) => {
                assert_eq!(report.engine, "SQLite");
                let expected = [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"),
                    ("trusted_schema", "0"), ("cell_size_check", "1"), ("secure_delete", "1"), ("busy_timeout", "5000")];
                for (name, value) in expected {
                    assert_eq!(setting(name), Some(value), "{name}");
                }
            }
            Place::Postgres(_) => {
                assert_eq!(report.engine, "PostgreSQL");
                assert_eq!(setting("synchronous_commit"), Some("on"));
            }
        }
    }
}
