//! Readers of event logs. Each takes any [`std::io::Read`], keeps a bounded piece of it in memory, and answers what it
//! cannot read with a sentence that names the place.

mod csv;
mod ocel;
mod ocel_json;
mod ocel_xml;
mod rows;
mod unpack;
mod xes;
pub(crate) mod xml;

use std::ops::ControlFlow;

pub use self::csv::{CsvOptions, read_csv};
pub use self::ocel_json::read_ocel_json;
pub use self::ocel_xml::read_ocel_xml;
pub use self::unpack::unpack;
pub use self::xes::read_xes;

use crate::error::{JourneyError, Result};

/// How far a reader is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Events so far.
    pub events: u64,
    /// Bytes read so far.
    pub bytes: u64,
}

/// The caller's callback, asked every 65,536 rows or tags; `Break` stops the reader with [`JourneyError::Stopped`].
pub struct Watch<'a>(&'a mut dyn FnMut(Progress) -> ControlFlow<()>);

impl<'a> Watch<'a> {
    /// Calls `f`.
    pub fn new(f: &'a mut dyn FnMut(Progress) -> ControlFlow<()>) -> Self {
        Self(f)
    }

    pub(crate) fn tell(
        &mut self,
        ticks: &mut u32,
        progress: impl FnOnce() -> Progress,
    ) -> Result<()> {
        *ticks = ticks.wrapping_add(1);
        if !ticks.is_multiple_of(1 << 16) {
            return Ok(());
        }
        match (self.0)(progress()) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(JourneyError::Stopped),
        }
    }
}

/// What a file is by its first bytes, when it is nothing that a reader here takes.
pub(crate) fn foreign(head: &[u8]) -> Option<crate::error::Problem> {
    use crate::error::Problem;
    match head {
        [0x1f, 0x8b, ..] => Some(Problem::Compressed("gzip")),
        [b'P', b'K', 3, 4, ..] => {
            Some(Problem::Compressed("zip, as a spreadsheet's own format is"))
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(Problem::Utf16),
        _ => None,
    }
}
