//! A run of a deadline, with the reckoning of its end.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{NameShown, clauses};
use crate::calendar::{Ledger, words};
use crate::case::{Deadline, DeadlineState, TaskTime};
use crate::locale::Language;
use crate::pack::CaseType;

/// One run of a deadline.
#[derive(Serialize, ToSchema)]
#[schema(as = Deadline)]
pub struct DeadlineShown {
    deadline: NameShown,
    /// Counted from 1 per deadline.
    occurrence: u32,
    started_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    state: StateShown,
    /// When it was met, ended or cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    state_at: Option<DateTime<Utc>>,
    /// Why it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<String>,
    /// It was missed at its due time; it may have been met later.
    missed: bool,
    /// A year that matters has no public notice yet, which may still move the due time.
    provisional: bool,
    /// Which branch of the rule gave the period, counted from 1; null for a promised instant.
    rule: Option<u32>,
    clauses: Vec<String>,
    /// Warnings still to give.
    warnings: Vec<DateTime<Utc>>,
    /// When the clock stood still; the last may still be open.
    pauses: Vec<PauseShown>,
    extensions: Vec<ExtensionShown>,
    /// The reckoning: `lines` in order, each with its local `date`, its `step` (`started`, `counted`, `worked`, `skipped`,
    /// `paused`, `ends`, `due` and others) and, where a public notice decides, its `name` and `notice`.
    #[schema(value_type = Object)]
    ledger: Ledger,
    /// The same in words.
    reckoning: Vec<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = DeadlineState)]
#[serde(rename_all = "snake_case")]
enum StateShown {
    Running,
    Paused,
    Met,
    /// A waiting period that has run its course.
    Ended,
    Cancelled,
}

/// A time that does not count.
#[derive(Serialize, ToSchema)]
#[schema(as = Pause)]
struct PauseShown {
    from: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
}

/// A granted move of the end.
#[derive(Serialize, ToSchema)]
#[schema(as = Extension)]
struct ExtensionShown {
    at: DateTime<Utc>,
    by: String,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    reason: String,
    /// When the complainant was told.
    told_at: Option<DateTime<Utc>>,
    /// Which of the policy's steps it was, counted from 1.
    step: u32,
    /// What that step is called, where the policy has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    step_name: Option<String>,
}

impl DeadlineShown {
    pub fn of(deadline: &Deadline, case_type: Option<&CaseType>, language: &Language) -> Self {
        let rule = case_type.and_then(|case_type| case_type.deadlines.get(&deadline.deadline));
        let (state, state_at, because) = match &deadline.state {
            DeadlineState::Running => (StateShown::Running, None, None),
            DeadlineState::Paused => (StateShown::Paused, None, None),
            DeadlineState::Met { at } => (StateShown::Met, Some(*at), None),
            DeadlineState::Ended { at } => (StateShown::Ended, Some(*at), None),
            DeadlineState::Cancelled { at, because } => (StateShown::Cancelled, Some(*at), Some(because.clone())),
        };
        Self {
            deadline: NameShown::of(&deadline.deadline, rule.map(|rule| &rule.name), language),
            occurrence: deadline.occurrence,
            started_at: deadline.started_at,
            due_at: deadline.due.due_at,
            state,
            state_at,
            because,
            missed: deadline.missed,
            provisional: deadline.due.is_provisional(),
            rule: deadline.rule,
            clauses: clauses(&deadline.clauses),
            warnings: deadline.warnings.clone(),
            pauses: pauses(&deadline.pauses),
            extensions: deadline
                .extensions
                .iter()
                .map(|extended| ExtensionShown {
                    at: extended.at,
                    by: extended.by.0.to_string(),
                    from: extended.from,
                    to: extended.to,
                    reason: extended.reason.clone(),
                    told_at: extended.told_at,
                    step: extended.step,
                    step_name: rule
                        .and_then(|rule| rule.step_name(extended.step))
                        .map(|name| name.in_language(language).to_owned()),
                })
                .collect(),
            reckoning: in_words(&deadline.due.ledger, language),
            ledger: deadline.due.ledger.clone(),
        }
    }
}

/// A task's own time.
#[derive(Serialize, ToSchema)]
#[schema(as = TaskTime)]
pub struct TaskTimeShown {
    due_at: DateTime<Utc>,
    /// It was not done at its due time; it may have been done later.
    missed: bool,
    /// Its clock stands still.
    paused: bool,
    /// A year that matters has no public notice yet, which may still move the due time.
    provisional: bool,
    /// Which branch of the rule gave the period, counted from 1; null for a promised instant.
    rule: Option<u32>,
    clauses: Vec<String>,
    /// Warnings still to give.
    warnings: Vec<DateTime<Utc>>,
    /// When the clock stood still; the last may still be open.
    pauses: Vec<PauseShown>,
    /// The reckoning, as that of a deadline.
    #[schema(value_type = Object)]
    ledger: Ledger,
    /// The same in words.
    reckoning: Vec<String>,
}

impl TaskTimeShown {
    pub fn of(time: &TaskTime, language: &Language) -> Self {
        Self {
            due_at: time.due.due_at,
            missed: time.missed,
            paused: time.is_paused(),
            provisional: time.due.is_provisional(),
            rule: time.rule,
            clauses: clauses(&time.clauses),
            warnings: time.warnings.clone(),
            pauses: pauses(&time.pauses),
            reckoning: in_words(&time.due.ledger, language),
            ledger: time.due.ledger.clone(),
        }
    }
}

fn pauses(spans: &[(DateTime<Utc>, Option<DateTime<Utc>>)]) -> Vec<PauseShown> {
    spans
        .iter()
        .map(|(from, until)| PauseShown {
            from: *from,
            until: *until,
        })
        .collect()
}

fn in_words(ledger: &Ledger, language: &Language) -> Vec<String> {
    words::lines(ledger, language)
        .into_iter()
        .map(|(when, what)| format!("{when}  {what}").trim().to_owned())
        .collect()
}
