//! Which task of a case a scenario means: `respond`, `respond@quality` or `respond#2`.

use std::num::NonZeroUsize;

use crate::case::{Case, Task};

/// A task by its name, and whom it was given to or which one of its name it is.
pub struct Chosen<'a> {
    pub name: &'a str,
    one: One<'a>,
}

enum One<'a> {
    Any,
    /// The department it was given to, its person, or what it is about.
    For(&'a str),
    /// Counted from 1 in the order of opening, done ones too.
    Number(NonZeroUsize),
}

impl<'a> Chosen<'a> {
    pub fn read(written: &'a str) -> Self {
        if let Some((name, whom)) = written.split_once('@') {
            let one = One::For(whom);
            return Self { name, one };
        }
        let numbered = written
            .split_once('#')
            .and_then(|(name, number)| Some((name, number.parse().ok()?)));
        match numbered {
            Some((name, number)) => Self {
                name,
                one: One::Number(number),
            },
            None => Self {
                name: written,
                one: One::Any,
            },
        }
    }

    /// Whether any of this name is meant.
    pub fn is_any(&self) -> bool {
        matches!(self.one, One::Any)
    }

    /// All that are meant, in the order of opening.
    pub fn among<'c>(&self, case: &'c Case) -> Vec<&'c Task> {
        let named = case.tasks.iter().filter(|task| *task.task == *self.name);
        match self.one {
            One::Any => named.collect(),
            One::For(whom) => named.filter(|task| is_for(task, whom)).collect(),
            One::Number(number) => named.skip(number.get() - 1).take(1).collect(),
        }
    }

    /// The one that is meant: the oldest that is open, otherwise the latest.
    pub fn one<'c>(&self, case: &'c Case) -> Option<&'c Task> {
        let meant = self.among(case);
        let open = meant.iter().find(|task| task.done.is_none());
        open.or(meant.last()).copied()
    }
}

fn is_for(task: &Task, whom: &str) -> bool {
    task.department.as_ref().is_some_and(|department| **department == *whom)
        || task.person.as_ref().is_some_and(|person| *person.0 == *whom)
        || task.about.as_deref() == Some(whom)
}
