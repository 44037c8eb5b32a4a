//! What was typed into a form as an earlier version of the policy asked it: as much as today's form still asks is filled in, and the
//! rest is told, in the words it was asked in, until the form is submitted.

use chrono::{NaiveDate, NaiveDateTime};

use super::Pairs;
use crate::form::{Field, Form};
use crate::pack::CaseType;
use crate::pack::id::{CaseTypeId, PackVersion};
use crate::pack::raw::FieldKind;
use crate::store::{self, drafts};
use crate::web::member::Member;

/// What somebody typed into a form, in the words of the version that asked it.
pub(super) fn told_then(
    member: &Member,
    version: &PackVersion,
    case_type: &CaseTypeId,
    pairs: Pairs,
) -> Result<Vec<(String, String)>, store::Error> {
    let (app, organization) = (member.app(), member.organization());
    let before = app
        .store()
        .read(|conn| app.packs().version(conn, organization, version))?;
    let before = before.case_type(case_type);
    let typed = pairs.into_iter().filter(|(name, value)| is_typed(name, value));
    Ok(typed.map(|(name, value)| told(before, member, &name, value)).collect())
}

/// What somebody typed under a name that is not asked any more, in the words of the form that asked it.
fn told(before: Option<&CaseType>, member: &Member, name: &str, value: String) -> (String, String) {
    let parts: Vec<&str> = name.split('.').filter(|part| part.parse::<usize>().is_err()).collect();
    let mut field: Option<&Field> = None;
    for part in parts {
        field = match field {
            None => before.and_then(|case_type| case_type.field(part)),
            Some(group) => group.fields.iter().find(|inner| *inner.id == *part),
        };
    }
    let Some(field) = field else {
        return (name.to_owned(), value);
    };
    let option = field.options.get(value.as_str());
    let value = option.map_or(value, |option| option.label.in_language(&member.language).to_owned());
    (field.label.in_language(&member.language).to_owned(), value)
}

/// What a form still asks, and what was typed that it does not.
pub(super) fn split(form: &Form, pairs: &[(String, String)]) -> (Pairs, Pairs) {
    let is_asked = |name: &str, value: &str| {
        let mut parts = name.split('.').filter(|part| part.parse::<usize>().is_err());
        let mut field = parts.next().and_then(|id| form.field(id));
        for part in parts {
            field = match field {
                Some(group) if part == "count" && group.kind == FieldKind::Group => Some(group),
                Some(group) => group.fields.iter().find(|inner| *inner.id == *part),
                None => None,
            };
        }
        field.is_some_and(|field| match field.kind {
            FieldKind::Group => name.ends_with(".count"),
            _ => value.is_empty() || takes(field, value),
        })
    };
    let (kept, lost): (Pairs, Pairs) = pairs.iter().cloned().partition(|(name, value)| is_asked(name, value));
    let lost = lost.into_iter().filter(|(_, value)| !value.trim().is_empty());
    (kept, lost.collect())
}

/// Not how many rows there are, and not what was left empty.
pub(super) fn is_typed(name: &str, value: &str) -> bool {
    !value.trim().is_empty() && !name.ends_with(".count")
}

/// Whether a field as it is asked today has a place for what was typed: one that became a choice or a date has none for a sentence.
fn takes(field: &Field, value: &str) -> bool {
    match field.kind {
        _ if field.computed.is_some() => false,
        FieldKind::Note | FieldKind::Group => false,
        FieldKind::Choice | FieldKind::Choices | FieldKind::Department => field.options.contains_key(value),
        FieldKind::YesNo => matches!(value, "yes" | "no"),
        FieldKind::Date => NaiveDate::parse_from_str(value, "%Y-%m-%d").is_ok(),
        FieldKind::DateTime => {
            value.parse::<NaiveDateTime>().is_ok() || NaiveDateTime::parse_from_str(value, "%Y-%m-%dT%H:%M").is_ok()
        }
        FieldKind::Attachment => value.bytes().all(|byte| byte.is_ascii_hexdigit()),
        _ => true,
    }
}

/// Adds to what is saved now what an earlier version asked and today's form does not, so that it is still told the next time; returns
/// the version whose words it is told in.
pub(super) fn keep_lost(
    form: &Form,
    pairs: &mut Pairs,
    known: Option<drafts::Draft>,
    today: &PackVersion,
) -> PackVersion {
    let Some(known) = known else {
        return today.clone();
    };
    let (_, lost) = split(form, &known.pairs);
    if !lost.iter().any(|(name, value)| is_typed(name, value)) {
        return today.clone();
    }
    pairs.extend(lost);
    known.pack
}
