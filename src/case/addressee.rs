//! Whom something is told: people of the organization, worked out when it is told.

use super::permission::ids;
use super::process::Process;
use super::*;
use crate::expression::Expression;
use crate::locale::Language;
use crate::pack::{Recipient, Roles};

impl Addressee {
    /// As people read it; nothing for the complainant.
    pub(super) fn shown(&self, pack: &Pack, case: &Case, language: &Language) -> String {
        let department = |id: &DepartmentId| {
            let known = pack.departments.get(id);
            known
                .map_or(id.as_str(), |department| department.name.in_language(language))
                .to_owned()
        };
        match self {
            Self::Complainant => String::new(),
            Self::Role(role) => {
                let known = pack.roles.get(role);
                known
                    .map_or(role.as_str(), |role| role.name.in_language(language))
                    .to_owned()
            }
            Self::Department(id) | Self::RoleIn { department: id, .. } => department(id),
            Self::Person(person) => case.called(person).to_owned(),
        }
    }
}

/// Each of those who are told, once. A list without members tells nobody.
///
/// # Errors
/// Why it is not known yet, in one line for the history.
pub(super) fn addressees(process: &Process, to: &Recipient) -> Result<Vec<Addressee>, String> {
    let all: Vec<Addressee> = match to {
        Recipient::Complainant => vec![Addressee::Complainant],
        Recipient::Owner => match &process.case.owner {
            Some(owner) => vec![Addressee::Person(owner.clone())],
            None => return Err(process.say("history-no-owner", &[])),
        },
        Recipient::People(people) => given(process, people, "history-nobody")?
            .iter()
            .map(|written| process.context.person(written).map(Addressee::Person))
            .collect::<Result<_, _>>()?,
        Recipient::Departments(departments) => given(process, departments, "history-no-department")?
            .into_iter()
            .map(|id| Addressee::Department(id.into()))
            .collect(),
        Recipient::Roles { roles, within } => {
            let roles: Vec<RoleId> = match roles {
                Roles::One(role) => vec![role.clone()],
                Roles::Given(roles) => given(process, roles, "history-no-role")?
                    .into_iter()
                    .map(RoleId::from)
                    .collect(),
            };
            match within {
                None => roles.into_iter().map(Addressee::Role).collect(),
                Some(departments) => {
                    let departments = given(process, departments, "history-no-department")?;
                    let of_role = |role: RoleId| {
                        departments.iter().map(move |department| Addressee::RoleIn {
                            role: role.clone(),
                            department: DepartmentId::from(Arc::clone(department)),
                        })
                    };
                    roles.into_iter().flat_map(of_role).collect()
                }
            }
        }
    };
    let mut each: Vec<Addressee> = Vec::new();
    for addressee in all {
        if !each.contains(&addressee) {
            each.push(addressee);
        }
    }
    Ok(each)
}

fn given(process: &Process, expression: &Expression, unless: &str) -> Result<Vec<Arc<str>>, String> {
    let ids = ids(expression, &process.frame());
    let ids = ids.ok_or_else(|| process.say(unless, &[("written", expression.source().into())]))?;
    Ok(ids.into_iter().filter(|id| !id.is_empty()).collect())
}
