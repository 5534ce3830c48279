//! Commits: all or nothing, versions, replays, walls, and that one refusal sinks nobody else.

use crate::common::*;

both_engines! {
    async fn a_commit_is_there_with_its_leaf(place: Place) {
        let store = born(&place, false).await;
        let file = open_file(&store, 1, 3).await;
        let content = store.fetch_entries(&read_file(file), &CompartmentKind::OF_FILE, 0).await.unwrap();
        let entries = logged(&store, &read_file(file), content).await;
        assert_eq!(entries.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(entries[0], entry(file.into(), 1, CompartmentKind::Core, [0; 16]));
        let content = store.fetch_leaves(&ledger_reader(), None, 10).await.unwrap();
        let leaves: Vec<Leaf> = content.peek().iter().map(|row| Leaf::decode(&row.bytes).unwrap()).collect();
        let actions: Vec<&str> = leaves.iter().map(|leaf| leaf.action.as_str()).collect();
        assert_eq!(actions, ["file.read", "file.open", "system.init"]);
        assert_eq!(leaves[0].kind, LeafKind::Read);
        assert_eq!(leaves[1].rows.len(), 5);
        assert_eq!(leaves[1].units, [NGO.0]);
        assert_eq!(leaves[1].decision, "test.permits");
        clean(&store).await;
        store.close().await;
        let again = Store::open(&config(&place)).await.unwrap();
        clean(&again).await;
    }

    async fn a_stale_version_writes_nothing(place: Place) {
        let store = born(&place, false).await;
        let file = open_file(&store, 1, 1).await;
        let stream_id = StreamId::from(file);
        let auth = proof::<WriteFile>(file_res(file), ANA, NGO, all_kinds());
        let rows = || vec![put(stream(stream_id, 2)), put(entry(stream_id, 2, CompartmentKind::Core, [0; 16]))];
        store.commit(&auth, commit(2, vec![(stream_id, 1)], rows())).await.unwrap();
        let stale = store.commit(&auth, commit(3, vec![(stream_id, 1)], rows())).await;
        assert_eq!(stale, Err(CommitError::Stale { stream: stream_id, actual: 2 }));
        let gone = StreamId(id(0x0f, 99));
        let stale = store.commit(&auth, commit(3, vec![(gone, 4)], Vec::new())).await;
        assert_eq!(stale, Err(CommitError::Stale { stream: gone, actual: 0 }));
        // Without the condition the sequence number itself is the lock.
        let twice = store.commit(&auth, commit(4, Vec::new(), rows())).await;
        assert_eq!(twice, Err(CommitError::Duplicate));
        assert_eq!(store.tail().await.unwrap().length, 3);
        clean(&store).await;
    }

    async fn the_same_command_twice_gives_the_first_answer(place: Place) {
        let store = born(&place, false).await;
        let file = open_file(&store, 1, 0).await;
        let auth = proof::<WriteFile>(file_res(file), ANA, NGO, all_kinds());
        let row = |mac: u8, user: UserId| IdempotencyRow {
            id: id(0x1d, 1), user, mac: [mac; 32], answer: b"first".to_vec(), at: NOW,
        };
        let command = |row: IdempotencyRow| {
            let rows = vec![put(entry(file.into(), 1, CompartmentKind::Core, [0; 16]))];
            Commit { idempotency: Some(row), ..commit(2, Vec::new(), rows) }
        };
        store.commit(&auth, command(row(1, ANA))).await.unwrap();
        let replay = store.commit(&auth, command(row(1, ANA))).await;
        assert_eq!(replay, Err(CommitError::Replay(b"first".to_vec())));
        let clash = store.commit(&auth, command(row(2, ANA))).await;
        assert_eq!(clash, Err(CommitError::IdempotencyClash));
        let clash = store.commit(&auth, command(row(1, DAN))).await;
        assert_eq!(clash, Err(CommitError::IdempotencyClash));
        clean(&store).await;
    }

    async fn the_same_command_at_once_is_done_once(place: Place) {
        let store = born(&place, false).await;
        let file = open_file(&store, 1, 0).await;
        let tasks: Vec<_> = (0..16).map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let auth = proof::<WriteFile>(file_res(file), ANA, NGO, all_kinds());
                let row = IdempotencyRow { id: id(0x1d, 1), user: ANA, mac: [1; 32], answer: b"first".to_vec(), at: NOW };
                let rows = vec![put(entry(file.into(), 1, CompartmentKind::Core, [0; 16]))];
                store.commit(&auth, Commit { idempotency: Some(row), ..commit(2, Vec::new(), rows) }).await
            })
        }).collect();
        let mut done = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => done += 1,
                Err(error) => assert_eq!(error, CommitError::Replay(b"first".to_vec())),
            }
        }
        assert_eq!(done, 1);
        clean(&store).await;
    }

    async fn one_refusal_does_not_sink_the_batch(place: Place) {
        let store = born(&place, false).await;
        let file = open_file(&store, 1, 0).await;
        let stream_id = StreamId::from(file);
        // All at once, so that they share transactions: every third is refused, in five different ways.
        let tasks: Vec<_> = (1..=150i64).map(|seq| {
            let store = store.clone();
            tokio::spawn(async move {
                let auth = proof::<WriteFile>(file_res(file), ANA, NGO, all_kinds());
                let good = put(entry(stream_id, seq, CompartmentKind::Core, [0; 16]));
                let bad = match seq % 15 {
                    3 => vec![good.clone(), good],
                    6 => vec![good, put(entry(StreamId(id(0x0f, 77)), 1, CompartmentKind::Core, [0; 16]))],
                    9 => vec![good, put(user(UserId(id(0xaa, 1)), "ana"))],
                    12 => vec![good, put(membership(ANA, UnitId(id(0xbb, 1)), Role::Lawyer))],
                    0 => {
                        let stale = commit(9, vec![(stream_id, 7)], vec![good]);
                        return (seq, store.commit(&auth, stale).await);
                    }
                    _ => vec![put(EntryRow { id: EntryId(id(0xe1, seq.unsigned_abs())), ..entry(stream_id, seq, CompartmentKind::Core, [0; 16]) })],
                };
                (seq, store.commit(&auth, commit(9, Vec::new(), bad)).await)
            })
        }).collect();
        for task in tasks {
            let (seq, outcome) = task.await.unwrap();
            match seq % 15 {
                3 | 6 | 12 => assert!(matches!(outcome, Err(CommitError::Malformed(_))), "{seq} {outcome:?}"),
                9 => assert_eq!(outcome, Err(CommitError::Duplicate)),
                0 => assert_eq!(outcome, Err(CommitError::Stale { stream: stream_id, actual: 0 })),
                _ => assert!(outcome.is_ok(), "{seq} {outcome:?}"),
            }
        }
        let content = store.fetch_entries(&read_file(file), &[CompartmentKind::Core], 0).await.unwrap();
        let expected: Vec<i64> = (1..=150).filter(|seq| seq % 3 != 0).collect();
        assert_eq!(content.peek().iter().map(|entry| entry.seq).collect::<Vec<_>>(), expected);
        clean(&store).await;
    }

    async fn an_entry_outside_the_walls_is_refused(place: Place) {
        let store = born(&place, false).await;
        let file = open_file(&store, 1, 0).await;
        let auth = proof::<WriteFile>(file_res(file), ANA, NGO, Compartments::only(CompartmentKind::Core));
        let rows = vec![put(entry(file.into(), 1, CompartmentKind::Psychosocial, [0; 16]))];
        assert_eq!(store.commit(&auth, commit(2, Vec::new(), rows)).await, Err(CommitError::Walled));
    }

    async fn what_is_deleted_is_gone_and_stated(place: Place) {
        let store = born(&place, false).await;
        let file = open_file(&store, 1, 1).await;
        let given = wrap(file.into(), CompartmentKind::Core, Grantee::Unit(POLICE));
        let auth = proof::<ShareFile>(file_res(file), ANA, NGO, all_kinds());
        store.commit(&auth, commit(2, Vec::new(), vec![put(given.clone())])).await.unwrap();
        assert_eq!(store.relations().wraps_for(file.into()).await.unwrap().len(), 2);
        let delete = vec![RowOp::Delete(RowKey::from(&given)), RowOp::Delete(RowKey::Work(WorkId(id(3, 3))))];
        store.commit(&auth, commit(3, Vec::new(), delete)).await.unwrap();
        assert_eq!(store.relations().wraps_for(file.into()).await.unwrap().len(), 1);
        let leaves = store.fetch_leaves_about(&ledger_reader(), file.0, None, 1).await.unwrap();
        let leaf = Leaf::decode(&leaves.peek()[0].bytes).unwrap();
        assert_eq!(leaf.rows.len(), 1, "what was not there is not stated");
        assert_eq!(leaf.rows[0].digest, None);
        clean(&store).await;
    }

    async fn system_actions_keep_to_their_conditions(place: Place) {
        let store = born(&place, false).await;
        let again = SystemAction::Init { demo: true, rows: Vec::new() };
        assert!(matches!(store.system_commit(again, request(1), NOW).await, Err(CommitError::Barred(_))));
        let seed = Seed { at: NOW, request: request(2), actor: ANA, action: "file.open", object: [1; 16], units: vec![NGO], rows: Vec::new() };
        assert!(matches!(store.seed(vec![seed]).await, Err(CommitError::Barred(_))));
        let invitation = InvitationRow {
            hash: [4; 32], organisation: ORG, unit: NGO, role: Role::Lawyer, login: "eva".to_owned(),
            expires: NOW.plus_days(1), state: InvitationState::Open,
        };
        let eva = UserId(id(0xea, 1));
        let join = || SystemAction::Join(Box::new(Joined {
            invitation: InvitationRow { state: InvitationState::Used, ..invitation.clone() },
            user: user(eva, "eva"),
            membership: MembershipRow { state: MembershipState::Waiting, ..membership(eva, NGO, Role::Lawyer) },
            locks: vec![LockRow { user: eva, kind: LockKind::Passphrase, blob: vec![1] }],
            session: None,
            stream: stream(eva.into(), 1),
            entry: entry(eva.into(), 1, CompartmentKind::Open, [0; 16]),
        }));
        assert!(matches!(store.system_commit(join(), request(3), NOW).await, Err(CommitError::Barred(_))));
        let auth = proof::<ChangeDirectory>(InstallationRes, ANA, NGO, Compartments::NONE);
        store.commit(&auth, commit(4, Vec::new(), vec![put(invitation.clone())])).await.unwrap();
        let late = store.system_commit(join(), request(5), NOW.plus_days(2)).await;
        assert!(matches!(late, Err(CommitError::Barred(_))));
        store.system_commit(join(), request(5), NOW).await.unwrap();
        assert!(matches!(store.system_commit(join(), request(6), NOW).await, Err(CommitError::Barred(_))));
        assert_eq!(store.relations().memberships(eva).await.unwrap().len(), 1);
        assert_eq!(store.relations().lock(eva, LockKind::Passphrase).await.unwrap().unwrap().blob, [1]);
        clean(&store).await;
    }

    async fn seeding_makes_a_leaf_for_each_change(place: Place) {
        let store = born(&place, true).await;
        store.seed(seeds(1..=40)).await.unwrap();
        assert_eq!(store.tail().await.unwrap().length, 41);
        clean(&store).await;
    }

    async fn seeding_signed_leaves_nothing_for_the_sequencer(place: Place) {
        let store = born(&place, true).await;
        let refused = store.seed_signed(seeds(1..=2), ORIGIN, &Seal).await;
        assert!(matches!(refused, Err(StoreError::Refused(CommitError::Barred(_)))), "a leaf waits for the sequencer");
        store.integrate(ORIGIN, &Seal, 100).await.unwrap();
        store.seed_signed(seeds(1..=250), ORIGIN, &Seal).await.unwrap();
        store.seed_signed(seeds(251..=260), ORIGIN, &Seal).await.unwrap();
        assert_eq!(store.tail().await.unwrap().length, 0);
        assert_eq!(store.last_checkpoint().await.unwrap().unwrap().size, 261);
        let again = store.seed_signed(seeds(7..=7), ORIGIN, &Seal).await;
        assert!(matches!(again, Err(StoreError::Refused(CommitError::Duplicate))));
        // And people go on from there.
        open_file(&store, 900, 2).await;
        store.integrate(ORIGIN, &Seal, 100).await.unwrap();
        assert_eq!(clean(&store).await.ledger.size, 262);
    }

    async fn only_a_demo_is_seeded(place: Place) {
        let store = born(&place, false).await;
        store.integrate(ORIGIN, &Seal, 100).await.unwrap();
        let refused = store.seed_signed(seeds(1..=2), ORIGIN, &Seal).await;
        assert!(matches!(refused, Err(StoreError::Refused(CommitError::Barred(_)))));
        clean(&store).await;
    }
}

/// A file each, opened with one entry.
fn seeds(numbers: std::ops::RangeInclusive<u64>) -> Vec<Seed> {
    let seed = |number| {
        let stream_id = StreamId(id(0x0f, number));
        let rows = vec![
            put(entry(stream_id, 1, CompartmentKind::Core, [0; 16])),
            put(stream(stream_id, 1)),
        ];
        Seed {
            at: NOW,
            request: request(number),
            actor: ANA,
            action: "file.open",
            object: stream_id.0,
            units: vec![NGO],
            rows,
        }
    };
    numbers.map(seed).collect()
}
