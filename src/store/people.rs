//! People and their posts. People belong to the platform; a post gives one of them a role in an organization.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, MultiBackend, each};
use super::kinds::Ts;
use super::schema::{people, posts, second_factors as factors, sessions, standings, tokens};
use super::standings::{self as given, Hand, Place};
use super::{identities, links, second_factors};
use crate::case::{PersonId, Standing};
use crate::pack::id::{DepartmentId, OrganizationId, RoleId};

/// A person who may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    /// As shown in histories.
    pub name: String,
    /// Runs the platform, and is an administrator of every organization.
    pub administrator: bool,
    /// May not sign in any more; sessions and tokens are void.
    pub disabled: bool,
}

/// A role somebody holds in an organization, in a department or at large.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Post {
    pub role: RoleId,
    pub department: Option<DepartmentId>,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = people)]
#[diesel(check_for_backend(MultiBackend, diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub(super) struct Row {
    id: String,
    name: String,
    password: String,
    administrator: bool,
    disabled: bool,
    created_at: Ts,
}

impl Row {
    pub(super) fn into_person(self) -> Person {
        Person {
            id: PersonId(self.id.into()),
            name: self.name,
            administrator: self.administrator,
            disabled: self.disabled,
        }
    }
}

/// Adds a person. `password` is the argon2id hash. `false` when the id is taken.
///
/// # Errors
/// When the database refuses.
pub fn add(conn: &mut Conn, person: &Person, password: &str, now: DateTime<Utc>) -> Result<bool, Error> {
    let row = Row {
        id: person.id.0.to_string(),
        name: person.name.clone(),
        password: password.to_owned(),
        administrator: person.administrator,
        disabled: person.disabled,
        created_at: Ts(now),
    };
    let added =
        each!(&mut *conn, c => diesel::insert_into(people::table).values(&row).on_conflict_do_nothing().execute(c))?;
    if added == 1 && person.administrator {
        let hand = Hand { by: None, at: now };
        given::give(conn, &person.id, &Place::Platform, Standing::Operator, &hand)?;
        given::give(conn, &person.id, &Place::Platform, Standing::Administrator, &hand)?;
    }
    Ok(added == 1)
}

/// # Errors
/// When the database does not answer.
pub fn by_id(conn: &mut Conn, id: &PersonId) -> Result<Option<Person>, Error> {
    Ok(people::table
        .find(&*id.0)
        .select(Row::as_select())
        .get_result::<Row>(conn)
        .optional()?
        .map(Row::into_person))
}

/// What these people are called; who is not known is not among them.
///
/// # Errors
/// When the database does not answer.
pub fn names<'a>(
    conn: &mut Conn,
    ids: impl IntoIterator<Item = &'a PersonId>,
) -> Result<BTreeMap<PersonId, String>, Error> {
    let ids: BTreeSet<String> = ids.into_iter().map(|id| id.0.to_string()).collect();
    let rows: Vec<(String, String)> = people::table
        .filter(people::id.eq_any(ids))
        .select((people::id, people::name))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, name)| (PersonId(id.into()), name)).collect())
}

/// A person with the hash of their password.
///
/// # Errors
/// When the database does not answer.
pub fn with_password(conn: &mut Conn, id: &PersonId) -> Result<Option<(Person, String)>, Error> {
    let row = people::table
        .find(&*id.0)
        .select(Row::as_select())
        .get_result::<Row>(conn)
        .optional()?;
    Ok(row.map(|row| {
        let password = row.password.clone();
        (row.into_person(), password)
    }))
}

/// Everybody on the platform, by id.
///
/// # Errors
/// When the database does not answer.
pub fn on_platform(conn: &mut Conn) -> Result<Vec<Person>, Error> {
    Ok(people::table
        .order(people::id)
        .select(Row::as_select())
        .load::<Row>(conn)?
        .into_iter()
        .map(Row::into_person)
        .collect())
}

/// Sets a new password hash and ends every session of the person; a link they may hold is void. `false` when there is no such
/// person.
///
/// # Errors
/// When the database refuses.
pub fn set_password(conn: &mut Conn, id: &PersonId, password: &str) -> Result<bool, Error> {
    let set = change_password(conn, id, password)?;
    end_sessions(conn, id)?;
    Ok(set)
}

/// Sets a new password hash and lets sessions go on; a link the person may hold is void. `false` when there is no such person.
///
/// # Errors
/// When the database refuses.
pub fn change_password(conn: &mut Conn, id: &PersonId, password: &str) -> Result<bool, Error> {
    let set = diesel::update(people::table.find(&*id.0))
        .set(people::password.eq(password))
        .execute(conn)?;
    links::drop_of(conn, id)?;
    second_factors::drop_challenges_of(conn, id)?;
    Ok(set == 1)
}

/// Lets a person in again, or shuts them out: their sessions end and their tokens are revoked at once. `false` when there
/// is no such person.
///
/// # Errors
/// When the database refuses.
pub fn set_disabled(conn: &mut Conn, id: &PersonId, disabled: bool, now: DateTime<Utc>) -> Result<bool, Error> {
    let set = diesel::update(people::table.find(&*id.0))
        .set(people::disabled.eq(disabled))
        .execute(conn)?;
    if disabled {
        end_sessions(conn, id)?;
        links::drop_of(conn, id)?;
        revoke_tokens(conn, id, now)?;
    }
    Ok(set == 1)
}

/// Revokes every token of a person: who knows no more what others may hold of theirs, begins anew.
///
/// # Errors
/// When the database refuses.
pub fn revoke_tokens(conn: &mut Conn, id: &PersonId, now: DateTime<Utc>) -> Result<(), Error> {
    let valid = tokens::table
        .filter(tokens::person.eq(&*id.0))
        .filter(tokens::revoked_at.is_null());
    diesel::update(valid)
        .set(tokens::revoked_at.eq(Ts(now)))
        .execute(conn)?;
    Ok(())
}

/// Ends whatever a person has begun by signing in.
///
/// # Errors
/// When the database refuses.
pub fn end_sessions(conn: &mut Conn, id: &PersonId) -> Result<(), Error> {
    diesel::delete(sessions::table.filter(sessions::person.eq(&*id.0))).execute(conn)?;
    second_factors::drop_challenges_of(conn, id)
}

/// What histories call a person from now on. `false` when there is no such person.
///
/// # Errors
/// When the database refuses.
pub fn rename(conn: &mut Conn, id: &PersonId, name: &str) -> Result<bool, Error> {
    let set = diesel::update(people::table.find(&*id.0))
        .set(people::name.eq(name))
        .execute(conn)?;
    Ok(set == 1)
}

/// Gives a person a post; having it already is fine.
///
/// # Errors
/// When the database refuses, for one because there is no such person.
pub fn appoint(conn: &mut Conn, organization: &OrganizationId, person: &PersonId, post: &Post) -> Result<(), Error> {
    let row = (
        posts::organization.eq(organization.as_str()),
        posts::person.eq(&*person.0),
        posts::role.eq(post.role.as_str()),
        posts::department.eq(post.department.as_deref().unwrap_or_default()),
    );
    each!(conn, c => diesel::insert_into(posts::table).values(&row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// Takes a post away. `false` when the person did not hold it.
///
/// # Errors
/// When the database refuses.
pub fn dismiss(conn: &mut Conn, organization: &OrganizationId, person: &PersonId, post: &Post) -> Result<bool, Error> {
    let gone = diesel::delete(posts::table.find((
        organization.as_str(),
        &*person.0,
        post.role.as_str(),
        post.department.as_deref().unwrap_or_default(),
    )))
    .execute(conn)?;
    Ok(gone == 1)
}

/// The posts of a person in an organization.
///
/// # Errors
/// When the database does not answer.
pub fn posts_of(conn: &mut Conn, organization: &OrganizationId, person: &PersonId) -> Result<Vec<Post>, Error> {
    let rows: Vec<(String, String)> = posts::table
        .filter(posts::organization.eq(organization.as_str()))
        .filter(posts::person.eq(&*person.0))
        .order((posts::role, posts::department))
        .select((posts::role, posts::department))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(role, department)| post_of(role, &department))
        .collect())
}

/// Everybody with a post in an organization, with their posts, by id.
///
/// # Errors
/// When the database does not answer.
pub fn of_organization(conn: &mut Conn, organization: &OrganizationId) -> Result<Vec<(Person, Vec<Post>)>, Error> {
    let rows: Vec<(Row, String, String)> = posts::table
        .inner_join(people::table.on(people::id.eq(posts::person)))
        .filter(posts::organization.eq(organization.as_str()))
        .order((posts::person, posts::role, posts::department))
        .select((Row::as_select(), posts::role, posts::department))
        .load(conn)?;
    let mut found: Vec<(Person, Vec<Post>)> = Vec::new();
    for (person, role, department) in rows {
        if found.last().is_none_or(|(last, _)| *last.id.0 != *person.id) {
            found.push((person.into_person(), Vec::new()));
        }
        if let Some((_, posts)) = found.last_mut() {
            posts.push(post_of(role, &department));
        }
    }
    Ok(found)
}

/// A person as administrators see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub person: Person,
    /// Has not yet come in, so that nobody can sign in as them: with no password, and as nobody whom a provider knows.
    pub is_invited: bool,
    pub has_password: bool,
    pub has_second_factor: bool,
    /// Every post, wherever it is.
    pub posts: Vec<(OrganizationId, Post)>,
    /// What they have been given beside posts, and where it counts.
    pub standings: Vec<(Place, Standing)>,
}

impl Account {
    /// Whether all the posts and standings of this person are in one organization, and nothing beyond it is theirs.
    pub fn belongs_only_to(&self, organization: &OrganizationId) -> bool {
        let here = Place::Organization(organization.clone());
        let has_something = !self.posts.is_empty() || !self.standings.is_empty();
        has_something
            && self.posts.iter().all(|(theirs, _)| theirs == organization)
            && self.standings.iter().all(|(place, _)| *place == here)
    }

    /// Whether they hold a post in an organization, or have been given something that lets them in there.
    pub fn is_of(&self, organization: &OrganizationId) -> bool {
        let lets_in = |(place, standing): &(Place, Standing)| match place {
            Place::Organization(theirs) => theirs == organization,
            Place::Platform => !standing.is_of_platform_only(),
        };
        self.posts.iter().any(|(theirs, _)| theirs == organization) || self.standings.iter().any(lets_in)
    }

    pub fn runs_platform(&self) -> bool {
        self.standings.contains(&(Place::Platform, Standing::Operator))
    }
}

/// Everybody on the platform as administrators see them, by id.
///
/// # Errors
/// When the database does not answer.
pub fn accounts_on_platform(conn: &mut Conn) -> Result<Vec<Account>, Error> {
    let ids: Vec<String> = people::table.order(people::id).select(people::id).load(conn)?;
    accounts(conn, &ids)
}

/// Everybody with a post in an organization or a standing that lets them in there, as administrators see them, by id.
///
/// # Errors
/// When the database does not answer.
pub fn accounts_of(conn: &mut Conn, organization: &OrganizationId) -> Result<Vec<Account>, Error> {
    let posted: Vec<String> = posts::table
        .filter(posts::organization.eq(organization.as_str()))
        .select(posts::person)
        .load(conn)?;
    let ids: BTreeSet<String> = given::holders(conn, organization)?.into_iter().chain(posted).collect();
    let mut accounts = accounts(conn, &Vec::from_iter(ids))?;
    accounts.retain(|account| account.is_of(organization));
    Ok(accounts)
}

/// How many are asked for in one statement.
const IDS_AT_ONCE: usize = 500;

fn accounts(conn: &mut Conn, ids: &[String]) -> Result<Vec<Account>, Error> {
    let mut all = Vec::new();
    for ids in ids.chunks(IDS_AT_ONCE) {
        all.extend(some_accounts(conn, ids)?);
    }
    Ok(all)
}

fn some_accounts(conn: &mut Conn, ids: &[String]) -> Result<Vec<Account>, Error> {
    let rows = people::table
        .filter(people::id.eq_any(ids))
        .select(Row::as_select())
        .load::<Row>(conn)?;
    let posts: Vec<(String, String, String, String)> = posts::table
        .filter(posts::person.eq_any(ids))
        .order((posts::organization, posts::role, posts::department))
        .select((posts::person, posts::organization, posts::role, posts::department))
        .load(conn)?;
    let secured: Vec<String> = factors::table
        .filter(factors::person.eq_any(ids))
        .filter(factors::confirmed_at.is_not_null())
        .select(factors::person)
        .load(conn)?;
    let connected: BTreeSet<String> = identities::holders_among(conn, ids)?.into_iter().collect();
    let mut all: BTreeMap<String, Account> = rows
        .into_iter()
        .map(|row| {
            let has_password = !row.password.is_empty();
            let account = Account {
                is_invited: !has_password && !connected.contains(&row.id),
                has_password,
                has_second_factor: false,
                posts: Vec::new(),
                standings: Vec::new(),
                person: row.into_person(),
            };
            (account.person.id.0.to_string(), account)
        })
        .collect();
    for (person, organization, role, department) in posts {
        if let Some(account) = all.get_mut(&person) {
            account
                .posts
                .push((OrganizationId::new(organization), post_of(role, &department)));
        }
    }
    for (person, place, standing) in given::all_of(conn, ids)? {
        if let Some(account) = all.get_mut(&*person.0) {
            account.standings.push((place, standing));
        }
    }
    for person in secured {
        if let Some(account) = all.get_mut(&person) {
            account.has_second_factor = true;
        }
    }
    Ok(all.into_values().collect())
}

/// One person as administrators see them.
///
/// # Errors
/// When the database does not answer.
pub fn account(conn: &mut Conn, id: &PersonId) -> Result<Option<Account>, Error> {
    let Some((person, password)) = with_password(conn, id)? else {
        return Ok(None);
    };
    let rows: Vec<(String, String, String)> = posts::table
        .filter(posts::person.eq(&*id.0))
        .order((posts::organization, posts::role, posts::department))
        .select((posts::organization, posts::role, posts::department))
        .load(conn)?;
    let factor = second_factors::of(conn, id)?;
    let standings = given::all_of_person(conn, id)?;
    let is_connected = identities::of(conn, id)?.is_some();
    Ok(Some(Account {
        person,
        is_invited: password.is_empty() && !is_connected,
        has_password: !password.is_empty(),
        has_second_factor: factor.is_some_and(|factor| factor.confirmed_at.is_some()),
        posts: rows
            .into_iter()
            .map(|(organization, role, department)| (OrganizationId::new(organization), post_of(role, &department)))
            .collect(),
        standings,
    }))
}

/// Everybody who holds a post in an organization and may come in, with what they are called: once for each post.
///
/// # Errors
/// When the database does not answer.
pub fn holders(conn: &mut Conn, organization: &OrganizationId) -> Result<Vec<(PersonId, String, Post)>, Error> {
    let rows: Vec<(String, String, String, String)> = posts::table
        .inner_join(people::table.on(people::id.eq(posts::person)))
        .filter(posts::organization.eq(organization.as_str()))
        .filter(people::disabled.eq(false))
        .select((people::id, people::name, posts::role, posts::department))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, name, role, department)| (PersonId(id.into()), name, post_of(role, &department)))
        .collect())
}

/// Everybody to whom nothing is given here, and from whom things may have to be kept all the same: those who hold a post and may not come
/// in, and those who were given a standing here or everywhere, without a post.
///
/// # Errors
/// When the database does not answer.
pub fn names_of_those_away(conn: &mut Conn, organization: &OrganizationId) -> Result<Vec<(PersonId, String)>, Error> {
    let with_post = posts::table
        .filter(posts::organization.eq(organization.as_str()))
        .select(posts::person);
    let with_standing = standings::table
        .filter(
            standings::organization
                .eq(organization.as_str())
                .or(standings::organization.eq("")),
        )
        .select(standings::person);
    let rows: Vec<(String, String)> = people::table
        .filter(
            people::id
                .eq_any(with_post)
                .and(people::disabled.eq(true))
                .or(people::id.ne_all(with_post).and(people::id.eq_any(with_standing))),
        )
        .select((people::id, people::name))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, name)| (PersonId(id.into()), name)).collect())
}

/// The organizations of the platform in which a person holds a post.
///
/// # Errors
/// When the database does not answer.
pub fn organizations_of(conn: &mut Conn, person: &PersonId) -> Result<Vec<OrganizationId>, Error> {
    let rows: Vec<String> = posts::table
        .filter(posts::person.eq(&*person.0))
        .select(posts::organization)
        .distinct()
        .order(posts::organization)
        .load(conn)?;
    Ok(rows.into_iter().map(OrganizationId::new).collect())
}

fn post_of(role: String, department: &str) -> Post {
    Post {
        role: RoleId::new(role),
        department: (!department.is_empty()).then(|| DepartmentId::new(department)),
    }
}
