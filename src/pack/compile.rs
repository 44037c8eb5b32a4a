//! From a draft without errors to a [`Pack`]: references resolved, expressions taken over, nothing left to look up or to fail.

mod case;
pub(in crate::pack) mod cell;
mod deadline;
mod decision;
mod form;
mod keeping;
pub(in crate::pack) mod number;
mod organization;
mod parts;
mod public;
mod step;
mod telling;

use super::draft::{At, CaseDraft, Draft};
use super::id::CaseTypeId;
use super::{Layout, Pack};
use crate::diagnostic::Diagnostic;
use crate::expression::Expression;
use crate::locale::phrase;
use crate::pack::raw::RawExpression;

/// The pack a draft means.
///
/// # Errors
/// What cannot be compiled. After the checks have found no error there is nothing of the kind; what they should have found is
/// told here all the same, so that no pack runs by half.
pub(super) fn compile(draft: &Draft) -> Result<Pack, Vec<Diagnostic>> {
    let mut compiler = Compiler {
        draft,
        findings: Vec::new(),
    };
    match compiler.pack() {
        Some(pack) if compiler.findings.is_empty() => Ok(pack),
        _ => Err(compiler.findings),
    }
}

struct Compiler<'a> {
    draft: &'a Draft,
    findings: Vec<Diagnostic>,
}

/// The case type whose parts are being compiled.
#[derive(Clone, Copy)]
struct Scope<'a> {
    id: &'a CaseTypeId,
    layout: &'a Layout,
}

impl<'a> Scope<'a> {
    fn of(case: &'a CaseDraft) -> Self {
        Self {
            id: &case.id,
            layout: &case.layout,
        }
    }
}

impl<'a> Compiler<'a> {
    /// The case type that something of another file is about, named at `at`.
    fn scope(&mut self, case_type: &str, at: &At) -> Option<Scope<'a>> {
        match self.draft.case_types.get(case_type) {
            Some(case) => Some(Scope::of(case)),
            None => self.lost(at),
        }
    }

    /// Writes down that the part here cannot be compiled.
    fn lost<T>(&mut self, at: &At) -> Option<T> {
        let written = at.value().map(ToString::to_string).unwrap_or_default();
        let message = match written.as_str() {
            "" => phrase!("something is missing here"),
            written => phrase!("`{written}` cannot be used here", written = written.trim_matches('"')),
        };
        self.findings.push(Diagnostic::error("bad-value", at.place(), message));
        None
    }

    /// The expression the draft has compiled here.
    fn expression(&mut self, scope: Scope<'_>, at: &At) -> Option<Expression> {
        let site = self.draft.expression(scope.id, at);
        match site.and_then(|site| site.compiled.as_ref().ok()) {
            Some(expression) => Some(expression.clone()),
            None => self.lost(at),
        }
    }

    /// The expression under a key that may be left out: `Some(None)` if it is, `None` if it cannot be compiled.
    fn maybe(&mut self, scope: Scope<'_>, raw: Option<&RawExpression>, at: &At) -> Option<Option<Expression>> {
        match raw {
            Some(_) => self.expression(scope, at).map(Some),
            None => Some(None),
        }
    }
}
