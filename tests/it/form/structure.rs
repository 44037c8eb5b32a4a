//! The JSON Schema of a form.

use redress::form::{Condition, Field, Form, json_schema};
use redress::pack::raw::FieldKind::*;
use serde_json::json;

use super::sample::*;

fn every_kind() -> Form {
    let kinds = [
        Text, LongText, Integer, Decimal, Money, YesNo, Choice, Choices, Date, DateTime, Duration, Person, Department,
        Phone, Email, Address, Attachment, Group, Note,
    ];
    let mut fields: Vec<Field> = kinds
        .iter()
        .map(|kind| field(&format!("{kind:?}").to_lowercase(), *kind))
        .collect();
    for field in &mut fields {
        field.min = Some(1.into());
        field.max = Some("2.5".parse().unwrap());
        if field.kind == Group {
            field.fields = vec![Field {
                required: Condition::Always,
                ..super::sample::field("name", Text)
            }];
        }
    }
    form(fields)
}

#[test]
fn a_form_of_every_kind_is_valid_json_schema() {
    for form in [every_kind(), form(Vec::new())] {
        for language in [zh(), en()] {
            let schema = json_schema(&form, &language);
            jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{error} at {}", error.instance_path()));
            jsonschema::draft202012::new(&schema).unwrap();
        }
    }
}

#[test]
fn the_schema_says_what_a_reader_can_check_and_describes_the_rest() {
    let form = form(vec![
        Field {
            required: Condition::Always,
            help: Some(both("全名", "in full")),
            ..field("name", Text)
        },
        Field {
            required: Condition::Always,
            visible: when("suing"),
            ..field("court", Text)
        },
        Field {
            required: Condition::Always,
            default: Some(expression("now")),
            ..field("received_at", DateTime)
        },
        Field {
            options: options(&["a", "b"]),
            ..field("tags", Choices)
        },
        Field {
            min: Some(1.into()),
            max: Some("10.5".parse().unwrap()),
            ..field("loss", Money)
        },
        Field {
            computed: Some(expression("loss * 2")),
            ..field("total", Money)
        },
        field("hint", Note),
    ]);
    insta::assert_json_snapshot!(json_schema(&form, &en()));
}

#[test]
fn what_the_schema_accepts_of_a_plain_form_is_accepted() {
    let form = form(vec![
        Field {
            required: Condition::Always,
            options: options(&["a", "b"]),
            ..field("tags", Choice)
        },
        field("loss", Money),
        field("suing", YesNo),
    ]);
    let schema = jsonschema::draft202012::new(&json_schema(&form, &zh())).unwrap();
    for (submission, fits) in [
        (json!({"tags": "a", "loss": "10.00", "suing": true}), true),
        (json!({"tags": "b", "loss": 10.5}), true),
        (json!({"tags": "c"}), false),
        (json!({"loss": 1}), false),
        (json!({"tags": "a", "more": 1}), false),
        (json!({"tags": "a", "loss": "ten"}), false),
    ] {
        assert_eq!(schema.is_valid(&submission), fits, "{submission}");
        let parsed = redress::form::parse(&form, &object(submission.clone()), &House::default(), &en());
        assert_eq!(parsed.is_ok(), fits, "{submission}");
    }
}
