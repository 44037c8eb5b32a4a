//! What follows from a change of one case for others, as the application carries it out.

use super::steps::Origin;
use super::{Done, Follows, World, engine};
use crate::case::linked::{self, Opening};
use crate::case::{self, Actor, Context, OtherCase, Side};
use crate::form::Answers;
use crate::locale::{Phrase, phrase};
use crate::scenario::Failure;

/// How many cases the rules may open in one step.
const OPENED_MAX: u32 = 100;

impl World<'_> {
    /// Opens what a case asks for, and tells the case that opened it when it is closed.
    pub(super) fn follow(&mut self, follows: Follows) -> Result<(), Failure> {
        let Follows {
            of: index,
            has_moved,
            openings,
        } = follows;
        // As in the application: nothing is left to open another case from.
        let is_destroyed = self.cases[index].destroyed.is_some();
        let openings = openings.into_iter().filter(|_| !is_destroyed);
        for opening in openings {
            let place = self.cases.len();
            let opened = self.open_linked(index, &opening)?;
            let is_opened = opened.is_ok();
            let heard = linked::heard(&opening, opened.map(|()| &self.cases[place]));
            self.command(index, &heard, &engine())?;
            if is_opened && self.cases[place].closed_at.is_some() {
                self.tell_moved(index, place)?;
            }
        }
        let parent = self.cases[index].parent.as_ref().filter(|_| has_moved);
        let parent = parent.and_then(|parent| self.cases.iter().position(|case| case.id == parent.id));
        match parent {
            Some(parent) => self.tell_moved(parent, index),
            None => Ok(()),
        }
    }

    fn tell_moved(&mut self, parent: usize, place: usize) -> Result<(), Failure> {
        let moved = linked::has_moved(&self.cases[place]);
        self.command(parent, &moved, &engine())?;
        Ok(())
    }

    fn open_linked(&mut self, parent: usize, opening: &Opening) -> Result<Result<(), String>, Failure> {
        if self.opened_by_rules >= OPENED_MAX {
            return Ok(Err(self.pack.say("history-too-many-opened", &[])));
        }
        self.opened_by_rules += 1;
        let Some(case_type) = self.pack.case_type(&opening.case_type) else {
            let case = opening.case_type.as_str();
            return Ok(Err(self.pack.say("history-no-case-type", &[("case", case.into())])));
        };
        let submission = match opening.submission(self.pack, case_type) {
            Ok(submission) => submission,
            Err(why) => return Ok(Err(why)),
        };
        let parent = &self.cases[parent];
        let origin = Origin {
            parent: Some(OtherCase::of(parent)),
            language: parent.language.clone(),
        };
        Ok(match self.open_as(case_type, &submission, &engine(), origin)? {
            Done::Nothing | Done::Done => Ok(()),
            Done::Refused(refusal) => Err(self.refusal_text(&refusal)),
            Done::Invalid(errors) => {
                let errors = errors
                    .iter()
                    .map(|error| format!("`{}`: {}", error.field, error.message));
                Err(errors.collect::<Vec<_>>().join("; "))
            }
        })
    }

    /// Merges the case at `other` into the one at `index`.
    pub(super) fn merge(&mut self, index: usize, other: usize, actor: &Actor) -> Result<Done, Failure> {
        let (here, there) = (&self.cases[index], &self.cases[other]);
        let Some(case_type) = self.pack.case_type(&here.case_type) else {
            return Err(Failure::new(
                phrase!("case type"),
                Phrase::text(here.case_type.as_str()),
                phrase!("no such case type"),
            ));
        };
        let Some(type_of_other) = self.pack.case_type(&there.case_type) else {
            return Err(Failure::new(
                phrase!("case type"),
                there.case_type.as_str(),
                phrase!("no such case type"),
            ));
        };
        let counters_of_other = self.counters(type_of_other, Some(there), &Answers::new());
        let other_context = self.context(actor, &counters_of_other);
        let merge = |counters: &super::Counters| {
            let context = self.context(actor, counters);
            let side = |case, context| Side {
                pack: self.pack,
                case,
                context,
            };
            case::merge(side(here, &context), side(there, &other_context))
        };
        let counters = self.counters(case_type, Some(here), &Answers::new());
        let merged = merge(&counters).and_then(|merged| {
            let counted = self.counters(case_type, Some(here), &merged.taken_over());
            if counted == counters {
                Ok(merged)
            } else {
                merge(&counted)
            }
        });
        match merged {
            Err(refusal) => {
                self.fired.note_refusal(&case_type.id, "merging", &refusal);
                Ok(Done::Refused(refusal))
            }
            Ok(merged) => {
                // Both are there before anybody hears of either.
                let of_other = self.save(other, merged.other, actor);
                let of_here = self.save(index, merged.here, actor);
                self.follow(of_other)?;
                self.follow(of_here)?;
                Ok(Done::Done)
            }
        }
    }

    fn context<'c>(&'c self, actor: &'c Actor, counters: &'c super::Counters) -> Context<'c> {
        Context {
            now: self.now,
            actor,
            counters,
            people: Some(&self.people),
        }
    }
}
