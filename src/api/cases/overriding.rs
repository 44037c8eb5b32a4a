//! Deciding otherwise than the rules, and letting the rules decide again.

use actix_web::{HttpResponse, post, web};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::super::asker::{Inside, across};
use super::super::body::Revising;
use super::super::clock::instant;
use super::super::problem::{AnyProblem, BodyProblem, Failure, VersionProblem, WriteProblem};
use super::super::shown::case::CaseShown;
use super::super::shown::receipt::Kept;
use super::look::OfDecision;
use super::{Change, change, revise};
use crate::app::{Asked, Looked};
use crate::expression::Kind;
use crate::locale::say;
use crate::pack::id::DecisionId;
use crate::value::Value;

/// Another outcome, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with `value` and `reason`")]
pub struct Overriding {
    /// One of the decision's outcomes.
    #[schema(value_type = Value, example = "major")]
    value: Json,
    reason: String,
}

/// Decides otherwise than the rules.
#[utoipa::path(
    tag = "cases",
    params(
        OfDecision,
        ("If-Match" = String, Header, description = "the version you saw, as its ETag: `\"v17\"`"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes repeating it safe")
    ),
    request_body = Overriding,
    responses((status = 200, description = "decided: the case as it stands then", body = CaseShown), Kept, AnyProblem, BodyProblem, WriteProblem, VersionProblem)
)]
#[post("/{organization}/cases/{number}/decisions/{decision}/override")]
pub async fn override_decision(
    path: web::Path<OfDecision>,
    revising: Revising<Overriding>,
) -> Result<HttpResponse, Failure> {
    let OfDecision { number, decision, .. } = path.into_inner();
    let Revising {
        inside,
        said,
        idempotency,
        version,
    } = revising;
    let decision = DecisionId::new(decision);
    let kind = kind_of(&inside, number.clone(), decision.clone()).await?;
    let value = outcome(&kind, &said.value)
        .ok_or_else(|| Failure::of_field("value", say(&inside.language, "api-not-an-outcome", &[])))?;
    let asked = Asked::Override {
        decision,
        value,
        reason: said.reason,
    };
    change(inside, Change::at(version, number, asked, idempotency)).await
}

/// What kind of value the decision gives, under the version of the policy that judges the case.
async fn kind_of(inside: &Inside, number: String, decision: DecisionId) -> Result<Kind, Failure> {
    let inside = inside.clone();
    across(move || {
        let seen = inside
            .app
            .see(inside.organization(), &number, &inside.actor, &Looked::Nothing)?;
        let rule = seen
            .view
            .case_type()
            .and_then(|case_type| case_type.decisions.get(&decision));
        rule.map(|rule| rule.kind.clone()).ok_or(Failure::NotFound)
    })
    .await
}

/// Plain JSON as a value of this kind. Whether it is among the outcomes is not asked here.
fn outcome(kind: &Kind, said: &Json) -> Option<Value> {
    let text = said.as_str();
    match kind {
        Kind::Bool => said.as_bool().map(Value::Bool),
        Kind::Integer => said.as_i64().map(Value::Integer),
        Kind::Decimal | Kind::Money => match said {
            Json::Number(number) => number.to_string().parse::<Decimal>().ok().map(Value::Decimal),
            _ => text?.parse::<Decimal>().ok().map(Value::Decimal),
        },
        Kind::Text | Kind::User | Kind::Choice(_) => text.map(Value::text),
        Kind::Date => text?.parse().ok().map(Value::Date),
        Kind::Instant => instant(text?).map(Value::Instant),
        Kind::Period => text?.parse().ok().map(Value::Period),
        Kind::List(of) => {
            let items: Option<Vec<Value>> = said.as_array()?.iter().map(|item| outcome(of, item)).collect();
            items.map(Value::list)
        }
        Kind::Record(_) => None,
        Kind::Any => [Kind::Bool, Kind::Integer, Kind::Decimal, Kind::Text]
            .iter()
            .find_map(|kind| outcome(kind, said)),
    }
}

/// Why the rules shall decide again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with `reason`")]
pub struct Reinstating {
    reason: String,
}

/// Lets the rules decide again what a person had decided.
#[utoipa::path(
    operation_id = "reinstate_decision",
    tag = "cases",
    params(
        OfDecision,
        ("If-Match" = String, Header, description = "the version you saw, as its ETag: `\"v17\"`"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes repeating it safe")
    ),
    request_body = Reinstating,
    responses((status = 200, description = "decided: the case as it stands then", body = CaseShown), Kept, AnyProblem, BodyProblem, WriteProblem, VersionProblem)
)]
#[post("/{organization}/cases/{number}/decisions/{decision}/reinstate")]
pub async fn reinstate(path: web::Path<OfDecision>, revising: Revising<Reinstating>) -> Result<HttpResponse, Failure> {
    let OfDecision { number, decision, .. } = path.into_inner();
    let asked = |said: Reinstating| Asked::Reinstate {
        decision: DecisionId::new(decision),
        reason: said.reason,
    };
    revise(number, revising, asked).await
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn plain_json_becomes_a_value_of_the_decisions_kind_or_none() {
        let list = Kind::List(Box::new(Kind::Text));
        assert_eq!(
            outcome(&Kind::Money, &json!("20000.00")),
            Some(Value::Decimal("20000.00".parse().unwrap()))
        );
        assert_eq!(
            outcome(&Kind::Money, &json!(20000)),
            Some(Value::Decimal("20000".parse().unwrap()))
        );
        assert_eq!(
            outcome(&Kind::Period, &json!("3 working days"))
                .map(|period| period.to_string())
                .as_deref(),
            Some("3 working days")
        );
        assert_eq!(
            outcome(&list, &json!(["a", "b"])),
            Some(Value::list(["a", "b"].map(Value::from)))
        );
        assert_eq!(outcome(&list, &json!(["a", 1])), None);
        assert_eq!(outcome(&Kind::Bool, &json!("true")), None);
        assert_eq!(outcome(&Kind::Text, &Json::Null), None);
    }
}
