//! What counts where a pack says nothing: the engine's own choices, so that nobody has to guess them.

use serde_json::{Value, json};

/// A key that may be left out.
struct Left {
    /// The names of the mapping it belongs to; `*` is any id, `#` any number of a list.
    within: &'static [&'static str],
    key: &'static str,
    value: fn() -> Value,
}

static LEFT_OUT: [Left; 6] = [
    Left {
        within: &["organization"],
        key: "currency",
        value: || json!("CNY"),
    },
    Left {
        within: &["organization", "settings"],
        key: "immediate_within",
        value: || json!("1 working hour"),
    },
    Left {
        within: &["*", "deadlines", "*", "extend"],
        key: "times",
        value: || json!(1),
    },
    Left {
        within: &["*", "deadlines", "*", "extend", "#"],
        key: "times",
        value: || json!(1),
    },
    Left {
        within: &["*", "decisions", "*", "table"],
        key: "hit",
        value: || json!("unique"),
    },
    Left {
        within: &["schedules", "*"],
        key: "holiday",
        value: || json!("keep"),
    },
];

/// What the mapping called `name` is worth under the keys it leaves out.
pub(super) fn of(name: &str, is_written: impl Fn(&str) -> bool) -> Vec<(&'static str, Value)> {
    let steps: Vec<&str> = name.split('.').collect();
    let is_meant = |left: &&Left| {
        left.within.len() == steps.len()
            && left.within.iter().zip(&steps).all(|(wanted, step)| match *wanted {
                "*" => true,
                "#" => step.parse::<usize>().is_ok(),
                wanted => wanted == *step,
            })
    };
    LEFT_OUT
        .iter()
        .filter(is_meant)
        .filter(|left| !is_written(left.key))
        .map(|left| (left.key, (left.value)()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Period;
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
        assert_eq!(at_once.as_str().map(str::parse), Some(Ok(Period::WorkingMinutes(60))));
    }
}
