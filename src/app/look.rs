//! A case as somebody sees it: what doors show of it.
//!
//! Only reads. What is not theirs is not found, as in [`App::execute`].

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use super::App;
use super::answers;
use super::colleagues::everybody;
use super::counters::Ground;
use super::judge::Judged;
use super::looked::Looked;
use super::others::Others;
use super::request::{Asked, ExecuteError, Request, Target};
use super::view::{Around, View};
use crate::access::{self, Uncovered};
use crate::case::choices::Choice;
use crate::case::command::AttachedFile;
use crate::case::event::{Event, Recorded};
use crate::case::{self, Actor, Case, Context, Document, Preview, Refusal, document};
use crate::locale::Language;
use crate::pack::Pack;
use crate::pack::id::{CaseTypeId, OrganizationId};
use crate::store::cases::Summary;
use crate::store::{self, Conn, cases, files, history};

/// A case with all that whoever looks may know of it at this moment, what has happened to it included.
pub struct Seen {
    pub view: View,
    /// Whole, up to the version that is shown; covered as the case is.
    history: Vec<Recorded>,
    /// Its subject and its complainant by the pack's own expressions.
    pub summary: Summary,
    pub choices: Vec<Choice>,
    /// Every file of the case: attached to it, or given as an answer.
    pub files: Vec<AttachedFile>,
}

impl Seen {
    /// What has happened to it, as far as whoever looks may know.
    pub fn told(&self) -> Vec<Recorded> {
        self.view.others.told(&self.history)
    }

    /// The case as it was when a document of it was printed. `None` if the history does not begin with an opening.
    pub fn as_printed(&self, document: &Document) -> Option<Case> {
        document::as_printed(&self.history, document)
    }
}

/// A case that has just been opened, with all there is about it.
pub(super) struct Opened {
    pub judged: Judged,
    pub pack: Arc<Pack>,
    pub files: Vec<AttachedFile>,
    pub now: DateTime<Utc>,
}

impl App {
    /// Looks at a case as it stands; `looked` is what of it is shown.
    ///
    /// # Errors
    /// [`ExecuteError::NotFound`] if there is none or `actor` may not see it; [`ExecuteError::Unavailable`].
    pub fn see(
        &self,
        organization: &OrganizationId,
        number: &str,
        actor: &Actor,
        looked: &Looked,
    ) -> Result<Seen, ExecuteError> {
        self.look(organization, number, actor, None, looked)
    }

    /// Looks at a case as it stood at a version: what a repeated request is answered with.
    ///
    /// # Errors
    /// As [`App::see`].
    pub(super) fn see_at(
        &self,
        organization: &OrganizationId,
        number: &str,
        actor: &Actor,
        version: u64,
    ) -> Result<Seen, ExecuteError> {
        self.look(organization, number, actor, Some(version), &Looked::Case)
    }

    /// Looks at a case that has just been opened; nothing is read for it.
    ///
    /// # Errors
    /// [`ExecuteError::NotFound`] if `actor` may not see what they have opened.
    pub(super) fn see_opened(&self, opened: Opened, actor: &Actor) -> Result<Seen, ExecuteError> {
        let Opened {
            judged,
            pack,
            files,
            now,
        } = opened;
        self.must_see(&pack, actor, &judged.case)?;
        self.note_look(&pack, &judged.case, actor, &Looked::Case)?;
        let masker = self.masker(&pack, &judged.case, actor, &Uncovered::Nothing);
        let around = Around {
            now,
            counters: judged.counters,
            people: judged.people,
            // It has just begun: what it has opened or was opened by is told by whoever looks again.
            others: Others::default(),
        };
        let view = View::of(judged.case, pack, around, masker);
        Ok(Seen {
            history: view.whole(judged.recorded),
            summary: view.covered_summary(judged.summary),
            choices: view.choices(actor),
            files,
            view,
        })
    }

    /// The case of this number, if `actor` may see it, and the version of the pack by which it is judged: that of its opening.
    pub(super) fn visible(
        &self,
        conn: &mut Conn,
        organization: &OrganizationId,
        number: &str,
        actor: &Actor,
    ) -> Result<(Case, Arc<Pack>), ExecuteError> {
        let case = cases::by_number(conn, organization, number)?.ok_or(ExecuteError::NotFound)?;
        let pack = self.packs().version(conn, organization, &case.pack)?;
        self.must_see(&pack, actor, &case)?;
        Ok((case, pack))
    }

    /// What somebody may see is today's policy; `pack` is the one the case was opened under, if none runs any more.
    pub(super) fn must_see(&self, pack: &Pack, actor: &Actor, case: &Case) -> Result<(), ExecuteError> {
        let active = self.packs().active(&case.organization);
        if access::may_see(active.as_deref().unwrap_or(pack), actor, case) {
            Ok(())
        } else {
            Err(ExecuteError::NotFound)
        }
    }

    /// What would be decided and start running if a case with these answers were opened now. Writes nothing.
    ///
    /// # Errors
    /// [`ExecuteError::Invalid`] with every mistake; [`ExecuteError::Refused`] if there is no such case type or an
    /// expression of the opening fails.
    pub fn preview(
        &self,
        pack: &Pack,
        case_type: &CaseTypeId,
        answers: &Map<String, Json>,
        actor: &Actor,
        language: &Language,
    ) -> Result<Preview, ExecuteError> {
        let now = self.clock().now();
        let case_type = pack
            .case_type(case_type)
            .ok_or_else(|| Refusal::unknown(format!("case type `{case_type}`")))?;
        let request = Request {
            organization: pack.organization.clone(),
            target: Target::New {
                case_type: case_type.id.clone(),
            },
            actor: actor.clone(),
            expected_version: None,
            asked: Asked::Open {
                answers: answers.clone(),
                language: None,
            },
            idempotency: None,
            language: language.clone(),
        };
        self.store().read(|conn| {
            let ground = Ground {
                pack,
                case_type,
                case: None,
                actor,
                now,
            };
            let people = everybody(conn, pack, case_type)?;
            let form = case_type.opening_for(actor.is_complainant());
            let form = case_type.forms.get(&form.ok_or(ExecuteError::NotFound)?.form);
            let (answers, counters) = answers::parse(conn, &ground, people.as_ref(), form, answers, &request, None)?;
            let context = Context {
                now,
                actor,
                counters: &counters,
                people: people.as_ref(),
            };
            Ok(case::preview(pack, case_type, answers, &context)?)
        })
    }

    fn look(
        &self,
        organization: &OrganizationId,
        number: &str,
        actor: &Actor,
        version: Option<u64>,
        looked: &Looked,
    ) -> Result<Seen, ExecuteError> {
        let seen = self.seen(organization, number, actor, version, &Uncovered::Nothing)?;
        self.note_look(&seen.view.pack, &seen.view.case, actor, looked)?;
        Ok(seen)
    }

    pub(super) fn seen(
        &self,
        organization: &OrganizationId,
        number: &str,
        actor: &Actor,
        version: Option<u64>,
        uncovered: &Uncovered,
    ) -> Result<Seen, ExecuteError> {
        let now = self.clock().now();
        self.store().read(|conn| {
            let (stored, pack) = self.visible(conn, organization, number, actor)?;
            let until = version.unwrap_or(stored.version);
            let history = history::of_case(conn, organization, stored.id, until)?;
            let case = if until == stored.version {
                stored
            } else {
                Case::fold(history.iter().cloned())
                    .ok_or_else(|| store::Error::corrupt("history", "it does not begin with an opening"))?
            };
            let view = self.view_as(conn, case, pack, actor, now, uncovered)?;
            let history = view.whole(history);
            let files = files_of(conn, &view.pack, &view.case, &history)?;
            Ok::<_, ExecuteError>(Seen {
                history,
                summary: view.covered_summary(view.summary(actor)),
                choices: view.choices(actor),
                files,
                view,
            })
        })
    }
}

/// The files of a case, each once, in the order in which they came.
pub(super) fn files_of(
    conn: &mut Conn,
    pack: &Pack,
    case: &Case,
    history: &[Recorded],
) -> Result<Vec<AttachedFile>, store::Error> {
    let mut found: Vec<AttachedFile> = Vec::new();
    let Some(case_type) = pack.case_type(&case.case_type) else {
        return Ok(found);
    };
    let answered = history.iter().flat_map(|recorded| recorded.event.files(case_type));
    let answered: Vec<&str> = answered.collect::<BTreeSet<_>>().into_iter().collect();
    let kept = files::by_hashes(conn, &pack.organization, &answered)?;
    for recorded in history {
        if let Event::Attached { file } = &recorded.event {
            add(&mut found, file.clone());
            continue;
        }
        for hash in recorded.event.files(case_type) {
            let file = kept.iter().find(|file| file.hash == hash);
            file.into_iter().for_each(|file| add(&mut found, file.clone()));
        }
    }
    Ok(found)
}

fn add(found: &mut Vec<AttachedFile>, file: AttachedFile) {
    // What is left of a file of a destroyed case has no hash.
    if !file.hash.is_empty() && !found.iter().any(|known| known.hash == file.hash) {
        found.push(file);
    }
}
