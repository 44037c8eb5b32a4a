//! A decision does not say how it is decided, or says it in two ways, or does not say what its outcomes are.
//!
//! A decision has either `rules` or a `table`, and its outcomes are either its own `values`, those of a list (`of`), or
//! of a kind (`type`). A rule gives either a value (`is`) or an expression (`gives`).
//!
//! ## Example
//!
//! ```yaml
//! severity:
//!   name: Severity
//!   values: { major: { label: Major }, ordinary: { label: Ordinary } }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! severity:
//!   name: Severity
//!   values: { major: { label: Major }, ordinary: { label: Ordinary } }
//!   rules:
//!     - { when: loss >= 20000, is: major }
//!     - { is: ordinary }
//! ```

use super::parts::case_types;
use crate::locale::{Phrase, phrase};
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;
use crate::pack::raw::{RawDecision, SettingKind};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, id, decision) in case.decisions() {
            if let Some((message, help)) = mistake(id, decision) {
                findings.push(Diagnostic::error("bad-decision", at.key_place(), message).help(help));
            }
            for (index, rule) in decision.rules.iter().enumerate() {
                let (message, help) = match (&rule.is, &rule.gives) {
                    (None, None) => (phrase!("this rule has no outcome"), phrase!("add `is: …` (a value) or `gives: …` (an expression)")),
                    (Some(_), Some(_)) => (phrase!("this rule has two outcomes"), phrase!("keep either `is` or `gives`")),
                    _ => continue,
                };
                let at = at.key("rules").key(index);
                findings.push(Diagnostic::error("bad-decision", at.place(), message).help(help));
            }
        }
    }
}

fn mistake(id: &str, decision: &RawDecision) -> Option<(Phrase, Phrase)> {
    let outcomes = [!decision.values.is_empty(), decision.of.is_some(), decision.kind.is_some()];
    let table = decision.table.as_ref();
    Some(match (decision.rules.is_empty(), table) {
        (true, None) => (phrase!("`{id}` does not say how it is decided", id), phrase!("add `rules` or a `table`")),
        (false, Some(_)) => (phrase!("`{id}` has both `rules` and a `table`", id), phrase!("keep one of them")),
        _ if outcomes.iter().filter(|said| **said).count() > 1 => {
            (phrase!("`{id}` says twice what its outcomes are", id), phrase!("keep one of `values`, `of` and `type`"))
        }
        _ if !outcomes.contains(&true) => (phrase!("`{id}` does not say what its outcomes are", id), phrase!("add `values`, or `of` (departments, roles, channels, a list), or `type`")),
        _ if decision.kind == Some(SettingKind::Cron) => {
            (phrase!("`{id}` is a time plan, which only a schedule reads", id), phrase!("decide something else, or write `type: text`"))
        }
        (_, Some(table)) if table.map.is_empty() == table.rows.is_empty() => {
            (phrase!("`{id}` needs either the `map` or the `rows` of its table", id), phrase!("write one of them"))
        }
        (_, Some(table)) if !table.map.is_empty() && table.by.as_slice().len() != 1 => {
            (phrase!("`{id}` has a `map` for several columns", id), phrase!("write `rows`, one `match` for each"))
        }
        (_, Some(_)) if decision.all => (phrase!("`{id}` is a table, which has one outcome", id), phrase!("leave `all` out, or write `rules`")),
        _ => return None,
    })
}
