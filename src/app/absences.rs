//! Being away: who stands in for whom, and as whom they act then.
//!
//! A deputy works for somebody, or as themselves, never as both at once: so what they may do is what the one or the other may,
//! and the history says for whom it was done.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::App;
use crate::case::{Actor, PersonId, Standing, Standings, StandsFor};
use crate::pack::id::OrganizationId;
use crate::store::absences::{self, Absence};
use crate::store::people::{self, Person};
use crate::store::{self, Conn, standings};

/// Nobody knows so long before that they will be away.
const FAR: Duration = Duration::days(3 * 366);

/// Why an absence is not taken down.
#[derive(Debug, thiserror::Error)]
pub enum AbsenceError {
    #[error("an absence ends after it begins and after now, and lies within three years")]
    NoTime,
    /// Not a colleague with a post in the same organization, or the person themselves.
    #[error("`{0}` cannot stand in here")]
    NoDeputy(String),
    #[error("not available")]
    Store(#[from] store::Error),
}

/// Somebody who is away now, and who stands in for them, by their names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    pub absence: Absence,
    pub person: String,
    pub deputy: String,
}

impl Away {
    /// The last day away, as people say it, and not the moment at which somebody is back.
    pub fn last_day(&self, zone: Tz) -> NaiveDate {
        let last = self.absence.ends_at - Duration::seconds(1);
        last.with_timezone(&zone).date_naive()
    }
}

impl App {
    /// Takes down that somebody is away, and who stands in for them in an organization.
    ///
    /// # Errors
    /// When it is over already, or there is no such deputy.
    pub fn take_leave(&self, absence: Absence) -> Result<(), AbsenceError> {
        let now = self.clock().now();
        let is_far = |at: DateTime<Utc>| (at - now).abs() > FAR;
        let is_over = absence.ends_at <= absence.starts_at || absence.ends_at <= now;
        if is_over || is_far(absence.starts_at) || is_far(absence.ends_at) {
            return Err(AbsenceError::NoTime);
        }
        let deputy = absence.deputy.0.to_string();
        let is_taken = self.store().write(move |conn| {
            let mut works_here = |person: &PersonId| {
                let known = people::by_id(conn, person)?.is_some_and(|person| !person.disabled);
                Ok::<_, store::Error>(known && !people::posts_of(conn, &absence.organization, person)?.is_empty())
            };
            let is_fit = absence.deputy != absence.person
                && works_here(&absence.person)?
                && works_here(&absence.deputy)?
                && !audits(conn, &absence.organization, &absence.deputy)?;
            if is_fit {
                absences::add(conn, &absence)?;
            }
            Ok::<_, store::Error>(is_fit)
        })?;
        if is_taken {
            Ok(())
        } else {
            Err(AbsenceError::NoDeputy(deputy))
        }
    }

    /// Takes an absence back. `false` when the person has none of this id there.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn end_absence(
        &self,
        organization: &OrganizationId,
        person: &PersonId,
        id: Uuid,
    ) -> Result<bool, store::Error> {
        let (organization, person) = (organization.clone(), person.clone());
        self.store()
            .write(move |conn| absences::remove(conn, &organization, &person, id))
    }

    /// The absences of a person that are not over, wherever they are, with the names of the deputies.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn absences_of(&self, person: &PersonId) -> Result<Vec<Away>, store::Error> {
        let now = self.clock().now();
        self.store().read(|conn| {
            let all = absences::of_person(conn, person, now)?;
            named(conn, all)
        })
    }

    /// Everybody who is away from an organization now.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn away(&self, organization: &OrganizationId) -> Result<Vec<Away>, store::Error> {
        let now = self.clock().now();
        self.store().read(|conn| {
            let all = absences::at(conn, organization, now)?;
            named(conn, all)
        })
    }

    /// For whom somebody stands in now, in an organization.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn stood_for(&self, organization: &OrganizationId, deputy: &PersonId) -> Result<Vec<Away>, store::Error> {
        let now = self.clock().now();
        self.store().read(|conn| {
            let all = absences::of_deputy(conn, organization, deputy, now)?;
            if !all.is_empty() && audits(conn, organization, deputy)? {
                return Ok(Vec::new());
            }
            named(conn, all)
        })
    }

    /// Somebody as they act for another who is away: with the other's posts in the organization, and with nothing of their own.
    /// `None` when they do not stand in for them now.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn actor_for(
        &self,
        organization: &OrganizationId,
        person: &Person,
        away: &PersonId,
    ) -> Result<Option<Actor>, store::Error> {
        let now = self.clock().now();
        let absent = self
            .store()
            .read(|conn| stood_for(conn, organization, person, away, now))?;
        let Some(absent) = absent else { return Ok(None) };
        let posts = self.actor(organization, &absent)?;
        Ok(Some(Actor {
            id: person.id.clone(),
            name: person.name.clone(),
            stands_for: Some(StandsFor {
                id: absent.id,
                name: absent.name,
            }),
            standings: Standings::default(),
            ..posts
        }))
    }
}

/// Whoever audits an organization changes nothing there, in nobody's name.
fn audits(conn: &mut Conn, organization: &OrganizationId, person: &PersonId) -> Result<bool, store::Error> {
    Ok(standings::of_person(conn, organization, person)?.has(Standing::Auditor))
}

/// Whoever is away, if this person stands in for them now and both still work here.
fn stood_for(
    conn: &mut Conn,
    organization: &OrganizationId,
    person: &Person,
    away: &PersonId,
    now: DateTime<Utc>,
) -> Result<Option<Person>, store::Error> {
    let stands_in = absences::of_deputy(conn, organization, &person.id, now)?
        .iter()
        .any(|absence| absence.person == *away);
    let works_here = !people::posts_of(conn, organization, &person.id)?.is_empty();
    if !stands_in || !works_here || audits(conn, organization, &person.id)? {
        return Ok(None);
    }
    Ok(people::by_id(conn, away)?.filter(|absent| !absent.disabled))
}

fn named(conn: &mut Conn, all: Vec<Absence>) -> Result<Vec<Away>, store::Error> {
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let names = people::names(conn, all.iter().flat_map(|absence| [&absence.person, &absence.deputy]))?;
    let name = |id: &PersonId| names.get(id).cloned().unwrap_or_else(|| id.0.to_string());
    let named = all.into_iter().map(|absence| Away {
        person: name(&absence.person),
        deputy: name(&absence.deputy),
        absence,
    });
    Ok(named.collect())
}
