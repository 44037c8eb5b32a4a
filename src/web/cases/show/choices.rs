//! What this person can do, what stands in the way of the rest, and what others do.

use super::Looks;
use super::in_place::InPlace;
use crate::case::choices::{Choice, Doable};
use crate::case::refusal::Reason;
use crate::pack::id::EventId;
use crate::web::speech::Cited;

/// Something this person can do now.
pub(super) struct Next {
    pub address: String,
    pub name: String,
    pub help: Option<String>,
    pub clauses: Vec<Cited>,
    /// The lower, the nearer to what should be done now.
    pub rank: u8,
    pub is_first: bool,
    /// How it is done on this page; `None`: it has a page of its own.
    pub in_place: Option<InPlace>,
}

/// Something that cannot be done now, and why.
pub(super) struct Blocked {
    pub name: String,
    pub reason: String,
    pub clauses: Vec<Cited>,
    /// What the guard saw.
    pub seen: Vec<(String, String)>,
}

impl Looks<'_> {
    /// What this person can do, what stands in the way of the rest, and what others do.
    pub(super) fn choices(&self, offered: &[Choice]) -> (Vec<Next>, Vec<Blocked>, Vec<Blocked>) {
        let (mut next, mut blocked, mut others) = (Vec::new(), Vec::new(), Vec::new());
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
                next.push(Next {
                    address,
                    name,
                    help: choice.help.as_ref().map(|help| self.speech.text(help).to_owned()),
                    clauses: self.speech.clauses(&choice.clauses),
                    rank: self.rank(&choice.what),
                    is_first: false,
                    in_place: self.in_place(choice),
                });
                continue;
            };
            let line = Blocked {
                name,
                reason: refusal.text(self.speech.pack, self.speech.case_type, self.speech.language),
                clauses: self.speech.clauses(&refusal.clauses),
                seen: refusal
                    .why
                    .as_ref()
                    .map(|why| self.seen(&why.values_seen()))
                    .unwrap_or_default(),
            };
            match &refusal.reason {
                Reason::NotYours { .. } | Reason::NotYou { .. } | Reason::NotYourStep { .. } => others.push(line),
                _ => blocked.push(line),
            }
        }
        // Tasks, what a running deadline waits for, what moves the case on, the rest; otherwise the pack's order stands.
        next.sort_by_key(|next| next.rank);
        if let Some(first) = next.first_mut() {
            first.is_first = true;
        }
        (next, blocked, others)
    }

    fn rank(&self, what: &Doable) -> u8 {
        let action = match what {
            Doable::CompleteTask { .. } => return 0,
            Doable::Act(id) => self.speech.case_type.actions.get(id),
            Doable::Extend(_) | Doable::Merge => None,
        };
        let is_awaited = |event: &EventId| {
            let running = self.case().deadlines.iter().filter(|run| run.is_open());
            let mut rules = running.filter_map(|run| self.speech.case_type.deadlines.get(&run.deadline));
            rules.any(|rule| rule.until.contains(event))
        };
        match action {
            Some(action) if action.marks.iter().any(|mark| is_awaited(&mark.event)) => 1,
            Some(action) if !action.to.is_empty() => 2,
            _ => 3,
        }
    }
}
