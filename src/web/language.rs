//! Choosing the language of the pages.

use actix_web::{HttpRequest, web};

use super::State;
use super::error::PageError;
use super::page::{Answer, PageResult};
use super::session::SPOKEN;

/// Remembers the choice and goes back to where the person was. A preference only, so a link may change it.
pub(super) async fn choose(request: HttpRequest, tag: web::Path<String>, state: web::Data<State>) -> PageResult {
    let tag = SPOKEN
        .into_iter()
        .find(|spoken| *spoken == tag.as_str())
        .ok_or(PageError::NotFound)?;
    let query = web::Query::<Vec<(String, String)>>::from_query(request.query_string());
    let back = query.ok().and_then(|query| {
        let found = query
            .iter()
            .find(|(name, _)| name == "back")
            .map(|(_, back)| back.clone());
        found.filter(|back| is_own(back))
    });
    let address = back.unwrap_or_else(|| "/".to_owned());
    Ok(Answer::SeeOther {
        address,
        cookies: vec![state.cookies.language(tag)],
    })
}

/// Whether an address leads to a page of ours and nowhere else.
pub(super) fn is_own(address: &str) -> bool {
    address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains('\\')
        && address.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_our_own_are_gone_back_to() {
        assert!(is_own("/hospital/cases?stage=received"));
        for elsewhere in [
            "https://example.org/",
            "//example.org",
            "/\\example.org",
            "",
            "cases",
            "/a\nb",
        ] {
            assert!(!is_own(elsewhere), "{elsewhere:?}");
        }
    }
}
