//! A document that was issued to the complainant.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::guest::{Guest, PortalFrame};
use super::told;
use crate::case::document;
use crate::store::history;
use crate::web::error::PageError;
use crate::web::page::{PageResult, blocking, see_other, show as show_page};

#[derive(Template)]
#[template(path = "portal/document.html")]
struct DocumentPage {
    frame: PortalFrame,
    /// Rendered from the pack's template, which escapes everything from outside.
    html: String,
}

/// As it was printed; those that are not public are not found.
pub(super) async fn show(guest: Guest, path: web::Path<(String, u32)>) -> PageResult {
    let (_, wanted) = path.into_inner();
    blocking(move || {
        let Some(visit) = guest.visit()? else {
            return Ok(see_other(guest.to("/track")));
        };
        let view = guest.view(visit.case, &visit.number)?;
        let (case_type, public) = told::public(&view)?;
        let printed = view.case.documents.iter().find(|printed| printed.number == wanted);
        let printed = printed.filter(|printed| public.documents.contains(&printed.document));
        let printed = printed.ok_or(PageError::NotFound)?;
        let history = guest
            .app()
            .store()
            .read(|conn| history::of_case(conn, guest.organization(), view.case.id, printed.version))?;
        let then = document::as_printed(&view.whole(history), printed).ok_or(PageError::NotFound)?;
        let html = document::render(&view.pack, &then, printed, 1, &guest.language)
            .map_err(|refusal| PageError::broken(refusal.text(&view.pack, case_type, &guest.language)))?;
        let name = case_type.documents.get(&printed.document).map(|rule| &rule.name);
        let name = name.map(|name| name.in_language(&guest.language).to_owned());
        let page = DocumentPage {
            frame: guest.frame(name.unwrap_or_default()),
            html,
        };
        show_page(StatusCode::OK, &page)
    })
    .await
}
