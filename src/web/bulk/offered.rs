//! What can be done to the chosen cases: actions of the pack that ask for nothing, or for one text that may be the same for all.

use indexmap::IndexMap;

use super::super::error::PageError;
use super::super::member::Member;
use super::super::speech::one_line;
use super::{Chosen, speech};
use crate::app::{ExecuteError, Looked};
use crate::case::choices::Doable;
use crate::form::{Condition, Form};
use crate::pack::CaseType;
use crate::pack::id::ActionId;
use crate::pack::raw::FieldKind;

/// An action, and for how many of the chosen cases it can be taken now.
pub(super) struct Offer {
    pub id: String,
    pub name: String,
    pub help: Option<String>,
    pub question: Option<Question>,
    pub possible: usize,
}

/// The one text that an action asks for.
pub(super) struct Question {
    pub field: String,
    pub label: String,
    pub is_long: bool,
}

pub(super) struct Offered {
    /// The number and what it is about of each case that this person sees.
    pub cases: Vec<(String, String)>,
    pub offers: Vec<Offer>,
}

/// Actions that can be taken for at least one of these cases, in the pack's order. Cases this person does not see are passed over.
pub(super) fn offers(member: &Member, chosen: &[Chosen]) -> Result<Offered, PageError> {
    let mut offers: IndexMap<ActionId, Offer> = IndexMap::new();
    let mut cases = Vec::new();
    for one in chosen {
        let view = match member
            .app()
            .view(member.organization(), &one.number, &member.actor, &Looked::Step)
        {
            Ok(view) => view,
            Err(ExecuteError::NotFound) => continue,
            Err(error) => return Err(error.into()),
        };
        let Some(case_type) = view.case_type() else { continue };
        cases.push((one.number.clone(), subject(case_type, &view.case.answers)));
        for choice in view.choices(&member.actor) {
            let Doable::Act(action) = &choice.what else { continue };
            if !choice.is_allowed() {
                continue;
            }
            let question = match choice.form.as_ref().and_then(|form| case_type.forms.get(form)) {
                None => None,
                Some(form) => match question(member, case_type, form) {
                    Some(question) => Some(question),
                    // It asks for more than can be the same for all.
                    None => continue,
                },
            };
            let offer = offers.entry(action.clone()).or_insert_with(|| Offer {
                id: action.to_string(),
                name: choice.name.in_language(&member.language).to_owned(),
                help: choice
                    .help
                    .as_ref()
                    .map(|help| help.in_language(&member.language).to_owned()),
                question,
                possible: 0,
            });
            offer.possible += 1;
        }
    }
    Ok(Offered {
        cases,
        offers: offers.into_values().collect(),
    })
}

fn subject(case_type: &CaseType, answers: &crate::form::Answers) -> String {
    let answer = answers.get(case_type.subject.source().trim());
    let text = answer.and_then(|answer| answer.as_text()).unwrap_or_default();
    one_line(text, 60)
}

fn question(member: &Member, case_type: &CaseType, form: &Form) -> Option<Question> {
    let mut fields = form.fields();
    let (field, None) = (fields.next()?, fields.next()) else {
        return None;
    };
    let is_long = field.kind == FieldKind::LongText;
    let is_plain = (is_long || field.kind == FieldKind::Text)
        && field.default.is_none()
        && field.computed.is_none()
        && matches!(field.visible, Condition::Always);
    // What another form has asked already is each case's own.
    let mut others = case_type.forms.values().filter(|other| other.id != form.id);
    let is_asked_elsewhere = others.any(|other| other.field(&field.id).is_some());
    (is_plain && !is_asked_elsewhere).then(|| Question {
        field: field.id.to_string(),
        label: speech(member, case_type).text(&field.label).to_owned(),
        is_long,
    })
}
