//! Every kind of field: what it takes and what it refuses.

use redress::form::Field;
use redress::pack::raw::FieldKind;
use redress::pack::raw::FieldKind::*;
use redress::value::Value;
use rstest::rstest;
use serde_json::{Value as Json, json};

use super::sample::*;

fn decimal(text: &str) -> Value {
    Value::Decimal(text.parse().unwrap())
}

fn date(text: &str) -> Value {
    Value::Date(text.parse().unwrap())
}

fn instant(text: &str) -> Value {
    Value::Instant(moment(text))
}

fn period(text: &str) -> Value {
    Value::Period(text.parse().unwrap())
}

fn hash(digit: char) -> String {
    std::iter::repeat_n(digit, 64).collect()
}

fn asked(kind: FieldKind) -> Field {
    Field {
        options: if matches!(kind, Choice | Choices | Department) {
            options(&["a", "b"])
        } else {
            options(&[])
        },
        ..field("it", kind)
    }
}

#[rstest]
#[case(Text, json!("  Wang Fang "), Value::text("Wang Fang"))]
#[case(Text, json!("“引号”与\u{200d}表情👩‍🔧"), Value::text("“引号”与\u{200d}表情👩‍🔧"))]
#[case(LongText, json!("one\r\ntwo\tthree\n"), Value::text("one\ntwo\tthree"))]
#[case(Address, json!("1 Main Street\nHangzhou"), Value::text("1 Main Street\nHangzhou"))]
#[case(Integer, json!(12), Value::Integer(12))]
#[case(Integer, json!(12.0), Value::Integer(12))]
#[case(Integer, json!("１２"), Value::Integer(12))]
#[case(Integer, json!(" 1,234 "), Value::Integer(1234))]
#[case(Integer, json!("-3"), Value::Integer(-3))]
#[case(Decimal, json!(0.1), decimal("0.1"))]
#[case(Decimal, json!("0.1"), decimal("0.1"))]
#[case(Decimal, json!(7), decimal("7"))]
#[case(Money, json!("20，000.5"), decimal("20000.50"))]
#[case(Money, json!("¥1,234,567"), decimal("1234567.00"))]
#[case(Money, json!("３００元"), decimal("300.00"))]
#[case(Money, json!(20000), decimal("20000"))]
#[case(Money, json!("12.500"), decimal("12.5"))]
#[case(YesNo, json!(true), Value::Bool(true))]
#[case(YesNo, json!(false), Value::Bool(false))]
#[case(YesNo, json!("yes"), Value::Bool(true))]
#[case(YesNo, json!("否"), Value::Bool(false))]
#[case(Choice, json!("a"), Value::text("a"))]
#[case(Choices, json!(["b", "a"]), Value::list([Value::text("b"), Value::text("a")]))]
#[case(Choices, json!("a"), Value::list([Value::text("a")]))]
#[case(Date, json!("2024-09-27"), date("2024-09-27"))]
#[case(Date, json!("２０２４/9/7"), date("2024-09-07"))]
#[case(Date, json!("2024年9月27日"), date("2024-09-27"))]
#[case(DateTime, json!("2024-09-27T16:00"), instant("2024-09-27T08:00:00Z"))]
#[case(DateTime, json!("2024-09-27 16:00"), instant("2024-09-27T08:00:00Z"))]
#[case(DateTime, json!("2024年9月27日 9：05"), instant("2024-09-27T01:05:00Z"))]
#[case(DateTime, json!("2024-09-27T16:00:00+02:00"), instant("2024-09-27T14:00:00Z"))]
#[case(DateTime, json!("2024-09-27T16:00:30.123456Z"), instant("2024-09-27T16:00:30Z"))]
#[case(Duration, json!("3 working days"), period("3 working days"))]
#[case(Duration, json!("3个工作日"), period("3 working days"))]
#[case(Person, json!("wang.fang"), Value::text("wang.fang"))]
#[case(Department, json!("b"), Value::text("b"))]
#[case(Phone, json!("13800138000"), Value::text("13800138000"))]
#[case(Phone, json!("（0571）8888－8888转12"), Value::text("0571 8888-8888 ext 12"))]
#[case(Phone, json!("+86 571 8888 8888"), Value::text("+86 571 8888 8888"))]
#[case(Email, json!("wang＠example.org"), Value::text("wang@example.org"))]
#[case(Email, json!("a.b+c@mail.example.co"), Value::text("a.b+c@mail.example.co"))]
#[case(Attachment, json!([hash('a'), hash('0')]), Value::list([Value::text(hash('a')), Value::text(hash('0'))]))]
fn is_read(#[case] kind: FieldKind, #[case] typed: Json, #[case] expected: Value) {
    let answers = accepted(&form(vec![asked(kind)]), &House::default(), json!({ "it": typed }));
    assert_eq!(answers["it"], expected);
}

#[rstest]
#[case(Text, json!(5), "enter a text for “it”")]
#[case(Text, json!(["a"]), "enter a text for “it”")]
#[case(Text, json!("two\nlines"), "“it” holds invisible control characters, remove them")]
#[case(Text, json!("nul\u{0}byte"), "“it” holds invisible control characters, remove them")]
#[case(LongText, json!("bell\u{7}"), "“it” holds invisible control characters, remove them")]
#[case(Integer, json!("twelve"), "enter a whole number for “it”, such as 12")]
#[case(Integer, json!(1.5), "enter a whole number for “it”, such as 12")]
#[case(Integer, json!("1,2"), "enter a whole number for “it”, such as 12")]
#[case(Integer, json!(true), "enter a whole number for “it”, such as 12")]
#[case(Integer, json!("99999999999999999999"), "enter a whole number for “it”, such as 12")]
#[case(Decimal, json!("1e5"), "enter a number for “it”, such as 12.5")]
#[case(Decimal, json!(1e300), "enter a number for “it”, such as 12.5")]
#[case(Money, json!("20.005"), "enter “it” with at most two decimals")]
#[case(Money, json!("much"), "enter an amount for “it”, such as 1200.50")]
#[case(Money, json!("1000000000000000.01"), "“it” may not be more than 1000000000000000")]
#[case(Integer, json!(-2_000_000_000_000_000_i64), "“it” may not be less than -1000000000000000")]
#[case(Money, json!("12,34"), "enter an amount for “it”, such as 1200.50")]
#[case(YesNo, json!("perhaps"), "answer “it” with yes or no")]
#[case(YesNo, json!(1), "answer “it” with yes or no")]
#[case(Choice, json!("c"), "“c” is not an option of “it”, choose one from the list")]
#[case(Choice, json!(["a"]), "choose “it”")]
#[case(Choices, json!(["a", "c"]), "“c” is not an option of “it”, choose one from the list")]
#[case(Choices, json!(["a", "a"]), "“it” says the same thing twice, keep one")]
#[case(Choices, json!({"a": true}), "give “it” as a list")]
#[case(Date, json!("2024-02-30"), "enter a date for “it”, such as 2024-09-27")]
#[case(Date, json!("0024-02-03"), "enter a date for “it”, such as 2024-09-27")]
#[case(Date, json!("yesterday"), "enter a date for “it”, such as 2024-09-27")]
#[case(DateTime, json!("2024-09-27"), "enter a date and time for “it”, such as 2024-09-27 16:00")]
#[case(DateTime, json!("2024-09-27T25:00"), "enter a date and time for “it”, such as 2024-09-27 16:00")]
#[case(Duration, json!("soon"), "enter a length of time for “it”, such as 3 working days")]
#[case(Person, json!(7), "enter a text for “it”")]
#[case(Department, json!("c"), "“c” is not an option of “it”, choose one from the list")]
#[case(Attachment, json!(["../etc/passwd"]), "a file of “it” has not been uploaded, upload it again")]
#[case(Attachment, json!([hash('A')]), "a file of “it” has not been uploaded, upload it again")]
fn is_refused(#[case] kind: FieldKind, #[case] typed: Json, #[case] expected: &str) {
    let errors = refused(
        &form(vec![asked(kind)]),
        &House::default(),
        json!({ "it": typed }),
        &en(),
    );
    assert_eq!(
        errors,
        [format!("it: {expected}").replace("at most two decimals", "at most 2 decimals")]
    );
}

#[rstest]
fn a_phone_number_is_refused(
    #[values(
        "1234",
        "call me",
        "12345 or 67890",
        "12345678901234567890123456",
        "138-0013 ext",
        "++861380013"
    )]
    typed: &str,
) {
    let errors = refused(
        &form(vec![asked(Phone)]),
        &House::default(),
        json!({ "it": typed }),
        &zh(),
    );
    assert_eq!(
        errors,
        ["it: 问it请填写电话号码，5 至 25 位数字，可带 +、- 和空格，分机写在 ext 之后"]
    );
}

#[rstest]
fn an_email_address_is_refused(
    #[values(
        "wang",
        "wang@",
        "@example.org",
        "a@b",
        "a b@example.org",
        "a@@example.org",
        "a@example..org",
        "a@-x.org"
    )]
    typed: &str,
) {
    let errors = refused(
        &form(vec![asked(Email)]),
        &House::default(),
        json!({ "it": typed }),
        &zh(),
    );
    assert_eq!(errors, ["it: 问it请填写邮箱地址，例如 name@example.org"]);
}

#[rstest]
#[case(Text, 500)]
#[case(LongText, 20_000)]
#[case(Address, 500)]
fn a_text_has_a_limit_in_characters(#[case] kind: FieldKind, #[case] limit: usize) {
    let form = form(vec![asked(kind)]);
    accepted(&form, &House::default(), json!({ "it": "诉".repeat(limit) }));
    let errors = refused(&form, &House::default(), json!({ "it": "诉".repeat(limit + 1) }), &zh());
    assert_eq!(errors, [format!("it: 问it最多 {limit} 个字，请缩短")]);
}

#[test]
fn an_author_may_lower_a_limit_but_not_raise_it() {
    let limited = |max: u32| {
        form(vec![Field {
            max: Some(max.into()),
            ..asked(Text)
        }])
    };
    let errors = refused(&limited(3), &House::default(), json!({ "it": "abcd" }), &en());
    assert_eq!(errors, ["it: shorten “it” to at most 3 characters"]);
    let errors = refused(
        &limited(9000),
        &House::default(),
        json!({ "it": "a".repeat(501) }),
        &en(),
    );
    assert_eq!(errors, ["it: shorten “it” to at most 500 characters"]);
}

#[test]
fn too_short_a_text_is_refused_but_none_is_not() {
    let form = form(vec![Field {
        min: Some(5.into()),
        ..asked(LongText)
    }]);
    assert_eq!(
        refused(&form, &House::default(), json!({"it": "abcd"}), &zh()),
        ["it: 问it至少 5 个字，请补充"]
    );
    assert!(accepted(&form, &House::default(), json!({"it": "   "})).is_empty());
}

#[rstest]
#[case(Integer, json!(0), "“it” may not be less than 1")]
#[case(Integer, json!("11"), "“it” may not be more than 10")]
#[case(Decimal, json!(0.99), "“it” may not be less than 1")]
#[case(Money, json!("10.01"), "“it” may not be more than 10")]
#[case(Money, json!(10.01), "“it” may not be more than 10")]
fn a_number_has_bounds(#[case] kind: FieldKind, #[case] typed: Json, #[case] expected: &str) {
    let form = form(vec![Field {
        min: Some(1.into()),
        max: Some(10.into()),
        ..asked(kind)
    }]);
    assert_eq!(
        refused(&form, &House::default(), json!({ "it": typed }), &en()),
        [format!("it: {expected}")]
    );
    accepted(&form, &House::default(), json!({ "it": 1 }));
    accepted(&form, &House::default(), json!({ "it": "10" }));
}

#[test]
fn choices_and_files_are_counted() {
    let bounded = |kind| {
        form(vec![Field {
            min: Some(2.into()),
            max: Some(2.into()),
            options: options(&["a", "b", "c"]),
            ..field("it", kind)
        }])
    };
    let errors = |kind, typed| refused(&bounded(kind), &House::default(), json!({ "it": typed }), &en());
    assert_eq!(errors(Choices, json!(["a"])), ["it: choose at least 2 of “it”"]);
    assert_eq!(
        errors(Choices, json!(["a", "b", "c"])),
        ["it: choose at most 2 of “it”"]
    );
    assert_eq!(
        errors(Attachment, json!([hash('a')])),
        ["it: upload at least 2 files for “it”"]
    );
    assert_eq!(
        errors(Attachment, json!([hash('a'), hash('b'), hash('c')])),
        ["it: upload at most 2 files for “it”"]
    );
    let eleven: Vec<String> = "0123456789a".chars().map(hash).collect();
    let errors = refused(
        &form(vec![asked(Attachment)]),
        &House::default(),
        json!({ "it": eleven }),
        &en(),
    );
    assert_eq!(errors, ["it: upload at most 10 files for “it”"]);
}

#[test]
fn an_amount_has_as_many_decimals_as_its_currency() {
    let form = form(vec![asked(Money)]);
    let yen = House {
        currency: "JPY",
        ..House::default()
    };
    assert_eq!(
        refused(&form, &yen, json!({"it": "100.5"}), &en()),
        ["it: enter “it” without decimals"]
    );
    let dinar = House {
        currency: "KWD",
        ..House::default()
    };
    assert_eq!(accepted(&form, &dinar, json!({"it": "1.125"}))["it"], decimal("1.125"));
}

#[test]
fn a_local_time_that_the_clocks_skip_does_not_exist() {
    let form = form(vec![asked(DateTime)]);
    let berlin = House {
        zone: chrono_tz::Europe::Berlin,
        ..House::default()
    };
    let errors = refused(&form, &berlin, json!({"it": "2024-03-31T02:30"}), &en());
    assert_eq!(
        errors,
        ["it: “it”: clocks are put forward, so 2024-03-31 02:30 does not exist, enter a time before or after"]
    );
    // The hour that comes twice is meant the first time.
    let answers = accepted(&form, &berlin, json!({"it": "2024-10-27T02:30"}));
    assert_eq!(answers["it"], instant("2024-10-27T00:30:00Z"));
}

#[rstest]
#[case(json!(null))]
#[case(json!(""))]
#[case(json!(" \u{3000}"))]
fn nothing_is_an_answer_to_no_kind(
    #[case] nothing: Json,
    #[values(
        Text, LongText, Integer, Decimal, Money, YesNo, Choice, Choices, Date, DateTime, Duration, Person, Department,
        Phone, Email, Address, Attachment
    )]
    kind: FieldKind,
) {
    let needed = form(vec![Field {
        required: redress::form::Condition::Always,
        ..asked(kind)
    }]);
    assert!(accepted(&form(vec![asked(kind)]), &House::default(), json!({ "it": nothing })).is_empty());
    for language in [zh(), en()] {
        let errors = refused(&needed, &House::default(), json!({ "it": nothing }), &language);
        assert_eq!(errors.len(), 1);
        assert_eq!(errors, refused(&needed, &House::default(), json!({}), &language));
    }
}

#[test]
fn what_is_missing_is_asked_for_in_the_words_of_its_kind() {
    let needed = |kind| {
        form(vec![Field {
            required: redress::form::Condition::Always,
            ..asked(kind)
        }])
    };
    let error = |kind| refused(&needed(kind), &House::default(), json!({}), &zh()).remove(0);
    assert_eq!(error(DateTime), "it: 请填写问it");
    assert_eq!(error(Choice), "it: 请选择问it");
    assert_eq!(error(Attachment), "it: 请上传问it");
    assert_eq!(error(Group), "it: 问it至少要填 1 行");
}

#[test]
fn a_note_asks_nothing_and_takes_no_answer() {
    let form = form(vec![field("it", Note)]);
    assert!(accepted(&form, &House::default(), json!({})).is_empty());
    assert_eq!(
        refused(&form, &House::default(), json!({"it": "x"}), &en()),
        ["it: this form does not ask “it”, leave it out"]
    );
}
