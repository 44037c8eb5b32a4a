//! Why a decision is as it is, and why not otherwise.

use serde::Serialize;

use super::decision::{self, number};
use super::process::Process;
use super::refusal::Refusal;
use super::table;
use super::*;
use crate::expression::{Expression, Frame, Trace, Worth};
use crate::pack::{DecisionBody, DecisionRule, Given, Layout, Pack};

/// One rule of a decision, and what it saw.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuleWhy {
    /// Counted from 1 in the author's order.
    pub rule: u32,
    /// Its condition held. Of first-match rules only the first such rule counted.
    pub holds: bool,
    /// It gave the outcome, or a part of it.
    pub fired: bool,
    pub clauses: Vec<ClauseId>,
    /// The condition part by part; `None` for a rule without one.
    pub trace: Option<Trace>,
    /// The smallest parts that made it false or unknown.
    pub culprits: Vec<Trace>,
}

/// Every rule of a decision in order, with what it saw just now.
///
/// # Errors
/// If the pack has no such case type or decision.
pub fn why_not(pack: &Pack, case: &Case, decision: &DecisionId, context: &Context) -> Result<Vec<RuleWhy>, Refusal> {
    let process = Process::new(pack, case.clone(), context)?;
    let rule = process
        .case_type
        .decisions
        .get(decision)
        .ok_or_else(|| Refusal::unknown(format!("decision `{decision}`")))?;
    Ok(rules(rule, &process.frame(), &process.case_type.layout))
}

/// Every rule of a decision in order, as the frame shows it.
pub fn rules(decision: &DecisionRule, frame: &Frame, layout: &Layout) -> Vec<RuleWhy> {
    let is_first_match = !matches!(decision.body, DecisionBody::All(_));
    let mut has_fired = false;
    looked_at(decision, frame, layout)
        .enumerate()
        .map(|(index, look)| {
            let holds = look.trace.as_ref().is_none_or(is_true);
            let fired = holds && !(is_first_match && has_fired);
            has_fired |= fired;
            let culprits = look
                .trace
                .as_ref()
                .filter(|_| !holds)
                .map(|trace| trace.culprits().into_iter().cloned().collect())
                .unwrap_or_default();
            RuleWhy {
                rule: number(index),
                holds,
                fired,
                clauses: look.clauses.to_vec(),
                culprits,
                trace: look.trace,
            }
        })
        .collect()
}

/// The outcome of the rules with its why: what they saw, what was missing, what failed.
pub(super) fn decided(decision: &DecisionRule, frame: &Frame, layout: &Layout) -> Decided {
    let (value, fired) = decision::decide(decision, frame);
    let mut decided = Decided {
        value,
        rule: fired.rule,
        clauses: Vec::new(),
        seen: Vec::new(),
        missing: Vec::new(),
        failure: None,
        overridden: None,
    };
    let is_first_match = !matches!(decision.body, DecisionBody::All(_));
    for look in looked_at(decision, frame, layout) {
        if let Some(trace) = &look.trace {
            note(trace, &mut decided);
        }
        if look.trace.as_ref().is_none_or(is_true) {
            if let Some(expression) = look.gives {
                note(&expression.explain(frame), &mut decided);
            }
            for clause in look.clauses {
                if !decided.clauses.contains(clause) {
                    decided.clauses.push(clause.clone());
                }
            }
            if is_first_match {
                break;
            }
        }
    }
    decided
}

/// One rule or row, looked at.
struct Look<'a> {
    trace: Option<Trace>,
    /// The expression that gives the outcome; a plain value needs no why.
    gives: Option<&'a Expression>,
    clauses: &'a [ClauseId],
}

/// Lazily, because what comes after the rule that fired was not looked at.
fn looked_at<'a>(
    decision: &'a DecisionRule,
    frame: &'a Frame<'a>,
    layout: &'a Layout,
) -> Box<dyn Iterator<Item = Look<'a>> + 'a> {
    match &decision.body {
        DecisionBody::First(rules) | DecisionBody::All(rules) => Box::new(rules.iter().map(|rule| Look {
            trace: rule.when.as_ref().map(|when| when.explain(frame)),
            gives: match &rule.gives {
                Given::Expression(expression) => Some(expression),
                Given::Value(_) => None,
            },
            clauses: &rule.clauses,
        })),
        DecisionBody::Table(table) => Box::new(table.rows.iter().map(move |row| Look {
            trace: Some(table::explain(table, row, frame.values, layout)),
            gives: None,
            clauses: &row.clauses,
        })),
    }
}

fn is_true(trace: &Trace) -> bool {
    trace.worth == Worth::Known(Value::Bool(true))
}

fn note(trace: &Trace, decided: &mut Decided) {
    for (name, value) in trace.values_seen() {
        if !decided.seen.iter().any(|(seen, _)| *seen == name) {
            decided.seen.push((name, value));
        }
    }
    match &trace.worth {
        Worth::Unknown(names) => {
            for name in names {
                if !decided.missing.contains(name) {
                    decided.missing.push(name.clone());
                }
            }
        }
        Worth::Failed(message) => decided.failure = decided.failure.take().or_else(|| Some(message.clone())),
        Worth::Known(_) | Worth::Skipped => {}
    }
}
