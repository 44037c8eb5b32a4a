//! What is asked, needed, worked out and objected to depends on the answers.

use redress::form::{Condition, Field, parse, submission};
use redress::pack::raw::FieldKind::*;
use redress::pack::raw::WhenHidden;
use redress::value::Value;
use serde_json::json;

use super::sample::*;

fn decimal(text: &str) -> Value {
    Value::Decimal(text.parse().unwrap())
}

/// Who sues says where.
fn court_form() -> redress::form::Form {
    form(vec![
        field("suing", YesNo),
        Field {
            visible: when("suing"),
            required: Condition::Always,
            ..field("court", Text)
        },
    ])
}

#[test]
fn a_field_is_asked_while_its_condition_holds() {
    let form = court_form();
    let house = House::default();
    assert_eq!(
        refused(&form, &house, json!({"suing": true}), &zh()),
        ["court: 请填写问court"]
    );
    let answers = accepted(&form, &house, json!({"suing": true, "court": "Xihu"}));
    assert_eq!(answers["court"], Value::text("Xihu"));
    accepted(&form, &house, json!({"suing": false}));
}

#[test]
fn what_is_not_known_hides() {
    accepted(&court_form(), &House::default(), json!({}));
}

#[test]
fn a_hidden_answer_is_dropped_with_its_mistakes() {
    let house = House::default();
    let answers = accepted(&court_form(), &house, json!({"suing": false, "court": "Xihu"}));
    assert_eq!(answers.len(), 1);
    accepted(
        &court_form(),
        &house,
        json!({"suing": false, "court": "x".repeat(9000)}),
    );
}

#[test]
fn a_hidden_answer_may_be_kept() {
    let mut form = court_form();
    form.sections[0].fields[1].when_hidden = WhenHidden::Keep;
    let answers = accepted(&form, &House::default(), json!({"suing": false, "court": "Xihu"}));
    assert_eq!(answers["court"], Value::text("Xihu"));
}

#[test]
fn what_the_case_had_is_taken_away_when_its_question_is_hidden_or_left_open() {
    let house = House {
        answers: vec![("court", Value::text("Xihu")), ("remark", Value::text("old"))],
        ..House::default()
    };
    let mut form = court_form();
    form.sections[0].fields.push(field("remark", Text));
    let answers = accepted(&form, &house, json!({"suing": false}));
    assert_eq!(answers["court"], Value::Empty);
    assert_eq!(answers["remark"], Value::Empty);

    form.sections[0].fields[1].when_hidden = WhenHidden::Keep;
    assert!(!accepted(&form, &house, json!({"suing": false})).contains_key("court"));
}

#[test]
fn an_earlier_answer_of_the_same_field_is_no_answer_now() {
    let house = House {
        answers: vec![("suing", Value::Bool(true))],
        ..House::default()
    };
    assert!(
        accepted(&court_form(), &house, json!({})).contains_key("suing"),
        "it is taken away"
    );
    assert_eq!(accepted(&court_form(), &house, json!({}))["suing"], Value::Empty);
}

#[test]
fn conditions_see_the_answers_of_the_case() {
    let form = form(vec![Field {
        required: when("suing"),
        ..field("remark", Text)
    }]);
    let house = House {
        answers: vec![("suing", Value::Bool(true))],
        ..House::default()
    };
    assert_eq!(refused(&form, &house, json!({}), &en()), ["remark: fill in “remark”"]);
    accepted(&form, &House::default(), json!({}));
}

#[test]
fn conditions_see_decisions_made_anew_on_the_submission() {
    let form = form(vec![
        field("loss", Money),
        Field {
            visible: when(r#"severity == "major""#),
            required: Condition::Always,
            ..field("reason", LongText)
        },
    ]);
    accepted(&form, &House::default(), json!({"loss": "19999.99"}));
    assert_eq!(
        refused(&form, &House::default(), json!({"loss": 20000}), &en()),
        ["reason: fill in “reason”"]
    );
}

#[test]
fn conditions_see_what_this_form_submits_apart_from_the_case() {
    let form = form(vec![
        field("remark", Text),
        Field {
            visible: when("answered(form.remark)"),
            required: Condition::Always,
            ..field("reason", Text)
        },
    ]);
    let house = House {
        answers: vec![("remark", Value::text("old"))],
        ..House::default()
    };
    accepted(&form, &house, json!({}));
    assert_eq!(
        refused(&form, &house, json!({"remark": "new"}), &en()),
        ["reason: fill in “reason”"]
    );
}

#[test]
fn a_chain_of_conditions_comes_to_rest_in_any_order() {
    let form = form(vec![
        Field {
            visible: when(r#"reason == "c""#),
            required: Condition::Always,
            ..field("remark", Text)
        },
        Field {
            visible: when(r#"court == "b""#),
            ..field("reason", Text)
        },
        Field {
            visible: when("suing"),
            ..field("court", Text)
        },
        field("suing", YesNo),
    ]);
    let all = json!({"suing": true, "court": "b", "reason": "c"});
    assert_eq!(
        refused(&form, &House::default(), all, &en()),
        ["remark: fill in “remark”"]
    );
    let answers = accepted(
        &form,
        &House::default(),
        json!({"suing": false, "court": "b", "reason": "c", "remark": "d"}),
    );
    assert_eq!(
        answers.into_keys().map(|id| id.to_string()).collect::<Vec<_>>(),
        ["suing"]
    );
}

#[test]
fn conditions_that_chase_each_other_are_an_error_and_no_endless_loop() {
    let form = form(vec![
        Field {
            visible: when("!answered(remark)"),
            ..field("court", Text)
        },
        Field {
            visible: when("answered(court)"),
            ..field("remark", Text)
        },
    ]);
    let errors = refused(&form, &House::default(), json!({"court": "a", "remark": "b"}), &en());
    assert_eq!(
        errors,
        [
            ": the conditions of this form contradict each other, so it cannot tell what to ask; please tell an administrator"
        ]
    );
}

#[test]
fn a_computed_answer_is_worked_out_and_cannot_be_given() {
    let form = form(vec![
        field("price", Money),
        field("amount", Integer),
        Field {
            computed: Some(expression("price * amount")),
            required: Condition::Always,
            ..field("total", Money)
        },
    ]);
    let house = House::default();
    let answers = accepted(&form, &house, json!({"price": "19.90", "amount": 3, "total": 1}));
    assert_eq!(answers["total"], decimal("59.70"));
    assert!(!accepted(&form, &house, json!({"price": "19.90"})).contains_key("total"));
}

#[test]
fn a_default_stands_until_somebody_says_otherwise() {
    let form = form(vec![
        Field {
            default: Some(expression("now")),
            ..field("received_at", DateTime)
        },
        Field {
            default: Some(expression("received_at")),
            ..field("received_on", Date)
        },
    ]);
    let house = House::default();
    let answers = accepted(&form, &house, json!({}));
    assert_eq!(answers["received_at"], Value::Instant(moment("2024-09-27T08:00:00Z")));
    assert_eq!(answers["received_on"], Value::Date("2024-09-27".parse().unwrap()));
    let answers = accepted(&form, &house, json!({"received_at": "2024-10-01T00:30"}));
    assert_eq!(
        answers["received_on"],
        Value::Date("2024-10-01".parse().unwrap()),
        "the local day"
    );
    assert!(accepted(&form, &house, json!({"received_at": null, "received_on": ""})).is_empty());
}

#[test]
fn a_default_satisfies_what_is_required() {
    let form = form(vec![Field {
        default: Some(expression("false")),
        required: Condition::Always,
        ..field("callback", YesNo)
    }]);
    assert_eq!(
        accepted(&form, &House::default(), json!({}))["callback"],
        Value::Bool(false)
    );
    assert_eq!(
        refused(&form, &House::default(), json!({"callback": null}), &en()),
        ["callback: choose “callback”"]
    );
}

#[test]
fn a_default_may_start_from_what_the_case_already_has() {
    let form = form(vec![Field {
        default: Some(expression("loss")),
        ..field("loss", Money)
    }]);
    let house = House {
        answers: vec![("loss", decimal("12"))],
        ..House::default()
    };
    assert_eq!(accepted(&form, &house, json!({}))["loss"], decimal("12"));
    assert_eq!(accepted(&form, &house, json!({"loss": ""}))["loss"], Value::Empty);
}

#[test]
fn a_check_objects_in_the_packs_words_with_its_clause() {
    let form = form(vec![
        field("persons", Integer),
        Field {
            checks: vec![guard("loss < 1000", "金额过高", "too much")],
            ..field("loss", Money)
        },
    ]);
    let house = House::default();
    let errors = parse(&form, &object(json!({"loss": 1000})), &house, &zh()).unwrap_err();
    assert_eq!(
        (errors[0].field.as_str(), errors[0].message.as_str()),
        ("loss", "金额过高")
    );
    assert_eq!(errors[0].clauses, ["HOS-1.1".into()]);
    accepted(&form, &house, json!({"loss": 999}));
    accepted(&form, &house, json!({}));
}

#[test]
fn a_check_on_what_cannot_be_read_does_not_say_so_twice() {
    let form = form(vec![
        field("persons", Integer),
        Field {
            checks: vec![guard("answered(persons)", "先填人数", "say how many")],
            ..field("loss", Money)
        },
    ]);
    let errors = refused(&form, &House::default(), json!({"persons": "many", "loss": 1}), &en());
    assert_eq!(errors, ["persons: enter a whole number for “persons”, such as 12"]);
    assert_eq!(
        refused(&form, &House::default(), json!({"loss": 1}), &en()),
        ["loss: say how many"]
    );
}

#[test]
fn a_failing_expression_names_its_field() {
    let broken = || expression("broken()");
    let house = House::default();
    let is = "could not be judged: `broken` did not finish; please tell an administrator";
    for field in [
        Field {
            visible: Condition::When(broken()),
            ..field("remark", Text)
        },
        Field {
            required: Condition::When(broken()),
            ..field("remark", Text)
        },
        Field {
            computed: Some(broken()),
            ..field("remark", Text)
        },
        Field {
            default: Some(broken()),
            ..field("remark", Text)
        },
        Field {
            checks: vec![guard("broken() == 1", "", "")],
            ..field("remark", Text)
        },
    ] {
        assert_eq!(
            refused(&form(vec![field]), &house, json!({}), &en()),
            [format!("remark: “remark” {is}")]
        );
    }
}

#[test]
fn all_errors_come_at_once_in_the_order_of_the_form() {
    let form = form(vec![
        Field {
            required: Condition::Always,
            ..field("reason", LongText)
        },
        field("persons", Integer),
        Field {
            checks: vec![guard("loss < 10", "太多", "too much")],
            ..field("loss", Money)
        },
        Field {
            required: when("loss > 5"),
            ..field("court", Text)
        },
    ]);
    let errors = refused(
        &form,
        &House::default(),
        json!({"nonsense": 1, "persons": [], "loss": 10}),
        &zh(),
    );
    assert_eq!(
        errors,
        [
            "reason: 请填写问reason",
            "persons: 问persons请填写整数，例如 12",
            "loss: 太多",
            "court: 请填写问court",
            "nonsense: 表单里没有“nonsense”这一项，请去掉",
        ]
    );
}

#[test]
fn answers_lead_back_to_the_submission_that_gives_them() {
    let form = form(vec![
        field("loss", Money),
        Field {
            default: Some(expression("now")),
            ..field("received_at", DateTime)
        },
        field("suing", YesNo),
    ]);
    let house = House::default();
    let answers = accepted(&form, &house, json!({"loss": "1,000", "received_at": null}));
    let again = submission(&form, &answers);
    assert_eq!(
        again,
        object(json!({"loss": "1000.00", "received_at": null, "suing": null}))
    );
    assert_eq!(parse(&form, &again, &house, &en()).unwrap(), answers);
}
