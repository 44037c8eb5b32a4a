//! A form of the pack as somebody from outside fills it in: drawn, read back, and shown once more before it counts.

use serde_json::{Map, Value as Json};

use super::guest::Guest;
use crate::case::files::hashes;
use crate::case::{Actor, CaseId};
use crate::form::{Answers, Field, FieldError, Form, FormState};
use crate::pack::raw::FieldKind;
use crate::value::Value;
use crate::web::cases::{Sender, read_typed, view_of};
use crate::web::error::PageError;
use crate::web::fields::FormView;
use crate::web::speech::Speech;
use crate::web::submitted::Submitted;

/// What was answered to one question, as people read it.
pub(super) struct Answered {
    pub label: String,
    pub value: String,
}

/// Keeps the files and makes of the rest what every door submits. Nobody fills the disk faster than they may send complaints.
pub(super) fn typed(
    guest: &Guest,
    case: Option<CaseId>,
    form: &Form,
    submitted: &mut Submitted,
) -> Result<Map<String, Json>, PageError> {
    if !submitted.files.is_empty() && !guest.state.portal.may_send(guest.address, guest.organization()) {
        return Err(PageError::TooOften);
    }
    let actor = guest.actor(case);
    read_typed(&sender(guest, &actor, case), form, submitted)
}

pub(super) fn drawn(
    guest: &Guest,
    case: Option<CaseId>,
    state: FormState,
    errors: &[FieldError],
) -> Result<FormView, PageError> {
    let actor = guest.actor(case);
    view_of(&sender(guest, &actor, case), state, errors)
}

fn sender<'a>(guest: &'a Guest, actor: &'a Actor, case: Option<CaseId>) -> Sender<'a> {
    Sender {
        app: guest.app(),
        organization: guest.organization(),
        person: &actor.id,
        case,
        language: &guest.language,
    }
}

/// The answers of a form in its order; `case` is the one that has them, if there is one already.
pub(super) fn answered(
    guest: &Guest,
    case: Option<CaseId>,
    speech: Speech,
    form: &Form,
    answers: &Answers,
) -> Result<Vec<Answered>, PageError> {
    let known = |field: &&Field| answers.get(&field.id).is_some_and(|value| !value.is_empty());
    let pairs = form.fields().filter(known).filter_map(|field| {
        let value = answers.get(&field.id)?;
        let told = told(guest, case, speech, field, value);
        Some(told.map(|value| Answered {
            label: field.label.in_language(speech.language).to_owned(),
            value,
        }))
    });
    pairs.collect()
}

fn told(
    guest: &Guest,
    case: Option<CaseId>,
    speech: Speech,
    field: &Field,
    value: &Value,
) -> Result<String, PageError> {
    Ok(match (field.kind, value) {
        (FieldKind::Attachment, value) => {
            let actor = guest.actor(case);
            let sender = sender(guest, &actor, case);
            let mut names = Vec::new();
            for hash in hashes(value) {
                names.extend(sender.name_of_file(hash)?);
            }
            names.join("\n")
        }
        (FieldKind::Group, Value::List(rows)) => {
            let rows: Vec<String> = rows.iter().map(|row| row_told(speech, field, row)).collect();
            rows.join("\n")
        }
        (_, value) => speech.answer(value, Some(field)),
    })
}

fn row_told(speech: Speech, group: &Field, row: &Value) -> String {
    let Value::Record(row) = row else { return String::new() };
    let answers = group.fields.iter().filter_map(|field| {
        let value = row.get(field.id.as_str()).filter(|value| !value.is_empty())?;
        Some(speech.answer(value, Some(field)))
    });
    answers.collect::<Vec<_>>().join(&speech.say("value-separator"))
}

/// Everything but the words between our pages, to be sent once more.
pub(super) fn carried(submitted: &Submitted) -> Vec<(String, String)> {
    let own = submitted.pairs.iter().filter(|(name, _)| !name.starts_with('_'));
    own.cloned().collect()
}
