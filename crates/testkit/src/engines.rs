//! Every test of `store` and `app` on both engines.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// Where a test's store is. Knows nothing of `store`, so that `store`'s own tests can use it.
#[derive(Debug, Clone)]
pub enum Place {
    /// A SQLite file that does not exist yet, in a folder of its own.
    Sqlite(PathBuf),
    /// The URL of an empty PostgreSQL database.
    Postgres(String),
}

/// A folder that goes when the test ends well or badly.
#[derive(Debug)]
pub struct Folder(pub PathBuf);

impl Folder {
    /// A new empty folder under the temporary directory.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "punte-test-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder under the temporary directory");
        Self(path)
    }
}

impl Default for Folder {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed stays for whoever cleans the temporary directory.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Makes of each `async fn name(place: Place)` two tests, `name::sqlite` and `name::postgres`.
///
/// ```text
/// both_engines! {
///     async fn it_opens(place: Place) { … }
/// }
/// ```
#[macro_export]
macro_rules! both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($place:ident: Place) $body:block)*) => {$(
        mod $name {
            use super::*;
            async fn body($place: $crate::engines::Place) $body
            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let folder = $crate::engines::Folder::new();
                body($crate::engines::Place::Sqlite(folder.0.join("punte.db"))).await;
            }
            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                body($crate::engines::Place::Postgres($crate::postgres::database().url)).await;
            }
        }
    )*};
}
