//! What a case is and where it stands: the head of its page.

use super::Looks;
use crate::case::event::{Event, Recorded};
use crate::case::surroundings;
use crate::expression::{Expression, Outcome};
use crate::form::{Answers, Surroundings as _};
use crate::web::speech::Cited;

/// What is told of a case whose content is gone.
pub(super) struct Ruin {
    pub told: String,
    pub clauses: Vec<Cited>,
}

/// A stage, as the way of the case shows it.
pub(super) struct Step {
    pub name: String,
    /// `done`, `now`, or nothing for what may come.
    pub class: &'static str,
}

/// Types with more stages than this show only those the case has been at.
const STAGES_SHOWN_MAX: usize = 8;

/// A number as people read it out: long runs of digits in groups of at most four.
pub(super) fn read_out(number: &str) -> String {
    let letters: Vec<char> = number.chars().collect();
    let runs = letters.chunk_by(|one, next| one.is_ascii_digit() == next.is_ascii_digit());
    let told = runs.map(|run| {
        let text = |part: &[char]| part.iter().collect::<String>();
        if run.len() <= 5 || !run.first().is_some_and(char::is_ascii_digit) {
            return text(run);
        }
        run.rchunks(4).rev().map(text).collect::<Vec<_>>().join(" ")
    });
    told.collect()
}

impl Looks<'_> {
    /// What the case is about and who complains, as its type says.
    pub(super) fn summary(&self) -> (String, Option<String>) {
        let context = self.view.context(&self.member.actor);
        let case_type = self.speech.case_type;
        let mut told = (String::new(), None);
        surroundings(&self.view.pack, case_type, Some(self.case()), &context).with_frame(
            &Answers::new(),
            &mut |frame| {
                let text = |expression: &Expression| match expression.evaluate(frame) {
                    Outcome::Known(value) if !value.is_empty() => {
                        Some(self.speech.answer(&value, case_type.field_given_by(expression)))
                    }
                    _ => None,
                };
                told = (
                    text(&case_type.subject).unwrap_or_default(),
                    case_type.complainant.as_ref().and_then(text),
                );
            },
        );
        told
    }

    pub(super) fn destroyed(&self) -> Option<Ruin> {
        let destroyed = self.case().destroyed.as_ref()?;
        let at = self.speech.moment(destroyed.at);
        let told = self.say_with("case-destroyed", &[("at", at), ("by", destroyed.by_name.clone())]);
        Some(Ruin {
            told,
            clauses: self.speech.clauses(&destroyed.clauses),
        })
    }

    pub(super) fn facts(&self, complainant: Option<String>) -> Vec<String> {
        let case = self.case();
        let mut facts = Vec::new();
        if self.speech.case_type.complainant.is_some() {
            facts.push(complainant.unwrap_or_else(|| self.say("complainant-unnamed")));
        }
        let channel = self.speech.case_type.channel_field(&self.view.pack);
        if let Some((field, answer)) = channel.and_then(|field| Some((field, case.answers.get(&field.id)?))) {
            facts.push(self.speech.answer(answer, Some(field)));
        }
        facts.push(self.say_with("case-opened", &[("at", self.speech.moment(case.opened_at))]));
        if let Some(department) = &case.department {
            facts.push(self.speech.department(department).to_owned());
        }
        if let Some(at) = case.closed_at {
            facts.push(self.say_with("case-closed", &[("at", self.speech.moment(at))]));
        }
        facts
    }

    /// The stages the case has been at, in their order, where it is, and what may follow if that is not too much to read.
    pub(super) fn steps(&self, events: &[Recorded]) -> Vec<Step> {
        let mut passed: Vec<&str> = Vec::new();
        for event in events {
            let stage = match &event.event {
                Event::Opened { stage, .. } | Event::Entered { stage, .. } => stage.as_str(),
                _ => continue,
            };
            passed.retain(|known| *known != stage);
            passed.push(stage);
        }
        let here = self.case().stage.as_str();
        let stages = &self.speech.case_type.stages;
        let name = |id: &str| {
            stages
                .get(id)
                .map_or_else(|| id.to_owned(), |stage| self.speech.text(&stage.name).to_owned())
        };
        let mut steps: Vec<Step> = passed
            .iter()
            .filter(|id| **id != here)
            .map(|id| Step {
                name: name(id),
                class: "done",
            })
            .collect();
        steps.push(Step {
            name: name(here),
            class: "now",
        });
        if stages.len() <= STAGES_SHOWN_MAX {
            let after = stages.keys().skip_while(|id| id.as_str() != here).skip(1);
            steps.extend(after.filter(|id| !passed.contains(&id.as_str())).map(|id| Step {
                name: name(id),
                class: "",
            }));
        }
        steps
    }
}
