//! `cargo xtask generate`: everything in the repository that is made from something else. CI fails when a made file is
//! not as it would be made now.

mod policies;

use crate::Trouble;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// A path from the root and what belongs there.
pub(crate) type Made = (String, Vec<u8>);

/// Makes files from other files of the repository; writes nothing.
type Generator = fn(&Path) -> Result<Vec<Made>, Trouble>;

const ALL: &[Generator] = &[policies::make];

/// Writes what is not as it should be, naming it on standard output.
pub(crate) fn write(root: &Path) -> Result<bool, Trouble> {
    for (path, bytes) in differing(root, ALL)? {
        let place = root.join(&path);
        let failed = |why| Trouble::File {
            path: path.clone().into(),
            why,
        };
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        fs::write(&place, bytes).map_err(failed)?;
        println!("{path}");
    }
    Ok(true)
}

/// The paths that are not as they should be.
pub(crate) fn stale(root: &Path) -> Result<Vec<String>, Trouble> {
    Ok(differing(root, ALL)?
        .into_iter()
        .map(|(path, _)| path)
        .collect())
}

fn differing(root: &Path, generators: &[Generator]) -> Result<Vec<Made>, Trouble> {
    let mut all = Vec::new();
    for generator in generators {
        for (path, bytes) in generator(root)? {
            match fs::read(root.join(&path)) {
                Ok(there) if there == bytes => {}
                Ok(_) => all.push((path, bytes)),
                Err(why) if why.kind() == ErrorKind::NotFound => all.push((path, bytes)),
                Err(why) => {
                    return Err(Trouble::File {
                        path: path.into(),
                        why,
                    });
                }
            }
        }
    }
    Ok(all)
}

/// The text of a source.
fn read(root: &Path, path: &str) -> Result<String, Trouble> {
    fs::read_to_string(root.join(path)).map_err(|why| Trouble::File {
        path: path.into(),
        why,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stale_file_and_a_missing_one_are_found_and_a_good_one_is_not() {
        let planted: &[Generator] = &[|root| {
            let same = fs::read(root.join("Cargo.toml")).expect("there is one");
            Ok(vec![
                ("Cargo.toml".to_owned(), same),
                ("clippy.toml".to_owned(), b"something else".to_vec()),
                ("no/such/file".to_owned(), Vec::new()),
            ])
        }];
        let paths: Vec<_> = differing(crate::root(), planted)
            .expect("readable")
            .into_iter()
            .map(|(path, _)| path)
            .collect();
        assert_eq!(paths, ["clippy.toml", "no/such/file"]);
    }
}
