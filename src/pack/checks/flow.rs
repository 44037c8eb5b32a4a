//! The ways a case of one type can take: which stages follow which, and what has been asked by then.
//!
//! Conditions are not looked at: what might be possible counts as possible, so that nothing is claimed that is not so.

use std::collections::{BTreeMap, BTreeSet};

use super::effects::{Happens, effects};
use super::parts::{Step, StepKind};
use crate::pack::draft::{CaseDraft, Draft};
use crate::pack::raw::RawEffect;

pub struct Flow<'a> {
    case: &'a CaseDraft,
    steps: Vec<Step<'a>>,
    effects: Vec<Happens<'a>>,
    first: Vec<&'a str>,
    /// Stage → the stages that may come right after it.
    next: BTreeMap<&'a str, BTreeSet<&'a str>>,
    reached: BTreeSet<&'a str>,
}

impl<'a> Flow<'a> {
    pub fn of(draft: &'a Draft, case: &'a CaseDraft) -> Self {
        let steps = case.steps();
        let openings = steps.iter().filter(|step| step.is_opening());
        let first = openings.flat_map(Step::targets).collect();
        let mut flow = Self {
            case,
            steps,
            effects: effects(draft, case),
            first,
            next: BTreeMap::new(),
            reached: BTreeSet::new(),
        };
        flow.connect_actions();
        flow.connect_tasks();
        // A case may be merged away at any time; that is no way on for the others.
        let merged_to = case.raw().merging.iter().map(|merging| merging.to.as_str());
        let first = flow.first.iter().copied().chain(merged_to);
        flow.reached = first.flat_map(|stage| flow.reachable_from(stage)).collect();
        flow
    }

    pub fn is_reached(&self, stage: &str) -> bool {
        self.reached.contains(stage)
    }

    /// Whether anything offered in the stage leads to another one.
    pub fn has_exit(&self, stage: &str) -> bool {
        self.next
            .get(stage)
            .is_some_and(|next| next.iter().any(|next| *next != stage))
    }

    /// Whether a case in the stage can still come to a final one.
    pub fn may_end_from(&self, stage: &str) -> bool {
        let is_final = |stage: &&str| self.case.raw().stages.get(*stage).is_some_and(|stage| stage.is_final);
        self.reachable_from(stage).iter().any(is_final)
    }

    /// The forms that may have been filled in before the step is taken.
    pub fn forms_before(&self, step: &Step) -> BTreeSet<&'a str> {
        if step.is_opening() {
            return BTreeSet::new();
        }
        let leads_here = |earlier: &&Step<'a>| match earlier.kind {
            StepKind::Opening | StepKind::Public | StepKind::Task => true,
            StepKind::Action => after(earlier)
                .iter()
                .flat_map(|stage| self.reachable_from(stage))
                .any(|stage| step.kind == StepKind::Task || step.stages.contains(&stage)),
        };
        self.steps
            .iter()
            .filter(leads_here)
            .filter_map(|earlier| earlier.form)
            .collect()
    }

    /// Whether an effect sets the answer, so that no form needs to ask it.
    pub fn sets(&self, field: &str) -> bool {
        let by_merging = self.case.raw().merging.iter();
        let by_merging = by_merging.flat_map(|merging| merging.sets.keys());
        let by_public = self.case.raw().public.iter();
        let mut by_public = by_public.flat_map(|public| public.opens.sets.keys());
        let set = |happens: &Happens| matches!(happens.effect, RawEffect::Set(fields) if fields.contains_key(field));
        self.effects.iter().any(set)
            || by_merging.into_iter().any(|set| set == field)
            || by_public.any(|set| set == field)
    }

    fn connect_actions(&mut self) {
        for step in self.steps.iter().filter(|step| step.kind == StepKind::Action) {
            for stage in &step.stages {
                self.next.entry(stage).or_default().extend(step.targets());
            }
        }
    }

    /// A task may be completed in every stage that can come while it is open.
    fn connect_tasks(&mut self) {
        for _ in 0..self.steps.len() {
            let before = self.next.clone();
            for task in self
                .steps
                .iter()
                .filter(|step| step.kind == StepKind::Task && step.to.is_some())
            {
                for stage in self.stages_with(task.id) {
                    self.next.entry(stage).or_default().extend(task.targets());
                }
            }
            if self.next == before {
                break;
            }
        }
    }

    /// The stages a case may be in while the task is open.
    pub fn stages_with(&self, task: &str) -> BTreeSet<&'a str> {
        let by_time = |happens: &Happens| !happens.cause.is_step() && happens.opens_task(task);
        if self.effects.iter().any(by_time) {
            let open = self.case.raw().stages.iter().filter(|(_, stage)| !stage.is_final);
            return open.map(|(id, _)| id.as_str()).collect();
        }
        let openers = self.steps.iter().filter(|step| step.opens_task(task));
        openers
            .flat_map(|step| match step.kind {
                // Opened by completing another task: wherever that one may be open; the next round finds out.
                StepKind::Task if step.id != task && step.to.is_none() => self.stages_with_limit(step.id),
                _ => after(step),
            })
            .flat_map(|stage| self.reachable_from(stage))
            .collect()
    }

    /// The stages of a task that another task follows; one level deep, because tasks may open each other in a circle.
    fn stages_with_limit(&self, task: &str) -> Vec<&'a str> {
        let openers = self.steps.iter().filter(|step| step.opens_task(task));
        openers.flat_map(after).collect()
    }

    /// The stage itself and all that may come after it.
    fn reachable_from(&self, stage: &'_ str) -> BTreeSet<&'a str> {
        let Some((stage, _)) = self.case.raw().stages.get_key_value(stage) else {
            return BTreeSet::new();
        };
        let mut found = BTreeSet::new();
        let mut open = vec![stage.as_str()];
        while let Some(stage) = open.pop() {
            if found.insert(stage) {
                open.extend(self.next.get(stage).into_iter().flatten());
            }
        }
        found.retain(|stage| self.case.raw().stages.contains_key(*stage));
        found
    }
}

/// The stages a case may be in after the step; of a task that leads nowhere, none that is known here.
pub fn after<'a>(step: &Step<'a>) -> Vec<&'a str> {
    let mut stages = step.targets();
    if stages.is_empty() {
        stages.clone_from(&step.stages);
    }
    stages
}
