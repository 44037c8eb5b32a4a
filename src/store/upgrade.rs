//! What the program itself does, once, to data that an older program wrote: what SQL alone cannot say.
//!
//! It runs with the migrations, in their transaction. Nothing is mended here that a history does not say: a case that was
//! changed by hand stays as it is, so that verifying still finds it.

use diesel::prelude::*;

use super::connection::Conn;
use super::kinds::Uid;
use super::schema::{cases as stored_cases, confinements, events, upgrades};
use super::{Error, cases, history};
use crate::case::{Case, CaseId};
use crate::pack::id::OrganizationId;

/// Tasks know in which round they were done; the cases of an older program say nothing of it.
const ROUNDS_OF_TASKS: &str = "rounds_of_tasks";

/// Whoever has a task in a confidential case is told by its history; those of an older program do not tell it. Only the rules of the
/// case can say it, so it is done by whoever knows them.
const ADMISSIONS: &str = "admissions";

/// The open confidential cases of an older program, in which it is still to be told who has a task; `None` once that is done.
///
/// # Errors
/// When the database does not answer.
pub fn without_admissions_on_platform(conn: &mut Conn) -> Result<Option<Vec<(OrganizationId, CaseId)>>, Error> {
    if !waits(conn, ADMISSIONS)? {
        return Ok(None);
    }
    let confined: Vec<(String, Uid)> = confinements::table
        .inner_join(
            stored_cases::table.on(stored_cases::organization
                .eq(confinements::organization)
                .and(stored_cases::id.eq(confinements::case_id))),
        )
        .filter(confinements::role.eq(""))
        .filter(stored_cases::closed_at.is_null())
        .select((confinements::organization, confinements::case_id))
        .load(conn)?;
    let confined = confined.into_iter();
    Ok(Some(
        confined
            .map(|(organization, id)| (OrganizationId::new(organization), CaseId(id.0)))
            .collect(),
    ))
}

/// It has been told.
///
/// # Errors
/// When the database does not answer.
pub fn admissions_are_told_on_platform(conn: &mut Conn) -> Result<(), Error> {
    diesel::delete(upgrades::table.find(ADMISSIONS)).execute(conn)?;
    Ok(())
}

fn waits(conn: &mut Conn, name: &str) -> Result<bool, Error> {
    let waiting: Option<String> = upgrades::table
        .find(name)
        .select(upgrades::name)
        .first(conn)
        .optional()?;
    Ok(waiting.is_some())
}

/// Does what is still to be done.
///
/// # Errors
/// When the database does not answer.
pub(super) fn run(conn: &mut Conn) -> Result<(), Error> {
    if waits(conn, ROUNDS_OF_TASKS)? {
        rounds_of_tasks(conn)?;
        diesel::delete(upgrades::table.find(ROUNDS_OF_TASKS)).execute(conn)?;
    }
    Ok(())
}

fn rounds_of_tasks(conn: &mut Conn) -> Result<(), Error> {
    let with_rounds: Vec<(String, Uid)> = events::table
        .filter(events::kind.eq("round_started"))
        .select((events::organization, events::case_id))
        .distinct()
        .load(conn)?;
    for (organization, id) in with_rounds {
        let organization = OrganizationId::new(organization);
        match with_told_rounds(conn, &organization, CaseId(id.0)) {
            Ok(Some(case)) => {
                let document = serde_json::to_string(&case).map_err(|error| Error::corrupt("case", error))?;
                diesel::update(stored_cases::table.find((organization.as_str(), id)))
                    .set(stored_cases::document.eq(document))
                    .execute(conn)?;
            }
            // What cannot be read is told by verifying; it keeps nobody from starting.
            Ok(None) | Err(Error::Corrupt { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The stored case with its rounds as its history tells them, if that makes it what its history says.
fn with_told_rounds(conn: &mut Conn, organization: &OrganizationId, id: CaseId) -> Result<Option<Case>, Error> {
    let Some(mut case) = cases::by_id(conn, organization, id)? else {
        return Ok(None);
    };
    let history = history::of_case(conn, organization, id, case.version)?;
    let Some(told) = Case::fold(history.into_iter()) else {
        return Ok(None);
    };
    for (task, told) in case.tasks.iter_mut().zip(&told.tasks) {
        if let (Some(done), Some(told)) = (&mut task.done, &told.done) {
            done.round = told.round;
        }
    }
    Ok((case == told).then_some(case))
}
