//! Counting forwards: from an event to when its duty is due, line by line.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::pause::{self, PausedDays};
use super::tally::first_day;
use super::zone::{first_date, last_date};
use super::{Calendar, CalendarUnit, Due, Impossible, Ledger, LedgerLine, LedgerStep, Pause, Period, Span};

impl Calendar {
    /// When a duty that starts at `from` and lasts for `period` is due, with the reckoning.
    ///
    /// `pauses` are the spans in which the clock stood still ([`Pause`] tells what that does); what lies before `from` has no
    /// effect, nor has what begins at the due time or later. `immediate` is what `at once` means, a setting of the pack;
    /// should it say `at once` itself, [`Period::IMMEDIATE_DEFAULT`] holds.
    ///
    /// # Errors
    /// When the event or its due time lies outside 1970 to 2199, or no working time follows. Never for a calendar that was
    /// parsed, an event of our time and a period that was read.
    pub fn due(
        &self,
        period: &Period,
        from: DateTime<Utc>,
        pauses: &[Pause],
        immediate: &Period,
    ) -> Result<Due, Impossible> {
        let mut reckoning = Reckoning::new(self, period, from, pauses)?;
        let period = match (period, immediate) {
            (Period::AtOnce, Period::AtOnce) => reckoning.at_once(&Period::IMMEDIATE_DEFAULT),
            (Period::AtOnce, setting) => reckoning.at_once(setting),
            (period, _) => period,
        };
        let due_at = match *period {
            _ if period.is_zero() => Ok(from),
            // A setting took its place.
            Period::AtOnce => Ok(from),
            Period::SameWorkingDay => reckoning.same_working_day(),
            Period::WorkingDays(number) => reckoning.working_days(number),
            Period::HalfWorkingDay => reckoning.working_minutes(Period::HALF_WORKING_DAY_MINUTES),
            Period::WorkingMinutes(minutes) => reckoning.working_minutes(minutes),
            Period::Minutes(minutes) => reckoning.clock_minutes(minutes),
            Period::Days(_) | Period::Weeks(_) | Period::Months(_) | Period::Years(_) | Period::Exactly { .. } => {
                reckoning.by_calendar(period)
            }
            Period::NextDay { at } => reckoning.time_of_next_day(at),
            Period::WorkingDay { number, at } => reckoning.time_of_working_day(number, at),
        }?;
        reckoning.finish(due_at)
    }
}

/// One due time in the making.
struct Reckoning<'a> {
    calendar: &'a Calendar,
    period: &'a Period,
    from: DateTime<Utc>,
    /// The local day of the event.
    start: NaiveDate,
    pauses: Vec<Pause>,
    /// How many of the pauses have their line.
    noted: usize,
    ledger: Ledger,
}

impl<'a> Reckoning<'a> {
    fn new(
        calendar: &'a Calendar,
        period: &'a Period,
        from: DateTime<Utc>,
        pauses: &[Pause],
    ) -> Result<Self, Impossible> {
        if calendar.clamped(from) != from {
            return Err(Impossible::OutsideYears { at: from });
        }
        let zone = calendar.zone;
        let pauses = pause::between(pauses, from, zone.end_of_day(last_date()));
        let start = zone.day_of(from);
        let mut reckoning = Self {
            calendar,
            period,
            from,
            start,
            pauses,
            noted: 0,
            ledger: Ledger::default(),
        };
        reckoning.line(start, LedgerStep::Started { at: zone.time_of(from) });
        Ok(reckoning)
    }

    fn at_once(&mut self, means: &'a Period) -> &'a Period {
        self.line(self.start, LedgerStep::AtOnce { means: means.clone() });
        means
    }

    fn working_days(&mut self, number: u32) -> Result<DateTime<Utc>, Impossible> {
        let last = self.working_day(&self.work_paused(), self.start, number)?;
        Ok(self.calendar.close_of(last))
    }

    /// The day of the event counts, unless it has closed.
    fn same_working_day(&mut self) -> Result<DateTime<Utc>, Impossible> {
        let has_closed = self.calendar.day(self.start).is_open() && self.calendar.close_of(self.start) <= self.from;
        let after = if has_closed {
            self.start
        } else {
            self.start - TimeDelta::days(1)
        };
        let last = self.working_day(&self.work_paused(), after, 1)?;
        Ok(self.calendar.close_of(last))
    }

    /// The days whose opening hours are touched by a pause.
    fn work_paused(&self) -> PausedDays {
        self.paused_days(|calendar, date, pause| {
            calendar
                .open_spans(date)
                .any(|(open, close)| open < pause.until && pause.from < close)
        })
    }

    fn time_of_working_day(&mut self, number: u32, at: NaiveTime) -> Result<DateTime<Utc>, Impossible> {
        let paused = self.paused_before(at);
        let last = self.working_day(&paused, self.start, number)?;
        Ok(self.calendar.zone.instant_at(last, at))
    }

    fn time_of_next_day(&self, at: NaiveTime) -> Result<DateTime<Utc>, Impossible> {
        let paused = self.paused_before(at);
        let day = self.calendar_day(&paused, 1)?;
        Ok(self.calendar.zone.instant_at(day, at))
    }

    /// Counts working days after a day, line by line.
    fn working_day(&mut self, paused: &PausedDays, after: NaiveDate, number: u32) -> Result<NaiveDate, Impossible> {
        let last = self.nth_working_day(paused, after, number)?;
        self.examine(after + TimeDelta::days(1), last);
        let mut counted = 0;
        for date in days_after(after, last) {
            self.note_pauses_through(date);
            let day = self.calendar.day(date);
            if paused.contains(date) {
                continue;
            }
            if day.is_open() {
                counted += 1;
                self.day_line(
                    date,
                    LedgerStep::Counted {
                        number: counted,
                        day: day.kind,
                    },
                );
            } else {
                self.skip(date);
            }
        }
        Ok(last)
    }

    fn working_minutes(&mut self, minutes: u32) -> Result<DateTime<Utc>, Impossible> {
        let calendar = self.calendar;
        let (mut at, mut left) = (self.from, TimeDelta::minutes(minutes.into()));
        for pause in &self.pauses {
            let worked = calendar.worked_between(at, pause.from);
            if left <= worked {
                break;
            }
            left -= worked;
            at = pause.until;
        }
        let due_at = calendar
            .after_working(at, left)
            .ok_or_else(|| self.impossible(calendar.zone.day_of(at)))?;
        // Open until midnight ends on the day before.
        let last = calendar.zone.day_of(due_at - TimeDelta::nanoseconds(1));
        self.examine(self.start, last);
        let mut worked = TimeDelta::zero();
        for date in self.start.iter_days().take_while(|date| *date <= last) {
            self.note_pauses_through(date);
            let day = calendar.day(date);
            if !day.is_open() {
                self.skip(date);
                continue;
            }
            let spans = self.worked_on(date, due_at);
            if spans.is_empty() {
                continue;
            }
            worked += spans.iter().map(|(from, until)| *until - *from).sum::<TimeDelta>();
            let local = |at| calendar.zone.time_of(at);
            let spans = spans
                .into_iter()
                .map(|(from, until)| Span {
                    from: local(from),
                    until: local(until),
                })
                .collect();
            let minutes = u32::try_from(worked.num_minutes()).unwrap_or(minutes);
            self.day_line(
                date,
                LedgerStep::Worked {
                    spans,
                    minutes,
                    day: day.kind,
                },
            );
        }
        Ok(due_at)
    }

    /// The working time of a day that counts: after the event, before `due_at`, in no pause.
    fn worked_on(&self, date: NaiveDate, due_at: DateTime<Utc>) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        let mut worked = Vec::new();
        for (open, close) in self.calendar.open_spans(date) {
            let mut at = open.max(self.from);
            let end = close.min(due_at);
            let first = self.pauses.partition_point(|pause| pause.until <= at);
            for pause in self.pauses[first..].iter().take_while(|pause| pause.from < end) {
                if at < pause.from {
                    worked.push((at, pause.from));
                }
                at = pause.until;
            }
            if at < end {
                worked.push((at, end));
            }
        }
        worked
    }

    fn clock_minutes(&mut self, minutes: u32) -> Result<DateTime<Utc>, Impossible> {
        let (mut at, mut left) = (self.from, TimeDelta::minutes(minutes.into()));
        for pause in &self.pauses {
            if left <= pause.from - at {
                break;
            }
            left -= pause.from - at;
            at = pause.until;
        }
        let due_at = at.checked_add_signed(left).ok_or_else(|| self.too_far())?;
        self.line(self.start, LedgerStep::Clock { minutes });
        Ok(due_at)
    }

    /// Days, weeks, months or years: the last day is the same date later, unless days were paused or it is no working day
    /// and may be moved.
    fn by_calendar(&mut self, period: &Period) -> Result<DateTime<Utc>, Impossible> {
        let (count, unit) = period.by_calendar().unwrap_or((0, CalendarUnit::Day));
        let end = match unit {
            CalendarUnit::Day => self.start.checked_add_days(Days::new(count.into())),
            CalendarUnit::Week => self.start.checked_add_days(Days::new(7 * u64::from(count))),
            CalendarUnit::Month => self.start.checked_add_months(Months::new(count)),
            CalendarUnit::Year => self.start.checked_add_months(Months::new(count.saturating_mul(12))),
        };
        let is_by_date = matches!(unit, CalendarUnit::Month | CalendarUnit::Year);
        let clamped = is_by_date && end.is_some_and(|end| end.day() != self.start.day());
        let stays = matches!(period, Period::Exactly { .. });
        let zone = self.calendar.zone;
        let end = end.filter(|end| *end <= last_date()).ok_or_else(|| self.too_far())?;
        let paused = self.paused_days(move |_, date, pause| {
            zone.start_of_day(date) < pause.until && pause.from <= zone.end_of_day(date)
        });
        let last = self.calendar_day(&paused, (end - self.start).num_days())?;
        let moved = if stays {
            last
        } else {
            let moved = self.nth_working_day(&paused, last - TimeDelta::days(1), 1)?;
            self.examine(last, moved);
            moved
        };
        self.note_pauses_through(last);
        self.line(last, LedgerStep::Ends { clamped, stays });
        for date in last.iter_days().take_while(|date| *date < moved) {
            self.note_pauses_through(date);
            if !paused.contains(date) {
                self.skip(date);
            }
        }
        Ok(zone.end_of_day(moved))
    }

    /// The day that is the `number`th after the event, paused days left out.
    fn calendar_day(&self, paused: &PausedDays, number: i64) -> Result<NaiveDate, Impossible> {
        let counted = |date: NaiveDate| {
            let paused = paused
                .within(self.start, date)
                .map(|(before, last)| (last - before).num_days());
            (date - self.start).num_days() - paused.sum::<i64>()
        };
        first_day(self.start, |date| counted(date) >= number).ok_or_else(|| self.too_far())
    }

    /// The day that is the `number`th working day after `after`, paused days left out.
    fn nth_working_day(&self, paused: &PausedDays, after: NaiveDate, number: u32) -> Result<NaiveDate, Impossible> {
        let tally = &self.calendar.tally;
        let counted = |date: NaiveDate| {
            let paused = paused
                .within(after, date)
                .map(|(before, last)| tally.between(before, last).days);
            tally.between(after, date).days - paused.sum::<i64>()
        };
        first_day(after, |date| counted(date) >= i64::from(number)).ok_or_else(|| self.impossible(after))
    }

    fn paused_days(&self, is_touched: impl Fn(&Calendar, NaiveDate, &Pause) -> bool) -> PausedDays {
        PausedDays::new(&self.pauses, self.calendar.zone, |date, pause| {
            is_touched(self.calendar, date, pause)
        })
    }

    /// The days whose hours before a time of day are touched by a pause.
    fn paused_before(&self, at: NaiveTime) -> PausedDays {
        self.paused_days(|calendar, date, pause| {
            calendar.zone.start_of_day(date) < pause.until && pause.from < calendar.zone.instant_at(date, at)
        })
    }

    fn examine(&mut self, first: NaiveDate, last: NaiveDate) {
        self.ledger.provisional |= self.calendar.is_provisional_between(first, last);
    }

    fn finish(mut self, due_at: DateTime<Utc>) -> Result<Due, Impossible> {
        if self.calendar.clamped(due_at) != due_at {
            return Err(self.too_far());
        }
        while let Some(pause) = self.pauses.get(self.noted).filter(|pause| pause.from < due_at) {
            self.note_pause(*pause);
        }
        let zone = self.calendar.zone;
        self.line(
            zone.day_of(due_at),
            LedgerStep::Due {
                at: zone.time_of(due_at),
            },
        );
        Ok(Due {
            due_at,
            ledger: self.ledger,
        })
    }

    fn note_pauses_through(&mut self, date: NaiveDate) {
        while let Some(pause) = self
            .pauses
            .get(self.noted)
            .filter(|pause| self.calendar.zone.day_of(pause.from) <= date)
        {
            self.note_pause(*pause);
        }
    }

    fn note_pause(&mut self, pause: Pause) {
        let zone = self.calendar.zone;
        let (first, last) = (zone.day_of(pause.from), zone.day_of(pause.until));
        self.line(
            first,
            LedgerStep::Paused {
                from: zone.time_of(pause.from),
                until: zone.time_of(pause.until),
            },
        );
        if let Some(line) = self.ledger.lines.last_mut() {
            line.through = (last > first).then_some(last);
        }
        self.noted += 1;
    }

    /// A line for a day that is closed, or one more day of the line before it.
    fn skip(&mut self, date: NaiveDate) {
        let day = self.calendar.day(date);
        let step = LedgerStep::Skipped { day: day.kind };
        let yesterday = date.pred_opt();
        match self.ledger.lines.last_mut() {
            Some(line)
                if Some(line.through.unwrap_or(line.date)) == yesterday
                    && line.step == step
                    && line.name.as_ref() == day.name
                    && line.notice.as_ref() == day.notice =>
            {
                line.through = Some(date);
            }
            _ => self.day_line(date, step),
        }
    }

    /// A line that also tells what the calendar calls the day, and by which notice.
    fn day_line(&mut self, date: NaiveDate, step: LedgerStep) {
        let day = self.calendar.day(date);
        let (name, notice) = (day.name.cloned(), day.notice.cloned());
        self.ledger.lines.push(LedgerLine {
            date,
            through: None,
            step,
            name,
            notice,
        });
    }

    fn line(&mut self, date: NaiveDate, step: LedgerStep) {
        self.ledger.lines.push(LedgerLine {
            date,
            through: None,
            step,
            name: None,
            notice: None,
        });
    }

    fn too_far(&self) -> Impossible {
        Impossible::TooFar {
            period: self.period.clone(),
            from: self.from,
        }
    }

    fn impossible(&self, after: NaiveDate) -> Impossible {
        let after = after.max(first_date());
        if self.calendar.tally.between(after, last_date()).days > 0 {
            return self.too_far();
        }
        Impossible::NeverOpen {
            calendar: self.calendar.id.clone(),
            after,
        }
    }
}

fn days_after(after: NaiveDate, through: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    after.iter_days().skip(1).take_while(move |date| *date <= through)
}
