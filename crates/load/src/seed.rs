//! Fills stores with files: histories are made on every core, and each batch goes into all the stores.

use crate::house::House;
use crate::plan::{Sketch, UNITS};
use crate::{Fail, Outcome};
use punte_app::AppError;
use punte_app::ops::scribe::{Desktop, Scribe};
use punte_domain::CountryPack;
use punte_domain::access::Role;
use punte_store::{Seed, Store};
use punte_vault::SystemRng;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use tokio::sync::mpsc;

/// Files of one transaction.
const BATCH: usize = 100;
/// Batches that wait to be written.
const AHEAD: usize = 4;

/// Writes the files of these numbers into every store.
pub(crate) async fn seed(
    house: &Arc<House>,
    stores: &[Store],
    numbers: Range<usize>,
) -> Outcome<()> {
    let hands = std::thread::available_parallelism().map_or(1, usize::from);
    let (send, mut made) = mpsc::channel(AHEAD);
    let makers: Vec<_> = (0..hands)
        .map(|hand| {
            let (house, send, numbers) = (Arc::clone(house), send.clone(), numbers.clone());
            std::thread::spawn(move || make(&house, numbers, (hand, hands), &send))
        })
        .collect();
    drop(send);
    while let Some(batch) = made.recv().await {
        write(house, stores, batch).await?;
    }
    for maker in makers {
        maker.join().map_err(|_| Fail::Odd("a maker of files"))??;
    }
    Ok(())
}

async fn write(house: &House, stores: &[Store], batch: Vec<Seed>) -> Outcome<()> {
    let (origin, signer) = (crate::house::ORIGIN, &house.signer);
    match stores {
        [only] => only.seed_signed(batch, origin, signer).await?,
        [one, other] => {
            let first = one.seed_signed(batch.clone(), origin, signer);
            let second = other.seed_signed(batch, origin, signer);
            let (first, second) = tokio::join!(first, second);
            first?;
            second?;
        }
        _ => return Err(Fail::Odd("one store or two")),
    }
    Ok(())
}

/// The files of every unit that is this hand's.
fn make(
    house: &House,
    numbers: Range<usize>,
    (hand, hands): (usize, usize),
    send: &mpsc::Sender<Vec<Seed>>,
) -> Outcome<()> {
    let pack = CountryPack::romania().map_err(|_| Fail::Odd("the country pack"))?;
    let desktop = Desktop {
        pack,
        pseudonyms: &house.created.keys.pseudonyms,
        statistics: house.created.keys.statistics.public(),
        rng: &SystemRng,
    };
    let mut scribes: BTreeMap<usize, Scribe<'_>> = BTreeMap::new();
    for unit in (0..UNITS).filter(|unit| unit % hands == hand) {
        scribes.insert(unit, scribe(house, &desktop, unit)?);
    }
    let mut batch = Vec::new();
    let mut files = 0;
    for sketch in numbers.map(Sketch::of) {
        let Some(scribe) = scribes.get_mut(&sketch.unit) else {
            continue;
        };
        scribe.author = house.author(sketch.unit, sketch.number / 5)?;
        let written = scribe.write(&sketch.history(house.born));
        batch.extend(written.map_err(|error: AppError| Fail::App(format!("{error:?}")))?);
        files += 1;
        if files % BATCH == 0 && send.blocking_send(std::mem::take(&mut batch)).is_err() {
            break;
        }
    }
    for (unit, scribe) in scribes {
        house.keep_days(unit, scribe.days);
    }
    if !batch.is_empty() {
        // Whoever no longer takes it has failed, and says so.
        let _ = send.blocking_send(batch);
    }
    Ok(())
}

fn scribe<'a>(house: &'a House, desktop: &'a Desktop<'a>, unit: usize) -> Outcome<Scribe<'a>> {
    let secrets = house.secrets(unit)?;
    Ok(Scribe {
        desktop,
        unit: house.unit(unit)?,
        keys: &secrets.keys,
        roster: &secrets.roster,
        author: house.author(unit, 0)?,
        role: Role::CaseManager,
        days: house.take_days(unit),
    })
}
