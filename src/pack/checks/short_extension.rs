//! The longest a deadline may become is no longer than it is anyway.
//!
//! `up_to` counts from the deadline's own start, not from its present end. An extension up to ten days of a deadline of
//! fifteen is always refused, unless another step may first move the end to an earlier day. And a further step that reaches
//! no further than any of those it may follow adds nothing.
//!
//! ## Example
//!
//! ```yaml
//! answer: { name: Answer, from: opened, until: answered, within: 15 days, extend: { by: manager, up_to: 10 days } }
//! ```
//!
//! ## Instead
//!
//! Ten days more than fifteen are twenty-five.
//!
//! ```yaml
//! answer: { name: Answer, from: opened, until: answered, within: 15 days, extend: { by: manager, up_to: 25 days } }
//! ```

use super::lengths::{lasts, never_longer, written};
use super::parts::case_types;
use crate::locale::phrase;
use crate::calendar::Period;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, id, deadline) in case.deadlines() {
            let steps = deadline.extend.as_slice();
            let lasts = lasts(draft, &at, deadline).unwrap_or_default();
            // What has been moved to an earlier end may come back, by whichever step.
            let comes_back = steps.iter().any(|step| step.earlier);
            // A promise may end before what it lasts.
            let is_movable = deadline.at.is_some() || comes_back;
            for (index, step) in steps.iter().enumerate() {
                let up_to = |index: usize| at.key("extend").one_or_item(index).key("up_to");
                let Some(longest) = written(draft, &up_to(index)) else { continue };
                // Where one branch is shorter, the extension is for that one.
                if let Some((within, period)) = lasts.first()
                    && !is_movable
                    && lasts.iter().all(|(_, period)| never_longer(longest, period))
                {
                    findings.push(
                        Diagnostic::error(
                            "short-extension",
                            up_to(index).place(),
                            phrase!("`{id}` lasts `{period}` anyway, so it can never be extended up to `{longest}`", id, period, longest),
                        )
                        .label(phrase!("counted from its start"))
                        .related(within.place(), phrase!("what it lasts without an extension"))
                        .help(phrase!("write how long it may last in all, from its own start")),
                    );
                }
                // What only follows another step has to reach further than one of them.
                let others = (0..steps.len()).filter(|other| *other != index).map(up_to);
                let others: Vec<_> = others.map(|at| (written(draft, &at), at)).collect();
                let adds_nothing = |reached: Option<&Period>| reached.is_some_and(|reached| never_longer(longest, reached));
                if step.further
                    && !comes_back
                    && others.iter().all(|(reached, _)| adds_nothing(*reached))
                    && let Some((Some(reached), other)) = others.first()
                {
                    findings.push(
                        Diagnostic::warning(
                            "short-extension",
                            up_to(index).place(),
                            phrase!("another step extends `{id}` up to `{reached}` already, and this one only follows it", id, reached),
                        )
                        .label(phrase!("reaches no further"))
                        .related(other.place(), phrase!("how far the other step reaches"))
                        .help(phrase!("write how long it may last in all, from its own start")),
                    );
                }
            }
        }
    }
}
