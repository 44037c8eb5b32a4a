//! Fields that hold a user of the organization.

use redress::form::{Eligible, Field, Form, User, state};
use redress::pack::raw::FieldKind::{self, *};
use redress::value::Value;
use serde_json::json;

use super::sample::*;

fn user(id: &str, name: &str, posts: &[(&str, Option<&str>)]) -> User {
    User {
        id: id.into(),
        name: name.to_owned(),
        posts: posts
            .iter()
            .map(|(role, department)| ((*role).into(), department.map(Into::into)))
            .collect(),
    }
}

/// Wang handles credit, Li handles deposits and heads credit, Zhao has a post at large.
fn house() -> House {
    House {
        users: Some(vec![
            user("wang", "Wang Fuzeren", &[("handler", Some("credit"))]),
            user(
                "li",
                "Li Na",
                &[("handler", Some("deposits")), ("head", Some("credit"))],
            ),
            user("zhao", "Zhao Min", &[("handler", None)]),
        ]),
        ..House::default()
    }
}

fn handler(department: Option<&str>) -> Form {
    form(vec![
        field("court", Text),
        Field {
            eligible: Eligible {
                roles: vec!["handler".into()],
                department: department.map(expression),
            },
            ..field("handler", FieldKind::User)
        },
    ])
}

#[test]
fn a_user_is_answered_by_the_name_they_sign_in_with() {
    let form = handler(None);
    assert_eq!(
        accepted(&form, &house(), json!({"handler": "wang"}))["handler"],
        Value::text("wang")
    );
    assert_eq!(
        refused(&form, &house(), json!({"handler": "Wang Fuzeren"}), &en()),
        ["handler: “Wang Fuzeren” is nobody who works here, choose somebody from the list for “handler”"]
    );
}

#[test]
fn only_somebody_with_such_a_post_can_be_chosen() {
    let form = form(vec![Field {
        eligible: Eligible {
            roles: vec!["head".into()],
            department: None,
        },
        ..field("handler", FieldKind::User)
    }]);
    accepted(&form, &house(), json!({"handler": "li"}));
    assert_eq!(
        refused(&form, &house(), json!({"handler": "zhao"}), &en()),
        ["handler: Zhao Min cannot be chosen for “handler”, choose somebody from the list"]
    );
}

#[test]
fn the_post_belongs_to_the_department_once_that_is_known() {
    let form = handler(Some("court"));
    accepted(&form, &house(), json!({"handler": "wang"}));
    accepted(&form, &house(), json!({"court": "credit", "handler": "wang"}));
    // One post is in deposits, the other is no handler's.
    assert_eq!(
        refused(&form, &house(), json!({"court": "credit", "handler": "li"}), &en()).len(),
        1
    );
    assert_eq!(
        refused(&form, &house(), json!({"court": "credit", "handler": "zhao"}), &en()).len(),
        1
    );
}

#[test]
fn the_page_offers_those_who_can_be_chosen_by_their_names() {
    let offered = |typed| {
        let state = state(&handler(Some("court")), &object(typed), &house(), &en());
        let field = state
            .fields()
            .find(|field| field.name == "handler")
            .expect("the field")
            .clone();
        let options = field.options.iter();
        options
            .map(|option| {
                format!(
                    "{} {}{}",
                    option.id,
                    option.label,
                    if option.chosen { " chosen" } else { "" }
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        offered(json!({"handler": "zhao"})),
        ["li Li Na", "wang Wang Fuzeren", "zhao Zhao Min chosen"]
    );
    assert_eq!(offered(json!({"court": "credit"})), ["wang Wang Fuzeren"]);
}

#[test]
fn where_nobody_knows_who_there_is_every_name_is_taken() {
    accepted(&handler(None), &House::default(), json!({"handler": "anybody"}));
}
