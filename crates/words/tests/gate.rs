//! Completeness: both languages say the same things, and everything that is said exists.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, PatternElement, VariantKey};
use fluent_syntax::parser::parse;
use punte_words::{Category, Lang, Words};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Debug, Default)]
struct Message {
    placeables: BTreeSet<String>,
    selectors: Vec<(String, BTreeSet<String>)>,
}

fn messages(lang: Lang) -> BTreeMap<String, Message> {
    let mut all = BTreeMap::new();
    for (file, text) in Words::sources(lang) {
        let resource = parse(*text).unwrap_or_else(|(_, e)| panic!("{lang}/{file}: {e:?}"));
        for entry in resource.body {
            match entry {
                Entry::Message(m) => {
                    let mut message = Message::default();
                    let value = m
                        .value
                        .unwrap_or_else(|| panic!("{} has no value", m.id.name));
                    walk(&value.elements, &mut message);
                    let old = all.insert(m.id.name.to_owned(), message);
                    assert!(old.is_none(), "{lang}/{file}: {} is there twice", m.id.name);
                }
                Entry::Junk { content } => panic!("{lang}/{file}: not understood: {content}"),
                Entry::Term(_) => panic!("{lang}/{file}: terms are not used here"),
                _ => {}
            }
        }
    }
    all
}

fn walk(elements: &[PatternElement<&str>], into: &mut Message) {
    for element in elements {
        if let PatternElement::Placeable { expression } = element {
            expression_of(expression, into);
        }
    }
}

fn expression_of(expression: &Expression<&str>, into: &mut Message) {
    match expression {
        Expression::Inline(inline) => inline_of(inline, into),
        Expression::Select { selector, variants } => {
            inline_of(selector, into);
            let InlineExpression::VariableReference { id } = selector else {
                panic!("select on a variable only: {selector:?}");
            };
            let keys = variants.iter().map(|v| match v.key {
                VariantKey::Identifier { name } => name.to_owned(),
                VariantKey::NumberLiteral { value } => panic!("number {value} as a variant"),
            });
            into.selectors.push((id.name.to_owned(), keys.collect()));
            for variant in variants {
                walk(&variant.value.elements, into);
            }
        }
    }
}

fn inline_of(inline: &InlineExpression<&str>, into: &mut Message) {
    match inline {
        InlineExpression::VariableReference { id } => {
            into.placeables.insert(id.name.to_owned());
        }
        InlineExpression::StringLiteral { .. } => {}
        InlineExpression::Placeable { expression } => expression_of(expression, into),
        other => panic!("only variables and strings are used here: {other:?}"),
    }
}

#[test]
fn both_languages_have_the_same_keys() {
    let ro: BTreeSet<_> = messages(Lang::Ro).into_keys().collect();
    let en: BTreeSet<_> = messages(Lang::En).into_keys().collect();
    assert_eq!(
        ro.difference(&en).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "missing in en"
    );
    assert_eq!(
        en.difference(&ro).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "missing in ro"
    );
}

#[test]
fn placeables_agree() {
    let en = messages(Lang::En);
    for (key, ro) in messages(Lang::Ro) {
        let mut ours = ro.placeables;
        let mut theirs = en[&key].placeables.clone();
        // English may say a count without selecting on it, and the reverse.
        ours.remove("cat");
        theirs.remove("cat");
        assert_eq!(ours, theirs, "{key}");
    }
}

#[test]
fn counting_messages_have_every_category_and_never_select_on_a_number() {
    for lang in Lang::ALL {
        let want: BTreeSet<String> = Category::of(lang)
            .iter()
            .map(|c| c.name().to_owned())
            .collect();
        for (key, message) in messages(lang) {
            for (variable, variants) in message.selectors {
                assert_ne!(
                    variable, "n",
                    "{lang} {key} selects on the number: use $cat"
                );
                if variable == "cat" {
                    assert_eq!(variants, want, "{lang} {key}");
                }
            }
        }
    }
}

#[test]
fn romanian_is_written_with_comma_below() {
    for (file, text) in Words::sources(Lang::Ro) {
        let found = text.find(['ş', 'Ş', 'ţ', 'Ţ']);
        assert_eq!(found, None, "{file} has a cedilla at byte {found:?}");
    }
}

#[test]
fn every_key_in_use_exists() {
    let have = messages(Lang::Ro);
    let mut missing = Vec::new();
    let mut seen = 0;
    for file in sources() {
        let whole = fs::read_to_string(&file).expect("readable source");
        let text = without_comments(&whole);
        for call in calls(&text) {
            seen += 1;
            let known = match call {
                Call::Key(key) => have.contains_key(key),
                Call::Family(prefix) => {
                    let stem = format!("{prefix}-");
                    have.keys().any(|k| k.starts_with(&stem))
                }
            };
            if !known {
                missing.push(format!("{}: {call:?}", file.display()));
            }
        }
    }
    assert!(seen > 0, "the scanner found no call at all");
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_scanner_sees_what_it_should() {
    let text = r#"{{ t.get("a-b") }} frame.t.n( "c", 1) key!("d") t.of("stage", s) input.get("no") Words::get(lang, "e", &[])"#;
    let found: Vec<_> = calls(text);
    assert_eq!(
        found,
        [
            Call::Key("a-b"),
            Call::Key("c"),
            Call::Key("d"),
            Call::Family("stage"),
            Call::Key("e")
        ]
    );
}

/// Documentation may show keys that do not exist.
fn without_comments(text: &str) -> String {
    let code = text.lines().filter(|l| !l.trim_start().starts_with("//"));
    code.collect::<Vec<_>>().join("\n")
}

#[derive(Debug, PartialEq, Clone, Copy)]
enum Call<'a> {
    Key(&'a str),
    Family(&'a str),
}

const METHODS: [&str; 7] = ["get", "with", "with2", "args", "n", "n_with", "of"];

/// Literal keys in `t.METHOD("…")`, `key!("…")` and `Words::…(lang, "…")`, in order of place.
fn calls(text: &str) -> Vec<Call<'_>> {
    let mut found = Vec::new();
    for method in METHODS {
        for (at, _) in text.match_indices(&format!("t.{method}(")) {
            let before = text[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let Some(key) = literal(&text[at + method.len() + 3..]) else {
                continue;
            };
            found.push((
                at,
                if method == "of" {
                    Call::Family(key)
                } else {
                    Call::Key(key)
                },
            ));
        }
    }
    for (at, m) in text.match_indices("key!(") {
        found.extend(literal(&text[at + m.len()..]).map(|k| (at, Call::Key(k))));
    }
    for (at, m) in text.match_indices("Words::") {
        let rest = &text[at + m.len()..];
        let Some((_, after)) = rest
            .split_once(',')
            .filter(|(head, _)| head.contains('(') && !head.contains([')', ';']))
        else {
            continue;
        };
        found.extend(literal(after).map(|k| (at, Call::Key(k))));
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, call)| call).collect()
}

fn literal(text: &str) -> Option<&str> {
    let inner = text.trim_start().strip_prefix('"')?;
    let key = inner.split('"').next()?;
    let plain = key
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    (plain && !key.is_empty()).then_some(key)
}

/// Every template and Rust source of the workspace, except tests that name keys which must not exist.
fn sources() -> Vec<PathBuf> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for entry in fs::read_dir(crates).expect("crates").flatten() {
        gather(&entry.path().join("src"), "rs", &mut found);
        gather(&entry.path().join("templates"), "html", &mut found);
    }
    found.retain(|f| !f.ends_with("words/src/catalogue.rs"));
    found.sort();
    found
}

fn gather(dir: &Path, extension: &str, into: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, extension, into);
        } else if path.extension().is_some_and(|e| e == extension) {
            into.push(path);
        }
    }
}
