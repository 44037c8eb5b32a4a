//! What scenarios reach: clauses proved, met and unmet, and rules that never fired.
//!
//! Never rounded: a report says `19 of 20` and which one is missing.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Ran;
use crate::case::refusal::{Reason, Refusal};
use crate::case::{Changes, Event};
use crate::form::{Field, FieldError};
use crate::pack::id::*;
use crate::pack::{CaseType, ClauseKind, DecisionBody, Effect, Pack, Said};

/// What has fired, by the name people know it by: `complaint/decision severity rule 2`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fired(pub BTreeSet<String>);

impl Fired {
    /// What came of one command.
    pub fn note_all(&mut self, case_type: &CaseTypeId, changes: &Changes) {
        for event in &changes.events {
            self.note(case_type, event);
        }
        for name in &changes.fired {
            self.0.insert(format!("{case_type}/{name}"));
        }
    }

    /// A guard fires when it refuses; `whose` is `opening` or `action close`.
    pub fn note_refusal(&mut self, case_type: &CaseTypeId, whose: &str, refusal: &Refusal) {
        if let Reason::Guard { number, .. } = &refusal.reason {
            self.0.insert(format!("{case_type}/{whose} guard {number}"));
        }
    }

    /// A check of a field fires when it objects. Rows of a group are one.
    pub fn note_objections(&mut self, case_type: &CaseTypeId, form: &FormId, errors: &[FieldError]) {
        for (error, number) in errors.iter().filter_map(|error| Some((error, error.check?))) {
            let field: Vec<&str> = error
                .field
                .split('.')
                .filter(|part| part.parse::<usize>().is_err())
                .collect();
            self.0.insert(check(case_type, form, &field.join("."), number));
        }
    }

    fn note(&mut self, case_type: &CaseTypeId, event: &Event) {
        let name = match event {
            Event::Opened { .. } => "opening".to_owned(),
            Event::Acted { action, .. } => format!("action {action}"),
            Event::Entered { stage, .. } => format!("stage {stage}"),
            Event::Decided { decision, decided } => match decided.rule {
                Some(rule) => format!("decision {decision} rule {rule}"),
                None => return,
            },
            Event::DeadlineStarted { deadline, rule, .. } | Event::DeadlineRederived { deadline, rule, .. } => {
                match rule {
                    Some(rule) => format!("deadline {deadline} period {rule}"),
                    None => format!("deadline {deadline} promise"),
                }
            }
            Event::DeadlineExtended { deadline, step, .. } => extension(deadline, *step),
            Event::TaskOpened { task, .. } => format!("task {task}"),
            Event::TaskTimed { task, rule, .. } => match rule {
                Some(rule) => format!("task {task} period {rule}"),
                None => format!("task {task} promise"),
            },
            Event::Noticed { notice, .. } => format!("notice {notice}"),
            Event::TookIn { .. } => "merging".to_owned(),
            Event::Printed { document, .. } => format!("document {document}"),
            _ => return,
        };
        self.0.insert(format!("{case_type}/{name}"));
    }
}

/// Everything in a pack that could fire.
pub fn could_fire(pack: &Pack) -> BTreeSet<String> {
    let of_types = pack
        .case_types
        .values()
        .flat_map(|case_type| names(case_type).map(|name| format!("{}/{name}", case_type.id)));
    let of_schedules = pack.case_types.keys().flat_map(|case_type| {
        let names = pack.scheduled_effects(case_type).flat_map(conditionals);
        names.map(move |name| format!("{case_type}/{name}"))
    });
    let of_fields = pack.case_types.values().flat_map(|case_type| {
        case_type.forms.iter().flat_map(move |(id, form)| {
            let sections = form.sections.iter();
            sections.flat_map(move |section| checks(&case_type.id, id, "", &section.fields))
        })
    });
    of_types.chain(of_schedules).chain(of_fields).collect()
}

/// A deadline that is extended in one way needs no number.
fn extension(deadline: &DeadlineId, step: u32) -> String {
    match step {
        1 => format!("extension {deadline}"),
        step => format!("extension {deadline} step {step}"),
    }
}

fn check(case_type: &CaseTypeId, form: &FormId, field: &str, number: usize) -> String {
    format!("{case_type}/field {form}.{field} check {number}")
}

/// The checks of these fields and of those in their groups.
fn checks(case_type: &CaseTypeId, form: &FormId, of: &str, fields: &[Field]) -> Vec<String> {
    let names = fields.iter().flat_map(|field| {
        let path = format!("{of}{}", field.id);
        let own = (1..=field.checks.len()).map(|number| check(case_type, form, &path, number));
        let own: Vec<String> = own.collect();
        own.into_iter()
            .chain(checks(case_type, form, &format!("{path}."), &field.fields))
    });
    names.collect()
}

/// The effects under a condition.
fn conditionals(effects: &[Effect]) -> Vec<String> {
    let mut names = Vec::new();
    for effect in effects {
        if let Effect::When(conditional) = effect {
            names.push(conditional.name.to_string());
            names.extend(conditionals(&conditional.does));
        }
    }
    names
}

fn names(case_type: &CaseType) -> impl Iterator<Item = String> + '_ {
    let rules = case_type.decisions.values().flat_map(|decision| {
        let count = match &decision.body {
            DecisionBody::First(rules) => rules.len(),
            // Several may fire at once, so no single rule is named.
            DecisionBody::All(_) => 0,
            DecisionBody::Table(table) => table.rows.len(),
        };
        (1..=count).map(move |rule| format!("decision {} rule {rule}", decision.id))
    });
    let deadlines = case_type.deadlines.values().flat_map(|deadline| {
        let promise = deadline
            .at
            .as_ref()
            .map(|_| format!("deadline {} promise", deadline.id));
        let periods = (1..=deadline.within.len()).map(|rule| format!("deadline {} period {rule}", deadline.id));
        let extensions = (1..).zip(&deadline.extensions);
        let extensions = extensions.map(|(step, _)| extension(&deadline.id, step));
        periods.chain(promise).chain(extensions)
    });
    let times = case_type.tasks.values().flat_map(|task| {
        let promise = task.at.as_ref().map(|_| format!("task {} promise", task.id));
        let periods = (1..=task.within.len()).map(|rule| format!("task {} period {rule}", task.id));
        periods.chain(promise)
    });
    let effects = case_type.effects().flat_map(conditionals);
    let merging = case_type.merging.iter().flat_map(|merging| {
        let guards = (1..=merging.needs.len()).map(|number| format!("merging guard {number}"));
        std::iter::once("merging".to_owned()).chain(guards)
    });
    let guards =
        (1..=case_type.opening.needs.len())
            .map(|number| format!("opening guard {number}"))
            .chain(case_type.actions.values().flat_map(|action| {
                (1..=action.needs.len()).map(|number| format!("action {} guard {number}", action.id))
            }));
    let excluded = (1..=case_type.excluded.len()).map(|number| format!("excluded {number}"));
    let confidential = case_type.confidential.as_ref().map(|_| "confidential".to_owned());
    rules
        .chain(deadlines)
        .chain(excluded)
        .chain(confidential)
        .chain(times)
        .chain(effects)
        .chain(guards)
        .chain(merging)
        .chain(case_type.actions.keys().map(|id| format!("action {id}")))
        .chain(case_type.tasks.keys().map(|id| format!("task {id}")))
        .chain(case_type.notices.keys().map(|id| format!("notice {id}")))
        .chain(case_type.documents.keys().map(|id| format!("document {id}")))
}

/// The clauses of a pack's policy, and how far its scenarios go.
#[derive(Debug, Serialize)]
pub struct Coverage {
    pub clauses: usize,
    /// Proved by a scenario that passes.
    pub proved: Vec<ClauseId>,
    /// Guidance only; nothing to prove.
    pub reference: Vec<ClauseId>,
    /// Met by something in the pack, but no scenario proves it.
    pub unproved: Vec<ClauseId>,
    /// Met by nothing.
    pub unmet: Vec<ClauseId>,
    /// What the policy leaves open.
    pub gaps: usize,
    /// Of those: filled, but nothing says with what and why.
    pub unexplained: Vec<ClauseId>,
    pub never_fired: Vec<String>,
}

pub fn coverage(pack: &Pack, ran: &[Ran]) -> Coverage {
    let proved: BTreeSet<&ClauseId> = ran
        .iter()
        .filter(|one| one.failures.is_empty())
        .flat_map(|one| &one.proves)
        .collect();
    let fired: BTreeSet<&String> = ran.iter().flat_map(|one| &one.fired.0).collect();
    let mut coverage = Coverage {
        clauses: pack.clauses.len(),
        proved: Vec::new(),
        reference: Vec::new(),
        unproved: Vec::new(),
        unmet: Vec::new(),
        gaps: pack.unspecified.len(),
        unexplained: unexplained(pack),
        never_fired: could_fire(pack)
            .into_iter()
            .filter(|name| !fired.contains(name))
            .collect(),
    };
    for (id, clause) in &pack.clauses {
        let list = if clause.met_by.is_empty() {
            &mut coverage.unmet
        } else if proved.contains(id) {
            &mut coverage.proved
        } else if clause.kind == ClauseKind::Reference {
            &mut coverage.reference
        } else {
            &mut coverage.unproved
        };
        list.push(id.clone());
    }
    coverage
}

fn unexplained(pack: &Pack) -> Vec<ClauseId> {
    let gaps = pack.unspecified.iter();
    let silent = gaps.filter(|(_, gap)| gap.said(&pack.settings) == Said::Nowhere);
    silent.map(|(id, _)| id.clone()).collect()
}
