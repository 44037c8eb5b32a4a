//! Time in a scenario: the clock stops at every moment at which something falls due or comes round.

use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone, Utc};

use super::steps::Origin;
use super::{Counters, Done, World, engine};
use crate::case::{self, Case, Command, Context};
use crate::form::Answers;
use crate::locale::{Phrase, phrase};
use crate::pack::{Pack, Schedule, ScheduledWork};
use crate::scenario::Failure;

/// A local moment, `2024-09-27 16:00`.
pub fn moment(pack: &Pack, text: &str) -> Result<DateTime<Utc>, Failure> {
    let wrong = || {
        Failure::new(
            phrase!("moment"),
            phrase!("a local moment such as `2024-09-27 16:00`"),
            Phrase::text(text),
        )
    };
    let local = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .ok_or_else(wrong)?;
    pack.zone
        .from_local_datetime(&local)
        .earliest()
        .map(|at| at.with_timezone(&Utc))
        .ok_or_else(wrong)
}

/// For messages: the local moment, as scenarios write it.
pub fn local(pack: &Pack, at: DateTime<Utc>) -> String {
    at.with_timezone(&pack.zone).format("%Y-%m-%d %H:%M").to_string()
}

impl<'a> World<'a> {
    /// Moves the clock, stopping at every moment at which something falls due.
    pub(super) fn advance(&mut self, target: DateTime<Utc>, schedule: Option<&'a Schedule>) -> Result<(), Failure> {
        let mut occurrences = match schedule {
            Some(schedule) => schedule.occurrences(&self.pack.calendar, self.pack.zone, self.now, target),
            None => Vec::new(),
        }
        .into_iter()
        .peekable();
        loop {
            let due = self
                .cases
                .iter()
                .enumerate()
                .filter_map(|(index, case)| Some((case::next_moment(case)?, index)))
                .min();
            let due = due.filter(|(at, _)| *at <= target);
            match (due, occurrences.peek().copied()) {
                (None, None) => break,
                (Some((at, index)), occurrence) if occurrence.is_none_or(|occurrence| at <= occurrence) => {
                    self.now = self.now.max(at);
                    let before = self.cases[index].version;
                    self.command(index, &Command::TimePassed, &engine())?;
                    if self.cases[index].version == before {
                        return Err(Failure::new(
                            phrase!("time"),
                            phrase!("what is due happens"),
                            phrase!("nothing happened at {at}", at),
                        ));
                    }
                }
                (_, Some(occurrence)) => {
                    occurrences.next();
                    self.now = self.now.max(occurrence);
                    if let Some(schedule) = schedule {
                        self.run_schedule(schedule)?;
                    }
                }
                (Some(_), None) => break,
            }
        }
        self.now = target;
        Ok(())
    }

    pub(super) fn schedule(&self, id: &str) -> Result<&'a Schedule, Failure> {
        self.pack
            .schedules
            .get(id)
            .ok_or_else(|| Failure::new(phrase!("schedule"), Phrase::text(id), phrase!("no such schedule")))
    }

    /// Whether it comes round in this very minute: otherwise a time plan that is wrong would never show.
    pub(super) fn comes_round(&self, schedule: &Schedule) -> Result<(), Failure> {
        let occurrences = |from, until| schedule.occurrences(&self.pack.calendar, self.pack.zone, from, until);
        if !occurrences(self.now - TimeDelta::minutes(1), self.now).is_empty() {
            return Ok(());
        }
        let next = occurrences(self.now, self.now + TimeDelta::days(400));
        let next = next
            .first()
            .map_or_else(|| phrase!("never"), |at| Phrase::text(local(self.pack, *at)));
        let failure = Failure::new(
            phrase!("schedule {id}", id = schedule.id),
            phrase!("it comes round now"),
            phrase!("next at {next}", next),
        );
        Err(failure.because([phrase!("write `at` beside it to move the clock to that moment")]))
    }

    pub(super) fn run_schedule(&mut self, schedule: &'a Schedule) -> Result<(), Failure> {
        match &schedule.work {
            ScheduledWork::Open { case_type, answers } => {
                let Some(case_type) = self.pack.case_type(case_type) else {
                    return Err(Failure::new(
                        phrase!("schedule"),
                        Phrase::text(case_type.as_str()),
                        phrase!("no such case type"),
                    ));
                };
                match self.open_as(case_type, answers, &engine(), Origin::default())? {
                    Done::Invalid(errors) => {
                        let lines = errors
                            .into_iter()
                            .map(|error| Phrase::text(format!("{}: {}", error.field, error.message)));
                        Err(Failure::new(
                            phrase!("schedule {id}", id = schedule.id),
                            phrase!("a case is opened"),
                            phrase!("its answers do not fit the form"),
                        )
                        .because(lines))
                    }
                    Done::Refused(refusal) => Err(Failure::new(
                        phrase!("schedule {id}", id = schedule.id),
                        phrase!("a case is opened"),
                        Phrase::text(self.refusal_text(&refusal)),
                    )),
                    Done::Nothing | Done::Done => Ok(()),
                }
            }
            ScheduledWork::ForEach { case_type, does, .. } => {
                for index in 0..self.cases.len() {
                    let case = &self.cases[index];
                    if case.case_type != *case_type || case.closed_at.is_some() || !self.wanted(schedule, case) {
                        continue;
                    }
                    let command = Command::React {
                        schedule: schedule.id.clone(),
                        effects: does,
                    };
                    self.command(index, &command, &engine())?;
                }
                Ok(())
            }
        }
    }

    fn wanted(&self, schedule: &Schedule, case: &Case) -> bool {
        let engine = engine();
        let counters = match self.pack.case_type(&case.case_type) {
            Some(case_type) => self.counters(case_type, Some(case), &Answers::new()),
            None => Counters::new(),
        };
        let context = Context {
            now: self.now,
            actor: &engine,
            counters: &counters,
            people: Some(&self.people),
        };
        case::schedule_wants(self.pack, schedule, case, &context)
    }
}
