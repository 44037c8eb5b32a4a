//! Printed documents of a case.

use actix_web::http::header;
use actix_web::{HttpResponse, get, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::asker::{Inside, across};
use super::super::problem::{AnyProblem, Failure, QueryProblem};
use crate::app::Looked;
use crate::case::document;

/// Which document of which case.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfDocument {
    /// The organization's id.
    #[allow(dead_code, reason = "described here, read by who asks")]
    organization: String,
    /// The case's number.
    number: String,
    /// The document's number within the case.
    document: u32,
}

/// Which copy.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Copy {
    /// Counted from 1; the first if not given.
    copy: Option<u32>,
}

/// One copy of a printed document, as HTML.
#[utoipa::path(
    operation_id = "print_document",
    tag = "cases",
    params(OfDocument, Copy),
    responses((status = 200, description = "the copy", body = String, content_type = "text/html"), AnyProblem, QueryProblem)
)]
#[get("/{organization}/cases/{number}/documents/{document}")]
pub async fn print(
    inside: Inside,
    path: web::Path<OfDocument>,
    copy: web::Query<Copy>,
) -> Result<HttpResponse, Failure> {
    let (OfDocument { number, document, .. }, copy) = (path.into_inner(), copy.copy.unwrap_or(1));
    let html = across(move || {
        let seen = inside.app.see(
            inside.organization(),
            &number,
            &inside.actor,
            &Looked::Document(document),
        )?;
        let printed = seen
            .view
            .case
            .documents
            .iter()
            .find(|printed| printed.number == document);
        let printed = printed.ok_or(Failure::NotFound)?;
        let then = seen.as_printed(printed).ok_or(Failure::NotFound)?;
        let view = &seen.view;
        let language = document::language(&view.pack, &then, printed, &inside.language);
        document::render(&view.pack, &then, printed, copy, &language)
            .map_err(|refusal| Failure::refused(&refusal, &view.pack, view.case_type(), &inside.language))
    })
    .await?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((
            header::CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'; style-src 'unsafe-inline'",
        ))
        .body(html))
}
