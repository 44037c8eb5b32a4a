//! A user of the organization is taken from a text that somebody types.
//!
//! A field of type `person` or `text` holds whatever was typed: a complainant's name, a nickname, a slip of the pen.
//! Whether it names somebody who works here comes out only afterwards, and two people of one name are one. Whoever must
//! not approve their own proposal can be written down so that the rule does not know them again.
//!
//! ## Example
//!
//! ```yaml
//! # in the form: { id: handler, type: person, label: Handler }
//! does: [{ own: handler }]
//! ```
//!
//! ## Instead
//!
//! Let people choose among the users; `role` and `department` say who may be chosen.
//!
//! ```yaml
//! # in the form: { id: handler, type: user, role: handler, label: Handler }
//! does: [{ own: handler }]
//! ```

use super::parts::{answer, users};
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::expression::Kind;
use crate::pack::draft::Draft;
use crate::pack::raw::FieldKind;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for (site, given) in users(draft) {
        let is_typed = match given.kind() {
            // A column of rows.
            Kind::List(one) => **one == Kind::Text && !given.reads().is_empty(),
            Kind::Text => answer(draft, site).is_some_and(|field| {
                matches!(field.field_kind, FieldKind::Person | FieldKind::Text | FieldKind::LongText)
            }),
            _ => false,
        };
        if is_typed {
            let message = phrase!("`{source}` is typed as a text, and whom it means is found out too late", source = site.source.trim());
            findings.push(
                Diagnostic::warning("typed-person", site.at.place(), message)
                    .help(phrase!("give the field `type: user`, so that one of the users is chosen")),
            );
        }
    }
}
