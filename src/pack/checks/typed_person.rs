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
use crate::expression::{Expression, Kind};
use crate::pack::draft::{Draft, ExpressionSite, KnownField};
use crate::pack::raw::FieldKind;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for (site, given) in users(draft) {
        let is_typed = match given.kind() {
            // A column of rows. What a script makes of them, nobody can tell from here.
            Kind::List(one) => **one == Kind::Text && !given.asks_scripts() && reads_typed(draft, site, given),
            Kind::Text => answer(draft, site).is_some_and(is_typed_in),
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

/// Whether it reads an answer that somebody types, in a row perhaps.
fn reads_typed(draft: &Draft, site: &ExpressionSite, given: &Expression) -> bool {
    let Some(case) = draft.case_types.get(&site.case_type) else { return false };
    let names = given.reads().iter().map(|slot| case.layout.name(*slot));
    let mut fields = names.filter_map(|name| case.fields.get(name.strip_prefix("form.").unwrap_or(name)));
    fields.any(|field| is_typed_in(field) || field.field_kind == FieldKind::Group)
}

fn is_typed_in(field: &KnownField) -> bool {
    matches!(field.field_kind, FieldKind::Person | FieldKind::Text | FieldKind::LongText)
}
