//! Conditions and values of a pack: Rhai's syntax, our own meaning.
//!
//! An expression is parsed once by Rhai, typed against a [`Vocabulary`] and lowered to a small tree that runs natively.
//! What is not answered makes a comparison unknown, never false; an unknown or failed condition never fires, and says
//! why. Nothing here does I/O or reads a clock: all an expression sees is in its [`Frame`].
//!
//! In reading order: `kind` (what values there are), `functions` and `almanac` (what can be called), `parse` and `token` (text to
//! Rhai's tree), `lower` with `literals`, `names`, `calls`, `operators` and `options` (that tree to ours, with every
//! mistake), `node` (our tree), `evaluate` with `arithmetic`, `comparison` and `shortcut` (running it), `ladder` (running many,
//! until one holds), `units` (the departments they may ask about), `explain` and `trace` (why and why not), `condition` and
//! `coverage` (what can be proved without running it).
//!
//! Where the meaning differs from Rhai's: numbers with decimals are exact, a quotient of whole numbers is not truncated,
//! unlike kinds never compare, texts have no order, and `&&` and `||` follow Kleene's three values.

mod almanac;
mod arithmetic;
mod calls;
mod comparison;
mod condition;
mod coverage;
mod evaluate;
mod explain;
mod functions;
mod kind;
mod ladder;
mod library;
mod literals;
mod lower;
mod names;
mod node;
mod nothing;
mod operators;
mod options;
mod parse;
mod shortcut;
#[cfg(test)]
mod testing;
pub(crate) mod token;
mod trace;
mod units;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use self::almanac::Almanac;
pub use self::condition::{Condition, Relation};
pub use self::coverage::{Coverage, Domain, Domains, gap, implies, never_true};
pub use self::functions::{Function, functions};
pub use self::kind::{Kind, Options};
pub use self::ladder::{Found, Ladder};
pub use self::names::truth_meant;
pub use self::nothing::NothingYet;
pub use self::trace::{Trace, Worth, culprit_sentence};
pub use self::units::{Unit, Units};

use self::evaluate::{Got, Verdict};
use self::lower::Lowering;
use self::node::{Form, Node, Question};
use self::token::Tokens;
use crate::locale::{Phrase, phrase};
use crate::value::Value;

/// Where a name's value stands in a [`Frame`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(pub u16);

/// The names an expression may use, with their kinds and slots. Built once per case type and pack version.
///
/// Names are dotted: `loss`, `case.received_at`, `settings.major_loss`, `form.reason`, `actor.department`. The longest
/// name wins; what follows it asks the fields of a record. `now` is always there.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    pub variables: BTreeMap<Arc<str>, (Slot, Kind)>,
    /// Names that are known in other places only, with where that is.
    pub elsewhere: BTreeMap<Arc<str>, Phrase>,
    /// Events that `times`, `last` and `since` may ask about, with the answers each carries.
    pub events: BTreeMap<Arc<str>, Kind>,
    /// Tasks that `open_tasks` and others may ask about, with the answers each gives.
    pub tasks: BTreeMap<Arc<str>, Kind>,
    /// Deadlines that `missed`, `late` and `due_of` may ask about.
    pub deadlines: Vec<Arc<str>>,
    /// What local days, hours and working time are; nothing while the organization does not say.
    pub almanac: Option<Arc<Almanac>>,
    /// The case types of the organization, of which a case may have linked ones.
    pub case_types: Vec<Arc<str>>,
    /// Functions of the pack's scripts.
    pub functions: BTreeMap<Arc<str>, ScriptFunction>,
    /// The departments that `parent_of`, `is_within` and their like may ask about.
    pub units: Arc<Units>,
}

/// A function of `scripts/*.rhai`, callable from every expression of its pack.
#[derive(Clone, Debug)]
pub struct ScriptFunction {
    pub parameters: usize,
    pub returns: Kind,
}

/// Everything an expression can see while it runs.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// By slot. A slot past the end is [`Value::Empty`].
    pub values: &'a [Value],
    pub now: DateTime<Utc>,
    /// What has happened so far.
    pub history: &'a dyn History,
    pub scripts: &'a dyn Scripts,
}

/// Questions about what has happened in a case.
pub trait History {
    /// How often `event` has happened in the present round (and ever, if the case has no rounds).
    fn times(&self, event: &str) -> u32;
    /// When it last happened, and the answers given then ([`Value::Record`]).
    fn last(&self, event: &str) -> Option<(DateTime<Utc>, Value)>;
    /// The user who brought `event` about when it last happened, if it was one.
    fn actor_of(&self, _event: &str) -> Option<Value> {
        None
    }
    /// How many tasks of this name are open.
    fn open_tasks(&self, task: &str) -> u32;
    /// How many runs of this deadline were missed, in all rounds.
    fn missed(&self, _deadline: &str) -> u32 {
        0
    }
    /// Whether it runs at `now`, past its end.
    fn is_late(&self, _deadline: &str, _now: DateTime<Utc>) -> bool {
        false
    }
    /// The end of its present run, extensions included; nothing unless it runs.
    fn due_of(&self, _deadline: &str) -> Option<DateTime<Utc>> {
        None
    }
    /// How many open tasks of this name are past their own due time at `now`.
    fn late_tasks(&self, task: &str, now: DateTime<Utc>) -> u32;
    /// The answers of all completed tasks of this name in the present round: a list of records.
    fn answers_of(&self, task: &str) -> Value;
    /// How many cases of this type it has opened.
    fn cases(&self, _case_type: &str) -> u32 {
        0
    }
    /// How many of them are not closed.
    fn open_cases(&self, _case_type: &str) -> u32 {
        0
    }
}

/// The door to a pack's script functions. Small on purpose: a child process can stand behind it.
pub trait Scripts: Send + Sync {
    /// Calls `function` with `arguments`. Pure: same arguments, same answer.
    fn call(&self, function: &str, arguments: &[Value]) -> Result<Value, Failure>;
}

/// Why an expression has no value though everything it reads is answered: an overflow, a script error, a budget.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    pub message: String,
}

/// What came of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Known(Value),
    /// Not known, because these are not answered. Empty where no answer is missing but an event has not happened.
    Unknown(Vec<Slot>),
    Failed(Failure),
}

/// What came of a condition. `Unknown` covers failures; [`Expression::explain`] tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    True,
    False,
    Unknown,
}

/// A mistake in an expression, in bytes of its own text.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// A diagnostic code: `unknown-name`, `type-mismatch`, `expression-syntax`, ….
    pub code: &'static str,
    pub range: Range<usize>,
    pub message: Phrase,
    pub help: Option<Phrase>,
    pub replacement: Option<String>,
}

impl Problem {
    fn new(code: &'static str, range: Range<usize>, message: impl Into<Phrase>) -> Self {
        Self {
            code,
            range,
            message: message.into(),
            help: None,
            replacement: None,
        }
    }

    fn help(mut self, help: impl Into<Phrase>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn replacement(mut self, replacement: impl Into<String>) -> Self {
        self.replacement = Some(replacement.into());
        self
    }

    fn did_you_mean(self, nearest: &str) -> Self {
        self.help(phrase!("did you mean `{nearest}`?", nearest))
            .replacement(nearest)
    }
}

/// One checked expression. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Expression {
    source: Arc<str>,
    root: Arc<Node>,
    reads: Arc<[Slot]>,
    waits_for: Arc<[Arc<str>]>,
    asks_of_deadlines: bool,
}

/// Parses, types and lowers `source`. `expected` is what the place wants; `None` accepts any kind.
///
/// # Errors
/// Every mistake found, in the order of the text. A text that cannot be parsed has one.
pub fn compile(source: &str, expected: Option<&Kind>, vocabulary: &Vocabulary) -> Result<Expression, Vec<Problem>> {
    let tokens = Tokens::of(source);
    let ast = parse::parse(source, &tokens).map_err(|problem| vec![problem])?;
    let mut lowering = Lowering {
        vocabulary,
        tokens: &tokens,
        problems: Vec::new(),
    };
    let mut root = lowering.whole(ast.statements(), expected);
    let mut problems = lowering.problems;
    if !problems.is_empty() {
        problems.sort_by_key(|problem| (problem.range.start, problem.range.end));
        return Err(problems);
    }
    root.find_shortcuts();
    let mut reads = Vec::new();
    root.slots(&mut reads);
    reads.sort_unstable();
    reads.dedup();
    let (mut waits_for, mut asks_of_deadlines) = (Vec::new(), false);
    root.deadlines(&mut |question, deadline| {
        asks_of_deadlines = true;
        if question.is_of_an_end() {
            waits_for.push(Arc::clone(deadline));
        }
    });
    waits_for.sort_unstable();
    waits_for.dedup();
    Ok(Expression {
        source: source.into(),
        root: Arc::new(root),
        reads: reads.into(),
        waits_for: waits_for.into(),
        asks_of_deadlines,
    })
}

impl Expression {
    pub fn source(&self) -> &str {
        &self.source
    }

    pub fn kind(&self) -> &Kind {
        &self.root.kind
    }

    /// The slots it may read, each once, in order.
    pub fn reads(&self) -> &[Slot] {
        &self.reads
    }

    /// The deadlines whose end it asks for (`due_of`, `late`), each once: they must be reckoned first. What was missed is
    /// not among them, because reckoning anew does not change it.
    pub fn waits_for(&self) -> &[Arc<str>] {
        &self.waits_for
    }

    /// The fields it may ask of answers that came with an event or a task; none: of them as a whole. `None`: it asks for no such answers.
    pub fn asked_of_answers(&self) -> Option<Vec<Arc<str>>> {
        let mut fields = Vec::new();
        self.root.fields(&mut fields);
        let asks = |form: &Form| matches!(form, Form::Ask(Question::Last | Question::AnswersOf, _));
        self.root.holds(&asks).then_some(fields)
    }

    /// Whether it calls a script of the pack.
    pub fn asks_scripts(&self) -> bool {
        self.root.holds(&|form| matches!(form, Form::Script(..)))
    }

    /// Whether it asks anywhere if something is answered.
    pub fn asks_whether_answered(&self) -> bool {
        self.root.holds(&|form| matches!(form, Form::Answered(_)))
    }

    /// Whether it asks anywhere how many tasks of this name are open.
    pub fn asks_whether_open(&self, task: &str) -> bool {
        self.root
            .holds(&|form| matches!(form, Form::Ask(Question::OpenTasks, asked) if **asked == *task))
    }

    /// Whether it takes a field of every row of something (`each`). Where no row has it yet, what it gives is empty all the same.
    pub fn asks_each_row(&self) -> bool {
        self.root.holds(&|form| matches!(form, Form::Call("each", ..)))
    }

    /// Whether it holds only where one of these is answered, because it asks so itself or with `&&`.
    pub fn demands_answer(&self, slots: &[Slot]) -> bool {
        self.root.demands_answer(slots)
    }

    /// What it reads, if it is one name and nothing is made of it.
    pub fn only_name(&self) -> Option<Slot> {
        match self.root.form {
            Form::Read(slot) => Some(slot),
            _ => None,
        }
    }

    /// What it is worth whatever is answered, if that is written out.
    pub fn literal(&self) -> Option<&Value> {
        self.root.literal()
    }

    /// Whether it asks anything about deadlines, what was missed included.
    pub fn asks_of_deadlines(&self) -> bool {
        self.asks_of_deadlines
    }

    /// Which answers of events it reads (`last`), repetitions included: the event, and which field of its answers or, with
    /// `None`, all of them.
    pub fn event_answers(&self) -> Vec<(Arc<str>, Option<Arc<str>>)> {
        let mut found = Vec::new();
        self.root
            .event_answers(&mut |event, field| found.push((Arc::clone(event), field.cloned())));
        found
    }

    pub fn evaluate(&self, frame: &Frame) -> Outcome {
        match evaluate::value(&self.root, frame) {
            Got::Lent(value) => Outcome::Known(value.clone()),
            Got::Own(value) => Outcome::Known(value),
            Got::Failed(failure) => Outcome::Failed(failure),
            Got::Unknown => {
                let mut nodes = Vec::new();
                evaluate::missing(&self.root, frame, &mut nodes);
                let mut slots = Vec::new();
                nodes.iter().for_each(|node| node.slots(&mut slots));
                slots.sort_unstable();
                slots.dedup();
                Outcome::Unknown(slots)
            }
        }
    }

    /// For conditions; allocates nothing unless it computes, asks for answers of an event, or calls a script.
    #[inline]
    pub fn truth(&self, frame: &Frame) -> Truth {
        match evaluate::holds(&self.root, frame) {
            Verdict::True => Truth::True,
            Verdict::False => Truth::False,
            Verdict::Unknown | Verdict::Failed => Truth::Unknown,
        }
    }

    /// Evaluates once more and keeps what every part was worth: the source of *why* and *why not*.
    pub fn explain(&self, frame: &Frame) -> Trace {
        explain::explain(&self.source, &self.root, frame)
    }

    /// What can be reasoned about without running it. `None` for what is not a condition.
    pub fn shape(&self) -> Option<Condition> {
        self.shape_given(&|_| None)
    }

    /// The same where `known` tells what stands in some slots in any case, such as the values of settings.
    pub fn shape_given(&self, known: &dyn Fn(Slot) -> Option<Value>) -> Option<Condition> {
        self.root.kind.is_bool().then(|| condition::shape(&self.root, known))
    }
}
