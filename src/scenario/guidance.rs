//! Which guidance people are shown as a case stands.

use std::collections::BTreeSet;

use super::world::{World, actor};
use super::{Failure, language};
use crate::case::{self, Context, Reading};
use crate::form::Answers;
use crate::locale::phrase;
use crate::pack::id::GuidanceId;
use crate::pack::raw::Map;

pub(super) fn check(world: &World, expected: &Map<bool>, failures: &mut Vec<Failure>) {
    if expected.is_empty() {
        return;
    }
    let shown = shown(world);
    for (id, wanted) in expected {
        let is_shown = shown.contains(id.as_str());
        if is_shown != *wanted {
            let word = |is_shown: bool| {
                if is_shown {
                    phrase!("shown")
                } else {
                    phrase!("not shown")
                }
            };
            failures.push(Failure::new(
                phrase!("guidance {id}", id),
                word(*wanted),
                word(is_shown),
            ));
        }
    }
}

fn shown(world: &World) -> BTreeSet<GuidanceId> {
    let Some(case) = world.case() else {
        return BTreeSet::new();
    };
    let Some(case_type) = world.pack.case_type(&case.case_type) else {
        return BTreeSet::new();
    };
    let anybody = actor(None);
    let counters = world.counters(case_type, Some(case), &Answers::new());
    let context = Context {
        now: world.now,
        actor: &anybody,
        counters: &counters,
        people: None,
    };
    let actions = case_type
        .actions
        .values()
        .filter(|action| action.at.contains(&case.stage));
    let tasks = case.tasks.iter().filter(|task| task.done.is_none());
    let nothing = Answers::new();
    let mut readings = vec![(Reading::Opening, &case.answers), (Reading::Case(case), &nothing)];
    readings.extend(actions.map(|action| (Reading::Action(case, &action.id), &nothing)));
    readings.extend(tasks.map(|task| (Reading::Task(case, &task.task), &nothing)));
    let language = language(world.pack);
    readings
        .into_iter()
        .flat_map(|(reading, typed)| case::guidance(world.pack, case_type, reading, typed, &context, &language))
        .map(|advice| advice.guidance.id.clone())
        .collect()
}
