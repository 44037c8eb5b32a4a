//! What follows from a change of one case for others, in the same transaction: the cases it asks for are opened, and the case that
//! opened it hears when it is closed.
//!
//! Either all of it is saved or nothing, so nobody is told twice and nothing is lost in a crash. A case that is told of another may
//! ask for more cases; [`Budget`] is an end to that. Rows are locked from the newer case to the older: a case is newer than the one
//! that opened it, and whoever merges does the same, so no two commands wait for each other.

use super::judge::{self, Judged};
use super::request::{Asked, ExecuteError, Request, Target};
use super::{App, execute};
use crate::case::linked::Opening;
use crate::case::refusal::Reason;
use crate::case::{Actor, Case, Command, OtherCase, Refusal};
use crate::locale::Language;
use crate::store::Conn;
use crate::store::cases::{self, Which};

/// How many cases one command may open, however they come about.
pub(super) struct Budget(u32);

impl Budget {
    pub fn new() -> Self {
        Self(100)
    }
}

impl App {
    /// Carries out what follows from a change that has been saved, and returns the case as it stands then. `before` is the case as it
    /// was, unless it has just been opened.
    pub(super) fn follow(
        &self,
        conn: &mut Conn,
        before: Option<&Case>,
        judged: &Judged,
        budget: &mut Budget,
    ) -> Result<Case, ExecuteError> {
        let mut case = judged.case.clone();
        let is_destroyed = case.destroyed.is_some();
        for opening in judged.openings.iter().filter(|_| !is_destroyed) {
            let (command, opened) = match self.open_linked(conn, &case, opening, budget)? {
                Ok(child) => {
                    let other = OtherCase::of(&child);
                    let marks = opening.marks.clone();
                    (Command::Linked { other, marks }, Some(child))
                }
                Err(why) => {
                    let what = opening.what();
                    (Command::NotOpened { what, why }, None)
                }
            };
            case = self.tell(conn, &case, &command, budget)?;
            if let Some(child) = opened.filter(|child| child.closed_at.is_some()) {
                case = self.tell(conn, &case, &moved(&child), budget)?;
            }
        }
        let has_moved = before.is_some_and(|before| before.closed_at.is_some() != judged.case.closed_at.is_some());
        if let Some(parent) = judged.case.parent.as_ref().filter(|_| has_moved)
            && let Some(parent) = cases::for_update(conn, &case.organization, Which::Id(parent.id))?
        {
            self.tell(conn, &parent, &moved(&judged.case), budget)?;
        }
        Ok(case)
    }

    /// Tells a case of another one.
    fn tell(
        &self,
        conn: &mut Conn,
        before: &Case,
        command: &Command,
        budget: &mut Budget,
    ) -> Result<Case, ExecuteError> {
        // Nothing happens any more to a case of which nothing is left.
        if before.destroyed.is_some() {
            return Ok(before.clone());
        }
        let pack = self.packs().version(conn, &before.organization, &before.pack)?;
        let judged = judge::told(conn, &pack, before, command, self.clock().now())?;
        if judged.recorded.is_empty() {
            return Ok(before.clone());
        }
        self.save(conn, Some(before), &judged)?;
        self.follow(conn, Some(before), &judged, budget)
    }

    /// Opens a case for another one under the policy as it is today; or why not, in the policy's own language.
    fn open_linked(
        &self,
        conn: &mut Conn,
        parent: &Case,
        opening: &Opening,
        budget: &mut Budget,
    ) -> Result<Result<Case, String>, ExecuteError> {
        let Some(left) = budget.0.checked_sub(1) else {
            return Ok(Err("this command has opened too many cases already".to_owned()));
        };
        budget.0 = left;
        let pack = match self.packs().active(&parent.organization) {
            Some(active) => active,
            None => self.packs().version(conn, &parent.organization, &parent.pack)?,
        };
        let Some(case_type) = pack.case_type(&opening.case_type) else {
            return Ok(Err(format!("no case type `{}`", opening.case_type)));
        };
        let answers = match opening.submission(case_type) {
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
            },
            idempotency: None,
            language: language.clone(),
        };
        let (now, parent) = (self.clock().now(), Some(OtherCase::of(parent)));
        match judge::open_for(conn, &pack, &case_type.id, &answers, parent, &request, now) {
            Ok(judged) => {
                self.save(conn, None, &judged)?;
                Ok(Ok(self.follow(conn, None, &judged, budget)?))
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
        self.must_be_current(conn, &pack, case, request)?;
        let other = find(&|case| case.number == number).ok_or_else(no_such_case)?;
        let other_pack = self.packs().version(conn, organization, &other.pack)?;
        if self.must_see(&other_pack, &request.actor, other).is_err() {
            return Err(no_such_case());
        }
        let now = self.clock().now();
        let (judged, of_other) = judge::merge(conn, (&pack, case), (&other_pack, other), request, now)?;
        let events = judged.recorded.len() as u64;
        self.save(conn, Some(other), &of_other)?;
        self.save(conn, Some(case), &judged)?;
        let mut budget = Budget::new();
        self.follow(conn, Some(other), &of_other, &mut budget)?;
        let after = self.follow(conn, Some(case), &judged, &mut budget)?;
        Ok(execute::executed(&after, events))
    }
}

fn moved(other: &Case) -> Command<'static> {
    Command::OtherMoved {
        other: other.id,
        is_open: other.closed_at.is_none(),
        answers: other.answers.clone(),
    }
}
