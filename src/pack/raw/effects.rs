//! Everything that happens by the rules of a case type: each list of effects, and what brings it about.
//!
//! Whoever asks whether something is ever opened, printed, set or told asks here, so that no list is forgotten.

use super::{RawCaseType, RawEffect, RawSchedules};

/// What brings effects about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause<'a> {
    Opening,
    /// Its opening by a complainant.
    Public,
    Action(&'a str),
    /// A task is done.
    Task(&'a str),
    /// The time of a task has passed.
    TaskMissed(&'a str),
    DeadlineMissed(&'a str),
    /// A waiting period is over.
    DeadlineDue(&'a str),
    /// By the place of the step among those of the deadline.
    Extension(&'a str, usize),
    Merging,
    Schedule(&'a str),
}

impl Cause<'_> {
    /// Somebody takes a step: everything else comes at any time.
    pub fn is_step(self) -> bool {
        matches!(self, Self::Opening | Self::Public | Self::Action(_) | Self::Task(_))
    }
}

impl RawCaseType {
    /// The effects that its own file writes down, in reading order.
    pub fn effects(&self) -> impl Iterator<Item = (Cause<'_>, &[RawEffect])> {
        let deadlines = self.deadlines.iter().flat_map(|(id, deadline)| {
            let ends = [
                (Cause::DeadlineMissed(id), deadline.missed.as_slice()),
                (Cause::DeadlineDue(id), deadline.due.as_slice()),
            ];
            let extended = deadline.extend.as_slice().iter().enumerate();
            let extended = extended.map(move |(step, extend)| (Cause::Extension(id, step), extend.does.as_slice()));
            ends.into_iter().chain(extended)
        });
        let actions = self
            .actions
            .iter()
            .map(|(id, action)| (Cause::Action(id), action.does.as_slice()));
        let tasks = self.tasks.iter().flat_map(|(id, task)| {
            [
                (Cause::TaskMissed(id), task.missed.as_slice()),
                (Cause::Task(id), task.does.as_slice()),
            ]
        });
        let merging = self
            .merging
            .iter()
            .map(|merging| (Cause::Merging, merging.does.as_slice()));
        let public = self
            .public
            .iter()
            .map(|public| (Cause::Public, public.opens.does.as_slice()));
        std::iter::once((Cause::Opening, self.opens.does.as_slice()))
            .chain(public)
            .chain(deadlines)
            .chain(actions)
            .chain(tasks)
            .chain(merging)
    }
}

impl RawSchedules {
    /// The effects that schedules have on cases of this type.
    pub fn effects<'a>(&'a self, case_type: &str) -> impl Iterator<Item = (Cause<'a>, &'a [RawEffect])> {
        self.schedules.iter().filter_map(move |(id, schedule)| {
            let each = schedule.for_each.as_ref().filter(|each| each.case == case_type)?;
            Some((Cause::Schedule(id), each.does.as_slice()))
        })
    }
}
