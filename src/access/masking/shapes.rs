//! What personal data looks like to those who are not to know it.

use std::sync::Arc;

use crate::form;
use crate::pack::raw::FieldKind;
use crate::value::Value;

/// What stands for what is not told at all.
const HIDDEN: &str = "***";

/// Whether the answer is a text somebody wrote, and not the name of something else.
pub(in crate::access) fn is_written(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Person
            | FieldKind::Phone
            | FieldKind::Email
            | FieldKind::Address
            | FieldKind::Group
    )
}

pub(in crate::access) fn masked_value(kind: FieldKind, value: &Value) -> Value {
    match value {
        Value::Empty => Value::Empty,
        // A file is there for those who may see it, and for nobody else.
        _ if kind == FieldKind::Attachment => Value::Empty,
        Value::Text(text) if is_written(kind) => Value::text(masked_text(kind, text)),
        Value::List(items) => Value::List(items.iter().map(|item| masked_value(kind, item)).collect()),
        Value::Record(row) => {
            let row = row
                .iter()
                .map(|(id, value)| (Arc::clone(id), masked_value(kind, value)));
            Value::Record(Arc::new(row.collect()))
        }
        _ => Value::text(HIDDEN),
    }
}

/// Longer texts are sentences, of which the first letter tells nothing.
const NAME_CHARS_MAX: usize = 30;

/// `张*`, `138****1234`, `a***@x.cn`, `***1234`; `***` for whatever is none of these.
pub(in crate::access) fn masked_text(kind: FieldKind, text: &str) -> String {
    let text = text.trim();
    if kind == FieldKind::Person {
        return form::masked(text);
    }
    if let Some((before, domain)) = text.split_once('@')
        && !text.contains(char::is_whitespace)
        && domain.contains('.')
    {
        let first: String = before.chars().take(1).collect();
        return format!("{first}{HIDDEN}@{domain}");
    }
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '+' | ' ' | '(' | ')');
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    if kind == FieldKind::Text && digits.is_empty() && text.chars().count() <= NAME_CHARS_MAX {
        return form::masked(text);
    }
    if digits.len() < 7 || !text.chars().all(is_part) {
        return HIDDEN.to_owned();
    }
    let last: String = digits[digits.len() - 4..].iter().collect();
    if kind == FieldKind::Phone || digits.len() == 11 && digits[0] == '1' {
        let (before, national) = digits.split_at(digits.len().saturating_sub(11));
        // Only what a mobile number begins with tells nothing of whose it is.
        let is_mobile = national.len() == 11 && national[0] == '1';
        if is_mobile && matches!(before, [] | ['8', '6'] | ['0', '0', '8', '6']) {
            let first: String = national[..3].iter().collect();
            return format!("{first}****{last}");
        }
    }
    format!("{HIDDEN}{last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_keeps_what_tells_one_from_another() {
        for (kind, clear, masked) in [
            (FieldKind::Person, "张三", "张*"),
            (FieldKind::Phone, "13812341234", "138****1234"),
            (FieldKind::Phone, "+86 138-1234-1234", "138****1234"),
            (FieldKind::Phone, "0571-88001234", "***1234"),
            (FieldKind::Phone, "12", "***"),
            (FieldKind::Text, "王芳", "王*"),
            (FieldKind::Text, "13812341234", "138****1234"),
            (FieldKind::Email, "anna@x.cn", "a***@x.cn"),
            (FieldKind::Text, "33010219900101123X", "***1123"),
            (FieldKind::Address, "Lane 3, No. 5", "***"),
            (FieldKind::LongText, "he called 13812341234 twice, at night", "***"),
        ] {
            assert_eq!(masked_text(kind, clear), masked, "{kind:?} {clear}");
        }
    }

    #[test]
    fn what_is_no_text_is_not_told_and_a_file_is_not_there() {
        assert_eq!(
            masked_value(FieldKind::Integer, &Value::Integer(1990)),
            Value::text(HIDDEN)
        );
        assert_eq!(masked_value(FieldKind::YesNo, &Value::Bool(true)), Value::text(HIDDEN));
        assert_eq!(masked_value(FieldKind::Attachment, &Value::text("ab12")), Value::Empty);
        assert_eq!(masked_value(FieldKind::Phone, &Value::Empty), Value::Empty);
    }
}
