//! What this person can do, what stands in the way of the rest, and what others do.

use super::super::rank::{Rank, is_for_others};
use super::Looks;
use super::in_place::InPlace;
use crate::case::choices::{Choice, Doable};
use crate::web::speech::Cited;

/// What there is to do with a case.
#[derive(Default)]
pub(super) struct Choices {
    pub next: Vec<Next>,
    pub blocked: Vec<Blocked>,
    /// What others do.
    pub others: Vec<Blocked>,
}

/// What others should do now, and who they are.
pub(super) struct Turn {
    pub lead: String,
    pub name: String,
    pub who: String,
    /// Nothing comes before it.
    pub is_all: bool,
}

impl Choices {
    /// What should be done now is not this person's: the first of it.
    fn turn_of_others(&self) -> Option<&Blocked> {
        let first = self.others.first().filter(|other| other.rank.is_next())?;
        self.next
            .first()
            .is_none_or(|next| first.rank < next.rank)
            .then_some(first)
    }
}

/// Something this person can do now.
pub(super) struct Next {
    pub address: String,
    pub name: String,
    pub help: Option<String>,
    pub clauses: Vec<Cited>,
    rank: Rank,
    pub is_first: bool,
    /// How it is done on this page; `None`: it has a page of its own.
    pub in_place: Option<InPlace>,
}

/// Something that cannot be done now, and why.
pub(super) struct Blocked {
    /// As that of what can be done.
    rank: Rank,
    pub name: String,
    pub reason: String,
    /// Those who may do it instead.
    who: Option<String>,
    pub clauses: Vec<Cited>,
    /// What the guard saw.
    pub seen: Vec<(String, String)>,
}

impl Next {
    /// Something that should be done, and not only may be.
    pub fn is_due(&self) -> bool {
        self.rank.is_next()
    }
}

impl Looks<'_> {
    /// What others should do now, be it before or beside what this person can do.
    pub(super) fn turn(&self, choices: &Choices) -> Option<Turn> {
        let (other, lead, is_all) = match choices.turn_of_others() {
            Some(other) => (other, "case-turn", true),
            None => {
                let other = choices.others.first().filter(|other| other.rank.is_next())?;
                (other, "case-turn-also", false)
            }
        };
        Some(Turn {
            lead: self.say(lead),
            name: other.name.clone(),
            who: other.who.clone().unwrap_or_else(|| other.reason.clone()),
            is_all,
        })
    }

    pub(super) fn choices(&self, offered: &[Choice]) -> Choices {
        let mut choices = Choices::default();
        for choice in offered {
            let address = match &choice.what {
                Doable::Act(action) => self.case_address(&format!("/actions/{action}")),
                Doable::CompleteTask { number, .. } => self.case_address(&format!("/tasks/{number}")),
                Doable::Merge => self.case_address("/merge"),
                // Stands with its deadline.
                Doable::Extend(_) => continue,
            };
            let mut name = self.speech.text(&choice.name).to_owned();
            if let Doable::CompleteTask {
                department: Some(department),
                ..
            } = &choice.what
            {
                name = self.say_with(
                    "task-of-department",
                    &[
                        ("task", name),
                        ("department", self.speech.department(department).to_owned()),
                    ],
                );
            }
            let Some(refusal) = &choice.refusal else {
                choices.next.push(Next {
                    address,
                    name,
                    help: choice.help.as_ref().map(|help| self.speech.text(help).to_owned()),
                    clauses: self.speech.clauses(&choice.clauses),
                    rank: Rank::of(self.speech.case_type, self.case(), &choice.what),
                    is_first: false,
                    in_place: self.in_place(choice),
                });
                continue;
            };
            let line = Blocked {
                rank: Rank::of(self.speech.case_type, self.case(), &choice.what),
                name,
                reason: refusal.text(self.speech.pack, self.speech.case_type, self.speech.language),
                who: refusal.others(self.speech.pack, self.speech.language),
                clauses: self.speech.clauses(&refusal.clauses),
                seen: refusal
                    .why
                    .as_ref()
                    .map(|why| self.seen(&why.values_seen()))
                    .unwrap_or_default(),
            };
            if is_for_others(&refusal.reason) {
                choices.others.push(line);
            } else {
                choices.blocked.push(line);
            }
        }
        choices.next.sort_by_key(|next| next.rank);
        choices.others.sort_by_key(|other| other.rank);
        let is_theirs = choices.turn_of_others().is_some();
        let first = choices.next.first_mut().filter(|next| next.rank < Rank::Exceptional);
        if let Some(first) = first {
            first.is_first = !is_theirs;
        }
        choices
    }
}
