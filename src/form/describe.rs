//! An answer as people read it.

use chrono_tz::Tz;
use rust_decimal::Decimal;

use super::limits::decimals_of;
use super::{Field, Names};
use crate::calendar::words;
use crate::locale::{Language, say};
use crate::pack::raw::FieldKind;
use crate::value::Value;

/// `value` for pages, notices and documents: options by their labels, users by their `names`, times local to `zone`, amounts in
/// `currency`. What is not answered is an empty text; files are counted, because their names are not theirs to tell.
pub fn describe(
    value: &Value,
    field: Option<&Field>,
    language: &Language,
    zone: Tz,
    currency: &str,
    names: &Names,
) -> String {
    let kind = field.map(|field| field.kind);
    match value {
        Value::Empty => String::new(),
        Value::Bool(true) => say(language, "value-yes", &[]),
        Value::Bool(false) => say(language, "value-no", &[]),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(amount) if kind == Some(FieldKind::Money) => {
            let amount = grouped(*amount, decimals_of(currency));
            say(
                language,
                "value-money",
                &[("amount", amount.into()), ("currency", currency.to_owned().into())],
            )
        }
        Value::Decimal(number) => number.normalize().to_string(),
        Value::Text(id) if kind == Some(FieldKind::User) => names.get(id).unwrap_or(id).to_string(),
        Value::Text(text) => match field.and_then(|field| field.options.get(text)) {
            Some(option) => option.label.in_language(language).to_owned(),
            None => text.to_string(),
        },
        Value::Date(date) => date.format("%Y-%m-%d").to_string(),
        Value::Instant(instant) => instant.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string(),
        Value::Period(period) => words::period(period, language),
        Value::List(files) if kind == Some(FieldKind::Attachment) => {
            say(language, "value-files", &[("count", files.len().into())])
        }
        Value::List(items) => {
            let separator = if kind == Some(FieldKind::Group) {
                say(language, "value-row-separator", &[])
            } else {
                say(language, "value-separator", &[])
            };
            let items: Vec<String> = items
                .iter()
                .map(|item| describe(item, field, language, zone, currency, names))
                .collect();
            items.join(&separator)
        }
        Value::Record(record) => {
            let known = field.map_or(&[][..], |field| &field.fields);
            let named = |name: &str, value: &Value, field: Option<&Field>| {
                let label = field.map_or(name, |field| field.label.in_language(language)).to_owned();
                let value = describe(value, field, language, zone, currency, names);
                say(
                    language,
                    "value-named",
                    &[("name", label.into()), ("value", value.into())],
                )
            };
            // In the order in which it was asked; what no field explains comes last.
            let asked = known
                .iter()
                .filter_map(|field| record.get(&*field.id).map(|value| named(&field.id, value, Some(field))));
            let rest = record
                .iter()
                .filter(|(name, _)| !known.iter().any(|field| *field.id == ***name))
                .map(|(name, value)| named(name, value, None));
            asked
                .chain(rest)
                .collect::<Vec<_>>()
                .join(&say(language, "value-separator", &[]))
        }
    }
}

/// `20000.5` as `20,000.50`.
fn grouped(amount: Decimal, decimals: u32) -> String {
    let rounded = format!("{:.*}", decimals as usize, amount.abs());
    let (whole, rest) = rounded.split_at(rounded.find('.').unwrap_or(rounded.len()));
    let mut digits = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            digits.push(',');
        }
        digits.push(digit);
    }
    let sign = if amount.is_sign_negative() { "-" } else { "" };
    format!("{sign}{digits}{rest}")
}

/// Personal data as lists show it, with all but its first character hidden: `张*`, `L***`. Its length stays hidden too.
pub fn masked(name: &str) -> String {
    let mut letters = name.trim().chars();
    match letters.next() {
        Some(first) => {
            let rest = letters.count().clamp(1, 3);
            std::iter::once(first).chain(std::iter::repeat_n('*', rest)).collect()
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_name_keeps_its_first_character_and_not_its_length() {
        assert_eq!(masked("张三"), "张*");
        assert_eq!(masked("欧阳大山"), "欧***");
        assert_eq!(masked("Lin Xiaomei"), "L***");
        assert_eq!(masked("李"), "李*");
        assert_eq!(masked(" "), "");
    }
}
