//! Who there is: the users of an organization, as far as whoever runs a case knows them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::event::Event;
use super::process::Process;
use super::{Case, Context, PersonId};
use crate::form::{Answers, Field, Names, User};
use crate::pack::id::{DepartmentId, RoleId};
use crate::pack::raw::FieldKind;
use crate::value::Value;

/// Everybody who may sign in and holds a post in the organization.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    here: BTreeMap<Arc<str>, User>,
    /// Those who may come in no more, or hold no post, with their names: nothing is given to them, and things are kept from them
    /// all the same.
    away: BTreeMap<PersonId, String>,
}

impl People {
    /// The person who signs in under this name, or the only one who is called so.
    ///
    /// # Errors
    /// Why it is not clear who is meant, in one line for the history.
    pub fn find(&self, written: &str) -> Result<PersonId, String> {
        if let Some(user) = self.here.get(written) {
            return Ok(PersonId(Arc::clone(&user.id)));
        }
        let mut called = self.here.values().filter(|user| user.name == written);
        match (called.next(), called.next()) {
            (Some(user), None) => Ok(PersonId(Arc::clone(&user.id))),
            (None, _) => Err(format!(
                "there is nobody called `{written}`; say who it is by the name they sign in with"
            )),
            (Some(_), Some(_)) => Err(format!(
                "more than one person is called `{written}`; say which by the name they sign in with"
            )),
        }
    }

    /// By the names they sign in with.
    pub fn users(&self) -> impl Iterator<Item = &User> {
        self.here.values()
    }

    /// Adds people to whom nothing is given.
    #[must_use]
    pub fn and_away(mut self, people: impl IntoIterator<Item = (PersonId, String)>) -> Self {
        self.away.extend(people);
        self
    }

    /// Everybody who may be meant, where something is kept from them: the person who signs in under this name, or all who are called so.
    fn concerned(&self, written: &str) -> BTreeSet<PersonId> {
        let here = || self.here.values().map(|user| (&user.id, user.name.as_str()));
        let all = || here().chain(self.away.iter().map(|(id, name)| (&id.0, name.as_str())));
        let by_id = all().filter(|(id, _)| ***id == *written);
        let found: BTreeSet<PersonId> = by_id.map(|(id, _)| PersonId(Arc::clone(id))).collect();
        if !found.is_empty() {
            return found;
        }
        let called = all().filter(|(_, name)| *name == written);
        called.map(|(id, _)| PersonId(Arc::clone(id))).collect()
    }
}

/// Whoever is there several times holds all these posts.
impl FromIterator<User> for People {
    fn from_iter<T: IntoIterator<Item = User>>(users: T) -> Self {
        let mut here: BTreeMap<Arc<str>, User> = BTreeMap::new();
        for user in users {
            match here.get_mut(&user.id) {
                Some(known) => known.posts.extend(user.posts),
                None => {
                    here.insert(Arc::clone(&user.id), user);
                }
            }
        }
        Self {
            here,
            away: BTreeMap::new(),
        }
    }
}

impl Context<'_> {
    /// The person somebody has named; whoever is written, where it is not known who there is.
    pub(super) fn person(&self, written: &str) -> Result<PersonId, String> {
        match self.people {
            // Whoever acts is there, an administrator without a post among them.
            Some(people) if *self.actor.id.0 != *written => people.find(written),
            _ => Ok(PersonId(written.into())),
        }
    }

    /// The roles of somebody, and the departments they hold them in; none, where it is not known who there is.
    pub(super) fn posts_of(&self, person: &PersonId) -> (Vec<RoleId>, Vec<DepartmentId>) {
        if *person == self.actor.id {
            return (self.actor.roles.clone(), self.actor.departments.clone());
        }
        let user = self.people.and_then(|people| people.here.get(&person.0));
        let posts = user.into_iter().flat_map(|user| user.posts.iter().cloned());
        let (roles, departments): (Vec<RoleId>, Vec<Option<DepartmentId>>) = posts.unzip();
        (roles, departments.into_iter().flatten().collect())
    }

    /// Everybody from whom something is kept by this name; whoever is written, where it is not known who there is.
    pub(super) fn concerned(&self, written: &str) -> BTreeSet<PersonId> {
        match self.people {
            Some(people) if *self.actor.id.0 != *written => people.concerned(written),
            _ => BTreeSet::from([PersonId(written.into())]),
        }
    }
}

impl Case {
    /// What a person was called when the case last spoke of them; otherwise the name they sign in with.
    pub fn called<'c>(&'c self, person: &'c PersonId) -> &'c str {
        self.names.get(&person.0).unwrap_or(&person.0)
    }
}

/// Keeps with the case what those are called whom it names, so that it says who was meant when they have long gone.
pub(super) fn name(process: &mut Process) {
    let Some(people) = process.context.people else { return };
    let case = &process.case;
    let forms = process.case_type.forms.values();
    let answered = forms
        .flat_map(|form| form.fields())
        .flat_map(|field| users_in(field, &case.answers, |_| true));
    let tasks = case.tasks.iter().filter_map(|task| task.person.as_ref());
    let acted = case.happenings.iter().filter_map(|happening| happening.by.as_ref());
    let own = case.owner.iter().chain(tasks).chain(acted).map(|person| &person.0);
    let mut names = Names::new();
    for id in answered.chain(own) {
        let Some(user) = people.here.get(id) else { continue };
        let is_news = **case.names.get(id).unwrap_or(id) != *user.name;
        if is_news {
            names.insert(Arc::clone(id), Arc::from(user.name.as_str()));
        }
    }
    if !names.is_empty() {
        process.emit(Event::Named { names });
    }
}

/// The users that the answer of a field names, in rows too, as far as the field that names them is `wanted`.
pub(super) fn users_in<'c>(
    field: &'c Field,
    answers: &'c Answers,
    wanted: impl Fn(&Field) -> bool,
) -> Vec<&'c Arc<str>> {
    let inner = || {
        let users = field.fields.iter().filter(|inner| inner.kind == FieldKind::User);
        users.filter(|inner| wanted(inner))
    };
    match (field.kind, answers.get(&field.id)) {
        (FieldKind::User, Some(Value::Text(id))) if wanted(field) => vec![id],
        (FieldKind::Group, Some(Value::List(rows))) => rows
            .iter()
            .filter_map(|row| match row {
                Value::Record(row) => Some(row),
                _ => None,
            })
            .flat_map(|row| inner().filter_map(|field| row.get(&*field.id)))
            .filter_map(|value| match value {
                Value::Text(id) => Some(id),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}
