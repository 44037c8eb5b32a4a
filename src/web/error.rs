//! What went wrong, as a page in the same look.
//!
//! A handler says what is wrong; [`dress`] makes a page of it in the reader's language. What is the machine's fault gets a
//! reference, which stands in the log with the whole chain and on the page without it.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse, ResponseError};
use askama::Template;

use super::page::{Frame, Nav, encoded, language};
use super::session;
use crate::access::password::random_text;
use crate::app::{ExecuteError, FileError, SignInError};
use crate::locale::say;
use crate::store;

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// Nothing here, or nothing for this person; nobody can tell which.
    #[error("not found")]
    NotFound,
    #[error("not allowed")]
    Forbidden,
    /// The form's token does not belong to the session.
    #[error("the form is not from this session")]
    Stale,
    /// They must sign in first; then they come back here.
    #[error("not signed in")]
    SignIn { next: String },
    #[error("too many attempts")]
    TooOften,
    #[error("what was sent cannot be read")]
    Unreadable,
    #[error("what was sent is too large")]
    TooLarge,
    /// Files that are not taken here: why, in the reader's language.
    #[error("a file was not taken")]
    NotTaken(String),
    /// Too much is waiting; try again shortly.
    #[error("overloaded")]
    Overloaded,
    /// The machine's fault; the reference stands in the log.
    #[error("broken ({0})")]
    Broken(String),
}

impl PageError {
    /// Logs what happened and keeps only a reference to it.
    pub(super) fn broken(chain: impl std::fmt::Display) -> Self {
        let reference: String = random_text().chars().take(8).collect();
        tracing::error!(%reference, error = %chain, "a page could not be shown");
        Self::Broken(reference)
    }
}

impl From<store::Error> for PageError {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Overloaded => Self::Overloaded,
            error => Self::broken(error.chain()),
        }
    }
}

impl From<ExecuteError> for PageError {
    fn from(error: ExecuteError) -> Self {
        match error {
            ExecuteError::NotFound => Self::NotFound,
            ExecuteError::Forbidden => Self::Forbidden,
            ExecuteError::Overloaded => Self::Overloaded,
            ExecuteError::Unavailable(error) => error.into(),
            other => Self::broken(other),
        }
    }
}

impl From<FileError> for PageError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::NotFound => Self::NotFound,
            FileError::TooLarge { .. } => Self::TooLarge,
            FileError::Empty => Self::Unreadable,
            FileError::Store(error) => error.into(),
            other => Self::broken(other),
        }
    }
}

impl From<SignInError> for PageError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Store(error) => error.into(),
            other => Self::broken(other),
        }
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::Stale => StatusCode::FORBIDDEN,
            Self::SignIn { .. } => StatusCode::SEE_OTHER,
            Self::TooOften => StatusCode::TOO_MANY_REQUESTS,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotTaken(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut response = HttpResponse::build(self.status_code());
        match self {
            Self::SignIn { next } => {
                response.insert_header((header::LOCATION, format!("/sign-in?next={}", encoded(next))));
            }
            Self::Overloaded => {
                response.insert_header((header::RETRY_AFTER, "2"));
            }
            Self::TooOften => {
                response.insert_header((header::RETRY_AFTER, "60"));
            }
            _ => {}
        }
        let mut response = response.finish();
        match self {
            Self::Broken(reference) => {
                response.extensions_mut().insert(Reference(reference.clone()));
            }
            Self::NotTaken(text) => {
                response.extensions_mut().insert(NotTaken(text.clone()));
            }
            Self::Stale => {
                response.extensions_mut().insert(StaleForm);
            }
            _ => {}
        }
        response
    }
}

struct Reference(String);
struct StaleForm;
struct NotTaken(String);

#[derive(Template)]
#[template(path = "error.html")]
struct Sorry {
    frame: Frame,
    text: String,
    reference: Option<String>,
}

/// Whatever has no page.
pub(super) async fn nowhere(request: HttpRequest) -> Result<HttpResponse, PageError> {
    match *request.method() {
        Method::GET | Method::HEAD | Method::POST => Err(PageError::NotFound),
        _ => Ok(HttpResponse::MethodNotAllowed().finish()),
    }
}

/// Makes a page of every answer that is only a status.
pub(super) async fn dress<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let response = next.call(request).await?.map_into_left_body();
    let status = response.status();
    let is_bare = !response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !(status.is_client_error() || status.is_server_error()) || !is_bare {
        return Ok(response);
    }
    let reference = response
        .response()
        .extensions()
        .get::<Reference>()
        .map(|reference| reference.0.clone());
    let is_stale = response.response().extensions().get::<StaleForm>().is_some();
    let not_taken = response
        .response()
        .extensions()
        .get::<NotTaken>()
        .map(|text| text.0.clone());
    let request = response.request().clone();
    let visitor = session::visitor(&request);
    let language = language(&request, &visitor);
    let (title, text) = match status {
        StatusCode::NOT_FOUND => ("error-not-found", "error-not-found-text"),
        StatusCode::UNPROCESSABLE_ENTITY if not_taken.is_some() => ("files-refused-title", ""),
        StatusCode::FORBIDDEN if is_stale => ("error-stale", "error-stale-text"),
        StatusCode::FORBIDDEN => ("error-forbidden", "error-forbidden-text"),
        StatusCode::TOO_MANY_REQUESTS => ("error-too-often", "error-too-often-text"),
        StatusCode::PAYLOAD_TOO_LARGE => ("error-too-large", "error-too-large-text"),
        StatusCode::SERVICE_UNAVAILABLE => ("error-overloaded", "error-overloaded-text"),
        status if status.is_client_error() => ("error-unreadable", "error-unreadable-text"),
        _ => ("error-broken", "error-broken-text"),
    };
    let page = Sorry {
        frame: Frame::plain(&request, &visitor, say(&language, title, &[]), Nav::None),
        text: not_taken.unwrap_or_else(|| say(&language, text, &[])),
        reference,
    };
    let body = page.render().unwrap_or_default();
    let (request, mut old) = response.into_parts();
    let mut new = HttpResponse::build(status);
    new.content_type("text/html; charset=utf-8");
    if let Some(after) = old.headers_mut().remove(header::RETRY_AFTER).next() {
        new.insert_header((header::RETRY_AFTER, after));
    }
    Ok(ServiceResponse::new(request, new.body(body)).map_into_right_body())
}
