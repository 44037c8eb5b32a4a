use proptest::prelude::*;

use super::*;

fn at(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

fn read(text: &str) -> Period {
    text.parse().unwrap_or_else(|error| panic!("{error:?}"))
}

#[test]
fn a_period_reads_as_policies_write_it() {
    let table: [(Period, &[&str]); 21] = [
        (
            Period::Exactly {
                count: 15,
                of: CalendarUnit::Day,
            },
            &[
                "15 days exactly",
                "exactly 15 calendar days",
                "15日不顺延",
                "15个自然日（遇节假日不顺延）",
                "15日內不順延",
            ],
        ),
        (
            Period::Exactly {
                count: 1,
                of: CalendarUnit::Month,
            },
            &["1 month exactly", "exactly a month", "1个月，不顺延"],
        ),
        (
            Period::WorkingDays(3),
            &[
                "3 working days",
                "three working days",
                "3 Business Days",
                "3 workdays",
                " 3  working day ",
            ],
        ),
        (
            Period::WorkingDays(3),
            &[
                "close of business, 3rd working day",
                "close of business of the third working day",
            ],
        ),
        (
            Period::WorkingDays(1),
            &["1 working day", "a working day", "close of business, next working day"],
        ),
        (
            Period::WorkingDays(3),
            &[
                "3个工作日",
                "三个工作日",
                "3工作日",
                "3個工作日",
                "3 个工作日内",
                "第3个工作日下班前",
            ],
        ),
        (
            Period::HalfWorkingDay,
            &[
                "half a working day",
                "half-a-working-day",
                "a half working day",
                "0.5 working days",
            ],
        ),
        (Period::HalfWorkingDay, &["半个工作日", "半個工作日", "0.5个工作日"]),
        (
            Period::WorkingMinutes(240),
            &["4 working hours", "4个工作小时", "四個工作小時", "240 working minutes"],
        ),
        (
            Period::WorkingMinutes(90),
            &["1.5 working hours", "90 working minutes", "90工作分钟"],
        ),
        (
            Period::Minutes(30),
            &[
                "30 minutes",
                "half an hour",
                "半小时",
                "半个小时",
                "30分钟",
                "30min",
                "thirty minutes",
            ],
        ),
        (
            Period::Minutes(1440),
            &[
                "24 hours",
                "24h",
                "24小时",
                "24小時內",
                "twenty-four hours",
                "二十四小时",
                "２４小时",
            ],
        ),
        (
            Period::Days(7),
            &["7 days", "seven calendar days", "7天", "七日", "7个自然日"],
        ),
        (
            Period::Weeks(1),
            &["1 week", "a week", "1周", "一周", "一週", "一个星期"],
        ),
        (
            Period::Months(1),
            &["1 month", "a month", "1个月", "一个月", "一個月以內"],
        ),
        (Period::Years(3), &["3 years", "three years", "3年", "三年"]),
        (
            Period::NextDay { at: at(17, 0) },
            &[
                "17:00 next day",
                "by 17:00 the next day",
                "次日17:00",
                "第二天17:00前",
                "次日17点",
            ],
        ),
        (
            Period::WorkingDay {
                number: 1,
                at: at(17, 0),
            },
            &["17:00 next working day", "下一工作日17:00", "下一个工作日17：00"],
        ),
        (
            Period::WorkingDay {
                number: 3,
                at: at(9, 30),
            },
            &["9:30, 3rd working day", "第3个工作日9:30", "第三个工作日9点30分"],
        ),
        (
            Period::SameWorkingDay,
            &[
                "same working day",
                "the same business day",
                "close of business, same working day",
                "同一工作日",
                "同一个工作日内",
                "當日下班前",
                "当天下班前",
            ],
        ),
        (Period::AtOnce, &["at once", "At once", "immediately", "立即"]),
    ];
    for (period, texts) in table {
        for text in texts {
            assert_eq!(read(text), period, "{text}");
        }
    }
}

#[test]
fn chinese_numerals_count_to_a_thousand() {
    let table = [
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("九十九", 99),
        ("一百八十", 180),
        ("一百零五", 105),
        ("两百", 200),
    ];
    for (text, days) in table {
        assert_eq!(read(&format!("{text}天")), Period::Days(days), "{text}");
    }
    for text in ["一二天", "十百天", "十十天"] {
        assert!(text.parse::<Period>().is_err(), "{text}");
    }
}

#[test]
fn what_is_not_a_period_is_told_what_is_wrong_and_what_to_write() {
    let told = |text: &str| {
        let error = text.parse::<Period>().unwrap_err();
        format!("{} | {}", error.message.english(), error.help.unwrap().english())
    };
    let lines: Vec<String> = [
        "",
        "soon",
        "3 wroking days",
        "many working days",
        "0 days",
        "1.5 working days",
        "half a day",
        "半天",
        "0.5 months",
        "4000 working days",
        "101 years",
        "25:00 next day",
        "17:00",
        "17:00 3rd day",
        "close of business, next day",
        "3个",
        "几个工作日",
        "3個钟头",
        "第三天17:00",
        "3 working days exactly",
        "24小时不顺延",
        "-3 days",
        "99999999999999999999 days",
        "0th working day 17:00",
    ]
    .map(told)
    .into();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    `` is empty | write for example `3 working days`, `half a working day`, `24 hours`, `1 month`, `17:00 next day` or `at once`
    `soon` is not a length of time | write for example `3 working days`, `half a working day`, `24 hours`, `1 month`, `17:00 next day` or `at once`
    `3 wroking days` does not say how long: `wroking` is not a unit of time | did you mean `working`?
    `many working days` does not say how many: `many` is not a number | write for example `3 working days`, `half a working day`, `24 hours`, `1 month`, `17:00 next day` or `at once`
    `0 days` lasts no time at all | write `at once`, or how long it takes
    `1.5 working days` is not a whole number of working days | write whole days (`2 working days`) or working time (`12 working hours`)
    `half a day` is not a whole number of days | write `12 hours` or `half a working day`
    `半天` is not a whole number of days | write `12 hours` or `half a working day`
    `0.5 months` is not a whole number of months | write whole days, for example `15 days`
    `4000 working days` is longer than the 10 years a duty may last | write a shorter time, `3650 working days` at most
    `101 years` is longer than the 100 years a duty may last | write a shorter time, `100 years` at most
    `25:00 next day` has no time of day: `25:00` | write hours and minutes, from `00:00` to `23:59`
    `17:00` does not say which day | write `next day`, `next working day` or for example `3rd working day`
    `17:00 3rd day` does not say which day | write `next day`, `next working day` or for example `3rd working day`
    `close of business, next day` does not say which close of business: the next day may be closed | write `close of business, next working day`
    `3个` does not say of what | write for example `3个工作日`, `半个工作日`, `24小时`, `1个月`, `次日17:00` or `立即`
    `几个工作日` does not say how many | write for example `3个工作日`, `半个工作日`, `24小时`, `1个月`, `次日17:00` or `立即`
    `3個钟头` does not say how long: `个钟头` is not a unit of time | write for example `3个工作日`, `半个工作日`, `24小时`, `1个月`, `次日17:00` or `立即`
    `第三天17:00` does not say which day | write `次日17:00` or for example `第3个工作日17:00`
    `3 working days exactly` is not moved off a holiday anyway | write `3 working days`; only days, weeks, months and years are moved
    `24小时不顺延` is not moved off a holiday anyway | write `24 hours`; only days, weeks, months and years are moved
    `-3 days` does not say how many: `-3` is not a number | write for example `3 working days`, `half a working day`, `24 hours`, `1 month`, `17:00 next day` or `at once`
    `99999999999999999999 days` is longer than the 100 years a duty may last | write a shorter time, `36500 days` at most
    `0th working day 17:00` does not say how many: `0th` is not a number | write for example `3 working days`, `half a working day`, `24 hours`, `1 month`, `17:00 next day` or `at once`
    "#);
}

fn any_period() -> impl Strategy<Value = Period> {
    let time = (0u32..24, 0u32..60).prop_map(|(hour, minute)| at(hour, minute));
    prop_oneof![
        Just(Period::AtOnce),
        Just(Period::HalfWorkingDay),
        Just(Period::SameWorkingDay),
        (1u32..=3_650).prop_map(Period::WorkingDays),
        (1u32..=5_256_000).prop_map(Period::WorkingMinutes),
        (1u32..=5_256_000).prop_map(Period::Minutes),
        (1u32..=36_500).prop_map(Period::Days),
        (1u32..=5_200).prop_map(Period::Weeks),
        (1u32..=1_200).prop_map(Period::Months),
        (1u32..=100).prop_map(Period::Years),
        time.clone().prop_map(|at| Period::NextDay { at }),
        (1u32..=3_650, time).prop_map(|(number, at)| Period::WorkingDay { number, at }),
    ]
}

proptest! {
    #[test]
    fn what_is_shown_reads_back_the_same(period in any_period()) {
        prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period.clone()));
        let json = serde_json::to_string(&period).unwrap();
        prop_assert_eq!(serde_json::from_str::<Period>(&json).unwrap(), period);
    }

    #[test]
    fn no_text_breaks_the_reader(text in r"[0-9a-z :.,半个工作日天周月年时分第次下一二十百小-]{0,24}|\PC{0,20}") {
        if let Ok(period) = text.parse::<Period>() {
            prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
        }
    }
}
