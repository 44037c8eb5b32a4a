//! Taking an action, completing a task: what is asked for by forms of the policy.

use actix_web::{HttpResponse, post, web};
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use utoipa::{IntoParams, ToSchema};

use super::super::body::Revising;
use super::super::problem::{AnyProblem, BodyProblem, Failure, VersionProblem, WriteProblem};
use super::super::shown::case::CaseShown;
use super::super::shown::receipt::Kept;
use super::revise;
use crate::app::Asked;
use crate::pack::id::ActionId;

/// The answers of a form.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with `answers`")]
pub struct Answered {
    /// By field, as the form's schema says. Left out where there is no form.
    #[serde(default)]
    #[schema(value_type = Object)]
    answers: Map<String, Json>,
}

/// Which action.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfAction {
    /// The organization's id.
    #[allow(dead_code, reason = "described here, read by who asks")]
    organization: String,
    /// The case's number.
    number: String,
    /// The action's id.
    action: String,
}

/// Takes an action of the policy.
#[utoipa::path(
    operation_id = "take_action",
    tag = "cases",
    params(
        OfAction,
        ("If-Match" = String, Header, description = "the version you saw, as its ETag: `\"v17\"`"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes repeating it safe")
    ),
    request_body = Answered,
    responses((status = 200, description = "taken: the case as it stands then", body = CaseShown), Kept, AnyProblem, BodyProblem, WriteProblem, VersionProblem)
)]
#[post("/{organization}/cases/{number}/actions/{action}")]
pub async fn act(path: web::Path<OfAction>, revising: Revising<Answered>) -> Result<HttpResponse, Failure> {
    let OfAction { number, action, .. } = path.into_inner();
    let asked = |said: Answered| Asked::Act {
        action: ActionId::new(action),
        answers: said.answers,
    };
    revise(number, revising, asked).await
}

/// Which task.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfTask {
    /// The organization's id.
    #[allow(dead_code, reason = "described here, read by who asks")]
    organization: String,
    /// The case's number.
    number: String,
    /// The task's number within the case.
    task: u32,
}

/// Completes an open task.
#[utoipa::path(
    tag = "cases",
    params(
        OfTask,
        ("If-Match" = String, Header, description = "the version you saw, as its ETag: `\"v17\"`"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes repeating it safe")
    ),
    request_body = Answered,
    responses((status = 200, description = "done: the case as it stands then", body = CaseShown), Kept, AnyProblem, BodyProblem, WriteProblem, VersionProblem)
)]
#[post("/{organization}/cases/{number}/tasks/{task}")]
pub async fn complete_task(path: web::Path<OfTask>, revising: Revising<Answered>) -> Result<HttpResponse, Failure> {
    let OfTask { number, task, .. } = path.into_inner();
    let asked = |said: Answered| Asked::CompleteTask {
        number: task,
        answers: said.answers,
    };
    revise(number, revising, asked).await
}
