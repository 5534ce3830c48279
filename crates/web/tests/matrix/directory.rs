//! Account and administration: people, units, organisations and invitations that only one row meets.

use crate::things::Parts;
use crate::world::{Relation, World};
use punte_app::directory::{Change, Finish, InviteForm, JoinForm, Offers};
use punte_app::domain::access::Role;
use punte_app::domain::id::{OrganisationId, StreamId, UnitId, UserId};
use punte_app::files::Post;
use punte_app::{Desk, Lang};
use punte_testkit::installation::PASSPHRASE;

/// What a change is called when it is made for a row.
const NAME: &str = "Rezervă";

impl World {
    fn anew(&self) -> Post {
        Post {
            id: self.house.app.new_entry(),
            version: None,
        }
    }

    fn unit_of(&self, relation: Relation) -> UnitId {
        self.lead_unit(relation).parse().expect("a unit")
    }

    /// The parts of an address and body of account or administration, for a thing in this relation.
    pub(crate) async fn directory_things(&self, path: &str, relation: Relation, parts: &mut Parts) {
        let unit = self.unit_of(relation);
        parts.insert("role", "case_manager".to_owned());
        parts.insert("email", format!("{}@podul.ro", self.house.app.new_entry()));
        if path.contains("/recovery/keep") {
            let elena = self.house.desk("elena").await;
            let offer = elena.offer_recovery(PASSPHRASE.to_owned()).await;
            let offer = offer.expect("a recovery code");
            parts.insert("sealed", offer.sealed);
            parts.insert("code_back", offer.secret.to_string());
        } else if path.ends_with("/take-up") {
            let sorin = self.house.desk("sorin").await;
            let unit = self.spare_unit(&sorin, unit).await;
            let add = Change::AddMembership {
                user: self.user("elena").parse().expect("an id"),
                unit,
                role: Role::CaseManager,
            };
            let added = sorin.change_directory(&add, self.anew()).await;
            added.expect("a membership");
            parts.insert("unit", unit.to_string());
        } else if relation != Relation::Nonexistent {
            self.administration_things(path, unit, relation, parts)
                .await;
        }
        // What is founded has no version yet.
        if path.ends_with("/new") {
            parts.insert("version", "0".to_owned());
        }
    }

    async fn administration_things(
        &self,
        path: &str,
        unit: UnitId,
        relation: Relation,
        parts: &mut Parts,
    ) {
        let sorin = self.house.desk("sorin").await;
        if path.contains("/hand-over/") {
            let user = self.leaver(&sorin, unit).await;
            parts.insert("id", user.to_string());
            parts.insert("unit", unit.to_string());
            parts.insert("to", self.user(relation.lead()));
        } else if path.contains("/people/{id}") {
            // Where no file of the walk is open: a team of hundreds would be on every page about access. To an administrator
            // people stand in no other relation than that they are there.
            let unit = self.house.units.office;
            let user = self.spare_person(&sorin, unit, true).await;
            if path.ends_with("/restore") {
                let suspend = Change::Suspend {
                    user,
                    reason: "Verificare.".into(),
                };
                let done = sorin.change_directory(&suspend, self.anew()).await;
                done.expect("suspended");
            }
            parts.insert("id", user.to_string());
            parts.insert("unit", unit.to_string());
            self.version_into(parts, user.into()).await;
        } else if path.ends_with("/waiting") {
            let user = self.spare_person(&sorin, unit, false).await;
            parts.insert("user", user.to_string());
            parts.insert("unit", unit.to_string());
        } else if path.contains("/organisations/{id}") {
            let id = self.spare_organisation(&sorin).await;
            parts.insert("id", id.to_string());
            self.version_into(parts, id.into()).await;
        } else if path.ends_with("/pseudonyms") {
            parts.insert("id", unit.to_string());
        } else if path.contains("/units/{id}") || path.ends_with("/changes") {
            let id = self.spare_unit(&sorin, unit).await;
            parts.insert("id", id.to_string());
            self.version_into(parts, id.into()).await;
        } else if path.contains("/invitations/{id}") {
            let before = self.invitations(&sorin).await;
            self.invitation(&sorin, unit).await;
            let after = self.invitations(&sorin).await;
            let made = after.iter().find(|id| !before.contains(id)).expect("one");
            parts.insert("id", made.to_string());
        }
    }

    async fn version_into(&self, parts: &mut Parts, stream: StreamId) {
        let row = self.house.app.store().relations().stream(stream).await;
        let version = row.expect("an answer").map_or(0, |row| row.version);
        parts.insert("version", version.to_string());
    }

    async fn invitations(&self, sorin: &Desk) -> Vec<UserId> {
        let directory = sorin.directory().await.expect("a directory");
        directory.invitations.iter().map(|i| i.id).collect()
    }

    async fn invitation(&self, sorin: &Desk, unit: UnitId) -> String {
        let form = InviteForm {
            name: NAME.to_owned(),
            email: format!("{}@podul.ro", self.house.app.new_entry()),
            unit,
            role: Role::CaseManager,
        };
        let made = sorin.invite(&form, self.anew()).await;
        made.expect("an invitation")
    }

    /// Somebody who came, and was confirmed or still waits.
    async fn spare_person(&self, sorin: &Desk, unit: UnitId, confirmed: bool) -> UserId {
        let app = &self.house.app;
        let secret = self.invitation(sorin, unit).await;
        let form = JoinForm {
            name: NAME.to_owned(),
            title: String::new(),
            passphrase: PASSPHRASE.to_owned(),
            again: PASSPHRASE.to_owned(),
        };
        let begun = app.begin_join(&secret, form).await.expect("an answer");
        let Ok(begun) = begun else {
            panic!("the invitation is good");
        };
        let form = Finish {
            code: begun.recovery.to_string(),
            carried: begun.carried,
            totp: String::new(),
            label: String::new(),
            lang: Lang::Ro,
        };
        let joined = app.finish_join(&secret, form, app.new_request()).await;
        let joined = joined.expect("an answer").expect("an account");
        let desk = app.desk(&joined.token, app.new_request()).await;
        let user = desk.expect("an answer").expect("a session").user_id();
        if confirmed {
            let login = [
                (self.house.units.casework, "elena"),
                (self.house.units.west, "gabi"),
                (self.house.units.dgaspc, "dora"),
                (self.house.units.office, "dan"),
            ]
            .into_iter()
            .find_map(|(of, login)| (of == unit).then_some(login))
            .expect("a unit of a lead");
            let lead = self.house.desk(login).await;
            let done = lead.confirm(user, unit, self.anew()).await;
            done.expect("confirmed");
        }
        user
    }

    async fn leaver(&self, sorin: &Desk, unit: UnitId) -> UserId {
        let mut leavers = self.leavers.lock().await;
        if let Some(found) = leavers.get(&unit) {
            return *found;
        }
        let user = self.spare_person(sorin, unit, true).await;
        leavers.insert(unit, user);
        user
    }

    async fn spare_organisation(&self, sorin: &Desk) -> OrganisationId {
        use punte_app::domain::directory::organisation::{Kind, Regime};
        let found = Change::FoundOrganisation {
            name: NAME.to_owned(),
            kind: Kind::Ngo,
            regime: Regime::Gdpr,
            county: None,
        };
        let made = sorin.change_directory(&found, self.anew()).await;
        OrganisationId(made.expect("an organisation"))
    }

    /// A unit without keys, of the same organisation.
    async fn spare_unit(&self, sorin: &Desk, beside: UnitId) -> UnitId {
        let directory = sorin.directory().await.expect("a directory");
        let found = Change::FoundUnit {
            organisation: directory.unit(beside).expect("a unit").organisation,
            name: NAME.to_owned(),
            county: None,
            offers: Offers::default(),
        };
        let made = sorin.change_directory(&found, self.anew()).await;
        UnitId(made.expect("a unit"))
    }
}
