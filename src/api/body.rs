//! What is sent along: JSON bodies, the version they were made for, and the key that makes a repeated request one command.

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap};
use actix_web::web::{self, Bytes};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::asker::{Extracting, Inside, language_of};
use super::problem::Failure;
use super::stand_in;
use crate::app::Idempotency;
use crate::locale::{Language, say};

/// The largest body of JSON, in bytes.
pub const BYTES_MAX: usize = 256 * 1024;

const KEY: &str = "idempotency-key";
const KEY_CHARS_MAX: usize = 200;

/// Something said inside an organization, with the key that makes saying it twice saying it once. Who says it is found out
/// before anything they send is read.
pub struct Saying<T> {
    pub inside: Inside,
    pub said: T,
    pub idempotency: Option<Idempotency>,
}

impl<T: DeserializeOwned + 'static> FromRequest for Saying<T> {
    type Error = Failure;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let inside = Inside::of(&request).await?;
            let (said, bytes) = read(&request, payload).await?;
            let idempotency = key(&request, &bytes)?;
            Ok(Self {
                inside,
                said,
                idempotency,
            })
        })
    }
}

/// The same about a version of a case.
pub struct Revising<T> {
    pub inside: Inside,
    pub said: T,
    pub idempotency: Option<Idempotency>,
    /// What the client had before them.
    pub version: u64,
}

impl<T: DeserializeOwned + 'static> FromRequest for Revising<T> {
    type Error = Failure;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (version, saying) = (version(request.headers()), Saying::from_request(request, payload));
        Box::pin(async move {
            let Saying {
                inside,
                said,
                idempotency,
            } = saying.await?;
            Ok(Self {
                inside,
                said,
                idempotency,
                version: version?,
            })
        })
    }
}

/// Reads a body of JSON, and its bytes.
///
/// # Errors
/// When it is not JSON, too much, or not what is asked here.
pub async fn read<T: DeserializeOwned>(request: &HttpRequest, mut payload: Payload) -> Result<(T, Bytes), Failure> {
    if !request.content_type().eq_ignore_ascii_case("application/json") {
        return Err(Failure::UnsupportedMediaType {
            wanted: "application/json",
        });
    }
    let too_large = || Failure::TooLarge { bytes_max: BYTES_MAX };
    if length(request.headers()).is_some_and(|length| length > BYTES_MAX) {
        return Err(too_large());
    }
    let payload = web::Payload::from_request(request, &mut payload)
        .await
        .map_err(|error| Failure::broken(&error))?;
    let bytes = match payload.to_bytes_limited(BYTES_MAX).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => return Err(Failure::Malformed(error.to_string())),
        Err(_) => return Err(too_large()),
    };
    match serde_json::from_slice(&bytes) {
        Ok(said) => Ok((said, bytes)),
        Err(error) => Err(unreadable(&error, &language_of(request.headers()))),
    }
}

/// No JSON is 400; JSON that is not what is asked is 422. Both with the place.
fn unreadable(error: &serde_json::Error, language: &Language) -> Failure {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or_default();
    let what = say(
        language,
        "api-place",
        &[
            ("what", what.into()),
            ("line", error.line().to_string().into()),
            ("column", error.column().to_string().into()),
        ],
    );
    if error.is_data() {
        Failure::Unfit(what)
    } else {
        Failure::Malformed(what)
    }
}

/// The length a request says it has.
pub fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The idempotency key, bound to the person's request: method, path and body, and for whom it is made.
///
/// # Errors
/// When it is there and no key.
pub fn key(request: &HttpRequest, body: &[u8]) -> Result<Option<Idempotency>, Failure> {
    let Some(key) = request.headers().get(KEY) else {
        return Ok(None);
    };
    let malformed = || Failure::Malformed(say(&language_of(request.headers()), "api-key-form", &[]));
    let key = key.to_str().map_err(|_| malformed())?;
    if key.is_empty() || key.len() > KEY_CHARS_MAX || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(malformed());
    }
    let mut digest = Sha256::new();
    for part in [request.method().as_str().as_bytes(), request.path().as_bytes(), body] {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    if let Some(absent) = stand_in::absent(request.headers()) {
        digest.update(absent.0.as_bytes());
    }
    Ok(Some(Idempotency::new(key, &digest.finalize())))
}

/// The version that `If-Match` names: `"v17"`.
///
/// # Errors
/// When it is missing, or no single version as an `ETag` gave it.
pub fn version(headers: &HeaderMap) -> Result<u64, Failure> {
    let Some(given) = headers.get(header::IF_MATCH) else {
        return Err(Failure::VersionRequired);
    };
    let number = given
        .to_str()
        .ok()
        .and_then(|given| given.trim().strip_prefix("\"v")?.strip_suffix('"'));
    match number
        .filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::parse)
    {
        Some(Ok(version)) => Ok(version),
        _ => Err(Failure::Malformed(say(&language_of(headers), "api-if-match-form", &[]))),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn version_of(if_match: &'static str) -> Option<u64> {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_MATCH, HeaderValue::from_static(if_match));
        version(&headers).ok()
    }

    #[test]
    fn one_version_is_named_as_the_etag_gave_it() {
        assert_eq!(version_of("\"v17\""), Some(17));
        for other in [
            "17",
            "v17",
            "\"17\"",
            "*",
            "W/\"v17\"",
            "\"v17\", \"v18\"",
            "\"v+1\"",
            "\"v\"",
            "\"v99999999999999999999\"",
        ] {
            assert_eq!(version_of(other), None, "{other}");
        }
    }
}
