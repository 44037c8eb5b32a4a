//! How urgent something is, in words and never by colour alone.

use chrono::{DateTime, Duration, NaiveDate, Utc};

use crate::calendar::Period;
use crate::case::{Deadline, DeadlineState, Task, TaskTime};
use crate::locale::{Language, say};
use crate::pack::Pack;

/// A word with a shape: the shape says the same to those who do not tell colours apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chip {
    /// `good`, `warn`, `bad`, `paused`, `plain`, or empty.
    pub class: &'static str,
    pub text: String,
}

/// So much is a working day.
const WHOLE_DAY_MINUTES: i64 = 2 * Period::HALF_WORKING_DAY_MINUTES as i64;
/// Beyond so many calendar days nobody counts working days any more.
const WORKING_DAYS_SHOWN_UNTIL: i64 = 45;

/// How a deadline of a case stands at `now`.
pub(super) fn of_deadline(deadline: &Deadline, pack: &Pack, now: DateTime<Utc>, language: &Language) -> Chip {
    let chip = |class, key: &str| Chip {
        class,
        text: say(language, key, &[]),
    };
    match &deadline.state {
        DeadlineState::Running => until(deadline.due.due_at, pack, now, language),
        DeadlineState::Paused => chip("", "chip-paused"),
        DeadlineState::Met { .. } if deadline.missed => chip("warn", "chip-met-late"),
        DeadlineState::Met { .. } => chip("good", "chip-met"),
        DeadlineState::Ended { .. } => chip("", "chip-ended"),
        DeadlineState::Cancelled { .. } => chip("", "chip-cancelled"),
    }
}

/// How a task with a time of its own stands at `now`.
pub(super) fn of_task(task: &Task, time: &TaskTime, pack: &Pack, now: DateTime<Utc>, language: &Language) -> Chip {
    let chip = |class, key: &str| Chip {
        class,
        text: say(language, key, &[]),
    };
    match &task.done {
        None if time.is_paused() => chip("", "chip-paused"),
        None => until(time.due.due_at, pack, now, language),
        Some(done) if done.withdrawn => chip("", "chip-cancelled"),
        Some(_) if time.missed => chip("warn", "chip-done-late"),
        Some(_) => chip("good", "chip-done"),
    }
}

/// How long until `due`, or how long since.
pub(super) fn until(due: DateTime<Utc>, pack: &Pack, now: DateTime<Utc>, language: &Language) -> Chip {
    let day = |at: DateTime<Utc>| at.with_timezone(&pack.zone).date_naive();
    let (today, last) = (day(now), day(due));
    let counted = |key: &str, count: i64| say(language, key, &[("count", count.into())]);
    if due >= now {
        let left = due - now;
        let days = working_days(pack, today, last);
        let minutes = || pack.calendar.working_minutes_between(now, due);
        return match days {
            _ if left < Duration::hours(1) => Chip {
                class: "warn",
                text: counted("chip-minutes-left", left.num_minutes()),
            },
            _ if today == last || left <= Duration::hours(12) => Chip {
                class: "warn",
                text: counted("chip-hours-left", left.num_hours()),
            },
            // A day that has begun, or of which not all is left, is none.
            Some(1) if (1..WHOLE_DAY_MINUTES).contains(&minutes()) => Chip {
                class: "warn",
                text: counted("chip-working-hours-left", (minutes() / 60).max(1)),
            },
            Some(1) => Chip {
                class: "warn",
                text: counted("chip-working-days-left", 1),
            },
            Some(days) if days > 0 => Chip {
                class: "",
                text: counted("chip-working-days-left", days),
            },
            _ => Chip {
                class: "",
                text: counted("chip-days-left", (last - today).num_days()),
            },
        };
    }
    let late = now - due;
    let text = match working_days(pack, last, today) {
        _ if late < Duration::hours(1) => counted("chip-minutes-late", late.num_minutes().max(1)),
        Some(0) if today == last || late < Duration::hours(24) => counted("chip-hours-late", late.num_hours()),
        Some(days) if days > 0 => counted("chip-working-days-late", days),
        _ => counted("chip-days-late", (today - last).num_days().max(1)),
    };
    Chip { class: "bad", text }
}

/// Nothing runs, because clocks stand at this stage: what it is called says what is waited for.
pub(super) fn paused_while(stage: &str, language: &Language) -> Chip {
    Chip {
        class: "paused",
        text: say(language, "chip-paused-while", &[("stage", stage.into())]),
    }
}

/// Nothing is to be done any more.
pub(super) fn closed(language: &Language) -> Chip {
    Chip {
        class: "plain",
        text: say(language, "chip-closed", &[]),
    }
}

/// Nothing is running.
pub(super) fn none(language: &Language) -> Chip {
    Chip {
        class: "plain",
        text: say(language, "chip-none", &[]),
    }
}

/// Working days after `from` until `until`, both ends local; `None` when they are too far apart to be counted.
fn working_days(pack: &Pack, from: NaiveDate, until: NaiveDate) -> Option<i64> {
    let days = (until - from).num_days();
    if days > WORKING_DAYS_SHOWN_UNTIL {
        return None;
    }
    let count = from
        .iter_days()
        .skip(1)
        .take_while(|date| *date <= until)
        .filter(|date| pack.calendar.is_working_day(*date));
    i64::try_from(count.count()).ok()
}
