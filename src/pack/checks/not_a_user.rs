//! Somebody is to own a case, to act in it, to be told or to be kept out, and what stands there names nobody.
//!
//! `own`, `person` and `excluded` take a user of the organization: the answer of a field of type `user`, `case.owner`,
//! `actor.id`, `actor_of("…")`, or a name with which somebody signs in. A number, a department or a role is never a user,
//! so nobody would be meant and nobody kept out.
//!
//! ## Example
//!
//! ```yaml
//! # handling_department is a field of type `department`
//! does: [{ own: handling_department }]
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! # in the form: { id: handler, type: user, role: handler, department: handling_department, label: Handler }
//! does: [{ own: handler }]
//! ```

use super::parts::{answer, users};
use crate::diagnostic::Diagnostic;
use crate::locale::{Phrase, phrase};
use crate::expression::{Expression, Kind};
use crate::pack::draft::{Draft, ExpressionSite, Part};
use crate::pack::raw::FieldKind;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for (site, given) in users(draft) {
        if let Some(message) = objection(draft, site, given) {
            findings.push(
                Diagnostic::error("not-a-user", site.at.place(), message)
                    .help(phrase!("name a field of type `user`, `case.owner`, `actor.id`, or a name with which somebody signs in")),
            );
        }
    }
}

fn objection(draft: &Draft, site: &ExpressionSite, given: &Expression) -> Option<Phrase> {
    let one = match given.kind() {
        Kind::List(one) => &**one,
        one => one,
    };
    match one {
        Kind::User | Kind::Any => None,
        Kind::Text => {
            if let Some(written) = written_out(&site.source) {
                let mut units = [Part::Department, Part::Role].into_iter();
                let part = units.find(|part| draft.declared(*part, None, written).next().is_some())?;
                return Some(phrase!("`{written}` is a {part}, and no user", written, part = part.word()));
            }
            let field = answer(draft, site)?;
            let is_name = matches!(field.field_kind, FieldKind::Person | FieldKind::Text | FieldKind::LongText);
            (!is_name).then(|| phrase!("`{written}` holds no user", written = site.source.trim()))
        }
        other => Some(phrase!("this is {other}, and no user", other = other.described())),
    }
}

/// The text, if nothing but a text in quotes stands there.
fn written_out(source: &str) -> Option<&str> {
    let source = source.trim();
    let text = source.strip_prefix('"')?.strip_suffix('"')?;
    (!text.contains('"')).then_some(text)
}
