//! A case as one person may look at it.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use super::App;
use super::answers::put_back;
use super::colleagues::everybody;
use super::counters::{Counters, Ground};
use super::judge;
use super::look::files_of;
use super::looked::Looked;
use super::others::Others;
use super::request::ExecuteError;
use crate::access::{self, Ability, Cover, Masker, Uncovered};
use crate::case::choices::Choice;
use crate::case::command::AttachedFile;
use crate::case::event::Recorded;
use crate::case::permission::{Right, is_entitled};
use crate::case::why::RuleWhy;
use crate::case::{self, Actor, Case, Context, People, Refusal, Urgency, surroundings};
use crate::form::{self, Answers, Form, FormState};
use crate::locale::Language;
use crate::pack::id::{CaseTypeId, DecisionId, FieldId, OrganizationId};
use crate::pack::{CaseType, Pack};
use crate::store::cases::Summary;
use crate::store::{self, Conn};

/// A form that somebody fills in for a case.
pub struct AskedForm<'a> {
    pub case_type: &'a CaseType,
    pub form: &'a Form,
    /// The task that it completes, if it does.
    pub task: Option<u32>,
}

/// A case with what explaining it needs: the pack it is judged by and what that counts, at one moment.
pub struct View {
    /// As whoever looks may know it.
    pub case: Case,
    pub pack: Arc<Pack>,
    pub counters: Counters,
    pub now: DateTime<Utc>,
    /// Who there is, if its rules speak of people by name.
    people: Option<People>,
    /// Covers personal data, where whoever looks is not to know it; `case` is covered already.
    masker: Option<Masker>,
    /// As it is, where `case` is covered: what its rules judge.
    clear: Option<Box<Case>>,
    /// The cases it has to do with, as far as whoever looks sees them.
    pub others: Others,
}

/// What a case is looked at with, at one moment.
pub(super) struct Around {
    pub now: DateTime<Utc>,
    pub counters: Counters,
    pub people: Option<People>,
    pub others: Others,
}

impl View {
    /// The case behind its mask, if there is one.
    pub(super) fn of(mut case: Case, pack: Arc<Pack>, around: Around, masker: Option<Masker>) -> Self {
        let clear = masker.as_ref().map(|masker| {
            let clear = Box::new(case.clone());
            masker.case(&mut case);
            clear
        });
        let Around {
            now,
            counters,
            people,
            others,
        } = around;
        Self {
            case,
            pack,
            counters,
            now,
            people,
            masker,
            clear,
            others,
        }
    }

    /// `None` if its pack does not know its type, which no stored pack does.
    pub fn case_type(&self) -> Option<&CaseType> {
        self.pack.case_type(&self.case.case_type)
    }

    /// Personal data is covered in `case`.
    pub fn is_masked(&self) -> bool {
        self.masker.is_some()
    }

    /// It cannot be uncovered either.
    pub fn is_sealed(&self) -> bool {
        self.masker.as_ref().is_some_and(Masker::is_sealed)
    }

    /// The fields of its answers that are covered.
    pub fn covered(&self) -> Vec<FieldId> {
        self.masker
            .as_ref()
            .map(|masker| masker.covered(self.judged()))
            .unwrap_or_default()
    }

    /// What can be done with it now, and why the rest cannot. Nothing is offered to whoever only reads.
    pub fn choices(&self, actor: &Actor) -> Vec<Choice> {
        if !access::can(actor, Ability::ChangeCases) {
            return Vec::new();
        }
        let mut choices = case::choices(&self.pack, self.judged(), &self.context(actor));
        if let Some(masker) = &self.masker {
            let refusals = choices.iter_mut().filter_map(|choice| choice.refusal.as_mut());
            refusals.for_each(|refusal| masker.refusal(refusal));
        }
        choices
    }

    /// Every rule of a decision in the author's order, with what it sees now.
    ///
    /// # Errors
    /// When the pack has no such decision.
    pub fn why(&self, decision: &DecisionId, actor: &Actor) -> Result<Vec<RuleWhy>, Refusal> {
        let mut rules = case::why_not(&self.pack, self.judged(), decision, &self.context(actor))?;
        if let Some(masker) = &self.masker {
            rules.iter_mut().for_each(|rule| cover(masker, rule));
        }
        Ok(rules)
    }

    /// What has happened to the case, as whoever looks may know it. It is for reading: what tells of cases that are kept from them is
    /// not there.
    pub fn tells(&self, history: Vec<Recorded>) -> Vec<Recorded> {
        self.others.told(&self.whole(history))
    }

    /// All of a history, covered as the case is: for folding, and for nobody to read.
    pub fn whole(&self, mut history: Vec<Recorded>) -> Vec<Recorded> {
        if let Some(masker) = &self.masker {
            masker.history(&mut history);
        }
        history
    }

    /// Its subject and its complainant, in clear.
    pub(super) fn summary(&self, actor: &Actor) -> Summary {
        let Some(case_type) = self.case_type() else {
            return Summary::default();
        };
        let ground = Ground {
            pack: &self.pack,
            case_type,
            case: Some(self.judged()),
            actor,
            now: self.now,
        };
        judge::summarize(&ground, self.judged(), &self.counters)
    }

    /// A summary of the case, covered as it is.
    pub(super) fn covered_summary(&self, mut summary: Summary) -> Summary {
        if let Some(masker) = &self.masker {
            summary.subject = masker.text(&summary.subject);
            summary.complainant = summary.complainant.as_deref().map(|name| masker.complainant(name));
        }
        summary
    }

    /// A form of the case as it is to be drawn with what is `typed` so far. Its rules judge the case as it is, and what was left untouched
    /// as it stands there; what it shows is covered.
    pub fn form_state(
        &self,
        asked: &AskedForm,
        typed: &Map<String, Json>,
        actor: &Actor,
        language: &Language,
    ) -> FormState {
        let context = self.context(actor);
        let state = |case: &Case, typed: &Map<String, Json>| {
            let around = surroundings(&self.pack, asked.case_type, Some(case), &context);
            let around = match asked.task {
                Some(task) => around.of_task(task),
                None => around,
            };
            form::state(asked.form, typed, &around, language)
        };
        let Some(masker) = &self.masker else {
            return state(&self.case, typed);
        };
        // Rows that cannot be told apart are refused when the form is sent.
        let clear = put_back(masker, self.judged(), asked.form, typed, language);
        let clear = clear.unwrap_or(Cow::Borrowed(typed));
        state(self.judged(), &clear).showing(state(&self.case, typed))
    }

    /// How urgent it is now.
    pub fn urgency(&self, actor: &Actor) -> Option<Urgency> {
        case::urgency(&self.pack, self.case_type()?, self.judged(), &self.context(actor))
    }

    /// Whether the pack gives `actor` this right over it.
    pub fn is_entitled(&self, right: Right, actor: &Actor) -> bool {
        is_entitled(&self.pack, self.judged(), right, &self.context(actor))
    }

    fn judged(&self) -> &Case {
        self.clear.as_deref().unwrap_or(&self.case)
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

/// What a rule saw, without personal data.
fn cover(masker: &Masker, rule: &mut RuleWhy) {
    rule.trace
        .iter_mut()
        .chain(&mut rule.culprits)
        .for_each(|trace| masker.trace(trace));
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
        let view = self.view_of(organization, number, actor, &Uncovered::Nothing)?;
        self.note_look(&view.pack, &view.case, actor, looked)?;
        Ok(view)
    }

    pub(super) fn view_of(
        &self,
        organization: &OrganizationId,
        number: &str,
        actor: &Actor,
        uncovered: &Uncovered,
    ) -> Result<View, ExecuteError> {
        let now = self.clock().now();
        self.store().read(|conn| {
            let (case, pack) = self.visible(conn, organization, number, actor)?;
            let view = self.view_as(conn, case, pack, actor, now, uncovered)?;
            view.case_type().ok_or(ExecuteError::NotFound)?;
            Ok(view)
        })
    }

    /// A case as `actor` may look at it, whom it is theirs to see.
    pub(super) fn view_as(
        &self,
        conn: &mut Conn,
        case: Case,
        pack: Arc<Pack>,
        actor: &Actor,
        now: DateTime<Utc>,
        uncovered: &Uncovered,
    ) -> Result<View, store::Error> {
        let (mut counters, mut people) = (Counters::new(), None);
        if let Some(case_type) = pack.case_type(&case.case_type) {
            let ground = Ground {
                pack: &pack,
                case_type,
                case: Some(&case),
                actor,
                now,
            };
            counters = ground.count(conn, &Answers::new())?;
            people = everybody(conn, &pack, case_type)?;
        }
        let around = Around {
            now,
            counters,
            people,
            others: self.others(conn, &pack, actor, &case)?,
        };
        let masker = self.masker(&pack, &case, actor, uncovered);
        Ok(View::of(case, pack, around, masker))
    }

    /// Whether `actor` is not to know personal data. Who is, is today's policy; `pack` is the one a case was opened under.
    pub(super) fn is_masked(&self, pack: &Pack, actor: &Actor) -> bool {
        let today = self.packs().active(&pack.organization);
        access::is_masked_for(today.as_deref().unwrap_or(pack), actor)
    }

    /// What covers a case's personal data for `actor`, if they are not to know it.
    pub(super) fn masker(&self, pack: &Pack, case: &Case, actor: &Actor, uncovered: &Uncovered) -> Option<Masker> {
        let today = self.packs().active(&pack.organization);
        let cover = Cover::for_actor(today.as_deref().unwrap_or(pack), actor)?;
        let is_covered = cover.is_seal() || *uncovered != Uncovered::All;
        is_covered.then(|| Masker::of(pack, case, uncovered.clone(), cover))
    }

    /// The files of a case, each once, in the order in which they came, as its whole history tells; `history` as [`View::tells`] gives it.
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
    ) -> Result<Counters, store::Error> {
        let Some(case_type) = pack.case_type(case_type) else {
            return Ok(Counters::new());
        };
        let ground = Ground {
            pack,
            case_type,
            case: None,
            actor,
            now: self.clock().now(),
        };
        self.store().read(|conn| ground.count(conn, answers))
    }
}
