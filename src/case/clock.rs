//! Time passes: warnings are given, deadlines and tasks missed and waiting periods ended, each exactly once and in the order of time.

use super::event::Event;
use super::process::{Cause, Process};
use super::task::time;
use super::{deadline, *};
use crate::pack::{RETENTION, RETENTION_OVER};

impl Case {
    /// When time passing has something to do here: the earliest warning or end that has not been dealt with. It may lie in
    /// the past, for a deadline that was overdue when it started.
    pub fn next_moment(&self) -> Option<DateTime<Utc>> {
        self.moments().map(|moment| moment.at).min()
    }

    fn moments(&self) -> impl Iterator<Item = Moment> {
        let running = self
            .deadlines
            .iter()
            .enumerate()
            .filter(|(_, run)| run.state == DeadlineState::Running);
        let deadlines = running.flat_map(|(index, run)| {
            let end = (!run.missed).then_some(run.due.due_at);
            Moment::of(Timed::Deadline(index), &run.warnings, end)
        });
        let tasks = self.tasks.iter().filter_map(|task| Some((task, task.running()?)));
        let tasks = tasks.flat_map(|(task, time)| {
            let end = (!time.missed).then_some(time.due.due_at);
            Moment::of(Timed::Task(task.number), &time.warnings, end)
        });
        deadlines.chain(tasks)
    }
}

/// Ordered by time, at the same time warnings first, then deadlines before tasks, as they were started.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Moment {
    at: DateTime<Utc>,
    kind: MomentKind,
    of: Timed,
}

/// What has an end: a deadline by its place, a task by its number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Timed {
    Deadline(usize),
    Task(u32),
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum MomentKind {
    Warning,
    End,
}

impl Moment {
    /// The next warning and the end.
    fn of(of: Timed, warnings: &[DateTime<Utc>], end: Option<DateTime<Utc>>) -> impl Iterator<Item = Self> + use<> {
        let warning = warnings.first().map(|at| (*at, MomentKind::Warning));
        let end = end.map(|at| (at, MomentKind::End));
        let both = warning.into_iter().chain(end);
        both.map(move |(at, kind)| Self { at, kind, of })
    }
}

/// The case with everything done that has fallen due by now. Whoever's command comes first after that is not who did it, so it is
/// brought about in the context of the engine, `of_time`; what follows is done in `context`.
pub(super) fn catch_up<'a>(
    pack: &'a Pack,
    case: Case,
    context: &'a Context<'a>,
    of_time: &'a Context<'a>,
    held_back: Vec<DeadlineId>,
) -> Result<Process<'a>, Refusal> {
    let is_due = case.destroyed.is_none() && case.next_moment().is_some_and(|at| at <= context.now);
    let mut process = Process::new(pack, case, if is_due { of_time } else { context })?;
    process.held_back = held_back;
    if is_due {
        pass(&mut process);
        if process.is_going_round {
            process.changes.in_vain.clear();
        }
        process.hand_over(context);
    }
    Ok(process)
}

/// How many more ends of one instant bring something about than were due before any of them did.
const ENDS_MAX: usize = 20;

/// Catches up with everything that is due by now. What it brings about happens now; every step deals with one moment.
///
/// What reacts to an end may start something that is due at once, and that may start the first again. Such a circle goes round
/// [`ENDS_MAX`] times; then its effects are left out, which brings it to rest for good, and the history says so.
fn pass(process: &mut Process) {
    let now = process.context.now;
    let due = |case: &Case| case.moments().filter(|moment| moment.at <= now).count();
    let (mut latest, mut ends_left) = (None, 0);
    while let Some(moment) = process.case.moments().filter(|moment| moment.at <= now).min() {
        if latest.is_none_or(|latest| moment.at > latest) {
            latest = Some(moment.at);
            ends_left = due(&process.case) + ENDS_MAX;
        }
        match (moment.of, moment.kind) {
            (Timed::Deadline(index), kind) => end_deadline(process, index, kind),
            (Timed::Task(number), MomentKind::Warning) => time::warn(process, number),
            (Timed::Task(number), MomentKind::End) => time::miss(process, number),
        }
        if process.case_type.asks_of_deadlines && moment.kind == MomentKind::End {
            process.settle();
        }
        if moment.kind == MomentKind::End {
            match ends_left.checked_sub(1) {
                Some(left) => ends_left = left,
                None => process.leave_out_pending(),
            }
        }
        process.run_pending();
    }
}

fn end_deadline(process: &mut Process, index: usize, kind: MomentKind) {
    let Some(run) = process.case.deadlines.get(index) else {
        return;
    };
    let (deadline, occurrence) = (run.deadline.clone(), run.occurrence);
    let rule = process.case_type.deadlines.get(&deadline);
    match kind {
        MomentKind::Warning => {
            process.emit(Event::DeadlineWarned { deadline, occurrence });
            if let Some(rule) = rule {
                deadline::tell(process, rule, occurrence);
            }
        }
        MomentKind::End => match rule.filter(|rule| rule.is_waiting_period()) {
            Some(rule) => {
                process.emit(Event::DeadlineEnded { deadline, occurrence });
                if *rule.id == *RETENTION {
                    let now = process.context.now;
                    process.happen(&EventId::new(RETENTION_OVER), now);
                }
                let concerned = deadline::concerned(process, rule, occurrence);
                process.react_later(&rule.due, concerned.name.clone(), Some(Cause::Deadline(concerned)));
            }
            None => deadline::miss(process, &deadline, occurrence),
        },
    }
}
