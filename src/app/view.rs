//! A case as one person may look at it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::App;
use super::colleagues::everybody;
use super::counters::Standing;
use super::look::files_of;
use super::looked::Looked;
use super::others::Others;
use super::request::ExecuteError;
use crate::case::command::AttachedFile;
use crate::case::event::Recorded;
use crate::case::{Actor, Case, Context, People};
use crate::form::Answers;
use crate::pack::id::{CaseTypeId, CounterId, OrganizationId};
use crate::pack::{CaseType, Pack};
use crate::store;

/// A case with what explaining it needs: the pack it is judged by and what that counts, at one moment.
pub struct View {
    pub case: Case,
    pub pack: Arc<Pack>,
    pub counters: BTreeMap<CounterId, i64>,
    pub now: DateTime<Utc>,
    /// Who there is, if its rules speak of people by name.
    people: Option<People>,
    /// The cases it has to do with, as far as whoever looks sees them.
    pub others: Others,
}

impl View {
    /// `None` if its pack does not know its type, which no stored pack does.
    pub fn case_type(&self) -> Option<&CaseType> {
        self.pack.case_type(&self.case.case_type)
    }

    pub fn context<'a>(&'a self, actor: &'a Actor) -> Context<'a> {
        Context {
            now: self.now,
            actor,
            counters: &self.counters,
            people: self.people.as_ref(),
        }
    }
}

impl App {
    /// A case as it stands now; `looked` is what of it is shown.
    ///
    /// # Errors
    /// [`ExecuteError::NotFound`] if there is none or this person may not see it.
    pub fn view(
        &self,
        organization: &OrganizationId,
        number: &str,
        actor: &Actor,
        looked: &Looked,
    ) -> Result<View, ExecuteError> {
        let now = self.clock().now();
        let view = self.store().read(|conn| {
            let (case, pack) = self.visible(conn, organization, number, actor)?;
            let case_type = pack.case_type(&case.case_type).ok_or(ExecuteError::NotFound)?;
            let standing = Standing {
                pack: &pack,
                case_type,
                case: Some(&case),
                actor,
                now,
            };
            let counters = standing.count(conn, &Answers::new())?;
            let people = everybody(conn, &pack, case_type)?;
            let others = self.others(conn, &pack, actor, &case)?;
            Ok::<_, ExecuteError>(View {
                case,
                pack,
                counters,
                now,
                people,
                others,
            })
        })?;
        self.note_look(&view.pack, &view.case, actor, looked)?;
        Ok(view)
    }

    /// The files of a case, each once, in the order in which they came, as its whole history tells.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn files_of(&self, view: &View, history: &[Recorded]) -> Result<Vec<AttachedFile>, store::Error> {
        self.store()
            .read(|conn| files_of(conn, &view.pack, &view.case, history))
    }

    /// What the pack counts for a case that is about to be opened with `answers`.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn counters_for_new(
        &self,
        pack: &Pack,
        case_type: &CaseTypeId,
        answers: &Answers,
        actor: &Actor,
    ) -> Result<BTreeMap<CounterId, i64>, store::Error> {
        let Some(case_type) = pack.case_type(case_type) else {
            return Ok(BTreeMap::new());
        };
        let standing = Standing {
            pack,
            case_type,
            case: None,
            actor,
            now: self.clock().now(),
        };
        self.store().read(|conn| standing.count(conn, answers))
    }
}
