//! Proof that nothing was changed behind our back.
//!
//! For every case: the chain of its events holds from the first to the last, the stored case is the fold of its history,
//! and the projections say what the case says. For every organization: no case and no number is missing. Each fault names
//! the first place where something is wrong. A history that was cut off together with its case and everything about it is
//! seen by the count of serials alone; beyond that only a copy kept elsewhere can tell.

use diesel::prelude::*;
use serde::Serialize;

use super::cases::{self as stored_cases, DeadlineRow, TaskRow};
use super::connection::Conn;
use super::history::{GENESIS, Row as EventRow};
use super::kinds::Uid;
use super::schema::{active_packs, cases, deadlines, events, participants, serials, tasks};
use super::{Error, Store, erasure, facts, kept, reminders, uses, wakes};
use crate::case::event::Event;
use crate::case::{Case, CaseId};
use crate::pack::id::OrganizationId;
use crate::value::Value;

/// How many cases are held in memory at a time.
const BATCH: i64 = 200;

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    pub organization: OrganizationId,
    /// The case's number as far as it is known, otherwise its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The first event that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<u64>,
    pub message: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}", self.organization)?;
        if let Some(case) = &self.case {
            write!(out, " {case}")?;
        }
        if let Some(event) = self.event {
            write!(out, " event {event}")?;
        }
        write!(out, ": {}", self.message)
    }
}

/// What was looked at, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Findings {
    pub cases: u64,
    pub events: u64,
    pub faults: Vec<Fault>,
}

impl Store {
    /// Verifies every organization of the platform.
    ///
    /// # Errors
    /// When the database does not answer. What is wrong with the data is a fault, not an error.
    pub fn verify_platform(&self) -> Result<Findings, Error> {
        let organizations: Vec<String> = self.read(|conn| {
            let mut known: Vec<String> = active_packs::table.select(active_packs::organization).load(conn)?;
            known.extend(
                cases::table
                    .select(cases::organization)
                    .distinct()
                    .load::<String>(conn)?,
            );
            known.extend(
                events::table
                    .select(events::organization)
                    .distinct()
                    .load::<String>(conn)?,
            );
            Ok::<_, Error>(known)
        })?;
        let mut findings = Findings::default();
        for organization in organizations.into_iter().collect::<std::collections::BTreeSet<_>>() {
            let one = self.verify(&OrganizationId::new(organization))?;
            findings.cases += one.cases;
            findings.events += one.events;
            findings.faults.extend(one.faults);
        }
        Ok(findings)
    }

    /// Verifies one organization.
    ///
    /// # Errors
    /// When the database does not answer. What is wrong with the data is a fault, not an error.
    pub fn verify(&self, organization: &OrganizationId) -> Result<Findings, Error> {
        let mut findings = Findings::default();
        let mut last: Option<Uid> = None;
        loop {
            let after = last.unwrap_or(Uid(uuid::Uuid::nil()));
            let batch = self.read(|conn| {
                conn.at_one_moment(|conn| {
                    let rows: Vec<stored_cases::Row> = cases::table
                        .filter(cases::organization.eq(organization.as_str()))
                        .filter(cases::id.gt(after))
                        .order(cases::id)
                        .limit(BATCH)
                        .select(stored_cases::Row::as_select())
                        .load(conn)?;
                    for row in &rows {
                        verify_case(conn, organization, row, &mut findings)?;
                    }
                    Ok(rows.last().map(|row| row.id))
                })
            })?;
            match batch {
                Some(id) => last = Some(id),
                None => break,
            }
        }
        self.read(|conn| conn.at_one_moment(|conn| verify_whole(conn, organization, &mut findings)))?;
        Ok(findings)
    }
}

/// What only the whole organization can show: histories without a case, and numbers that are gone.
fn verify_whole(conn: &mut Conn, organization: &OrganizationId, findings: &mut Findings) -> Result<(), Error> {
    let with_case = cases::table
        .filter(cases::organization.eq(organization.as_str()))
        .select(cases::id);
    let orphans: Vec<Uid> = events::table
        .filter(events::organization.eq(organization.as_str()))
        .filter(events::case_id.ne_all(with_case))
        .select(events::case_id)
        .distinct()
        .load(conn)?;
    for case in orphans {
        findings.faults.push(Fault {
            organization: organization.clone(),
            case: Some(case.0.to_string()),
            event: None,
            message: "a history without its case".to_owned(),
        });
    }
    // One stem at a time: a sum of `bigint` is a `numeric` on one of the databases.
    let taken: i64 = serials::table
        .filter(serials::organization.eq(organization.as_str()))
        .select(serials::last)
        .load::<i64>(conn)?
        .iter()
        .sum();
    let stored: i64 = cases::table
        .filter(cases::organization.eq(organization.as_str()))
        .count()
        .get_result(conn)?;
    if taken != stored {
        findings.faults.push(Fault {
            organization: organization.clone(),
            case: None,
            event: None,
            message: format!("{taken} numbers were given and {stored} cases are there"),
        });
    }
    Ok(())
}

fn verify_case(
    conn: &mut Conn,
    organization: &OrganizationId,
    row: &stored_cases::Row,
    findings: &mut Findings,
) -> Result<(), Error> {
    findings.cases += 1;
    let history: Vec<EventRow> = events::table
        .filter(events::organization.eq(organization.as_str()))
        .filter(events::case_id.eq(row.id))
        .order(events::seq)
        .select(EventRow::as_select())
        .load(conn)?;
    findings.events += history.len() as u64;
    let mut fault = |event: Option<u64>, message: String| {
        findings.faults.push(Fault {
            organization: organization.clone(),
            case: Some(row.number.clone()),
            event,
            message,
        });
    };
    if let Some((event, message)) = broken_chain(&history).or_else(|| wrongly_erased(&history)) {
        fault(Some(event), message);
        return Ok(());
    }
    let version = u64::try_from(row.version).unwrap_or_default();
    if history.len() as u64 != version {
        let first_missing = (history.len() as u64).min(version) + 1;
        fault(
            Some(first_missing),
            format!("the case has seen {version} events and {} are there", history.len()),
        );
        return Ok(());
    }
    let pack = row.pack.clone();
    if let Some(event) = history.iter().find(|event| event.pack != pack) {
        fault(
            u64::try_from(event.seq).ok(),
            format!("it names the pack `{}` and the case `{pack}`", event.pack),
        );
        return Ok(());
    }
    let mut recorded = Vec::with_capacity(history.len());
    for event in history {
        let seq = u64::try_from(event.seq).unwrap_or_default();
        match event.into_recorded() {
            Ok(event) => recorded.push(event),
            Err(error) => {
                fault(Some(seq), error.chain());
                return Ok(());
            }
        }
    }
    if !uses::agrees(conn, organization, CaseId(row.id.0), &recorded)? {
        fault(
            None,
            "a file that its history speaks of is not among those it uses".to_owned(),
        );
    }
    let Some(folded) = Case::fold(recorded.into_iter()) else {
        fault(Some(1), "the history does not begin with an opening".to_owned());
        return Ok(());
    };
    let expected = stored_cases::Row::of(&folded, &row.summary())?;
    if expected.document != row.document {
        fault(None, "the stored case is not what its history makes it".to_owned());
    } else if expected != *row {
        fault(
            None,
            "the columns of the case do not say what its history says".to_owned(),
        );
    }
    for message in stale_projections(conn, &folded)? {
        fault(None, message);
    }
    Ok(())
}

/// The first event at which a chain does not hold.
fn broken_chain(history: &[EventRow]) -> Option<(u64, String)> {
    let mut prev_hash = GENESIS.to_vec();
    for (index, event) in history.iter().enumerate() {
        let wanted = index as u64 + 1;
        if u64::try_from(event.seq) != Ok(wanted) {
            return Some((
                wanted,
                format!("it is missing; event {} stands in its place", event.seq),
            ));
        }
        if event.reckon() != event.hash {
            return Some((wanted, "it was changed after it was written".to_owned()));
        }
        if event.prev_hash != prev_hash {
            return Some((wanted, "it does not follow the event before it".to_owned()));
        }
        prev_hash.clone_from(&event.hash);
    }
    None
}

/// The first event whose body was erased or kept against the history: all before the event that destroys lose theirs, and it says
/// what is left of them.
fn wrongly_erased(history: &[EventRow]) -> Option<(u64, String)> {
    let destroyed = history.iter().position(|event| event.kind == "destroyed").unwrap_or(0);
    let (before, after) = history.split_at(destroyed);
    let number = |event: &EventRow| u64::try_from(event.seq).unwrap_or_default();
    if let Some(event) = after.iter().find(|event| event.body_hash.is_some()) {
        return Some((
            number(event),
            "its body was erased and the case was not destroyed after it".to_owned(),
        ));
    }
    if let Some(event) = before.iter().find(|event| event.body_hash.is_none()) {
        return Some((
            number(event),
            "the case was destroyed and its body is still there".to_owned(),
        ));
    }
    let event = after.first().filter(|_| !before.is_empty())?;
    let left = erasure::digest(before.iter().map(|event| event.body.as_str()));
    let says = serde_json::from_str::<Event>(&event.body).ok()?;
    match says {
        Event::Destroyed { left: said, .. } if said == left => None,
        _ => Some((
            number(event),
            "what is left of the events before it was changed after they were erased".to_owned(),
        )),
    }
}

/// What the projections say differently from the case.
fn stale_projections(conn: &mut Conn, case: &Case) -> Result<Vec<String>, Error> {
    let (organization, id) = (case.organization.as_str(), Uid(case.id.0));
    let mut faults = Vec::new();

    let mut running: Vec<DeadlineRow> = deadlines::table
        .filter(deadlines::organization.eq(organization))
        .filter(deadlines::case_id.eq(id))
        .select(DeadlineRow::as_select())
        .load(conn)?;
    let mut expected: Vec<_> = case
        .deadlines
        .iter()
        .map(|deadline| DeadlineRow::of(case, deadline))
        .collect();
    let by_name = |left: &DeadlineRow, right: &DeadlineRow| {
        (&left.deadline, left.occurrence).cmp(&(&right.deadline, right.occurrence))
    };
    running.sort_by(by_name);
    expected.sort_by(by_name);
    if running != expected {
        faults.push("the list of deadlines does not say what the case says".to_owned());
    }

    let open: Vec<TaskRow> = tasks::table
        .filter(tasks::organization.eq(organization))
        .filter(tasks::case_id.eq(id))
        .order(tasks::number)
        .select(TaskRow::as_select())
        .load(conn)?;
    let expected: Vec<_> = case.tasks.iter().map(|task| TaskRow::of(case, task)).collect();
    if open != expected {
        faults.push("the list of tasks does not say what the case says".to_owned());
    }

    let mut people: Vec<String> = participants::table
        .filter(participants::organization.eq(organization))
        .filter(participants::case_id.eq(id))
        .select(participants::person)
        .load(conn)?;
    people.sort();
    if !people
        .iter()
        .map(String::as_str)
        .eq(case.participants.iter().map(|person| &*person.0))
    {
        faults.push("the list of people does not say what the case says".to_owned());
    }

    if !kept::agrees(conn, case)? {
        faults.push("from whom it is kept in lists is not what the case says".to_owned());
    }

    if !reminders::agrees(conn, case)? {
        faults.push("the list of reminders does not say what the case says".to_owned());
    }

    if wakes::of_case(conn, &case.organization, case.id)? != case.next_moment() {
        faults.push("it would not be looked at when it is due".to_owned());
    }

    for (name, value) in facts::of_case(conn, &case.organization, case.id)? {
        let said = said(case, &name).as_ref().map(facts::text_of).transpose()?;
        if said.as_deref() != Some(value.as_str()) {
            faults.push(format!("it is counted with another `{name}` than it has"));
        }
    }
    Ok(faults)
}

/// What a case says under the name of a fact.
fn said(case: &Case, name: &str) -> Option<Value> {
    let value = |name: &str| {
        let decided = || case.decisions.get(name).map(|decided| &decided.value);
        case.answers.get(name).or_else(decided).cloned()
    };
    match name.split_once(facts::AND) {
        None => value(name),
        Some(_) => name
            .split(facts::AND)
            .map(value)
            .collect::<Option<Vec<_>>>()
            .map(Value::list),
    }
}
