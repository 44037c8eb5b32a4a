//! A guard can refuse because an answer that may be left open is open.
//!
//! A comparison with what is not answered is neither true nor false, so `!(compensation > 0)` does not hold where no
//! compensation was asked for: the guard refuses, for ever, and the words of its `else` are not the reason. The finding
//! looks at answers that need not be given by then, and at guards that would hold if an open answer simply were not so.
//!
//! ## Example
//!
//! ```yaml
//! # `compensation` is not required in any form
//! needs:
//!   - { that: '!(compensation > 0) || happened("paid")', else: the compensation has not been paid }
//! ```
//!
//! ## Instead
//!
//! Say what counts where nothing is answered, or require the answer.
//!
//! ```yaml
//! needs:
//!   - { that: '!((compensation ?? 0) > 0) || happened("paid")', else: the compensation has not been paid }
//! ```

use super::absence::Absence;
use super::conditions;
use super::flow::Flow;
use super::parts::{Step, StepKind, case_types};
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::expression::{Condition, Expression, Slot};
use crate::pack::draft::{At, CaseDraft, Draft, FieldDraft};
use crate::pack::raw::{RawExpression, RawGuard};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        let flow = Flow::of(draft, case);
        for step in case.steps().iter().filter(|step| step.kind != StepKind::Task) {
            for index in 0..guards(case, step).len() {
                let that = step.at.key("needs").key(index).key("that");
                let Some(site) = draft.expression(&case.id, &that) else { continue };
                let Ok(guard) = &site.compiled else { continue };
                for slot in guard.reads() {
                    let name = case.layout.name(*slot);
                    let id = name.strip_prefix("form.").unwrap_or(name);
                    let Some(left_open) = may_be_left_open(draft, case, &flow, step, id) else { continue };
                    let names = [id.to_owned(), format!("form.{id}")];
                    let slots: Vec<_> = names.iter().filter_map(|name| case.layout.slot(name)).collect();
                    if is_demanded(draft, case, &slots, &names) {
                        continue;
                    }
                    let others = (0..guards(case, step).len()).filter(|other| *other != index);
                    let others = others.map(|other| shape(draft, case, &step.at.key("needs").key(other).key("that")));
                    let absence = Absence {
                        slots,
                        given: left_open.into_iter().chain(others).collect(),
                        domains: conditions::domains(case),
                    };
                    if !absence.blocks(&shape(draft, case, &that)) {
                        continue;
                    }
                    let asked = case.fields.get(id).map(|field| field.at.place());
                    let mut finding = Diagnostic::warning(
                        "optional-in-guard",
                        site.at.place(),
                        phrase!("this is not known while `{name}` is not answered, and then it refuses", name),
                    )
                    .label(phrase!("neither true nor false without the answer"))
                    .help(phrase!("say what counts without it, such as `({name} ?? …)` or `!answered({name}) || …`, or require the answer", name));
                    if let Some(asked) = asked {
                        finding = finding.related(asked, phrase!("may be left open here"));
                    }
                    findings.push(finding);
                    break;
                }
            }
        }
    }
}

/// Whether anything a step needs or leads by asks for the answer, or may: then it may always be there.
fn is_demanded(draft: &Draft, case: &CaseDraft, slots: &[Slot], names: &[String]) -> bool {
    let absence = Absence {
        slots: slots.to_vec(),
        given: Vec::new(),
        domains: conditions::domains(case),
    };
    let sites = draft.expressions.iter().filter(|site| site.case_type == case.id);
    let mut asking = sites.filter_map(|site| {
        let compiled = site.compiled.as_ref().ok()?;
        let is_read = compiled.reads().iter().any(|slot| slots.contains(slot));
        is_read.then_some((site, compiled))
    });
    asking.any(|(site, compiled)| {
        let stands_in = |key: &str| site.at.pointer.contains(key);
        let shape = compiled.shape().unwrap_or(Condition::Opaque);
        // Where it is more than compared with what is written out, nothing is known.
        let is_compared = times_named(&site.source, names) <= absence.tests_of(&shape);
        stands_in("/to/") || stands_in("/at/") || (stands_in("/needs/") && (!is_compared || absence.is_demanded_by(&shape)))
    })
}

/// How often one of the names stands in the text, as a word of its own.
fn times_named(source: &str, names: &[String]) -> usize {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.');
    let words = source.split(|letter| !is_part(letter));
    words.filter(|word| names.iter().any(|name| name == word)).count()
}

fn guards<'a>(case: &'a CaseDraft, step: &Step<'_>) -> &'a [RawGuard] {
    let raw = &case.parsed.raw;
    match step.kind {
        StepKind::Opening => &raw.opens.needs,
        StepKind::Public => raw.public.as_ref().map_or(&[][..], |public| public.opens.needs.as_slice()),
        StepKind::Action => raw.actions.get(step.id).map_or(&[][..], |action| action.needs.as_slice()),
        StepKind::Task => &[],
    }
}

fn shape(draft: &Draft, case: &CaseDraft, at: &At) -> Condition {
    let site = draft.expression(&case.id, at);
    let compiled = site.and_then(|site| site.compiled.as_ref().ok());
    compiled
        .and_then(Expression::shape)
        .unwrap_or(Condition::Opaque)
}

/// Under which conditions nobody has to have answered the field when the step is taken. `None`: that is not sure.
fn may_be_left_open(
    draft: &Draft,
    case: &CaseDraft,
    flow: &Flow<'_>,
    step: &Step<'_>,
    id: &str,
) -> Option<Vec<Condition>> {
    // What is worked out or set by a rule may be there although nobody was asked.
    if !case.fields.contains_key(id) || flow.sets(id) {
        return None;
    }
    let mut open = Vec::new();
    let mut is_asked = false;
    for form in flow.forms_before(step).into_iter().chain(step.form) {
        let asking = draft.forms.iter().find(|(known, _)| known.as_str() == form)?.1;
        let Some(field) = asking.fields().find(|field| field.id == id) else { continue };
        is_asked = true;
        open.extend(left_open(draft, case, field)?);
    }
    is_asked.then_some(open)
}

/// When the question may be passed over in this form: at any time, or while it is not required. `None`: never, or that is not sure.
fn left_open(draft: &Draft, case: &CaseDraft, field: &FieldDraft) -> Option<Option<Condition>> {
    if field.raw.computed.is_some() || field.raw.default.is_some() {
        return None;
    }
    match &field.raw.required {
        None | Some(RawExpression::Bool(false)) => Some(None),
        Some(RawExpression::Bool(true)) => None,
        Some(_) => match shape(draft, case, &field.part("required")) {
            Condition::Opaque => None,
            required => Some(Some(Condition::Not(Box::new(required)))),
        },
    }
}
