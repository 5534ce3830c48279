//! Who saw what and when, for the data protection officer: from the ledger's leaves, which hold no content.

use crate::names::Names;
use crate::{AppError, AppResult, Desk};
use punte_domain::access::{InstallationRes, ReadLedger, Resource};
use punte_domain::code::FileCode;
use punte_domain::compartment::Compartments;
use punte_domain::id::{StreamId, UserId};
use punte_domain::time::Day;
use punte_domain::{Authorized, Moment, StreamKind};
use punte_ledger::{Leaf, LeafKind};
use punte_store::{LeafCursor, LeafRow, ReadNote};
use serde::Serialize;
use std::collections::BTreeMap;

/// Lines of one page.
const PAGE: usize = 50;
/// Leaves asked for at once.
const BATCH: u32 = 200;
/// Batches looked through for one page, so that a rare person doesn't read the whole ledger in one request.
const BATCHES: usize = 25;
/// Lines of one exported file; what is older is the next file.
pub const LEDGER_FILE: usize = 10_000;
/// Batches looked through for one file.
const FILE_BATCHES: usize = 500;

/// What to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LedgerFilter {
    /// Only what this person did.
    pub person: Option<UserId>,
    /// Only what concerns this file.
    pub file: Option<FileCode>,
    /// Only what happened on this day, in the country's clock.
    pub day: Option<Day>,
    /// Only what is older than this line.
    pub before: Option<i64>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LedgerLine {
    /// Its number.
    pub number: i64,
    /// When.
    pub at: Moment,
    /// Who; `None` for the system or somebody unknown.
    pub actor: Option<UserId>,
    /// What they did (message `action-<name>`, dots and underscores as hyphens).
    pub action: String,
    /// Refused.
    pub refused: bool,
    /// The file's code, where it was about one.
    pub file: Option<FileCode>,
    /// Compartments that were opened or written.
    pub compartments: Compartments,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LedgerPage {
    /// Newest first.
    pub lines: Vec<LedgerLine>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<i64>,
    /// Names of everybody in it.
    pub names: Names,
}

impl LedgerLine {
    /// Key of the action's words.
    pub fn action_key(&self) -> String {
        self.action.replace(['.', '_'], "-")
    }
}

impl Desk {
    /// A page of the ledger.
    pub async fn ledger(&self, filter: LedgerFilter) -> AppResult<LedgerPage> {
        self.ledger_part(filter, (PAGE, BATCHES)).await
    }

    /// As much of the ledger as one exported file holds ([`LEDGER_FILE`]).
    pub async fn ledger_file(&self, filter: LedgerFilter) -> AppResult<LedgerPage> {
        self.ledger_part(filter, (LEDGER_FILE, FILE_BATCHES)).await
    }

    async fn ledger_part(
        &self,
        filter: LedgerFilter,
        most: (usize, usize),
    ) -> AppResult<LedgerPage> {
        let resource = InstallationRes;
        let proof = self
            .permit::<ReadLedger>(resource.id(), Some(resource), Compartments::NONE)
            .await?;
        let object = match filter.file {
            None => None,
            Some(code) => {
                let id = self.app.0.store.relations().file_by_code(code).await?;
                // A code that no file has is about nothing: an empty page, like that of a file nobody touched.
                Some(id.map_or([0xFF; 16], |id| id.0))
            }
        };
        let (leaves, next) = self.leaves(&proof, filter, object, most).await?;
        let kinds = self.kinds_of(&leaves).await?;
        let lines: Vec<_> = leaves.iter().filter_map(|row| line(row, &kinds)).collect();
        let note = ReadNote {
            request: self.request,
            objects: object.into_iter().collect(),
            compartments: Compartments::NONE,
        };
        let empty = self
            .app
            .0
            .store
            .fetch_leaves(&proof, Some(LeafCursor(0)), 1)
            .await?;
        self.app
            .0
            .store
            .log_read(&proof, note, empty, self.now)
            .await?;
        let users = lines.iter().filter_map(|l| l.actor).collect();
        let names = self.app.names(users, [].into()).await?;
        Ok(LedgerPage { lines, next, names })
    }

    async fn leaves(
        &self,
        proof: &Authorized<ReadLedger>,
        filter: LedgerFilter,
        object: Option<[u8; 16]>,
        (lines, batches): (usize, usize),
    ) -> AppResult<(Vec<LeafRow>, Option<i64>)> {
        let store = &self.app.0.store;
        let span = filter.day.map(|day| {
            let (first, last) = self.bounds_of(day);
            (first, Moment(last.0 + 1))
        });
        let wanted = |row: &LeafRow| {
            filter.person.is_none_or(|person| row.actor == person)
                && span.is_none_or(|(begins, ends)| begins <= row.at && row.at < ends)
        };
        let mut found = Vec::new();
        let mut before = filter.before.map(LeafCursor);
        for _ in 0..batches {
            let batch = match (object, span, filter.person) {
                (Some(object), _, _) => {
                    store
                        .fetch_leaves_about(proof, object, before, BATCH)
                        .await?
                }
                (None, Some(span), _) => {
                    store
                        .fetch_leaves_within(proof, span, before, BATCH)
                        .await?
                }
                (None, None, Some(person)) => {
                    store.fetch_leaves_by(proof, person, before, BATCH).await?
                }
                (None, None, None) => store.fetch_leaves(proof, before, BATCH).await?,
            };
            let rows = batch.peek().clone();
            let ended = rows.len() < BATCH as usize;
            for row in rows {
                before = Some(LeafCursor(row.number));
                if wanted(&row) {
                    found.push(row);
                }
                if found.len() == lines {
                    return Ok((found, before.map(|b| b.0)));
                }
            }
            if ended {
                return Ok((found, None));
            }
        }
        Ok((found, before.map(|b| b.0)))
    }

    async fn kinds_of(&self, leaves: &[LeafRow]) -> AppResult<BTreeMap<StreamId, StreamKind>> {
        let ids: Vec<StreamId> = leaves.iter().map(|row| StreamId(row.object)).collect();
        self.app
            .0
            .store
            .relations()
            .kinds_among(&ids)
            .await
            .map_err(AppError::from)
    }
}

fn line(row: &LeafRow, kinds: &BTreeMap<StreamId, StreamKind>) -> Option<LedgerLine> {
    let leaf = Leaf::decode(&row.bytes).ok()?;
    let object = StreamId(leaf.object);
    let file = kinds.get(&object).filter(|kind| **kind == StreamKind::File);
    Some(LedgerLine {
        number: row.number,
        at: Moment(leaf.at),
        actor: Some(UserId(leaf.actor)).filter(|user| user.0 != [0; 16]),
        refused: leaf.kind == LeafKind::Denied,
        file: file.map(|_| crate::files::code_of(object.into())),
        compartments: Compartments(leaf.compartments),
        action: leaf.action,
    })
}
