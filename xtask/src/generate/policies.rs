//! `docs/policies.md`: every policy with its sentence and the actions it speaks of.

use super::{Made, read};
use crate::Trouble;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

const FOLDER: &str = "policies";
const WORDS: &str = "locales/en/policy.ftl";
const PAGE: &str = "docs/policies.md";

/// One policy as its file shows it.
#[derive(Debug, PartialEq, Eq)]
struct Policy {
    id: String,
    permits: bool,
    actions: Vec<String>,
}

pub(super) fn make(root: &Path) -> Result<Vec<Made>, Trouble> {
    let words = sentences(&read(root, WORDS)?);
    let mut page = String::from(
        "# The policies\n\nMade by `cargo xtask generate` from `policies/*.cedar` and `locales/en/policy.ftl`.\n\
         What no row permits is denied; a row that forbids beats every row that permits.\n",
    );
    for file in files(root)? {
        let policies = parse(&read(root, &file)?).map_err(|why| wrong(&file, why))?;
        section(&mut page, &file, &policies, &words).map_err(|why| wrong(&file, why))?;
    }
    Ok(vec![(PAGE.to_owned(), page.into_bytes())])
}

fn wrong(file: &str, why: impl std::fmt::Display) -> Trouble {
    Trouble::Generate {
        what: "policies",
        why: format!("{file}: {why}"),
    }
}

fn files(root: &Path) -> Result<Vec<String>, Trouble> {
    let failed = |why| Trouble::File {
        path: FOLDER.into(),
        why,
    };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(root.join(FOLDER)).map_err(failed)? {
        let name = entry
            .map_err(failed)?
            .file_name()
            .to_string_lossy()
            .into_owned();
        if Path::new(&name)
            .extension()
            .is_some_and(|ending| ending == "cedar")
        {
            names.push(format!("{FOLDER}/{name}"));
        }
    }
    names.sort();
    Ok(names)
}

fn section(
    page: &mut String,
    file: &str,
    policies: &[Policy],
    words: &BTreeMap<String, String>,
) -> Result<(), String> {
    let mut add = |line: String| writeln!(page, "{line}").map_err(|e| e.to_string());
    add(format!(
        "\n## `{file}`\n\n| policy | | actions | who |\n|---|---|---|---|"
    ))?;
    for policy in policies {
        let sentence = words
            .get(&policy.id)
            .ok_or_else(|| format!("no sentence for {}", policy.id))?;
        let actions = match policy.actions.as_slice() {
            [] => "every action".to_owned(),
            some => some
                .iter()
                .map(|a| format!("`{a}`"))
                .collect::<Vec<_>>()
                .join(", "),
        };
        let effect = if policy.permits { "permits" } else { "forbids" };
        add(format!(
            "| `{}` | {effect} | {actions} | {sentence} |",
            policy.id
        ))?;
    }
    Ok(())
}

/// Our own policies are written in one manner: `@id("…")`, then the effect with its scope on one line.
fn parse(text: &str) -> Result<Vec<Policy>, String> {
    let mut all = Vec::new();
    let mut id = None;
    for line in text.lines().map(str::trim) {
        if let Some(found) = line
            .strip_prefix("@id(\"")
            .and_then(|rest| rest.strip_suffix("\")"))
        {
            id = Some(found.to_owned());
        } else if line.starts_with("permit (") || line.starts_with("forbid (") {
            let id = id.take().ok_or_else(|| format!("no @id before: {line}"))?;
            let actions = line
                .split("Action::\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next());
            all.push(Policy {
                id,
                permits: line.starts_with("permit"),
                actions: actions.map(str::to_owned).collect(),
            });
        }
    }
    id.map_or(Ok(all), |id| Err(format!("nothing after @id {id}")))
}

fn sentences(ftl: &str) -> BTreeMap<String, String> {
    ftl.lines()
        .filter_map(|line| line.strip_prefix("policy-")?.split_once(" = "))
        .map(|(id, text)| (id.to_owned(), text.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_are_read() {
        let text = "// Words.\n@id(\"a\")\npermit (principal, action in [Action::\"x.y\", Action::\"x.z\"], resource)\n\
                    when { action == Action::\"not.this\" };\n@id(\"b\")\nforbid (principal, action, resource);\n";
        let policy = |id: &str, permits, actions: &[&str]| Policy {
            id: id.to_owned(),
            permits,
            actions: actions.iter().map(|a| (*a).to_owned()).collect(),
        };
        assert_eq!(
            parse(text),
            Ok(vec![
                policy("a", true, &["x.y", "x.z"]),
                policy("b", false, &[])
            ])
        );
    }

    #[test]
    fn a_policy_without_id_or_sentence_is_no_page() {
        assert!(parse("permit (principal, action, resource);").is_err());
        assert!(parse("@id(\"a\")").is_err());
        let policies = parse("@id(\"a\")\npermit (principal, action, resource);").expect("one");
        let words = sentences("policy-b = Somebody.");
        assert!(section(&mut String::new(), "f", &policies, &words).is_err());
    }

    #[test]
    fn the_page_has_every_policy() {
        let made = make(crate::root()).expect("our policies");
        let page = String::from_utf8_lossy(&made[0].1).into_owned();
        assert!(page.contains("| `read-private` | permits | `file.read` |"));
        assert!(page.contains("| `suspended` | forbids | every action |"));
    }
}
