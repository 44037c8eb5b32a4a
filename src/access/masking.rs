//! Personal data as those see it who are not to know it: enough to tell one from another, not enough to know or to reach anybody.
//!
//! Who sees it so is the pack's to say (`sees_personal: masked` of a role, or `sealed`); an auditor always does. A case is masked whole, with its
//! history, before any door shows it: no page and no answer has to think of it. What repeats a personal answer within another text (a
//! subject, a notice, a remark) is covered there as well, as far as it is written the same.

mod sent_back;
mod shapes;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::personal::{self, Personal};
use super::sealing::Cover;
use crate::case::event::{Event, Recorded};
use crate::case::refusal::Reason;
use crate::case::{Actor, Case, DeadlineState, Decided, Refusal, Standing, TaskDone};
use crate::expression::{Trace, Worth};
use crate::form::Answers;
use crate::pack::id::{FieldId, RoleId};
use crate::pack::raw::FieldKind;
use crate::pack::{CaseType, Pack};
use crate::value::Value;
pub use sent_back::Indistinct;
pub(super) use shapes::{is_written, masked_text, masked_value};

/// Shorter texts are covered where they are the answer, and not within others: they would be found everywhere.
const FOUND_CHARS_MIN: usize = 2;
const FOUND_DIGITS_MIN: usize = 5;
/// Longer ones are no names that others repeat.
const FOUND_CHARS_MAX: usize = 120;

/// Which personal data is shown all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Uncovered {
    #[default]
    Nothing,
    All,
    Fields(BTreeSet<FieldId>),
}

impl Uncovered {
    fn shows(&self, field: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::All => true,
            Self::Fields(fields) => fields.contains(field),
        }
    }
}

/// Whether personal data is masked for `actor`: their roles all see it so, or they see cases without any role where some role does.
/// Complainants know what they have said.
pub fn is_masked_for(pack: &Pack, actor: &Actor) -> bool {
    if actor.engine || actor.is_complainant() {
        return false;
    }
    are_masked(pack, &actor.standings, &actor.roles)
}

/// The same of whoever holds these.
pub(super) fn are_masked(pack: &Pack, standings: &super::Standings, roles: &[RoleId]) -> bool {
    if standings.has(Standing::Auditor) {
        return true;
    }
    let is_clear = |role| pack.roles.get(role).is_some_and(|role| !role.sees_masked);
    let is_masking = pack.roles.values().any(|role| role.sees_masked);
    is_masking && !roles.iter().any(is_clear)
}

/// Whether the line by which lists tell a case is itself personal data.
pub fn is_subject_personal(pack: &Pack, case_type: &CaseType) -> bool {
    Personal::of(pack, case_type).is_given_by(case_type, &case_type.subject)
}

/// The personal fields of all case types by their ids, those of groups among them; users are colleagues, and named.
pub fn personal_fields(pack: &Pack) -> BTreeMap<Arc<str>, FieldKind> {
    let mut kinds = personal::fields(pack);
    kinds.retain(|_, kind| *kind != FieldKind::User);
    kinds
}

/// Covers the personal data of one case.
#[derive(Clone, Debug)]
pub struct Masker {
    /// Personal fields of all case types by their ids: answers that came with an event may be of any of them.
    kinds: BTreeMap<Arc<str>, FieldKind>,
    /// Decisions that repeat a personal answer.
    decisions: BTreeSet<Arc<str>>,
    cover: Cover,
    /// What is looked for in other texts, and what stands for it; the longest first.
    found: Vec<(String, String)>,
}

impl Masker {
    /// For a case as it stands. What is sealed stays so, whatever is asked for.
    pub fn of(pack: &Pack, case: &Case, uncovered: Uncovered, cover: Cover) -> Self {
        let uncovered = if cover.is_seal() { Uncovered::Nothing } else { uncovered };
        let mut kinds = personal_fields(pack);
        kinds.retain(|field, _| !uncovered.shows(field));
        let mut decisions = BTreeSet::new();
        if let Some(case_type) = pack.case_type(&case.case_type)
            && uncovered != Uncovered::All
        {
            let personal = Personal::of(pack, case_type);
            let repeating = case_type.decisions.values().filter(|rule| personal.holds(rule.slot));
            decisions.extend(repeating.map(|rule| Arc::from(rule.id.as_str())));
        }
        let mut masker = Self {
            kinds,
            decisions,
            cover,
            found: Vec::new(),
        };
        masker.look_into(&case.answers);
        case.happenings
            .iter()
            .for_each(|happening| masker.look_into(&happening.answers));
        let done = case.tasks.iter().filter_map(|task| task.done.as_ref());
        done.for_each(|done| masker.look_into(&done.answers));
        masker.sort();
        masker
    }

    /// The fields of a case that are covered and answered, as they stand in it.
    pub fn covered(&self, case: &Case) -> Vec<FieldId> {
        let mut covered = BTreeSet::new();
        for (field, value) in &case.answers {
            self.covered_in(field.as_str(), value, &mut covered);
        }
        covered.into_iter().map(FieldId::new).collect()
    }

    fn covered_in(&self, field: &str, value: &Value, covered: &mut BTreeSet<String>) {
        match value {
            Value::Empty => {}
            Value::List(items) if !self.kinds.contains_key(field) => {
                items.iter().for_each(|item| self.covered_in(field, item, covered));
            }
            Value::Record(row) if !self.kinds.contains_key(field) => {
                row.iter().for_each(|(id, value)| self.covered_in(id, value, covered));
            }
            _ if self.kinds.contains_key(field) => {
                covered.insert(field.to_owned());
            }
            _ => {}
        }
    }

    /// What is told of a field that is covered; the value itself otherwise.
    pub fn value(&self, field: &str, value: &Value) -> Value {
        match self.kinds.get(field) {
            Some(kind) => self.cover.value(*kind, value),
            None => self.within(value),
        }
    }

    /// A line in which somebody is named.
    pub fn line(&self, text: &str) -> String {
        self.cover.line(text)
    }

    /// Whoever complains, as a pack puts it together.
    pub fn complainant(&self, name: &str) -> String {
        if self.is_sealed() {
            self.line(name)
        } else {
            self.text(name)
        }
    }

    pub fn is_sealed(&self) -> bool {
        self.cover.is_seal()
    }

    /// A text of the case with every personal answer in it covered.
    pub fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (clear, masked) in &self.found {
            if text.contains(clear.as_str()) {
                text = text.replace(clear.as_str(), masked);
            }
        }
        text
    }

    pub fn case(&self, case: &mut Case) {
        self.answers(&mut case.answers);
        for (decision, decided) in &mut case.decisions {
            self.decided(decision.as_str(), decided);
        }
        for task in &mut case.tasks {
            self.cover(&mut task.each);
            task.about.iter_mut().for_each(|about| *about = self.text(about));
            if let Some(TaskDone { answers, .. }) = &mut task.done {
                self.answers(answers);
            }
        }
        for happening in &mut case.happenings {
            self.answers(&mut happening.answers);
        }
        case.documents
            .iter_mut()
            .for_each(|document| self.cover(&mut document.each));
        case.notices
            .iter_mut()
            .for_each(|notice| notice.text = self.text(&notice.text));
        for deadline in &mut case.deadlines {
            let extended = deadline.extensions.iter_mut();
            extended.for_each(|extended| extended.reason = self.text(&extended.reason));
            if let DeadlineState::Cancelled { because, .. } = &mut deadline.state {
                *because = self.text(because);
            }
        }
        let reminders = case.reminders.iter_mut();
        reminders.for_each(|reminder| reminder.about = self.text(&reminder.about));
        case.unsure_sight = case.unsure_sight.iter().map(|why| self.text(why)).collect();
    }

    /// A history, with what it held before covered as well.
    pub fn history(&self, history: &mut [Recorded]) {
        let mut masker = self.clone();
        for recorded in history.iter() {
            if let Some(answers) = recorded.event.answers() {
                masker.look_into(answers);
            }
        }
        masker.sort();
        history
            .iter_mut()
            .for_each(|recorded| masker.event(&mut recorded.event));
    }

    /// Why something is refused, as far as it tells what it saw.
    pub fn refusal(&self, refusal: &mut Refusal) {
        if let Reason::Failed { message } | Reason::NoDueTime { message } = &mut refusal.reason {
            *message = self.text(message);
        }
        if let Some(trace) = &mut refusal.why {
            self.trace(trace);
        }
    }

    pub fn trace(&self, trace: &mut Trace) {
        match &mut trace.worth {
            Worth::Known(value) => *value = self.value(trace.text.trim(), value),
            Worth::Failed(message) => *message = self.text(message),
            Worth::Unknown(_) | Worth::Skipped => {}
        }
        trace.text = self.text(&trace.text);
        trace.parts.iter_mut().for_each(|part| self.trace(part));
    }

    fn answers(&self, answers: &mut Answers) {
        for (field, value) in answers.iter_mut() {
            *value = self.answer(field.as_str(), value);
        }
    }

    /// An answer, by its field or by those of its rows.
    fn answer(&self, field: &str, value: &Value) -> Value {
        match value {
            Value::List(items) if !self.kinds.contains_key(field) => {
                Value::List(items.iter().map(|item| self.answer(field, item)).collect())
            }
            Value::Record(row) if !self.kinds.contains_key(field) => {
                let row = row.iter().map(|(id, value)| (Arc::clone(id), self.answer(id, value)));
                Value::Record(Arc::new(row.collect()))
            }
            value => self.value(field, value),
        }
    }

    fn decided(&self, decision: &str, decided: &mut Decided) {
        decided.value = if self.decisions.contains(decision) {
            self.cover.value(FieldKind::Text, &decided.value)
        } else {
            self.within(&decided.value)
        };
        for (name, value) in &mut decided.seen {
            let field = name.strip_prefix("form.").unwrap_or(name);
            *value = if self.decisions.contains(field) {
                self.cover.value(FieldKind::Text, value)
            } else {
                self.answer(field, value)
            };
        }
        if let Some(overridden) = &mut decided.overridden {
            overridden.reason = self.text(&overridden.reason);
        }
        if let Some(failure) = &mut decided.failure {
            *failure = self.text(failure);
        }
    }

    fn event(&self, event: &mut Event) {
        if let Some(answers) = event.answers_mut() {
            self.answers(answers);
        }
        let again = |text: &mut String| *text = self.text(text);
        match event {
            Event::Decided { decision, decided } => self.decided(decision.as_str(), decided),
            Event::DeadlineExtended { reason, told_how, .. } => {
                again(reason);
                told_how.iter_mut().for_each(again);
            }
            Event::DeadlineBackdated { clock: Some(clock), .. } => {
                clock
                    .extensions
                    .iter_mut()
                    .for_each(|extended| again(&mut extended.reason));
            }
            Event::TaskOpened { each, about, .. } => {
                self.cover(each);
                about.iter_mut().for_each(again);
            }
            Event::Printed { each, .. } => self.cover(each),
            Event::Noticed { text, .. } | Event::Commented { text } | Event::Recorded { text, .. } => again(text),
            Event::Reminded { about, .. } => again(about),
            Event::Attached { file } => again(&mut file.name),
            Event::DeadlineCancelled { because, .. } => again(because),
            Event::SightNarrowed { unsure, .. } => *unsure = unsure.iter().map(|why| self.text(why)).collect(),
            Event::ReactionFailed { what, why } => {
                again(what);
                again(why);
            }
            // Nothing in them but what was answered, ids and moments. Each by its name, so that a new one is thought of here.
            Event::Opened { .. }
            | Event::Acted { .. }
            | Event::Entered { .. }
            | Event::Happened { .. }
            | Event::AnswersSet { .. }
            | Event::DeadlineStarted { .. }
            | Event::DeadlineWarned { .. }
            | Event::DeadlineMet { .. }
            | Event::DeadlineMissed { .. }
            | Event::DeadlineEnded { .. }
            | Event::DeadlinePaused { .. }
            | Event::DeadlineResumed { .. }
            | Event::DeadlineRederived { .. }
            | Event::DeadlineBackdated { clock: None, .. }
            | Event::TaskTimed { .. }
            | Event::TaskWarned { .. }
            | Event::TaskMissed { .. }
            | Event::TaskPaused { .. }
            | Event::TaskResumed { .. }
            | Event::TaskDone { .. }
            | Event::TaskWithdrawn { .. }
            | Event::Assigned { .. }
            | Event::TakenOver { .. }
            | Event::Owned { .. }
            | Event::Involved { .. }
            | Event::Named { .. }
            | Event::CaseOpened { .. }
            | Event::OtherClosed { .. }
            | Event::OtherReopened { .. }
            | Event::TookIn { .. }
            | Event::MergedInto { .. }
            | Event::RoundStarted { .. }
            | Event::AccessGiven { .. }
            | Event::Admitted { .. }
            | Event::ExclusionOverridden
            | Event::Destroyed { .. } => {}
        }
    }

    /// A value that no field says to be personal, with what it repeats covered.
    fn within(&self, value: &Value) -> Value {
        match value {
            Value::Text(text) if self.found.iter().any(|(clear, _)| text.contains(clear.as_str())) => {
                Value::text(self.text(text))
            }
            Value::List(items) => Value::List(items.iter().map(|item| self.within(item)).collect()),
            Value::Record(row) => {
                let row = row.iter().map(|(id, value)| (Arc::clone(id), self.within(value)));
                Value::Record(Arc::new(row.collect()))
            }
            value => value.clone(),
        }
    }

    fn cover(&self, value: &mut Value) {
        *value = self.within(value);
    }

    /// Remembers what personal answers say, to find it elsewhere.
    fn look_into(&mut self, answers: &Answers) {
        for (field, value) in answers {
            self.look_at(field.as_str(), value, None);
        }
    }

    fn look_at(&mut self, field: &str, value: &Value, within: Option<FieldKind>) {
        let kind = self.kinds.get(field).copied().or(within);
        match value {
            Value::List(items) => items.iter().for_each(|item| self.look_at(field, item, kind)),
            Value::Record(row) => row.iter().for_each(|(id, value)| self.look_at(id, value, kind)),
            Value::Text(text) => {
                if let Some(kind) = kind.filter(|kind| is_written(*kind)) {
                    self.remember(text.trim(), kind);
                }
            }
            _ => {}
        }
    }

    fn remember(&mut self, text: &str, kind: FieldKind) {
        let chars = text.chars().count();
        let is_number = text.chars().all(|letter| letter.is_ascii_digit());
        let fewest = if is_number { FOUND_DIGITS_MIN } else { FOUND_CHARS_MIN };
        let most = if self.cover.is_seal() {
            usize::MAX
        } else {
            FOUND_CHARS_MAX
        };
        if (fewest..=most).contains(&chars) && !self.found.iter().any(|(clear, _)| clear == text) {
            self.found.push((text.to_owned(), self.cover.text(kind, text)));
        }
    }

    fn sort(&mut self) {
        self.found
            .sort_by_key(|(clear, _)| std::cmp::Reverse(clear.chars().count()));
    }
}
