//! What was decided and by which rule, or what is missing for it.

use super::super::decide::holds_one;
use super::Looks;
use crate::case::Decided;
use crate::pack::DecisionRule;
use crate::value::Value;
use crate::web::speech::Cited;

pub(super) struct DecisionCard {
    pub id: String,
    pub name: String,
    pub value: String,
    pub is_decided: bool,
    pub rule: Option<String>,
    pub clauses: Vec<Cited>,
    pub seen: Vec<(String, String)>,
    pub missing: Option<String>,
    pub failure: Option<String>,
    pub overridden: Option<String>,
    pub may_override: bool,
}

impl DecisionCard {
    /// It is decided, was, or should be.
    pub fn says_something(&self) -> bool {
        self.is_decided || self.failure.is_some() || self.overridden.is_some()
    }
}

/// A list of nothing is no news.
pub(in crate::web::cases) fn holds_something(value: &Value) -> bool {
    match value {
        Value::List(members) => !members.is_empty(),
        value => !value.is_empty(),
    }
}

impl Looks<'_> {
    pub(super) fn decision(&self, rule: &DecisionRule) -> DecisionCard {
        let empty = Decided {
            value: Value::Empty,
            rule: None,
            clauses: Vec::new(),
            seen: Vec::new(),
            missing: Vec::new(),
            failure: None,
            overridden: None,
        };
        let decided = self.case().decisions.get(&rule.id).unwrap_or(&empty);
        let missing: Vec<String> = decided.missing.iter().map(|name| self.speech.name(name)).collect();
        DecisionCard {
            id: rule.id.to_string(),
            name: self.speech.text(&rule.name).to_owned(),
            value: self.speech.outcome(&decided.value, rule),
            is_decided: holds_something(&decided.value),
            rule: decided
                .rule
                .map(|number| crate::locale::say(self.speech.language, "why-rule", &[("number", number.into())])),
            clauses: self.speech.clauses(&decided.clauses),
            seen: self.seen(&decided.seen),
            missing: (!missing.is_empty() && decided.value.is_empty())
                .then(|| missing.join(&self.say("value-separator"))),
            failure: decided.failure.clone(),
            overridden: decided.overridden.as_ref().map(|overridden| {
                self.say_with(
                    "why-overridden",
                    &[
                        ("by", overridden.by_name.clone()),
                        ("at", self.speech.moment(overridden.at)),
                        ("reason", overridden.reason.clone()),
                    ],
                )
            }),
            may_override: self.case().closed_at.is_none() && holds_one(&self.member.actor, &rule.overridable_by),
        }
    }
}
