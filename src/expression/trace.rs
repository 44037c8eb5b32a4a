//! Why, and why not: what every part of an expression was worth.

use serde::{Deserialize, Serialize};

use crate::value::Value;

/// What every part of an expression was worth, as a tree of its own text.
///
/// What is written out (`3`, `"major"`, `hours(24)`) is no part of its own, except as a branch of `&&`, `||` and `if`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// The part, as written.
    pub text: String,
    pub worth: Worth,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Trace>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Worth {
    Known(Value),
    /// The names that are not answered.
    Unknown(Vec<String>),
    Failed(String),
    /// Not looked at, because the rest decided.
    Skipped,
}

/// How a chain of conditions is joined.
#[derive(Clone, Copy, PartialEq)]
enum Joint {
    And,
    Or,
}

impl Trace {
    /// The names read and what each was worth, each once, in reading order. [`Value::Empty`] for what is not answered.
    pub fn values_seen(&self) -> Vec<(String, Value)> {
        let mut seen = Vec::new();
        self.collect_values(&mut seen);
        seen
    }

    fn collect_values(&self, seen: &mut Vec<(String, Value)>) {
        for part in &self.parts {
            part.collect_values(seen);
        }
        if !self.parts.is_empty() || !self.is_name() || seen.iter().any(|(name, _)| *name == self.text) {
            return;
        }
        match &self.worth {
            Worth::Known(value) => seen.push((self.text.clone(), value.clone())),
            Worth::Unknown(_) => seen.push((self.text.clone(), Value::Empty)),
            Worth::Failed(_) | Worth::Skipped => {}
        }
    }

    /// Whether it begins as names and questions do, unlike what is written out.
    fn is_name(&self) -> bool {
        self.text.starts_with(|c: char| c == '_' || c.is_alphabetic()) && self.text != "true" && self.text != "false"
    }

    /// The smallest parts that made the whole false or unknown: what a *why not* says. None if it is true.
    pub fn culprits(&self) -> Vec<&Trace> {
        let mut found = Vec::new();
        self.collect_culprits(&mut found);
        found
    }

    fn collect_culprits<'a>(&'a self, found: &mut Vec<&'a Trace>) {
        let before = found.len();
        match &self.worth {
            Worth::Known(Value::Bool(false)) if self.joint().is_some() => {
                for part in self
                    .parts
                    .iter()
                    .filter(|part| part.worth == Worth::Known(Value::Bool(false)))
                {
                    part.collect_culprits(found);
                }
            }
            Worth::Unknown(_) => {
                for part in self.parts.iter().filter(|part| matches!(part.worth, Worth::Unknown(_))) {
                    part.collect_culprits(found);
                }
            }
            Worth::Failed(_) => {
                for part in self.parts.iter().filter(|part| matches!(part.worth, Worth::Failed(_))) {
                    part.collect_culprits(found);
                }
            }
            Worth::Known(Value::Bool(false)) => {}
            Worth::Known(_) | Worth::Skipped => return,
        }
        if found.len() == before {
            found.push(self);
        }
    }

    /// What joins the parts, read from the text: the sign that follows the first part and its closing brackets.
    fn joint(&self) -> Option<Joint> {
        let first = self.parts.first()?;
        let blank = |c: char| c.is_whitespace();
        let rest = self
            .text
            .trim_start_matches(|c| c == '(' || blank(c))
            .strip_prefix(first.text.trim_start_matches(|c| c == '(' || blank(c)))?;
        let rest = rest.trim_start_matches(|c| c == ')' || blank(c));
        match rest.get(..2) {
            Some("&&") => Some(Joint::And),
            Some("||") => Some(Joint::Or),
            _ => None,
        }
    }
}

/// Why it does not hold, in one line: `complainants >= 3 is false (complainants = 2)`, `loss is not answered`. Empty for
/// what holds.
pub fn culprit_sentence(trace: &Trace) -> String {
    let sentences: Vec<String> = trace.culprits().into_iter().map(sentence).collect();
    sentences.join("; ")
}

fn sentence(culprit: &Trace) -> String {
    match &culprit.worth {
        Worth::Unknown(names) if names.is_empty() => format!("{} is not known", culprit.text),
        Worth::Unknown(names) => format!("{} is not answered", names.join(", ")),
        Worth::Failed(message) => format!("{} failed: {message}", culprit.text),
        Worth::Known(_) | Worth::Skipped => {
            let seen: Vec<String> = culprit
                .values_seen()
                .into_iter()
                .filter(|(name, _)| *name != culprit.text)
                .map(|(name, value)| {
                    if value.is_empty() {
                        format!("{name} is not answered")
                    } else {
                        format!("{name} = {value}")
                    }
                })
                .collect();
            match seen.is_empty() {
                true => format!("{} is false", culprit.text),
                false => format!("{} is false ({})", culprit.text, seen.join(", ")),
            }
        }
    }
}
