//! All that happens by the rules of a case type, each effect with its place and what brings it about.

use crate::pack::draft::{At, CaseDraft, Draft};
use crate::pack::raw::{Cause, RawEffect};

/// One effect; those under a condition stand beside the rest.
pub struct Happens<'a> {
    pub cause: Cause<'a>,
    pub at: At,
    pub effect: &'a RawEffect,
}

impl Happens<'_> {
    pub fn opens_task(&self, id: &str) -> bool {
        matches!(self.effect, RawEffect::OpenTask(opened) if opened.task() == id)
    }
}

/// In reading order: those of its own file, then those of schedules.
pub fn effects<'a>(draft: &'a Draft, case: &'a CaseDraft) -> Vec<Happens<'a>> {
    let mut found = Vec::new();
    for (cause, effects) in case.raw().effects() {
        add(cause, effects, &place(case, cause), &mut found);
    }
    if let Some(schedules) = &draft.schedules {
        let at = schedules.at("/schedules");
        for (cause, effects) in schedules.raw.effects(&case.id) {
            if let Cause::Schedule(id) = cause {
                add(cause, effects, &at.key(id).key("for_each").key("does"), &mut found);
            }
        }
    }
    found
}

/// Where the list of effects stands in the file of the case type.
fn place(case: &CaseDraft, cause: Cause<'_>) -> At {
    let entry = |part: &str, id: &str| case.root().key(part).key(id);
    match cause {
        Cause::Opening => case.root().key("opens").key("does"),
        Cause::Public => case.root().key("public").key("opens").key("does"),
        Cause::Action(id) => entry("actions", id).key("does"),
        Cause::Task(id) => entry("tasks", id).key("does"),
        Cause::TaskMissed(id) => entry("tasks", id).key("missed"),
        Cause::DeadlineMissed(id) => entry("deadlines", id).key("missed"),
        Cause::DeadlineDue(id) => entry("deadlines", id).key("due"),
        Cause::Extension(id, step) => entry("deadlines", id).key("extend").one_or_item(step).key("does"),
        Cause::Merging => case.root().key("merging").key("does"),
        Cause::Schedule(_) => case.root(),
    }
}

fn add<'a>(cause: Cause<'a>, effects: &'a [RawEffect], at: &At, found: &mut Vec<Happens<'a>>) {
    for (index, effect) in effects.iter().enumerate() {
        let at = at.key(index);
        match effect {
            RawEffect::When(conditional) => add(cause, &conditional.does, &at.key("does"), found),
            effect => found.push(Happens { cause, at, effect }),
        }
    }
}
