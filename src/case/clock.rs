//! Time passes: warnings are given, deadlines missed and waiting periods ended, each exactly once and in the order of time.

use super::deadline;
use super::event::Event;
use super::process::Process;
use super::*;
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
        running.flat_map(|(index, run)| {
            let warning = run.warnings.first().map(|at| Moment {
                at: *at,
                kind: MomentKind::Warning,
                index,
            });
            let end = (!run.missed).then_some(Moment {
                at: run.due.due_at,
                kind: MomentKind::End,
                index,
            });
            warning.into_iter().chain(end)
        })
    }
}

/// Ordered by time, at the same time warnings first, then as the deadlines were started.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Moment {
    at: DateTime<Utc>,
    kind: MomentKind,
    index: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum MomentKind {
    Warning,
    End,
}

/// Catches up with everything that is due by now. What it brings about happens now; every step deals with one moment, and
/// new ones come only from reactions, which are bounded.
pub(super) fn pass(process: &mut Process) {
    let now = process.context.now;
    while let Some(moment) = process.case.moments().filter(|moment| moment.at <= now).min() {
        let Some(run) = process.case.deadlines.get(moment.index) else {
            return;
        };
        let (deadline, occurrence) = (run.deadline.clone(), run.occurrence);
        let rule = process.case_type.deadlines.get(&deadline);
        match moment.kind {
            MomentKind::Warning => {
                process.emit(Event::DeadlineWarned { deadline, occurrence });
                if let Some(rule) = rule {
                    deadline::tell(process, rule);
                }
            }
            MomentKind::End => match rule.filter(|rule| rule.is_waiting_period()) {
                Some(rule) => {
                    process.emit(Event::DeadlineEnded { deadline, occurrence });
                    if *rule.id == *RETENTION {
                        process.happen(&EventId::new(RETENTION_OVER), now);
                    }
                    let concerned = deadline::concerned(process, rule, occurrence);
                    process.react_later(&rule.due, concerned.name.clone(), Some(concerned));
                }
                None => deadline::miss(process, &deadline, occurrence),
            },
        }
        if process.case_type.asks_of_deadlines && moment.kind == MomentKind::End {
            process.settle();
        }
        process.run_pending();
    }
}
