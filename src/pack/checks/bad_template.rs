//! The template of a notice, a document or a piece of guidance cannot be read, or shows a name that does not exist.
//!
//! People would get a letter with holes, or none. `{{ name }}` stands for an answer, a decision, a setting or a `case`
//! value.
//!
//! ## Example
//!
//! ```yaml
//! notices:
//!   reply: { name: Reply, to: complainant, text: "Your complaint {{ case.numbr }} has been answered." }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! notices:
//!   reply: { name: Reply, to: complainant, text: "Your complaint {{ case.number }} has been answered." }
//! ```

use crate::locale::phrase;
use crate::diagnostic::{Diagnostic, Place};
use crate::pack::draft::{Draft, TemplateSite};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for site in &draft.templates {
        if let Some(place) = full_width(site) {
            findings.push(
                Diagnostic::error("bad-template", place, phrase!("full-width braces show nothing: they are sent as they stand"))
                    .label(phrase!("written with a Chinese keyboard"))
                    .help(phrase!("write `{{{{ name }}}}` with half-width braces")),
            );
        }
        let names = match &site.names {
            Ok(names) => names,
            Err((message, place)) => {
                findings.push(
                    Diagnostic::error("bad-template", place.clone(), phrase!("this template cannot be read: {message}", message))
                        .related(site.at.place(), phrase!("used here")),
                );
                continue;
            }
        };
        let known = || site.known.iter().map(String::as_str);
        for name in names {
            // `last_visit.note` shows a part of what `last_visit` is worth.
            let is_known = |known: &str| {
                known == name
                    || name.strip_prefix(known).is_some_and(|rest| rest.starts_with('.'))
                    || known.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('.'))
            };
            if known().any(is_known) {
                continue;
            }
            let finding = |place| {
                Diagnostic::error(
                    "bad-template",
                    place,
                    phrase!("the template shows `{name}`, which has no value", name),
                )
                .label(phrase!("always empty"))
            };
            findings.push(match written(site, name) {
                Some(place) => finding(place).did_you_mean(name, known()),
                None => finding(site.place.clone()),
            });
        }
    }
}

/// The first pair of braces that only looks like one.
fn full_width(site: &TemplateSite) -> Option<Place> {
    ["｛｛", "｝｝", "{｛", "｛{", "}｝", "｝}"].iter().find_map(|braces| written(site, braces))
}

/// Where the template shows the name.
fn written(site: &TemplateSite, name: &str) -> Option<Place> {
    let within = &site.place.bytes;
    let text = &site.place.file.text;
    let text = if within.is_empty() { text } else { text.get(within.clone())? };
    let start = within.start + text.find(name)?;
    Some(Place {
        file: site.place.file.clone(),
        bytes: start..start + name.len(),
    })
}
