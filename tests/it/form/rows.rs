//! Repeating groups.

use redress::form::{Condition, Field, Form};
use redress::pack::raw::FieldKind::*;
use redress::value::Value;
use serde_json::json;

use super::sample::*;

/// Things that were damaged; the dear ones need a reason.
fn items() -> Form {
    form(vec![
        field("suing", YesNo),
        Field {
            fields: vec![
                Field {
                    required: Condition::Always,
                    ..field("name", Text)
                },
                field("price", Money),
                Field {
                    default: Some(expression("1")),
                    ..field("amount", Integer)
                },
                Field {
                    computed: Some(expression("price * amount")),
                    ..field("cost", Money)
                },
                Field {
                    visible: when("price >= 100 || suing"),
                    required: when("price >= 100"),
                    ..field("reason", Text)
                },
            ],
            ..field("items", Group)
        },
    ])
}

fn texts(value: &Value) -> String {
    value.to_string()
}

#[test]
fn a_row_is_a_record_of_what_is_answered_and_worked_out_in_it() {
    let answers = accepted(
        &items(),
        &House::default(),
        json!({"items": [{"name": "pipe", "price": "10", "amount": "2"}, {"name": "wall", "reason": "dropped"}]}),
    );
    assert_eq!(
        texts(&answers["items"]),
        r#"[#{amount: 2, cost: 20.00, name: "pipe", price: 10.00}, #{amount: 1, name: "wall"}]"#
    );
}

#[test]
fn conditions_of_a_row_see_their_own_row_and_the_rest_of_the_form() {
    let rows = json!([{"name": "pipe", "price": 10, "reason": "x"}, {"name": "wall", "price": 100}]);
    let errors = refused(&items(), &House::default(), json!({ "items": rows }), &en());
    assert_eq!(errors, ["items.1.reason: fill in “reason”"]);
    let rows = json!([{"name": "pipe", "price": 10, "reason": "kept"}]);
    let answers = accepted(&items(), &House::default(), json!({"suing": true, "items": rows}));
    assert!(texts(&answers["items"]).contains(r#"reason: "kept""#));
}

#[test]
fn errors_name_the_row_as_it_stands_on_the_page() {
    let rows = json!([{}, {"price": "much", "nonsense": 1}, {"name": "", "price": 5}, {"name": " ", "amount": null}]);
    let errors = refused(&items(), &House::default(), json!({ "items": rows }), &en());
    assert_eq!(
        errors,
        [
            "items.1.name: fill in “name”",
            "items.1.price: enter an amount for “price”, such as 1200.50",
            "items.2.name: fill in “name”",
            "items.1.nonsense: this form does not ask “nonsense”, leave it out",
        ]
    );
}

#[test]
fn rows_in_which_nothing_stands_do_not_count() {
    assert!(accepted(&items(), &House::default(), json!({"items": [{}, {"name": " "}]})).is_empty());
    let mut form = items();
    form.sections[0].fields[1].min = Some(2.into());
    let errors = refused(
        &form,
        &House::default(),
        json!({"items": [{}, {"name": "pipe"}]}),
        &zh(),
    );
    assert_eq!(errors, ["items: 问items至少要填 2 行"]);
    accepted(
        &form,
        &House::default(),
        json!({"items": [{"name": "pipe"}, {}, {"name": "wall"}]}),
    );
}

#[test]
fn a_group_has_at_most_fifty_rows() {
    let rows = |count: usize| json!({ "items": vec![json!({"name": "pipe"}); count] });
    accepted(&items(), &House::default(), rows(50));
    let errors = refused(&items(), &House::default(), rows(51), &en());
    assert_eq!(errors, ["items: give at most 50 rows of “items”"]);
}

#[test]
fn what_is_no_row_is_refused() {
    for wrong in [json!("pipe"), json!({"name": "pipe"}), json!(["pipe"]), json!([null])] {
        let errors = refused(&items(), &House::default(), json!({ "items": wrong }), &en());
        assert_eq!(errors, ["items: give “items” row by row"], "{wrong}");
    }
}

#[test]
fn the_whole_form_sees_the_rows() {
    let mut form = items();
    form.sections[0].fields.push(Field {
        required: when("len(items) > 1"),
        ..field("remark", Text)
    });
    let row = json!({"name": "pipe"});
    accepted(&form, &House::default(), json!({"items": [row]}));
    let errors = refused(&form, &House::default(), json!({"items": [row, row]}), &en());
    assert_eq!(errors, ["remark: fill in “remark”"]);
}
