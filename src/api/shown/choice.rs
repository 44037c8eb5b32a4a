//! What can be done with a case now, and why the rest cannot.

use serde::Serialize;
use utoipa::ToSchema;

use super::permitted::PermittedShown;
use super::why::SeenShown;
use super::{NameShown, clauses};
use crate::app::Seen;
use crate::case::choices::{Choice, Doable};
use crate::locale::Language;
use crate::pack::Permitted;

/// One thing that belongs to the present moment of a case.
#[derive(Serialize, ToSchema)]
#[schema(as = Choice)]
pub struct ChoiceShown {
    what: DoableShown,
    /// The id of the action, the task or the deadline (`merging` for merging), and its name.
    of: NameShown,
    help: Option<String>,
    /// Where it is asked for, by POST.
    href: String,
    /// The form to fill in for it, as JSON Schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<String>,
    clauses: Vec<String>,
    /// Who may do it.
    by: Vec<PermittedShown>,
    /// It can be done now.
    allowed: bool,
    /// Why it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<RefusalShown>,
    /// Conditions that wait for the answers of the form.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    open_conditions: Vec<ConditionShown>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Doable)]
#[serde(rename_all = "snake_case")]
enum DoableShown {
    Action,
    Task,
    Extension,
    /// Merging another case into this one.
    Merging,
}

/// Why something cannot be done now.
#[derive(Serialize, ToSchema)]
#[schema(as = Refusal)]
struct RefusalShown {
    text: String,
    clauses: Vec<String>,
    /// What the condition looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<SeenShown>,
}

/// A condition that looks at the answers of the form, and what people are told if it does not hold.
#[derive(Serialize, ToSchema)]
#[schema(as = OpenCondition)]
struct ConditionShown {
    otherwise: String,
    clauses: Vec<String>,
}

impl ChoiceShown {
    pub fn of(choice: &Choice, seen: &Seen, base: &str, language: &Language) -> Self {
        let case = &seen.view.case;
        let root = format!("{base}/cases/{}", super::address::segment(&case.number));
        let (what, id, href) = match &choice.what {
            Doable::Act(action) => (
                DoableShown::Action,
                action.to_string(),
                format!("{root}/actions/{action}"),
            ),
            Doable::CompleteTask { number, task, .. } => {
                (DoableShown::Task, task.to_string(), format!("{root}/tasks/{number}"))
            }
            Doable::Merge => (DoableShown::Merging, "merging".to_owned(), format!("{root}/merge")),
            Doable::Extend(deadline) => (
                DoableShown::Extension,
                deadline.to_string(),
                format!("{root}/deadlines/{deadline}/extend"),
            ),
        };
        Self {
            what,
            of: NameShown::of(id, Some(&choice.name), language),
            help: choice.help.as_ref().map(|help| help.in_language(language).to_owned()),
            href,
            form: choice
                .form
                .as_ref()
                .map(|form| format!("{base}/forms/{}/{form}", case.case_type)),
            clauses: clauses(&choice.clauses),
            by: PermittedShown::all(by(choice, seen)),
            allowed: choice.is_allowed(),
            refusal: choice.refusal.as_ref().map(|refusal| RefusalShown {
                text: seen
                    .view
                    .case_type()
                    .map(|case_type| refusal.text(&seen.view.pack, case_type, language))
                    .unwrap_or_default(),
                clauses: clauses(&refusal.clauses),
                why: refusal.why.as_ref().map(|trace| SeenShown::of_trace(trace)),
            }),
            open_conditions: choice
                .not_known_yet
                .iter()
                .map(|guard| ConditionShown {
                    otherwise: guard.otherwise.in_language(language).to_owned(),
                    clauses: clauses(&guard.clauses),
                })
                .collect(),
        }
    }
}

/// Whether only the engine takes it.
pub(super) fn is_the_engines(choice: &Choice, seen: &Seen) -> bool {
    matches!(choice.what, Doable::Act(_)) && by(choice, seen).is_empty()
}

/// Who may do it, as its rule says.
fn by<'s>(choice: &Choice, seen: &'s Seen) -> Vec<&'s Permitted> {
    let Some(case_type) = seen.view.case_type() else {
        return Vec::new();
    };
    let by = match &choice.what {
        Doable::Act(action) => case_type.actions.get(action).map(|rule| &rule.by),
        Doable::CompleteTask { task, .. } => case_type.tasks.get(task).map(|rule| &rule.by),
        // Each step of an extension has its own.
        Doable::Extend(deadline) => {
            let steps = case_type.deadlines.get(deadline).map(|rule| &rule.extensions);
            return steps.into_iter().flatten().flat_map(|step| &step.by).collect();
        }
        Doable::Merge => case_type.merging.as_ref().map(|rule| &rule.by),
    };
    by.into_iter().flatten().collect()
}
