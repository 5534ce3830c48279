//! Probabilistic record linkage and de-duplication of persons, without labels.
//!
//! Pure compute: no clock, no ambient randomness, input and output only through the caller's readers and writers,
//! progress and cancellation by callback. The same input gives the same output, whatever the number of threads.
//!
//! The method (formulae, literature, what it does not promise) is in `docs/methods/link.md`.
//!
//! ```
//! use punte_link::{LinkSettings, link, watch::unwatched};
//!
//! let people = "id,prenume,nume,data_nasterii\n1,Ștefan,Țurcanu,2012-03-04\n2,Stefan,Turcanu,04.03.2012\n3,Ana,Rusu,2010-01-02\n";
//! let outcome = link(people.as_bytes(), None::<&[u8]>, &LinkSettings::default(), &unwatched)?;
//! assert_eq!(outcome.table.len(), 3);
//! # Ok::<(), punte_link::LinkError>(())
//! ```

pub mod block;
pub mod cluster;
pub mod columns;
pub mod compare;
pub mod draw;
mod error;
pub mod model;
pub mod output;
pub mod place;
mod pool;
pub mod private;
pub mod read;
pub mod review;
pub mod run;
pub mod schema;
pub mod search;
pub mod table;
pub mod text;
pub mod watch;

pub use error::{LinkError, Result};

use crate::cluster::{ClusterOptions, Clusters, cluster};
use crate::read::{ReadOptions, read_tables};
use crate::run::{LinkOptions, Linkage, score_pairs};
use crate::table::Table;
use crate::watch::Watch;
use std::io::Read;

/// Everything that can be set.
#[derive(Debug, Clone, Default)]
pub struct LinkSettings<'g> {
    /// Which columns mean what.
    pub read: ReadOptions<'g>,
    /// How to score.
    pub link: LinkOptions,
    /// How to join.
    pub cluster: ClusterOptions,
}

/// What [`link`] yields.
#[derive(Debug)]
pub struct Outcome {
    /// The records, first table first.
    pub table: Table,
    /// Scored pairs and the model.
    pub linkage: Linkage,
    /// Persons.
    pub clusters: Clusters,
}

/// Links a table with itself (de-duplication) or with a second one (CSV, header in the first row).
///
/// Errors: [`LinkError::BadInput`] and [`LinkError::BadHeader`] when a file cannot be used (nothing is guessed or
/// skipped), [`LinkError::BadSettings`], [`LinkError::Io`], [`LinkError::Stopped`].
pub fn link(
    first: impl Read,
    second: Option<impl Read>,
    settings: &LinkSettings<'_>,
    watch: Watch<'_>,
) -> Result<Outcome> {
    let table = read_tables(first, second, &settings.read, watch)?;
    let linkage = score_pairs(&table, &settings.link, watch)?;
    let clusters = cluster(&table, &linkage, settings.cluster, watch)?;
    Ok(Outcome {
        table,
        linkage,
        clusters,
    })
}
