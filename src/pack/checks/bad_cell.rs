//! A cell of a decision table cannot be read, or asks something that its column cannot answer.
//!
//! Cells are a value, a list of values, a comparison (`"< 3"`, `"<= 3"`, `">= 3"`, `"> 3"`, `"!= x"`) or `-` for any.
//!
//! ## Example
//!
//! ```yaml
//! rows:
//!   - { match: { loss: "20000+" }, is: major }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! rows:
//!   - { match: { loss: ">= 20000" }, is: major }
//! ```

use super::parts::case_types;
use crate::locale::phrase;
use crate::diagnostic::{Diagnostic, nearest};
use crate::pack::compile;
use crate::pack::draft::{At, CaseDraft, Draft};
use crate::pack::raw::RawValue;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, _, decision) in case.decisions() {
            let Some(table) = &decision.table else { continue };
            let columns = table.by.as_slice();
            let at = at.key("table");
            if let [column] = columns {
                for key in table.map.keys() {
                    cell(case, &at.key("map").key(key), column, &RawValue::Text(key.clone()), findings);
                }
            }
            for (index, row) in table.rows.iter().enumerate() {
                let at = at.key("rows").key(index).key("match");
                for (column, value) in &row.cells {
                    // A name that means nothing at all is an `unknown-name`.
                    if !case.vocabulary.variables.contains_key(column.as_str()) {
                        continue;
                    }
                    if columns.contains(column) {
                        cell(case, &at.key(column), column, value, findings);
                        continue;
                    }
                    let known = || columns.iter().map(String::as_str);
                    let finding = Diagnostic::error(
                        "bad-cell",
                        at.key(column).key_place(),
                        phrase!("the table has no column `{column}`", column),
                    );
                    findings.push(match nearest(column, known()) {
                        Some(_) => finding.did_you_mean(column, known()),
                        None => finding.help(phrase!("name it in `by`, or leave the cell out")),
                    });
                }
            }
        }
    }
}

fn cell(case: &CaseDraft, at: &At, column: &str, value: &RawValue, findings: &mut Vec<Diagnostic>) {
    let Some((_, kind)) = case.vocabulary.variables.get(column) else {
        return;
    };
    if let Err(bad) = compile::cell::parse(value, kind) {
        let place = if at.pointer.contains("/map/") { at.key_place() } else { at.place() };
        let mut finding = Diagnostic::error(bad.code, place, bad.message);
        finding.label = Some(phrase!("`{column}` is {kind}", column, kind = kind.described()));
        finding.help = bad.help;
        finding.replacement = bad.replacement;
        findings.push(finding);
    }
}
