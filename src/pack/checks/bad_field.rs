//! A field says something that does not fit its type, or leaves out what its type needs.
//!
//! A choice needs `options` or `of`, a group needs `fields`, only numbers, texts, groups and choices have `min` and
//! `max`; a field needs an `id`, a `type` and a `label`, here or in the shared field it uses.
//!
//! ## Example
//!
//! ```yaml
//! - { id: nature, type: choice, label: Nature }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! - id: nature
//!   type: choice
//!   label: Nature
//!   options: { valid: { label: Valid }, invalid: { label: Invalid } }
//! ```

use crate::locale::{Phrase, phrase};
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, FieldDraft};
use crate::pack::raw::FieldKind;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for form in draft.forms.values() {
        if form.all_fields().is_empty() {
            let place = form.parsed.at("/form").place();
            findings.push(Diagnostic::error("bad-field", place, phrase!("this form asks nothing")).help(phrase!("give it `fields`")));
        }
        for field in form.all_fields() {
            let is_lost = field.raw.shared.as_ref().is_some_and(|shared| !draft.shared_fields.contains_key(shared));
            if is_lost {
                continue;
            }
            for (key, message, help) in mistakes(field) {
                let at = field.part(key);
                let place = if at.exists() { at.key_place() } else { field.at.place() };
                findings.push(Diagnostic::error("bad-field", place, message).help(help));
            }
        }
    }
}

type Mistake = (&'static str, Phrase, Phrase);

fn mistakes(field: &FieldDraft) -> Vec<Mistake> {
    let raw = &field.raw;
    let name = if field.id.is_empty() { phrase!("this field") } else { Phrase::text(format!("`{}`", field.id)) };
    let mut found: Vec<Mistake> = Vec::new();
    let mut lacks = |key, message, help| found.push((key, message, help));
    if field.id.is_empty() && raw.kind != Some(FieldKind::Note) {
        lacks("id", phrase!("{name} has no id", name), phrase!("add `id: …`, the name under which the answer is remembered"));
    }
    let Some(kind) = raw.kind else {
        lacks("type", phrase!("{name} has no type", name), phrase!("add `type: …`, such as `text` or `yes_no`"));
        return found;
    };
    if raw.label.is_none() {
        lacks("label", phrase!("{name} has no label", name), phrase!("add `label: …`, what people read beside it"));
    }
    let is_choice = matches!(kind, FieldKind::Choice | FieldKind::Choices);
    let may_choose = is_choice || matches!(kind, FieldKind::Department | FieldKind::Person);
    let options = [!raw.options.is_empty(), raw.of.is_some()];
    match options.iter().filter(|said| **said).count() {
        0 if is_choice => lacks("options", phrase!("{name} leaves nothing to choose from", name), phrase!("add `options`, or `of: …`")),
        1.. if !may_choose => lacks("options", phrase!("{name} has options, but is no choice", name), phrase!("write `type: choice`, or leave them out")),
        2 => lacks("of", phrase!("{name} has both `options` and `of`", name), phrase!("keep one of them")),
        _ => {}
    }
    let chooses = [
        ("role", !raw.role.as_slice().is_empty()),
        ("department", raw.department.is_some()),
        ("concerned", raw.concerned.is_some()),
    ];
    for (key, _) in chooses.into_iter().filter(|(_, said)| *said && kind != FieldKind::User) {
        lacks(key, phrase!("{name} has a `{key}`, but holds no user", name, key), phrase!("write `type: user`, or leave it out"));
    }
    if raw.files.is_some() && kind != FieldKind::Attachment {
        lacks("files", phrase!("{name} says what files it takes, but asks for none", name), phrase!("write `type: attachment`, or leave it out"));
    }
    match (kind == FieldKind::Group, raw.fields.is_empty()) {
        (true, true) => lacks("fields", phrase!("{name} is a group without fields", name), phrase!("add `fields: …`")),
        (false, false) => lacks("fields", phrase!("{name} has fields, but is no group", name), phrase!("write `type: group`, or leave them out")),
        _ => {}
    }
    for (key, limit) in [("min", &raw.min), ("max", &raw.max)] {
        if limit.is_some() && !has_limits(kind) {
            lacks(
                key,
                phrase!("{name} has a `{key}`, which its type does not know", name, key),
                phrase!("leave it out; numbers, texts, groups and choices have limits"),
            );
        }
    }
    if kind == FieldKind::Group && !field.groups.is_empty() {
        lacks("type", phrase!("{name} is a group within a group", name), phrase!("keep rows flat, or ask in a form of its own"));
    }
    let asks = [
        ("required", raw.required.is_some()),
        ("default", raw.default.is_some()),
        ("computed", raw.computed.is_some()),
    ];
    for (key, _) in asks.into_iter().filter(|(_, said)| *said && kind == FieldKind::Note) {
        lacks(
            key,
            phrase!("{name} is a note and asks nothing, so it has no `{key}`", name, key),
            phrase!("leave it out, or give the field another type"),
        );
    }
    if let (Some(min), Some(max)) = (raw.min.as_ref().and_then(|min| min.as_f64()), raw.max.as_ref().and_then(|max| max.as_f64()))
        && min > max
    {
        lacks("min", phrase!("the `min` of {name} is above its `max`", name), phrase!("exchange them"));
    }
    found
}

fn has_limits(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Integer
            | FieldKind::Decimal
            | FieldKind::Money
            | FieldKind::Choices
            | FieldKind::Group
            | FieldKind::Attachment
            | FieldKind::Address
            | FieldKind::Person
            | FieldKind::Phone
            | FieldKind::Email
    )
}
