//! Merging another case into this one.

use actix_web::{HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::body::Revising;
use super::super::problem::{AnyProblem, BodyProblem, Failure, VersionProblem, WriteProblem};
use super::super::shown::case::CaseShown;
use super::super::shown::receipt::Kept;
use super::{OfCase, revise};
use crate::app::Asked;

/// The case that is merged away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with `other`")]
pub struct Merging {
    /// Its number.
    #[schema(example = "24090002")]
    other: String,
}

/// Merges another open case of the same type into this one, as far as the policy allows. The other one ends; both histories say so.
#[utoipa::path(
    operation_id = "merge_case",
    tag = "cases",
    params(
        OfCase,
        ("If-Match" = String, Header, description = "the version you saw, as its ETag: `\"v17\"`"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes repeating it safe")
    ),
    request_body = Merging,
    responses((status = 200, description = "merged: the case as it stands then", body = CaseShown), Kept, AnyProblem, BodyProblem, WriteProblem, VersionProblem)
)]
#[post("/{organization}/cases/{number}/merge")]
pub async fn merge(path: web::Path<OfCase>, revising: Revising<Merging>) -> Result<HttpResponse, Failure> {
    let asked = |said: Merging| Asked::Merge { other: said.other };
    revise(path.into_inner().number, revising, asked).await
}
