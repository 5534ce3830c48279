//! What a route's address can name, for each relation: made by whoever leads it, and made anew before a row of writes, so that
//! what one row did to a thing is not what the next row meets.

use crate::face::{get_json, send_json};
use crate::world::{Relation, World};
use punte_app::domain::Clock as _;
use punte_web::http::route::{Method, Route};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Parts of an address and of a body, by name.
pub(crate) type Parts = BTreeMap<&'static str, String>;

/// A thing that nobody has.
pub(crate) const NOTHING: &str = "01900000-0000-7000-8000-000000000000";

impl Relation {
    /// Who leads what stands in this relation.
    pub(crate) fn lead(self) -> &'static str {
        match self {
            Self::Own
            | Self::SharedInPart
            | Self::Expired
            | Self::Withdrawn
            | Self::Nonexistent => "elena",
            Self::SameUnit => "ioana",
            Self::OtherUnit => "gabi",
            Self::OtherOrganisation => "dora",
        }
    }
}

/// The parts of an address that name nothing.
pub(crate) fn nowhere() -> Parts {
    let mut parts = Parts::from([
        ("code", "RO-0000-00".to_owned()),
        ("role", "case_manager".to_owned()),
    ]);
    for name in [
        "sealed",
        "code_back",
        "email",
        "to",
        "service",
        "task",
        "note",
        "user",
        "unit",
        "consent",
        "id",
        "secret",
    ] {
        parts.insert(name, NOTHING.to_owned());
    }
    parts
}

/// Routes that move a file through its life: each of their rows has a file of its own.
pub(crate) fn moves_the_file(path: &str) -> bool {
    [
        "/transfer",
        "/close",
        "/reopen",
        "/team/",
        "/identification",
    ]
    .iter()
    .any(|part| path.starts_with("/files/{code}") && path.contains(part))
        || path.starts_with("/api/v1/files/{code}")
            && [
                "/transfer",
                "/close",
                "/reopen",
                "/assign",
                "/identification",
            ]
            .iter()
            .any(|part| path.contains(part))
}

impl World {
    /// The version that a form on this file would carry now.
    pub(crate) async fn version(&self, code: &str, relation: Relation) -> i64 {
        for login in [relation.lead(), "dora"] {
            if let Some(file) = get_json(self, login, &format!("/api/v1/files/{code}")).await {
                return file["version"].as_i64().expect("a version");
            }
        }
        1
    }

    /// What the lead does, as a program would.
    async fn make(&self, login: &str, path: &str, body: Value) -> Value {
        let got = send_json(self, login, path, &body).await;
        assert!(
            matches!(got.status, 200 | 201),
            "{login} {path} {body}: {} {}",
            got.status,
            got.body
        );
        serde_json::from_str(&got.body).expect("JSON")
    }

    /// Everything that this row's address and body name, in a state in which the lead can do what the route does.
    pub(crate) async fn things(&self, route: &Route, relation: Relation) -> Parts {
        let path = route.path;
        let writes = route.method == Method::Post;
        let mut parts = nowhere();
        parts.insert("legal", self.house.units.legal.to_string());
        parts.insert("dgaspc", self.house.units.dgaspc.to_string());
        parts.insert("casework", self.house.units.casework.to_string());
        parts.insert("lead_unit", self.lead_unit(relation));
        parts.insert("lead_user", self.user(relation.lead()));
        parts.insert("user", self.user("sorin"));
        let of_directory = ["/admin", "/account", "/directory"];
        if of_directory.iter().any(|part| path.contains(part)) {
            self.directory_things(path, relation, &mut parts).await;
            return parts;
        }
        if relation == Relation::Nonexistent {
            return parts;
        }
        if path.contains("/referrals/{id}") {
            if let Some(id) = self.referral_for(path, relation).await {
                parts.insert("id", id);
            }
        } else if path.contains("/concerns/{id}")
            && let Some(id) = self.concern_for(path, relation).await
        {
            parts.insert("id", id);
        }
        // An answer's page is there while there is something to answer.
        let code = if (writes || path.contains("/transfer/")) && moves_the_file(path) {
            self.spare_file(relation).await
        } else {
            self.code(relation)
        };
        if path.contains("{code}") {
            self.furnish(route, relation, &code, &mut parts).await;
        }
        parts.insert("code", code);
        parts
    }

    pub(crate) fn lead_unit(&self, relation: Relation) -> String {
        let units = &self.house.units;
        match relation.lead() {
            "gabi" => units.west,
            "dora" => units.dgaspc,
            _ => units.casework,
        }
        .to_string()
    }

    /// A file in the same relation that only one row meets.
    async fn spare_file(&self, relation: Relation) -> String {
        let body = json!({"id": self.house.app.new_entry().to_string(), "unit": self.lead_unit(relation), "cover_name": "Rezervă"});
        let made = self.make(relation.lead(), "/api/v1/files", body).await;
        let code = made["code"].as_str().expect("a code").to_owned();
        let to = match relation {
            Relation::SharedInPart => Some((self.house.units.legal, "mihai")),
            Relation::Expired => Some((self.house.units.prosecution, "petra")),
            Relation::Withdrawn => Some((self.house.units.police, "radu")),
            Relation::Own
            | Relation::SameUnit
            | Relation::OtherUnit
            | Relation::OtherOrganisation
            | Relation::Nonexistent => None,
        };
        if let Some((unit, login)) = to {
            let until = if relation == Relation::Expired {
                3_600
            } else {
                30 * 86_400
            };
            let id = self
                .referral_on(relation.lead(), &code, &unit.to_string(), until)
                .await;
            self.make(
                login,
                &format!("/api/v1/referrals/{id}/answer"),
                json!({"answer": "accept"}),
            )
            .await;
            match relation {
                Relation::Expired => self.wait(2 * 3_600).await,
                Relation::Withdrawn => self.end_share(&code).await,
                _ => {}
            }
        }
        code
    }

    /// What the address names inside the file.
    async fn furnish(&self, route: &Route, relation: Relation, code: &str, parts: &mut Parts) {
        let (path, writes) = (route.path, route.method == Method::Post);
        let lead = relation.lead();
        let at = |rest: &str| format!("/api/v1/files/{code}/{rest}");
        let key = || self.house.app.new_entry().to_string();
        let last = async |list: &str| {
            let file = get_json(self, lead, &format!("/api/v1/files/{code}"))
                .await
                .expect("a file");
            let all = file[list].as_array().expect("a list").clone();
            let open = |thing: &Value| thing["id"].as_str().map(str::to_owned);
            all.iter().rev().find_map(open).expect("one of them")
        };
        if path.contains("{note}") {
            let id = key();
            self.make(lead, &at("notes"), json!({"id": id, "compartment": "core", "kind": "general", "text": "De îndreptat."})).await;
            parts.insert("note", id);
        }
        if path.contains("{task}") {
            self.make(
                lead,
                &at("tasks"),
                json!({"id": key(), "title": "De făcut"}),
            )
            .await;
            parts.insert("task", last("tasks").await);
        }
        if path.contains("{service}") || path.ends_with("/sessions") {
            self.make(
                lead,
                &at("services"),
                json!({"id": key(), "kind": "education", "unit": self.lead_unit(relation)}),
            )
            .await;
            parts.insert("service", last("services").await);
        }
        if path.contains("{consent}") {
            self.make(lead, &at("consents"), json!({
                "id": key(), "purpose": "services", "recipients": [parts["legal"]], "compartments": ["core"],
                "by": "parent", "format": "written", "until": "2027-01-10", "assent": true,
            })).await;
            parts.insert("consent", last("consents").await);
        }
        if writes
            && path.ends_with("/team/{user}/remove")
            && self.lead_unit(relation) == parts["casework"]
        {
            let version = self.version(code, relation).await;
            self.make(lead, &at("assign"), json!({"id": key(), "version": version, "user": parts["user"], "unit": parts["casework"], "lead": false})).await;
        }
        if path.contains("{unit}") {
            let unit = match relation {
                Relation::Withdrawn => self.house.units.police,
                Relation::Expired => self.house.units.prosecution,
                _ => self.house.units.legal,
            };
            parts.insert("unit", unit.to_string());
        }
        let to = if lead == "dora" {
            &parts["casework"]
        } else {
            &parts["dgaspc"]
        };
        if path.contains("/transfer/") {
            let version = self.version(code, relation).await;
            self.make(
                lead,
                &at("transfer"),
                json!({"id": key(), "version": version, "to": to, "reason": "Locuiește acolo."}),
            )
            .await;
        }
        parts.insert("to", to.clone());
        if writes && path.ends_with("/reopen") {
            let version = self.version(code, relation).await;
            self.make(lead, &at("close"), json!({"id": key(), "version": version, "reason": "goals_reached", "text": "Gata."})).await;
        }
    }

    async fn referral_on(&self, login: &str, code: &str, unit: &str, seconds: i64) -> String {
        let until = self.house.clock.now().seconds() + seconds;
        let body = json!({
            "to": unit, "service": "legal_aid", "urgency": "ordinary", "summary": "Cerere de sprijin.",
            "compartments": ["core"], "basis": {"lawful": "vital_interest"}, "until": until,
        });
        let made = self
            .make(login, &format!("/api/v1/files/{code}/referrals"), body)
            .await;
        made["id"].as_str().expect("an id").to_owned()
    }

    /// A referral on which the route can act; where the relation is a share's own, the one that made it.
    async fn referral_for(&self, path: &str, relation: Relation) -> Option<String> {
        if let Some(id) = self.referral(relation) {
            return Some(id);
        }
        let code = self.spare_file(relation).await;
        let legal = self.house.units.legal.to_string();
        let id = self
            .referral_on(relation.lead(), &code, &legal, 30 * 86_400)
            .await;
        let answer = format!("/api/v1/referrals/{id}/answer");
        if path.ends_with("/start") || path.ends_with("/finish") {
            self.make("mihai", &answer, json!({"answer": "accept"}))
                .await;
        }
        if path.ends_with("/finish") {
            self.make("mihai", &answer, json!({"answer": "start"}))
                .await;
        }
        Some(id)
    }

    /// A concern at the intake of whoever stands in this relation.
    async fn concern_for(&self, path: &str, relation: Relation) -> Option<String> {
        let to = match relation {
            Relation::Own | Relation::SameUnit => self.house.units.casework,
            Relation::OtherUnit => self.house.units.west,
            Relation::OtherOrganisation => self.house.units.dgaspc,
            Relation::SharedInPart
            | Relation::Expired
            | Relation::Withdrawn
            | Relation::Nonexistent => {
                return None;
            }
        };
        let lead = relation.lead();
        let body =
            json!({"intake": to.to_string(), "what": format!("canar-alarma-{}", relation.name())});
        let made = self.make(lead, "/api/v1/concerns", body).await;
        let id = made["id"].as_str().expect("an id").to_owned();
        if path.ends_with("/reopen") {
            let done = json!({"outcome": "no_action", "reason": "not_a_concern"});
            self.make(lead, &format!("/api/v1/concerns/{id}/triage"), done)
                .await;
        }
        Some(id)
    }
}
