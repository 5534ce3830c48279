//! Errors as one sentence, in Romanian where the terminal is Romanian.

use punte_app::ops::backup::BackupError;
use punte_app::ops::create::CreateError;
use punte_app::ops::home::HomeError;
use punte_app::ops::import::ImportError;
use punte_store::{CommitError, StoreError};

/// Why a command did not do what was asked, with its exit code.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: u8,
    pub(crate) text: String,
}

impl Failure {
    /// The thing asked for is not so.
    pub(crate) fn not_so(ro: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code: 1,
            text: pick(ro, en),
        }
    }

    /// Wrong use.
    pub(crate) fn misuse(ro: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code: 2,
            text: pick(ro, en),
        }
    }

    /// Could not run.
    pub(crate) fn could_not(ro: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code: 3,
            text: pick(ro, en),
        }
    }

    /// A file could not be read or written.
    pub(crate) fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        let path = path.display();
        Self::could_not(format!("{path}: {error}"), format!("{path}: {error}"))
    }
}

/// The Romanian text where the terminal is Romanian, the English one elsewhere.
pub(crate) fn pick(ro: impl Into<String>, en: impl Into<String>) -> String {
    if is_romanian() { ro.into() } else { en.into() }
}

fn is_romanian() -> bool {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(std::env::var_os);
    let first = set
        .map(|value| value.to_string_lossy().into_owned())
        .find(|value| !value.is_empty());
    first.is_some_and(|value| value.starts_with("ro"))
}

impl From<HomeError> for Failure {
    fn from(error: HomeError) -> Self {
        let en = error.to_string();
        match &error {
            HomeError::Absent(path) => Self::misuse(
                format!("Nu există nicio instalare în {}.", path.display()),
                en,
            ),
            HomeError::Present(path) => Self::misuse(
                format!("Există deja o instalare în {}.", path.display()),
                en,
            ),
            HomeError::Mode(path) => Self::could_not(
                format!("{} poate fi citit de alții: chmod 400.", path.display()),
                en,
            ),
            HomeError::Key(path) => Self::could_not(
                format!("{} nu este cheia acestei instalări.", path.display()),
                en,
            ),
            HomeError::Held(path) => {
                Self::could_not(format!("Alt server folosește {}.", path.display()), en)
            }
            HomeError::Restored => Self::could_not(
                "Baza de date a fost restaurată dintr-o copie: verificați, apoi porniți o dată cu --declared-restore.",
                en,
            ),
            HomeError::Older { found, seen } => Self::could_not(
                format!(
                    "Baza de date se termină la {found}, dar aici s-au semnat {seen} înregistrări: este o copie mai veche; dacă așa ați vrut, porniți o dată cu --declared-restore."
                ),
                en,
            ),
            HomeError::Io(path, error) => Self::file(path, error),
            HomeError::Store(error) => {
                Self::could_not(format!("Baza de date nu se deschide: {error}."), en)
            }
        }
    }
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        let en = error.to_string();
        match error {
            BackupError::WrongSecret => {
                Self::not_so("Parola sau cheia nu este cea cu care s-a făcut copia.", en)
            }
            BackupError::Damaged(why) => {
                Self::not_so(format!("Copia este deteriorată: {why}."), en)
            }
            BackupError::Misfit(why) => Self::not_so(
                format!("Ce s-a restaurat nu se potrivește cu registrul său: {why}."),
                en,
            ),
            BackupError::Home(error) => error.into(),
            BackupError::Store(error) => error.into(),
            BackupError::Commit(error) => error.into(),
            BackupError::Vault(why) => {
                Self::could_not(format!("Criptarea nu a reușit: {why}."), en)
            }
            BackupError::Io(path, error) => Self::file(&path, &error),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::could_not(
            format!("Baza de date: {error}."),
            format!("The database: {error}."),
        )
    }
}

impl From<CommitError> for Failure {
    fn from(error: CommitError) -> Self {
        Self::could_not(
            format!("Nu s-a scris nimic: {error}."),
            format!("Nothing was written: {error}."),
        )
    }
}

impl From<CreateError> for Failure {
    fn from(error: CreateError) -> Self {
        let en = format!("Nothing was made: {error}.");
        match error {
            CreateError::Commit(CommitError::Barred(_)) => Self::misuse(
                "În baza de date există deja o instalare.",
                "The database holds an installation already.",
            ),
            CreateError::Commit(error) => error.into(),
            other => Self::misuse(format!("Nu s-a creat nimic: {other}."), en),
        }
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Refused(refused) => {
                for row in &refused.refused {
                    eprintln!("{row}");
                }
                let count = refused.refused.len();
                Self::not_so(
                    format!("{count} rânduri nu se înțeleg, așa că nu s-a importat nimic."),
                    format!("{count} rows are not understood, so nothing was imported."),
                )
            }
            ImportError::Store(error) => error.into(),
            ImportError::Commit(error) => error.into(),
            ImportError::Stored(error) => Self::could_not(error.to_string(), error.to_string()),
        }
    }
}
