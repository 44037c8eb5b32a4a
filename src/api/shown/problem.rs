//! A problem as programs see it, and by which of them each kind of request may be answered.

use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

use super::why::SeenShown;
use crate::app::Changed;
use crate::form::FieldError;

/// A problem document (RFC 9457).
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Problem {
    /// Which kind of problem, as a relative address.
    #[serde(rename = "type")]
    #[schema(example = "/problems/refused")]
    pub kind: String,
    /// The kind in words, in the language of `Accept-Language`.
    pub title: String,
    /// The HTTP status again.
    #[schema(example = 409)]
    pub status: u16,
    /// What happened this time and what to do, in the language of `Accept-Language`.
    pub detail: String,
    /// The path that was asked.
    pub instance: String,
    /// What is wrong with the answers, place by place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorShown>,
    /// The clauses of the policy that do not allow it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<String>,
    /// What the rule that refused looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<SeenShown>,
    /// The version the case has by now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_version: Option<u64>,
    /// What others did since the version in `If-Match`, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<ChangeShown>,
    /// By which the operator finds the cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// One mistake in what was sent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FieldError)]
pub struct ErrorShown {
    /// The field, or `group.2.field` (rows count from zero); empty for the form as a whole.
    field: String,
    /// One sentence that says what to do.
    message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    clauses: Vec<String>,
}

impl ErrorShown {
    pub fn of(error: &FieldError) -> Self {
        Self {
            field: error.field.clone(),
            message: error.message.clone(),
            clauses: error.clauses.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Something that happened since the version in `If-Match`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Change)]
pub struct ChangeShown {
    at: chrono::DateTime<chrono::Utc>,
    /// The person's name.
    by: String,
    /// By the pack's own name.
    what: String,
}

impl ChangeShown {
    pub fn of(changed: &Changed) -> Self {
        Self {
            at: changed.at,
            by: changed.by.clone(),
            what: changed.what.clone(),
        }
    }
}

/// What any request may be answered with.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only describes")]
pub enum AnyProblem {
    /// No token, or none in force; `WWW-Authenticate` says what is wanted.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(Problem),
    /// Nothing there, or nothing this token may see: the answer is the same.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// More than 600 requests a minute with this token; `Retry-After` says how many seconds to wait.
    #[response(status = 429, content_type = "application/problem+json")]
    TooManyRequests(Problem),
    /// Something failed on our side; nothing was changed.
    #[response(status = 500, content_type = "application/problem+json")]
    Unavailable(Problem),
}

/// What a request with parameters in its address may be answered with besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only describes")]
pub enum QueryProblem {
    /// A parameter cannot be read, or is none.
    #[response(status = 400, content_type = "application/problem+json")]
    Malformed(Problem),
}

/// What a request with a file may be answered with besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only describes")]
pub enum UploadProblem {
    /// `Content-Length` is missing.
    #[response(status = 411, content_type = "application/problem+json")]
    LengthRequired(Problem),
}

/// What a request with a body may be answered with besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only describes")]
pub enum BodyProblem {
    /// A header or the JSON cannot be read; the detail names the line and column.
    #[response(status = 400, content_type = "application/problem+json")]
    Malformed(Problem),
    /// Larger than is taken: 256 KiB of JSON.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// Not `application/json`.
    #[response(status = 415, content_type = "application/problem+json")]
    UnsupportedMediaType(Problem),
    /// The answers need correction (`errors`), the body has a field that is not asked here, or the idempotency key belongs
    /// to another request.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(Problem),
}

/// What a request that writes may be answered with besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only describes")]
pub enum WriteProblem {
    /// This needs another role.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// The policy does not allow it now: `clauses` and `why`.
    #[response(status = 409, content_type = "application/problem+json")]
    Refused(Problem),
    /// Too much is waiting to be written; `Retry-After` says how many seconds to wait.
    #[response(status = 503, content_type = "application/problem+json")]
    Overloaded(Problem),
}

/// What a request may be answered with that names the version it was made for.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only describes")]
pub enum VersionProblem {
    /// The case has moved on: `current_version` and `changed`. Nothing was overwritten.
    #[response(status = 412, content_type = "application/problem+json")]
    VersionConflict(Problem),
    /// `If-Match` is missing.
    #[response(status = 428, content_type = "application/problem+json")]
    VersionRequired(Problem),
}
