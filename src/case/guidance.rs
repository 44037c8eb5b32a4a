//! Guidance for people at their step: which of it is meant now, and what it says.

use super::process::{Process, holds};
use super::template::{self, Kind};
use super::{opening, *};
use crate::locale::Language;
use crate::pack::{CaseType, Guidance};

/// Where guidance is read.
#[derive(Clone, Copy, Debug)]
pub enum Reading<'a> {
    /// Beside the opening form, while there is no case yet.
    Opening,
    /// On the case as it stands.
    Case(&'a Case),
    /// On the form of an action.
    Action(&'a Case, &'a ActionId),
    /// On the form of a task.
    Task(&'a Case, &'a TaskId),
}

/// One piece of guidance with its text written out.
pub struct Advice<'a> {
    pub guidance: &'a Guidance,
    pub text: String,
}

impl<'a> Reading<'a> {
    /// `None` while there is none yet.
    pub fn case(&self) -> Option<&'a Case> {
        match self {
            Self::Opening => None,
            Self::Case(case) | Self::Action(case, _) | Self::Task(case, _) => Some(case),
        }
    }

    fn means(&self, guidance: &Guidance) -> bool {
        match self {
            Self::Opening => guidance.at_opening,
            Self::Case(case) => guidance.at.contains(&case.stage),
            Self::Action(case, action) => guidance.at.contains(&case.stage) || guidance.for_actions.contains(action),
            Self::Task(case, task) => guidance.at.contains(&case.stage) || guidance.for_tasks.contains(task),
        }
    }
}

/// Whether guidance can be shown here at all, under whatever conditions.
pub fn has_guidance(case_type: &CaseType, reading: Reading) -> bool {
    case_type.guidance.values().any(|guidance| reading.means(guidance))
}

/// The guidance shown here, in the pack's order. Conditions and texts see `typed`, what has been filled in so far, laid over the
/// case. Guidance whose condition is unknown is not shown.
pub fn guidance<'a>(
    pack: &'a Pack,
    case_type: &'a CaseType,
    reading: Reading,
    typed: &Answers,
    context: &Context,
    language: &Language,
) -> Vec<Advice<'a>> {
    if !has_guidance(case_type, reading) {
        return Vec::new();
    }
    let form = match reading {
        Reading::Opening => Some(&case_type.opening.form),
        Reading::Case(_) => None,
        Reading::Action(_, id) => case_type.actions.get(id).and_then(|action| action.form.as_ref()),
        Reading::Task(_, id) => case_type.tasks.get(id).and_then(|task| task.form.as_ref()),
    };
    let process = match reading.case() {
        Some(case) => Process::new(pack, case.clone(), context),
        None => opening::imagined(pack, case_type, &Answers::new(), context),
    };
    let Ok(mut process) = process else {
        return Vec::new();
    };
    process.submit_to(form.and_then(|form| case_type.forms.get(form)), typed);
    process.tell_decisions();
    let mut case = process.case.clone();
    case.merge(typed);
    let values = template::values(pack, case_type, &case, language);
    let meant = case_type.guidance.values().filter(|guidance| reading.means(guidance));
    meant
        .filter(|guidance| {
            let when = guidance.when.as_ref();
            when.is_none_or(|when| holds(when, &process.frame()))
        })
        .map(|guidance| {
            let source = guidance.text.in_language(language);
            // What cannot be written out is better read as it stands than not at all.
            let text = template::render(source, Kind::Plain, values.clone().into());
            Advice {
                guidance,
                text: text.unwrap_or_else(|_| source.to_owned()).trim().to_owned(),
            }
        })
        .collect()
}
