//! The roster: one small sealed row per file, so that search reads rows and never opens files.
//!
//! Members of the unit seal under its [`RosterKey`]; somebody outside (who shares a file with the unit) seals to the
//! unit's public key, and a member's next write may re-seal it. Opening accepts both forms.

use crate::blob::{Bound, KeyId, Purpose, Reader};
use crate::keys::RosterKey;
use crate::secret::Plain;
use crate::wrap::{self, Recipient};
use crate::{Result, Rng};

/// Seal a row under the roster's key. The purpose is set here.
pub fn seal_row(
    key: &RosterKey,
    bound: Bound<'_>,
    content: &[u8],
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    key.0.seal(bound.with(Purpose::RosterRow), content, rng)
}

/// Opens the rows of a roster one after the other: the key is made ready once, and each row lies where the one before lay.
pub struct RowReader(Reader);

impl RosterKey {
    /// See [`RowReader`].
    pub fn reader(&self) -> Result<RowReader> {
        self.0.reader().map(RowReader)
    }
}

impl RowReader {
    /// The name of its key in headers.
    pub fn id(&self) -> KeyId {
        self.0.id
    }

    /// Open a row that was sealed under the roster's key; the content stays until the next row is opened.
    pub fn open(&mut self, bound: Bound<'_>, blob: &[u8]) -> Result<&[u8]> {
        self.0.open(bound.with(Purpose::RosterRow), blob)
    }
}

/// Seal a row to a unit from outside, or to each assignee of a restricted file.
pub fn seal_row_to(
    to: &dyn Recipient,
    bound: Bound<'_>,
    content: &[u8],
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    wrap::seal_to(to, bound.with(Purpose::RosterRow), content, rng)
}

/// Open a row that was sealed to a public key with [`seal_row_to`].
pub fn open_row_sealed(holder: &dyn wrap::Holder, bound: Bound<'_>, blob: &[u8]) -> Result<Plain> {
    wrap::open_sealed(holder, bound.with(Purpose::RosterRow), blob)
}
