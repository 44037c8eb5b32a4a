//! What a post is good for.

use crate::pack::id::RoleId;
use crate::pack::{CaseType, Pack, Permitted};

/// Whether this role does something, and all of it within a department: somebody who holds it at large may do nothing.
pub fn acts_only_within_departments(pack: &Pack, role: &RoleId) -> bool {
    let mut does_something = false;
    for case_type in pack.case_types.values() {
        for (is_given_to_department, by) in steps(case_type) {
            for permitted in by.iter().filter(|permitted| permitted.is_role(role)) {
                let is_within = matches!(
                    permitted,
                    Permitted::Role {
                        department: Some(_),
                        ..
                    }
                );
                if !is_within && !is_given_to_department {
                    return false;
                }
                does_something = true;
            }
        }
    }
    does_something
}

/// Who may take each step, and whether the step itself is given to a department.
fn steps(case_type: &CaseType) -> impl Iterator<Item = (bool, &[Permitted])> {
    let actions = case_type.actions.values().map(|action| action.by.as_slice());
    let overriding = case_type.decisions.values().map(|rule| rule.overridable_by.as_slice());
    let extensions = case_type.deadlines.values().flat_map(|rule| &rule.extensions);
    let merging = case_type.merging.iter().map(|merging| merging.by.as_slice());
    let handling = case_type.handling.iter().map(|handling| handling.by.as_slice());
    let tasks = case_type.tasks.values();
    std::iter::once(case_type.opening.by.as_slice())
        .chain(actions)
        .chain(overriding)
        .chain(extensions.map(|extension| extension.by.as_slice()))
        .chain(merging)
        .chain(handling)
        .map(|by| (false, by))
        .chain(tasks.map(|task| (task.department.is_some(), task.by.as_slice())))
}
