//! What the public may see and do without signing in.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Beginning, Clauses, Map, OneOrMany, RawEffect, RawExpression, RawGuard, RawMarks, RawTarget, RawText};

/// The word for whoever complains, where a role could stand in the `by` of an action.
pub const COMPLAINANT: &str = "complainant";

/// What people may do from outside, without signing in. Nothing is told of a case but what stands here; without it there are no public
/// pages. What a complainant may do in their own case say the actions with `by: complainant`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPublic {
    /// What this is called where people choose what has happened; otherwise the name of the case type.
    #[serde(default)]
    pub name: Option<RawText>,
    /// What people read before they begin.
    #[serde(default)]
    pub text: Option<RawText>,
    pub opens: RawPublicOpening,
    /// Whether a complaint may come without saying who complains.
    #[serde(default)]
    pub anonymous: Option<RawAnonymous>,
    /// What the complainant reads in a stage, in plain words. Of other stages they read only that the case is being worked on, or closed.
    #[serde(default)]
    pub stages: Map<RawText>,
    /// The time limits whose dates the complainant is told, each in plain words: what happens by then.
    #[serde(default)]
    pub deadlines: Map<RawText>,
    /// How the actions of the complainant are put to them; otherwise by their name and help.
    #[serde(default)]
    pub actions: Map<RawPublicAction>,
    /// The notices to the complainant that are shown to them.
    #[serde(default)]
    pub notices: OneOrMany<String>,
    /// The documents that are shown to the complainant once they are printed.
    #[serde(default)]
    pub documents: OneOrMany<String>,
    /// The action of the complainant that says how satisfied they are. A link that serves once leads to it.
    #[serde(default)]
    pub survey: Option<String>,
    #[serde(default)]
    pub clause: Clauses,
}

/// How a complainant begins a case. Who may is everybody; the rest is as in `opens`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPublicOpening {
    /// The form that is filled in; everybody can read it.
    pub form: String,
    /// The first stage, or a list of `{ when, is }` of which the first match counts.
    pub at: RawTarget,
    /// Answers that nobody is asked because they are known, such as the channel: field → expression.
    #[serde(default)]
    pub sets: Map<RawExpression>,
    /// What must hold; each says why not.
    #[serde(default)]
    pub needs: Vec<RawGuard>,
    #[serde(default)]
    pub marks: RawMarks,
    #[serde(default)]
    pub does: Vec<RawEffect>,
    #[serde(default)]
    pub clause: Clauses,
}

impl RawPublicOpening {
    pub fn beginning(&self) -> Beginning<'_> {
        Beginning {
            form: &self.form,
            at: &self.at,
            needs: &self.needs,
            marks: &self.marks,
            does: &self.does,
            clause: &self.clause,
        }
    }
}

/// What the policy says about complaints without a name.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAnonymous {
    /// `true`: whoever complains may leave out who they are.
    pub accepted: bool,
    /// What people are told about it.
    pub text: RawText,
    #[serde(default)]
    pub clause: Clauses,
}

/// How an action is put to the complainant.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RawPublicAction {
    pub name: Option<RawText>,
    pub text: Option<RawText>,
}
