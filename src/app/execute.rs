//! One command from request to commit.

use std::borrow::Cow;
use std::sync::Arc;

use super::App;
use super::complainants::Access;
use super::judge::{self, Judged};
use super::linked::Course;
use super::look::{Opened, Seen, files_of};
use super::receipt::Receipt;
use super::request::{Asked, Changed, ExecuteError, Executed, Request, Target};
use crate::access::{self, Ability, Uncovered};
use crate::case::event::{Event, Recorded};
use crate::case::{Actor, Case, Refusal};
use crate::locale::Language;
use crate::pack::Pack;
use crate::store::cases::{self, Which};
use crate::store::idempotency::{self, Claim};
use crate::store::{self, Conn, erasure, history, outbox};

/// The most lines of what has changed that a late person is told.
const CHANGED_MAX: usize = 20;

/// How often a command is carried out that the database ends because others wait for it.
const TRIES_MAX: u32 = 5;

/// What came of a request.
struct Written {
    executed: Executed,
    opened: Option<Box<Opened>>,
    /// Files were erased with the case: their bytes are to follow.
    erases: bool,
}

impl App {
    /// Does what is asked of a case, wholly or not at all, and returns after it is safe on the disk. The only way to write a
    /// case. Blocks.
    ///
    /// # Errors
    /// See [`ExecuteError`]; nothing is left behind by any of them.
    pub fn execute(&self, request: Request) -> Result<Executed, ExecuteError> {
        Ok(self.write(request)?.executed)
    }

    /// The same, and the case as the command has left it, as whoever asked may see it; a receipt if they may not. Blocks.
    ///
    /// # Errors
    /// As [`App::execute`].
    pub fn execute_and_look(&self, request: Request) -> Result<(Executed, Result<Seen, Receipt>), ExecuteError> {
        let (organization, actor) = (request.organization.clone(), request.actor.clone());
        let Written { executed, opened, .. } = self.write(request)?;
        let seen = match opened {
            // Of a case that has just been opened everything is at hand.
            Some(opened) => self.see_opened(*opened, &actor),
            None => self.see_at(&organization, &executed.number, &actor, executed.version),
        };
        let seen = match seen {
            Ok(seen) => Ok(seen),
            Err(ExecuteError::NotFound) => {
                let receipt = self.receipt(&organization, &executed.number, &actor)?;
                Err(receipt.ok_or(ExecuteError::NotFound)?)
            }
            Err(error) => return Err(error),
        };
        Ok((executed, seen))
    }

    fn write(&self, request: Request) -> Result<Written, ExecuteError> {
        let written = self.write_again(&Arc::new(request))?;
        if written.erases {
            self.finish_erasing();
        }
        Ok(written)
    }

    /// Once more for whoever waited for somebody who waited for them: what comes of a command depends on nothing but the request and
    /// what is stored, and nothing of the first time is left.
    fn write_again(&self, request: &Arc<Request>) -> Result<Written, ExecuteError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let (app, request) = (self.clone(), Arc::clone(request));
            match self.store().write(move |conn| app.execute_within(conn, &request)) {
                Err(ExecuteError::Unavailable(error)) if error.is_deadlock() && tries < TRIES_MAX => {}
                done => return done,
            }
        }
    }

    fn execute_within(&self, conn: &mut Conn, request: &Request) -> Result<Written, ExecuteError> {
        let now = self.clock().now();
        let key = request
            .idempotency
            .as_ref()
            .map(|idempotency| idempotency.key_hash(&request.actor));
        if let (Some(key), Some(idempotency)) = (&key, &request.idempotency) {
            match idempotency::claim(conn, &request.organization, key, idempotency.request_hash(), now)? {
                Claim::New => {}
                Claim::Mismatch => return Err(ExecuteError::IdempotencyMismatch),
                Claim::Answered(answer) => {
                    let answer: Executed =
                        serde_json::from_str(&answer).map_err(|error| store::Error::corrupt("answer", error))?;
                    return Ok(Written {
                        executed: Executed {
                            replayed: true,
                            ..answer
                        },
                        opened: None,
                        erases: false,
                    });
                }
            }
        }
        let mut course = Course::at(now);
        let (executed, opened) = match &request.target {
            Target::New { case_type } => {
                let (answers, secret) = match &request.asked {
                    Asked::Open { answers, .. } => (answers, None),
                    Asked::OpenPublicly { answers, secret, .. } => (answers, Some(secret)),
                    _ => return Err(Refusal::unknown("such a request for a new case").into()),
                };
                let pack = self
                    .packs()
                    .active(&request.organization)
                    .ok_or(ExecuteError::NotFound)?;
                // Who may open a case from outside is everybody; whether anybody may is the pack's to say.
                let may_come = match secret {
                    Some(_) => request.actor.is_complainant(),
                    None => access::may_enter(&request.actor),
                };
                if !may_come {
                    return Err(ExecuteError::NotFound);
                }
                must_change(&request.actor)?;
                let judged = judge::open(conn, &pack, case_type, answers, None, request, now)?;
                self.save(conn, None, &judged, &mut course)?;
                if let Some(secret) = secret {
                    let case = (judged.case.id, judged.case.number.as_str());
                    self.keep_access(conn, &request.organization, case, Access::Case, secret)?;
                }
                self.follow(conn, None, &judged, &mut course)?;
                let after = course.latest(&judged.case);
                let executed = executed(&after, judged.recorded.len() as u64);
                // What its rules have opened since is not at hand.
                let opened = if after.version == judged.case.version {
                    let files = files_of(conn, &pack, &judged.case, &judged.recorded)?;
                    Some(Box::new(Opened {
                        judged,
                        pack,
                        files,
                        now,
                    }))
                } else {
                    None
                };
                (executed, opened)
            }
            Target::Existing { number } => (self.change(conn, Which::Number(number), request, &mut course)?, None),
            Target::Known { id } => (self.change(conn, Which::Id(*id), request, &mut course)?, None),
        };
        if let Some(key) = &key {
            let answer = serde_json::to_string(&executed).map_err(|error| store::Error::corrupt("answer", error))?;
            idempotency::answer(conn, &request.organization, key, &answer)?;
        }
        let erases = executed.destroyed;
        Ok(Written {
            executed,
            opened,
            erases,
        })
    }

    fn change(
        &self,
        conn: &mut Conn,
        which: Which<'_>,
        request: &Request,
        course: &mut Course,
    ) -> Result<Executed, ExecuteError> {
        if let Asked::Merge { other } = &request.asked {
            return self.merge(conn, which, other, request, course);
        }
        let case = cases::for_update(conn, &request.organization, which)?.ok_or(ExecuteError::NotFound)?;
        let pack = self.packs().version(conn, &request.organization, &case.pack)?;
        self.must_see(&pack, &request.actor, &case)?;
        must_change(&request.actor)?;
        if matches!(request.asked, Asked::TimePassed | Asked::React { .. }) && !request.actor.engine {
            return Err(ExecuteError::Forbidden);
        }
        self.must_be_current(conn, &pack, &case, request)?;
        let masker = self.masker(&pack, &case, &request.actor, &Uncovered::Nothing);
        let decided = match judge::decide(conn, &pack, &case, masker.as_ref(), request, course.now) {
            Err(ExecuteError::Refused(refusal)) => {
                return Err(self.refused(conn, &pack, &case, &request.actor, *refusal)?.into());
            }
            decided => decided?,
        };
        match decided {
            Some(judged) => {
                self.save(conn, Some(&case), &judged, course)?;
                if let Asked::GiveAccess { access, secret } = &request.asked {
                    self.keep_access(
                        conn,
                        &case.organization,
                        (case.id, case.number.as_str()),
                        *access,
                        secret,
                    )?;
                }
                self.follow(conn, Some(&case), &judged, course)?;
                Ok(executed(&course.latest(&judged.case), judged.recorded.len() as u64))
            }
            None => Ok(executed(&case, 0)),
        }
    }

    /// A refusal as `actor` may know it: without personal data they are not to see, and without cases they do not see.
    pub(super) fn refused(
        &self,
        conn: &mut Conn,
        pack: &Pack,
        case: &Case,
        actor: &Actor,
        mut refusal: Refusal,
    ) -> Result<Refusal, store::Error> {
        if let Some(masker) = self.masker(pack, case, actor, &Uncovered::Nothing) {
            masker.refusal(&mut refusal);
        }
        Ok(self.others(conn, pack, actor, case)?.refused(refusal))
    }

    /// Whoever says which version they had before them changes no other.
    pub(super) fn must_be_current(
        &self,
        conn: &mut Conn,
        pack: &Pack,
        case: &Case,
        request: &Request,
    ) -> Result<(), ExecuteError> {
        let Some(expected) = request.expected_version.filter(|expected| *expected != case.version) else {
            return Ok(());
        };
        let since = history::between(conn, &request.organization, case.id, expected, case.version)?;
        let mut since = self.others(conn, pack, &request.actor, case)?.told(&since);
        if let Some(masker) = self.masker(pack, case, &request.actor, &Uncovered::Nothing) {
            masker.history(&mut since);
        }
        Err(ExecuteError::Conflict {
            current: case.version,
            changed: changed(pack, case, &since, &request.language),
        })
    }

    pub(super) fn save(
        &self,
        conn: &mut Conn,
        before: Option<&Case>,
        judged: &Judged,
        course: &mut Course,
    ) -> Result<(), ExecuteError> {
        let case = &judged.case;
        let is_destroyed = case.destroyed.is_some();
        if !judged.recorded.is_empty() {
            let mut recorded = Cow::Borrowed(&judged.recorded[..]);
            if is_destroyed {
                erasure::seal(conn, &case.organization, case.id, recorded.to_mut())?;
            }
            match before {
                None => cases::insert(conn, case, &judged.summary)?,
                Some(before) => cases::update(conn, before, case, &judged.summary)?,
            }
            history::append(conn, &case.organization, case.id, &case.pack, &recorded)?;
            if is_destroyed {
                erasure::erase(conn, &case.organization, case.id)?;
            }
            outbox::put(
                conn,
                &case.organization,
                case.id,
                case.version,
                &judged.effects,
                course.now,
            )?;
            course.saved(case);
        }
        Ok(())
    }
}

/// Whoever only reads changes no case they see.
pub(super) fn must_change(actor: &Actor) -> Result<(), ExecuteError> {
    if access::can(actor, Ability::ChangeCases) {
        Ok(())
    } else {
        Err(ExecuteError::Forbidden)
    }
}

pub(super) fn executed(case: &Case, events: u64) -> Executed {
    Executed {
        id: case.id,
        number: case.number.clone(),
        version: case.version,
        stage: case.stage.clone(),
        events,
        replayed: false,
        destroyed: case.destroyed.is_some(),
    }
}

/// What others did meanwhile, the newest last: what a person needs in order to try again or not.
fn changed(pack: &Pack, case: &Case, since: &[Recorded], language: &Language) -> Vec<Changed> {
    let mut changed: Vec<Changed> = since
        .iter()
        .filter_map(|event| {
            let what = named(pack, case, &event.event, language)?;
            Some(Changed {
                at: event.at,
                by: event.by_name.clone(),
                what,
            })
        })
        .collect();
    let surplus = changed.len().saturating_sub(CHANGED_MAX);
    changed.drain(..surplus);
    changed
}

/// What an event is called in the pack; `None` for those that only follow from others.
fn named(pack: &Pack, case: &Case, event: &Event, language: &Language) -> Option<String> {
    let case_type = pack.case_type(&case.case_type)?;
    let text = match event {
        Event::Acted { action, .. } => &case_type.actions.get(action)?.name,
        Event::Entered { stage, .. } => &case_type.stages.get(stage)?.name,
        Event::Decided { decision, decided } if decided.overridden.is_some() => {
            &case_type.decisions.get(decision)?.name
        }
        Event::DeadlineExtended { deadline, .. }
        | Event::DeadlineMissed { deadline, .. }
        | Event::DeadlineEnded { deadline, .. } => &case_type.deadlines.get(deadline)?.name,
        Event::TaskDone { number, .. } | Event::TaskMissed { number } => {
            let task = case.tasks.iter().find(|task| task.number == *number)?;
            &case_type.tasks.get(&task.task)?.name
        }
        Event::TaskOpened { task, .. } => &case_type.tasks.get(task)?.name,
        Event::Assigned {
            department: Some(department),
        } => &pack.departments.get(department)?.name,
        Event::TakenOver { owner: Some(owner) } | Event::Owned { owner } => return Some(owner.0.to_string()),
        Event::TookIn { other, .. } | Event::MergedInto { other } | Event::CaseOpened { other, .. } => {
            return Some(other.number.clone());
        }
        Event::Commented { text } | Event::Recorded { text, .. } => return Some(text.clone()),
        Event::Attached { file } => return Some(file.name.clone()),
        _ => return None,
    };
    Some(text.in_language(language).to_owned())
}
