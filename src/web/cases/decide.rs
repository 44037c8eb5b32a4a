//! Deciding otherwise than the rules, or letting them decide again: with a reason, by those the policy names.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::filling::key;
use super::receipt::after;
use super::{Trouble, ask, speech, view};
use crate::access::{self, Ability};
use crate::app::{Asked, ExecuteError, Looked, View};
use crate::case::Actor;
use crate::expression::Kind;
use crate::pack::id::DecisionId;
use crate::pack::{DecisionRule, Permitted};
use crate::value::Value;
use crate::web::error::PageError;
use crate::web::member::Member;
use crate::web::page::{Frame, Nav, PageResult, blocking, show};
use crate::web::speech::{Cited, Speech};
use crate::web::submitted::Submitted;

#[derive(Template)]
#[template(path = "decide.html")]
struct DecidePage {
    frame: Frame,
    case: String,
    number: String,
    present: String,
    clauses: Vec<Cited>,
    /// Id and label; empty where the value is typed.
    options: Vec<(String, String)>,
    value: String,
    reason: String,
    is_overridden: bool,
    trouble: Trouble,
    version: u64,
    key: String,
}

type Path = web::Path<(String, String, String)>;

pub(in crate::web) async fn form(member: Member, path: Path) -> PageResult {
    let (_, number, decision) = path.into_inner();
    blocking(move || {
        let view = view(&member, &number, &Looked::Step)?;
        let speech = speech(&member, &view)?;
        let rule = permitted(&member, &speech, &decision)?;
        show(
            StatusCode::OK,
            &page(&member, &speech, &view, rule, Trouble::default(), None),
        )
    })
    .await
}

pub(in crate::web) async fn decide(member: Member, path: Path, submitted: Submitted) -> PageResult {
    let (_, number, decision) = path.into_inner();
    blocking(move || {
        let view = view(&member, &number, &Looked::Step)?;
        let speech = speech(&member, &view)?;
        let rule = permitted(&member, &speech, &decision)?;
        let reason = submitted.text("reason").to_owned();
        let asked = if submitted.has("reinstate") {
            Asked::Reinstate {
                decision: rule.id.clone(),
                reason,
            }
        } else {
            let Some(value) = read(&rule.kind, submitted.text("value")) else {
                let trouble = Trouble::refused(speech.say("decide-value"), Vec::new());
                let page = page(&member, &speech, &view, rule, trouble, Some(&submitted));
                return show(StatusCode::UNPROCESSABLE_ENTITY, &page);
            };
            Asked::Override {
                decision: rule.id.clone(),
                value,
                reason,
            }
        };
        match ask(&member, &number, asked, &submitted) {
            Ok(done) => after(&member, &done, "decided"),
            Err(error) => {
                let status = status(&error);
                let trouble = Trouble::of(error, &speech)?;
                show(status, &page(&member, &speech, &view, rule, trouble, Some(&submitted)))
            }
        }
    })
    .await
}

/// 409 where the case has moved on, 422 for what the person can mend.
pub(super) fn status(error: &ExecuteError) -> StatusCode {
    match error {
        ExecuteError::Conflict { .. } | ExecuteError::IdempotencyMismatch => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

fn permitted<'a>(member: &Member, speech: &Speech<'a>, decision: &str) -> Result<&'a DecisionRule, PageError> {
    let rule = speech
        .case_type
        .decisions
        .get(&DecisionId::new(decision))
        .ok_or(PageError::NotFound)?;
    if holds_one(&member.actor, &rule.overridable_by) {
        Ok(rule)
    } else {
        Err(PageError::Forbidden)
    }
}

fn page(
    member: &Member,
    speech: &Speech,
    view: &View,
    rule: &DecisionRule,
    trouble: Trouble,
    submitted: Option<&Submitted>,
) -> DecidePage {
    let decided = view.case.decisions.get(&rule.id);
    let name = rule.name.in_language(speech.language).to_owned();
    let title = crate::locale::say(speech.language, "decide-title", &[("decision", name.into())]);
    let mut options: Vec<(String, String)> = rule
        .options
        .iter()
        .map(|(id, option)| (id.to_string(), option.label.in_language(speech.language).to_owned()))
        .collect();
    if rule.kind == Kind::Bool {
        options = vec![
            ("yes".to_owned(), speech.say("value-yes")),
            ("no".to_owned(), speech.say("value-no")),
        ];
    }
    let is_spent = trouble.conflict.is_some();
    DecidePage {
        frame: Frame::of(member, title, Nav::Queue),
        case: member.address(&format!("/cases/{}", view.case.number)),
        number: view.case.number.clone(),
        present: speech.outcome(&decided.map_or(Value::Empty, |decided| decided.value.clone()), rule),
        clauses: speech.clauses(&rule.override_clauses),
        options,
        value: submitted
            .map(|submitted| submitted.text("value").to_owned())
            .unwrap_or_default(),
        reason: submitted
            .map(|submitted| submitted.text("reason").to_owned())
            .unwrap_or_default(),
        is_overridden: decided.is_some_and(|decided| decided.overridden.is_some()),
        trouble,
        version: view.case.version,
        key: key(submitted.filter(|_| !is_spent)),
    }
}

/// A typed outcome of the kind the decision gives. Whether it is one of the possible ones, the engine says.
fn read(kind: &Kind, text: &str) -> Option<Value> {
    if text.is_empty() {
        return None;
    }
    Some(match kind {
        Kind::Bool => Value::Bool(match text {
            "yes" => true,
            "no" => false,
            _ => return None,
        }),
        Kind::Integer => Value::Integer(text.parse().ok()?),
        Kind::Decimal | Kind::Money => Value::Decimal(text.parse::<Decimal>().ok()?),
        Kind::Date => Value::Date(text.parse::<NaiveDate>().ok()?),
        Kind::Period => Value::Period(text.parse().ok()?),
        Kind::List(item) => Value::list([read(item, text)?]),
        Kind::Text | Kind::User | Kind::Choice(_) | Kind::Any => Value::text(text),
        Kind::Instant | Kind::Record(_) => return None,
    })
}

/// Whether somebody may be one of these at all; the engine has the last word when they ask.
pub(super) fn holds_one(actor: &Actor, by: &[Permitted]) -> bool {
    let may_be_meant = actor.is_administrator() || by.iter().any(|by| by.may_mean(&actor.roles));
    !by.is_empty() && access::can(actor, Ability::ChangeCases) && may_be_meant
}
