//! What the values of a case are to a script, and how an answer becomes one again.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use super::super::convert;
use super::cell;
use crate::calendar::Period;
use crate::value::Value;

/// One kind of value.
pub(super) struct ValueKind {
    /// Where such values come from: kinds of fields and settings, names of expressions.
    pub asked: &'static str,
    /// What the script sees, with its unit.
    pub seen: &'static str,
    /// What a function writes behind `returns:` to give one back.
    pub returns: &'static str,
    /// The body of a function of such an `x`, which gives `true` for the sample.
    pub example: &'static str,
    pub sample: fn() -> Value,
}

pub(super) fn table() -> String {
    let mut section = "### Kinds of values\n\n\
        | from | a script sees | for example `x` | of which is true | `returns:` |\n| --- | --- | --- | --- | --- |\n"
        .to_owned();
    for kind in KINDS {
        // Writing into a text cannot fail.
        let _ = writeln!(
            section,
            "| {} | {} | `{}` | `{}` | `{}` |",
            kind.asked,
            kind.seen,
            shown((kind.sample)()),
            cell(kind.example),
            kind.returns,
        );
    }
    section.push('\n');
    section
}

/// As a script would write it.
fn shown(sample: Value) -> String {
    convert::to_script(&sample).map_or_else(|reason| reason, |value| format!("{value:?}"))
}

fn number(written: &str) -> Value {
    written.parse().map_or(Value::Empty, Value::Decimal)
}

fn row() -> Value {
    let fields = [
        (Arc::from("cost"), number("200.50")),
        (Arc::from("note"), Value::Empty),
        (Arc::from("place"), Value::text("roof")),
    ];
    Value::Record(Arc::new(BTreeMap::from(fields)))
}

pub(super) static KINDS: &[ValueKind] = &[
    ValueKind {
        asked: "fields `text`, `long_text`, `person`, `phone`, `email`, `address`; `case.number`",
        seen: "a text",
        returns: "text",
        example: "x.len() == 2",
        sample: || Value::text("屋顶"),
    },
    ValueKind {
        asked: "field `user`; `actor.id`, `case.owner`, `actor_of(…)`",
        seen: "a text: the name they sign in with",
        returns: "user",
        example: "x == \"li\"",
        sample: || Value::text("li"),
    },
    ValueKind {
        asked: "fields `choice`, `department`; decisions; `case.stage`",
        seen: "a text: the id, not the label",
        returns: "text",
        example: "x == \"major\"",
        sample: || Value::text("major"),
    },
    ValueKind {
        asked: "field `attachment`",
        seen: "a text: the SHA-256 of its bytes",
        returns: "text",
        example: "x.len() == 64",
        sample: || Value::text("0".repeat(64)),
    },
    ValueKind {
        asked: "field `choices`; `actor.roles`, `actor.departments`",
        seen: "a list of ids",
        returns: "list of text",
        example: "x.contains(\"wall\")",
        sample: || Value::list(["roof", "wall"].map(Value::text)),
    },
    ValueKind {
        asked: "`yes_no`",
        seen: "true or false",
        returns: "bool",
        example: "x || false",
        sample: || Value::Bool(true),
    },
    ValueKind {
        asked: "`integer`; `counters.<id>`, `case.round`, `times(…)`",
        seen: "a whole number",
        returns: "integer",
        example: "x / 2 == 1",
        sample: || Value::Integer(3),
    },
    ValueKind {
        asked: "`decimal`; `hours_between(…)`, `since(…)` in hours",
        seen: "an exact decimal",
        returns: "decimal",
        example: "x * 3 == 0.3",
        sample: || number("0.1"),
    },
    ValueKind {
        asked: "`money`",
        seen: "an exact decimal in the currency of the pack, not in cents",
        returns: "money",
        example: "(x * 0.015).round_half_up(2) == 300.08",
        sample: || number("20005.00"),
    },
    ValueKind {
        asked: "`date`",
        seen: "a text, year first, so that texts compare as the days do",
        returns: "date",
        example: "x < \"2024-03-01\" && days_between(x, \"2024-03-01\") == 2",
        sample: || "2024-02-28".parse().map_or(Value::Empty, Value::Date),
    },
    ValueKind {
        asked: "field `date_time`; `now`, `case.opened_at`, `last_at(…)`",
        seen: "a text in UTC, whatever the pack's time zone is; on full seconds of one length, so that texts compare as the moments do",
        returns: "instant",
        example: "x == \"2024-02-28T08:00:00Z\" && x.sub_string(11, 2).parse_int() + 8 == 16",
        sample: || "2024-02-28T08:00:00Z".parse().map_or(Value::Empty, Value::Instant),
    },
    ValueKind {
        asked: "field `duration`, settings of type `period`",
        seen: "a text as the pack writes it, in English; it stays a text",
        returns: "text",
        example: "x == \"3 working days\"",
        sample: || Value::Period(Period::WorkingDays(3)),
    },
    ValueKind {
        asked: "field `group`",
        seen: "a list of maps, one for each row; a field that is not filled in is `()`",
        returns: "list of record",
        example: "x.len() == 1 && x[0].cost == 200.50 && x[0].note == ()",
        sample: || Value::list([row()]),
    },
    ValueKind {
        asked: "`last(\"event\")`",
        seen: "a map of the answers given then; `x.get(\"field\")` gives `()` for one not asked, `x.field` fails",
        returns: "record",
        example: "x.place == \"roof\" && x.get(\"nothing\") == ()",
        sample: row,
    },
];
