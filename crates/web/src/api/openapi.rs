//! The OpenAPI document, assembled from the table of routes: a route of the JSON face is in it because it exists.

use super::{FieldProblem, ProblemBody};
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::headers::Caching;
use crate::http::problem::Problem;
use crate::http::route::{Face, Guard, Method, Route, Takes};
use crate::site::Site;
use crate::{public, routes};
use serde_json::{Map, Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

/// Routes of this part.
pub const ROUTES: &[Route] = &[public!(Get Api "/api/v1/openapi.json", Takes::Nothing, document)];

/// Components of one module: name and schema.
pub type Schemas = Vec<(String, RefOr<Schema>)>;

/// What a route takes and gives, beyond what its row in the table says.
#[derive(Debug, Clone, Copy)]
pub struct Documented {
    path: &'static str,
    method: &'static str,
    summary: &'static str,
    takes: Option<&'static str>,
    gives: Option<&'static str>,
    /// What success answers with.
    status: u16,
}

impl Documented {
    /// A route by path and method, in one sentence, with the names of the schemas of its body and its answer.
    pub const fn new(
        path: &'static str,
        method: &'static str,
        summary: &'static str,
        takes: Option<&'static str>,
        gives: Option<&'static str>,
    ) -> Self {
        Self {
            path,
            method,
            summary,
            takes,
            gives,
            status: 200,
        }
    }

    /// The same, for a route that makes something: success is 201.
    #[must_use]
    pub const fn creating(mut self) -> Self {
        self.status = 201;
        self
    }
}

/// Adds a type and everything that it refers to.
pub fn register<S: ToSchema + PartialSchema>(into: &mut Schemas) {
    into.push((S::name().into_owned(), S::schema()));
    S::schemas(into);
}

fn schemas() -> Schemas {
    let mut all = Schemas::new();
    register::<ProblemBody>(&mut all);
    register::<FieldProblem>(&mut all);
    super::session::register_schemas(&mut all);
    super::referrals::register_schemas(&mut all);
    super::concerns::register_schemas(&mut all);
    super::files::register_schemas(&mut all);
    super::file_writes::register_schemas(&mut all);
    super::account::register_schemas(&mut all);
    super::views::register_schemas(&mut all);
    super::directory::register_schemas(&mut all);
    super::directory_writes::register_schemas(&mut all);
    all
}

fn documented() -> impl Iterator<Item = &'static Documented> {
    let tables = [
        super::session::DOCUMENTED,
        super::referrals::DOCUMENTED,
        super::concerns::DOCUMENTED,
        super::statistics::DOCUMENTED,
        super::files::DOCUMENTED,
        super::file_writes::DOCUMENTED,
        super::account::DOCUMENTED,
        super::views::DOCUMENTED,
        super::directory::DOCUMENTED,
        super::directory_writes::DOCUMENTED,
    ];
    tables.into_iter().flatten()
}

async fn document(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let _ = (site, ask);
    Ok(Answer::json(&openapi()).caching(Caching::Public))
}

/// The document (OpenAPI 3.1).
pub fn openapi() -> Value {
    let mut paths = Map::new();
    for route in routes::all().filter(|r| r.face == Face::Api) {
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(route.method.name().to_lowercase(), operation(route));
        }
    }
    let components: Map<String, Value> = schemas()
        .into_iter()
        .map(|(name, schema)| (name, serde_json::to_value(schema).unwrap_or_default()))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Punte",
            "version": "1",
            "description": "The same application functions as the pages. Every answer to somebody who may not see a thing is the answer for a thing that isn't there.",
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" }
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": "__Host-punte" },
                "csrf": { "type": "apiKey", "in": "header", "name": "x-csrf-token" }
            }
        }
    })
}

fn operation(route: &Route) -> Value {
    let about = documented().find(|d| d.path == route.path && d.method == route.method.name());
    let mut operation = Map::new();
    if let Some(about) = about {
        operation.insert("summary".into(), json!(about.summary));
    }
    let parts: Vec<Value> = parts(route.path)
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    if !parts.is_empty() {
        operation.insert("parameters".into(), Value::Array(parts));
    }
    if let Takes::Json(cap) = route.takes {
        let schema = about
            .and_then(|d| d.takes)
            .map_or_else(|| json!({}), reference);
        operation.insert(
            "requestBody".into(),
            json!({ "required": true, "content": { "application/json": { "schema": schema } }, "x-max-bytes": cap }),
        );
    }
    match route.guard {
        Guard::Public => operation.insert("security".into(), json!([])),
        Guard::Action(action) => {
            operation.insert("x-action".into(), json!(action));
            let needs = match route.method {
                Method::Get => json!([{ "session": [] }]),
                Method::Post => json!([{ "session": [], "csrf": [] }]),
            };
            operation.insert("security".into(), needs)
        }
    };
    let gives = about
        .and_then(|d| d.gives)
        .map_or_else(|| json!({}), reference);
    let status = about.map_or(200, |d| d.status).to_string();
    operation.insert(
        "responses".into(),
        json!({
            status: { "description": "Done.", "content": { "application/json": { "schema": gives } } },
            "default": {
                "description": "A stable code, a sentence, and the broken rules by field.",
                "content": { "application/json": { "schema": reference("ProblemBody") } }
            }
        }),
    );
    Value::Object(operation)
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// Names in braces.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_document_has_the_routes_of_the_table_and_no_other() {
        let document = openapi();
        let written: BTreeSet<(String, String)> = document["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, methods)| {
                methods
                    .as_object()
                    .unwrap()
                    .keys()
                    .map(move |m| (path.clone(), m.to_uppercase()))
            })
            .collect();
        let table: BTreeSet<(String, String)> = routes::all()
            .filter(|r| r.face == Face::Api)
            .map(|r| (r.path.to_owned(), r.method.name().to_owned()))
            .collect();
        assert_eq!(written, table);
        for documented in documented() {
            let known = table.contains(&(documented.path.to_owned(), documented.method.to_owned()));
            assert!(
                known,
                "{} {} is documented and doesn't exist",
                documented.method, documented.path
            );
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = openapi();
        let text = document.to_string();
        for (at, stem) in text.match_indices("#/components/schemas/") {
            let name = text[at + stem.len()..].split('"').next().unwrap();
            assert!(
                document["components"]["schemas"].get(name).is_some(),
                "{name}"
            );
        }
    }

    #[test]
    fn the_document_is_guarded() {
        insta::assert_json_snapshot!("openapi", openapi());
    }
}
