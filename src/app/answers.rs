//! Answers as somebody sent them become answers of a form, or errors of its fields.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use super::counters::{Counters, Ground};
use super::request::{Asked, ExecuteError, Request};
use crate::access::Masker;
use crate::case::files::{Named, answered_with};
use crate::case::{Case, CaseId, Context, People, surroundings};
use crate::form::{self, Answers, FieldError, Form};
use crate::locale::Language;
use crate::store::{self, Conn, uploads};

/// Parses a submission, and counts what the pack counts with its answers in place. `parent` is the case that asks for it.
pub(super) fn parse(
    conn: &mut Conn,
    ground: &Ground,
    people: Option<&People>,
    form: Option<&Form>,
    submission: &Map<String, Json>,
    request: &Request,
    parent: Option<CaseId>,
) -> Result<(Answers, Counters), ExecuteError> {
    let Some(form) = form else {
        // Without a form nothing is asked, and what is not asked may not be said.
        if let Some(field) = submission.keys().next() {
            let message = crate::locale::say(
                &request.language,
                "form-unknown-field",
                &[("name", field.clone().into())],
            );
            return Err(ExecuteError::Invalid(vec![FieldError::new(field.clone(), message)]));
        }
        let counters = ground.count(conn, &Answers::new())?;
        return Ok((Answers::new(), counters));
    };
    let mut counters = Counters::new();
    let mut answers = parse_with(ground, people, form, submission, &counters, request)?;
    let counted = ground.count(conn, &answers)?;
    if counted.values().any(|count| *count != 0) {
        // The form itself may look at the counters.
        answers = parse_with(ground, people, form, submission, &counted, request)?;
    }
    counters.extend(counted);
    let strangers = strange_files(conn, ground, form, &answers, request, parent)?;
    if strangers.is_empty() {
        Ok((answers, counters))
    } else {
        Err(ExecuteError::Invalid(strangers))
    }
}

/// The submission with what its sender was shown covered, and left as it was, as it stands in the case.
pub(super) fn put_back<'s>(
    masker: &Masker,
    case: &Case,
    form: &Form,
    submission: &'s Map<String, Json>,
    language: &Language,
) -> Result<Cow<'s, Map<String, Json>>, ExecuteError> {
    let mut submission = submission.clone();
    let mut errors = Vec::new();
    for field in form.fields() {
        let Some(stored) = case.answers.get(&field.id).filter(|stored| !stored.is_empty()) else {
            continue;
        };
        if let Some(sent) = submission.get_mut(field.id.as_str())
            && masker.put_back(field, sent, stored).is_err()
        {
            errors.push(FieldError::new(
                field.id.to_string(),
                crate::locale::say(language, "app-rows-look-alike", &[]),
            ));
        }
    }
    if errors.is_empty() {
        Ok(Cow::Owned(submission))
    } else {
        Err(ExecuteError::Invalid(errors))
    }
}

fn parse_with(
    ground: &Ground,
    people: Option<&People>,
    form: &Form,
    submission: &Map<String, Json>,
    counters: &Counters,
    request: &Request,
) -> Result<Answers, ExecuteError> {
    let context = Context {
        now: ground.now,
        actor: ground.actor,
        counters,
        people,
    };
    let surroundings = surroundings(ground.pack, ground.case_type, ground.case, &context);
    let surroundings = match &request.asked {
        Asked::CompleteTask { number, .. } => surroundings.of_task(*number),
        _ => surroundings,
    };
    form::parse(form, submission, &surroundings, &request.language).map_err(ExecuteError::Invalid)
}

/// Files that this person cannot name here: never stored for this organization, sent by somebody else and in no case that is asked
/// for, or not what their field takes. Who has no business with a file learns no more than if it were not there.
fn strange_files(
    conn: &mut Conn,
    ground: &Ground,
    form: &Form,
    answers: &Answers,
    request: &Request,
    parent: Option<CaseId>,
) -> Result<Vec<FieldError>, store::Error> {
    let organization = &ground.pack.organization;
    // A case that another one opens is given what that one has.
    let cases: Vec<CaseId> = ground.case.map(|case| case.id).into_iter().chain(parent).collect();
    let mut strange = Vec::new();
    for Named { field, path, hash } in answered_with(form, answers) {
        let message = match uploads::held_by(conn, organization, hash, &request.actor.id, &cases)? {
            None => crate::locale::say(&request.language, "app-unknown-file", &[]),
            Some(file) => match field.files.take(&file.media_type, file.bytes) {
                Ok(()) => continue,
                Err(unfit) => unfit.text(&file.name, &request.language),
            },
        };
        strange.push(FieldError {
            field: path,
            message,
            clauses: field.clauses.clone(),
            check: None,
        });
    }
    Ok(strange)
}
