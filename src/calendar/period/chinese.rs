//! Periods in Chinese, simplified or traditional.

use crate::locale::{Phrase, phrase};
use rust_decimal::Decimal;

use super::{HALF, Period, Trouble, Unit, digits, time_of_day};

fn examples() -> Phrase {
    phrase!("write for example `3个工作日`, `半个工作日`, `24小时`, `1个月`, `次日17:00` or `立即`")
}

pub(super) fn is_han(char: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&char)
}

/// Reads a text that [`super::plain`] has made uniform.
pub(super) fn parse(text: &str) -> Result<Period, Trouble> {
    let text: String = text
        .chars()
        .filter(|char| !matches!(char, ' ' | ',' | '、'))
        .map(simplified)
        .collect();
    // 不顺延: not moved on.
    if let Some(length) = text.trim_end_matches(')').strip_suffix("不顺延") {
        let length = ["遇节假日", "节假日", "遇休息日"]
            .iter()
            .find_map(|off| length.strip_suffix(off))
            .unwrap_or(length);
        return parse(length.trim_end_matches('('))?.exactly();
    }
    // 以内, 前: within, before. A duty is always within its time.
    let text = ["以内", "之内", "之前", "内", "前"]
        .iter()
        .find_map(|end| text.strip_suffix(end))
        .unwrap_or(&text);
    if matches!(text, "立即" | "立刻" | "马上") {
        return Ok(Period::AtOnce);
    }
    let same = after_any(text, &["同一个工作日", "同一工作日", "当个工作日"]);
    if matches!(same, Some("" | "下班")) || matches!(text, "当日下班" | "当天下班") {
        return Ok(Period::SameWorkingDay);
    }
    if let Some(time) = after_any(text, &["次日", "翌日", "第二天", "第二日"]) {
        return Ok(Period::NextDay { at: time_named(time)? });
    }
    if let Some(time) = after_any(
        text,
        &["下一个工作日", "下一工作日", "下个工作日", "次一工作日", "次工作日"],
    ) {
        return working_day(1, time);
    }
    if let Some(rest) = text.strip_prefix('第') {
        return match rest.split_once("个工作日").or_else(|| rest.split_once("工作日")) {
            Some((number, time)) => working_day(whole(number)?, time),
            None => Err(Trouble::new(
                phrase!("does not say which day"),
                phrase!("write `次日17:00` or for example `第3个工作日17:00`"),
            )),
        };
    }
    let (amount, unit) = match text.strip_prefix('半') {
        Some(unit) => (HALF, unit),
        None => {
            let end = text.find(|char| !is_number(char)).unwrap_or(text.len());
            let (amount, unit) = text.split_at(end);
            let read = digits(amount).or_else(|| numerals(amount).map(Decimal::from));
            (
                read.ok_or_else(|| Trouble::new(phrase!("does not say how many"), examples()))?,
                unit,
            )
        }
    };
    Period::of(amount, unit_named(unit)?)
}

fn after_any<'a>(text: &'a str, starts: &[&str]) -> Option<&'a str> {
    starts.iter().find_map(|start| text.strip_prefix(start))
}

fn working_day(number: u32, time: &str) -> Result<Period, Trouble> {
    match time {
        "" | "下班" | "下班时" => Period::on_working_day(number, None),
        time => Period::on_working_day(number, Some(time_named(time)?)),
    }
}

/// `17:00`, `17点`, `17时30分`.
fn time_named(text: &str) -> Result<chrono::NaiveTime, Trouble> {
    match text.split_once(['点', '时']) {
        Some((hour, "" | "整")) => time_of_day(&format!("{hour}:00")),
        Some((hour, minute)) => time_of_day(&format!("{hour}:{}", minute.trim_end_matches('分'))),
        None => time_of_day(text),
    }
}

fn unit_named(written: &str) -> Result<Unit, Trouble> {
    Ok(match written.strip_prefix('个').unwrap_or(written) {
        "工作日" => Unit::WorkingDay,
        "工作小时" => Unit::WorkingHour,
        "工作分钟" => Unit::WorkingMinute,
        "分钟" => Unit::Minute,
        "小时" => Unit::Hour,
        "天" | "日" | "自然日" | "日历日" => Unit::Day,
        "周" | "星期" => Unit::Week,
        "月" => Unit::Month,
        "年" => Unit::Year,
        "" => return Err(Trouble::new(phrase!("does not say of what"), examples())),
        _ => {
            return Err(Trouble::new(
                phrase!("does not say how long: `{written}` is not a unit of time", written),
                examples(),
            ));
        }
    })
}

fn whole(text: &str) -> Result<u32, Trouble> {
    text.parse()
        .ok()
        .or_else(|| numerals(text))
        .ok_or_else(|| Trouble::no_amount(text))
}

fn is_number(char: char) -> bool {
    char.is_ascii_digit() || char == '.' || NUMERALS.contains(char) || matches!(char, '两' | '十' | '百')
}

const NUMERALS: &str = "零一二三四五六七八九";

/// Numerals below a thousand: 三, 十五, 二十四, 一百八十.
fn numerals(text: &str) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    let (mut total, mut digit) = (0, None);
    let mut room = 1_000;
    let mut has_gap = false;
    for char in text.chars() {
        let unit = match char {
            '百' => 100,
            '十' => 10,
            '两' => {
                digit = Some(2);
                continue;
            }
            _ => {
                let value = NUMERALS.chars().position(|numeral| numeral == char)?;
                // Two digits without a unit between them (一二) are not a number; 零 only fills a gap.
                if digit.is_some_and(|before| before != 0) {
                    return None;
                }
                has_gap |= value == 0;
                digit = Some(u32::try_from(value).ok()?);
                continue;
            }
        };
        if unit >= room {
            return None;
        }
        room = unit;
        total += digit.take().filter(|digit| *digit > 0).unwrap_or(1) * unit;
    }
    // 二百五 is said for 250 and for 205.
    let is_clear = room != 100 || has_gap || digit.is_none();
    is_clear.then_some(total + digit.unwrap_or(0))
}

/// The characters of this grammar that are written differently in traditional script.
fn simplified(char: char) -> char {
    match char {
        '個' => '个',
        '當' => '当',
        '時' => '时',
        '點' => '点',
        '鐘' => '钟',
        '週' => '周',
        '內' => '内',
        '兩' => '两',
        '馬' => '马',
        '曆' => '历',
        '順' => '顺',
        '節' => '节',
        _ => char,
    }
}
