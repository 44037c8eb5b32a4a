//! A submission to answers, or to everything that is wrong with it.

use serde_json::{Map, Value as Json};

use super::draft::{Draft, drafts, settle};
use super::mistake::{Mistake, quoted};
use super::{Answers, FieldError, Form, Surroundings, natural, schema};
use crate::locale::{Language, say};
use crate::pack::raw::FieldKind;

/// More would help nobody to find the slip, and somebody to fill a page.
const UNKNOWN_NAMES_TOLD_MAX: usize = 20;

/// Parses what somebody submitted. What the case had for a field that is now empty or hidden comes back as
/// [`Value::Empty`](crate::value::Value::Empty).
///
/// # Errors
/// Every mistake at once, in the order of the form; names it does not ask come last.
pub fn parse(
    form: &Form,
    submission: &Map<String, Json>,
    surroundings: &dyn Surroundings,
    language: &Language,
) -> Result<Answers, Vec<FieldError>> {
    let natural = natural::submission(form, submission);
    let findings = schema::validate(form, &natural)
        .map_err(|message| vec![whole_form(say(language, "form-broken", &[("message", message.into())]))])?;
    let mut drafts = drafts(form.fields(), submission, &natural, "", surroundings);
    blame(&mut drafts, &findings);
    let settled = settle(&mut drafts, surroundings);

    let mut errors = Vec::new();
    if !settled.at_rest {
        errors.push(whole_form(say(language, "form-not-settled", &[])));
    }
    for draft in &drafts {
        report(draft, language, &mut errors);
    }
    errors.extend(findings.unknown.iter().take(UNKNOWN_NAMES_TOLD_MAX).map(|path| {
        let name = path.rsplit('.').next().unwrap_or(path);
        FieldError::new(
            quoted(path),
            say(language, "form-unknown-field", &[("name", quoted(name).into())]),
        )
    }));
    if errors.is_empty() {
        Ok(settled.answers(&drafts))
    } else {
        Err(errors)
    }
}

fn whole_form(message: String) -> FieldError {
    FieldError::new(String::new(), message)
}

/// Puts what the schema found beside its fields.
fn blame(drafts: &mut [Draft], findings: &schema::Findings) {
    for draft in drafts {
        for row in &mut draft.rows {
            blame(&mut row.drafts, findings);
        }
        match findings.mistakes.get(&draft.path) {
            // The page's empty rows are no rows: `report` counts those that are filled in.
            Some(Mistake::TooFew(FieldKind::Group, _)) | None => {}
            Some(mistake) => {
                draft.mistake = None;
                draft.refuse(mistake.clone());
            }
        }
    }
}

fn report(draft: &Draft, language: &Language, errors: &mut Vec<FieldError>) {
    let field = draft.field;
    let label = field.label.in_language(language);
    let mut tell = |message: String, clauses: &[_], check: Option<usize>| {
        errors.push(FieldError {
            field: draft.path.clone(),
            message,
            clauses: clauses.to_vec(),
            check,
        });
    };
    if !draft.visible {
        // Nobody can mend what they do not see, except that the condition itself is broken.
        if let Some(mistake @ Mistake::Failed(_)) = &draft.mistake {
            tell(mistake.text(label, language), &field.clauses, None);
        }
        return;
    }
    if let Some(mistake) = &draft.mistake {
        tell(mistake.text(label, language), &[], None);
    } else if lacks(draft) {
        tell(missing(draft).text(label, language), &field.clauses, None);
    }
    for (number, guard) in &draft.objections {
        let objection = guard.otherwise.in_language(language).to_owned();
        tell(objection, &guard.clauses, Some(*number));
    }
    for draft in draft.filled_rows().flat_map(|row| &row.drafts) {
        report(draft, language, errors);
    }
}

/// Needed, and not there; a group with a minimum needs its rows in any case.
fn lacks(draft: &Draft) -> bool {
    let rows_missing = || (draft.filled_rows().count() as u64) < draft.field.fewest();
    draft.required && draft.value.is_empty() || draft.field.kind == FieldKind::Group && rows_missing()
}

fn missing(draft: &Draft) -> Mistake {
    match draft.field.kind {
        FieldKind::Group => Mistake::TooFew(FieldKind::Group, draft.field.fewest().max(1)),
        kind => Mistake::Missing(kind),
    }
}
