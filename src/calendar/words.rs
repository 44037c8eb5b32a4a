//! A reckoning and a period as people read them.
//!
//! Pages and the command line show the same words. Dates are `09-29 Sun`; the year stands where it is not the one in which
//! the reckoning began.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use super::{CalendarUnit, DayKind, Ledger, LedgerLine, LedgerStep, Period};
use crate::locale::{Argument, Language, say};

/// One (when, what) for each line of the ledger, in its order; after them one more, without a date, if the due time is
/// provisional. Whatever a public notice decides names the notice.
pub fn lines(ledger: &Ledger, language: &Language) -> Vec<(String, String)> {
    let words = Words {
        language,
        first_year: ledger.lines.first().map(|line| line.date.year()),
        is_start_excluded: !ledger.lines.iter().any(|line| match line.step {
            LedgerStep::Worked { .. } | LedgerStep::Clock { .. } => true,
            LedgerStep::Counted { .. } => ledger.lines.first().is_some_and(|first| first.date == line.date),
            _ => false,
        }),
    };
    let mut lines: Vec<_> = ledger
        .lines
        .iter()
        .map(|line| (words.when(line), words.what(line)))
        .collect();
    if ledger.provisional {
        lines.push((String::new(), say(language, "ledger-provisional", &[])));
    }
    lines
}

/// A period in the reader's language: `3 working days`, `3 个工作日`.
pub fn period(period: &Period, language: &Language) -> String {
    let counted = |key, count: u32| say(language, key, &[("count", count.into())]);
    match period {
        Period::AtOnce => say(language, "period-at-once", &[]),
        Period::SameWorkingDay => say(language, "period-same-working-day", &[]),
        Period::HalfWorkingDay => say(language, "period-half-working-day", &[]),
        Period::WorkingDays(days) => counted("period-working-days", *days),
        Period::WorkingMinutes(minutes) if minutes % 60 == 0 => counted("period-working-hours", minutes / 60),
        Period::WorkingMinutes(minutes) => counted("period-working-minutes", *minutes),
        Period::Minutes(minutes) if minutes % 60 == 0 => counted("period-hours", minutes / 60),
        Period::Minutes(minutes) => counted("period-minutes", *minutes),
        Period::Days(days) => counted("period-days", *days),
        Period::Weeks(weeks) => counted("period-weeks", *weeks),
        Period::Months(months) => counted("period-months", *months),
        Period::Years(years) => counted("period-years", *years),
        Period::Exactly { count, of } => {
            let key = match of {
                CalendarUnit::Day => "period-days",
                CalendarUnit::Week => "period-weeks",
                CalendarUnit::Month => "period-months",
                CalendarUnit::Year => "period-years",
            };
            say(language, "period-exactly", &[("length", counted(key, *count).into())])
        }
        Period::NextDay { at } => say(language, "period-next-day", &[("at", clock(*at).into())]),
        Period::WorkingDay { number, at } => {
            let arguments = [("at", clock(*at).into()), ("number", (*number).into())];
            say(language, "period-on-working-day", &arguments)
        }
    }
}

struct Words<'a> {
    language: &'a Language,
    first_year: Option<i32>,
    /// Whole days are counted, so the day of the event is not (CNV-1, CNV-5), unless it is named itself.
    is_start_excluded: bool,
}

impl Words<'_> {
    fn say(&self, key: &str, arguments: &[(&'static str, Argument<'_>)]) -> String {
        say(self.language, key, arguments)
    }

    fn when(&self, line: &LedgerLine) -> String {
        match line.through.filter(|through| *through != line.date) {
            Some(through) => format!("{} – {}", self.date(line.date), self.date(through)),
            None => self.say(
                "ledger-day",
                &[
                    ("date", self.date(line.date).into()),
                    ("weekday", self.weekday(line.date).into()),
                ],
            ),
        }
    }

    fn date(&self, date: NaiveDate) -> String {
        let pattern = if Some(date.year()) == self.first_year {
            "%m-%d"
        } else {
            "%Y-%m-%d"
        };
        date.format(pattern).to_string()
    }

    fn weekday(&self, date: NaiveDate) -> String {
        let key = match date.weekday().num_days_from_monday() {
            0 => "weekday-monday",
            1 => "weekday-tuesday",
            2 => "weekday-wednesday",
            3 => "weekday-thursday",
            4 => "weekday-friday",
            5 => "weekday-saturday",
            _ => "weekday-sunday",
        };
        self.say(key, &[])
    }

    fn what(&self, line: &LedgerLine) -> String {
        let told = match &line.step {
            LedgerStep::Started { at } if self.is_start_excluded => {
                self.say("ledger-started-excluded", &[("at", clock(*at).into())])
            }
            LedgerStep::Started { at } => self.say("ledger-started", &[("at", clock(*at).into())]),
            LedgerStep::AtOnce { means } => {
                self.say("ledger-at-once", &[("means", period(means, self.language).into())])
            }
            LedgerStep::Clock { minutes } => self.say("ledger-clock", &[("length", self.length(*minutes).into())]),
            LedgerStep::Counted { number, .. } => self.say("ledger-counted", &[("number", (*number).into())]),
            LedgerStep::Worked { spans, minutes, .. } => {
                let spans: Vec<String> = spans
                    .iter()
                    .map(|span| format!("{}–{}", clock(span.from), end_clock(span.until)))
                    .collect();
                let spans = spans.join(&self.say("value-separator", &[]));
                self.say(
                    "ledger-worked",
                    &[("spans", spans.into()), ("length", self.length(*minutes).into())],
                )
            }
            LedgerStep::Skipped { .. } => return self.why_skipped(line),
            LedgerStep::Paused { from, until } => self.say(
                "ledger-paused",
                &[("from", clock(*from).into()), ("until", clock(*until).into())],
            ),
            LedgerStep::Ends { clamped, stays } => {
                let ends = if *clamped { "ledger-ends-clamped" } else { "ledger-ends" };
                match (stays, self.say(ends, &[])) {
                    (true, ends) => self.say("ledger-ends-stays", &[("ends", ends.into())]),
                    (false, ends) => ends,
                }
            }
            LedgerStep::Due { at } => self.say("ledger-due", &[("at", clock(*at).into())]),
        };
        match self.ground(line) {
            Some(ground) => self.say(
                "ledger-with-ground",
                &[("what", told.into()), ("ground", ground.into())],
            ),
            None => told,
        }
    }

    fn why_skipped(&self, line: &LedgerLine) -> String {
        let name = line
            .name
            .as_ref()
            .map(|name| name.text(self.language.as_str()).to_owned());
        let what = name.unwrap_or_else(|| self.kind(day_kind(&line.step)));
        match &line.notice {
            Some(notice) => self.say(
                "ledger-with-ground",
                &[("what", what.into()), ("ground", notice.to_string().into())],
            ),
            None => what,
        }
    }

    /// What makes a counted day worth a word: what it is called, and the notice that says so.
    fn ground(&self, line: &LedgerLine) -> Option<String> {
        let kind = Some(day_kind(&line.step)).filter(|kind| *kind != DayKind::Ordinary);
        let kind = kind.map(|kind| self.kind(kind));
        let notice = line.notice.as_deref().map(str::to_owned);
        let parts: Vec<String> = kind.into_iter().chain(notice).collect();
        (!parts.is_empty()).then(|| parts.join(&self.say("ledger-ground-separator", &[])))
    }

    fn kind(&self, kind: DayKind) -> String {
        let key = match kind {
            DayKind::Ordinary => "day-ordinary",
            DayKind::Rest => "day-rest",
            DayKind::Holiday => "day-holiday",
            DayKind::MakeUp => "day-make-up",
            DayKind::HalfDay => "day-half",
            DayKind::Absent => "day-absent",
        };
        self.say(key, &[])
    }

    fn length(&self, minutes: u32) -> String {
        let (hours, minutes) = (minutes / 60, minutes % 60);
        let key = match (hours, minutes) {
            (0, _) => "length-minutes",
            (_, 0) => "length-hours",
            _ => "length-hours-minutes",
        };
        self.say(key, &[("hours", hours.into()), ("minutes", minutes.into())])
    }
}

fn day_kind(step: &LedgerStep) -> DayKind {
    match step {
        LedgerStep::Counted { day, .. } | LedgerStep::Worked { day, .. } | LedgerStep::Skipped { day } => *day,
        _ => DayKind::Ordinary,
    }
}

/// `18:00`, and seconds only where they say something (`23:59:59`).
fn clock(at: NaiveTime) -> String {
    at.format(if at.second() == 0 { "%H:%M" } else { "%H:%M:%S" })
        .to_string()
}

/// Midnight as an end is the end of the day.
fn end_clock(at: NaiveTime) -> String {
    if at == NaiveTime::MIN {
        "24:00".to_owned()
    } else {
        clock(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Name;

    fn line(date: &str, through: Option<&str>, step: LedgerStep) -> LedgerLine {
        LedgerLine {
            date: date.parse().unwrap(),
            through: through.map(|date| date.parse().unwrap()),
            step,
            name: None,
            notice: None,
        }
    }

    fn noon(text: &str) -> NaiveTime {
        NaiveTime::parse_from_str(text, "%H:%M").unwrap()
    }

    fn told(ledger: &Ledger, language: &str) -> Vec<String> {
        lines(ledger, &Language::new(language))
            .into_iter()
            .map(|(when, what)| format!("{when} | {what}"))
            .collect()
    }

    fn three_days_over_the_national_day() -> Ledger {
        let made_up = LedgerLine {
            notice: Some("国办发明电〔2023〕7号".into()),
            ..line(
                "2024-09-29",
                None,
                LedgerStep::Counted {
                    number: 1,
                    day: DayKind::MakeUp,
                },
            )
        };
        let holiday = LedgerLine {
            name: Some(Name::Plain("国庆节".into())),
            notice: Some("国办发明电〔2023〕7号".into()),
            ..line(
                "2024-10-01",
                Some("2024-10-07"),
                LedgerStep::Skipped { day: DayKind::Holiday },
            )
        };
        Ledger {
            lines: vec![
                line("2024-09-27", None, LedgerStep::Started { at: noon("16:00") }),
                line("2024-09-28", None, LedgerStep::Skipped { day: DayKind::Rest }),
                made_up,
                line(
                    "2024-09-30",
                    None,
                    LedgerStep::Counted {
                        number: 2,
                        day: DayKind::Ordinary,
                    },
                ),
                holiday,
                line(
                    "2024-10-08",
                    None,
                    LedgerStep::Counted {
                        number: 3,
                        day: DayKind::Ordinary,
                    },
                ),
                line("2024-10-08", None, LedgerStep::Due { at: noon("18:00") }),
            ],
            provisional: false,
        }
    }

    #[test]
    fn a_ledger_reads_as_a_person_would_count_aloud() {
        assert_eq!(
            told(&three_days_over_the_national_day(), "zh"),
            [
                "09-27 周五 | 16:00 起算，当日不计",
                "09-28 周六 | 休息日",
                "09-29 周日 | 第 1 个工作日（调休上班，国办发明电〔2023〕7号）",
                "09-30 周一 | 第 2 个工作日",
                "10-01 – 10-07 | 国庆节（国办发明电〔2023〕7号）",
                "10-08 周二 | 第 3 个工作日",
                "10-08 周二 | 18:00 到期",
            ]
        );
        assert_eq!(
            told(&three_days_over_the_national_day(), "en")[2],
            "09-29 Sun | working day 1 (make-up working day, 国办发明电〔2023〕7号)"
        );
    }

    #[test]
    fn working_time_shows_its_spans_and_what_they_come_to() {
        let spans = vec![
            super::super::Span {
                from: noon("16:00"),
                until: noon("18:00"),
            },
            super::super::Span {
                from: noon("23:00"),
                until: noon("00:00"),
            },
        ];
        let worked = LedgerStep::Worked {
            spans,
            minutes: 150,
            day: DayKind::Ordinary,
        };
        let ledger = Ledger {
            lines: vec![
                line("2024-12-31", None, LedgerStep::Started { at: noon("16:00") }),
                line("2024-12-31", None, worked),
                line("2025-01-02", None, LedgerStep::Due { at: noon("10:00") }),
            ],
            provisional: true,
        };
        assert_eq!(
            told(&ledger, "zh"),
            [
                "12-31 周二 | 16:00 起算",
                "12-31 周二 | 16:00–18:00、23:00–24:00，累计 2 小时 30 分",
                "2025-01-02 周四 | 10:00 到期",
                " | 有关年份的放假通知尚未公布，到期时间可能变动",
            ]
        );
    }

    #[test]
    fn a_period_is_told_in_the_language_of_the_reader() {
        let told = |text: &str, language: &str| period(&text.parse().unwrap(), &Language::new(language));
        assert_eq!(told("3 working days", "zh"), "3 个工作日");
        assert_eq!(told("1 working day", "en"), "1 working day");
        assert_eq!(told("90 minutes", "zh"), "90 分钟");
        assert_eq!(told("same working day", "zh"), "同一工作日");
        assert_eq!(told("half a working day", "zh"), "半个工作日");
        assert_eq!(told("17:00, 3rd working day", "en"), "17:00 on working day 3");
    }
}
