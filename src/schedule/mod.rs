//! The door through which time comes in.
//!
//! A heartbeat looks once a second for what has fallen due: deadlines of cases, and occurrences of the packs' schedules. It
//! sends each as a command, as any other door does. What has been done is in the database, so that nothing is lost while the
//! program is stopped, and nothing is done twice on several nodes. Looking costs what is due, not what is open.
//!
//! A test clock is moved here too: through every moment on its way, so that each thing happens at its own time.

mod heartbeat;
mod occurrences;

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use crate::app::{App, Asked, ExecuteError, Idempotency, Request, Target};
use crate::case::{Actor, CaseId};
use crate::pack::ScheduledWork;
use crate::pack::id::{OrganizationId, ScheduleId};
use crate::store::runs::{self, Run};
use crate::store::{self, cases, clock, wakes};

pub use heartbeat::{Heartbeat, HeartbeatError};

/// How long a claim holds; what a dead node had claimed comes free after it.
const LEASE_SECONDS: i64 = 20;

/// A schedule's run may go through many cases.
const RUN_LEASE_SECONDS: i64 = 600;

/// How much is claimed at a time.
const CLAIM_MAX: i64 = 64;

/// How many moments a test clock steps through in one move; a pack that wakes itself without end stops there.
const STEPS_MAX: usize = 100_000;

/// What one look at the time has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// Cases in which something fell due.
    pub cases: usize,
    /// Occurrences of schedules.
    pub schedules: usize,
    /// What could not be done and is tried again later.
    pub failures: usize,
}

/// Why the clock was not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    #[error("this clock is the system's; start with a test clock to move it")]
    NotATestClock,
    #[error("the clock was stopped at {at}: there is no end to what falls due")]
    NoEnd { at: DateTime<Utc> },
    #[error("what fell due could not be done")]
    Store(#[from] store::Error),
}

impl App {
    /// Runs what is due, unless that is under way already: `None` then. What the heartbeat calls.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn tick(&self) -> Result<Option<Ran>, store::Error> {
        let tick = || {
            // Another node may have activated a pack since.
            self.adopt_activations()?;
            let ran = run_everything_due(self)?;
            self.tidy_now_and_then()?;
            Ok(ran)
        };
        self.unless_ticking(tick).transpose()
    }

    /// Runs everything that is due by now and returns when it is done.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn run_due(&self) -> Result<Ran, store::Error> {
        self.while_nobody_ticks(|| run_everything_due(self))
    }

    /// Moves a test clock. Forward, everything that falls due on the way happens at its own moment; back, nothing happens,
    /// and what has happened stays.
    ///
    /// # Errors
    /// When the clock is the system's, or the store does not answer; the clock then stands where it had come to.
    pub fn move_clock(&self, to: DateTime<Utc>) -> Result<Ran, MoveError> {
        if !self.clock().is_test() {
            return Err(MoveError::NotATestClock);
        }
        self.while_nobody_ticks(|| {
            let mut ran = Ran::default();
            if to > self.clock().now() {
                ran += run_everything_due(self)?;
                for _ in 0..STEPS_MAX {
                    match next_moment(self)?.filter(|next| *next <= to) {
                        Some(next) => {
                            stand_at(self, next)?;
                            ran += run_everything_due(self)?;
                        }
                        None => {
                            stand_at(self, to)?;
                            return Ok(ran);
                        }
                    }
                }
                return Err(MoveError::NoEnd { at: self.clock().now() });
            }
            stand_at(self, to)?;
            Ok(ran)
        })
    }
}

impl std::ops::AddAssign for Ran {
    fn add_assign(&mut self, more: Self) {
        self.cases += more.cases;
        self.schedules += more.schedules;
        self.failures += more.failures;
    }
}

fn stand_at(app: &App, at: DateTime<Utc>) -> Result<(), store::Error> {
    app.clock().stand_at(at);
    app.store().write(move |conn| clock::stand_at(conn, at))
}

/// The next moment after now at which something falls due anywhere.
fn next_moment(app: &App) -> Result<Option<DateTime<Utc>>, store::Error> {
    let now = app.clock().now();
    let mut next = app.store().read(|conn| wakes::next_on_platform(conn, now))?;
    for pack in app.packs().all() {
        for schedule in pack.schedules.values() {
            let mark = app
                .store()
                .read(|conn| runs::looked_until(conn, &pack.organization, &schedule.id))?;
            let after = mark.map_or(now, |mark| mark.max(now));
            let occurrence = occurrences::next_after(schedule, &pack, after);
            next = next.into_iter().chain(occurrence).min();
        }
    }
    Ok(next)
}

fn run_everything_due(app: &App) -> Result<Ran, store::Error> {
    let mut ran = Ran::default();
    write_down_occurrences(app)?;
    loop {
        let more = run_due_cases(app, &mut ran)? + run_due_schedules(app, &mut ran)?;
        if more == 0 {
            return Ok(ran);
        }
    }
}

/// Returns how many were claimed.
fn run_due_cases(app: &App, ran: &mut Ran) -> Result<usize, store::Error> {
    let now = app.clock().now();
    // Most looks find nothing, and reading is cheaper than claiming.
    if app
        .store()
        .read(wakes::first_on_platform)?
        .is_none_or(|first| first > now)
    {
        return Ok(0);
    }
    let wall = app.clock().wall();
    let due = app.store().write(move |conn| {
        wakes::claim_on_platform(conn, now, wall, wall + Duration::seconds(LEASE_SECONDS), CLAIM_MAX)
    })?;
    for wake in &due {
        match app.execute(of_engine(
            &wake.organization,
            Target::Known { id: wake.case },
            Asked::TimePassed,
        )) {
            Ok(done) if done.events > 0 => ran.cases += 1,
            Ok(_) => {
                ran.failures += 1;
                tracing::warn!(organization = %wake.organization, case = %wake.case.0, "a case was woken and nothing was due in it");
            }
            Err(error) => {
                ran.failures += 1;
                tell(&wake.organization, wake.case, "time could not pass in a case", &error);
            }
        }
    }
    Ok(due.len())
}

/// Makes rows of the occurrences that have come since the last look.
fn write_down_occurrences(app: &App) -> Result<(), store::Error> {
    let now = app.clock().now();
    for pack in app.packs().all() {
        for (id, schedule) in &pack.schedules {
            let mark = app
                .store()
                .read(|conn| runs::looked_until(conn, &pack.organization, id))?;
            let due = match mark {
                // A schedule begins when it is first seen: the past is not made up for.
                None => Vec::new(),
                Some(mark) => occurrences::between(schedule, &pack, mark, now),
            };
            if mark.is_none() || !due.is_empty() {
                let (organization, id) = (pack.organization.clone(), id.clone());
                app.store()
                    .write(move |conn| runs::write_down(conn, &organization, &id, &due, now))?;
            }
        }
    }
    Ok(())
}

/// Returns how many were claimed.
fn run_due_schedules(app: &App, ran: &mut Ran) -> Result<usize, store::Error> {
    let now = app.clock().now();
    if !app.store().read(|conn| runs::is_waiting_on_platform(conn, now))? {
        return Ok(0);
    }
    let wall = app.clock().wall();
    let due = app.store().write(move |conn| {
        runs::claim_on_platform(conn, now, wall, wall + Duration::seconds(RUN_LEASE_SECONDS), CLAIM_MAX)
    })?;
    let claimed = due.len();
    for run in due {
        if run_schedule(app, &run)? {
            ran.schedules += 1;
            app.store().write(move |conn| runs::finish(conn, &run, now))?;
        } else {
            ran.failures += 1;
        }
    }
    Ok(claimed)
}

/// Does what a schedule asks for at one occurrence. `false` when it must be tried again; what is done by then is not done
/// twice, because every command goes under a key of its own.
fn run_schedule(app: &App, run: &Run) -> Result<bool, store::Error> {
    let Some(pack) = app.packs().active(&run.organization) else {
        return Ok(false);
    };
    let Some(schedule) = pack.schedules.get(&run.schedule) else {
        return Ok(true);
    };
    let requests: Vec<(CaseId, Request)> = match &schedule.work {
        ScheduledWork::Open { case_type, answers } => {
            let target = Target::New {
                case_type: case_type.clone(),
            };
            vec![(
                CaseId(uuid::Uuid::nil()),
                of_engine(
                    &run.organization,
                    target,
                    Asked::Open {
                        answers: answers.clone(),
                        language: None,
                    },
                ),
            )]
        }
        ScheduledWork::ForEach { case_type, .. } => {
            let open = app
                .store()
                .read(|conn| cases::open_of_type(conn, &run.organization, case_type))?;
            let ask = |id| {
                of_engine(
                    &run.organization,
                    Target::Known { id },
                    Asked::React {
                        schedule: run.schedule.clone(),
                    },
                )
            };
            open.into_iter().map(|id| (id, ask(id))).collect()
        }
    };
    let mut is_done = true;
    for (case, mut request) in requests {
        request.idempotency = Some(key_of(&run.schedule, run.occurrence, case));
        match app.execute(request) {
            Ok(_) => {}
            Err(error @ (ExecuteError::Unavailable(_) | ExecuteError::Overloaded)) => {
                is_done = false;
                tell(&run.organization, case, "a schedule could not be run", &error);
            }
            // The rules say no, and would say so again.
            Err(error) => tell(&run.organization, case, "a schedule was refused", &error),
        }
    }
    Ok(is_done)
}

fn key_of(schedule: &ScheduleId, occurrence: DateTime<Utc>, case: CaseId) -> Idempotency {
    let key = format!("schedule {schedule} {} {}", occurrence.to_rfc3339(), case.0);
    Idempotency::new(key.clone(), key.as_bytes())
}

fn of_engine(organization: &OrganizationId, target: Target, asked: Asked) -> Request {
    Request {
        organization: organization.clone(),
        target,
        actor: Actor::engine(),
        expected_version: None,
        asked,
        idempotency: None,
        language: crate::locale::Language::new("en"),
    }
}

/// Ids and the kind of error; what a case says stays out of the log.
fn tell(organization: &OrganizationId, case: CaseId, what: &'static str, error: &ExecuteError) {
    let why = match error {
        ExecuteError::Unavailable(cause) => cause.chain(),
        ExecuteError::Invalid(errors) => {
            let fields: BTreeSet<&str> = errors.iter().map(|error| error.field.as_str()).collect();
            format!("{error}: {}", fields.into_iter().collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    };
    tracing::error!(%organization, case = %case.0, error = %why, "{what}");
}
