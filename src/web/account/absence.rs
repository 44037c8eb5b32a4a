//! Being away, and who stands in.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use uuid::Uuid;

use super::super::error::PageError;
use super::super::page::{PageResult, blocking, see_other};
use super::super::stand_in;
use super::super::submitted::Submitted;
use super::super::wrong::Wrongs;
use super::{Own, show};
use crate::app::{AbsenceError, App};
use crate::calendar::day_begins;
use crate::case::PersonId;
use crate::locale::Language;
use crate::pack::id::OrganizationId;
use crate::store::absences::Absence;
use crate::store::people::{self, Person};

/// What the account shows of absences.
pub(super) struct Absences {
    pub all: Vec<Row>,
    /// Who could stand in, by organization: what a choice is sent as, and the name.
    pub colleagues: Vec<(String, Vec<(String, String)>)>,
    pub from: String,
    pub until: String,
    pub deputy: String,
}

pub(super) struct Row {
    pub organization: String,
    pub place: String,
    pub id: String,
    pub from: String,
    pub until: String,
    pub deputy: String,
}

impl Absences {
    pub fn of(app: &App, person: &Person, language: &Language) -> Result<Self, PageError> {
        let packs = app.packs().all();
        let mut colleagues = Vec::new();
        for pack in &packs {
            let here = app
                .store()
                .read(|conn| people::of_organization(conn, &pack.organization))?;
            if !here.iter().any(|(each, _)| each.id == person.id) {
                continue;
            }
            let away = app.away(&pack.organization)?;
            let others = here
                .into_iter()
                .filter(|(each, _)| each.id != person.id && !each.disabled)
                .map(|(each, _)| {
                    let name = stand_in::named(language, pack.zone, &away, &each.id.0, &each.name);
                    (format!("{}/{}", pack.organization, each.id.0), name)
                });
            colleagues.push((pack.name.in_language(language).to_owned(), others.collect()));
        }
        let all = app.absences_of(&person.id)?.into_iter().filter_map(|away| {
            let pack = packs
                .iter()
                .find(|pack| pack.organization == away.absence.organization)?;
            let day = |at: DateTime<Utc>| at.with_timezone(&pack.zone).date_naive();
            Some(Row {
                organization: pack.organization.to_string(),
                place: pack.name.in_language(language).to_owned(),
                id: away.absence.id.to_string(),
                from: day(away.absence.starts_at).to_string(),
                until: away.last_day(pack.zone).to_string(),
                deputy: away.deputy,
            })
        });
        Ok(Self {
            all: all.collect(),
            colleagues,
            from: String::new(),
            until: String::new(),
            deputy: String::new(),
        })
    }

    /// With what was typed, if it could not be taken down.
    pub fn typed(self, sent: &Submitted) -> Self {
        Self {
            from: sent.text("from").to_owned(),
            until: sent.text("until").to_owned(),
            deputy: sent.text("deputy").to_owned(),
            ..self
        }
    }
}

pub(super) async fn take(own: Own, sent: Submitted) -> PageResult {
    let Some(absence) = read(&own, &sent) else {
        let wrong = match sent.text("deputy").split_once('/') {
            None => ("deputy", "absence-no-deputy"),
            Some(_) => ("until", "absence-no-time"),
        };
        let text = own.say(wrong.1);
        return show::page(own, &sent, Wrongs::one(wrong.0, text)).await;
    };
    let state = Arc::clone(&own.state);
    let outcome = blocking(move || Ok(state.app.take_leave(absence))).await?;
    let wrong = match outcome {
        Ok(()) => return Ok(see_other("/account?done=absence#absences")),
        Err(AbsenceError::NoTime) => ("until", "absence-no-time"),
        Err(AbsenceError::NoDeputy(_)) => ("deputy", "absence-no-deputy"),
        Err(AbsenceError::Store(error)) => return Err(error.into()),
    };
    let text = own.say(wrong.1);
    show::page(own, &sent, Wrongs::one(wrong.0, text)).await
}

/// Whole days of the organization's clock, the last one included.
fn read(own: &Own, sent: &Submitted) -> Option<Absence> {
    let (organization, deputy) = sent.text("deputy").split_once('/')?;
    let organization = OrganizationId::new(organization);
    let pack = own.app().packs().active(&organization)?;
    // Years of four digits: whatever is kept is read back by these.
    let day = |name: &str| {
        let day = NaiveDate::parse_from_str(sent.text(name), "%Y-%m-%d").ok()?;
        (1..=9999).contains(&day.year()).then_some(day)
    };
    Some(Absence {
        id: Uuid::now_v7(),
        organization,
        person: own.signed_in.person.id.clone(),
        deputy: PersonId(deputy.into()),
        starts_at: day_begins(pack.zone, day("from")?),
        ends_at: day_begins(pack.zone, day("until")?.checked_add_days(Days::new(1))?),
    })
}

pub(super) async fn end(own: Own, sent: Submitted) -> PageResult {
    let (state, person) = (Arc::clone(&own.state), own.signed_in.person.id.clone());
    let organization = OrganizationId::new(sent.text("organization"));
    let id: Uuid = sent.text("id").parse().map_err(|_| PageError::NotFound)?;
    let ended = blocking(move || Ok(state.app.end_absence(&organization, &person, id)?)).await?;
    if ended {
        Ok(see_other("/account?done=absence#absences"))
    } else {
        Err(PageError::NotFound)
    }
}
