//! What is wrong with a calendar file, and where.

use super::*;
use crate::locale::Phrase;

/// Each finding as `line:column code: message (help)`.
fn findings(text: &str) -> String {
    let shown = |finding: &Diagnostic| {
        let start = finding.place.as_ref().unwrap().bytes.start;
        let before = &text[..start];
        let (line, column) = (
            before.matches('\n').count() + 1,
            start - before.rfind('\n').map_or(0, |end| end + 1) + 1,
        );
        let help = finding.help.as_ref().map_or("-".to_owned(), Phrase::english);
        format!(
            "{line}:{column} {}: {} ({help})\n",
            finding.code,
            finding.message.english()
        )
    };
    parse(text).unwrap_err().iter().map(shown).collect()
}

#[test]
fn every_mistake_of_structure_is_told_at_its_place() {
    let text = "\
calendar: ''
zone: Etc/UTC
hour: { mon: [08:30-12:00] }
hours:
  mon-fri: 08:30-12:00
years:
  2024:
    holidays:
      - { days: 2024-10-01..2024-10-07, name: [National Day] }
      - { days: 2024-11-30, nmae: late }
      - 20241225
    workdays: 2024-10-12
    provisional: yes
  2025:
every_year: { workdays: [05-01] }
";
    insta::assert_snapshot!(findings(text), @r#"
    1:11 wrong-type: expected a text, found an empty one (-)
    3:1 unknown-key: no key `hour` is known here (did you mean `hours`?)
    5:12 wrong-type: expected a list, found a text (-)
    9:47 wrong-type: expected a mapping or a text, found a list (-)
    10:29 unknown-key: no key `nmae` is known here (did you mean `name`?)
    11:9 wrong-type: expected a mapping or a text, found a number (put it in quotes: `"20241225"`)
    12:15 wrong-type: expected a list, found a text (-)
    13:18 wrong-type: expected `true` or `false`, found a text (write `true`)
    14:3 wrong-type: expected a mapping, found nothing (write a value, or leave the key out)
    15:15 unknown-key: no key `workdays` is known here (known here: `notice`, `holidays`, `half_days`)
    "#);
}

#[test]
fn every_contradiction_of_a_file_is_told_at_its_place() {
    let text = "\
calendar: broken
zone: Asia/Shangai
hours:
  mon-fri: [08:30-12:00, 11:00-18:00]
  fri: [12:00-09:00]
  caturday: []
years:
  2024:
    notice: ''
    holidays:
      - { days: 2024-10-01..2024-10-07, name: National Day }
      - { days: 2024-10-07 }
      - { days: [2024-12-25, 2023-11-30] }
      - { days: 2024-02-30 }
      - { days: 2024-12-24, hours: [08:30-12:00] }
    half_days: [2024-12-31]
  99: {}
every_year: { holidays: [5/1] }
";
    insta::assert_snapshot!(findings(text), @r#"
    2:7 calendar-zone-unknown: no time zone `Asia/Shangai` (did you mean `Asia/Shanghai`?)
    4:13 calendar-hours-overlap: these opening hours overlap (let each begin when or after the one before it ends)
    5:3 calendar-day-twice: `fri` is given hours twice (-)
    5:9 calendar-hours-unreadable: `12:00-09:00` are not opening hours (write two times of one day in order, for example `08:30-12:00`; `24:00` ends it)
    6:3 calendar-weekday-unknown: `caturday` names no days of the week (write `mon-fri`, `sat` or `mon, wed`)
    8:3 calendar-notice-missing: `2024` names no public notice (add `notice: …`, or `provisional: true` until there is one)
    12:17 calendar-day-twice: `2024-10-07` is written twice (-)
    13:30 calendar-day-outside-year: `2023-11-30` does not lie in 2024 (write it under the year it belongs to, not under 2024)
    14:17 calendar-day-unreadable: `2024-02-30` is not a day (write `2024-10-01`, or `2024-10-01..2024-10-07` for several days)
    15:29 unknown-key: a holiday has no `hours` (write it under `half_days`)
    16:17 missing-key: `hours` is missing: a half day says when it is open (write for example `{ days: 2024-12-24, hours: [08:30-12:00] }`)
    17:3 calendar-year-unknown: `99` is not a year (write a year from 1970 to 2199)
    18:26 calendar-day-unreadable: `5/1` is not a day of every year (write month and day: `12-25`, or `12-25..12-26` for several days)
    "#);
}

#[test]
fn a_file_that_lacks_its_keys_says_which() {
    insta::assert_snapshot!(findings("name: nothing\n"), @r#"
    1:1 missing-key: `calendar` is missing (-)
    1:1 missing-key: `zone` is missing (-)
    1:1 missing-key: `hours` is missing (-)
    "#);
    insta::assert_snapshot!(findings("calendar: [\n"), @"1:11 yaml-syntax: unclosed bracket '[' (look at the quotes, brackets and indentation of this line)");
    insta::assert_snapshot!(findings("- calendar\n"), @"1:1 wrong-type: expected a mapping, found a list (-)");
    insta::assert_snapshot!(findings("calendar: a\ncalendar: b\n"), @"2:1 yaml-syntax: `calendar` is written twice here (keep one of them, or join what they say)");
}

#[test]
fn a_file_that_asks_for_too_much_is_a_finding() {
    let nested = format!("calendar: {}{}\n", "[".repeat(100), "]".repeat(100));
    insta::assert_snapshot!(findings(&nested), @"1:42 yaml-syntax: this file is nested too deeply, has too many parts or repeats itself too often (at most 32 levels, 50 000 parts and 50 anchors; split the file or write repetitions out)");
    insta::assert_snapshot!(findings("calendar: !!binary a\n"), @"1:11 yaml-trap: YAML reads `!!binary a` as a tag, because it begins with `!` (put it in quotes: `calendar: '!!binary a'`)");
}

#[test]
fn a_calendar_that_is_never_open_is_refused() {
    insta::assert_snapshot!(findings("calendar: a\nzone: Etc/UTC\nhours: {}\nevery_year: { holidays: [] }\n"), @"3:1 calendar-never-open: no day of this calendar is a working day (give some weekdays opening hours, for example `mon-fri: [08:30-12:00, 13:30-18:00]`)");
    let all =
        "calendar: a\nzone: Etc/UTC\nhours: { mon-sun: [00:00-24:00] }\nevery_year: { holidays: [01-01..12-31] }\n";
    insta::assert_snapshot!(findings(all), @"3:1 calendar-never-open: no day of this calendar is a working day (give some weekdays opening hours, for example `mon-fri: [08:30-12:00, 13:30-18:00]`)");
}
