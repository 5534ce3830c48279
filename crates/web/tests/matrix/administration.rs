//! What administration's addresses name. People, an organisation and a unit that nobody of the walk belongs to take what would
//! shut somebody out.

use crate::face::{get_json, send_json};
use crate::things::Parts;
use crate::world::{Relation, World};
use serde_json::{Value, json};

/// Routes whose object may be changed for good.
fn ends(path: &str) -> bool {
    path.ends_with("/close") || path.ends_with("/pseudonyms")
}

impl World {
    /// The parts of an address of administration.
    pub(crate) async fn bodies(&self, path: &str, relation: Relation, parts: &mut Parts) {
        let (organisation, unit, person) = match relation {
            Relation::OtherUnit => (0, 2, "olga"),
            Relation::OtherOrganisation => (2, 0, "otilia"),
            Relation::Own
            | Relation::SameUnit
            | Relation::SharedInPart
            | Relation::Expired
            | Relation::Withdrawn
            | Relation::Nonexistent => (0, 0, "oana"),
        };
        let (organisation, unit) = if ends(path) {
            (6, 0)
        } else {
            (organisation, unit)
        };
        let created = &self.house.created;
        let spare = created.people.iter().find(|p| p.login == person);
        let spare = spare.expect("a spare person").id.to_string();
        parts.insert("spare", spare.clone());
        parts.insert("psychosocial", self.house.units.psychosocial.to_string());
        parts.insert("unit", created.units[organisation][unit].to_string());
        // Their role once the row before has changed it.
        let role = if path.ends_with("/end") {
            "supervisor"
        } else {
            "case_manager"
        };
        parts.insert("role", role.to_owned());
        let id = if path.contains("/people/") {
            spare
        } else if path.contains("/units/") {
            parts["unit"].clone()
        } else if path.contains("/invitations/") {
            self.invitation().await
        } else {
            created.organisations[organisation].to_string()
        };
        if relation == Relation::Nonexistent {
            return;
        }
        parts.insert("id", id);
    }

    /// An invitation that waits.
    async fn invitation(&self) -> String {
        let mail = format!("{}@exemplu.ro", self.house.app.new_entry());
        let unit = self.house.units.casework.to_string();
        let body =
            json!({"name": "Nou Venit", "email": mail, "unit": unit, "role": "case_manager"});
        let made = send_json(self, "sorin", "/api/v1/directory/invitations", &body).await;
        assert!(matches!(made.status, 200 | 201), "{}", made.body);
        let directory = get_json(self, "sorin", "/api/v1/directory")
            .await
            .expect("the directory");
        let all = directory["invitations"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let found = all
            .iter()
            .find(|i| i.to_string().contains(&mail))
            .or(all.last());
        found
            .and_then(|i| i["id"].as_str())
            .expect("an invitation")
            .to_owned()
    }

    /// The version that a form of administration would carry.
    pub(crate) async fn directory_version(&self, id: &str) -> i64 {
        let directory = get_json(self, "sorin", "/api/v1/directory")
            .await
            .unwrap_or_default();
        version_of(&directory, id).unwrap_or(1)
    }
}

fn version_of(value: &Value, id: &str) -> Option<i64> {
    match value {
        Value::Array(all) => all.iter().find_map(|v| version_of(v, id)),
        Value::Object(object) if object.get("id").and_then(Value::as_str) == Some(id) => {
            object.get("version").and_then(Value::as_i64)
        }
        Value::Object(object) => object.values().find_map(|v| version_of(v, id)),
        _ => None,
    }
}
