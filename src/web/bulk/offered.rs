//! What can be done to the chosen cases: actions of the pack that ask for nothing, for one text, or for a form that can be filled in once
//! for all; and what of it must be done case by case, and why.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Map;

use super::super::error::PageError;
use super::super::member::Member;
use super::super::speech::one_line;
use super::act::fill;
use super::form::{Asking, Unfit, fits, own_form};
use super::{Chosen, speech};
use crate::app::{ExecuteError, Looked, View};
use crate::case::choices::{Choice, Doable};
use crate::form::{Condition, Form, FormState};
use crate::pack::CaseType;
use crate::pack::id::{ActionId, CaseTypeId};
use crate::pack::raw::FieldKind;

/// An action, and for how many of the chosen cases it can be taken now.
pub(super) struct Offer {
    pub id: String,
    /// How it is asked for.
    pub what: String,
    pub name: String,
    /// Of which case type it is, where several were chosen.
    pub kind: Option<String>,
    pub help: Option<String>,
    pub asks: Asks,
    pub possible: usize,
}

/// What an offer asks for.
pub(super) enum Asks {
    Nothing,
    /// It stands beside the offer.
    Text(Question),
    /// It stands on a page of its own.
    Form,
}

impl Offer {
    pub fn question(&self) -> Option<&Question> {
        match &self.asks {
            Asks::Text(question) => Some(question),
            Asks::Nothing | Asks::Form => None,
        }
    }

    pub fn asks_form(&self) -> bool {
        matches!(self.asks, Asks::Form)
    }
}

/// The one text that an action asks for.
pub(super) struct Question {
    pub field: String,
    pub label: String,
    pub is_long: bool,
}

pub(super) struct Offered {
    /// The number and what it is about of each case that this person sees.
    pub cases: Vec<(String, String)>,
    pub offers: Vec<Offer>,
    /// What can only be done case by case, and why.
    pub apart: Vec<(String, String)>,
}

/// Actions that can be taken for at least one of these cases, in the pack's order. Cases this person does not see are passed over.
pub(super) fn offers(member: &Member, chosen: &[Chosen]) -> Result<Offered, PageError> {
    let mut found = Found::default();
    let mut cases = Vec::new();
    for one in chosen {
        let view = match member
            .app()
            .view(member.organization(), &one.number, &member.actor, &Looked::Step)
        {
            Ok(view) => view,
            Err(ExecuteError::NotFound) => continue,
            Err(error) => return Err(error.into()),
        };
        let Some(case_type) = view.case_type() else { continue };
        cases.push((one.number.clone(), subject(case_type, &view.case.answers)));
        found.types.insert(case_type.id.clone());
        for choice in view.choices(&member.actor) {
            let Doable::Act(action) = &choice.what else { continue };
            if choice.is_allowed() {
                found.add(member, &view, case_type, &choice, action)?;
            }
        }
    }
    let is_mixed = found.types.len() > 1;
    let apart = found
        .apart
        .into_iter()
        .filter(|(what, _)| !found.offers.contains_key(what));
    Ok(Offered {
        apart: apart.map(|(_, (name, why))| (name, why.text(member))).collect(),
        offers: found
            .offers
            .into_values()
            .map(|offer| Offer {
                kind: offer.kind.filter(|_| is_mixed),
                ..offer
            })
            .collect(),
        cases,
    })
}

/// What has been found so far, by how it is asked for.
#[derive(Default)]
struct Found {
    offers: IndexMap<String, Offer>,
    apart: IndexMap<String, (String, Unfit)>,
    types: BTreeSet<CaseTypeId>,
    /// The forms as they are the same for all cases.
    blank: IndexMap<String, FormState>,
}

impl Found {
    /// An action that this case can take.
    fn add(
        &mut self,
        member: &Member,
        view: &View,
        case_type: &CaseType,
        choice: &Choice,
        action: &ActionId,
    ) -> Result<(), PageError> {
        let name = choice.name.in_language(&member.language).to_owned();
        let form = choice.form.as_ref().and_then(|form| case_type.forms.get(form));
        let (what, asks, kind) = match form.map(|form| (form, question(member, case_type, form))) {
            None => (format!("act.{action}"), Asks::Nothing, None),
            Some((_, Some(question))) => (format!("act.{action}"), Asks::Text(question), None),
            Some((_, None)) => {
                let what = fill(&case_type.id, action);
                // What today's policy no longer knows is left to the case.
                let Some(asking) = Asking::of(member, &case_type.id, action) else {
                    return Ok(());
                };
                let nothing = Map::new();
                if !self.blank.contains_key(&what) {
                    self.blank.insert(what.clone(), asking.blank(member, &nothing)?);
                }
                let own = own_form(view, action).unwrap_or(asking.form);
                if let Some(blank) = self.blank.get(&what)
                    && let Err(unfit) = fits(member, view, own, blank, &nothing)
                {
                    self.apart.entry(what).or_insert((name, unfit));
                    return Ok(());
                }
                let kind = case_type.name.in_language(&member.language).to_owned();
                (what, Asks::Form, Some(kind))
            }
        };
        let offer = self.offers.entry(what.clone()).or_insert_with(|| Offer {
            id: action.to_string(),
            what,
            name,
            kind,
            help: choice
                .help
                .as_ref()
                .map(|help| help.in_language(&member.language).to_owned()),
            asks,
            possible: 0,
        });
        offer.possible += 1;
        Ok(())
    }
}

/// What a case is about, in a line; nothing, if this person does not see it.
pub(super) fn subject_of(member: &Member, number: &str) -> Result<String, PageError> {
    let view = member
        .app()
        .view(member.organization(), number, &member.actor, &Looked::Step);
    match view {
        Ok(view) => Ok(view
            .case_type()
            .map_or_else(String::new, |case_type| subject(case_type, &view.case.answers))),
        Err(ExecuteError::NotFound) => Ok(String::new()),
        Err(error) => Err(error.into()),
    }
}

fn subject(case_type: &CaseType, answers: &crate::form::Answers) -> String {
    let answer = case_type.subject_field().and_then(|field| answers.get(&field.id));
    let text = answer.and_then(|answer| answer.as_text()).unwrap_or_default();
    one_line(text, 60)
}

fn question(member: &Member, case_type: &CaseType, form: &Form) -> Option<Question> {
    let mut fields = form.fields();
    let (field, None) = (fields.next()?, fields.next()) else {
        return None;
    };
    let is_long = field.kind == FieldKind::LongText;
    let is_plain = (is_long || field.kind == FieldKind::Text)
        && field.default.is_none()
        && field.computed.is_none()
        && matches!(field.visible, Condition::Always);
    // What another form has asked already is each case's own.
    let mut others = case_type.forms.values().filter(|other| other.id != form.id);
    let is_asked_elsewhere = others.any(|other| other.field(&field.id).is_some());
    (is_plain && !is_asked_elsewhere).then(|| Question {
        field: field.id.to_string(),
        label: speech(member, case_type).text(&field.label).to_owned(),
        is_long,
    })
}
