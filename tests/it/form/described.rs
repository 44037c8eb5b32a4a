//! Answers as people read them.

use redress::form::{Field, Names, describe};
use redress::pack::raw::FieldKind::{self, *};
use redress::value::Value;
use rstest::rstest;

use super::sample::*;

fn decimal(text: &str) -> Value {
    Value::Decimal(text.parse().unwrap())
}

#[rstest]
#[case(Text, Value::Empty, "", "")]
#[case(Text, Value::text("Wang"), "Wang", "Wang")]
#[case(YesNo, Value::Bool(true), "是", "yes")]
#[case(YesNo, Value::Bool(false), "否", "no")]
#[case(Integer, Value::Integer(3), "3", "3")]
#[case(Decimal, decimal("3.50"), "3.5", "3.5")]
#[case(Money, decimal("1234567.5"), "1,234,567.50 元", "CNY 1,234,567.50")]
#[case(Money, decimal("-999"), "-999.00 元", "CNY -999.00")]
#[case(Choice, Value::text("a"), "选a", "the a")]
#[case(Choice, Value::text("gone"), "gone", "gone")]
#[case(Choices, Value::list([Value::text("a"), Value::text("b")]), "选a、选b", "the a, the b")]
#[case(Date, Value::Date("2024-10-08".parse().unwrap()), "2024-10-08", "2024-10-08")]
#[case(
    DateTime,
    Value::Instant(moment("2024-10-08T10:00:00Z")),
    "2024-10-08 18:00",
    "2024-10-08 18:00"
)]
#[case(Duration, Value::Period("3 working days".parse().unwrap()), "3 个工作日", "3 working days")]
#[case(Duration, Value::Period("1 week".parse().unwrap()), "1 周", "1 week")]
#[case(Duration, Value::Period("24 hours".parse().unwrap()), "24 小时", "24 hours")]
#[case(Attachment, Value::list([Value::text("0"), Value::text("1")]), "2 个文件", "2 files")]
fn a_value_is_described(#[case] kind: FieldKind, #[case] value: Value, #[case] in_zh: &str, #[case] in_en: &str) {
    let field = Field {
        options: options(&["a", "b"]),
        ..field("it", kind)
    };
    let described = |language| {
        describe(
            &value,
            Some(&field),
            &language,
            chrono_tz::Asia::Shanghai,
            "CNY",
            &Names::new(),
        )
    };
    assert_eq!(described(zh()), in_zh);
    assert_eq!(described(en()), in_en);
}

#[test]
fn rows_are_told_by_the_labels_of_their_fields_in_their_order() {
    let group = Field {
        fields: vec![field("name", Text), field("price", Money)],
        ..field("items", Group)
    };
    let row = |name: &str| {
        Value::Record(std::sync::Arc::new(
            [
                ("price".into(), decimal("5")),
                ("name".into(), Value::text(name)),
                ("extra".into(), Value::Bool(true)),
            ]
            .into(),
        ))
    };
    let rows = Value::list([row("pipe"), row("wall")]);
    let described = |language| {
        describe(
            &rows,
            Some(&group),
            &language,
            chrono_tz::Asia::Shanghai,
            "CNY",
            &Names::new(),
        )
    };
    assert_eq!(
        described(en()),
        "name: pipe, price: CNY 5.00, extra: yes; name: wall, price: CNY 5.00, extra: yes"
    );
    assert_eq!(
        described(zh()),
        "问name：pipe、问price：5.00 元、extra：是；问name：wall、问price：5.00 元、extra：是"
    );
}

#[test]
fn yen_have_no_decimals() {
    let loss = field("loss", Money);
    assert_eq!(
        describe(
            &decimal("1200"),
            Some(&loss),
            &en(),
            chrono_tz::Asia::Tokyo,
            "JPY",
            &Names::new()
        ),
        "JPY 1,200"
    );
}
