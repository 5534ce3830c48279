//! Jobs, sessions and what lapses with time.
use crate::common::*;
use punte_domain::work::WorkKind;

fn job(number: u64, due: Moment) -> JobRow {
    JobRow {
        id: id(9, number),
        kind: 1,
        payload: vec![1],
        due,
        tries: 0,
        claimed_until: None,
    }
}

fn session(number: u8, expires: Moment) -> SessionRow {
    SessionRow {
        hash: [number; 32],
        user: ANA,
        sealed: vec![1],
        created: NOW,
        seen: NOW,
        expires,
        label: "laptop".to_owned(),
    }
}

both_engines! {
    async fn a_job_is_claimed_once_and_comes_again_when_its_holder_dies(place: Place) {
        let store = born(&place, false).await;
        let auth = proof::<OwnAccount>(UserRes { id: ANA }, ANA, NGO, Compartments::NONE);
        let rows = vec![put(job(2, NOW)), put(job(1, NOW)), put(job(3, NOW.plus_hours(1)))];
        store.commit(&auth, commit(1, Vec::new(), rows)).await.unwrap();
        let until = NOW.plus_seconds(60);
        let first = store.claim_job(NOW, until).await.unwrap().unwrap();
        assert_eq!((first.id, first.tries), (id(9, 1), 1));
        assert_eq!(store.claim_job(NOW, until).await.unwrap().unwrap().id, id(9, 2));
        assert_eq!(store.claim_job(NOW, until).await.unwrap(), None);
        store.finish_job(id(9, 2)).await.unwrap();
        let again = store.claim_job(until, until.plus_seconds(60)).await.unwrap().unwrap();
        assert_eq!((again.id, again.tries), (id(9, 1), 2));
        assert_eq!(store.claim_job(until, until.plus_seconds(60)).await.unwrap(), None);
        clean(&store).await;
    }

    async fn many_workers_never_hold_one_job_together(place: Place) {
        let store = born(&place, false).await;
        let auth = proof::<OwnAccount>(UserRes { id: ANA }, ANA, NGO, Compartments::NONE);
        store.commit(&auth, commit(1, Vec::new(), puts((0..60).map(|number| job(number, NOW))))).await.unwrap();
        let workers: Vec<_> = (0..6).map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut held = Vec::new();
                while let Some(job) = store.claim_job(NOW, NOW.plus_seconds(60)).await.unwrap() {
                    held.push(job.id);
                }
                held
            })
        }).collect();
        let mut held = Vec::new();
        for worker in workers {
            held.extend(worker.await.unwrap());
        }
        held.sort_unstable();
        held.dedup();
        assert_eq!(held.len(), 60);
    }

    async fn sessions_begin_and_end(place: Place) {
        let store = born(&place, false).await;
        let sign_in = |row: SessionRow| SystemAction::SignIn { session: row, locks: Vec::new(), user: None };
        store.system_commit(sign_in(session(1, NOW.plus_hours(10))), request(1), NOW).await.unwrap();
        store.system_commit(sign_in(session(2, NOW.plus_hours(1))), request(2), NOW).await.unwrap();
        store.system_commit(SystemAction::FailedSignIn { user: Some(DAN) }, request(3), NOW).await.unwrap();
        let relations = store.relations();
        assert_eq!(relations.session([1; 32], NOW).await.unwrap(), Some(session(1, NOW.plus_hours(10))));
        assert_eq!(relations.session([2; 32], NOW.plus_hours(1)).await.unwrap(), None);
        store.touch_session([1; 32], NOW.plus_hours(1)).await.unwrap();
        assert_eq!(relations.session([1; 32], NOW).await.unwrap().unwrap().seen, NOW.plus_hours(1));
        let own = proof::<OwnAccount>(UserRes { id: ANA }, ANA, NGO, Compartments::NONE);
        assert_eq!(store.fetch_sessions(&own).await.unwrap().len(), 2);
        let other = proof::<OwnAccount>(UserRes { id: DAN }, DAN, POLICE, Compartments::NONE);
        assert_eq!(store.fetch_sessions(&other).await.unwrap().len(), 0);
        store.system_commit(SystemAction::SignOut { user: ANA, session: [1; 32] }, request(4), NOW).await.unwrap();
        assert_eq!(relations.session([1; 32], NOW).await.unwrap(), None);
        assert_eq!(store.sweep(NOW.plus_hours(1), request(5)).await.unwrap(), 0);
        assert_eq!(store.fetch_sessions(&own).await.unwrap().len(), 0);
        clean(&store).await;
    }

    async fn who_is_signed_in_comes_with_all_their_seats_or_with_none(place: Place) {
        let store = born(&place, false).await;
        let auth = proof::<OwnAccount>(UserRes { id: ANA }, ANA, NGO, Compartments::NONE);
        let (nobody, ended) = (UserId([0xee; 16]), MembershipState::Ended);
        let rows = vec![
            put(user(nobody, "nicaieri")),
            put(MembershipRow { state: ended, ..membership(ANA, POLICE, Role::Lawyer) }),
            put(session(1, NOW.plus_hours(10))),
            put(SessionRow { user: nobody, ..session(2, NOW.plus_hours(10)) }),
        ];
        store.commit(&auth, commit(1, Vec::new(), rows)).await.unwrap();
        for (hash, user, seats) in [(1, ANA, 2), (2, nobody, 0)] {
            let found = store.relations().signed_in([hash; 32], NOW).await.unwrap().unwrap();
            assert_eq!((found.user.id, found.seats.len(), found.second_factor), (user, seats, false));
            assert_eq!(found.seats, store.relations().seats(user).await.unwrap());
        }
        assert_eq!(store.relations().signed_in([1; 32], NOW.plus_hours(10)).await.unwrap(), None);
        assert_eq!(store.relations().signed_in([3; 32], NOW).await.unwrap(), None);
    }

    async fn wraps_whose_time_is_over_go_with_a_leaf(place: Place) {
        let store = born(&place, false).await;
        let file = open_file(&store, 1, 0).await;
        let until = NOW.plus_days(1);
        let lapsing = WrapRow { until: Some(until), ..wrap(file.into(), CompartmentKind::Legal, Grantee::Unit(POLICE)) };
        let auth = proof::<ShareFile>(file_res(file), ANA, NGO, all_kinds());
        store.commit(&auth, commit(2, Vec::new(), vec![put(lapsing)])).await.unwrap();
        assert_eq!(store.sweep(NOW, request(3)).await.unwrap(), 0);
        assert_eq!(store.tail().await.unwrap().length, 3);
        assert_eq!(store.sweep(until, request(4)).await.unwrap(), 1);
        assert_eq!(store.sweep(until, request(5)).await.unwrap(), 0);
        assert_eq!(store.relations().wraps_for(file.into()).await.unwrap().len(), 1);
        assert_eq!(store.tail().await.unwrap().length, 4);
        clean(&store).await;
    }

    async fn what_a_unit_leaves_open_waits_for_the_lead_when_its_time_is_over(place: Place) {
        let store = born(&place, false).await;
        let file = open_file(&store, 1, 0).await;
        let until = NOW.plus_days(1);
        let core = |referral: u8, until| WrapRow {
            until: Some(until),
            referral: ReferralId([referral; 16]),
            ..wrap(file.into(), CompartmentKind::Core, Grantee::Unit(POLICE))
        };
        let task = |number: u64, unit, kind: WorkKind| WorkRow {
            id: WorkId(id(3, number)),
            stream: file.into(),
            unit,
            assignee: Some(DAN),
            kind: kind.code().into(),
            due: None,
            opened: NOW,
            closed: None,
        };
        let rows = vec![
            // Two referrals, of which one ends a day after the other.
            put(core(1, until)),
            put(core(2, until.plus_days(1))),
            put(task(1, POLICE, WorkKind::TaskDue)),
            put(task(2, NGO, WorkKind::TaskDue)),
            put(task(3, POLICE, WorkKind::TransferToAnswer)),
        ];
        let auth = proof::<ShareFile>(file_res(file), ANA, NGO, all_kinds());
        store.commit(&auth, commit(2, Vec::new(), rows)).await.unwrap();
        let queues = async || {
            let mut rows = store.relations().work_of(file.into()).await.unwrap();
            rows.sort_by_key(|row| row.id);
            rows.iter().map(|row| (row.unit, row.assignee)).collect::<Vec<_>>()
        };
        let before = [(POLICE, Some(DAN)), (NGO, Some(DAN)), (POLICE, Some(DAN))];
        assert_eq!(store.sweep(until, request(3)).await.unwrap(), 1);
        assert_eq!(queues().await, before);
        assert_eq!(store.sweep(until.plus_days(1), request(4)).await.unwrap(), 1);
        assert_eq!(queues().await, [(NGO, None), (NGO, Some(DAN)), (POLICE, Some(DAN))]);
        clean(&store).await;
    }
}
