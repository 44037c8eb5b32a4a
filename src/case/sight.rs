//! Whom a case is kept from: people with a conflict of interest, and while it is confidential all but a few roles.
//!
//! What the rules of the case type ask for is worked out whenever something happens and remembered, so that a list can ask
//! for it as well as a page. Nobody's role overrides it; an administrator of the platform does, and the history says so.

use super::event::Event;
use super::permission::ids;
use super::process::{Process, holds};
use super::refusal::{Reason, Refusal};
use super::*;

/// Why somebody does not see a case that their role would show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// A conflict of interest: they are among those it is kept from by name.
    Excluded,
    /// It is confidential, and they are not among the few.
    Confidential,
}

impl Case {
    /// Why this case is kept from a person with these roles; `has_task`: whether they have an open task in it.
    pub fn kept_from(&self, person: &PersonId, roles: &[RoleId], has_task: bool) -> Option<Kept> {
        if self.excluded.contains(person) {
            return Some(Kept::Excluded);
        }
        let only = self.confined_to.as_ref()?;
        let is_among = has_task || self.owner.as_ref() == Some(person) || roles.iter().any(|role| only.contains(role));
        (!is_among).then_some(Kept::Confidential)
    }
}

/// Remembers whom the case is kept from, if that has changed.
pub(super) fn narrow(process: &mut Process) {
    let case_type = process.case_type;
    if case_type.excluded.is_empty() && case_type.confidential.is_none() {
        return;
    }
    let frame = process.frame();
    let mut fired: Vec<Arc<str>> = Vec::new();
    let mut excluded = BTreeSet::new();
    for (index, exclusion) in case_type.excluded.iter().enumerate() {
        let people = ids(&exclusion.who, &frame).unwrap_or_default();
        let before = excluded.len();
        excluded.extend(people.into_iter().filter(|person| !person.is_empty()).map(PersonId));
        if excluded.len() > before {
            fired.push(format!("excluded {}", index + 1).into());
        }
    }
    let confidential = case_type.confidential.as_ref();
    let confined_to = confidential
        .filter(|confidential| holds(&confidential.when, &frame))
        .map(|confidential| confidential.only.iter().cloned().collect::<BTreeSet<_>>());
    if confined_to.is_some() {
        fired.push("confidential".into());
    }
    if excluded != process.case.excluded || confined_to != process.case.confined_to {
        process.changes.fired.extend(fired);
        process.emit(Event::SightNarrowed { excluded, confined_to });
    }
}

/// Whoever may not see a case does not act on it. An administrator does, and the history says so.
///
/// # Errors
/// A refusal under the clauses that keep the case from this person.
pub(super) fn check(process: &mut Process) -> Result<(), Refusal> {
    let actor = process.context.actor;
    if actor.engine || process.case.excluded.is_empty() && process.case.confined_to.is_none() {
        return Ok(());
    }
    let has_task = process.case.tasks.iter().any(|task| {
        let rule = process.case_type.tasks.get(&task.task);
        let is_theirs = match &task.person {
            Some(person) => *person == actor.id,
            None => rule.is_some_and(|rule| actor.holds_task(&rule.by, task.department.as_ref())),
        };
        task.done.is_none() && is_theirs
    });
    let Some(kept) = process.case.kept_from(&actor.id, &actor.roles, has_task) else {
        return Ok(());
    };
    if actor.administrator {
        if kept == Kept::Excluded {
            process.emit(Event::ExclusionOverridden);
        }
        return Ok(());
    }
    let clauses: Vec<ClauseId> = match kept {
        Kept::Excluded => {
            let rules = process.case_type.excluded.iter();
            rules.flat_map(|exclusion| exclusion.clauses.clone()).collect()
        }
        Kept::Confidential => {
            let rule = process.case_type.confidential.as_ref();
            rule.map(|confidential| confidential.clauses.clone())
                .unwrap_or_default()
        }
    };
    Err(Refusal::new(Reason::KeptFromYou).under(&clauses))
}

impl Actor {
    /// Whether an open task of this kind is for this person: by a role of theirs, and in their department if it was given to one.
    pub fn holds_task(&self, by: &[crate::pack::Permitted], department: Option<&DepartmentId>) -> bool {
        by.iter()
            .any(|permitted| self.roles.iter().any(|role| permitted.is_role(role)))
            && department.is_none_or(|department| self.departments.contains(department))
    }
}
