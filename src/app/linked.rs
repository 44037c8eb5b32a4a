//! What follows from a change of one case for others, in the same transaction: the cases it asks for are opened, and the case that
//! opened it hears when it is closed.
//!
//! Either all of it is saved or nothing, so nobody is told twice and nothing is lost in a crash. A case that is told of another may
//! ask for more cases; [`Course`] is an end to that. Rows are locked as they are needed, so two commands may wait for each other on
//! PostgreSQL, which ends one of them; [`App::execute`] carries that one out again.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::judge::{self, Judged};
use super::request::{Asked, ExecuteError, Request, Target};
use super::{App, execute};
use crate::case::linked::{self, Opening};
use crate::case::refusal::Reason;
use crate::case::{Actor, Case, CaseId, Command, OtherCase, Refusal};
use crate::locale::Language;
use crate::pack::id::OrganizationId;
use crate::store::Conn;
use crate::store::cases::{self, Which};

/// One command on its way: its moment, and the cases it has changed so far. A case may be met again, by another way; what happens to
/// it then goes on from what has just happened to it.
pub(super) struct Course {
    /// The same for everything that happens, so that no deadline falls due between two steps.
    pub now: DateTime<Utc>,
    /// How many cases it may still open, however they come about.
    openings_left: u32,
    /// As they were last saved.
    saved: BTreeMap<CaseId, Case>,
}

impl Course {
    pub fn at(now: DateTime<Utc>) -> Self {
        Self {
            now,
            openings_left: 100,
            saved: BTreeMap::new(),
        }
    }

    pub fn saved(&mut self, case: &Case) {
        self.saved.insert(case.id, case.clone());
    }

    /// The case as it stands now, after all that this command has done to it since.
    pub fn latest(&self, case: &Case) -> Case {
        self.saved.get(&case.id).unwrap_or(case).clone()
    }
}

impl App {
    /// Carries out what follows from a change that has been saved. `before` is the case as it was, unless it has just been opened.
    pub(super) fn follow(
        &self,
        conn: &mut Conn,
        before: Option<&Case>,
        judged: &Judged,
        course: &mut Course,
    ) -> Result<(), ExecuteError> {
        let is_destroyed = judged.case.destroyed.is_some();
        for opening in judged.openings.iter().filter(|_| !is_destroyed) {
            let case = course.latest(&judged.case);
            let opened = self.open_linked(conn, &case, opening, course)?;
            let heard = linked::heard(opening, opened.as_ref().map_err(String::clone));
            self.tell(conn, &course.latest(&case), &heard, course)?;
            if let Some(child) = opened.ok().filter(|child| child.closed_at.is_some()) {
                self.tell(conn, &course.latest(&case), &linked::has_moved(&child), course)?;
            }
        }
        let has_moved = before.is_some_and(|before| before.closed_at.is_some() != judged.case.closed_at.is_some());
        if let Some(parent) = judged.case.parent.as_ref().filter(|_| has_moved)
            && let Some(parent) = self.latest_of(conn, &judged.case.organization, parent.id, course)?
        {
            let case = course.latest(&judged.case);
            self.tell(conn, &parent, &linked::has_moved(&case), course)?;
        }
        Ok(())
    }

    /// A case by its id, locked, as this command has left it so far.
    fn latest_of(
        &self,
        conn: &mut Conn,
        organization: &OrganizationId,
        id: CaseId,
        course: &Course,
    ) -> Result<Option<Case>, ExecuteError> {
        Ok(match course.saved.get(&id) {
            Some(case) => Some(case.clone()),
            None => cases::for_update(conn, organization, Which::Id(id))?,
        })
    }

    /// Tells a case of another one.
    fn tell(&self, conn: &mut Conn, before: &Case, command: &Command, course: &mut Course) -> Result<(), ExecuteError> {
        // Nothing happens any more to a case of which nothing is left.
        if before.destroyed.is_some() {
            return Ok(());
        }
        let pack = self.packs().version(conn, &before.organization, &before.pack)?;
        let judged = judge::hear(conn, &pack, before, command, course.now)?;
        if judged.recorded.is_empty() {
            return Ok(());
        }
        self.save(conn, Some(before), &judged, course)?;
        self.follow(conn, Some(before), &judged, course)
    }

    /// Opens a case for another one under the policy as it is today; or why not, in the policy's own language.
    fn open_linked(
        &self,
        conn: &mut Conn,
        parent: &Case,
        opening: &Opening,
        course: &mut Course,
    ) -> Result<Result<Case, String>, ExecuteError> {
        let Some(left) = course.openings_left.checked_sub(1) else {
            let pack = self.packs().version(conn, &parent.organization, &parent.pack)?;
            return Ok(Err(pack.say("history-too-many-opened", &[])));
        };
        course.openings_left = left;
        let pack = match self.packs().active(&parent.organization) {
            Some(active) => active,
            None => self.packs().version(conn, &parent.organization, &parent.pack)?,
        };
        let Some(case_type) = pack.case_type(&opening.case_type) else {
            let case = opening.case_type.as_str();
            return Ok(Err(pack.say("history-no-case-type", &[("case", case.into())])));
        };
        let answers = match opening.submission(&pack, case_type) {
            Ok(answers) => answers,
            Err(why) => return Ok(Err(why)),
        };
        let language = pack.languages.first().cloned().unwrap_or_else(|| Language::new("en"));
        let request = Request {
            organization: parent.organization.clone(),
            target: Target::New {
                case_type: case_type.id.clone(),
            },
            actor: Actor::engine(),
            expected_version: None,
            asked: Asked::Open {
                answers: answers.clone(),
                // What is asked of a complaint is asked for whoever complains.
                language: parent.language.clone(),
            },
            idempotency: None,
            language: language.clone(),
        };
        let parent = Some(OtherCase::of(parent));
        match judge::open(conn, &pack, &case_type.id, &answers, parent, &request, course.now) {
            Ok(judged) => {
                self.save(conn, None, &judged, course)?;
                self.follow(conn, None, &judged, course)?;
                Ok(Ok(course.latest(&judged.case)))
            }
            Err(ExecuteError::Invalid(errors)) => {
                let errors = errors
                    .iter()
                    .map(|error| format!("`{}`: {}", error.field, error.message));
                Ok(Err(errors.collect::<Vec<_>>().join("; ")))
            }
            Err(ExecuteError::Refused(refusal)) => Ok(Err(refusal.text(&pack, case_type, &language))),
            Err(error) => Err(error),
        }
    }

    /// Merges a case into another, both or neither.
    pub(super) fn merge(
        &self,
        conn: &mut Conn,
        which: Which<'_>,
        other: &str,
        request: &Request,
        course: &mut Course,
    ) -> Result<super::Executed, ExecuteError> {
        let organization = &request.organization;
        let number = other.trim();
        let no_such_case = || ExecuteError::from(Refusal::new(Reason::no_such_case(number)));
        let here = cases::find(conn, organization, which)?.ok_or(ExecuteError::NotFound)?;
        let other = cases::by_number(conn, organization, number)?;
        let mut ids: Vec<_> = std::iter::once(here.id).chain(other.map(|other| other.id)).collect();
        ids.sort_by(|one, two| two.cmp(one));
        ids.dedup();
        let mut locked = Vec::new();
        for id in ids {
            locked.extend(cases::for_update(conn, organization, Which::Id(id))?);
        }
        let find = |is_it: &dyn Fn(&Case) -> bool| locked.iter().find(|case| is_it(case));
        let case = find(&|case| case.id == here.id).ok_or(ExecuteError::NotFound)?;
        let pack = self.packs().version(conn, organization, &case.pack)?;
        self.must_see(&pack, &request.actor, case)?;
        execute::must_change(&request.actor)?;
        self.must_be_current(conn, &pack, case, request)?;
        let other = find(&|case| case.number == number).ok_or_else(no_such_case)?;
        let other_pack = self.packs().version(conn, organization, &other.pack)?;
        if self.must_see(&other_pack, &request.actor, other).is_err() {
            return Err(no_such_case());
        }
        let merged = judge::merge(conn, (&pack, case), (&other_pack, other), request, course.now);
        let (judged, of_other) = match merged {
            Err(ExecuteError::Refused(refusal)) => {
                return Err(self.refused(conn, &pack, case, &request.actor, *refusal)?.into());
            }
            merged => merged?,
        };
        let events = judged.recorded.len() as u64;
        self.save(conn, Some(other), &of_other, course)?;
        self.save(conn, Some(case), &judged, course)?;
        self.follow(conn, Some(other), &of_other, course)?;
        self.follow(conn, Some(case), &judged, course)?;
        Ok(execute::executed(&course.latest(&judged.case), events))
    }
}
