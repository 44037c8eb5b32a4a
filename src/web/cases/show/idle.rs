//! Deadlines of the policy that do not run in this case, and why not.

use super::Looks;
use crate::case::surroundings;
use crate::expression::{Trace, Worth};
use crate::form::{Answers, Surroundings as _};
use crate::pack::DeadlineRule;
use crate::pack::id::EventId;
use crate::value::Value;
use crate::web::speech::Cited;

pub(super) struct IdleDeadline {
    pub name: String,
    /// What has not happened, does not hold or is not known.
    pub reason: String,
    /// The smallest parts of its condition that decide it, with what they saw.
    pub seen: Vec<(String, String)>,
    pub clauses: Vec<Cited>,
}

impl Looks<'_> {
    /// Those that have never started, in the pack's order.
    pub(super) fn idle_deadlines(&self) -> Vec<IdleDeadline> {
        let case = self.case();
        if case.closed_at.is_some() || case.destroyed.is_some() {
            return Vec::new();
        }
        let rules = self.speech.case_type.deadlines.values();
        let never = rules.filter(|rule| !case.deadlines.iter().any(|run| run.deadline == rule.id));
        never.map(|rule| self.idle(rule)).collect()
    }

    fn idle(&self, rule: &DeadlineRule) -> IdleDeadline {
        let why_not = self.why_not(rule);
        let has_happened = |event: &EventId| self.case().happenings.iter().any(|known| known.event == *event);
        let (reason, seen) = match &why_not {
            Some(trace) => {
                let key = match trace.worth {
                    Worth::Unknown(_) => "idle-unknown",
                    Worth::Failed(_) => "idle-failed",
                    _ => "idle-not",
                };
                (self.say(key), self.culprits(trace))
            }
            None if rule.from.iter().any(has_happened) => (self.say("idle-over"), Vec::new()),
            None => {
                let awaited: Vec<String> = rule.from.iter().map(|event| self.speech.event(event)).collect();
                let awaited = awaited.join(&self.say("idle-or"));
                (self.say_with("idle-awaits", &[("event", awaited)]), Vec::new())
            }
        };
        IdleDeadline {
            name: self.speech.text(&rule.name).to_owned(),
            reason,
            seen,
            clauses: self.speech.clauses(&rule.clauses),
        }
    }

    /// Its condition as it stands, unless it holds or there is none.
    fn why_not(&self, rule: &DeadlineRule) -> Option<Trace> {
        let when = rule.when.as_ref()?;
        let context = self.view.context(&self.member.actor);
        let mut found = None;
        surroundings(&self.view.pack, self.speech.case_type, Some(self.case()), &context)
            .with_frame(&Answers::new(), &mut |frame| found = Some(when.explain(frame)));
        found.filter(|trace| trace.worth != Worth::Known(Value::Bool(true)))
    }

    fn culprits(&self, trace: &Trace) -> Vec<(String, String)> {
        let mut seen: Vec<(String, String)> = Vec::new();
        for culprit in trace.culprits() {
            for pair in self.seen(&culprit.values_seen()) {
                if !seen.contains(&pair) {
                    seen.push(pair);
                }
            }
        }
        seen
    }
}
