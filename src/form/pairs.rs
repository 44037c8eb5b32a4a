//! What an HTML form sends, as the JSON every door speaks.
//!
//! | the page sends | it means |
//! |---|---|
//! | `name=text` | an answer, as typed; of several, the last |
//! | `name=` | nothing stands there |
//! | `name=a`, `name=b` | choices or files; an empty one beside them says that the question was shown |
//! | `group.0.name=text` | a field of the first row |
//! | `group.count=3` | there are at least three rows on the page |
//! | `_name=…` | the page's own business |

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::{Field, Form};
use crate::pack::raw::FieldKind;

/// The submission that `pairs` make. Names the form does not know stay in it, for [`parse`](super::parse()) to report.
pub fn pairs(form: &Form, pairs: &[(String, String)]) -> Map<String, Json> {
    let sent = pairs
        .iter()
        .filter(|(name, _)| !name.starts_with('_'))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    record(&form.fields().collect::<Vec<_>>(), sent)
}

fn record(fields: &[&Field], sent: Vec<(&str, &str)>) -> Map<String, Json> {
    // In the order of the page, which decides where a mistake is reported first.
    let mut by_name: indexmap::IndexMap<&str, Vec<(&str, &str)>> = indexmap::IndexMap::new();
    for (name, value) in sent {
        let is_group = |first: &str| {
            fields
                .iter()
                .any(|field| *field.id == *first && field.kind == FieldKind::Group)
        };
        match name.split_once('.').filter(|(first, _)| is_group(first)) {
            Some((first, rest)) => by_name.entry(first).or_default().push((rest, value)),
            None => by_name.entry(name).or_default().push(("", value)),
        }
    }
    by_name
        .into_iter()
        .map(|(name, sent)| {
            let field = fields.iter().find(|field| *field.id == *name);
            (name.to_owned(), answer(field, sent))
        })
        .collect()
}

fn answer(field: Option<&&Field>, sent: Vec<(&str, &str)>) -> Json {
    let given = |text: &&str| !text.is_empty();
    match field.map(|field| (field, field.kind)) {
        Some((field, FieldKind::Group)) => rows(field, sent),
        Some((_, FieldKind::Choices | FieldKind::Attachment)) => {
            let items: Vec<Json> = sent
                .into_iter()
                .map(|(_, value)| value)
                .filter(given)
                .map(Json::from)
                .collect();
            if items.is_empty() {
                Json::Null
            } else {
                Json::Array(items)
            }
        }
        _ => sent
            .last()
            .map(|(_, value)| *value)
            .filter(given)
            .map_or(Json::Null, Json::from),
    }
}

fn rows(group: &Field, sent: Vec<(&str, &str)>) -> Json {
    let fields: Vec<&Field> = group.fields.iter().collect();
    // One row too many is enough to be told so.
    let rows_max = usize::try_from(group.most().unwrap_or(0))
        .unwrap_or(usize::MAX)
        .saturating_add(1);
    let mut count = 0;
    let mut rows: BTreeMap<usize, Vec<(&str, &str)>> = BTreeMap::new();
    for (name, value) in sent {
        if name == "count" {
            count = value.trim().parse().unwrap_or(0);
        } else if let Some((row, rest)) = name.split_once('.')
            && let Ok(row) = row.parse::<usize>()
        {
            rows.entry(row.min(rows_max - 1)).or_default().push((rest, value));
        } else if !(name.is_empty() && value.is_empty()) {
            // Not a row of this group: it must not get lost, so the first row has a name nobody asks.
            rows.entry(0).or_default().push((name, value));
        }
    }
    let last = rows.last_key_value().map_or(0, |(row, _)| row + 1);
    (0..last.max(count).min(rows_max))
        .map(|row| Json::Object(record(&fields, rows.remove(&row).unwrap_or_default())))
        .collect()
}
