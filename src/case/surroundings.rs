//! What a form sees of the case it is filled in for.

use chrono_tz::Tz;

use super::decision::Evaluation;
use super::scope::{self, Around};
use super::*;
use crate::expression::{Frame, History, NothingYet};
use crate::form::{self, User};
use crate::pack::CaseType;

/// The organization, and the case if there is one yet.
pub struct Surroundings<'a> {
    pack: &'a Pack,
    case_type: &'a CaseType,
    case: Option<&'a Case>,
    context: &'a Context<'a>,
    /// What stands in every frame before the answers of the form are laid over it.
    bare: Vec<Value>,
}

/// What judging a form needs: of an opening (no case yet), an action or a task.
pub fn surroundings<'a>(
    pack: &'a Pack,
    case_type: &'a CaseType,
    case: Option<&'a Case>,
    context: &'a Context<'a>,
) -> Surroundings<'a> {
    let mut bare = Evaluation::new(case_type).values;
    scope::fill_context(&mut bare, case_type, context);
    if let Some(case) = case {
        scope::fill_case(&mut bare, case_type, case);
    }
    Surroundings {
        pack,
        case_type,
        case,
        context,
        bare,
    }
}

impl Surroundings<'_> {
    /// Lets the form of a task see it: `task` and the member it was opened for.
    pub fn of_task(mut self, number: u32) -> Self {
        let task = self
            .case
            .and_then(|case| case.tasks.iter().find(|task| task.number == number));
        if let Some(task) = task {
            scope::fill_task(&mut self.bare, self.pack, self.case_type, task);
        }
        self
    }
}

impl form::Surroundings for Surroundings<'_> {
    fn zone(&self) -> Tz {
        self.pack.zone
    }

    fn currency(&self) -> &str {
        &self.pack.currency
    }

    fn users(&self) -> Option<Box<dyn Iterator<Item = &User> + '_>> {
        let people = self.context.people?;
        Some(Box::new(people.users()))
    }

    fn with_frame(&self, answers: &Answers, use_it: &mut dyn FnMut(&Frame)) {
        let mut evaluation = Evaluation::on(self.bare.clone());
        let layout = &self.case_type.layout;
        scope::fill_answers(&mut evaluation.values, layout, answers);
        scope::fill_form(&mut evaluation.values, layout, answers);
        let history: &dyn History = match self.case {
            Some(case) => case,
            None => &NothingYet,
        };
        let around = Around {
            now: self.context.now,
            history,
            scripts: &*self.pack.scripts,
        };
        evaluation.decide_all(self.case_type, around, |id| {
            let decided = self.case?.decisions.get(id)?;
            decided.overridden.as_ref().map(|_| decided.value.clone())
        });
        use_it(&around.frame(&evaluation.values));
    }
}
