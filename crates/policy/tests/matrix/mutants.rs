//! Wrong policies, made by breaking the right ones in one place each. The matrix must tell every one of them apart.

use cedar_policy::PolicySet;
use punte_policy::POLICIES;
use serde_json::{Map, Value, json};

/// The policies with one thing changed.
pub(crate) struct Mutant {
    /// Which policy and what became of it.
    pub(crate) what: String,
    /// The actions that the broken policy speaks of; empty for all.
    pub(crate) actions: Vec<String>,
    /// All policies, the broken one among them.
    pub(crate) text: String,
}

/// Every mutant of every policy.
pub(crate) fn all() -> Vec<Mutant> {
    let policies: Vec<Value> = POLICIES
        .iter()
        .flat_map(|(_, text)| {
            let set: PolicySet = text.parse().expect("our policies parse");
            set.policies()
                .map(|p| p.to_json().expect("a policy is JSON"))
                .collect::<Vec<_>>()
        })
        .collect();
    let mut mutants = Vec::new();
    for (index, policy) in policies.iter().enumerate() {
        let id = policy["annotations"]["id"]
            .as_str()
            .expect("every policy has an id");
        for (what, broken) in broken(policy) {
            let mut set = policies.clone();
            match broken {
                Some(broken) => set[index] = broken,
                None => drop(set.remove(index)),
            }
            mutants.push(Mutant {
                what: format!("{id}: {what}"),
                actions: actions(policy),
                text: set.iter().map(text).collect::<Vec<_>>().join("\n"),
            });
        }
    }
    mutants
}

fn text(policy: &Value) -> String {
    cedar_policy::Policy::from_json(None, policy.clone())
        .expect("a mutant is a policy")
        .to_cedar()
        .expect("a static policy has a text")
}

fn actions(policy: &Value) -> Vec<String> {
    let scope = &policy["action"];
    let ids = |v: &Value| v["id"].as_str().map(str::to_owned);
    match scope["op"].as_str() {
        Some("==") => ids(&scope["entity"]).into_iter().collect(),
        Some("in") => scope["entities"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(ids)
            .collect(),
        _ => Vec::new(),
    }
}

/// `None` is the policy removed.
fn broken(policy: &Value) -> Vec<(String, Option<Value>)> {
    let mut all = vec![("removed".to_owned(), None)];
    let flipped = if policy["effect"] == "permit" {
        "forbid"
    } else {
        "permit"
    };
    all.push((
        "effect flipped".to_owned(),
        Some(with(policy, &["effect"], json!(flipped))),
    ));
    let listed = actions(policy).len();
    if listed > 1 {
        for at in 0..listed {
            let mut fewer = policy.clone();
            let gone = fewer["action"]["entities"]
                .as_array_mut()
                .expect("a list")
                .remove(at);
            all.push((format!("without {}", gone["id"]), Some(fewer)));
        }
    }
    for (at, condition) in policy["conditions"]
        .as_array()
        .expect("conditions")
        .iter()
        .enumerate()
    {
        let other = if condition["kind"] == "when" {
            "unless"
        } else {
            "when"
        };
        let mut turned = policy.clone();
        turned["conditions"][at]["kind"] = json!(other);
        all.push((
            format!("{other} instead of {}", condition["kind"]),
            Some(turned),
        ));
        let mut dropped = policy.clone();
        dropped["conditions"] = json!([]);
        all.push(("condition dropped".to_owned(), Some(dropped)));
        for (what, body) in expressions(&condition["body"]) {
            let mut changed = policy.clone();
            changed["conditions"][at]["body"] = body;
            all.push((what, Some(changed)));
        }
    }
    all
}

fn with(value: &Value, path: &[&str], new: Value) -> Value {
    let mut changed = value.clone();
    let place = path.iter().fold(&mut changed, |v, key| &mut v[*key]);
    *place = new;
    changed
}

/// Each expression that differs from this one in one place.
fn expressions(expr: &Value) -> Vec<(String, Value)> {
    let mut all = here(expr);
    match expr {
        Value::Object(map) => {
            for (key, inner) in map {
                for (what, changed) in expressions(inner) {
                    let mut copy: Map<String, Value> = map.clone();
                    copy.insert(key.clone(), changed);
                    all.push((what, Value::Object(copy)));
                }
            }
        }
        Value::Array(items) => {
            for (at, inner) in items.iter().enumerate() {
                for (what, changed) in expressions(inner) {
                    let mut copy = items.clone();
                    copy[at] = changed;
                    all.push((what, Value::Array(copy)));
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    all
}

/// The changes of this very node.
fn here(expr: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for (op, opposite) in [("&&", "||"), ("||", "&&")] {
        if let Some(sides) = expr.get(op) {
            all.push((format!("{op} keeps left"), sides["left"].clone()));
            all.push((format!("{op} keeps right"), sides["right"].clone()));
            all.push((
                format!("{op} became {opposite}"),
                json!({ opposite: sides }),
            ));
        }
    }
    for test in ["==", "contains", "containsAny", "isEmpty", "!"] {
        if expr.get(test).is_some() {
            all.push((format!("{test} negated"), json!({ "!": { "arg": expr } })));
        }
    }
    if let Some(items) = expr
        .get("Set")
        .and_then(Value::as_array)
        .filter(|i| i.len() > 1)
    {
        for at in 0..items.len() {
            let mut fewer = items.clone();
            let gone = fewer.remove(at);
            all.push((format!("set without {gone}"), json!({ "Set": fewer })));
        }
    }
    if let Some(attr) = expr.get(".").and_then(|get| get["attr"].as_str()) {
        for other in siblings(attr) {
            all.push((
                format!("{attr} became {other}"),
                with(expr, &[".", "attr"], json!(other)),
            ));
        }
    }
    if let Some(kind) = expr
        .pointer("/Value/__entity")
        .filter(|e| e["type"] == "Kind")
    {
        let other = next(&KINDS, kind["id"].as_str().expect("an id"));
        all.push((
            format!("{kind} became {other}"),
            with(expr, &["Value", "__entity", "id"], json!(other)),
        ));
    }
    all
}

const KINDS: [&str; 8] = [
    "core",
    "identity",
    "whereabouts",
    "psychosocial",
    "legal",
    "justice",
    "private",
    "own",
];
const ROLES: [&str; 9] = [
    "case_manager",
    "psychologist",
    "lawyer",
    "police_liaison",
    "prosecutor_liaison",
    "monitoring_officer",
    "data_protection_officer",
    "supervisor",
    "administrator",
];

/// Other attributes of the same type.
fn siblings(attr: &str) -> Vec<&'static str> {
    match attr {
        "units" => vec!["core_units"],
        "core_units" => vec!["units"],
        "from" => vec!["to"],
        "to" => vec!["from"],
        "closed" => vec!["born"],
        "born" => vec!["closed"],
        "suspended" => vec!["second_factor"],
        "second_factor" => vec!["suspended"],
        role if ROLES.contains(&role) => vec![next(&ROLES, role), "monitoring_officer"]
            .into_iter()
            .filter(|other| *other != role)
            .collect(),
        _ => Vec::new(),
    }
}

fn next<const N: usize>(list: &[&'static str; N], item: &str) -> &'static str {
    let at = list.iter().position(|x| *x == item).expect("in the list");
    list[(at + 1) % N]
}
