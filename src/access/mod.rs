//! Who may see and do what.
//!
//! What the platform itself offers is a table: ability × standing. What may be done in a case is the pack's to say, and
//! `case` asks it; here stands only who may see a case at all. [`matrix`] lays both out as they are enforced. Not visible is
//! not found. Pure: nothing here reads a database or a clock.

mod ability;
mod masking;
pub mod matrix;
pub mod password;
mod personal;
pub mod scope;
mod sealing;
pub mod second_factor;
mod steps;

use crate::case::{Actor, Case, PersonId};
use crate::pack::id::{CaseTypeId, DepartmentId, RoleId, TaskId};
use crate::pack::{Pack, Permitted};

pub use crate::case::{Standing, Standings};
pub use ability::{Ability, Extent, can, extent, may, may_enter, may_give, may_give_everywhere};
pub use masking::{Indistinct, Masker, Uncovered, is_masked_for, is_subject_personal, personal_fields};
pub use personal::Personal;
pub use sealing::Cover;
pub use steps::{Permission, Step, Within, needs_department, permissions};

/// Which cases of an organization somebody sees: what lists filter by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Every case, whoever it is kept from: the engine.
    All,
    /// Every case, but those that are kept from this person by name: nobody sees a case about themselves.
    AllBut(PersonId),
    Of(Eyes),
}

/// What decides which cases a person sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eyes {
    pub person: PersonId,
    /// Who looks, if they stand in for that person: what is kept from themselves by name they do not see either.
    pub stand_in: Option<PersonId>,
    pub roles: Vec<RoleId>,
    pub reach: Reach,
    pub departments: Vec<DepartmentId>,
}

/// How far somebody sees, apart from what is kept from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    All,
    /// The cases of their departments (and of those below, if a role of theirs sees them), those with a task for them, and those they
    /// have a part in.
    Own {
        departments: Vec<DepartmentId>,
        /// Tasks that one of their roles does wherever they arise, each of its own case type.
        tasks: Vec<(CaseTypeId, TaskId)>,
    },
}

/// What `actor` sees under `pack`.
pub fn sight(pack: &Pack, actor: &Actor) -> Sight {
    if actor.engine {
        return Sight::All;
    }
    if can(actor, Ability::SeeEveryCase) {
        return Sight::AllBut(actor.id.clone());
    }
    Sight::Of(Eyes {
        person: actor.acts_as().clone(),
        stand_in: actor.stands_for.as_ref().map(|_| actor.id.clone()),
        roles: actor.roles.clone(),
        reach: reach(pack, actor),
        departments: actor.departments.clone(),
    })
}

fn reach(pack: &Pack, actor: &Actor) -> Reach {
    let sees_all = |role| pack.roles.get(role).is_some_and(|role| role.sees_all);
    if actor.roles.iter().any(sees_all) {
        return Reach::All;
    }
    let tasks = tasks_by(
        pack,
        |by| matches!(by, Permitted::Role { role, department: None } if actor.roles.contains(role)),
    );
    let sees_below = |role| pack.roles.get(role).is_some_and(|role| role.sees_below);
    let departments = if actor.roles.iter().any(sees_below) {
        let mut all: Vec<DepartmentId> = Vec::new();
        for id in actor
            .departments
            .iter()
            .flat_map(|department| pack.with_below(department))
        {
            if !all.contains(&id) {
                all.push(id);
            }
        }
        all
    } else {
        actor.departments.clone()
    };
    Reach::Own { departments, tasks }
}

/// Whether `actor` sees this case. Lists ask the same question of the store by [`sight`].
pub fn may_see(pack: &Pack, actor: &Actor, case: &Case) -> bool {
    if actor.is_complainant() {
        return actor.is_complainant_of(case);
    }
    sees(&sight(pack, actor), case)
}

/// Whether a case lies within somebody's sight.
pub fn sees(sight: &Sight, case: &Case) -> bool {
    match sight {
        Sight::All => true,
        Sight::AllBut(person) => !case.excluded.contains(person),
        Sight::Of(eyes) => !is_kept_from(eyes, case) && reaches(eyes, case),
    }
}

/// Whether a case is kept from this person, however far they see.
fn is_kept_from(eyes: &Eyes, case: &Case) -> bool {
    case.kept_from(&eyes.person, &eyes.roles, &eyes.departments).is_some()
        || eyes.stand_in.as_ref().is_some_and(|own| case.excluded.contains(own))
}

fn reaches(eyes: &Eyes, case: &Case) -> bool {
    let Reach::Own { departments, tasks } = &eyes.reach else {
        return true;
    };
    let person = &eyes.person;
    let mine = |department: &Option<DepartmentId>| department.as_ref().is_some_and(|id| departments.contains(id));
    mine(&case.department)
        || case.owner.as_ref() == Some(person)
        || case.participants.contains(person)
        || case.admits(person, &eyes.roles, &eyes.departments)
        || case
            .tasks
            .iter()
            .filter(|task| task.done.is_none())
            .any(|task| match (&task.person, &task.department) {
                (Some(theirs), _) if theirs == person => true,
                (_, Some(_)) => mine(&task.department),
                (Some(_), None) => false,
                (None, None) => tasks.contains(&(case.case_type.clone(), task.task.clone())),
            })
}

/// Which open tasks somebody may do: what their list of work is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Duties {
    All,
    Some {
        /// Tasks given to other persons are theirs to do.
        person: PersonId,
        tasks: Vec<(CaseTypeId, TaskId)>,
        /// Tasks that whoever owns the case does.
        owned: Vec<(CaseTypeId, TaskId)>,
        /// Tasks that people do who are named in the case, and so have a part in it.
        named: Vec<(CaseTypeId, TaskId)>,
        /// Tasks given to other departments are theirs to do. Empty: somebody who stands for the whole house.
        departments: Vec<DepartmentId>,
    },
}

/// What `actor` may do under `pack`. Whether a task may be done at this moment is `case`'s to say.
pub fn duties(pack: &Pack, actor: &Actor) -> Duties {
    if can(actor, Ability::ActInAnyRole) {
        return Duties::All;
    }
    Duties::Some {
        person: actor.acts_as().clone(),
        owned: tasks_by(pack, |by| matches!(by, Permitted::Owner)),
        named: tasks_by(pack, |by| matches!(by, Permitted::People(_))),
        tasks: tasks_by(pack, |by| actor.roles.iter().any(|role| by.is_role(role))),
        departments: actor.departments.clone(),
    }
}

/// The tasks that some whom `is_meant` means do. A task is named only within its case type.
fn tasks_by(pack: &Pack, is_meant: impl Fn(&Permitted) -> bool) -> Vec<(CaseTypeId, TaskId)> {
    let mut tasks = Vec::new();
    for case_type in pack.case_types.values() {
        let meant = case_type.tasks.values().filter(|task| task.by.iter().any(&is_meant));
        tasks.extend(meant.map(|task| (case_type.id.clone(), task.id.clone())));
    }
    tasks
}

/// Whether `actor` reads who has looked at the cases they see.
pub fn may_audit(pack: &Pack, actor: &Actor) -> bool {
    let audits = |role| pack.roles.get(role).is_some_and(|role| role.audits);
    can(actor, Ability::ReadViewLog) || actor.roles.iter().any(audits)
}
