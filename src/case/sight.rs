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
    /// Why this case is kept from somebody with these posts, whatever else they have been given. While it is confidential, whoever has
    /// an open task in it sees it all the same.
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
    let found = excluded(process);
    let excluded = found.people();
    let Found {
        mut by_rule,
        mut unsure,
        mut fired,
    } = found;
    if by_rule.len() < 2 || excluded.is_empty() {
        by_rule.clear();
    }
    let (confined_to, failure) = confined(process);
    unsure.extend(failure);
    if confined_to.is_some() {
        fired.push("confidential".into());
    }
    let case = &process.case;
    let is_news = excluded != case.excluded || by_rule != case.excluded_by_rule;
    if is_news || confined_to != case.confined_to || unsure != case.unsure_sight {
        let new: Vec<String> = unsure.difference(&case.unsure_sight).cloned().collect();
        process.changes.fired.extend(fired);
        process.emit(Event::SightNarrowed {
            excluded,
            confined_to,
            unsure,
            by_rule,
        });
        for why in new {
            reaction::fail(process, "sight".to_owned(), why);
        }
    }
    admit(process);
}

/// Remembers who has an open task in the case while it is confidential, if that has changed.
pub(super) fn admit(process: &mut Process) {
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
    /// In the order of the rules, and after them of the fields that name whom the case is about.
    by_rule: Vec<BTreeSet<PersonId>>,
    unsure: BTreeSet<String>,
    fired: Vec<Arc<str>>,
}

impl Found {
    fn people(&self) -> BTreeSet<PersonId> {
        self.by_rule.iter().flatten().cloned().collect()
    }
}

/// What can no longer be worked out keeps away whoever it kept away: it is not the moment to show them what was said of them. What was
/// never known keeps nobody away.
fn excluded(process: &Process) -> Found {
    let frame = process.frame();
    let mut found = Found::default();
    for (index, exclusion) in process.case_type.excluded.iter().enumerate() {
        let mut people = BTreeSet::new();
        match exclusion.who.evaluate(&frame) {
            Outcome::Known(value) if !value.is_empty() => {
                for written in ids_of(&value).iter().filter(|written| !written.is_empty()) {
                    let meant = process.context.concerned(written);
                    if meant.is_empty() {
                        let language = process.pack.languages.first();
                        let why = |language| say(language, "exclusion-of-nobody", &[("name", (&**written).into())]);
                        found.unsure.extend(language.map(why));
                        people.extend(kept_by(&process.case, index));
                    }
                    people.extend(meant);
                }
            }
            outcome => {
                people.extend(kept_by(&process.case, index));
                if let Outcome::Failed(failure) = outcome {
                    found.unsure.insert(failure.message);
                }
            }
        }
        if !people.is_empty() {
            found.fired.push(format!("excluded {}", index + 1).into());
        }
        found.by_rule.push(people);
    }
    let answers = &process.case.answers;
    // Each field that names whom the case is about is one more rule.
    for field in process.case_type.fields_of_concerned() {
        let named = people::users_in(field, answers, |field| field.concerned);
        let people = if named.is_empty() {
            // As above: an answer that was cleared shows them nothing.
            kept_by(&process.case, found.by_rule.len())
        } else {
            named.into_iter().map(|id| PersonId(Arc::clone(id))).collect()
        };
        found.by_rule.push(people);
    }
    found
}

/// From whom the rule at `index` has kept the case so far. Older histories say only from whom all of them do.
fn kept_by(case: &Case, index: usize) -> BTreeSet<PersonId> {
    if case.excluded_by_rule.is_empty() {
        return case.excluded.clone();
    }
    case.excluded_by_rule.get(index).cloned().unwrap_or_default()
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

/// The person to whom something in the case is given.
///
/// # Errors
/// Why it is not given to them: it is not clear who is meant, or the case is kept from them by name, so that they could never do it.
pub(super) fn given_to(process: &Process, written: &str) -> Result<PersonId, String> {
    let person = process.context.person(written)?;
    if process.case.excluded.contains(&person) {
        return Err(process.say("history-kept-from-them", &[("name", written.into())]));
    }
    Ok(person)
}

/// Whoever may not see a case does not act on it; nor does anybody on a case about themselves.
///
/// # Errors
/// A refusal under the clauses that keep the case from this person.
pub(super) fn check(process: &mut Process) -> Result<(), Refusal> {
    let actor = process.context.actor;
    let is_free = process.case.excluded.is_empty() && process.case.confined_to.is_none();
    // What a complainant told is kept from others, not from them.
    if actor.engine || is_free || actor.is_complainant_of(&process.case) {
        return Ok(());
    }
    // Whoever stands in for somebody does not see what is kept from the one or the other.
    let kept_from = |person| process.case.kept_from(person, &actor.roles, &actor.departments);
    let kept = match kept_from(actor.acts_as()) {
        None if process.case.excluded.contains(&actor.id) => Some(Kept::Excluded),
        kept => kept,
    };
    let Some(kept) = kept else {
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
