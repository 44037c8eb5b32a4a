//! Evaluating once more, keeping what every part was worth.

use std::sync::Mutex;

use super::evaluate::{Got, Verdict, holds, missing, value};
use super::node::{Form, Node};
use super::{Failure, Frame, Scripts, Trace, Worth};
use crate::value::Value;

pub(super) fn explain(source: &str, root: &Node, frame: &Frame) -> Trace {
    let scripts = Remembering {
        scripts: frame.scripts,
        calls: Mutex::default(),
    };
    trace(
        source,
        root,
        &Frame {
            scripts: &scripts,
            ..*frame
        },
    )
}

fn trace(source: &str, node: &Node, frame: &Frame) -> Trace {
    let worth = match value(node, frame) {
        Got::Lent(value) => Worth::Known(value.clone()),
        Got::Own(value) => Worth::Known(value),
        Got::Failed(failure) => Worth::Failed(failure.message),
        Got::Unknown => {
            let mut nodes = Vec::new();
            missing(node, frame, &mut nodes);
            let mut names: Vec<String> = Vec::new();
            for name in nodes.into_iter().map(|node| text(source, node)) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            Worth::Unknown(names)
        }
    };
    Trace {
        text: text(source, node),
        worth,
        parts: parts(source, node, frame),
    }
}

fn parts(source: &str, node: &Node, frame: &Frame) -> Vec<Trace> {
    let trace = |part: &Node| trace(source, part, frame);
    let skipped = |part: &Node| Trace {
        text: text(source, part),
        worth: Worth::Skipped,
        parts: Vec::new(),
    };
    match &node.form {
        Form::All(parts) => until(parts, Verdict::False, frame, trace, skipped),
        Form::Any(parts) => until(parts, Verdict::True, frame, trace, skipped),
        Form::Coalesce(parts) => {
            let mut decided = false;
            let each = parts.iter().map(|part| {
                if decided {
                    return skipped(part);
                }
                let part = trace(part);
                decided = !matches!(part.worth, Worth::Unknown(_));
                part
            });
            each.collect()
        }
        Form::If(parts) => {
            let (then, otherwise) = match holds(&parts[0], frame) {
                Verdict::True => (trace(&parts[1]), skipped(&parts[2])),
                Verdict::False => (skipped(&parts[1]), trace(&parts[2])),
                Verdict::Unknown | Verdict::Failed => (skipped(&parts[1]), skipped(&parts[2])),
            };
            vec![trace(&parts[0]), then, otherwise]
        }
        // A field is known by its whole name.
        Form::Member(..) => Vec::new(),
        _ => node
            .children()
            .iter()
            .filter(|part| !part.is_constant())
            .map(trace)
            .collect(),
    }
}

/// The parts of a chain up to the one that decided it.
fn until(
    parts: &[Node],
    decides: Verdict,
    frame: &Frame,
    trace: impl Fn(&Node) -> Trace,
    skipped: impl Fn(&Node) -> Trace,
) -> Vec<Trace> {
    let mut decided = false;
    let each = parts.iter().map(|part| {
        if decided {
            return skipped(part);
        }
        let verdict = holds(part, frame);
        decided = verdict == decides || verdict == Verdict::Failed;
        trace(part)
    });
    each.collect()
}

fn text(source: &str, node: &Node) -> String {
    source.get(node.range.clone()).unwrap_or_default().to_owned()
}

/// Explaining asks every part on its own; a script is called once all the same.
struct Remembering<'a> {
    scripts: &'a dyn Scripts,
    calls: Mutex<Vec<Call>>,
}

type Call = (String, Vec<Value>, Result<Value, Failure>);

impl Scripts for Remembering<'_> {
    fn call(&self, function: &str, arguments: &[Value]) -> Result<Value, Failure> {
        let Ok(mut calls) = self.calls.lock() else {
            return self.scripts.call(function, arguments);
        };
        if let Some((_, _, answer)) = calls
            .iter()
            .find(|(name, given, _)| name == function && given == arguments)
        {
            return answer.clone();
        }
        let answer = self.scripts.call(function, arguments);
        calls.push((function.to_owned(), arguments.to_vec(), answer.clone()));
        answer
    }
}
