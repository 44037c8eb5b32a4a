//! What programs are told when something is not done: problem documents (RFC 9457).
//!
//! Handlers return a [`Failure`]; on its way out [`present`] makes a [`Problem`] of it, in the reader's language. Nobody else
//! in this door turns an error into HTTP.

use std::fmt;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, ResponseError};
use uuid::Uuid;

use super::asker::language_of;
pub use super::shown::problem::{
    AnyProblem, BodyProblem, Problem, QueryProblem, UploadProblem, VersionProblem, WriteProblem,
};
use super::shown::problem::{ChangeShown, ErrorShown};
use super::shown::why::SeenShown;
use crate::access::scope::Scope;
use crate::app::{Changed, ExecuteError, FileError};
use crate::case::Refusal;
use crate::case::refusal::Reason;
use crate::form::FieldError;
use crate::locale::{Argument, Language, say};
use crate::pack::{CaseType, Pack};
use crate::store;

/// What to wait, in seconds, when too much is waiting to be written.
const OVERLOADED_SECONDS: u64 = 1;
/// The same, when the virus scanner does not answer.
const SCANNER_SECONDS: u64 = 60;

/// Why a request was not done. Nothing was changed by any of them.
#[derive(Debug)]
pub enum Failure {
    /// No token, or none in force.
    Unauthorized {
        sent: bool,
    },
    /// Nothing there, or nothing this person may see; nobody can tell which.
    NotFound,
    MethodNotAllowed {
        methods: String,
    },
    /// They may see it but not ask this.
    Forbidden,
    /// They may, but this token is not for it (RFC 6750 §3.1).
    NotGranted {
        scope: Scope,
    },
    /// A second factor is required of them, and they have not set one up.
    SecondFactorMissing,
    /// They asked in the name of somebody for whom they do not stand in now.
    NotStandingIn,
    /// Not HTTP as it should be: a header, a query, JSON. In the reader's language.
    Malformed(String),
    UnsupportedMediaType {
        wanted: &'static str,
    },
    TooLarge {
        bytes_max: usize,
    },
    LengthRequired,
    /// A file that cannot be scanned at present; in words.
    NotScanned(String),
    /// JSON, but not what is asked here; with its place.
    Unfit(String),
    /// Answers that do not fit.
    Invalid(Vec<FieldError>),
    /// Not allowed now, by the rules.
    Refused(Box<Refused>),
    VersionRequired,
    VersionConflict {
        current: u64,
        changed: Vec<Changed>,
    },
    KeyRequired,
    KeyReused,
    TooManyRequests {
        seconds: u64,
    },
    NoTestClock,
    Overloaded,
    Unavailable(Reference),
}

/// A refusal in the reader's language.
#[derive(Debug)]
pub struct Refused {
    text: String,
    clauses: Vec<String>,
    why: Option<SeenShown>,
    /// Another person might be allowed.
    is_theirs: bool,
}

/// Where the operator finds the cause in the log.
#[derive(Debug)]
pub struct Reference(Uuid);

impl Failure {
    /// Something failed on our side. The cause goes to the log, once, and its reference to the reader.
    pub fn broken(cause: &dyn fmt::Display) -> Self {
        let reference = Uuid::now_v7();
        tracing::error!(%reference, %cause, "a request failed");
        Self::Unavailable(Reference(reference))
    }

    pub fn of_field(field: &str, message: String) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }

    /// A refusal, in words. What the policy does not know is not found; what a person left out is theirs to correct.
    pub fn refused(refusal: &Refusal, pack: &Pack, case_type: Option<&CaseType>, language: &Language) -> Self {
        let text = match (&refusal.reason, case_type) {
            (Reason::Unknown { .. }, _) | (_, None) => return Self::NotFound,
            (_, Some(case_type)) => refusal.text(pack, case_type, language),
        };
        match &refusal.reason {
            Reason::Answers { errors } => Self::Invalid(errors.clone()),
            Reason::ReasonMissing => Self::of_field("reason", text),
            Reason::NotAnOutcome { .. } => Self::of_field("value", text),
            reason => Self::Refused(Box::new(Refused {
                text,
                clauses: refusal.clauses.iter().map(ToString::to_string).collect(),
                why: refusal.why.as_ref().map(|trace| SeenShown::of_trace(trace)),
                is_theirs: matches!(
                    reason,
                    Reason::NotYours { .. } | Reason::NotYou { .. } | Reason::NotYourStep { .. }
                ),
            })),
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Unauthorized { .. } => StatusCode::UNAUTHORIZED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::Forbidden | Self::NotGranted { .. } | Self::NotStandingIn | Self::SecondFactorMissing => {
                StatusCode::FORBIDDEN
            }
            Self::Refused(refused) if refused.is_theirs => StatusCode::FORBIDDEN,
            Self::Malformed(_) | Self::KeyRequired => StatusCode::BAD_REQUEST,
            Self::UnsupportedMediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::LengthRequired => StatusCode::LENGTH_REQUIRED,
            Self::NotScanned(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unfit(_) | Self::Invalid(_) | Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Refused(_) | Self::NoTestClock => StatusCode::CONFLICT,
            Self::VersionRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::VersionConflict { .. } => StatusCode::PRECONDITION_FAILED,
            Self::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unavailable(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The name of its kind: the last part of the problem's type, and of its texts.
    fn kind(&self) -> &'static str {
        match self {
            Self::Unauthorized { .. } => "unauthorized",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed { .. } => "method-not-allowed",
            Self::Forbidden => "forbidden",
            Self::NotGranted { .. } => "insufficient-scope",
            Self::NotStandingIn => "not-standing-in",
            Self::SecondFactorMissing => "second-factor-missing",
            Self::Malformed(_) => "malformed",
            Self::UnsupportedMediaType { .. } => "unsupported-media-type",
            Self::TooLarge { .. } => "too-large",
            Self::LengthRequired => "length-required",
            Self::NotScanned(_) => "not-scanned",
            Self::Unfit(_) => "unfit",
            Self::Invalid(_) => "invalid",
            Self::Refused(refused) if refused.is_theirs => "forbidden",
            Self::Refused(_) => "refused",
            Self::VersionRequired => "version-required",
            Self::VersionConflict { .. } => "version-conflict",
            Self::KeyRequired => "idempotency-key-required",
            Self::KeyReused => "idempotency-key-reused",
            Self::TooManyRequests { .. } => "too-many-requests",
            Self::NoTestClock => "no-test-clock",
            Self::Overloaded => "overloaded",
            Self::Unavailable(_) => "unavailable",
        }
    }

    fn detail(&self, language: &Language) -> String {
        let say = |arguments: &[(&'static str, Argument<'_>)]| {
            say(language, &format!("problem-{}-detail", self.kind()), arguments)
        };
        match self {
            Self::Refused(refused) => refused.text.clone(),
            Self::Malformed(what) | Self::Unfit(what) | Self::NotScanned(what) => {
                say(&[("what", what.as_str().into())])
            }
            Self::MethodNotAllowed { methods } => say(&[("methods", methods.as_str().into())]),
            Self::NotGranted { scope } => say(&[("scope", scope.word().into())]),
            Self::UnsupportedMediaType { wanted } => say(&[("wanted", (*wanted).into())]),
            Self::TooLarge { bytes_max } => say(&[("limit", bytes_max.to_string().into())]),
            Self::Invalid(errors) => {
                let first = errors.first().map_or("", |error| error.message.as_str());
                say(&[("count", errors.len().into()), ("first", first.into())])
            }
            Self::VersionConflict { current, .. } => say(&[("current", current.to_string().into())]),
            Self::TooManyRequests { seconds } => say(&[("seconds", seconds.to_string().into())]),
            Self::Overloaded => say(&[("seconds", OVERLOADED_SECONDS.to_string().into())]),
            Self::Unavailable(Reference(reference)) => say(&[("reference", reference.to_string().into())]),
            _ => say(&[]),
        }
    }

    fn document(&self, instance: &str, language: &Language) -> Problem {
        let mut problem = Problem {
            kind: format!("/problems/{}", self.kind()),
            title: say(language, &format!("problem-{}", self.kind()), &[]),
            status: self.status().as_u16(),
            detail: self.detail(language),
            instance: instance.to_owned(),
            ..Problem::default()
        };
        match self {
            Self::Invalid(errors) => problem.errors = errors.iter().map(ErrorShown::of).collect(),
            Self::Refused(refused) => {
                problem.clauses.clone_from(&refused.clauses);
                problem.why.clone_from(&refused.why);
            }
            Self::VersionConflict { current, changed } => {
                problem.current_version = Some(*current);
                problem.changed = changed.iter().map(ChangeShown::of).collect();
            }
            Self::Unavailable(Reference(reference)) => problem.reference = Some(reference.to_string()),
            _ => {}
        }
        problem
    }

    fn header(&self) -> Option<(HeaderName, String)> {
        match self {
            Self::Unauthorized { sent: false } => Some((header::WWW_AUTHENTICATE, r#"Bearer realm="redress""#.into())),
            Self::Unauthorized { sent: true } => Some((
                header::WWW_AUTHENTICATE,
                r#"Bearer realm="redress", error="invalid_token""#.into(),
            )),
            Self::NotGranted { scope } => Some((
                header::WWW_AUTHENTICATE,
                format!(
                    r#"Bearer realm="redress", error="insufficient_scope", scope="{}""#,
                    scope.word()
                ),
            )),
            Self::MethodNotAllowed { methods } => Some((header::ALLOW, methods.clone())),
            Self::TooManyRequests { seconds } => Some((header::RETRY_AFTER, seconds.to_string())),
            Self::Overloaded => Some((header::RETRY_AFTER, OVERLOADED_SECONDS.to_string())),
            Self::NotScanned(_) => Some((header::RETRY_AFTER, SCANNER_SECONDS.to_string())),
            Self::VersionConflict { current, .. } => Some((header::ETAG, format!("\"v{current}\""))),
            _ => None,
        }
    }

    fn response(&self, instance: &str, language: &Language) -> HttpResponse {
        let mut response = HttpResponse::build(self.status());
        if let Some(header) = self.header() {
            response.insert_header(header);
        }
        response.insert_header((header::CONTENT_LANGUAGE, language.spoken()));
        // After the body, because JSON brings a content type of its own.
        let mut response = response.json(self.document(instance, language));
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        response
    }

    /// What actix itself or an extractor of its own said.
    fn foreign(error: &actix_web::Error, status: StatusCode) -> Self {
        if let Some(PayloadError::Overflow) = error.as_error::<PayloadError>() {
            return Self::TooLarge {
                bytes_max: super::body::BYTES_MAX,
            };
        }
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType {
                wanted: "application/json",
            },
            status if status.is_client_error() => Self::Malformed(error.to_string()),
            _ => Self::broken(error),
        }
    }
}

/// For the log and for tests; readers get [`Problem`].
impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.kind())
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        self.response("", &Language::new("en"))
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Overloaded => Self::Overloaded,
            other => Self::broken(&other.chain()),
        }
    }
}

impl Failure {
    /// Why a file is not taken, in the reader's language.
    pub fn of_file(error: FileError, name: &str, language: &Language) -> Self {
        match (error.text(name, language), error) {
            (Some(text), FileError::Unfit(_) | FileError::Infected { .. }) => Self::of_field("file", text),
            (Some(text), FileError::NotScanned(_)) => Self::NotScanned(text),
            (_, error) => error.into(),
        }
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        match error {
            FileError::TooLarge { bytes_max } => Self::TooLarge { bytes_max },
            FileError::Empty => Self::of_field("file", error.to_string()),
            FileError::NotFound => Self::NotFound,
            FileError::Store(error) => error.into(),
            other => Self::broken(&other),
        }
    }
}

/// Everything but a refusal, whose words need the pack: see [`Failure::refused`].
impl From<ExecuteError> for Failure {
    fn from(error: ExecuteError) -> Self {
        match error {
            ExecuteError::NotFound => Self::NotFound,
            ExecuteError::Forbidden => Self::Forbidden,
            ExecuteError::Invalid(errors) => Self::Invalid(errors),
            ExecuteError::Refused(refusal) => match refusal.reason {
                Reason::Answers { errors } => Self::Invalid(errors),
                _ => Self::NotFound,
            },
            ExecuteError::Conflict { current, changed } => Self::VersionConflict { current, changed },
            ExecuteError::IdempotencyMismatch => Self::KeyReused,
            ExecuteError::Overloaded => Self::Overloaded,
            ExecuteError::Unavailable(error) => error.into(),
        }
    }
}

/// Makes a problem document of whatever failed inside, and keeps answers out of caches.
///
/// # Errors
/// Never of its own.
pub async fn present(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let language = language_of(request.headers());
    let response = next.call(request).await?;
    let failed = response
        .response()
        .error()
        .map(|error| match error.as_error::<Failure>() {
            Some(failure) => failure.response(response.request().path(), &language),
            None => Failure::foreign(error, response.status()).response(response.request().path(), &language),
        });
    let mut response = match failed {
        Some(problem) => response.into_response(problem),
        None => response.map_into_boxed_body(),
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}
