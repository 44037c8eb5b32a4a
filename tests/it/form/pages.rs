//! What pages send, and what they show.

use redress::form::{Condition, Field, FieldState, Form, FormState, pairs, parse, state};
use redress::pack::raw::FieldKind::*;
use serde_json::{Map, Value as Json, json};

use super::sample::*;

fn intake() -> Form {
    form(vec![
        Field {
            required: Condition::Always,
            ..field("name", Text)
        },
        Field {
            options: options(&["slow", "rude"]),
            ..field("tags", Choices)
        },
        field("suing", YesNo),
        Field {
            visible: when("suing"),
            required: Condition::Always,
            ..field("court", Text)
        },
        Field {
            default: Some(expression("now")),
            ..field("received_at", DateTime)
        },
        field("loss", Money),
        Field {
            computed: Some(expression("loss * 3")),
            ..field("total", Money)
        },
        Field {
            min: Some(1.into()),
            fields: vec![
                field("price", Money),
                Field {
                    default: Some(expression("1")),
                    ..field("amount", Integer)
                },
            ],
            ..field("items", Group)
        },
    ])
}

fn sent(form: &Form, sent: &[(&str, &str)]) -> Json {
    let sent: Vec<(String, String)> = sent
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Json::Object(pairs(form, &sent))
}

fn shown(partial: Json) -> FormState {
    state(&intake(), &object(partial), &House::default(), &en())
}

#[track_caller]
fn shown_field<'s>(state: &'s FormState, name: &str) -> &'s FieldState {
    state
        .fields()
        .find(|field| field.name == name)
        .unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn pairs_become_the_json_every_door_speaks() {
    let page = [
        ("_token", "secret"),
        ("name", "Wang"),
        ("tags", ""),
        ("tags", "slow"),
        ("tags", "rude"),
        ("suing", "no"),
        ("suing", "yes"),
        ("court", ""),
        ("items.count", "3"),
        ("items.1.price", "5"),
        ("items.0.price", "4"),
        ("items.0.amount", ""),
    ];
    assert_eq!(
        sent(&intake(), &page),
        json!({
            "name": "Wang", "tags": ["slow", "rude"], "suing": "yes", "court": null,
            "items": [{"price": "4", "amount": null}, {"price": "5"}, {}],
        })
    );
}

#[test]
fn no_choice_among_choices_is_said_by_the_empty_one() {
    assert_eq!(sent(&intake(), &[("tags", "")]), json!({"tags": null}));
    assert_eq!(sent(&intake(), &[]), json!({}));
}

#[test]
fn names_nobody_asks_are_reported_and_not_swallowed() {
    let form = intake();
    let strange = [
        ("name", "Wang"),
        ("naem", "x"),
        ("name.first", "y"),
        ("items.x", "z"),
        ("items.0.price", "1"),
        ("items.0.prise", "2"),
    ];
    let errors = refused(&form, &House::default(), sent(&form, &strange), &en());
    let mut fields: Vec<&str> = errors.iter().map(|error| error.split_once(':').unwrap().0).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["items.0.prise", "items.0.x", "naem", "name.first"]);
}

#[test]
fn a_row_number_out_of_reach_is_one_row_too_many() {
    let form = intake();
    for name in ["items.99999999999.price", "items.51.price"] {
        let json = sent(&form, &[("name", "Wang"), (name, "1")]);
        assert!(json["items"].as_array().is_none_or(|rows| rows.len() <= 51));
        assert!(!refused(&form, &House::default(), json, &en()).is_empty());
    }
    let many = sent(&form, &[("items.count", "4000000000")]);
    assert_eq!(many["items"].as_array().unwrap().len(), 51);
}

#[test]
fn an_untouched_form_shows_its_defaults_and_one_empty_row() {
    let state = shown(json!({}));
    assert_eq!(shown_field(&state, "received_at").value, "2024-09-27T16:00");
    assert_eq!(shown_field(&state, "items.0.amount").value, "1");
    assert_eq!(shown_field(&state, "items.0.price").value, "");
    assert!(shown_field(&state, "name").required);
    assert!(!shown_field(&state, "court").visible);
    let items = shown_field(&state, "items");
    assert_eq!((items.rows.len(), items.fewest, items.most), (1, 1, Some(50)));
    assert_eq!(items.template[0].name, "items.#.price");
    assert_eq!(items.template[1].value, "1");
    assert!(state.fields().all(|field| field.errors.is_empty()));
}

#[test]
fn what_is_asked_follows_what_is_typed() {
    let state = shown(json!({"suing": "yes", "loss": "1,000", "tags": ["rude"]}));
    assert!(shown_field(&state, "court").visible && shown_field(&state, "court").required);
    assert_eq!(shown_field(&state, "suing").value, "yes");
    assert_eq!(shown_field(&state, "loss").value, "1,000", "as it was typed");
    let total = shown_field(&state, "total");
    assert_eq!(
        (total.value.as_str(), total.shown.as_str(), total.computed),
        ("3000.00", "CNY 3,000.00", true)
    );
    let tags = shown_field(&state, "tags");
    assert_eq!(tags.values, ["rude"]);
    assert_eq!(
        tags.options
            .iter()
            .map(|option| (option.label.as_str(), option.chosen))
            .collect::<Vec<_>>(),
        [("the slow", false), ("the rude", true)]
    );
}

#[test]
fn nothing_typed_is_lost_however_wrong() {
    let state = shown(json!({
        "loss": "much", "received_at": "", "tags": ["nonsense"], "suing": true,
        "items": [{"price": "x"}, {}, {"amount": 7}],
    }));
    assert_eq!(shown_field(&state, "loss").value, "much");
    assert_eq!(shown_field(&state, "received_at").value, "", "cleared is not untouched");
    assert_eq!(shown_field(&state, "tags").values, ["nonsense"]);
    assert_eq!(shown_field(&state, "suing").value, "yes");
    assert_eq!(shown_field(&state, "items").rows.len(), 3);
    assert_eq!(shown_field(&state, "items.0.price").value, "x");
    assert_eq!(shown_field(&state, "items.2.amount").value, "7");
}

#[test]
fn what_other_doors_sent_is_shown_as_a_page_writes_it() {
    let state = shown(json!({"received_at": "2024-09-27T08:00:00Z", "suing": false, "loss": 12.5}));
    assert_eq!(shown_field(&state, "received_at").value, "2024-09-27T16:00");
    assert_eq!(shown_field(&state, "suing").value, "no");
    assert_eq!(shown_field(&state, "loss").value, "12.5");
}

#[test]
fn errors_stand_beside_their_fields_and_the_rest_on_top() {
    let form = intake();
    let wrong = object(json!({"nonsense": 1, "items": [{"price": "x"}]}));
    let errors = parse(&form, &wrong, &House::default(), &en()).unwrap_err();
    let state = state(&form, &wrong, &House::default(), &en()).with_errors(&errors);
    assert_eq!(shown_field(&state, "name").errors, ["fill in “name”"]);
    assert_eq!(
        shown_field(&state, "items.0.price").errors,
        ["enter an amount for “price”, such as 1200.50"]
    );
    assert!(shown_field(&state, "items").errors.is_empty());
    assert_eq!(state.errors, ["this form does not ask “nonsense”, leave it out"]);
}

#[test]
fn a_page_sent_back_as_it_is_shown_gives_the_same_answers() {
    let form = intake();
    let house = House::default();
    let typed = json!({"name": "Wang", "suing": true, "court": "Xihu", "loss": "5", "items": [{"price": "2"}]});
    let answers = accepted(&form, &house, typed.clone());
    let page = state(&form, &object(typed), &house, &en());
    let mut sent: Vec<(String, String)> = Vec::new();
    for field in page
        .fields()
        .filter(|field| field.visible && !field.computed && field.kind != Group)
    {
        match field.kind {
            Choices => sent.extend(field.values.iter().map(|value| (field.name.clone(), value.clone()))),
            _ => sent.push((field.name.clone(), field.value.clone())),
        }
    }
    assert_eq!(parse(&form, &pairs(&form, &sent), &house, &en()).unwrap(), answers);
}

#[test]
fn the_state_is_json_for_the_browser() {
    let json = serde_json::to_value(state(&intake(), &Map::new(), &House::default(), &zh())).unwrap();
    assert_eq!(json["name"], "投诉登记");
    assert_eq!(json["sections"][0]["fields"][1]["kind"], "choices");
    assert_eq!(json["sections"][0]["fields"][1]["options"][0]["label"], "选slow");
}
