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
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;
use crate::pack::raw::{RawDecision, SettingKind};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, id, decision) in case.decisions() {
            if let Some((message, help)) = mistake(decision) {
                findings.push(
                    Diagnostic::error("bad-decision", at.key_place(), format!("`{id}` {message}")).help(help),
                );
            }
            for (index, rule) in decision.rules.iter().enumerate() {
                let (message, help) = match (&rule.is, &rule.gives) {
                    (None, None) => ("this rule has no outcome", "add `is: …` (a value) or `gives: …` (an expression)"),
                    (Some(_), Some(_)) => ("this rule has two outcomes", "keep either `is` or `gives`"),
                    _ => continue,
                };
                let at = at.key("rules").key(index);
                findings.push(Diagnostic::error("bad-decision", at.place(), message).help(help));
            }
        }
    }
}

fn mistake(decision: &RawDecision) -> Option<(&'static str, &'static str)> {
    let outcomes = [!decision.values.is_empty(), decision.of.is_some(), decision.kind.is_some()];
    let table = decision.table.as_ref();
    Some(match (decision.rules.is_empty(), table) {
        (true, None) => ("does not say how it is decided", "add `rules` or a `table`"),
        (false, Some(_)) => ("has both `rules` and a `table`", "keep one of them"),
        _ if outcomes.iter().filter(|said| **said).count() > 1 => {
            ("says twice what its outcomes are", "keep one of `values`, `of` and `type`")
        }
        _ if !outcomes.contains(&true) => (
            "does not say what its outcomes are",
            "add `values`, or `of` (departments, roles, channels, a list), or `type`",
        ),
        _ if decision.kind == Some(SettingKind::Cron) => {
            ("is a time plan, which only a schedule reads", "decide something else, or write `type: text`")
        }
        (_, Some(table)) if table.map.is_empty() == table.rows.is_empty() => {
            ("needs either the `map` or the `rows` of its table", "write one of them")
        }
        (_, Some(table)) if !table.map.is_empty() && table.by.as_slice().len() != 1 => {
            ("has a `map` for several columns", "write `rows`, one `match` for each")
        }
        (_, Some(_)) if decision.all => ("is a table, which has one outcome", "leave `all` out, or write `rules`"),
        _ => return None,
    })
}
