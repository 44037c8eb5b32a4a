//! What a form sends: fields, and files where it takes any.
//!
//! Reading it also checks that the form belongs to the session, so that no screen can forget to.

use std::future::Future;
use std::pin::Pin;

use actix_multipart::form::{Limits, MultipartCollect, MultipartForm, MultipartFormConfig, State as Collected};
use actix_multipart::{Field, MultipartError};
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::{StatusCode, header};
use actix_web::web::{self, FormConfig, ServiceConfig};
use actix_web::{FromRequest, HttpRequest};

use super::error::PageError;
use super::{State, session, stand_in};
use crate::app::Idempotency;
use crate::form::FieldError;
use crate::pack::id::OrganizationId;
use crate::store::sessions::Session;

/// A form without files. Every Chinese character is nine bytes on the way, and the longest answers have thousands.
const FORM_BYTES_MAX: usize = 256 * 1024;
/// All texts of a form with files together.
const TEXT_BYTES_MAX: usize = 64 * 1024;
const FILES_MAX: usize = 10;
const FIELDS_MAX: usize = 500;

/// The name of the field that carries the session's token.
const TOKEN: &str = "_csrf";

/// How much of a form is read at all. Each file has the same limit as in the file store.
pub(super) fn limits(config: &mut ServiceConfig, file_bytes_max: usize) {
    let all = FILES_MAX * file_bytes_max + TEXT_BYTES_MAX;
    config
        .app_data(FormConfig::default().limit(FORM_BYTES_MAX))
        .app_data(MultipartFormConfig::default().total_limit(all).memory_limit(all));
}

/// The fields and files of a form that belongs to the session of whoever sent it.
#[derive(Default)]
pub(super) struct Submitted {
    /// In the order of the page.
    pub pairs: Vec<(String, String)>,
    pub files: Vec<Upload>,
    /// Why some of the files were not taken, each at its field.
    pub refused: Vec<FieldError>,
    /// Only the fields are to come back, as they now stand: the page's script asks.
    pub wants_fields: bool,
    /// The page's script saves what stands in the form.
    pub is_draft: bool,
}

pub(super) struct Upload {
    /// Of the form.
    pub field: String,
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Submitted {
    /// The last value of this name; empty if there is none.
    pub fn text(&self, name: &str) -> &str {
        self.pairs
            .iter()
            .rev()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// The last value of this name as it was typed, with the blanks around it: they belong to a password.
    pub fn verbatim(&self, name: &str) -> &str {
        self.pairs
            .iter()
            .rev()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(known, _)| known == name)
    }

    /// Whether the form was given this token. Nothing is given an empty one.
    pub fn carries(&self, token: &str) -> bool {
        is_same(self.text(TOKEN), token)
    }

    /// Whether the form was drawn in this session and, where it matters for whom they work, in the work that is being done.
    fn is_of(&self, session: &Session, request: &HttpRequest) -> bool {
        let (token, drawn_in) = stand_in::drawn_in(self.text(TOKEN));
        let is_same_work = match request.match_info().get("org") {
            None => true,
            Some(_) if stand_in::is_choice(request) => true,
            Some(place) => {
                let cookies = request.app_data::<web::Data<State>>().map(|state| state.cookies);
                let works_in =
                    cookies.and_then(|cookies| stand_in::chosen(request, cookies, &OrganizationId::new(place)));
                works_in.as_deref() == drawn_in
            }
        };
        is_same_work && is_same(token, &session.csrf)
    }

    /// The version of the case the person had before them.
    pub fn version(&self) -> Option<u64> {
        self.text("_version").parse().ok()
    }

    /// A form pressed twice is one command: each rendering of a form has its own key. What the page itself has put into it, under
    /// names with an underscore, does not make it another: somebody may have signed in again meanwhile.
    pub fn idempotency(&self, path: &str) -> Option<Idempotency> {
        let key = self.text("_key");
        if key.is_empty() {
            return None;
        }
        let mut request = path.to_owned();
        for (name, value) in self.pairs.iter().filter(|(name, _)| !name.starts_with('_')) {
            request.push_str(&format!("\n{}={}:{value}", name, value.len()));
        }
        Some(Idempotency::new(key, request.as_bytes()))
    }
}

impl FromRequest for Submitted {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let visitor = session::visitor(&request);
            // Before it is read: nobody else sends us what is long.
            let Some(signed_in) = visitor.signed_in() else {
                return Err(PageError::SignIn {
                    next: super::page::here(&request),
                });
            };
            let mut submitted = read(&request, &mut payload).await?;
            submitted.is_draft = request.headers().contains_key("x-redress-draft");
            if !submitted.is_of(&signed_in.session, &request) {
                return Err(PageError::Stale);
            }
            Ok(submitted)
        })
    }
}

/// Compares without telling by its time where the first difference is.
fn is_same(one: &str, other: &str) -> bool {
    let differences = one
        .bytes()
        .zip(other.bytes())
        .fold(0, |all, (one, other)| all | (one ^ other));
    one.len() == other.len() && differences == 0 && !one.is_empty()
}

/// Everything a form sends, whoever sends it.
pub(super) async fn read(request: &HttpRequest, payload: &mut Payload) -> Result<Submitted, PageError> {
    let mut submitted = parts(request, payload).await?;
    submitted.wants_fields = request.headers().contains_key("x-redress-fields");
    Ok(submitted)
}

async fn parts(request: &HttpRequest, payload: &mut Payload) -> Result<Submitted, PageError> {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        let parts = MultipartForm::<Submitted>::from_request(request, payload).await;
        return parts
            .map(MultipartForm::into_inner)
            .map_err(|error| match error.as_error() {
                Some(MultipartError::Payload(PayloadError::Overflow)) => PageError::TooLarge,
                _ => PageError::Unreadable,
            });
    }
    let pairs = web::Form::<Vec<(String, String)>>::from_request(request, payload)
        .await
        .map_err(|error| match error.as_response_error().status_code() {
            StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
            _ => PageError::Unreadable,
        })?;
    if pairs.len() > FIELDS_MAX {
        return Err(PageError::TooLarge);
    }
    Ok(Submitted {
        pairs: pairs.into_inner(),
        ..Submitted::default()
    })
}

/// Under which the parts read so far stand among those of the form reader; a form has no field of this name.
const PARTS: &str = "";

/// Any fields in any number, as the form of a pack has them.
impl MultipartCollect for Submitted {
    fn limit(_: &str) -> Option<usize> {
        None
    }

    fn handle_field<'t>(
        _: &'t HttpRequest,
        mut part: Field,
        limits: &'t mut Limits,
        collected: &'t mut Collected,
    ) -> Pin<Box<dyn Future<Output = Result<(), MultipartError>> + 't>> {
        Box::pin(async move {
            let parts = collected
                .entry(PARTS.to_owned())
                .or_insert_with(|| Box::new(Submitted::default()));
            let Some(parts) = parts.downcast_mut::<Submitted>() else {
                return Err(MultipartError::Incomplete);
            };
            let field = part.name().unwrap_or_default().to_owned();
            let file = part
                .content_disposition()
                .and_then(|known| known.get_filename())
                .map(str::to_owned);
            let most = if file.is_some() {
                limits.memory_limit_remaining / FILES_MAX.saturating_sub(parts.files.len()).max(1)
            } else {
                TEXT_BYTES_MAX
            };
            let too_large = || MultipartError::Payload(PayloadError::Overflow);
            let bytes = part.bytes(most).await.map_err(|_| too_large())??;
            limits.try_consume_limits(bytes.len(), true)?;
            match file {
                // An input for files where none was chosen.
                Some(_) if bytes.is_empty() => {}
                Some(name) => parts.files.push(Upload {
                    field,
                    name,
                    bytes: bytes.to_vec(),
                }),
                None => {
                    let text = String::from_utf8(bytes.to_vec()).map_err(|_| MultipartError::Incomplete)?;
                    parts.pairs.push((field, text));
                }
            }
            let too_many = parts.files.len() > FILES_MAX || parts.pairs.len() > FIELDS_MAX;
            if too_many { Err(too_large()) } else { Ok(()) }
        })
    }

    fn from_state(mut collected: Collected) -> Result<Self, MultipartError> {
        let parts = collected
            .remove(PARTS)
            .and_then(|parts| parts.downcast::<Submitted>().ok());
        Ok(parts.map(|parts| *parts).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_token_is_the_token() {
        assert!(is_same("abc", "abc"));
        assert!(!is_same("abc", "abd"));
        assert!(!is_same("ab", "abc"));
        assert!(
            !is_same("", ""),
            "no session has an empty token, and nothing sent is no proof"
        );
    }
}
