//! Configuration: `config.toml` in the data directory and `PUNTE_…` variables. An unknown key, or one that is set in both, is refused.

use crate::say::Failure;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

const PREFIX: &str = "PUNTE_";

/// What can be configured.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Where to listen; `127.0.0.1:8080` unless set.
    pub(crate) listen: Option<SocketAddr>,
    /// `postgres://…`, several hosts separated by spaces; SQLite in the data directory unless set.
    pub(crate) database: Option<String>,
    /// Where people reach the installation, `https://…`.
    pub(crate) public_url: Option<String>,
    /// The key of the backups.
    pub(crate) backup_key: Option<PathBuf>,
}

impl Config {
    /// From a file, if it is there, and the process's variables.
    pub(crate) fn load(path: &Path) -> Result<Self, Failure> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Failure::file(path, &error)),
        };
        let variables = std::env::vars_os().filter_map(|(key, value)| {
            let key = key.into_string().ok()?.strip_prefix(PREFIX)?.to_lowercase();
            Some((key, value.to_string_lossy().into_owned()))
        });
        Self::merge(&text, variables)
    }

    fn merge(
        text: &str,
        variables: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, Failure> {
        let wrong = |why: String| {
            Failure::misuse(
                format!("Configurarea: {why}"),
                format!("Configuration: {why}"),
            )
        };
        let mut table: Table = text
            .parse()
            .map_err(|error: toml::de::Error| wrong(error.to_string()))?;
        for (key, value) in variables {
            if table.contains_key(&key) {
                return Err(Failure::misuse(
                    format!(
                        "„{key}” este și în config.toml, și în {PREFIX}{}: lăsați una.",
                        key.to_uppercase()
                    ),
                    format!(
                        "{key:?} is in config.toml and in {PREFIX}{}: keep one.",
                        key.to_uppercase()
                    ),
                ));
            }
            table.insert(key, Value::String(value));
        }
        table
            .try_into()
            .map_err(|error: toml::de::Error| wrong(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merge(text: &str, variables: &[(&str, &str)]) -> Result<Config, Failure> {
        Config::merge(
            text,
            variables
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned())),
        )
    }

    #[test]
    fn file_and_variables_together() {
        let config = merge(
            "listen = \"127.0.0.1:9000\"",
            &[("public_url", "https://punte.example.org")],
        )
        .unwrap();
        assert_eq!(config.listen, Some("127.0.0.1:9000".parse().unwrap()));
        assert_eq!(
            config.public_url.as_deref(),
            Some("https://punte.example.org")
        );
        assert_eq!(merge("", &[]).unwrap(), Config::default());
    }

    #[test]
    fn unknown_doubled_and_senseless_keys_are_refused() {
        assert_eq!(
            merge("lisen = \"127.0.0.1:9000\"", &[]).unwrap_err().code,
            2
        );
        assert_eq!(merge("", &[("passphrase", "x")]).unwrap_err().code, 2);
        assert_eq!(
            merge("listen = \"127.0.0.1:1\"", &[("listen", "127.0.0.1:2")])
                .unwrap_err()
                .code,
            2
        );
        assert_eq!(merge("listen = \"everywhere\"", &[]).unwrap_err().code, 2);
        assert_eq!(merge("listen = ", &[]).unwrap_err().code, 2);
    }
}
