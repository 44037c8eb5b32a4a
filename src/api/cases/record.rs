//! What is added to a case without a form: remarks, what took place, and who handles it.

use actix_web::{HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::body::{Revising, Saying};
use super::super::clock::instant;
use super::super::problem::{AnyProblem, BodyProblem, Failure, VersionProblem, WriteProblem};
use super::super::shown::case::CaseShown;
use super::super::shown::receipt::Kept;
use super::{Change, OfCase, change};
use crate::app::{Asked, Target};
use crate::case::PersonId;
use crate::locale::say;
use crate::pack::id::EventId;

/// A remark.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with `text`")]
pub struct Comment {
    text: String,
}

/// Adds a remark. Remarks never collide, so no version is needed.
#[utoipa::path(
    operation_id = "add_comment",
    tag = "cases",
    params(OfCase, ("Idempotency-Key" = Option<String>, Header, description = "makes repeating it safe")),
    request_body = Comment,
    responses((status = 200, description = "added: the case as it stands then", body = CaseShown), Kept, AnyProblem, BodyProblem, WriteProblem)
)]
#[post("/{organization}/cases/{number}/comments")]
pub async fn comment(path: web::Path<OfCase>, saying: Saying<Comment>) -> Result<HttpResponse, Failure> {
    let Saying {
        inside,
        said,
        idempotency,
    } = saying;
    if said.text.trim().is_empty() {
        return Err(empty(&inside.language));
    }
    let remark = Change {
        target: Target::Existing {
            number: path.into_inner().number,
        },
        asked: Asked::Comment { text: said.text },
        naming: None,
        version: None,
        idempotency,
    };
    change(inside, remark).await
}

/// Something that took place.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with `text`")]
pub struct TookPlace {
    /// The event of the policy that it is, if it is one; rules and deadlines then see it.
    event: Option<String>,
    /// When it took place, not in the future; now if not given. An instant with its offset.
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<String>,
    /// What took place.
    text: String,
    /// It took place although the policy does not allow it.
    #[serde(default)]
    breach: bool,
}

/// Records what took place: outside this program, or although the policy does not allow it.
#[utoipa::path(
    operation_id = "record_event",
    tag = "cases",
    params(
        OfCase,
        ("If-Match" = String, Header, description = "the version you saw, as its ETag: `\"v17\"`"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes repeating it safe")
    ),
    request_body = TookPlace,
    responses((status = 200, description = "recorded: the case as it stands then", body = CaseShown), Kept, AnyProblem, BodyProblem, WriteProblem, VersionProblem)
)]
#[post("/{organization}/cases/{number}/records")]
pub async fn record(path: web::Path<OfCase>, revising: Revising<TookPlace>) -> Result<HttpResponse, Failure> {
    let Revising {
        inside,
        said,
        idempotency,
        version,
    } = revising;
    if said.text.trim().is_empty() {
        return Err(empty(&inside.language));
    }
    let at = match &said.at {
        None => inside.app.clock().now(),
        Some(at) => {
            instant(at).ok_or_else(|| Failure::of_field("at", say(&inside.language, "api-not-an-instant", &[])))?
        }
    };
    let asked = Asked::Record {
        event: said.event.map(EventId::new),
        at,
        text: said.text,
        breach: said.breach,
    };
    let record = Change::at(version, path.into_inner().number, asked, idempotency);
    change(inside, record.naming("event")).await
}

/// Who handles a case.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with `owner`")]
pub struct Handling {
    /// The id of a person with a post in the organization; null: nobody.
    // Named although it may be null: nobody lets go of a case by leaving something out.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required)]
    owner: Option<String>,
}

/// Names the person who handles a case, or nobody.
#[utoipa::path(
    operation_id = "set_owner",
    tag = "cases",
    params(
        OfCase,
        ("If-Match" = String, Header, description = "the version you saw, as its ETag: `\"v17\"`"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes repeating it safe")
    ),
    request_body = Handling,
    responses((status = 200, description = "named: the case as it stands then", body = CaseShown), Kept, AnyProblem, BodyProblem, WriteProblem, VersionProblem)
)]
#[post("/{organization}/cases/{number}/owner")]
pub async fn take_over(path: web::Path<OfCase>, revising: Revising<Handling>) -> Result<HttpResponse, Failure> {
    let Revising {
        inside,
        said,
        idempotency,
        version,
    } = revising;
    let asked = Asked::TakeOver {
        owner: said.owner.map(|owner| PersonId(owner.into())),
    };
    let handling = Change::at(version, path.into_inner().number, asked, idempotency);
    change(inside, handling.naming("owner")).await
}

fn empty(language: &crate::locale::Language) -> Failure {
    Failure::of_field("text", say(language, "api-text-missing", &[]))
}
