//! Texts written where an option of a closed vocabulary is meant.

use std::ops::Range;
use std::sync::Arc;

use super::lower::Lowering;
use super::node::{Form, Node};
use super::{Kind, Options, Problem};
use crate::diagnostic::nearest;
use crate::locale::{Phrase, phrase};
use crate::value::Value;

impl Lowering<'_, '_> {
    /// Checks every literal text in `node` against the options, and shares theirs.
    pub fn settle(&mut self, node: &mut Node, options: &Arc<Options>) {
        match &mut node.form {
            Form::Literal(Value::Text(text)) => {
                match options.get(text) {
                    Some(option) => *text = option.clone(),
                    None => self.problem(unknown_option(text, options, node.range.clone())),
                }
                node.kind = Kind::Choice(options.clone());
            }
            Form::Literal(Value::List(items)) => {
                for item in items
                    .iter()
                    .filter_map(Value::as_text)
                    .filter(|item| options.get(item).is_none())
                {
                    let range = self.item(&node.range, item);
                    self.problem(unknown_option(item, options, range));
                }
                node.kind = Kind::List(Box::new(Kind::Choice(options.clone())));
            }
            Form::If(parts) => {
                let branches = &mut parts[1..];
                branches.iter_mut().for_each(|branch| self.settle(branch, options));
                if branches.iter().all(|branch| matches!(branch.kind, Kind::Choice(_))) {
                    node.kind = Kind::Choice(options.clone());
                }
            }
            Form::List(parts) | Form::Coalesce(parts) => parts.iter_mut().for_each(|part| self.settle(part, options)),
            _ => {}
        }
    }

    /// Where a text stands in a literal list.
    fn item(&self, list: &Range<usize>, item: &str) -> Range<usize> {
        let quoted = format!("{item:?}");
        let found = self.tokens.iter().find(|token| {
            list.start <= token.range.start && token.range.end <= list.end && self.tokens.text(&token.range) == quoted
        });
        found.map_or_else(|| list.clone(), |token| token.range.clone())
    }
}

fn unknown_option(text: &str, options: &Options, range: Range<usize>) -> Problem {
    let message = phrase!("`{text}` is not one of {name}", text, name = options.name);
    let problem = Problem::new("unknown-option", range, message);
    match nearest(text, options.ids.iter().map(|id| &**id)) {
        Some(nearest) => problem
            .help(phrase!("did you mean `{nearest}`?", nearest))
            .replacement(format!("{nearest:?}")),
        None => {
            let shown = Phrase::names(options.ids.iter().take(8));
            problem.help(match options.ids.len() {
                ..=8 => phrase!("they are {shown}", shown),
                _ => phrase!("they are {shown}, …", shown),
            })
        }
    }
}
