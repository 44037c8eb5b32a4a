//! Who has looked at a case.

use actix_web::{get, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::super::asker::{Inside, across};
use super::super::problem::{AnyProblem, Failure, QueryProblem};
use super::OfCase;
use crate::app::Looked;
use crate::store::looks::{Look, PAGE_MAX};

/// Which page of looks.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    /// What `next` of the page before said.
    #[param(value_type = Option<String>)]
    before: Option<Uuid>,
}

/// One look at a case.
#[derive(Serialize, ToSchema)]
#[schema(as = Look)]
struct LookShown {
    at: DateTime<Utc>,
    /// The id of a person.
    by: String,
    by_name: String,
    /// What somebody is called who was away, and for whom they looked.
    stands_for: Option<String>,
    /// `case`, `history`, `step` (a form), `why` and a decision, `document` and its number, `file` and its hash, `found` (listed because of
    /// personal data that was searched for), `log`, or `uncovered` (masked personal data) and the fields, all of it if none is named.
    what: String,
    /// The reason that was given, where one had to be.
    why: Option<String>,
}

/// Looks at a case, the newest first.
#[derive(Serialize, ToSchema)]
#[schema(as = LookPage)]
struct LooksShown {
    looks: Vec<LookShown>,
    /// What `before` is for the next page; null on the last.
    #[schema(value_type = Option<String>)]
    next: Option<Uuid>,
}

impl LookShown {
    fn of(look: Look) -> Self {
        Self {
            at: look.at,
            by: look.by.0.to_string(),
            by_name: look.by_name,
            stands_for: look.stands_for.map(|absent| absent.name),
            what: look.what,
            why: look.why,
        }
    }
}

/// Who has looked at a case, its prints and its files, where its type keeps a view log. For roles that audit, and for
/// administrators.
#[utoipa::path(
    operation_id = "read_looks",
    tag = "cases",
    params(OfCase, Earlier),
    responses(
        (status = 200, description = "one page", body = LooksShown),
        AnyProblem,
        QueryProblem
    )
)]
#[get("/{organization}/cases/{number}/looks")]
pub async fn read(
    inside: Inside,
    path: web::Path<OfCase>,
    earlier: web::Query<Earlier>,
) -> Result<web::Json<impl Serialize>, Failure> {
    let number = path.into_inner().number;
    let looks = across(move || {
        let seen = inside
            .app
            .see(inside.organization(), &number, &inside.actor, &Looked::Log)?;
        Ok(inside
            .app
            .looks(&seen.view.pack, &seen.view.case, &inside.actor, earlier.before)?)
    })
    .await?;
    let is_full = looks.len() == usize::from(PAGE_MAX);
    Ok(web::Json(LooksShown {
        next: looks.last().filter(|_| is_full).map(|look| look.id),
        looks: looks.into_iter().map(LookShown::of).collect(),
    }))
}
