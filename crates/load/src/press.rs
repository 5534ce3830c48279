//! The load: requests that come when they come (Poisson), whether or not earlier ones were answered. A request's time runs from
//! the moment at which it was due, so that waiting for a slow server is counted and not left out (coordinated omission).

use crate::chance::Chance;
use crate::client::{Answer, Connection, Request};
use crate::kind::{Cast, Kind};
use crate::{Fail, Outcome};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};

/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Requests before this are asked and not counted.
pub(crate) const WARMING: Duration = Duration::from_secs(3);

/// Entries that every page of a long file's notes shows.
const FEWEST_NOTES: usize = 20;

/// What came of one kind.
#[derive(Debug, Default, Clone)]
pub(crate) struct Tally {
    /// Times of those that were answered as they must be.
    pub(crate) took: Vec<Duration>,
    /// When each of them was due, since the load began.
    pub(crate) due: Vec<Duration>,
    /// The others, each in a few words.
    pub(crate) errors: Vec<String>,
}

/// Connections that wait for their next request, by session; the last are of those who have none.
struct Pool(Vec<Mutex<Vec<Connection>>>);

impl Pool {
    fn place(&self, session: Option<usize>) -> Option<&Mutex<Vec<Connection>>> {
        self.0.get(session.unwrap_or(self.0.len() - 1))
    }

    fn take(&self, session: Option<usize>) -> Option<Connection> {
        let place = self.place(session)?;
        place.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn give(&self, session: Option<usize>, connection: Connection) {
        if let Some(place) = self.place(session) {
            let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
            place.push(connection);
        }
    }
}

async fn ask(
    pool: &Pool,
    port: u16,
    session: Option<usize>,
    request: &Request,
) -> std::io::Result<Answer> {
    let mut connection = match pool.take(session) {
        Some(kept) => kept,
        None => Connection::to(port).await?,
    };
    let answer = connection.ask(request).await?;
    pool.give(session, connection);
    Ok(answer)
}

/// How often each kind is asked before it is counted, and weighed: kinds that show different things show several of them.
const REHEARSALS: usize = 8;

/// Asks for each kind and reads the answers: a load of error pages would be fast. Gives the heaviest page of each kind that
/// is one, in bytes before compression.
pub(crate) async fn rehearse(cast: &Cast, port: u16) -> Outcome<BTreeMap<Kind, usize>> {
    let mut chance = Chance::of(7);
    let mut heaviest = BTreeMap::new();
    for (kind, _) in Kind::MIX {
        let times = if kind.is_page() { REHEARSALS } else { 1 };
        for _ in 0..times {
            let (kind, _, mut request) = cast.request(kind, &mut chance);
            request.plain = true;
            let answer = Connection::to(port).await?.ask(&request).await?;
            let page = String::from_utf8_lossy(&answer.body);
            if answer.status != kind.status() || !shows(kind, &page) {
                let start: String = page.chars().take(4_000).collect();
                return Err(Fail::App(format!(
                    "{kind:?} {}: {} {start}",
                    request.path, answer.status
                )));
            }
            if kind.is_page() {
                let most = heaviest.entry(kind).or_default();
                *most = answer.body.len().max(*most);
            }
        }
    }
    Ok(heaviest)
}

/// Whether the page has on it what its kind is about.
fn shows(kind: Kind, page: &str) -> bool {
    match kind {
        Kind::Notes => {
            page.matches("<time ").count() >= FEWEST_NOTES && page.contains("notes?page=")
        }
        Kind::Today | Kind::List | Kind::OtherList | Kind::Search => page.contains("/files/RO-"),
        Kind::File | Kind::Ordinary | Kind::Append | Kind::SignIn => true,
    }
}

/// Asks at `rate` requests a second; `counted` is called when the counting begins.
pub(crate) async fn press(
    cast: &Arc<Cast>,
    port: u16,
    rate: f64,
    counting: Duration,
    counted: impl FnOnce(),
) -> BTreeMap<Kind, Tally> {
    let pool: Vec<_> = (0..=cast.sessions.len())
        .map(|_| Mutex::default())
        .collect();
    let (pool, begin) = (Arc::new(Pool(pool)), Instant::now());
    let mut chance = Chance::of(rate.to_bits());
    let mut tallies: BTreeMap<Kind, Tally> = BTreeMap::new();
    let (mut asked, mut due, mut counted) = (JoinSet::new(), Duration::ZERO, Some(counted));
    loop {
        due += Duration::from_secs_f64(chance.wait(rate));
        if due >= WARMING + counting {
            break;
        }
        sleep_until(begin + due).await;
        if due >= WARMING
            && let Some(counted) = counted.take()
        {
            counted();
        }
        let (kind, session, request) = cast.request(Kind::chosen(&mut chance), &mut chance);
        let (pool, due) = (Arc::clone(&pool), begin + due);
        asked.spawn(async move {
            let answer = timeout(PATIENCE, ask(&pool, port, session, &request)).await;
            let outcome = match answer {
                Err(_) => Err(format!("no answer in {} s", PATIENCE.as_secs())),
                Ok(Err(error)) => Err(error.to_string()),
                Ok(Ok(answer)) if answer.status != kind.status() => Err(answer.status.to_string()),
                Ok(Ok(_)) => Ok(due.elapsed()),
            };
            (kind, due, outcome)
        });
        while let Some(Ok(done)) = asked.try_join_next() {
            tally(&mut tallies, begin, done);
        }
    }
    while let Some(Ok(done)) = asked.join_next().await {
        tally(&mut tallies, begin, done);
    }
    tallies
}

fn tally(
    tallies: &mut BTreeMap<Kind, Tally>,
    begin: Instant,
    (kind, due, outcome): (Kind, Instant, Result<Duration, String>),
) {
    let tally = tallies.entry(kind).or_default();
    match outcome {
        // An error counts whenever it comes.
        Err(error) => tally.errors.push(error),
        Ok(took) if due >= begin + WARMING => {
            tally.took.push(took);
            tally.due.push(due - begin);
        }
        Ok(_) => {}
    }
}
