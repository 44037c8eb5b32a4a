//! Work by the clock, and when it comes round.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

use super::id::*;
use super::{Effect, OnHoliday};
use crate::calendar::Calendar;
use crate::expression::Expression;
use crate::locale::Text;

pub struct Schedule {
    pub id: ScheduleId,
    pub name: Text,
    pub cron: croner::Cron,
    pub holiday: OnHoliday,
    pub work: ScheduledWork,
    pub clauses: Vec<ClauseId>,
}

pub enum ScheduledWork {
    ForEach {
        case_type: CaseTypeId,
        condition: Option<Expression>,
        does: Vec<Effect>,
    },
    /// Answers are of the case type's opening form, as JSON, parsed when the case is opened.
    Open {
        case_type: CaseTypeId,
        answers: serde_json::Map<String, serde_json::Value>,
    },
}

/// How far a holiday can move an occurrence: longer than any run of public holidays.
const REACH_DAYS: u64 = 31;

/// More occurrences than anybody would catch up on; a bound, so that a pattern of every minute cannot run away.
const OCCURRENCES_MAX: usize = 5_000;

impl Schedule {
    /// The occurrences after `after` and up to and including `until`, in order, each once.
    ///
    /// The pattern is read in `zone`; an occurrence on a day that is no working day goes where the schedule's holiday rule says, at
    /// the same time of day. A local time that a change of the clocks skips is taken at the first moment after it.
    pub fn occurrences(
        &self,
        calendar: &Calendar,
        zone: Tz,
        after: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Vec<DateTime<Utc>> {
        let reach = match self.holiday {
            OnHoliday::Keep | OnHoliday::Skip => Days::new(0),
            OnHoliday::PreviousWorkingDay | OnHoliday::NextWorkingDay => Days::new(REACH_DAYS),
        };
        let from = after.checked_sub_days(reach).unwrap_or(after).with_timezone(&zone);
        let last = until.checked_add_days(reach).unwrap_or(until);
        let mut moments: Vec<_> = self
            .cron
            .iter_after(from)
            .take_while(|at| at.with_timezone(&Utc) <= last)
            .take(OCCURRENCES_MAX)
            .filter_map(|at| self.moved(calendar, zone, at.naive_local()))
            .filter(|at| *at > after && *at <= until)
            .collect();
        moments.sort_unstable();
        moments.dedup();
        moments
    }

    fn moved(&self, calendar: &Calendar, zone: Tz, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        let day = self.day(calendar, local.date())?;
        let mut local = day.and_time(local.time());
        // A gap is at most a few hours; a day has no more quarters than these.
        for _ in 0..96 {
            if let Some(at) = zone.from_local_datetime(&local).earliest() {
                return Some(at.with_timezone(&Utc));
            }
            local += chrono::TimeDelta::minutes(15);
        }
        None
    }

    fn day(&self, calendar: &Calendar, day: NaiveDate) -> Option<NaiveDate> {
        if calendar.is_working_day(day) {
            return Some(day);
        }
        match self.holiday {
            OnHoliday::Keep => Some(day),
            OnHoliday::Skip => None,
            OnHoliday::PreviousWorkingDay => calendar.previous_working_day(day),
            OnHoliday::NextWorkingDay => calendar.next_working_day(day),
        }
        .filter(|moved| (moved.num_days_from_ce() - day.num_days_from_ce()).unsigned_abs() <= REACH_DAYS as u32)
    }
}
