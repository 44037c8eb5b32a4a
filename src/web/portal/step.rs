//! What a complainant does in their case: the actions that name them.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde_json::{Map, Value as Json};

use super::asked::{drawn, typed};
use super::complain::{FormPage, answer};
use super::guest::{Guest, Spoken};
use super::sent::Sent;
use super::told;
use crate::access::password::random_text;
use crate::app::{Asked, ExecuteError, Idempotency, Request, Target, View, Visit};
use crate::case::surroundings;
use crate::form::{self, FieldError, Form, FormState};
use crate::pack::{Action, CaseType, Public};
use crate::web::cases::{self, Wish};
use crate::web::error::PageError;
use crate::web::page::{Answer, PageResult, blocking, see_other};
use crate::web::submitted::Submitted;

type Path = web::Path<(String, String)>;

pub(super) async fn form(guest: Guest, path: Path) -> PageResult {
    let (_, action) = path.into_inner();
    blocking(move || {
        let Some(visit) = guest.visit()? else {
            return Ok(see_other(guest.to("/track")));
        };
        let view = guest.view(visit.case, &visit.number)?;
        let step = Step::of(&guest, &view, &action)?;
        step.page(&Map::new(), &[], None, &Around::of(&guest, &visit))
    })
    .await
}

pub(super) async fn sent(mut guest: Guest, path: Path, sent: Sent) -> PageResult {
    let (_, action) = path.into_inner();
    blocking(move || {
        let Some(visit) = guest.visit()? else {
            return Ok(see_other(guest.to("/track")));
        };
        let mut submitted = sent.of(&visit)?;
        let spoken = guest.listen(&submitted);
        let view = guest.view(visit.case, &visit.number)?;
        let step = Step::of(&guest, &view, &action)?;
        let around = Around::of(&guest, &visit);
        let key = submitted.idempotency(&guest.here);
        match step.sent(&mut submitted, key, &around)? {
            Sending::Page(page) => Ok(Spoken::with(spoken, page)),
            Sending::Done => Ok(guest.done(&step.action.id)),
        }
    })
    .await
}

/// What stands around the form of a step.
pub(super) struct Around {
    pub csrf: String,
    pub back: String,
}

impl Around {
    fn of(guest: &Guest, visit: &Visit) -> Self {
        Self {
            csrf: visit.csrf.clone(),
            back: guest.to("/track"),
        }
    }
}

/// What came of a form that was sent.
pub(super) enum Sending {
    Page(Answer),
    Done,
}

/// An action of the complainant in one case.
pub(super) struct Step<'a> {
    guest: &'a Guest,
    view: &'a View,
    case_type: &'a CaseType,
    public: &'a Public,
    action: &'a Action,
    form: Option<&'a Form>,
}

impl<'a> Step<'a> {
    /// Actions of others are not found.
    pub fn of(guest: &'a Guest, view: &'a View, id: &str) -> Result<Self, PageError> {
        let (case_type, public) = told::public(view)?;
        let action = case_type.public_actions().find(|action| *action.id == *id);
        let action = action.ok_or(PageError::NotFound)?;
        let form = action.form.as_ref().and_then(|form| case_type.forms.get(form));
        Ok(Self {
            guest,
            view,
            case_type,
            public,
            action,
            form,
        })
    }

    pub fn sent(
        &self,
        submitted: &mut Submitted,
        idempotency: Option<Idempotency>,
        around: &Around,
    ) -> Result<Sending, PageError> {
        let guest = self.guest;
        let typed = match self.form {
            Some(form) => typed(guest, Some(self.view.case.id), form, submitted)?,
            None => Map::new(),
        };
        let key = cases::key(Some(submitted));
        match (submitted.wish(), self.form) {
            (Wish::ShowFields, Some(form)) => {
                let view = drawn(guest, Some(self.view.case.id), self.state(form, &typed), &[])?;
                let body = view.fields.render().map_err(PageError::broken)?;
                return Ok(Sending::Page(Answer::Page {
                    status: StatusCode::OK,
                    body,
                }));
            }
            (Wish::ShowPage, _) => return self.again(&typed, &[], None, key, around),
            _ if !submitted.refused.is_empty() => return self.again(&typed, &submitted.refused, None, key, around),
            _ => {}
        }
        if !guest.state.portal.may_send(guest.address, guest.organization()) {
            return Err(PageError::TooOften);
        }
        let done = guest.app().execute(Request {
            organization: guest.organization().clone(),
            target: Target::Known { id: self.view.case.id },
            actor: guest.actor(Some(self.view.case.id)),
            expected_version: None,
            asked: Asked::Act {
                action: self.action.id.clone(),
                answers: typed.clone(),
            },
            idempotency,
            language: guest.language.clone(),
        });
        match done {
            Ok(_) => Ok(Sending::Done),
            Err(ExecuteError::Invalid(errors)) => self.again(&typed, &errors, None, key, around),
            Err(ExecuteError::Refused(refusal)) => {
                let why = told::refused(guest, &self.view.pack, self.case_type, &refusal);
                self.again(&typed, &[], Some(why), key, around)
            }
            Err(ExecuteError::IdempotencyMismatch) => {
                let why = guest.say("portal-sent-before");
                self.again(&typed, &[], Some(why), random_text(), around)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn state(&self, form: &Form, typed: &Map<String, Json>) -> FormState {
        let actor = self.guest.actor(Some(self.view.case.id));
        let context = crate::case::Context {
            people: None,
            ..self.view.context(&actor)
        };
        let surroundings = surroundings(&self.view.pack, self.case_type, Some(&self.view.case), &context);
        form::state(form, typed, &surroundings, &self.guest.language)
    }

    fn again(
        &self,
        typed: &Map<String, Json>,
        errors: &[FieldError],
        refusal: Option<String>,
        key: String,
        around: &Around,
    ) -> Result<Sending, PageError> {
        let page = self.form_page(typed, errors, refusal, key, around)?;
        answer(&page).map(Sending::Page)
    }

    pub fn page(
        &self,
        typed: &Map<String, Json>,
        errors: &[FieldError],
        refusal: Option<String>,
        around: &Around,
    ) -> PageResult {
        answer(&self.form_page(typed, errors, refusal, random_text(), around)?)
    }

    fn form_page(
        &self,
        typed: &Map<String, Json>,
        errors: &[FieldError],
        refusal: Option<String>,
        key: String,
        around: &Around,
    ) -> Result<FormPage, PageError> {
        let (name, text) = told::put(self.guest, self.public, self.action);
        let case = Some(self.view.case.id);
        let form = self
            .form
            .map(|form| drawn(self.guest, case, self.state(form, typed), errors));
        Ok(FormPage {
            frame: self.guest.frame(name).around_form(),
            texts: text.into_iter().collect(),
            form: form.transpose()?,
            refusal,
            csrf: around.csrf.clone(),
            key,
            button: self.guest.say("portal-send"),
            back: around.back.clone(),
        })
    }
}
