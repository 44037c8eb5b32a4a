//! Kinds of values, and literals of them.

use std::str::FromStr;
use std::sync::Arc;

use chrono::NaiveDate;
use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::{At, Parsed};
use crate::calendar::Period;
use crate::diagnostic::{Diagnostic, nearest};
use crate::expression::{Kind, Options, Unit, Units, truth_meant};
use crate::locale::{Phrase, phrase};
use crate::pack::raw::*;
use crate::value::Value;

/// What may be chosen, with the texts people see.
pub type Choices = IndexMap<Arc<str>, RawOption>;

/// The options that `of` names in the organization: `departments`, `roles`, `channels`, or one of `lists`.
pub(super) fn choices_of(about: Option<&Parsed<RawOrganization>>, of: &str) -> Option<Choices> {
    let about = &about?.raw;
    let option = |id: &String, label: &RawText, clause: &Clauses| {
        (
            Arc::from(id.as_str()),
            RawOption {
                label: label.clone(),
                help: None,
                clause: clause.clone(),
            },
        )
    };
    Some(match of {
        "departments" => about
            .departments
            .iter()
            .map(|(id, part)| option(id, &part.name, &part.clause))
            .collect(),
        "roles" => about
            .roles
            .iter()
            .map(|(id, part)| option(id, &part.name, &part.clause))
            .collect(),
        "channels" => about
            .channels
            .iter()
            .map(|(id, part)| option(id, &part.name, &part.clause))
            .collect(),
        list => own_choices(about.lists.get(list)?),
    })
}

/// The same, or the outcomes of a decision of the case type.
pub(super) fn choices_in(about: Option<&Parsed<RawOrganization>>, case: &RawCaseType, of: &str) -> Option<Choices> {
    choices_of(about, of).or_else(|| {
        let decision = case.decisions.get(of)?;
        if decision.values.is_empty() {
            choices_of(about, decision.of.as_deref()?)
        } else {
            Some(own_choices(&decision.values))
        }
    })
}

pub(super) fn own_choices(options: &Map<RawOption>) -> Choices {
    options
        .iter()
        .map(|(id, option)| (Arc::from(id.as_str()), option.clone()))
        .collect()
}

/// One of `choices`; any text, if there is nothing to choose from.
pub(super) fn choice(name: Phrase, choices: &Choices) -> Kind {
    if choices.is_empty() {
        return Kind::Text;
    }
    Kind::Choice(Arc::new(Options {
        name,
        ids: choices.keys().cloned().collect(),
    }))
}

/// The departments as a tree, and who attends the channels.
pub(in crate::pack) fn units(about: Option<&Parsed<RawOrganization>>) -> Units {
    let text = |written: &String| Arc::from(written.as_str());
    let departments = about.into_iter().flat_map(|about| &about.raw.departments);
    let units = departments.map(|(id, department)| {
        let unit = Unit {
            within: department.within.as_ref().map(text),
            areas: department.areas.as_slice().iter().map(text).collect(),
        };
        (text(id), unit)
    });
    let choices = choices_of(about, "departments").unwrap_or_default();
    let roles = choices_of(about, "roles").unwrap_or_default();
    let channels = about.into_iter().flat_map(|about| &about.raw.channels);
    let channels = channels.filter_map(|(id, channel)| Some((text(id), channel.owner.as_ref().map(text)?)));
    Units::new(choice(phrase!("the departments"), &choices), units.collect()).with_channels(
        choice(
            phrase!("the channels"),
            &choices_of(about, "channels").unwrap_or_default(),
        ),
        choice(phrase!("the roles"), &roles),
        channels.collect(),
    )
}

pub(in crate::pack) fn of_setting(kind: SettingKind) -> Kind {
    match kind {
        SettingKind::YesNo => Kind::Bool,
        SettingKind::Integer => Kind::Integer,
        SettingKind::Decimal => Kind::Decimal,
        SettingKind::Money => Kind::Money,
        SettingKind::Text | SettingKind::Cron => Kind::Text,
        SettingKind::Period => Kind::Period,
        SettingKind::Date => Kind::Date,
    }
}

/// What is wrong with a literal.
pub(in crate::pack) struct BadLiteral {
    pub code: &'static str,
    pub message: Phrase,
    pub help: Option<Phrase>,
    pub replacement: Option<String>,
}

impl BadLiteral {
    pub fn new(code: &'static str, message: Phrase) -> Self {
        Self {
            code,
            message,
            help: None,
            replacement: None,
        }
    }

    pub fn help(self, help: impl Into<Phrase>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// Says what to write for it.
    fn instead(self, replacement: String) -> Self {
        Self {
            help: Some(phrase!("write `{replacement}`", replacement)),
            replacement: Some(replacement),
            ..self
        }
    }

    /// The finding about what is written at `at`.
    pub fn at(self, at: &At) -> Diagnostic {
        let mut finding = Diagnostic::error(self.code, at.place(), self.message);
        finding.help = self.help;
        finding.replacement = self.replacement;
        finding
    }
}

fn bad(message: Phrase) -> BadLiteral {
    BadLiteral::new("bad-value", message)
}

/// `raw` as a value of `kind`.
pub(in crate::pack) fn literal(raw: &RawValue, kind: &Kind) -> Result<Value, BadLiteral> {
    let expected = || {
        bad(phrase!(
            "{shown} is not {kind}",
            shown = shown(raw),
            kind = kind.described()
        ))
    };
    match (kind, raw) {
        (Kind::List(item), RawValue::List(items)) => items
            .iter()
            .map(|raw| literal(raw, item))
            .collect::<Result<Vec<_>, _>>()
            .map(Value::list),
        (Kind::List(item), single) => literal(single, item).map(|value| Value::list([value])),
        (Kind::Bool | Kind::Any, RawValue::Bool(value)) => Ok(Value::Bool(*value)),
        (Kind::Integer, RawValue::Number(number)) => number.as_i64().map(Value::Integer).ok_or_else(expected),
        (Kind::Decimal | Kind::Money, RawValue::Number(number)) => decimal(&number.to_string()).ok_or_else(expected),
        (Kind::Decimal | Kind::Money, RawValue::Text(text)) => decimal(text).ok_or_else(|| match digits_meant(text) {
            Some(digits) => expected().instead(digits),
            None => expected(),
        }),
        (Kind::Any, RawValue::Number(number)) => match number.as_i64() {
            Some(whole) => Ok(Value::Integer(whole)),
            None => decimal(&number.to_string()).ok_or_else(expected),
        },
        (Kind::Text | Kind::User | Kind::Any, RawValue::Text(text)) => Ok(Value::text(text)),
        (Kind::Text, RawValue::Number(number)) => Err(BadLiteral {
            help: Some(phrase!("put it in quotes: `\"{number}\"`", number)),
            ..expected()
        }),
        (Kind::Choice(options), RawValue::Text(text)) => match options.get(text) {
            Some(id) => Ok(Value::Text(Arc::clone(id))),
            None => Err(unknown_option(text, options)),
        },
        (Kind::Choice(options), _) => Err(unknown_option(shown(raw).english().trim_matches('`'), options)),
        (Kind::Date, RawValue::Text(text)) => NaiveDate::from_str(text).map(Value::Date).map_err(|_| BadLiteral {
            help: Some(phrase!("write it as `\"2024-01-31\"`")),
            ..expected()
        }),
        (Kind::Period, RawValue::Text(text)) => Period::from_str(text).map(Value::Period).map_err(|error| BadLiteral {
            code: "bad-duration",
            message: error.message,
            help: error.help,
            replacement: None,
        }),
        (Kind::Bool, RawValue::Text(text)) => Err(match truth_meant(text) {
            Some(meant) => expected().instead(meant.to_string()),
            None => expected().help(phrase!("write `true` or `false`")),
        }),
        (Kind::Integer, RawValue::Text(text)) => Err(match digits_meant(text) {
            Some(digits) => expected().instead(digits),
            None => expected(),
        }),
        (Kind::Period, RawValue::Number(number)) => Err(expected().help(phrase!(
            "say of what, such as `{number} working days` (`{number}个工作日`) or `{number} days` (`{number}天`)",
            number
        ))),
        _ => Err(expected()),
    }
}

/// The number somebody means who writes `5万`, `50,000` or `500元`.
fn digits_meant(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|letter| !matches!(letter, ',' | '，' | ' ' | '¥' | '￥' | '元'))
        .collect();
    let (digits, times) = match plain.strip_suffix('万') {
        Some(digits) => (digits, 10_000),
        None => (plain.as_str(), 1),
    };
    let number = Decimal::from_str_exact(digits)
        .ok()?
        .checked_mul(Decimal::from(times))?;
    Some(number.normalize().to_string())
}

fn unknown_option(written: &str, options: &Options) -> BadLiteral {
    let near = nearest(written, options.ids.iter().map(|id| &**id));
    let known = Phrase::names(options.ids.iter().take(12));
    BadLiteral {
        code: "unknown-option",
        message: phrase!("`{written}` is not one of {name}", written, name = options.name),
        help: Some(match near {
            Some(near) => phrase!("did you mean `{near}`?", near),
            None => phrase!("known are {known}", known),
        }),
        replacement: near.map(str::to_owned),
    }
}

/// As written, in backticks.
fn shown(raw: &RawValue) -> Phrase {
    match raw {
        RawValue::Bool(value) => Phrase::text(format!("`{value}`")),
        RawValue::Number(value) => Phrase::text(format!("`{value}`")),
        RawValue::Text(value) => Phrase::text(format!("`{value}`")),
        RawValue::List(_) => phrase!("a list"),
    }
}

fn decimal(text: &str) -> Option<Value> {
    let text = text.trim();
    Decimal::from_str_exact(text)
        .or_else(|_| Decimal::from_scientific(text))
        .ok()
        .map(Value::Decimal)
}

/// `raw` read as what it was written as: keys of a decision map are always texts.
pub(in crate::pack) fn of_key(key: &str, kind: &Kind) -> RawValue {
    let kind = match kind {
        Kind::List(item) => item,
        kind => kind,
    };
    match (kind, key) {
        (Kind::Bool, "true") => RawValue::Bool(true),
        (Kind::Bool, "false") => RawValue::Bool(false),
        (Kind::Integer | Kind::Decimal | Kind::Money | Kind::Any, number) => number
            .parse()
            .map_or_else(|_| RawValue::Text(number.to_owned()), RawValue::Number),
        _ => RawValue::Text(key.to_owned()),
    }
}
