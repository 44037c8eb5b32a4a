//! Answers as somebody sent them become answers of a form, or errors of its fields.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use super::counters::{Counters, Standing};
use super::request::{Asked, ExecuteError, Request};
use crate::access::{Cover, Masker, Uncovered};
use crate::case::files::{Named, answered_with};
use crate::case::{CaseId, Context, People, surroundings};
use crate::form::{self, Answers, FieldError, Form};
use crate::pack::id::FormId;
use crate::store::{self, Conn, files, uploads};

/// Parses a submission, and counts what the pack counts with its answers in place. `parent` is the case that asks for it.
pub(super) fn parse(
    conn: &mut Conn,
    standing: &Standing,
    people: Option<&People>,
    form: Option<&FormId>,
    submission: &Map<String, Json>,
    request: &Request,
    parent: Option<CaseId>,
) -> Result<(Answers, Counters), ExecuteError> {
    let form = form.and_then(|id| standing.case_type.forms.get(id));
    let Some(form) = form else {
        // Without a form nothing is asked, and what is not asked may not be said.
        if let Some(field) = submission.keys().next() {
            let message = crate::locale::say(
                &request.language,
                "form-unknown-field",
                &[("name", field.clone().into())],
            );
            return Err(ExecuteError::Invalid(vec![FieldError {
                field: field.clone(),
                message,
                clauses: Vec::new(),
                check: None,
            }]));
        }
        let counters = standing.count(conn, &Answers::new())?;
        return Ok((Answers::new(), counters));
    };
    let submission = &put_back(standing, form, submission);
    let mut counters = Counters::new();
    let mut answers = parse_with(standing, people, form, submission, &counters, request)?;
    let counted = standing.count(conn, &answers)?;
    if counted.values().any(|count| *count != 0) {
        // The form itself may look at the counters.
        answers = parse_with(standing, people, form, submission, &counted, request)?;
    }
    counters.extend(counted);
    let strangers = strange_files(conn, standing, form, &answers, request, parent)?;
    if strangers.is_empty() {
        Ok((answers, counters))
    } else {
        Err(ExecuteError::Invalid(strangers))
    }
}

/// The submission with what its sender was shown covered, and left as it was, as it stands in the case.
fn put_back<'s>(standing: &Standing, form: &Form, submission: &'s Map<String, Json>) -> Cow<'s, Map<String, Json>> {
    let Some((case, cover)) = standing.case.zip(Cover::for_actor(standing.pack, standing.actor)) else {
        return Cow::Borrowed(submission);
    };
    let masker = Masker::of(standing.pack, case, Uncovered::Nothing, cover);
    let mut submission = submission.clone();
    for field in form.fields() {
        let Some(stored) = case.answers.get(&field.id).filter(|stored| !stored.is_empty()) else {
            continue;
        };
        if let Some(sent) = submission.get_mut(field.id.as_str()) {
            masker.put_back(field, sent, stored);
        }
    }
    Cow::Owned(submission)
}

fn parse_with(
    standing: &Standing,
    people: Option<&People>,
    form: &Form,
    submission: &Map<String, Json>,
    counters: &Counters,
    request: &Request,
) -> Result<Answers, ExecuteError> {
    let context = Context {
        now: standing.now,
        actor: standing.actor,
        counters,
        people,
    };
    let surroundings = surroundings(standing.pack, standing.case_type, standing.case, &context);
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
    standing: &Standing,
    form: &Form,
    answers: &Answers,
    request: &Request,
    parent: Option<CaseId>,
) -> Result<Vec<FieldError>, store::Error> {
    let organization = &standing.pack.organization;
    // A case that another one opens is given what that one has.
    let cases: Vec<CaseId> = standing.case.map(|case| case.id).into_iter().chain(parent).collect();
    let mut strange = Vec::new();
    for Named { field, path, hash } in answered_with(form, answers) {
        let known = match files::by_hash(conn, organization, hash)? {
            Some(file) if uploads::may_name(conn, organization, hash, &request.actor.id, &cases)? => Some(file),
            _ => None,
        };
        let message = match known {
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
