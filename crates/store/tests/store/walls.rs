//! What a proof does not cover is not given, and nothing is given before its leaf.
use crate::common::*;

/// A file with one entry in every compartment: two private ones, two own ones.
async fn walled_file(store: &Store) -> FileId {
    let file = FileId(id(0x0f, 1));
    let stream_id = StreamId::from(file);
    let lots = [
        (CompartmentKind::Core, [0; 16]),
        (CompartmentKind::Identity, [0; 16]),
        (CompartmentKind::Whereabouts, [0; 16]),
        (CompartmentKind::Psychosocial, [0; 16]),
        (CompartmentKind::Legal, [0; 16]),
        (CompartmentKind::Justice, [0; 16]),
        (CompartmentKind::Private, ANA.0),
        (CompartmentKind::Private, DAN.0),
        (CompartmentKind::Own, NGO.0),
        (CompartmentKind::Own, POLICE.0),
    ];
    let mut rows = vec![put(stream(stream_id, 10))];
    rows.extend(
        (1..)
            .zip(lots)
            .map(|(seq, (kind, owner))| put(entry(stream_id, seq, kind, owner))),
    );
    let auth = proof::<OpenFile>(unit_res(NGO), ANA, NGO, Compartments::NONE);
    store
        .commit(&auth, commit(1, vec![(stream_id, 0)], rows))
        .await
        .unwrap();
    file
}

async fn seen(store: &Store, auth: &Authorized<ReadFile>, kinds: &[CompartmentKind]) -> Vec<i64> {
    let content = store.fetch_entries(auth, kinds, 0).await.unwrap();
    content.peek().iter().map(|entry| entry.seq).collect()
}

both_engines! {
    async fn entries_stay_behind_their_walls(place: Place) {
        let store = born(&place, false).await;
        let file = walled_file(&store).await;
        let all = CompartmentKind::OF_FILE;
        let ana = read_file(file);
        assert_eq!(seen(&store, &ana, &all).await, [1, 2, 3, 4, 5, 6, 7, 9]);
        assert_eq!(seen(&store, &ana, &[CompartmentKind::Own]).await, [9]);
        assert_eq!(seen(&store, &ana, &[]).await, [] as [i64; 0]);
        let dan = proof::<ReadFile>(file_res(file), DAN, POLICE, all_kinds());
        assert_eq!(seen(&store, &dan, &all).await, [1, 2, 3, 4, 5, 6, 8, 10]);
        for kind in all {
            let narrow = proof::<ReadFile>(file_res(file), ANA, NGO, Compartments::only(kind));
            let found = store.fetch_entries(&narrow, &all, 0).await.unwrap();
            assert!(found.peek().iter().all(|entry| entry.compartment == kind));
            assert_eq!(found.peek().len(), 1, "{kind:?}");
        }
        let nothing = proof::<ReadFile>(file_res(file), ANA, NGO, Compartments::NONE);
        assert_eq!(seen(&store, &nothing, &all).await, [] as [i64; 0]);
        let other = read_file(FileId(id(0x0f, 2)));
        assert_eq!(seen(&store, &other, &all).await, [] as [i64; 0]);
        let late = store.fetch_entries(&ana, &all, 6).await.unwrap();
        assert_eq!(late.peek().len(), 2);
    }

    async fn wraps_are_given_to_their_holders_while_they_hold(place: Place) {
        let store = born(&place, false).await;
        let file = walled_file(&store).await;
        let object = StreamId::from(file);
        let until = |moment| Some(moment);
        let rows = vec![
            wrap(object, CompartmentKind::Core, Grantee::Unit(NGO)),
            wrap(object, CompartmentKind::Core, Grantee::Unit(POLICE)),
            WrapRow { state: WrapState::Offered, ..wrap(object, CompartmentKind::Legal, Grantee::Unit(NGO)) },
            WrapRow { until: until(NOW), ..wrap(object, CompartmentKind::Justice, Grantee::Unit(NGO)) },
            WrapRow { until: until(NOW.plus_seconds(1)), ..wrap(object, CompartmentKind::Identity, Grantee::Unit(NGO)) },
            WrapRow { owner: ANA.0, ..wrap(object, CompartmentKind::Private, Grantee::User(ANA)) },
            WrapRow { owner: DAN.0, ..wrap(object, CompartmentKind::Private, Grantee::User(DAN)) },
        ];
        let auth = proof::<ShareFile>(file_res(file), ANA, NGO, all_kinds());
        store.commit(&auth, commit(2, Vec::new(), puts(rows))).await.unwrap();
        let held = store.fetch_wraps(&read_file(file)).await.unwrap();
        let kinds: Vec<CompartmentKind> = held.iter().map(|row| row.compartment).collect();
        assert_eq!(kinds, [CompartmentKind::Core, CompartmentKind::Identity, CompartmentKind::Private]);
        assert!(held.iter().all(|row| [Grantee::Unit(NGO), Grantee::User(ANA)].contains(&row.grantee)));
        let file_seen = store.relations().file(file).await.unwrap().unwrap();
        assert_eq!(file_seen.grants.len(), 7);
        assert_eq!(file_seen.lead, NGO);
        assert!(!file_seen.closed);
    }

    async fn nothing_is_given_without_its_leaf(place: Place) {
        let store = born(&place, false).await;
        let file = walled_file(&store).await;
        let auth = read_file(file);
        let before = store.tail().await.unwrap().length;
        let content = store.fetch_entries(&auth, &[CompartmentKind::Core], 0).await.unwrap();
        assert_eq!(store.tail().await.unwrap().length, before);
        let note = |objects| ReadNote { request: request(5), objects, compartments: Compartments::only(CompartmentKind::Core) };
        let given = store.log_read(&auth, note(vec![file.0]), content, NOW).await.unwrap();
        assert_eq!(given.len(), 1);
        assert_eq!(store.tail().await.unwrap().length, before + 1);
        // A store that can write no leaf gives no content.
        let content = store.fetch_entries(&auth, &[CompartmentKind::Core], 0).await.unwrap();
        store.close().await;
        let refused = store.log_read(&auth, note(Vec::new()), content, NOW).await;
        assert!(matches!(refused, Err(StoreError::Unavailable)), "{refused:?}");
        let again = Store::open(&config(&place)).await.unwrap();
        let leaves = again.fetch_leaves_about(&ledger_reader(), file.0, None, 10).await.unwrap();
        let leaf = Leaf::decode(&leaves.peek()[0].bytes).unwrap();
        assert_eq!((leaf.kind, leaf.compartments, leaf.rows.len()), (LeafKind::Read, 1, 1));
        clean(&again).await;
    }

    async fn refusals_are_in_the_ledger(place: Place) {
        let store = born(&place, false).await;
        let denial = Denial {
            action: ReadFile::NAME, actor: DAN, object: id(0x0f, 1), units: vec![POLICE],
            policies: Vec::new(), request: request(8), now: NOW,
        };
        store.denied(denial).await.unwrap();
        let leaves = store.fetch_leaves_by(&ledger_reader(), DAN, None, 10).await.unwrap();
        let leaf = Leaf::decode(&leaves.peek()[0].bytes).unwrap();
        assert_eq!((leaf.kind, leaf.action.as_str()), (LeafKind::Denied, "file.read"));
        clean(&store).await;
    }

    async fn the_ledger_is_read_only_as_far_as_the_proof_goes(place: Place) {
        let store = born(&place, false).await;
        let file = walled_file(&store).await;
        let access = proof::<ReadAccess>(file_res(file), ANA, NGO, all_kinds());
        assert_eq!(store.fetch_leaves_about(&access, file.0, None, 10).await.unwrap().peek().len(), 0);
        let outside = store.fetch_leaves_about(&access, id(0x0f, 2), None, 10).await;
        assert!(matches!(outside, Err(StoreError::OutsideProof)));
        assert!(matches!(store.fetch_leaves(&access, None, 10).await, Err(StoreError::OutsideProof)));
        assert!(matches!(store.fetch_leaves_by(&access, DAN, None, 10).await, Err(StoreError::OutsideProof)));
        let own = proof::<OwnAccount>(UserRes { id: ANA }, ANA, NGO, Compartments::NONE);
        assert_eq!(store.fetch_leaves_by(&own, ANA, None, 10).await.unwrap().peek().len(), 1);
    }

    async fn rosters_are_the_units_and_ones_own(place: Place) {
        let store = born(&place, false).await;
        let file = walled_file(&store).await;
        // Bytes that are no text: lines come strung together.
        let sealed: &[u8] = &[0, 0xFF, b',', 0xC3, 0x28, 0];
        let line = |grantee| RosterRow { grantee, stream: file.into(), form: 1, sealed: sealed.to_vec() };
        let grantees = [Grantee::Unit(NGO), Grantee::Unit(POLICE), Grantee::User(ANA), Grantee::User(DAN)];
        let auth = proof::<LeadFile>(file_res(file), ANA, NGO, all_kinds());
        store.commit(&auth, commit(2, Vec::new(), puts(grantees.map(line)))).await.unwrap();
        let list = proof::<ListFiles>(unit_res(NGO), ANA, NGO, Compartments::NONE);
        let own = Grantee::Unit(NGO);
        // The line stays where the core is not open: offered, ended, another compartment.
        let core = wrap(file.into(), CompartmentKind::Core, own);
        for (number, shut) in [
            wrap(file.into(), CompartmentKind::Legal, own),
            WrapRow { state: WrapState::Offered, ..core.clone() },
            WrapRow { until: Some(NOW), ..core.clone() },
        ].into_iter().enumerate() {
            store.commit(&auth, commit(3 + u64::try_from(number).unwrap(), Vec::new(), vec![put(shut)])).await.unwrap();
            assert!(store.fetch_roster(&list, own, None).await.unwrap().peek().is_empty());
        }
        store.commit(&auth, commit(9, Vec::new(), vec![put(core)])).await.unwrap();
        for (grantee, covered) in grantees.into_iter().zip([true, false, true, false]) {
            match store.fetch_roster(&list, grantee, None).await {
                Ok(rows) => assert!(covered && rows.peek().iter().collect::<Vec<_>>() == [(file.into(), sealed)]),
                Err(error) => assert!(!covered && matches!(error, StoreError::OutsideProof)),
            }
        }
        let among = |streams: &[StreamId]| { let streams = streams.to_vec(); let (store, list) = (&store, &list); async move {
            store.fetch_roster(list, own, Some(&streams)).await.unwrap().peek().len()
        } };
        assert_eq!(among(&[file.into()]).await, 1);
        assert_eq!(among(&[StreamId([7; 16])]).await + among(&[]).await, 0);
    }
}
