//! Cases that a case opens by its rules, and what becomes of them.
//!
//! Deciding only asks for them ([`Opening`]): whoever saves the case opens them in the same transaction and tells it what came
//! of each. When one of them reaches a final stage it is told as well, so that its own events can happen here.

use serde_json::{Map, Value as Json};

use super::event::Event;
use super::process::{Process, failed};
use super::refusal::{Reason, Refusal};
use super::{reaction, scope, *};
use crate::expression::{Expression, Frame, Outcome};
use crate::form::{self, Answers};
use crate::pack::{CaseType, OpenCase, Pack};

/// How many cases one command may ask for.
const OPENINGS_MAX: usize = 50;

/// Another case, as a case names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherCase {
    pub id: CaseId,
    pub number: String,
    pub case_type: CaseTypeId,
}

impl OtherCase {
    pub fn of(case: &Case) -> Self {
        Self {
            id: case.id,
            number: case.number.clone(),
            case_type: case.case_type.clone(),
        }
    }
}

/// A case that this one has opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    pub other: OtherCase,
    /// Happens here when it reaches a final stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marks: Option<EventId>,
    pub is_open: bool,
}

/// A case to be opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    pub case_type: CaseTypeId,
    pub answers: Answers,
    pub marks: Option<EventId>,
}

impl Opening {
    /// What is asked for, as histories say it.
    pub fn what(&self) -> String {
        what(&self.case_type)
    }

    /// The answers as the opening form of its type takes them.
    ///
    /// # Errors
    /// Which field the form does not ask, in the policy's own language.
    pub fn submission(&self, pack: &Pack, case_type: &CaseType) -> Result<Map<String, Json>, String> {
        let form = case_type.forms.get(&case_type.opening.form);
        let stranger = self
            .answers
            .keys()
            .find(|id| form.is_none_or(|form| form.field(id).is_none()));
        if let Some(field) = stranger {
            let arguments = [
                ("field", field.as_str().into()),
                ("form", case_type.opening.form.as_str().into()),
            ];
            return Err(pack.say("history-not-asked", &arguments));
        }
        let mut submission = form
            .map(|form| form::submission(form, &self.answers))
            .unwrap_or_default();
        // What is not said takes its default.
        submission.retain(|field, _| self.answers.contains_key(field.as_str()));
        Ok(submission)
    }
}

/// What a case that has asked for another is told of it: it is there, or why it is not.
pub fn heard(opening: &Opening, opened: Result<&Case, String>) -> Command<'static> {
    match opened {
        Ok(opened) => Command::Linked {
            other: OtherCase::of(opened),
            marks: opening.marks.clone(),
        },
        Err(why) => Command::NotOpened {
            what: opening.what(),
            why,
        },
    }
}

/// What the case that opened another is told when that one is closed, or open again.
pub fn has_moved(other: &Case) -> Command<'static> {
    Command::OtherMoved {
        other: other.id,
        is_open: other.closed_at.is_none(),
        answers: other.answers.clone(),
    }
}

fn what(case_type: &CaseTypeId) -> String {
    format!("open_case `{case_type}`")
}

/// Asks for the cases of an effect, with their answers worked out as things stand here.
pub(super) fn ask(process: &mut Process, opening: &OpenCase) {
    let asked = match &opening.each {
        None => answers(opening, &process.frame()).map(|answers| vec![answers]),
        Some((each, slot)) => rows(each, &process.frame()).and_then(|rows| {
            let mut values = process.frame().values.to_vec();
            let mut asked = Vec::new();
            for row in rows {
                scope::put(&mut values, *slot, row);
                asked.push(answers(opening, &process.around().frame(&values))?);
            }
            Ok(asked)
        }),
    };
    let asked = match asked {
        Ok(asked) => asked,
        Err(why) => return reaction::fail(process, what(&opening.case_type), why),
    };
    for answers in asked {
        if process.changes.openings.len() >= OPENINGS_MAX {
            let why = process.say("history-too-many-asked", &[("most", OPENINGS_MAX.into())]);
            return reaction::fail(process, what(&opening.case_type), why);
        }
        process.changes.openings.push(Opening {
            case_type: opening.case_type.clone(),
            answers,
            marks: opening.marks.clone(),
        });
    }
}

/// What one case each is opened for: nothing answered is no row, one value is one.
fn rows(each: &Expression, frame: &Frame) -> Result<Vec<Value>, String> {
    match each.evaluate(frame) {
        Outcome::Known(Value::List(rows)) => Ok(rows.iter().cloned().collect()),
        Outcome::Known(one) => Ok(vec![one]),
        Outcome::Unknown(_) => Ok(Vec::new()),
        Outcome::Failed(failure) => Err(failure.message),
    }
}

fn answers(opening: &OpenCase, frame: &Frame) -> Result<Answers, String> {
    assigned(&opening.answers, frame).map_err(|(field, failure)| format!("`{field}`: {failure}"))
}

/// Answers worked out; what is not known is left out.
///
/// # Errors
/// Which field could not be worked out, and why.
pub(super) fn assigned(fields: &[(FieldId, Expression)], frame: &Frame) -> Result<Answers, (FieldId, String)> {
    let mut answers = Answers::new();
    for (field, expression) in fields {
        match expression.evaluate(frame) {
            Outcome::Known(value) if !value.is_empty() => drop(answers.insert(field.clone(), value)),
            Outcome::Known(_) | Outcome::Unknown(_) => {}
            Outcome::Failed(failure) => return Err((field.clone(), failure.message)),
        }
    }
    Ok(answers)
}

pub(super) fn opened(process: &mut Process, other: &OtherCase, marks: Option<&EventId>) -> Result<(), Refusal> {
    by_the_engine(process)?;
    process.emit(Event::CaseOpened {
        other: other.clone(),
        marks: marks.cloned(),
    });
    process.settle();
    Ok(())
}

pub(super) fn not_opened(process: &mut Process, what: &str, why: &str) -> Result<(), Refusal> {
    by_the_engine(process)?;
    reaction::fail(process, what.to_owned(), why.to_owned());
    Ok(())
}

/// Nothing happens for a case that is not linked, or known to stand so already: it is told once.
pub(super) fn moved(process: &mut Process, other: CaseId, is_open: bool, answers: &Answers) -> Result<(), Refusal> {
    by_the_engine(process)?;
    let linked = process.case.linked.iter().find(|linked| linked.other.id == other);
    let Some(linked) = linked.filter(|linked| linked.is_open != is_open) else {
        return Ok(());
    };
    let marks = linked.marks.clone();
    if is_open {
        process.emit(Event::OtherReopened { other });
        process.settle();
        return Ok(());
    }
    process.emit(Event::OtherClosed { other });
    match marks {
        // Only what the rules here read is kept: the rest stays in the other case, and goes with it.
        Some(event) => {
            let heard = process.case_type.heard.of(&event, answers);
            process.happen_with(&event, process.context.now, heard);
        }
        None => process.settle(),
    }
    Ok(())
}

fn by_the_engine(process: &Process) -> Result<(), Refusal> {
    if process.context.actor.engine {
        Ok(())
    } else {
        Err(failed("only the engine tells a case of others".to_owned()))
    }
}

impl Event {
    /// The other case that this tells of, and of nothing else. What opened a case is told with its opening.
    pub fn other_case(&self) -> Option<CaseId> {
        match self {
            Self::CaseOpened { other, .. } | Self::TookIn { other, .. } | Self::MergedInto { other } => Some(other.id),
            Self::OtherClosed { other } | Self::OtherReopened { other } => Some(*other),
            _ => None,
        }
    }
}

impl Reason {
    /// Of a case that is to be merged.
    pub fn no_such_case(number: &str) -> Self {
        Self::NoSuchCase {
            number: number.to_owned(),
        }
    }
}
