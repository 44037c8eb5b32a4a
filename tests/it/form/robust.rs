//! Whatever is sent: no panic, a sentence in both languages, and answers that lead back to themselves.

use proptest::prelude::*;
use redress::form::{Condition, Field, Form, pairs, parse, state, submission};
use redress::pack::raw::FieldKind::*;
use redress::pack::raw::{FieldKind, WhenHidden};
use serde_json::{Map, Value as Json, json};

use super::sample::*;

const KINDS: [FieldKind; 19] = [
    Text, LongText, Integer, Decimal, Money, YesNo, Choice, Choices, Date, DateTime, Duration, Person, Department,
    Phone, Email, Address, Attachment, Group, Note,
];

fn id(kind: FieldKind) -> String {
    format!("{kind:?}").to_lowercase()
}

/// A field of every kind, conditions of every sort.
fn everything() -> Form {
    let mut fields: Vec<Field> = KINDS.iter().map(|kind| field(&id(*kind), *kind)).collect();
    for field in &mut fields {
        match field.kind {
            Choice | Choices | Department => field.options = options(&["a", "b", "c"]),
            Group => {
                field.fields = vec![
                    Field {
                        required: Condition::Always,
                        ..super::sample::field("name", Text)
                    },
                    super::sample::field("price", Money),
                    Field {
                        default: Some(expression("1")),
                        ..super::sample::field("amount", Integer)
                    },
                    Field {
                        computed: Some(expression("price * amount")),
                        ..super::sample::field("cost", Money)
                    },
                ];
            }
            _ => {}
        }
    }
    fields.extend([
        field("suing", YesNo),
        Field {
            visible: when("suing"),
            required: Condition::Always,
            ..field("court", Text)
        },
        Field {
            visible: when("!suing"),
            when_hidden: WhenHidden::Keep,
            ..field("remark", Text)
        },
        Field {
            default: Some(expression("now")),
            ..field("received_at", DateTime)
        },
        field("loss", Money),
        Field {
            computed: Some(expression("loss / 3")),
            checks: vec![guard("total < 100000", "太多", "too much")],
            ..field("total", Money)
        },
        Field {
            required: when(r#"severity == "major""#),
            ..field("reason", Text)
        },
    ]);
    form(fields)
}

fn ids() -> Vec<String> {
    everything().fields().map(|field| field.id.to_string()).collect()
}

/// Any JSON, with things in it that are nearly right.
fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(|number| json!(number)),
        any::<String>().prop_map(Json::from),
        "[0-9０-９,，.\\-/: TZ+年月日元]{0,24}".prop_map(Json::from),
        "[a-c]".prop_map(Json::from),
        likely_text().prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::btree_map(prop_oneof![name(), any::<String>()], inner, 0..6)
                .prop_map(|fields| Json::Object(fields.into_iter().collect())),
        ]
    })
}

fn name() -> impl Strategy<Value = String> {
    let inner = ["name", "price", "amount", "cost", "nonsense"].map(str::to_owned);
    prop::sample::select(ids().into_iter().chain(inner).collect::<Vec<_>>())
}

fn likely_text() -> impl Strategy<Value = String> {
    prop::sample::select(
        [
            "a",
            "b",
            "12",
            "1,234.50",
            "yes",
            "no",
            "2024-09-27",
            "2024-09-27T16:00",
            "2024-09-27T16:00:00Z",
            "3 working days",
            "13800138000",
            "a@example.org",
            "Wang",
            "",
        ]
        .map(str::to_owned)
        .to_vec(),
    )
}

/// What a person could have sent: each field left out, emptied, or answered rightly.
fn likely_submission() -> impl Strategy<Value = Map<String, Json>> {
    let right = |field: &Field| -> BoxedStrategy<Json> {
        let of = |texts: &'static [&'static str]| prop::sample::select(texts.to_vec()).prop_map(Json::from).boxed();
        match field.kind {
            Text | LongText | Address | Person | User => of(&["Wang", " 李 四 ", "x"]),
            Integer => any::<i32>().prop_map(Json::from).boxed(),
            Decimal => (-1e9..1e9_f64).prop_map(|number| json!(number)).boxed(),
            Money => (0..9_000_000_i64)
                .prop_map(|cents| json!(format!("{}.{:02}", cents / 100, cents % 100)))
                .boxed(),
            YesNo => prop_oneof![any::<bool>().prop_map(Json::from), of(&["yes", "no", "是"])].boxed(),
            Choice | Department => of(&["a", "b", "c"]),
            Choices => prop::sample::subsequence(vec!["a", "b", "c"], 0..=3)
                .prop_map(|chosen| json!(chosen))
                .boxed(),
            Date => of(&["2024-02-29", "2024/3/1"]),
            DateTime => of(&["2024-09-27T16:00", "2024-09-27 16:00", "2024-09-27T16:00:07+02:00"]),
            Duration => of(&["3 working days", "一个月", "24 hours"]),
            Phone => of(&["13800138000", "0571-88888888转12"]),
            Email => of(&["a@example.org"]),
            Attachment => Just(json!(["0".repeat(64), "f".repeat(64)])).boxed(),
            Group => {
                let row = (0..1_000_000_i64, prop::option::of(0..9_i64)).prop_map(|(cents, amount)| {
                    let mut row = json!({"name": "pipe", "price": format!("{}.{:02}", cents / 100, cents % 100)});
                    if let Some(amount) = amount {
                        row["amount"] = amount.into();
                    }
                    row
                });
                prop::collection::vec(prop_oneof![row, Just(json!({}))], 0..4)
                    .prop_map(Json::from)
                    .boxed()
            }
            Note => Just(Json::Null).boxed(),
        }
    };
    let fields: Vec<_> = everything()
        .fields()
        .filter(|field| field.kind != Note && field.computed.is_none())
        .map(|field| {
            let answer = prop_oneof![
                4 => right(field).prop_map(Some),
                1 => Just(Some(Json::Null)),
                1 => Just(Some(json!(""))),
                1 => Just(None),
            ];
            (Just(field.id.to_string()), answer)
        })
        .collect();
    fields.prop_map(|fields| {
        fields
            .into_iter()
            .filter_map(|(id, answer)| Some((id, answer?)))
            .collect()
    })
}

#[test]
fn endless_lists_and_names_are_read_only_so_far() {
    let form = everything();
    let mut sent: Map<String, Json> = (0..50_000)
        .map(|number| (format!("unknown{number}"), json!(1)))
        .collect();
    sent.insert("choices".into(), Json::from(vec!["z"; 50_000]));
    sent.insert("attachment".into(), Json::from(vec!["f".repeat(64); 10_000]));
    sent.insert("group".into(), Json::from(vec![json!({"name": "pipe"}); 50_000]));
    let errors = parse(&form, &sent, &House::default(), &en()).unwrap_err();
    assert_eq!(errors.len(), 3 + 20);
    assert!(
        errors
            .iter()
            .any(|error| error.message == "give at most 50 rows of “group”")
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_sent_is_answered_in_both_languages(
        sent in prop::collection::btree_map(prop_oneof![4 => name(), 1 => any::<String>()], any_json(), 0..12)
    ) {
        let form = everything();
        let sent: Map<String, Json> = sent.into_iter().collect();
        let house = House::default();
        let in_zh = parse(&form, &sent, &house, &zh());
        let in_en = parse(&form, &sent, &house, &en());
        match (&in_zh, &in_en) {
            (Ok(zh), Ok(en)) => prop_assert_eq!(zh, en),
            (Err(zh), Err(en)) => {
                prop_assert_eq!(zh.len(), en.len());
                for (zh, en) in zh.iter().zip(en) {
                    prop_assert_eq!(&zh.field, &en.field);
                    prop_assert!(!zh.message.trim().is_empty() && !en.message.trim().is_empty());
                    prop_assert_ne!(&zh.message, &en.message);
                }
            }
            _ => prop_assert!(false, "the language decides: {in_zh:?} {in_en:?}"),
        }
        let shown = state(&form, &sent, &house, &zh());
        prop_assert!(shown.fields().count() >= form.fields().count());
    }

    #[test]
    fn answers_submitted_again_are_the_same_answers(sent in likely_submission()) {
        let form = everything();
        let house = House::default();
        match parse(&form, &sent, &house, &zh()) {
            Ok(answers) => {
                let again = submission(&form, &answers);
                prop_assert_eq!(parse(&form, &again, &house, &zh()), Ok(answers));
            }
            // Only what depends on other answers can be wrong with it.
            Err(errors) => {
                let conditional = |field: &str| ["court", "reason", "total"].contains(&field);
                prop_assert!(errors.iter().all(|error| conditional(&error.field)), "{errors:?}");
            }
        }
    }

    #[test]
    fn whatever_pairs_a_page_sends_make_a_submission(
        sent in prop::collection::vec(("[a-z_.0-9#]{0,12}|group\\.[0-9]{1,22}\\.(name|price)|group\\.count", any::<String>()), 0..12)
    ) {
        let form = everything();
        let made = pairs(&form, &sent);
        let rows = made.get("group").and_then(Json::as_array).map_or(0, Vec::len);
        prop_assert!(rows <= 51, "{} rows", rows);
        prop_assert!(made.keys().all(|name| !name.starts_with('_')));
        let _ = parse(&form, &made, &House::default(), &en());
    }
}
