//! What can be done on the page of the case itself: steps that ask nothing, or for one short text.

use super::Looks;
use crate::access::password::random_text;
use crate::case::choices::{Choice, Doable};
use crate::case::{Reading, has_guidance};
use crate::form::{Condition, Form};
use crate::pack::id::StageId;
use crate::pack::raw::FieldKind;
use crate::pack::{self, Target};

/// The little form of a step.
pub(super) struct InPlace {
    /// Makes sending it twice safe.
    pub key: String,
    pub question: Option<Question>,
    /// What to think of before, where the step cannot be taken back.
    pub warning: Option<String>,
}

/// The one text that is asked for.
pub(super) struct Question {
    pub name: String,
    pub label: String,
    pub help: Option<String>,
    pub is_required: bool,
}

impl InPlace {
    /// Done by the button alone, without opening anything first.
    pub fn is_direct(&self) -> bool {
        self.question.is_none() && self.warning.is_none()
    }
}

impl Looks<'_> {
    /// The form of a step that needs no page of its own. Whatever the pack says beside a form, or will still check, needs one.
    pub(super) fn in_place(&self, choice: &Choice) -> Option<InPlace> {
        let case = self.case();
        let reading = match &choice.what {
            Doable::Act(action) => Reading::Action(case, action),
            Doable::CompleteTask { task, .. } => Reading::Task(case, task),
            Doable::Extend(_) | Doable::Merge => return None,
        };
        if has_guidance(self.speech.case_type, reading) || !choice.not_known_yet.is_empty() {
            return None;
        }
        let question = match &choice.form {
            None => None,
            Some(form) => Some(self.question(self.speech.case_type.forms.get(form)?)?),
        };
        Some(InPlace {
            key: random_text(),
            question,
            warning: self.warning(&choice.what),
        })
    }

    fn question(&self, form: &Form) -> Option<Question> {
        let mut fields = form.fields();
        let (field, None) = (fields.next()?, fields.next()) else {
            return None;
        };
        let is_plain = field.kind == FieldKind::Text
            && form.help.is_none()
            && field.default.is_none()
            && field.computed.is_none()
            && matches!(field.visible, Condition::Always)
            && !matches!(field.required, Condition::When(_));
        // What another form has asked already stands in the page of the form.
        let mut others = self.speech.case_type.forms.values().filter(|other| other.id != form.id);
        let is_asked_elsewhere = others.any(|other| other.field(&field.id).is_some());
        (is_plain && !is_asked_elsewhere).then(|| Question {
            name: field.id.to_string(),
            label: self.speech.text(&field.label).to_owned(),
            help: field.help.as_ref().map(|help| self.speech.text(help).to_owned()),
            is_required: matches!(field.required, Condition::Always),
        })
    }

    /// Whether the step may end the case or erase it.
    fn warning(&self, what: &Doable) -> Option<String> {
        let case_type = self.speech.case_type;
        let (to, does): (&Target, &[pack::Effect]) = match what {
            Doable::Act(action) => case_type
                .actions
                .get(action)
                .map(|action| (&action.to, &*action.does))?,
            Doable::CompleteTask { task, .. } => case_type.tasks.get(task).map(|task| (&task.to, &*task.does))?,
            Doable::Extend(_) | Doable::Merge => return None,
        };
        if pack::Effect::any(does, &|effect| matches!(effect, pack::Effect::Destroy)) {
            return Some(self.say("in-place-erases"));
        }
        let is_final = |stage: &StageId| case_type.stages.get(stage).is_some_and(|stage| stage.is_final);
        to.iter()
            .any(|branch| is_final(&branch.is))
            .then(|| self.say("in-place-ends"))
    }
}
