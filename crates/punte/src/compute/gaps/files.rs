//! Outputs that are there whole or not at all: written beside their place under another name, then renamed.

use std::fs::{File, OpenOptions, remove_file, rename};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::super::interrupt::interrupted;
use super::GapsError;

/// Files written and not yet in their places; dropping it removes them.
#[derive(Default)]
pub(super) struct Outputs {
    waiting: Vec<(PathBuf, PathBuf)>,
}

impl Outputs {
    /// Writes one file under its passing name, to the disk.
    pub(super) fn write(
        &mut self,
        path: &Path,
        content: impl FnOnce(&mut BufWriter<&File>) -> Result<(), GapsError>,
    ) -> Result<(), GapsError> {
        let failed = |error| GapsError::Io {
            path: path.display().to_string(),
            error,
        };
        let name = path
            .file_name()
            .ok_or_else(|| GapsError::Use(format!("{} is not a file's name", path.display())))?;
        let passing = path.with_file_name(format!(
            ".{}.{}.part",
            name.to_string_lossy(),
            std::process::id()
        ));
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&passing)
            .map_err(failed)?;
        self.waiting.push((passing, path.to_owned()));
        let mut writer = BufWriter::with_capacity(1 << 16, &file);
        content(&mut writer)?;
        if interrupted() {
            return Err(failed(io::Error::from(io::ErrorKind::Interrupted)));
        }
        writer.flush().map_err(failed)?;
        drop(writer);
        file.sync_all().map_err(failed)
    }

    /// Puts all files in their places.
    pub(super) fn keep(mut self) -> Result<(), GapsError> {
        while let Some((passing, path)) = self.waiting.pop() {
            if let Err(error) = rename(&passing, &path) {
                // Back on the list, so that it is removed like the rest.
                let shown = path.display().to_string();
                self.waiting.push((passing, path));
                return Err(GapsError::Io { path: shown, error });
            }
        }
        Ok(())
    }
}

impl Drop for Outputs {
    fn drop(&mut self) {
        for (passing, _) in &self.waiting {
            // Nothing more can be done about a file that will not go; the error that led here is being reported.
            let _ = remove_file(passing);
        }
    }
}
