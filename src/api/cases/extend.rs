//! Extending a deadline.

use actix_web::{HttpResponse, post, web};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::super::body::Revising;
use super::super::clock::instant;
use super::super::problem::{AnyProblem, BodyProblem, Failure, VersionProblem, WriteProblem};
use super::super::shown::case::CaseShown;
use super::super::shown::receipt::Kept;
use super::{Change, change};
use crate::app::Asked;
use crate::case::command::{ExtensionRequest, NewEnd};
use crate::locale::say;
use crate::pack::id::DeadlineId;

/// A later end, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with `until` and `reason`")]
pub struct Extending {
    /// A day, whose close of business is then the end, or an instant with its offset.
    #[schema(example = "2024-10-11")]
    until: String,
    reason: String,
    /// When the complainant was told; policies ask for it before the old end. An instant with its offset.
    #[schema(value_type = Option<String>, format = DateTime)]
    told_at: Option<String>,
    /// How they were told.
    told_how: Option<String>,
}

/// Which deadline.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfDeadline {
    /// The organization's id.
    #[allow(dead_code, reason = "described here, read by who asks")]
    organization: String,
    /// The case's number.
    number: String,
    /// The deadline's id.
    deadline: String,
}

/// Moves the end of a running deadline, as far as the policy allows.
#[utoipa::path(
    operation_id = "extend_deadline",
    tag = "cases",
    params(
        OfDeadline,
        ("If-Match" = String, Header, description = "the version you saw, as its ETag: `\"v17\"`"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes repeating it safe")
    ),
    request_body = Extending,
    responses((status = 200, description = "extended: the case as it stands then", body = CaseShown), Kept, AnyProblem, BodyProblem, WriteProblem, VersionProblem)
)]
#[post("/{organization}/cases/{number}/deadlines/{deadline}/extend")]
pub async fn extend(path: web::Path<OfDeadline>, revising: Revising<Extending>) -> Result<HttpResponse, Failure> {
    let OfDeadline { number, deadline, .. } = path.into_inner();
    let Revising {
        inside,
        said,
        idempotency,
        version,
    } = revising;
    let end = said
        .until
        .parse()
        .map(NewEnd::Day)
        .ok()
        .or_else(|| instant(&said.until).map(NewEnd::At));
    let until = end.ok_or_else(|| Failure::of_field("until", say(&inside.language, "api-not-an-end", &[])))?;
    let told_at = match &said.told_at {
        None => None,
        Some(told) => Some(
            instant(told)
                .ok_or_else(|| Failure::of_field("told_at", say(&inside.language, "api-not-an-instant", &[])))?,
        ),
    };
    let extension = ExtensionRequest {
        until,
        reason: said.reason,
        told_at,
        told_how: said.told_how,
    };
    let asked = Asked::Extend {
        deadline: DeadlineId::new(deadline),
        extension,
    };
    change(inside, Change::at(version, number, asked, idempotency)).await
}
