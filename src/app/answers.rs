//! Answers as somebody sent them become answers of a form, or errors of its fields.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::counters::{Counters, Standing};
use super::request::{Asked, ExecuteError, Request};
use crate::access::{self, Masker, Uncovered};
use crate::case::{Context, People, surroundings};
use crate::form::{self, Answers, FieldError, Form};
use crate::pack::Pack;
use crate::pack::id::FormId;
use crate::pack::raw::FieldKind;
use crate::store::{self, Conn, files};
use crate::value::Value;

/// Parses a submission, and counts what the pack counts with its answers in place.
pub(super) fn parse(
    conn: &mut Conn,
    standing: &Standing,
    people: Option<&People>,
    form: Option<&FormId>,
    submission: &Map<String, Json>,
    request: &Request,
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
    let strangers = missing_files(conn, standing.pack, form, &answers, request)?;
    if strangers.is_empty() {
        Ok((answers, counters))
    } else {
        Err(ExecuteError::Invalid(strangers))
    }
}

/// The submission with what its sender was shown covered, and left as it was, as it stands in the case.
fn put_back<'s>(standing: &Standing, form: &Form, submission: &'s Map<String, Json>) -> Cow<'s, Map<String, Json>> {
    let Some(case) = standing
        .case
        .filter(|_| access::is_masked_for(standing.pack, standing.actor))
    else {
        return Cow::Borrowed(submission);
    };
    let masker = Masker::of(standing.pack, case, Uncovered::Nothing);
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

/// Attachments that were never stored for this organization.
fn missing_files(
    conn: &mut Conn,
    pack: &Pack,
    form: &Form,
    answers: &Answers,
    request: &Request,
) -> Result<Vec<FieldError>, store::Error> {
    let mut missing = Vec::new();
    for field in form.fields().filter(|field| field.kind == FieldKind::Attachment) {
        let hashes: Vec<Arc<str>> = match answers.get(&field.id) {
            Some(Value::Text(hash)) => vec![Arc::clone(hash)],
            Some(Value::List(items)) => items.iter().filter_map(|item| item.as_text().map(Arc::from)).collect(),
            _ => Vec::new(),
        };
        for hash in hashes {
            if files::by_hash(conn, &pack.organization, &hash)?.is_none() {
                let message = crate::locale::say(&request.language, "app-unknown-file", &[]);
                missing.push(FieldError {
                    field: field.id.to_string(),
                    message,
                    clauses: field.clauses.clone(),
                    check: None,
                });
            }
        }
    }
    Ok(missing)
}
