//! Who may do something, as the pack says it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::pack::Permitted;

/// One of those who may do something.
#[derive(Serialize, ToSchema)]
#[schema(as = Permitted)]
pub struct PermittedShown {
    /// Whoever holds this role.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// Of those only in the department, or the departments, that this expression gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<String>,
    /// Whoever this expression names; `case.owner` is the person who owns the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    /// Whoever complains, from outside.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    complainant: bool,
}

impl PermittedShown {
    /// Nobody, for what only the engine does.
    pub fn all<'a>(by: impl IntoIterator<Item = &'a Permitted>) -> Vec<Self> {
        by.into_iter().map(Self::of).collect()
    }

    fn of(permitted: &Permitted) -> Self {
        let (mut role, mut department, mut person) = (None, None, None);
        let mut complainant = false;
        match permitted {
            Permitted::Role {
                role: held,
                department: within,
            } => {
                role = Some(held.to_string());
                department = within.as_ref().map(|within| within.source().to_owned());
            }
            Permitted::Owner => person = Some("case.owner".to_owned()),
            Permitted::Complainant => complainant = true,
            Permitted::People(people) => person = Some(people.source().to_owned()),
        }
        Self {
            role,
            department,
            person,
            complainant,
        }
    }
}
