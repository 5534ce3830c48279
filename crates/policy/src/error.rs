//! What can be wrong with a set of policies. None of it can happen at run time: `Policy::load` finds it at start.

/// Why a set of policies cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// The schema does not parse, or is not coherent.
    #[error("policy schema: {0}")]
    Schema(String),
    /// A policy file does not parse.
    #[error("policies in {file}: {why}")]
    Syntax {
        /// Name of the file.
        file: String,
        /// What Cedar's parser says.
        why: String,
    },
    /// A policy has no `@id`, or shares it with another.
    #[error("a policy in {file} has no @id of its own")]
    Id {
        /// Name of the file.
        file: String,
    },
    /// Policies that do not fit the schema, as Cedar's strict validator reports them.
    #[error("policies do not fit the schema: {0}")]
    Invalid(String),
    /// A template, or an action constraint on something that is no action of ours.
    #[error("policy {0} is a template; only plain policies are loaded")]
    Template(String),
    /// Actions of the code without a permit, or whose resource is another in the schema.
    #[error("actions without a policy or a schema entry of their own: {}", .0.join(", "))]
    Incomplete(Vec<String>),
}
