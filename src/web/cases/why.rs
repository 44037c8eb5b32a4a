//! Why a decision is as it is, rule by rule, and why not otherwise.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::{speech, view};
use crate::app::Looked;
use crate::case::why::RuleWhy;
use crate::expression::{Trace, Worth};
use crate::pack::id::DecisionId;
use crate::pack::{DecisionBody, DecisionRule, Given};
use crate::value::Value;
use crate::web::error::PageError;
use crate::web::member::Member;
use crate::web::page::{Frame, Nav, PageResult, blocking, show as show_page};
use crate::web::speech::{Cited, Speech};

#[derive(Template)]
#[template(path = "why.html")]
struct WhyPage {
    frame: Frame,
    case: String,
    number: String,
    decision: String,
    value: String,
    is_decided: bool,
    overridden: Option<String>,
    clauses: Vec<Cited>,
    rules: Vec<RuleView>,
    is_first_match: bool,
}

/// One rule and what it saw.
struct RuleView {
    name: String,
    gives: String,
    /// `fired`, `held`, `not`, `unknown`, `failed` or `unseen`.
    class: &'static str,
    verdict: String,
    clauses: Vec<Cited>,
    /// As its author wrote it; empty for a rule without a condition.
    condition: String,
    /// What the whole condition looked at.
    seen: Vec<(String, String)>,
    culprits: Vec<Culprit>,
    failure: Option<String>,
}

/// The smallest part that made a rule false or unknown; its text is empty where it is the whole condition.
struct Culprit {
    text: String,
    seen: Vec<(String, String)>,
}

pub(in crate::web) async fn show(member: Member, path: web::Path<(String, String, String)>) -> PageResult {
    let (_, number, decision) = path.into_inner();
    blocking(move || {
        let id = DecisionId::new(&decision);
        let view = view(&member, &number, &Looked::Why(id.clone()))?;
        let speech = speech(&member, &view)?;
        let rule = speech.case_type.decisions.get(&id).ok_or(PageError::NotFound)?;
        let whys = view.why(&id, &member.actor).map_err(|_| PageError::NotFound)?;
        let decided = view.case.decisions.get(&id);
        let value = decided.map_or(Value::Empty, |decided| decided.value.clone());
        let name = speech.text(&rule.name).to_owned();
        let title = crate::locale::say(&member.language, "why-title", &[("decision", name.clone().into())]);
        let is_first_match = !matches!(rule.body, DecisionBody::All(_));
        let page = WhyPage {
            frame: Frame::of(&member, title, Nav::Queue),
            case: member.address(&format!("/cases/{number}")),
            number,
            decision: name,
            value: speech.outcome(&value, rule),
            is_decided: !value.is_empty(),
            overridden: decided
                .and_then(|decided| decided.overridden.as_ref())
                .map(|overridden| {
                    crate::locale::say(
                        &member.language,
                        "why-overridden",
                        &[
                            ("by", overridden.by_name.clone().into()),
                            ("at", speech.moment(overridden.at).into()),
                            ("reason", overridden.reason.clone().into()),
                        ],
                    )
                }),
            clauses: speech.clauses(&rule.clauses),
            rules: whys.iter().map(|why| rule_view(&speech, rule, why)).collect(),
            is_first_match,
        };
        show_page(StatusCode::OK, &page)
    })
    .await
}

fn rule_view(speech: &Speech, rule: &DecisionRule, why: &RuleWhy) -> RuleView {
    let (class, key) = match (&why.trace, why.fired, why.holds) {
        (_, true, _) => ("fired", "why-fired"),
        (_, false, true) => ("held", "why-held"),
        (Some(trace), ..) => match trace.worth {
            Worth::Unknown(_) => ("unknown", "why-unknown"),
            Worth::Failed(_) => ("failed", "why-failed"),
            _ => ("not", "why-not"),
        },
        (None, ..) => ("not", "why-not"),
    };
    let number = crate::locale::say(speech.language, "why-rule", &[("number", why.rule.into())]);
    RuleView {
        name: number,
        gives: gives(speech, rule, why.rule),
        class,
        verdict: speech.say(key),
        clauses: speech.clauses(&why.clauses),
        condition: why.trace.as_ref().map(|trace| trace.text.clone()).unwrap_or_default(),
        seen: why
            .trace
            .as_ref()
            .filter(|_| why.holds)
            .map(|trace| seen(speech, trace))
            .unwrap_or_default(),
        culprits: why
            .culprits
            .iter()
            .map(|culprit| Culprit {
                // The whole condition has just been shown.
                text: why
                    .trace
                    .as_ref()
                    .filter(|whole| whole.text == culprit.text)
                    .map_or_else(|| culprit.text.clone(), |_| String::new()),
                seen: seen(speech, culprit),
            })
            .collect(),
        failure: why.trace.as_ref().and_then(|trace| match &trace.worth {
            Worth::Failed(message) => Some(message.clone()),
            _ => None,
        }),
    }
}

fn seen(speech: &Speech, trace: &Trace) -> Vec<(String, String)> {
    trace
        .values_seen()
        .iter()
        .map(|(name, value)| (speech.name(name), speech.value(name, value)))
        .collect()
}

/// What the rule of this number gives, in words.
fn gives(speech: &Speech, decision: &DecisionRule, number: u32) -> String {
    let index = usize::try_from(number).unwrap_or(1).saturating_sub(1);
    match &decision.body {
        DecisionBody::First(rules) | DecisionBody::All(rules) => match rules.get(index).map(|rule| &rule.gives) {
            Some(Given::Value(value)) => speech.outcome(value, decision),
            Some(Given::Expression(expression)) => speech.name(expression.source()),
            None => String::new(),
        },
        DecisionBody::Table(table) => table
            .rows
            .get(index)
            .map(|row| speech.outcome(&row.gives, decision))
            .unwrap_or_default(),
    }
}
