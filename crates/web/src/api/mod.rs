//! JSON: the same application functions as the pages.

pub mod account;
pub mod concerns;
pub mod directory;
pub mod directory_writes;
pub mod file_writes;
pub mod files;
pub mod openapi;
pub mod referrals;
pub mod session;
pub mod statistics;
pub mod views;

use crate::http::problem::Problem;
use crate::http::route::Route;
use punte_app::Lang;
use punte_app::domain::id::RequestId;
use punte_words::{T, Words};
use serde::Serialize;
use utoipa::ToSchema;

/// The routes of the JSON face.
pub const ROUTES: &[Route] = &[];

/// How a problem looks to a program: a stable code, a sentence for a person, and the broken rules by field.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemBody {
    /// Stable code.
    pub code: &'static str,
    /// A sentence in the asked language.
    pub message: String,
    /// The request, to quote to the operator.
    pub request: String,
    /// Broken rules, by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
}

/// A broken rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Field; empty for the whole.
    pub field: String,
    /// Stable code.
    pub code: String,
    /// A sentence.
    pub message: String,
}

/// The body for a problem.
pub fn problem_body(problem: &Problem, request: RequestId, lang: Lang) -> ProblemBody {
    let t = T::new(lang);
    let fields = match problem {
        Problem::Invalid(list) => list
            .iter()
            .map(|i| FieldProblem {
                field: i.field.clone(),
                code: i.code.clone(),
                message: Words::get(lang, &format!("refusal-{}", i.code), &[]),
            })
            .collect(),
        _ => Vec::new(),
    };
    ProblemBody {
        code: problem.code(),
        message: t.of("problem", problem.code()),
        request: request.to_string(),
        fields,
    }
}
