//! Saying what has happened: the public form, what was answered once more, and the number and the secret.
//!
//! Nothing is stored between the pages: they carry the answers with them. Without a script the form stands whole; on a phone its script
//! shows one question after the other.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde_json::{Map, Value as Json};

use super::asked::{Answered, answered, carried, drawn, typed};
use super::guest::{Guest, PortalFrame, Spoken, speech, with_context};
use super::sent::Sent;
use super::told::{self, Told};
use crate::access::password::random_text;
use crate::app::{Asked, ExecuteError, Request, Secret, Target};
use crate::case::surroundings;
use crate::form::{self, FieldError, Form};
use crate::pack::{CaseType, Public};
use crate::web::cases::Wish;
use crate::web::error::PageError;
use crate::web::fields::FormView;
use crate::web::page::{Answer, PageResult, blocking, show};
use crate::web::submitted::Submitted;

type Path = web::Path<(String, String)>;

#[derive(Template)]
#[template(path = "portal/form.html")]
pub(super) struct FormPage {
    pub frame: PortalFrame,
    pub texts: Vec<String>,
    pub form: Option<FormView>,
    /// Why it could not be done, in one sentence.
    pub refusal: Option<String>,
    /// Of the visit; empty where there is none.
    pub csrf: String,
    pub key: String,
    pub button: String,
    pub back: String,
}

#[derive(Template)]
#[template(path = "portal/check.html")]
struct CheckPage {
    frame: PortalFrame,
    answers: Vec<Answered>,
    /// The form as it was filled in.
    pairs: Vec<(String, String)>,
    key: String,
}

#[derive(Template)]
#[template(path = "portal/done.html")]
struct DonePage {
    frame: PortalFrame,
    number: String,
    secret: String,
    told: Told,
}

pub(super) async fn form(guest: Guest, path: Path) -> PageResult {
    let (_, id) = path.into_inner();
    blocking(move || Complaint::of(&guest, &id)?.page(&Map::new(), &[], None, random_text())).await
}

pub(super) async fn sent(mut guest: Guest, path: Path, sent: Sent) -> PageResult {
    let (_, id) = path.into_inner();
    blocking(move || {
        let spoken = guest.listen(&sent.0);
        let key = sent.0.text("_key");
        // Only a key of ours is worth a secret.
        let key = match Secret::of_form(key) {
            Some(_) => key.to_owned(),
            None => random_text(),
        };
        guest.fills_in(&key);
        let answer = Complaint::of(&guest, &id)?.sent(sent.0, key)?;
        Ok(Spoken::with(spoken, answer))
    })
    .await
}

/// One kind of complaint, and who makes one.
struct Complaint<'a> {
    guest: &'a Guest,
    case_type: &'a CaseType,
    public: &'a Public,
    form: &'a Form,
}

impl<'a> Complaint<'a> {
    fn of(guest: &'a Guest, id: &str) -> Result<Self, PageError> {
        let (case_type, public) = guest.public_type(id)?;
        let form = case_type.forms.get(&public.opening.form).ok_or(PageError::NotFound)?;
        Ok(Self {
            guest,
            case_type,
            public,
            form,
        })
    }

    fn sent(&self, mut submitted: Submitted, key: String) -> PageResult {
        let typed = typed(self.guest, None, self.form, &mut submitted)?;
        match submitted.wish() {
            Wish::ShowFields => {
                let view = drawn(self.guest, None, self.state(&typed)?, &[])?;
                let body = view.fields.render().map_err(PageError::broken)?;
                return Ok(Answer::Page {
                    status: StatusCode::OK,
                    body,
                });
            }
            // Somebody reads their answers once more, in another language.
            Wish::ShowPage if submitted.text("_at") == "check" => return self.check(&submitted, &typed, key),
            Wish::ShowPage => return self.page(&typed, &[], None, key),
            Wish::Submit if submitted.refused.is_empty() => {}
            Wish::Check | Wish::Submit => return self.page(&typed, &submitted.refused, None, key),
        }
        match submitted.text("_step") {
            "change" => self.page(&typed, &[], None, key),
            "send" => self.send(&submitted, &typed, key),
            _ => self.check(&submitted, &typed, key),
        }
    }

    /// The answers once more, or what is wrong with them.
    fn check(&self, submitted: &Submitted, typed: &Map<String, Json>, key: String) -> PageResult {
        let parsed = with_context(self.guest, self.case_type, |context| {
            let surroundings = surroundings(&self.guest.pack, self.case_type, None, context);
            form::parse(self.form, typed, &surroundings, &self.guest.language)
        })?;
        let answers = match parsed {
            Ok(answers) => answers,
            Err(errors) => return self.page(typed, &errors, None, key),
        };
        let speech = speech(self.guest, &self.guest.pack, self.case_type);
        let page = CheckPage {
            frame: self.guest.frame(self.guest.say("portal-check-title")).around_form(),
            answers: answered(self.guest, None, speech, self.form, &answers)?,
            pairs: carried(submitted),
            key,
        };
        show(StatusCode::OK, &page)
    }

    fn send(&self, submitted: &Submitted, typed: &Map<String, Json>, key: String) -> PageResult {
        let guest = self.guest;
        let Some(secret) = Secret::of_form(submitted.text("_key")) else {
            return Err(PageError::Unreadable);
        };
        if !guest.state.portal.may_send(guest.address, guest.organization()) {
            return Err(PageError::TooOften);
        }
        let done = guest.app().execute(Request {
            organization: guest.organization().clone(),
            target: Target::New {
                case_type: self.case_type.id.clone(),
            },
            actor: guest.actor(None),
            expected_version: None,
            asked: Asked::OpenPublicly {
                answers: typed.clone(),
                secret: secret.clone(),
                language: Some(guest.language.clone()),
            },
            idempotency: submitted.idempotency(&guest.here),
            language: guest.language.clone(),
        });
        match done {
            Ok(done) => {
                let view = guest.view(done.id, &done.number)?;
                let page = DonePage {
                    frame: guest.frame(guest.say("portal-done-title")).once(),
                    told: told::of(guest, &view)?,
                    number: done.number,
                    secret: secret.shown(),
                };
                show(StatusCode::OK, &page)
            }
            Err(ExecuteError::Invalid(errors)) => self.page(typed, &errors, None, key),
            Err(ExecuteError::Refused(refusal)) => {
                let why = told::refused(guest, &guest.pack, self.case_type, &refusal);
                self.page(typed, &[], Some(why), key)
            }
            Err(ExecuteError::IdempotencyMismatch) => {
                self.page(typed, &[], Some(guest.say("portal-sent-before")), random_text())
            }
            Err(error) => Err(error.into()),
        }
    }

    fn state(&self, typed: &Map<String, Json>) -> Result<form::FormState, PageError> {
        with_context(self.guest, self.case_type, |context| {
            let surroundings = surroundings(&self.guest.pack, self.case_type, None, context);
            form::state(self.form, typed, &surroundings, &self.guest.language)
        })
    }

    fn page(
        &self,
        typed: &Map<String, Json>,
        errors: &[FieldError],
        refusal: Option<String>,
        key: String,
    ) -> PageResult {
        let language = &self.guest.language;
        let name = self.public.name.as_ref().unwrap_or(&self.case_type.name);
        let anonymous = self.public.anonymous.as_ref().map(|anonymous| &anonymous.text);
        let texts = self.public.text.iter().chain(&self.form.help).chain(anonymous);
        let page = FormPage {
            frame: self.guest.frame(name.in_language(language)).around_form(),
            texts: texts.map(|text| text.in_language(language).to_owned()).collect(),
            form: Some(drawn(self.guest, None, self.state(typed)?, errors)?),
            refusal,
            csrf: String::new(),
            key,
            button: self.guest.say("portal-check-button"),
            back: self.guest.to(""),
        };
        answer(&page)
    }
}

/// 422 for mistakes, 409 where the case or its rules stand in the way.
pub(super) fn answer(page: &FormPage) -> PageResult {
    let has_errors = page.form.as_ref().is_some_and(|form| !form.errors.is_empty());
    let status = match (&page.refusal, has_errors) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, true) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, false) => StatusCode::OK,
    };
    show(status, page)
}
