//! The sequencer: indexes without gaps, checkpoints that hold, two at once, and a leaf that was changed before its turn.
use crate::common::*;
use punte_ledger::{Checkpoint, SignedNote};

both_engines! {
    async fn leaves_get_indexes_in_order_under_signed_checkpoints(place: Place) {
        let store = born(&place, false).await;
        for number in 1..=10 {
            open_file(&store, number, 1).await;
        }
        assert_eq!(store.tail().await.unwrap(), Tail { length: 11, oldest: Some(NOW) });
        assert_eq!(clean(&store).await.ledger.tail, 11);
        assert_eq!(store.integrate(ORIGIN, &Seal, 4).await.unwrap(), 4);
        let report = clean(&store).await;
        assert_eq!((report.ledger.size, report.ledger.tail, report.ledger.signed_size), (4, 7, 4));
        assert_eq!(report.oldest_unintegrated, Some(NOW));
        assert_eq!(store.integrate(ORIGIN, &Seal, 100).await.unwrap(), 7);
        assert_eq!(store.integrate(ORIGIN, &Seal, 100).await.unwrap(), 0);
        let report = clean(&store).await;
        assert_eq!((report.ledger.size, report.ledger.tail, report.ledger.checkpoints), (11, 0, 2));
        let last = store.last_checkpoint().await.unwrap().unwrap();
        let checkpoint = Checkpoint::decode(SignedNote::parse(&last.note).unwrap().verify(&[&Seal]).unwrap()).unwrap();
        assert_eq!((checkpoint.size, checkpoint.root), (11, report.ledger.root));
        let leaves = store.fetch_leaves(&ledger_reader(), None, 100).await.unwrap();
        let indexes: Vec<Option<i64>> = leaves.peek().iter().map(|leaf| leaf.index).collect();
        assert_eq!(indexes, (0..11).rev().map(Some).collect::<Vec<_>>());
    }

    async fn many_sequencers_at_once_make_one_tree(place: Place) {
        let store = born(&place, false).await;
        let writers: Vec<_> = (0..4u64).map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                for number in 1..=25 {
                    open_file(&store, writer * 100 + number, 1).await;
                }
            })
        }).collect();
        let sequencers: Vec<_> = (0..3).map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                for _ in 0..40 {
                    store.integrate(ORIGIN, &Seal, 9).await.unwrap();
                }
            })
        }).collect();
        for task in writers.into_iter().chain(sequencers) {
            task.await.unwrap();
        }
        while store.integrate(ORIGIN, &Seal, 256).await.unwrap() > 0 {}
        let report = clean(&store).await;
        assert_eq!((report.ledger.size, report.ledger.tail), (101, 0));
        assert!(report.ledger.checkpoints > 1);
    }

    async fn changes_to_one_row_by_many_are_stated_in_their_order(place: Place) {
        let store = born(&place, false).await;
        let file = open_file(&store, 1, 0).await;
        let tasks: Vec<_> = (0..8u8).map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                let auth = proof::<ShareFile>(file_res(file), ANA, NGO, all_kinds());
                for round in 0..15u8 {
                    let row = WrapRow { wrapped: vec![writer, round], ..wrap(file.into(), CompartmentKind::Legal, Grantee::Unit(POLICE)) };
                    let op = if round % 4 == 3 { RowOp::Delete((&row).into()) } else { put(row) };
                    store.commit(&auth, commit(u64::from(writer), Vec::new(), vec![op])).await.unwrap();
                }
            })
        }).collect();
        let sequencer = store.clone();
        let integrating = tokio::spawn(async move {
            for _ in 0..30 {
                sequencer.integrate(ORIGIN, &Seal, 5).await.unwrap();
            }
        });
        for task in tasks {
            task.await.unwrap();
        }
        integrating.await.unwrap();
        clean(&store).await;
    }

    async fn a_leaf_that_was_changed_before_its_turn_stops_the_tree(place: Place) {
        let store = born(&place, false).await;
        open_file(&store, 1, 1).await;
        crate::tamper::execute(&place, "UPDATE leaves SET at = at + 1, hash = actor WHERE number = 2").await;
        assert!(store.integrate(ORIGIN, &Seal, 10).await.is_err());
        let zeros = "0".repeat(64);
        let literal = match &place {
            Place::Sqlite(_) => format!("x'{zeros}'"),
            Place::Postgres(_) => format!("'\\x{zeros}'::bytea"),
        };
        crate::tamper::execute(&place, &format!("UPDATE leaves SET hash = {literal} WHERE number = 2")).await;
        let stopped = store.integrate(ORIGIN, &Seal, 10).await;
        assert!(matches!(stopped, Err(StoreError::DamagedLeaf(2))), "{stopped:?}");
        assert!(!check(&store).await.is_clean());
    }

    async fn the_sequencer_runs_by_itself(place: Place) {
        let store = born(&place, false).await;
        let running = store.clone();
        let sequencer = tokio::spawn(async move { running.run_sequencer(ORIGIN, &Seal).await });
        for number in 1..=5 {
            open_file(&store, number, 1).await;
        }
        let mut waited = 0;
        while store.tail().await.unwrap().length > 0 {
            assert!(waited < 50, "not in the tree after five seconds");
            waited += 1;
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        sequencer.abort();
        assert_eq!(clean(&store).await.ledger.size, 6);
    }
}
