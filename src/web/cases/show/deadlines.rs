//! When duties end, how that was reckoned, and whether it can be moved.

use super::Looks;
use crate::calendar::{Due, LedgerStep, words};
use crate::case::Deadline;
use crate::case::choices::{Choice, Doable};
use crate::web::chip::{self, Chip};
use crate::web::speech::{Cited, Speech};

pub(super) struct DeadlineCard {
    pub id: String,
    pub name: String,
    pub chip: Chip,
    pub due: String,
    pub is_soft: bool,
    pub clauses: Vec<Cited>,
    pub ledger: Vec<LedgerLine>,
    pub extensions: Vec<String>,
    pub may_extend: bool,
    pub not_extendable: Option<String>,
}

pub(super) struct LedgerLine {
    pub class: &'static str,
    pub when: String,
    pub what: String,
}

impl Looks<'_> {
    /// Those that run, the most urgent first, and those that are over, the latest first.
    pub(super) fn deadlines(&self, offered: &[Choice]) -> (Vec<DeadlineCard>, Vec<DeadlineCard>) {
        let (mut open, mut over): (Vec<&Deadline>, Vec<&Deadline>) =
            self.case().deadlines.iter().partition(|deadline| deadline.is_open());
        open.sort_by_key(|deadline| deadline.due.due_at);
        over.reverse();
        let cards = |runs: Vec<&Deadline>| runs.into_iter().map(|run| self.deadline(run, offered)).collect();
        (cards(open), cards(over))
    }

    fn deadline(&self, run: &Deadline, offered: &[Choice]) -> DeadlineCard {
        let choice = offered
            .iter()
            .find(|choice| choice.what == Doable::Extend(run.deadline.clone()));
        let choice = choice.filter(|_| run.is_open());
        let rule = self.speech.case_type.deadlines.get(&run.deadline);
        DeadlineCard {
            id: run.deadline.to_string(),
            name: self.speech.deadline(&run.deadline).to_owned(),
            chip: chip::of_deadline(run, self.speech.pack, self.view.now, self.speech.language),
            due: self.say_with("deadline-due", &[("at", self.speech.moment(run.due.due_at))]),
            is_soft: rule.is_some_and(|rule| rule.soft),
            clauses: self.speech.clauses(&run.clauses),
            ledger: ledger(&run.due, self.speech),
            extensions: run
                .extensions
                .iter()
                .map(|extended| {
                    let told = extended.told_at.map_or_else(
                        || self.say("extension-not-told"),
                        |at| self.say_with("extension-told", &[("at", self.speech.moment(at))]),
                    );
                    let step = rule.and_then(|rule| rule.step_name(extended.step));
                    let (line, step) = match step {
                        Some(step) => ("extension-line-of-step", self.speech.text(step).to_owned()),
                        None => ("extension-line", String::new()),
                    };
                    self.say_with(
                        line,
                        &[
                            ("step", step),
                            ("at", self.speech.moment(extended.at)),
                            ("from", self.speech.moment(extended.from)),
                            ("to", self.speech.moment(extended.to)),
                            ("reason", extended.reason.clone()),
                            ("told", told),
                        ],
                    )
                })
                .collect(),
            may_extend: choice.is_some_and(Choice::is_allowed),
            not_extendable: choice
                .and_then(|choice| choice.refusal.as_ref())
                .map(|refusal| refusal.text(self.speech.pack, self.speech.case_type, self.speech.language)),
        }
    }
}

/// The reckoning of a due time, line by line.
pub(super) fn ledger(due: &Due, speech: Speech) -> Vec<LedgerLine> {
    let classes = due.ledger.lines.iter().map(|line| match line.step {
        LedgerStep::Counted { .. } | LedgerStep::Worked { .. } | LedgerStep::Clock { .. } => "counted",
        LedgerStep::Skipped { .. } | LedgerStep::Paused { .. } => "skipped",
        LedgerStep::Due { .. } => "due",
        LedgerStep::Started { .. } | LedgerStep::AtOnce { .. } | LedgerStep::Ends { .. } => "",
    });
    words::lines(&due.ledger, speech.language)
        .into_iter()
        .zip(classes.chain(std::iter::repeat("provisional")))
        .map(|((when, what), class)| LedgerLine { class, when, what })
        .collect()
}
