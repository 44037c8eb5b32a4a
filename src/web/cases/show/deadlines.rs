//! When duties end, how that was reckoned, and whether it can be moved.

use chrono::{DateTime, Utc};

use super::Looks;
use crate::calendar::{Due, LedgerStep, words};
use crate::case::choices::{Choice, Doable};
use crate::case::refusal::Reason;
use crate::case::{Deadline, DeadlineState, Refusal};
use crate::pack::id::EventId;
use crate::web::chip::{self, Chip};
use crate::web::speech::{Cited, Speech};

pub(super) struct DeadlineCard {
    pub id: String,
    /// The element that other places lead to: the latest run of each has the name alone.
    pub anchor: String,
    pub name: String,
    pub chip: Chip,
    /// `running`, `paused`, `missed`, `met`, or `over` for what ended otherwise.
    pub state: &'static str,
    pub due: String,
    /// What set it off and when.
    pub began: String,
    /// How much of its time has passed, of 100; `None` where nothing passes.
    pub passed: Option<i64>,
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

    /// Where its clock stands, the stage says what is waited for.
    fn chip_of(&self, run: &Deadline) -> Chip {
        if run.state == DeadlineState::Paused {
            let stage = self.speech.stage(&self.case().stage);
            return Chip {
                class: "",
                ..chip::paused_while(stage, self.speech.language)
            };
        }
        chip::of_deadline(run, self.speech.pack, self.view.now, self.speech.language)
    }

    fn anchor(&self, run: &Deadline) -> String {
        let runs = self.case().deadlines.iter();
        let later = runs.filter(|other| other.deadline == run.deadline && other.occurrence > run.occurrence);
        if later.count() == 0 {
            format!("deadline-{}", run.deadline)
        } else {
            format!("deadline-{}-{}", run.deadline, run.occurrence)
        }
    }

    /// Who extends it instead, or why nobody does.
    fn not_extendable(&self, refusal: &Refusal) -> String {
        let (pack, language) = (self.speech.pack, self.speech.language);
        match (&refusal.reason, refusal.others(pack, language)) {
            (Reason::NotYours { .. }, Some(who)) => self.say_with("extend-by", &[("who", who)]),
            _ => {
                let reason = refusal.text(pack, self.speech.case_type, language);
                self.say_with("extend-not", &[("reason", reason)])
            }
        }
    }

    /// What set it off, the last of what can.
    fn began(&self, run: &Deadline) -> String {
        let before = usize::try_from(run.happenings_before).unwrap_or(usize::MAX);
        let rule = self.speech.case_type.deadlines.get(&run.deadline);
        let from = |event: &EventId| rule.is_some_and(|rule| rule.from.contains(event));
        let mut happenings = self.case().happenings.iter().take(before);
        let event = happenings.rfind(|happening| from(&happening.event));
        let at = self.speech.moment(run.started_at);
        match event {
            Some(happening) => {
                let event = match happening.event.as_str() {
                    "opened" => self.say("story-opened"),
                    _ => self.speech.event(&happening.event),
                };
                self.say_with("deadline-began-with", &[("at", at), ("event", event)])
            }
            None => self.say_with("deadline-began", &[("at", at)]),
        }
    }

    fn deadline(&self, run: &Deadline, offered: &[Choice]) -> DeadlineCard {
        let choice = offered
            .iter()
            .find(|choice| choice.what == Doable::Extend(run.deadline.clone()));
        let choice = choice.filter(|_| run.is_open());
        let rule = self.speech.case_type.deadlines.get(&run.deadline);
        DeadlineCard {
            id: run.deadline.to_string(),
            anchor: self.anchor(run),
            name: self.speech.deadline(&run.deadline).to_owned(),
            chip: self.chip_of(run),
            state: state(run),
            due: self.say_with("deadline-due", &[("at", self.speech.moment(run.due.due_at))]),
            began: self.began(run),
            passed: (run.state == DeadlineState::Running).then(|| passed(run, self.view.now)),
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
                .map(|refusal| self.not_extendable(refusal)),
        }
    }
}

fn state(run: &Deadline) -> &'static str {
    match run.state {
        DeadlineState::Running | DeadlineState::Met { .. } if run.missed => "missed",
        DeadlineState::Running => "running",
        DeadlineState::Paused => "paused",
        DeadlineState::Met { .. } => "met",
        DeadlineState::Ended { .. } | DeadlineState::Cancelled { .. } => "over",
    }
}

/// How much of the time from its start to its end has passed, of 100.
fn passed(run: &Deadline, now: DateTime<Utc>) -> i64 {
    let whole = (run.due.due_at - run.started_at).num_seconds();
    let gone = (now - run.started_at).num_seconds();
    if whole <= 0 {
        100
    } else {
        (gone * 100 / whole).clamp(0, 100)
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
