//! The built binary, from making an installation to serving its restored copy.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("punte-cli-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(path.join("target")).unwrap();
        std::fs::write(path.join("phrase"), "o trecere destul de lungă\n").unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn init(&self) -> Output {
        let args = [
            "init",
            "--data",
            &self.path("data"),
            "--name",
            "punte.test",
            "--organisation",
            "Malul",
            "--kind",
            "ngo",
            "--unit",
            "Administrare",
            "--login",
            "ana",
            "--person",
            "Ana Ionescu",
            "--passphrase-file",
            &self.path("phrase"),
            "--backup-key",
            &self.path("backup.key"),
        ];
        punte(&args)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_punte"));
    command
        .args(args)
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "en_GB.UTF-8")
        .stdin(Stdio::null());
    command
}

fn punte(args: &[&str]) -> Output {
    command(args).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

/// Serves until it says that it is ready, then sends SIGTERM. Gives the exit code.
/// Serves until it says that it is ready (or ends by itself), then asks it to stop; its exit code.
fn serve_and_stop(args: &[&str]) -> i32 {
    let mut child = command(args)
        .env("PUNTE_PUBLIC_URL", "https://punte.test")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stderr.take().unwrap());
    for line in said.lines() {
        if line.unwrap().contains("https://punte.test") {
            let _ = Command::new("kill")
                .args(["-TERM", &child.id().to_string()])
                .status()
                .unwrap();
            break;
        }
    }
    child.wait().unwrap().code().unwrap_or(-1)
}

#[test]
fn from_init_to_a_restored_copy() {
    let place = Place::new("whole");
    let made = place.init();
    assert_eq!(code(&made), 0, "{}", err(&made));
    assert!(
        out(&made).contains("otpauth://totp/Punte:ana") && out(&made).contains("Recovery code"),
        "{}",
        out(&made)
    );
    let data = place.path("data");
    assert_eq!(code(&place.init()), 2);

    let doctor = punte(&["doctor", "--data", &data, "--json"]);
    assert_eq!(code(&doctor), 1);
    let wrong: Vec<_> = json(&doctor)
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["state"] == "wrong")
        .map(|line| line["check"].as_str().unwrap().to_owned())
        .collect();
    assert!(
        wrong.contains(&"backup".to_owned()) && wrong.contains(&"https".to_owned()),
        "{wrong:?}"
    );

    assert_eq!(
        serve_and_stop(&["serve", "--data", &data, "--listen", "127.0.0.1:0"]),
        0
    );
    let verified = punte(&["verify", "--data", &data, "--json"]);
    assert_eq!(code(&verified), 0, "{}", out(&verified));
    let found = json(&verified);
    assert_eq!(
        (found["leaves"].as_u64(), found["unintegrated"].as_u64()),
        (Some(1), Some(0)),
        "{found}"
    );

    let (key, target) = (place.path("backup.key"), place.path("target"));
    assert_eq!(
        code(&punte(&["backup", "--data", &data, "--key", &key, &data])),
        2
    );
    let backup = punte(&["backup", "--data", &data, "--key", &key, &target]);
    assert_eq!(code(&backup), 0, "{}", err(&backup));
    assert!(out(&backup).contains("backup verified"));
    let file = out(&backup).lines().next().unwrap().to_owned();

    let copy = place.path("copy");
    let wrong = punte(&[
        "restore",
        "--from",
        &file,
        "--passphrase-file",
        &place.path("phrase"),
        &copy,
    ]);
    assert_eq!(
        (
            code(&wrong),
            err(&wrong).contains("not the passphrase or key")
        ),
        (1, true),
        "{}",
        err(&wrong)
    );
    let restored = punte(&["restore", "--from", &file, "--key", &key, &copy]);
    assert_eq!(code(&restored), 0, "{}", err(&restored));
    std::fs::copy(
        place.0.join("data/ledger.key"),
        place.0.join("copy/ledger.key"),
    )
    .unwrap();
    let serve = ["serve", "--data", &copy, "--listen", "127.0.0.1:0"];
    assert_eq!(serve_and_stop(&serve), 3);
    assert_eq!(
        serve_and_stop(&[&serve[..], &["--declared-restore"]].concat()),
        0
    );
    assert_eq!(serve_and_stop(&serve), 0);
    assert_eq!(code(&punte(&["verify", "--data", &copy])), 0);
}

#[test]
fn a_flipped_byte_is_named_and_exits_with_one() {
    let place = Place::new("flip");
    assert_eq!(code(&place.init()), 0);
    let path = place.0.join("data/punte.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let at = bytes
        .windows(11)
        .position(|part| part == b"Ana Ionescu")
        .unwrap();
    bytes[at] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let verified = punte(&["verify", "--data", &place.path("data")]);
    assert_eq!(code(&verified), 1);
    assert!(
        out(&verified).contains("user ") && out(&verified).contains("is not what the ledger says"),
        "{}",
        out(&verified)
    );
}

#[test]
fn wrong_use_is_said_in_the_terminals_language() {
    let place = Place::new("use");
    let empty = place.path("nothing");
    let english = punte(&["verify", "--data", &empty]);
    assert_eq!(
        (code(&english), err(&english).contains("no installation")),
        (2, true),
        "{}",
        err(&english)
    );
    let romanian = command(&["verify", "--data", &empty])
        .env("LANG", "ro_RO.UTF-8")
        .output()
        .unwrap();
    assert!(
        err(&romanian).contains("Nu există nicio instalare"),
        "{}",
        err(&romanian)
    );
    assert_eq!(code(&punte(&["serve", "--data", &empty])), 2);
    assert_eq!(code(&punte(&["nonsense"])), 2);
    let unknown = command(&["doctor", "--data", &empty])
        .env("PUNTE_PASSWORD", "x")
        .output()
        .unwrap();
    assert_eq!(code(&unknown), 2);
    for name in ["init", "serve", "doctor", "verify", "backup", "restore"] {
        let help = punte(&[name, "--help"]);
        assert_eq!(
            (code(&help), out(&help).contains("Example:")),
            (0, true),
            "{name}"
        );
    }
}
