//! Whose an open task is: the one answer that acting, the sight of a confidential case and lists go by.

use super::permission::{ids, people};
use super::process::Process;
use super::*;
use crate::pack::{Permitted, TaskRule};

/// Everybody whose task this is, by the rule of its own case type: the one person it was given to, or else those its rule lets do it.
/// A role that names no department of its own counts only within the task's.
pub(super) fn holders(process: &Process, rule: &TaskRule, task: &Task) -> BTreeSet<Addressee> {
    if let Some(person) = &task.person {
        return BTreeSet::from([Addressee::Person(person.clone())]);
    }
    let values = process.values_for(task);
    let frame = process.around().frame(&values);
    let mut holders = BTreeSet::new();
    for permitted in &rule.by {
        match permitted {
            Permitted::Role { role, department } => {
                let within = match department {
                    Some(department) => ids(department, &frame).unwrap_or_default(),
                    None => match &task.department {
                        Some(department) => vec![department.as_str().into()],
                        None => {
                            holders.insert(Addressee::Role(role.clone()));
                            continue;
                        }
                    },
                };
                holders.extend(within.into_iter().map(|department| Addressee::RoleIn {
                    role: role.clone(),
                    department: DepartmentId::from(department),
                }));
            }
            Permitted::Owner => holders.extend(process.case.owner.clone().map(Addressee::Person)),
            Permitted::People(expression) => {
                holders.extend(people(expression, process, &frame).into_iter().map(Addressee::Person));
            }
            // A complainant has no tasks.
            Permitted::Complainant => {}
        }
    }
    holders
}

/// Everybody who has an open task in the case.
pub(super) fn all_holders(process: &Process) -> BTreeSet<Addressee> {
    let open = process.case.tasks.iter().filter(|task| task.done.is_none());
    open.filter_map(|task| Some((process.case_type.tasks.get(&task.task)?, task)))
        .flat_map(|(rule, task)| holders(process, rule, task))
        .collect()
}

impl Addressee {
    /// Whether this is a person with these posts, or one of those it stands for.
    pub fn means(&self, person: &PersonId, roles: &[RoleId], departments: &[DepartmentId]) -> bool {
        match self {
            Self::Complainant => false,
            Self::Role(role) => roles.contains(role),
            Self::Department(department) => departments.contains(department),
            Self::RoleIn { role, department } => roles.contains(role) && departments.contains(department),
            Self::Person(one) => one == person,
        }
    }
}
