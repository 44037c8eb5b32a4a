//! What rules have asked for and what has not happened yet: it waits until the present step is complete.

use chrono::{DateTime, Utc};

use super::Process;
use crate::case::refusal::{Reason, Refusal};
use crate::case::{reaction, scope};
use crate::pack::Effect;
use crate::pack::id::DeadlineId;

/// How many actions the engine takes by itself because of one command.
const REACTIONS_MAX: u32 = 20;

/// A deadline that was missed or extended, or a waiting period that is over.
pub(in crate::case) struct Concerned {
    pub(in crate::case) deadline: DeadlineId,
    /// In the pack's own language.
    pub(in crate::case) name: String,
    pub(in crate::case) due_at: DateTime<Utc>,
}

/// What brings effects about, and what they may therefore ask.
pub(in crate::case) enum Cause {
    Deadline(Concerned),
    /// By its number.
    Task(u32),
}

/// Effects that wait for their turn.
pub(super) struct Reaction<'a> {
    effects: &'a [Effect],
    /// What they are about, for those who are reminded.
    about: String,
    cause: Option<Cause>,
}

impl<'a> Process<'a> {
    /// Lets `effects` happen once the present step is complete.
    pub(in crate::case) fn react_later(&mut self, effects: &'a [Effect], about: String, cause: Option<Cause>) {
        if !effects.is_empty() {
            self.pending.push_back(Reaction { effects, about, cause });
        }
    }

    pub(in crate::case) fn run_pending(&mut self) {
        while let Some(Reaction { effects, about, cause }) = self.pending.pop_front() {
            match cause {
                Some(Cause::Deadline(concerned)) => {
                    self.concern(Some(concerned));
                    reaction::run(self, effects, &about);
                    self.concern(None);
                }
                Some(Cause::Task(number)) => {
                    let outer = self.because_of(Some(number));
                    reaction::run(self, effects, &about);
                    self.because_of(outer);
                }
                None => reaction::run(self, effects, &about),
            }
        }
    }

    /// What waits for its turn has come round too often: it is told instead of done.
    pub(in crate::case) fn leave_out_pending(&mut self) {
        // A circle that was held back would begin again with the next tick, a step at a time and without end.
        self.is_going_round = true;
        for Reaction { about, .. } in std::mem::take(&mut self.pending) {
            let why = self.say("history-goes-round", &[]);
            reaction::fail(self, about, why);
        }
    }

    /// No decision reads which deadline it is, so none is decided anew.
    pub(in crate::case) fn concern(&mut self, concerned: Option<Concerned>) {
        self.concerned = concerned;
        scope::fill_concerned(
            &mut self.evaluation.values,
            &self.case_type.layout,
            self.concerned.as_ref(),
        );
    }

    /// Counts one more action of the engine.
    ///
    /// # Errors
    /// When the bound is reached.
    pub(in crate::case) fn count_reaction(&mut self) -> Result<(), Refusal> {
        if self.reactions >= REACTIONS_MAX {
            self.is_exhausted = true;
            return Err(Reason::TooManyReactions.into());
        }
        self.reactions += 1;
        Ok(())
    }
}
