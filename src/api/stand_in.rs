//! Working for somebody who is away: which request says so, and how that is described.
//!
//! A program acts for the person of its token, or for one other whom that person stands in for at the moment, never as both: the rule is
//! that of the pages, asked anew with each request.

use actix_web::http::header::HeaderMap;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ContentBuilder, ObjectBuilder, OpenApi, Ref, Required, ResponseBuilder, schema::Type};

use crate::case::PersonId;

/// Carries the name that the absent person signs in with.
pub const HEADER: &str = "Stand-In-For";

/// For whom a request is made, if not for the person of its token. Names may have letters that headers do not: they come
/// percent-encoded.
pub fn absent(headers: &HeaderMap) -> Option<PersonId> {
    let said = headers.get(HEADER)?;
    Some(PersonId(decoded(said.as_bytes()).into()))
}

/// What is no percent-encoding stands for itself (RFC 3986 §2.1).
fn decoded(mut said: &[u8]) -> String {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut name = Vec::with_capacity(said.len());
    while let [first, rest @ ..] = said {
        let byte = match (first, rest) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        match byte.and_then(|byte| u8::try_from(byte).ok()) {
            Some(byte) => {
                name.push(byte);
                said = &rest[2..];
            }
            None => {
                name.push(*first);
                said = rest;
            }
        }
    }
    String::from_utf8_lossy(&name).into_owned()
}

/// Says of every request within an organization that it may be made for somebody who is away.
pub fn describe(openapi: &mut OpenApi, within: &str) {
    let paths = &mut openapi.paths.paths;
    for (_, item) in paths.iter_mut().filter(|(path, _)| path.starts_with(within)) {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete];
        operations.into_iter().flatten().for_each(describe_one);
    }
}

fn describe_one(operation: &mut Operation) {
    operation.parameters.get_or_insert_default().push(parameter().into());
    let refused = || {
        let problem = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("Problem")))
            .build();
        ResponseBuilder::new()
            .description("This needs another role, or whoever asks does not stand in for `Stand-In-For`.")
            .content("application/problem+json", problem)
            .build()
            .into()
    };
    let responses = &mut operation.responses.responses;
    responses.entry("403".to_owned()).or_insert_with(refused);
}

fn parameter() -> Parameter {
    ParameterBuilder::new()
        .name(HEADER)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "the id of a colleague who is away and for whom the person of the token stands in now, percent-encoded: the request is then \
             made with that colleague's posts and no others, and histories say for whom",
        ))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).build()))
        .build()
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn a_name_is_read_as_it_was_encoded() {
        let name = |said: &'static [u8]| {
            let mut headers = HeaderMap::new();
            let header = HeaderName::from_static("stand-in-for");
            headers.insert(header, HeaderValue::from_bytes(said).expect("a value"));
            absent(&headers).map(|absent| absent.0.to_string())
        };
        assert_eq!(name(b"max").as_deref(), Some("max"));
        assert_eq!(name(b"%E7%8E%8B").as_deref(), Some("\u{738b}"));
        assert_eq!(name("\u{738b}".as_bytes()).as_deref(), Some("\u{738b}"));
        assert_eq!(name(b"50%").as_deref(), Some("50%"));
        assert_eq!(name(b"").as_deref(), Some(""));
        assert_eq!(absent(&HeaderMap::new()), None);
    }
}
