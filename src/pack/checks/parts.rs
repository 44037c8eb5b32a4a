//! A case type seen as the checks need it: its entries with their places, and its steps.

use crate::expression::Expression;
use crate::pack::draft::{At, CaseDraft, Draft, ExpressionSite, KnownField, Part, Role};
use crate::pack::raw::{
    Map, RawAction, RawCaseType, RawDeadline, RawDecision, RawEffect, RawMarks, RawTarget, RawTask,
};

pub fn case_types(draft: &Draft) -> impl Iterator<Item = &CaseDraft> {
    draft.case_types.values()
}

/// Whether the event can happen: something marks it, or it is the opening itself.
pub fn is_marked(draft: &Draft, case: &CaseDraft, event: &str) -> bool {
    event == "opened" || draft.declared(Part::Event, Some(&case.id), event).next().is_some()
}

/// Every place where a user is wanted, with what is given there.
pub fn users(draft: &Draft) -> impl Iterator<Item = (&ExpressionSite, &Expression)> {
    let sites = draft.expressions.iter().filter(|site| site.role == Role::User);
    sites.filter_map(|site| Some((site, site.compiled.as_ref().ok()?)))
}

/// The field whose answer is all that stands there.
pub fn answer<'a>(draft: &'a Draft, site: &ExpressionSite) -> Option<&'a KnownField> {
    let name = site.source.trim();
    let name = name.strip_prefix("form.").unwrap_or(name);
    draft.case_types.get(&site.case_type)?.fields.get(name)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    Opening,
    /// The opening by a complainant.
    Public,
    Action,
    Task,
}

/// Something that takes a case further: its opening, an action, a task.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    pub kind: StepKind,
    pub id: &'a str,
    pub at: At,
    pub form: Option<&'a str>,
    /// For an action: the stages in which it is offered, `any` spelled out.
    pub stages: Vec<&'a str>,
    pub to: Option<&'a RawTarget>,
    /// The events that happen with it.
    pub marks: Vec<&'a str>,
    pub does: &'a [RawEffect],
}

impl<'a> Step<'a> {
    pub fn contains(&self, at: &At) -> bool {
        at.path() == self.at.path()
            && at
                .pointer
                .strip_prefix(&self.at.pointer)
                .is_some_and(|rest| rest.starts_with('/'))
    }

    pub fn is_opening(&self) -> bool {
        matches!(self.kind, StepKind::Opening | StepKind::Public)
    }

    /// Where it leads, with its place.
    pub fn target(&self) -> Option<(At, &'a RawTarget)> {
        let key = match self.kind {
            StepKind::Opening | StepKind::Public => "at",
            StepKind::Action | StepKind::Task => "to",
        };
        self.to.map(|target| (self.at.key(key), target))
    }

    /// The stages it may lead to.
    pub fn targets(&self) -> Vec<&'a str> {
        match self.to {
            None => Vec::new(),
            Some(RawTarget::Stage(stage)) => vec![stage],
            Some(RawTarget::First(branches)) => branches.iter().map(|branch| branch.is.as_str()).collect(),
        }
    }

    pub fn opens_task(&self, id: &str) -> bool {
        RawEffect::all(self.does)
            .into_iter()
            .any(|effect| matches!(effect, RawEffect::OpenTask(opened) if opened.task() == id))
    }
}

fn event_names(marks: &RawMarks) -> Vec<&str> {
    match marks {
        RawMarks::One(event) => vec![event],
        RawMarks::Many(events) => events.iter().map(String::as_str).collect(),
        RawMarks::At(events) => events.keys().map(String::as_str).collect(),
    }
}

impl CaseDraft {
    pub(super) fn raw(&self) -> &RawCaseType {
        &self.parsed.raw
    }

    pub(super) fn root(&self) -> At {
        self.parsed.at("")
    }

    pub(super) fn decisions(&self) -> impl Iterator<Item = (At, &str, &RawDecision)> {
        self.entries("decisions", &self.raw().decisions)
    }

    pub(super) fn deadlines(&self) -> impl Iterator<Item = (At, &str, &RawDeadline)> {
        self.entries("deadlines", &self.raw().deadlines)
    }

    pub(super) fn actions(&self) -> impl Iterator<Item = (At, &str, &RawAction)> {
        self.entries("actions", &self.raw().actions)
    }

    pub(super) fn tasks(&self) -> impl Iterator<Item = (At, &str, &RawTask)> {
        self.entries("tasks", &self.raw().tasks)
    }

    fn entries<'a, T>(&'a self, part: &str, entries: &'a Map<T>) -> impl Iterator<Item = (At, &'a str, &'a T)> {
        let at = self.root().key(part);
        entries.iter().map(move |(id, entry)| (at.key(id), id.as_str(), entry))
    }

    /// The openings, then the actions, then the tasks.
    pub(super) fn steps(&self) -> Vec<Step<'_>> {
        let raw = self.raw();
        let opening = Step {
            kind: StepKind::Opening,
            id: "",
            at: self.root().key("opens"),
            form: Some(&raw.opens.form),
            stages: Vec::new(),
            to: Some(&raw.opens.at),
            marks: event_names(&raw.opens.marks),
            does: &raw.opens.does,
        };
        let public = raw.public.as_ref().map(|public| Step {
            kind: StepKind::Public,
            id: "",
            at: self.root().key("public").key("opens"),
            form: Some(&public.opens.form),
            stages: Vec::new(),
            to: Some(&public.opens.at),
            marks: event_names(&public.opens.marks),
            does: &public.opens.does,
        });
        let actions = self.actions().map(|(at, id, action)| Step {
            kind: StepKind::Action,
            id,
            at,
            form: action.form.as_deref(),
            stages: self.stages_among(action.at.as_slice()),
            to: action.to.as_ref(),
            marks: event_names(&action.marks),
            does: &action.does,
        });
        let tasks = self.tasks().map(|(at, id, task)| Step {
            kind: StepKind::Task,
            id,
            at,
            form: task.form.as_deref(),
            stages: Vec::new(),
            to: task.to.as_ref(),
            marks: event_names(&task.marks),
            does: &task.does,
        });
        std::iter::once(opening)
            .chain(public)
            .chain(actions)
            .chain(tasks)
            .collect()
    }

    /// The stages that are written, with `any` spelled out.
    pub(super) fn stages_among<'a>(&'a self, written: &'a [String]) -> Vec<&'a str> {
        if written.iter().any(|stage| stage == "any") {
            let open = self.raw().stages.iter().filter(|(_, stage)| !stage.is_final);
            return open.map(|(id, _)| id.as_str()).collect();
        }
        written.iter().map(String::as_str).collect()
    }
}
