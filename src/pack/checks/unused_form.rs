//! A form that nothing uses.
//!
//! Nobody will ever be asked what it asks. A form is used by an opening, an action or a task.
//!
//! ## Example
//!
//! `forms/acme/callback.yaml` exists, and no action names it.
//!
//! ## Instead
//!
//! ```yaml
//! actions:
//!   call_back: { name: Call back, at: handled, by: agent, form: callback }
//! ```

use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for (id, form) in &draft.forms {
        if !draft.case_types.values().any(|case| case.forms.contains(id)) {
            findings.push(
                Diagnostic::warning("unused-form", form.parsed.at("/form").place(), phrase!("nothing uses the form `{id}`", id))
                    .help(phrase!("name it in an opening, an action or a task, or delete the file")),
            );
        }
    }
}
