//! Looking at a case: as it stands, how it came to be, and why.

use actix_web::http::header;
use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::asker::{Inside, across};
use super::super::problem::{AnyProblem, Failure};
use super::super::shown::case::CaseShown;
use super::super::shown::decision::DecisionShown;
use super::super::shown::history::EventShown;
use super::super::shown::why::RuleShown;
use super::OfCase;
use crate::app::{Looked, Seen};
use crate::pack::id::DecisionId;

/// Looks, and shows.
async fn look<T: Send + 'static>(
    inside: Inside,
    number: String,
    looked: Looked,
    told: impl FnOnce(&Inside, Seen) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    across(move || {
        let seen = inside.app.see(inside.organization(), &number, &inside.actor, &looked)?;
        told(&inside, seen)
    })
    .await
}

/// A case: its stage, answers, decisions with why, deadlines with ledger, tasks, documents, notices, attachments, and what
/// can be done with it now.
#[utoipa::path(
    operation_id = "read_case",
    tag = "cases",
    params(OfCase),
    responses(
        (status = 200, description = "the case", body = CaseShown, headers(("ETag" = String, description = "its version, for If-Match"))),
        AnyProblem
    )
)]
#[get("/{organization}/cases/{number}")]
pub async fn show(inside: Inside, path: web::Path<OfCase>) -> Result<HttpResponse, Failure> {
    let (version, shown) = look(inside, path.into_inner().number, Looked::Case, |inside, seen| {
        Ok((seen.view.case.version, CaseShown::of(&seen, &inside.language)))
    })
    .await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, format!("\"v{version}\"")))
        .json(shown))
}

/// What has happened to a case.
#[derive(Serialize, ToSchema)]
#[schema(as = History)]
struct HistoryShown {
    number: String,
    /// The oldest first.
    events: Vec<EventShown>,
}

/// The history of a case, event by event.
#[utoipa::path(operation_id = "read_history", tag = "cases", params(OfCase), responses((status = 200, description = "the history", body = HistoryShown), AnyProblem))]
#[get("/{organization}/cases/{number}/history")]
pub async fn history(inside: Inside, path: web::Path<OfCase>) -> Result<web::Json<impl Serialize>, Failure> {
    let shown = look(inside, path.into_inner().number, Looked::History, |_, seen| {
        let events: Result<Vec<_>, _> = seen.told().iter().map(EventShown::of).collect();
        let events = events.map_err(|error| Failure::broken(&error))?;
        Ok(HistoryShown {
            number: seen.view.case.number,
            events,
        })
    })
    .await?;
    Ok(web::Json(shown))
}

/// Which decision of which case.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfDecision {
    /// The organization's id.
    #[allow(dead_code, reason = "described here, read by who asks")]
    organization: String,
    /// The case's number.
    pub number: String,
    /// The decision's id.
    pub decision: String,
}

/// A decision, and every rule of it with what it sees now.
#[derive(Serialize, ToSchema)]
#[schema(as = DecisionWhy)]
struct DecisionWhy {
    decision: String,
    /// As it stands in the case.
    outcome: Option<DecisionShown>,
    /// Every rule in the author's order: why, and why not.
    rules: Vec<RuleShown>,
}

/// Why a decision is as it is, and why not otherwise.
#[utoipa::path(operation_id = "explain_decision", tag = "cases", params(OfDecision), responses((status = 200, description = "the decision, rule by rule", body = DecisionWhy), AnyProblem))]
#[get("/{organization}/cases/{number}/why/{decision}")]
pub async fn why(inside: Inside, path: web::Path<OfDecision>) -> Result<web::Json<impl Serialize>, Failure> {
    let OfDecision { number, decision, .. } = path.into_inner();
    let id = DecisionId::new(&decision);
    let shown = look(inside, number, Looked::Why(id.clone()), move |inside, seen| {
        let rules = seen
            .view
            .why(&id, &inside.actor)
            .map_err(|refusal| Failure::refused(&refusal, &seen.view.pack, seen.view.case_type(), &inside.language))?;
        Ok(DecisionWhy {
            outcome: seen.view.case.decisions.get(&id).map(DecisionShown::of),
            rules: rules.iter().map(RuleShown::of).collect(),
            decision,
        })
    })
    .await?;
    Ok(web::Json(shown))
}
