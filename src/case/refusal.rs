//! A command the rules do not allow, and why.

use serde::{Deserialize, Serialize};

use crate::expression::{Trace, Worth};
use crate::form::FieldError;
use crate::locale::{self, Argument, Language, Text};
use crate::pack::id::*;
use crate::pack::{CaseType, Pack};

/// Why a command is refused. One sentence and its clauses for the person who asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    pub reason: Reason,
    pub clauses: Vec<ClauseId>,
    /// What the guard saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Box<Trace>>,
}

/// Who may do something, beside roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entitled {
    /// Whoever owns the case.
    Owner,
    /// Those named in the case, as they are called; none, if nobody is named yet.
    Named(Vec<String>),
    /// Who holds a role in one of these departments; none, if it is not known yet which.
    RoleIn {
        role: RoleId,
        departments: Vec<DepartmentId>,
    },
    /// Whoever complains, from outside.
    Complainant,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// The pack has no such action, task, deadline or decision.
    Unknown { what: String },
    /// Not at this stage.
    NotAtThisStage { stage: StageId, at: Vec<StageId> },
    /// Not by this person.
    NotYours {
        roles: Vec<RoleId>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        people: Vec<Entitled>,
    },
    /// The case is kept from this person.
    KeptFromYou,
    /// It is one other person's.
    NotYou { person: String },
    /// A guard does not hold; the pack's own words.
    Guard {
        text: Text,
        /// Which of the guards, counted from 1.
        #[serde(default)]
        number: u32,
    },
    /// The answers do not fit the form.
    Answers { errors: Vec<FieldError> },
    /// The deadline is not running.
    NotRunning,
    /// It was extended as often as the policy allows.
    NoMoreExtensions { times: u32 },
    /// It only follows another extension, and there is none yet.
    OnlyFurther,
    /// Others grant the next step of the extension, or the one that reaches further than what this person may grant.
    NotYourStep {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        step: Option<Text>,
        roles: Vec<RoleId>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        people: Vec<Entitled>,
        /// The latest end that this person may grant.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        latest: Option<chrono::DateTime<chrono::Utc>>,
    },
    /// Later than the policy allows.
    TooLate { latest: chrono::DateTime<chrono::Utc> },
    /// Not later than it already is.
    NotLater,
    /// The new end does not lie ahead.
    NotAhead,
    /// The policy does not provide for it in such a case.
    NotExtendable,
    /// The complainant must be told before the old end.
    NotTold,
    /// What is yet to be told has not been told.
    ToldInFuture,
    /// Over: the old end has passed.
    AlreadyOver,
    /// This decision may not be overridden.
    NotOverridable,
    /// The value is not among the outcomes.
    NotAnOutcome { outcomes: Vec<String> },
    /// A reason is needed.
    ReasonMissing,
    /// A rule that must be known could not be evaluated.
    Failed { message: String },
    /// The pack's reactions did not come to rest.
    TooManyReactions,
    /// No due time can be found in the calendar.
    NoDueTime { message: String },
    /// The case is closed.
    Closed,
    /// The case was merged into the one of this number.
    GoesOnElsewhere { number: String },
    /// What the case held has been destroyed.
    Destroyed,
    /// Only a closed case is destroyed.
    StillOpen,
    /// Its retention is not over; `until` is its end, if it has begun.
    StillKept {
        until: Option<chrono::DateTime<chrono::Utc>>,
    },
    /// There is no such case to merge, or none this person may see.
    NoSuchCase { number: String },
    /// A case is not merged into itself.
    SameCase,
    /// The case to be merged is of another type.
    OtherType { number: String },
    /// The case to be merged is closed.
    OtherClosed { number: String },
    /// What the case to be merged held has been destroyed, or is now.
    OtherDestroyed { number: String },
    /// The case to be merged has opened others that are still open: the one that goes on would not wait for them.
    OtherHasOpen { number: String },
    /// The case to be merged was opened by another one, which would take it for closed.
    OtherIsPart { number: String },
    /// The case to be merged is kept from people who would read it in the one that goes on.
    OtherKept { number: String },
}

impl Refusal {
    pub fn new(reason: Reason) -> Self {
        Self {
            reason,
            clauses: Vec::new(),
            why: None,
        }
    }

    pub fn unknown(what: impl Into<String>) -> Self {
        Self::new(Reason::Unknown { what: what.into() })
    }

    pub fn under(mut self, clauses: &[ClauseId]) -> Self {
        self.clauses = clauses.to_vec();
        self
    }

    pub fn seeing(mut self, trace: Trace) -> Self {
        self.why = Some(Box::new(trace));
        self
    }
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self::new(reason)
    }
}

impl Refusal {
    /// Those who may do it instead, in one line; `None` where it is not because of whoever asks.
    pub fn others(&self, pack: &Pack, language: &Language) -> Option<String> {
        match &self.reason {
            Reason::NotYours { roles, people } | Reason::NotYourStep { roles, people, .. } => {
                Some(who(pack, roles, people, language)).filter(|who| !who.is_empty())
            }
            Reason::NotYou { person } => Some(person.clone()),
            _ => None,
        }
    }

    /// One sentence for the person who asked. A guard speaks in the pack's own words.
    pub fn text(&self, pack: &Pack, case_type: &CaseType, language: &Language) -> String {
        let say = |key: &str, arguments: &[(&'static str, Argument<'_>)]| locale::say(language, key, arguments);
        let stage = |id: &StageId| match case_type.stages.get(id) {
            Some(stage) => stage.name.in_language(language).to_owned(),
            None => id.to_string(),
        };
        let listed = |items: Vec<String>| listed(&items, language);
        let local =
            |at: &chrono::DateTime<chrono::Utc>| at.with_timezone(&pack.zone).format("%Y-%m-%d %H:%M").to_string();
        match &self.reason {
            Reason::Unknown { what } => say("refusal-unknown", &[("what", what.as_str().into())]),
            Reason::NotAtThisStage { stage: now, at } if at.is_empty() => {
                say("refusal-not-at-any-stage", &[("stage", stage(now).into())])
            }
            Reason::NotAtThisStage { stage: now, at } => {
                let stages = listed(at.iter().map(stage).collect());
                say(
                    "refusal-not-at-this-stage",
                    &[("stage", stage(now).into()), ("stages", stages.into())],
                )
            }
            Reason::NotYours { roles, people } if roles.is_empty() && people.is_empty() => {
                say("refusal-only-the-engine", &[])
            }
            Reason::NotYours { roles, people } => {
                let roles = who(pack, roles, people, language);
                say("refusal-not-yours", &[("roles", roles.into())])
            }
            Reason::OnlyFurther => say("refusal-only-further", &[]),
            Reason::NotYourStep {
                step,
                roles,
                people,
                latest,
            } => {
                let who = who(pack, roles, people, language);
                let who = match step {
                    Some(step) => say(
                        "refusal-step-of",
                        &[("step", step.in_language(language).into()), ("who", who.into())],
                    ),
                    None => who,
                };
                match latest {
                    None => say("refusal-not-your-step", &[("who", who.into())]),
                    Some(latest) => say(
                        "refusal-beyond-your-step",
                        &[("latest", local(latest).into()), ("who", who.into())],
                    ),
                }
            }
            Reason::KeptFromYou => say("refusal-kept-from-you", &[]),
            Reason::NotYou { person } => say("refusal-not-you", &[("person", person.as_str().into())]),
            Reason::Guard { text, .. } => {
                let text = text.in_language(language);
                // What is not answered is not refuted: whoever reads it should look for the answer, not for a fault.
                match self.why.as_deref().map(|why| &why.worth) {
                    Some(Worth::Unknown(missing)) if !missing.is_empty() => {
                        let name = |name: &String| match case_type.called(name) {
                            Some(called) => called.in_language(language).to_owned(),
                            None => name.clone(),
                        };
                        let missing = listed(missing.iter().map(name).collect());
                        say(
                            "refusal-guard-unknown",
                            &[("missing", missing.into()), ("text", text.into())],
                        )
                    }
                    _ => text.to_owned(),
                }
            }
            Reason::Answers { errors } => {
                let first = errors.first().map_or("", |error| error.message.as_str());
                say(
                    "refusal-answers",
                    &[("count", errors.len().into()), ("first", first.into())],
                )
            }
            Reason::NotRunning => say("refusal-not-running", &[]),
            Reason::NoMoreExtensions { times: 0 } => say("refusal-no-extensions", &[]),
            Reason::NoMoreExtensions { times } => {
                say("refusal-no-more-extensions", &[("times", i64::from(*times).into())])
            }
            Reason::TooLate { latest } => say("refusal-too-late", &[("latest", local(latest).into())]),
            Reason::NotLater => say("refusal-not-later", &[]),
            Reason::NotAhead => say("refusal-not-ahead", &[]),
            Reason::NotExtendable => say("refusal-not-extendable", &[]),
            Reason::NotTold => say("refusal-not-told", &[]),
            Reason::ToldInFuture => say("refusal-told-in-future", &[]),
            Reason::AlreadyOver => say("refusal-already-over", &[]),
            Reason::NotOverridable => say("refusal-not-overridable", &[]),
            Reason::NotAnOutcome { outcomes } => say(
                "refusal-not-an-outcome",
                &[("outcomes", listed(outcomes.clone()).into())],
            ),
            Reason::ReasonMissing => say("refusal-reason-missing", &[]),
            Reason::Failed { message } => say("refusal-failed", &[("message", message.as_str().into())]),
            Reason::TooManyReactions => say("refusal-too-many-reactions", &[]),
            Reason::NoDueTime { message } => say("refusal-no-due-time", &[("message", message.as_str().into())]),
            Reason::Closed => say("refusal-closed", &[]),
            Reason::GoesOnElsewhere { number } => {
                say("refusal-goes-on-elsewhere", &[("number", number.as_str().into())])
            }
            Reason::Destroyed => say("refusal-destroyed", &[]),
            Reason::StillOpen => say("refusal-still-open", &[]),
            Reason::StillKept { until: None } => say("refusal-still-kept", &[]),
            Reason::StillKept { until: Some(until) } => {
                say("refusal-still-kept-until", &[("until", local(until).into())])
            }
            Reason::NoSuchCase { number } => say("refusal-no-such-case", &[("number", number.as_str().into())]),
            Reason::SameCase => say("refusal-same-case", &[]),
            Reason::OtherType { number } => say("refusal-other-type", &[("number", number.as_str().into())]),
            Reason::OtherClosed { number } => say("refusal-other-closed", &[("number", number.as_str().into())]),
            Reason::OtherDestroyed { number } => say("refusal-other-destroyed", &[("number", number.as_str().into())]),
            Reason::OtherHasOpen { number } => say("refusal-other-has-open", &[("number", number.as_str().into())]),
            Reason::OtherIsPart { number } => say("refusal-other-is-part", &[("number", number.as_str().into())]),
            Reason::OtherKept { number } => say("refusal-other-kept", &[("number", number.as_str().into())]),
        }
    }
}

fn listed(items: &[String], language: &Language) -> String {
    items.join(&locale::say(language, "value-separator", &[]))
}

/// Whom the policy lets do something, in one line.
pub fn who(pack: &Pack, roles: &[RoleId], people: &[Entitled], language: &Language) -> String {
    let say = |key: &str, arguments: &[(&'static str, Argument<'_>)]| locale::say(language, key, arguments);
    let name = |id: &RoleId| match pack.roles.get(id) {
        Some(role) => role.name.in_language(language).to_owned(),
        None => id.to_string(),
    };
    let department = |id: &DepartmentId| match pack.departments.get(id) {
        Some(department) => department.name.in_language(language).to_owned(),
        None => id.to_string(),
    };
    let people = people.iter().map(|entitled| match entitled {
        Entitled::Owner => say("entitled-owner", &[]),
        Entitled::Complainant => say("entitled-complainant", &[]),
        Entitled::Named(people) if people.is_empty() => say("entitled-nobody-yet", &[]),
        Entitled::Named(people) => listed(people, language),
        Entitled::RoleIn { role, departments } if departments.is_empty() => {
            say("entitled-role-in-unknown", &[("role", name(role).into())])
        }
        Entitled::RoleIn { role, departments } => {
            let departments: Vec<String> = departments.iter().map(department).collect();
            let departments = listed(&departments, language);
            say(
                "entitled-role-in",
                &[("role", name(role).into()), ("department", departments.into())],
            )
        }
    });
    listed(&roles.iter().map(name).chain(people).collect::<Vec<_>>(), language)
}
