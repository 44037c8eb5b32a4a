//! Masked personal data, shown once to whoever says why they need it. It is written down before it is shown.

use std::collections::BTreeSet;

use super::App;
use super::look::Seen;
use super::request::ExecuteError;
use super::view::View;
use crate::access::{self, Ability, Uncovered};
use crate::case::Actor;
use crate::form::FieldError;
use crate::locale::{Language, say};
use crate::pack::Pack;
use crate::pack::id::{FieldId, OrganizationId};

/// The longest reason, in characters.
const REASON_CHARS_MAX: usize = 500;

/// What somebody asks to see, and why.
#[derive(Clone, Debug)]
pub struct Uncovering {
    /// All of it, if none is named.
    pub fields: Vec<FieldId>,
    pub reason: String,
    /// Of messages.
    pub language: Language,
}

impl App {
    /// A case with this personal data in clear, for this one answer.
    ///
    /// # Errors
    /// [`ExecuteError::Forbidden`] if it is sealed for `actor`; [`ExecuteError::Invalid`] without a reason or for a field that is not masked;
    /// [`ExecuteError::NotFound`] if there is no such case or `actor` may not see it.
    pub fn view_uncovered(
        &self,
        organization: &OrganizationId,
        number: &str,
        actor: &Actor,
        asked: &Uncovering,
    ) -> Result<View, ExecuteError> {
        let view = self.view_of(organization, number, actor, &uncovered(asked))?;
        let reason = must_say(&view.pack, actor, asked, view.is_sealed())?;
        self.note_uncovering(&view.case, actor, asked.fields.clone(), reason)?;
        Ok(view)
    }

    /// The same, with all that can be done with it.
    ///
    /// # Errors
    /// As [`App::view_uncovered`].
    pub fn see_uncovered(
        &self,
        organization: &OrganizationId,
        number: &str,
        actor: &Actor,
        asked: &Uncovering,
    ) -> Result<Seen, ExecuteError> {
        let seen = self.seen(organization, number, actor, None, &uncovered(asked))?;
        let reason = must_say(&seen.view.pack, actor, asked, seen.view.is_sealed())?;
        self.note_uncovering(&seen.view.case, actor, asked.fields.clone(), reason)?;
        Ok(seen)
    }
}

fn uncovered(asked: &Uncovering) -> Uncovered {
    if asked.fields.is_empty() {
        Uncovered::All
    } else {
        Uncovered::Fields(asked.fields.iter().cloned().collect::<BTreeSet<_>>())
    }
}

/// The reason, as it is written down. There is none for what is sealed.
fn must_say(pack: &Pack, actor: &Actor, asked: &Uncovering, is_sealed: bool) -> Result<String, ExecuteError> {
    if is_sealed || !access::can(actor, Ability::Reveal) {
        return Err(ExecuteError::Forbidden);
    }
    let wrong = |field: &str, message: String| ExecuteError::Invalid(vec![FieldError::new(field, message)]);
    let known = access::personal_fields(pack);
    for field in &asked.fields {
        if !known.contains_key(field.as_str()) {
            let named = [("field", field.as_str().into())];
            return Err(wrong("fields", say(&asked.language, "reveal-unknown-field", &named)));
        }
    }
    let reason: String = asked.reason.trim().chars().take(REASON_CHARS_MAX).collect();
    if reason.is_empty() {
        return Err(wrong("reason", say(&asked.language, "reveal-reason-missing", &[])));
    }
    Ok(reason)
}
