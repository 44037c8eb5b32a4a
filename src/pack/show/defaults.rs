//! What counts where a pack says nothing: the engine's own choices, so that nobody has to guess them.
//!
//! None of them is written down here: what reading a file puts for a key that is left out stands in the schema of the file, which is
//! made from the types that read it.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::pack::schema::schemas;
use crate::pack::{AT_ONCE, IMMEDIATE_WITHIN};

/// A key that may be left out.
#[derive(PartialEq)]
struct Left {
    /// The names of the mapping it belongs to; `*` is any id.
    within: Vec<String>,
    key: String,
    value: Value,
}

static LEFT_OUT: LazyLock<Vec<Left>> = LazyLock::new(|| {
    // The setting is one of the pack's own; only that there is always one is the engine's.
    let mut all = vec![Left {
        within: vec!["organization".to_owned(), "settings".to_owned()],
        key: IMMEDIATE_WITHIN.to_owned(),
        value: json!(AT_ONCE.to_string()),
    }];
    for file in schemas() {
        let (from, schema) = match file.name {
            "organization" => ("organization", Some(&file.schema)),
            "case-type" => ("*", Some(&file.schema)),
            "schedules" => ("schedules", file.schema.pointer("/properties/schedules")),
            _ => continue,
        };
        let shapes = file.schema.get("$defs").unwrap_or(&Value::Null);
        if let Some(schema) = schema {
            collect(schema, shapes, &mut vec![from.to_owned()], &mut Vec::new(), &mut all);
        }
    }
    all
});

/// Every key below that stands for something when it is left out. A shape within itself is not entered again.
fn collect<'a>(
    schema: &'a Value,
    shapes: &'a Value,
    within: &mut Vec<String>,
    entered: &mut Vec<&'a str>,
    all: &mut Vec<Left>,
) {
    let target = schema.get("$ref").and_then(Value::as_str);
    let shape = target.and_then(|target| Some((target, shapes.get(target.rsplit_once('/')?.1)?)));
    if let Some((target, shape)) = shape.filter(|(target, _)| !entered.contains(target)) {
        entered.push(target);
        collect(shape, shapes, within, entered, all);
        entered.pop();
    }
    for variant in ["anyOf", "oneOf"]
        .iter()
        .filter_map(|key| schema.get(key)?.as_array())
        .flatten()
    {
        collect(variant, shapes, within, entered, all);
    }
    let any = ["additionalProperties", "items"]
        .iter()
        .filter_map(|key| schema.get(key));
    for member in any.filter(|member| member.is_object()) {
        within.push("*".to_owned());
        collect(member, shapes, within, entered, all);
        within.pop();
    }
    for (key, taken) in schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        if let Some(value) = taken.get("default").filter(|value| says_something(value)) {
            let left = Left {
                within: within.clone(),
                key: key.clone(),
                value: value.clone(),
            };
            // Two variants of one key may have a key in common.
            if !all.contains(&left) {
                all.push(left);
            }
        }
        within.push(key.clone());
        collect(taken, shapes, within, entered, all);
        within.pop();
    }
}

/// Nothing, no and none are what everybody expects of a key that is not there.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(keys) => keys.values().any(says_something),
        _ => true,
    }
}

/// What the mapping called `name` is worth under the keys it leaves out.
pub(super) fn of(name: &str, is_written: impl Fn(&str) -> bool) -> Vec<(&'static str, Value)> {
    let steps: Vec<&str> = name.split('.').collect();
    let is_meant = |left: &&Left| {
        left.within.len() == steps.len()
            && left
                .within
                .iter()
                .zip(&steps)
                .all(|(wanted, step)| wanted == "*" || wanted == step)
    };
    LEFT_OUT
        .iter()
        .filter(is_meant)
        .filter(|left| !is_written(&left.key))
        .map(|left| (left.key.as_str(), left.value.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::raw::{HitPolicy, OnHoliday, RawExtension, RawOrganization};

    fn value(within: &str, key: &str) -> Value {
        let mut all = of(within, |written| written != key);
        assert_eq!(all.len(), 1, "{within}.{key}");
        all.remove(0).1
    }

    #[test]
    fn they_are_what_reading_a_pack_gives() {
        let organization: RawOrganization = serde_json::from_value(json!({
            "organization": "x", "name": "X", "policy": { "title": "X" }, "languages": ["en"], "time_zone": "Etc/UTC",
            "calendar": "weekdays", "roles": {}
        }))
        .expect("the least there can be");
        assert_eq!(value("organization", "currency"), json!(organization.currency));
        let extension: RawExtension = serde_json::from_value(json!({ "by": "agent" })).expect("an extension");
        assert_eq!(
            value("complaint.deadlines.answer.extend", "times"),
            json!(extension.times)
        );
        assert_eq!(
            value("complaint.deadlines.answer.extend.2", "times"),
            json!(extension.times)
        );
        let hit: HitPolicy = serde_json::from_value(value("complaint.decisions.x.table", "hit")).expect("a policy");
        assert_eq!(hit, HitPolicy::default());
        let holiday: OnHoliday = serde_json::from_value(value("schedules.weekly", "holiday")).expect("a rule");
        assert_eq!(holiday, OnHoliday::default());
        let at_once = value("organization.settings", "immediate_within");
        assert_eq!(at_once.as_str().map(str::parse), Some(Ok(AT_ONCE)));
    }

    #[test]
    fn what_is_written_is_not_the_engines() {
        assert_eq!(of("complaint.deadlines.answer.extend", |_| true), []);
        assert_eq!(
            of("complaint.deadlines.answer", |_| false),
            [],
            "nothing of a part further down"
        );
    }
}
