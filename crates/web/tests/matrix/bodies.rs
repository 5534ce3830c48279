//! A body that would be taken, for every route that takes one: what keeps somebody out of the matrix is the policy, never a
//! mistake in the form. A route without a body here fails the walk.

use crate::things::Parts;
use punte_testkit::installation::PASSPHRASE;
use serde_json::{Value, json};

/// What is sent.
pub(crate) enum Body {
    /// Fields of a form; the token, the key and the version are added.
    Form(Vec<(&'static str, String)>),
    /// JSON; the key and the version are added where `keyed`.
    Json { body: Value, keyed: bool },
}

fn form(fields: &[(&'static str, &str)]) -> Body {
    Body::Form(
        fields
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect(),
    )
}

const TODAY: [(&str, &str); 3] = [("on-day", "23"), ("on-month", "11"), ("on-year", "2026")];

fn dated(fields: &[(&'static str, &str)]) -> Body {
    let all: Vec<_> = fields.iter().chain(&TODAY).copied().collect();
    form(&all)
}

/// The body for a route, or nothing where this table has forgotten it.
pub(crate) fn of(path: &str, p: &Parts) -> Option<Body> {
    if let Some(rest) = path.strip_prefix("/api/v1") {
        return json_of(rest, p);
    }
    if let Some(found) = on_account(path, p).or_else(|| on_administration(path, p)) {
        return Some(found);
    }
    if let Some(rest) = path.strip_prefix("/files/{code}/") {
        return on_file(rest, p);
    }
    Some(match path {
        "/sign-in" => form(&[("login", "nobody"), ("passphrase", "nothing at all")]),
        "/sign-out"
        | "/hide"
        | "/session/keep"
        | "/referrals/{id}/accept"
        | "/referrals/{id}/start" => form(&[]),
        "/language" => form(&[("lang", "ro")]),
        "/search" => form(&[("q", "canar")]),
        "/files/new" => form(&[
            ("open_unit", &p["casework"]),
            ("cover", "Rezervă"),
            ("under_18", "yes"),
            ("sex", "female"),
        ]),
        "/concerns/new" => form(&[("what", "O alarmă."), ("intake", &p["casework"])]),
        "/concerns/{id}/open-file" => form(&[
            ("urgency", "ordinary"),
            ("cover_name", "Rezervă"),
            ("under_18", "yes"),
        ]),
        "/concerns/{id}/link" => form(&[("file", &p["code"]), ("urgency", "ordinary")]),
        "/concerns/{id}/pass-on" => form(&[("name", "Școala"), ("urgency", "ordinary")]),
        "/concerns/{id}/no-action" => form(&[("reason", "not_a_concern"), ("text", "Verificat.")]),
        "/concerns/{id}/supplement" => form(&[("more", "Încă ceva.")]),
        "/concerns/{id}/reopen" => form(&[("reason", "A venit ceva nou.")]),
        "/referrals/{id}/decline" => form(&[("reason", "no_capacity"), ("text", "Suntem plini.")]),
        "/referrals/{id}/finish" => form(&[("outcome", "provided"), ("text", "Făcut.")]),
        "/referrals/{id}/revoke" => form(&[("reason", "S-a rezolvat altfel.")]),
        _ => return None,
    })
}

fn on_account(path: &str, p: &Parts) -> Option<Body> {
    Some(match path {
        "/account/sessions/end" => form(&[("session", "00")]),
        "/account/sessions/end-others" => form(&[]),
        "/account/views" => form(&[("name", "Ale mele"), ("address", "?mine=yes")]),
        "/account/views/remove" => form(&[("view", "00000000-0000-0000-0000-000000000000")]),
        "/account/take-up" => form(&[("unit", &p["unit"])]),
        "/account/language" => form(&[("language", "ro")]),
        "/account/shortcuts" => form(&[("shortcuts", "off")]),
        "/account/passphrase" => form(&[
            ("old", PASSPHRASE),
            ("new", PASSPHRASE),
            ("again", PASSPHRASE),
        ]),
        "/account/recovery" | "/account/second-factor" => form(&[("passphrase", PASSPHRASE)]),
        "/account/recovery/keep" | "/account/second-factor/keep" => {
            form(&[("sealed", &p["sealed"]), ("code", &p["code_back"])])
        }
        "/recover" => form(&[
            ("login", "nobody"),
            ("code", "0000"),
            ("new", PASSPHRASE),
            ("again", PASSPHRASE),
        ]),
        "/join/{secret}" => form(&[("name", "X"), ("new", PASSPHRASE), ("again", PASSPHRASE)]),
        "/join/{secret}/finish" => form(&[("carried", "00"), ("code", "0000")]),
        _ => return None,
    })
}

fn on_administration(path: &str, p: &Parts) -> Option<Body> {
    let name = ("name", "Rezervă");
    let reason = ("reason", "Nu mai e nevoie.");
    let role = ("role", "supervisor");
    Some(match path.strip_prefix("/admin/")? {
        "organisations/new" => form(&[name, ("kind", "ngo"), ("regime", "gdpr")]),
        "organisations/{id}/units/new" | "organisations/{id}/rename" | "units/{id}/rename" => {
            form(&[name])
        }
        "organisations/{id}/close" | "units/{id}/close" | "people/{id}/suspend" => form(&[reason]),
        "units/{id}/offers" => form(&[("offers", "referrals")]),
        "units/{id}/pseudonyms"
        | "people/{id}/restore"
        | "people/{id}/in/{unit}/{role}/end"
        | "invitations/{id}/withdraw" => form(&[]),
        "people/{id}/add" => form(&[("unit", &p["legal"]), role]),
        "people/{id}/in/{unit}/{role}/role" => form(&[role]),
        "people/{id}/hand-over/{unit}" => form(&[("to", &p["to"]), ("go", "do")]),
        "invitations/new" => form(&[name, ("email", &p["email"]), ("unit", &p["casework"]), role]),
        "waiting" => form(&[("user", &p["user"]), ("unit", &p["unit"])]),
        _ => return None,
    })
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn on_file(rest: &str, p: &Parts) -> Option<Body> {
    Some(match rest {
        "notes/new" => dated(&[
            ("compartment", "core"),
            ("kind", "general"),
            ("text", "O notă."),
        ]),
        "notes/{note}/amend" => form(&[("text", "Mai bine spus."), ("reason", "greșeală")]),
        "services/new" => dated(&[("kind", "education"), ("unit", &p["lead_unit"])]),
        "services/{service}/session" => dated(&[
            ("attendance", "attended"),
            ("minutes", "50"),
            ("summary", "Bine."),
            ("compartment", "core"),
        ]),
        "services/{service}/end" => dated(&[("outcome", "completed")]),
        "tasks/new" => form(&[("title", "De făcut"), ("due", "+7z")]),
        "tasks/{task}/done" => form(&[("text", "Făcut.")]),
        "tasks/{task}/cancel" => form(&[("reason", "Nu mai e nevoie.")]),
        "tasks/{task}/reassign" => form(&[("due", "+9z")]),
        "risk" => form(&[
            ("level", "high"),
            ("factors", "exploiter_free"),
            ("text", "Amenințări."),
            ("review", "+30z"),
        ]),
        "plan/goals" => form(&[
            ("area-1", "safety"),
            ("goal-1", "Un loc sigur."),
            ("review", "+30z"),
        ]),
        "needs/new" => dated(&[
            ("unmet", "safety"),
            ("met", "shelter"),
            ("compartment", "core"),
        ]),
        "placement" => dated(&[("kind", "relatives"), ("county", "IS")]),
        "hearings/new" => dated(&[
            ("kind", "interview"),
            ("interviewed", "yes"),
            ("safeguards", "psychologist"),
        ]),
        "told/new" => dated(&[
            ("about", "recruitment"),
            ("told_to", "psiholog"),
            ("text", "Deja spus."),
        ]),
        "identification" => form(&[
            ("status", "potential"),
            ("authority", "ngo"),
            ("decided-day", "23"),
            ("decided-month", "11"),
            ("decided-year", "2026"),
        ]),
        "basics" => form(&[
            ("sex", "female"),
            ("under_18", "yes"),
            ("county", "IS"),
            ("exploitation", "sexual"),
        ]),
        "cover-name" => form(&[("cover", "Alt nume")]),
        "event" => form(&[
            ("acts", "recruit"),
            ("purposes", "sexual"),
            ("text", "Pe scurt."),
        ]),
        "consents/new" => form(&[
            ("purpose", "services"),
            ("by", "parent"),
            ("assent", "yes"),
            ("format", "written"),
            ("language", "ro"),
            ("until", "+30z"),
            ("recipients", &p["legal"]),
            ("compartments", "core"),
        ]),
        "consents/{consent}/assent" => form(&[("assent", "yes")]),
        "consents/{consent}/withdraw" => form(&[("by", "parent"), ("reason", "Nu mai vrea.")]),
        "shares/{unit}/end" => form(&[("reason", "done")]),
        "team/new" => form(&[("user", &format!("{}/{}", p["user"], p["casework"]))]),
        "team/{user}/remove" | "transfer/accept" | "transfer/withdraw" => form(&[]),
        "transfer" => form(&[("to", &p["to"]), ("reason", "Locuiește acolo.")]),
        "transfer/decline" => form(&[("reason", "Suntem plini.")]),
        "close" => form(&[("reason", "goals_reached"), ("text", "Gata.")]),
        "reopen" => form(&[("reason", "new_risk"), ("text", "Iar în pericol.")]),
        "person/name" => form(&[("kind", "used"), ("given", "Maria")]),
        "person/age" => form(&[("years", "15"), ("under_18", "yes")]),
        "person/identifier" => form(&[("kind", "passport"), ("value", "X0000")]),
        "person/kin" => form(&[("relation", "mother"), ("name", "Mama"), ("safe", "yes")]),
        "person/contact" => form(&[("way", "phone"), ("value", "0700"), ("safe", "yes")]),
        "refer" => form(&[
            ("step", "4"),
            ("go", "send"),
            ("danger", "no"),
            ("to", &p["legal"]),
            ("service", "legal_aid"),
            ("urgency", "ordinary"),
            ("summary", "Cerere de sprijin."),
            ("compartments", "core"),
            ("basis", "lawful:vital_interest"),
            ("until", "+30z"),
        ]),
        _ => return None,
    })
}

fn json_of(rest: &str, p: &Parts) -> Option<Body> {
    let keyed = |body| Some(Body::Json { body, keyed: true });
    let plain = |body| Some(Body::Json { body, keyed: false });
    let refer = || {
        json!({"to": p["legal"], "service": "legal_aid", "urgency": "ordinary", "summary": "Cerere de sprijin.",
            "compartments": ["core"], "basis": {"lawful": "vital_interest"}, "until": 1_798_000_000})
    };
    if let Some(body) = directory_json(rest, p) {
        return Some(body);
    }
    match rest {
        "/search" => plain(json!({"q": "canar"})),
        "/concerns" => plain(json!({"what": "O alarmă.", "intake": p["casework"]})),
        "/concerns/{id}/triage" => {
            plain(json!({"outcome": "passed_on", "to": "Școala", "urgency": "ordinary"}))
        }
        "/concerns/{id}/supplement" => plain(json!({"text": "Încă ceva."})),
        "/concerns/{id}/reopen" => plain(json!({"reason": "A venit ceva nou."})),
        "/files" => plain(json!({"id": null, "unit": p["casework"], "cover_name": "Rezervă"})),
        "/files/{code}/referrals" | "/files/{code}/referrals/preview" => plain(refer()),
        "/referrals/{id}/answer" => plain(json!({"answer": "accept"})),
        "/referrals/{id}/revoke" => plain(json!({"reason": "S-a rezolvat altfel."})),
        "/files/{code}/notes" => {
            keyed(json!({"compartment": "core", "kind": "general", "text": "O notă."}))
        }
        "/files/{code}/services" => keyed(json!({"kind": "education", "unit": p["lead_unit"]})),
        "/files/{code}/sessions" => keyed(
            json!({"service": p["service"], "happened_on": "2026-11-23", "minutes": 50,
            "attendance": "attended", "summary": "Bine.", "compartment": "core"}),
        ),
        "/files/{code}/tasks" => keyed(json!({"title": "De făcut", "due": "2026-12-20"})),
        "/files/{code}/tasks/{task}/done" => keyed(json!({"text": "Făcut."})),
        "/files/{code}/risk" => {
            keyed(json!({"level": "high", "factors": ["exploiter_free"], "text": "Amenințări."}))
        }
        "/files/{code}/identification" => keyed(
            json!({"status": "potential", "authority": "ngo", "decided_on": "2026-11-23",
            "ground": "", "indicators": [], "self_identified": false, "document_ref": ""}),
        ),
        "/files/{code}/consents" => keyed(
            json!({"purpose": "services", "recipients": [p["legal"]], "compartments": ["core"],
            "by": "parent", "format": "written", "until": "2027-01-10", "assent": true}),
        ),
        "/files/{code}/consents/{consent}/withdraw" => {
            keyed(json!({"by": "parent", "reason": "Nu mai vrea."}))
        }
        "/files/{code}/assign" => {
            keyed(json!({"user": p["user"], "unit": p["casework"], "lead": false}))
        }
        "/files/{code}/transfer" => keyed(json!({"to": p["to"], "reason": "Locuiește acolo."})),
        "/files/{code}/transfer/accept" | "/files/{code}/transfer/withdraw" => keyed(json!({})),
        "/files/{code}/transfer/decline" => keyed(json!({"reason": "Suntem plini."})),
        "/files/{code}/close" => keyed(json!({"reason": "goals_reached", "text": "Gata."})),
        "/files/{code}/reopen" => keyed(json!({"reason": "new_risk", "text": "Iar în pericol."})),
        _ => None,
    }
}

fn directory_json(rest: &str, p: &Parts) -> Option<Body> {
    let plain = |body| Some(Body::Json { body, keyed: false });
    match rest {
        "/account/sessions/end" => plain(json!({"id": null, "session": "00"})),
        "/account/views" => plain(json!({"id": null, "name": "Ale mele", "query": "mine=yes"})),
        "/account/views/remove" => {
            plain(json!({"id": null, "view": "00000000-0000-0000-0000-000000000000"}))
        }
        "/account/units/take-up" => plain(json!({"unit": p["unit"]})),
        "/account/passphrase" => plain(json!({"id": null, "old": PASSPHRASE, "new": PASSPHRASE})),
        "/account/recovery" | "/account/second-factor" => plain(json!({"passphrase": PASSPHRASE})),
        "/account/recovery/keep" | "/account/second-factor/keep" => {
            plain(json!({"id": null, "sealed": p["sealed"], "code": p["code_back"]}))
        }
        "/account/language" => plain(json!({"id": null, "language": "ro"})),
        "/directory/invitations" => plain(
            json!({"id": null, "name": "Rezervă", "email": p["email"], "unit": p["casework"], "role": "lawyer"}),
        ),
        "/directory/invitations/{id}/withdraw" | "/directory/units/{id}/pseudonyms" => {
            plain(json!({"id": null}))
        }
        "/directory/waiting" => plain(json!({"id": null, "user": p["user"], "unit": p["unit"]})),
        "/directory/people/{id}/hand-over/{unit}" => plain(json!({"id": null, "to": p["to"]})),
        "/directory/changes" => Some(Body::Json {
            body: json!({"change": {"rename_unit": {"unit": p["id"], "name": "Rezervă"}}}),
            keyed: true,
        }),
        _ => None,
    }
}
