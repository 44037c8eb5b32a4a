//! The policy is still called as that of the pack it began as a copy of, or its clauses are.
//!
//! `redress new NAME --like OTHER` copies everything, so that there is something to change. A copy nobody has touched is
//! left in peace. Once it has a title or a clause of its own, whatever is still the model's is told: otherwise people
//! read another organization's policy under your name, and every *why* cites clauses you do not have.
//!
//! ## Example
//!
//! ```yaml
//! policy: { title: Complaints of patients }
//! model: { title: Complaints of patients, clauses: HOS- }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! policy: { title: Complaints of the branch }
//! ```
//!
//! Write your policy's clauses into `clauses.yaml` under the numbers they have there, let the parts cite them, and take
//! `model` away.

use super::reference::listed_clauses;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;
use crate::pack::raw::RawText;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let Some(about) = &draft.about else { return };
    let Some(model) = &about.raw.model else { return };
    let title = model.title.as_deref().filter(|title| is_called(&about.raw.policy.title, title));
    let start = model.clauses.as_deref().filter(|start| !start.is_empty());
    let (copied, own): (Vec<_>, Vec<_>) =
        listed_clauses(draft).partition(|listed| start.is_some_and(|start| listed.id.starts_with(start)));
    if title.is_some() && own.is_empty() {
        return;
    }
    if let Some(title) = title {
        let place = about.at("/policy/title").place();
        findings.push(
            Diagnostic::warning("still-the-models", place, phrase!("the policy is still called `{title}`", title))
                .label(phrase!("the title of the pack it began as a copy of"))
                .help(phrase!("write the title of your own policy")),
        );
    }
    let Some(listed) = copied.first() else { return };
    let first = listed.id;
    let message = match copied.len() {
        1 => phrase!("the clause `{first}` is still the model's", first),
        all => phrase!("`{first}` and {all} more clauses are still the model's", first, all = all - 1),
    };
    findings.push(
        Diagnostic::warning("still-the-models", listed.at.key_place(), message)
            .label(phrase!("not a number of your own policy"))
            .help(phrase!("list the clauses of your own policy, and let the parts that meet them cite those")),
    );
}

fn is_called(title: &RawText, model: &str) -> bool {
    match title {
        RawText::Plain(title) => title == model,
        RawText::ByLanguage(titles) => titles.values().any(|title| title == model),
    }
}
