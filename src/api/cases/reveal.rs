//! Seeing masked personal data: once, in the answer, for a reason that is written down.

use actix_web::http::header;
use actix_web::{HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::asker::across;
use super::super::body::Saying;
use super::super::problem::{AnyProblem, BodyProblem, Failure, WriteProblem};
use super::super::shown::case::CaseShown;
use super::OfCase;
use crate::app::Uncovering;
use crate::pack::id::FieldId;

/// What to see, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with `reason`")]
pub struct Revealing {
    /// Ids of masked fields; all of them if none is named.
    #[serde(default)]
    fields: Vec<String>,
    /// Written down beside who asks, what and when.
    reason: String,
}

/// The case with personal data in clear that is otherwise masked for the asker. It changes nothing; who has seen what, and why, is
/// read at `looks`.
#[utoipa::path(
    operation_id = "reveal_personal_data",
    tag = "cases",
    params(OfCase),
    request_body = Revealing,
    responses(
        (status = 200, description = "the case", body = CaseShown, headers(("ETag" = String, description = "its version, for If-Match"))),
        AnyProblem, BodyProblem, WriteProblem
    )
)]
#[post("/{organization}/cases/{number}/reveal")]
pub async fn reveal(path: web::Path<OfCase>, saying: Saying<Revealing>) -> Result<HttpResponse, Failure> {
    let Saying { inside, said, .. } = saying;
    let number = path.into_inner().number;
    let (version, shown) = across(move || {
        let asked = Uncovering {
            fields: said.fields.iter().map(FieldId::new).collect(),
            reason: said.reason,
            language: inside.language.clone(),
        };
        let seen = inside
            .app
            .see_uncovered(inside.organization(), &number, &inside.actor, &asked)?;
        Ok((seen.view.case.version, CaseShown::of(&seen, &inside.language)))
    })
    .await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, format!("\"v{version}\"")))
        .json(shown))
}
