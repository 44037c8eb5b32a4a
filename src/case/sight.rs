//! Whom a case is kept from: people with a conflict of interest, and while it is confidential all but a few roles.
//!
//! What the rules of the case type ask for is worked out whenever something happens and remembered, so that a list can ask
//! for it as well as a page. Nobody overrides a conflict of interest, whatever they run: not an administrator, not an auditor.
//! Confidentiality does not hold against those who see every case.

use super::event::Event;
use super::permission::ids_of;
use super::process::Process;
use super::refusal::{Reason, Refusal};
use super::{duty, reaction, *};
use crate::expression::{Outcome, Truth};
use crate::locale::say;

/// Why somebody does not see a case that their role would show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// A conflict of interest: they are among those it is kept from by name.
    Excluded,
    /// It is confidential, and they are not among the few.
    Confidential,
}

impl Case {
    /// Why this case is kept from somebody with these posts, whatever else they have been given. While it is confidential, whoever has an open task in it sees it all the same.
    pub fn kept_from(&self, person: &PersonId, roles: &[RoleId], departments: &[DepartmentId]) -> Option<Kept> {
        if self.excluded.contains(person) {
            return Some(Kept::Excluded);
        }
        let only = self.confined_to.as_ref()?;
        let is_among = self.owner.as_ref() == Some(person)
            || roles.iter().any(|role| only.contains(role))
            || self.admits(person, roles, departments);
        (!is_among).then_some(Kept::Confidential)
    }

    /// Whether a person with these posts has an open task in this case while it is confidential.
    pub fn admits(&self, person: &PersonId, roles: &[RoleId], departments: &[DepartmentId]) -> bool {
        let mut admitted = self.admitted.iter();
        admitted.any(|holder| holder.means(person, roles, departments))
    }
}

/// Remembers whom the case is kept from, if that has changed.
pub(super) fn narrow(process: &mut Process) {
    let case_type = process.case_type;
    if case_type.excluded.is_empty() && case_type.confidential.is_none() && !case_type.names_concerned() {
        return;
    }
    let (found, confined_to) = (excluded(process), confined(process));
    let (confined_to, failure) = confined_to;
    let mut unsure = found.unsure;
    unsure.extend(failure);
    let mut fired = found.fired;
    if confined_to.is_some() {
        fired.push("confidential".into());
    }
    let case = &process.case;
    if found.people != case.excluded || confined_to != case.confined_to || unsure != case.unsure_sight {
        let new: Vec<String> = unsure.difference(&case.unsure_sight).cloned().collect();
        process.changes.fired.extend(fired);
        process.emit(Event::SightNarrowed {
            excluded: found.people,
            confined_to,
            unsure,
        });
        for why in new {
            reaction::fail(process, "sight".to_owned(), why);
        }
    }
    let admitted = match process.case.confined_to {
        Some(_) => duty::all_holders(process),
        None => BTreeSet::new(),
    };
    if admitted != process.case.admitted {
        process.emit(Event::Admitted { admitted });
    }
}

/// Whom a case is kept from by name, as things stand.
#[derive(Default)]
struct Found {
    people: BTreeSet<PersonId>,
    unsure: BTreeSet<String>,
    fired: Vec<Arc<str>>,
}

/// What can no longer be worked out keeps away whoever was kept away: it is not the moment to show them what was said of them.
fn excluded(process: &Process) -> Found {
    let frame = process.frame();
    let mut found = Found::default();
    for (index, exclusion) in process.case_type.excluded.iter().enumerate() {
        let before = found.people.len();
        match exclusion.who.evaluate(&frame) {
            Outcome::Known(value) if !value.is_empty() => {
                for written in ids_of(&value).iter().filter(|written| !written.is_empty()) {
                    let people = process.context.concerned(written);
                    if people.is_empty() {
                        let language = process.pack.languages.first();
                        let why = |language| say(language, "exclusion-of-nobody", &[("name", (&**written).into())]);
                        found.unsure.extend(language.map(why));
                        found.people.extend(process.case.excluded.iter().cloned());
                    }
                    found.people.extend(people);
                }
            }
            outcome => {
                found.people.extend(process.case.excluded.iter().cloned());
                if let Outcome::Failed(failure) = outcome {
                    found.unsure.insert(failure.message);
                }
            }
        }
        if found.people.len() > before {
            found.fired.push(format!("excluded {}", index + 1).into());
        }
    }
    let answers = &process.case.answers;
    for field in process.case_type.fields_of_concerned() {
        let named = people::users_in(field, answers, |field| field.concerned);
        if named.is_empty() {
            // As above: an answer that was cleared shows them nothing.
            found.people.extend(process.case.excluded.iter().cloned());
        }
        found
            .people
            .extend(named.into_iter().map(|id| PersonId(Arc::clone(id))));
    }
    found
}

/// To whom the case is confined, and why that could not be worked out. Then it is as it was.
fn confined(process: &Process) -> (Option<BTreeSet<RoleId>>, Option<String>) {
    let Some(rule) = &process.case_type.confidential else {
        return (None, None);
    };
    let frame = process.frame();
    let few = || Some(rule.only.iter().cloned().collect());
    match rule.when.truth(&frame) {
        Truth::True => (few(), None),
        Truth::False => (None, None),
        Truth::Unknown => {
            let was = process.case.confined_to.as_ref().and_then(|_| few());
            match rule.when.evaluate(&frame) {
                Outcome::Failed(failure) => (was, Some(failure.message)),
                Outcome::Known(_) | Outcome::Unknown(_) => (was, None),
            }
        }
    }
}

/// Whoever may not see a case does not act on it; nor does anybody on a case about themselves.
///
/// # Errors
/// A refusal under the clauses that keep the case from this person.
pub(super) fn check(process: &mut Process) -> Result<(), Refusal> {
    let actor = process.context.actor;
    if actor.engine || process.case.excluded.is_empty() && process.case.confined_to.is_none() {
        return Ok(());
    }
    let Some(kept) = process.case.kept_from(&actor.id, &actor.roles, &actor.departments) else {
        return Ok(());
    };
    if kept == Kept::Confidential && actor.standings.iter().any(Standing::sees_every_case) {
        return Ok(());
    }
    let clauses: Vec<ClauseId> = match kept {
        Kept::Excluded => {
            let rules = process.case_type.excluded.iter();
            let of_rules = rules.flat_map(|exclusion| exclusion.clauses.clone());
            let fields = process.case_type.fields_of_concerned();
            of_rules.chain(fields.flat_map(|field| field.clauses.clone())).collect()
        }
        Kept::Confidential => {
            let rule = process.case_type.confidential.as_ref();
            rule.map(|confidential| confidential.clauses.clone())
                .unwrap_or_default()
        }
    };
    Err(Refusal::new(Reason::KeptFromYou).under(&clauses))
}
