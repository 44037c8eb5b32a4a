//! A rule reads a field that no form can have asked at that time.
//!
//! What is not answered makes a condition unknown, and an unknown condition never holds: the guard refuses always, the
//! branch is never taken. The finding looks at the way a case takes: which forms can have been filled in before.
//!
//! ## Example
//!
//! ```yaml
//! opens: { form: intake, at: [{ when: result == "founded", is: handling }, { is: review }], by: agent }
//! # `result` is first asked in the form of the action `decide`, at `review`
//! ```
//!
//! ## Instead
//!
//! Ask the field in the earlier form, or move the rule to a step at which it has been asked.

use super::flow::Flow;
use super::parts::{StepKind, case_types};
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Within};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        let flow = Flow::of(draft, case);
        for site in draft.expressions.iter().filter(|site| site.case_type == case.id) {
            let Ok(expression) = &site.compiled else { continue };
            // Decisions, deadlines and tasks are looked at again whenever an answer comes; steps and forms only once.
            let steps: Vec<_> = case
                .steps()
                .into_iter()
                .filter(|step| match &site.within {
                    Within::Form(form) if !step.contains(&site.at) => step.form == Some(form.as_str()),
                    _ => step.contains(&site.at),
                })
                .filter(|step| step.kind != StepKind::Task)
                .collect();
            for slot in expression.reads() {
                let name = case.layout.name(*slot);
                let id = name.strip_prefix("form.").unwrap_or(name);
                let Some(field) = case.fields.get(id) else { continue };
                // Who asks whether something is answered knows that it may not be.
                let asks_itself = site.source.contains(&format!("answered({name})"));
                let is_asked = |form: &str| field.forms.iter().any(|asking| asking.as_str() == form);
                let too_early = |step: &&super::parts::Step| {
                    !step.form.is_some_and(is_asked) && !flow.forms_before(step).into_iter().any(is_asked)
                };
                if asks_itself || steps.is_empty() || !steps.iter().all(|step| too_early(&step)) || flow.sets(id) {
                    continue;
                }
                findings.push(
                    Diagnostic::warning(
                        "read-before-asked",
                        site.at.place(),
                        phrase!("nothing can have asked `{id}` by then", id),
                    )
                    .label(phrase!("never answered at this step"))
                    .related(field.at.place(), phrase!("asked here, later"))
                    .help(phrase!("ask it in an earlier form, or move this to a later step")),
                );
            }
        }
    }
}
