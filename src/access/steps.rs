//! Everything a pack lets somebody do in cases of a type, and how far a role does it.

use crate::form::Field;
use crate::pack::id::RoleId;
use crate::pack::{Action, CaseType, DeadlineRule, DecisionRule, Extension, Pack, Permitted, TaskRule};

/// Something that some may do in a case and others may not.
#[derive(Clone, Copy)]
pub enum Step<'p> {
    Open,
    Act(&'p Action),
    Complete(&'p TaskRule),
    Override(&'p DecisionRule),
    /// One of the steps in which a deadline is extended.
    Extend(&'p DeadlineRule, &'p Extension),
    /// Take an open case over, and give it back.
    TakeOver,
    Merge,
}

/// A step, and whom the pack lets take it.
pub struct Permission<'p> {
    pub step: Step<'p>,
    /// `None`: whoever sees the case and changes cases at all.
    pub by: Option<&'p [Permitted]>,
    /// The step itself is given to a department, so that its role does it there.
    pub is_given_to_department: bool,
}

/// How far a role may do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Within {
    Nowhere,
    /// In a department of theirs.
    Department,
    /// In every case they see.
    EverywhereSeen,
}

impl<'p> Permission<'p> {
    fn of(step: Step<'p>, by: &'p [Permitted]) -> Self {
        Self {
            step,
            by: Some(by),
            is_given_to_department: false,
        }
    }

    pub fn within(&self, role: &RoleId) -> Within {
        let Some(by) = self.by else {
            return Within::EverywhereSeen;
        };
        let one = |permitted: &Permitted| match permitted {
            Permitted::Role {
                role: named,
                department,
            } if named == role => {
                if department.is_some() || self.is_given_to_department {
                    Within::Department
                } else {
                    Within::EverywhereSeen
                }
            }
            _ => Within::Nowhere,
        };
        by.iter().map(one).max().unwrap_or(Within::Nowhere)
    }
}

/// Every step of a case type, in the order of a case's life.
pub fn permissions(case_type: &CaseType) -> Vec<Permission<'_>> {
    let mut all = vec![Permission::of(Step::Open, &case_type.opening.by)];
    let actions = case_type.actions.values();
    all.extend(actions.map(|action| Permission::of(Step::Act(action), &action.by)));
    all.extend(case_type.tasks.values().map(|task| Permission {
        is_given_to_department: task.department.is_some(),
        ..Permission::of(Step::Complete(task), &task.by)
    }));
    let decisions = case_type
        .decisions
        .values()
        .filter(|rule| !rule.overridable_by.is_empty());
    all.extend(decisions.map(|rule| Permission::of(Step::Override(rule), &rule.overridable_by)));
    for rule in case_type.deadlines.values() {
        let steps = rule.extensions.iter();
        all.extend(steps.map(|step| Permission::of(Step::Extend(rule, step), &step.by)));
    }
    all.push(Permission {
        step: Step::TakeOver,
        by: case_type.handling.as_ref().map(|rule| &rule.by[..]),
        is_given_to_department: false,
    });
    all.extend(
        case_type
            .merging
            .iter()
            .map(|rule| Permission::of(Step::Merge, &rule.by)),
    );
    all
}

/// Whether somebody who holds this role at large has nothing to do: all it does it does within a department, or it does something there and
/// sees no case from anywhere else.
pub fn needs_department(pack: &Pack, role: &RoleId) -> bool {
    acts_only_within_departments(pack, role) || acts_within_departments(pack, role) && !comes_to_cases(pack, role)
}

fn acts_within_departments(pack: &Pack, role: &RoleId) -> bool {
    let mut all = pack.case_types.values().flat_map(permissions);
    all.any(|permission| permission.within(role) == Within::Department)
}

/// Whether whoever holds the role at large comes to see cases, whatever they are called: all of them, those they open, those with a task
/// that is given to no department, confidential ones that are for this role, or those in which people of this role are named.
fn comes_to_cases(pack: &Pack, role: &RoleId) -> bool {
    let sees_all = pack.roles.get(role).is_some_and(|role| role.sees_all);
    sees_all
        || pack.case_types.values().any(|case_type| {
            let confided = case_type.confidential.iter().any(|rule| rule.only.contains(role));
            let mut forms = case_type.forms.values().flat_map(|form| form.fields());
            confided
                || permissions(case_type).iter().any(|permission| {
                    matches!(permission.step, Step::Open | Step::Complete(_))
                        && permission.by.is_some()
                        && permission.within(role) == Within::EverywhereSeen
                })
                || forms.any(|field| names(field, role))
        })
}

fn names(field: &Field, role: &RoleId) -> bool {
    field.eligible.roles.contains(role) || field.fields.iter().any(|inner| names(inner, role))
}

fn acts_only_within_departments(pack: &Pack, role: &RoleId) -> bool {
    let all = pack.case_types.values().flat_map(permissions);
    let named = all.filter(|permission| permission.by.is_some());
    let mut within = named
        .map(|permission| permission.within(role))
        .filter(|within| *within != Within::Nowhere);
    let mut does_something = false;
    within.all(|within| {
        does_something = true;
        within == Within::Department
    }) && does_something
}
