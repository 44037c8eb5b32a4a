//! Opening a case: the generated intake form with the guidance for it.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde_json::{Map, Value as Json};

use super::alike::{self, AlikeView};
use super::check;
use super::filling::{self, FormPage, Wish};
use super::guidance::{GuidanceView, beside};
use super::receipt::after;
use super::{Trouble, execute};
use crate::app::{Asked, ExecuteError, Target};
use crate::case::{Context, Reading, opening_guards, surroundings};
use crate::form::{self, Answers, FieldError, Form};
use crate::pack::CaseType;
use crate::web::drafts::Drafting;
use crate::web::error::PageError;
use crate::web::member::Member;
use crate::web::page::{Frame, Nav, PageResult, blocking, see_other, show};
use crate::web::speech::{Cited, NOBODY, Speech};
use crate::web::submitted::Submitted;

#[derive(Template)]
#[template(path = "choose.html")]
struct ChoosePage {
    frame: Frame,
    types: Vec<(String, String)>,
}

/// Which kind of case; straight on if there is only one that this person may open.
pub(in crate::web) async fn choose(member: Member) -> PageResult {
    blocking(move || {
        let types: Vec<(String, String)> = member
            .pack
            .case_types
            .values()
            .filter(|case_type| member.may_open(case_type))
            .map(|case_type| {
                (
                    case_type.id.to_string(),
                    case_type.name.in_language(&member.language).to_owned(),
                )
            })
            .collect();
        match types.as_slice() {
            [] => Err(PageError::Forbidden),
            [(only, _)] => Ok(see_other(member.address(&format!("/cases/new/{only}")))),
            _ => show(
                StatusCode::OK,
                &ChoosePage {
                    frame: Frame::of(&member, member.say("new-title"), Nav::New),
                    types,
                },
            ),
        }
    })
    .await
}

pub(in crate::web) async fn form(member: Member, path: web::Path<(String, String)>) -> PageResult {
    blocking(move || {
        let case_type = case_type(&member, &path.1)?;
        let form = opening_form(case_type)?;
        let (drafting, pairs) = Drafting::resume(&member, &place(case_type), case_type, form)?;
        let typed = form::pairs(form, &pairs);
        let page = page(&member, case_type, &typed, &[], Trouble::default(), None)?;
        filling::answer(&FormPage { drafting, ..page })
    })
    .await
}

pub(in crate::web) async fn open(
    member: Member,
    path: web::Path<(String, String)>,
    mut submitted: Submitted,
) -> PageResult {
    blocking(move || {
        let case_type = case_type(&member, &path.1)?;
        let form = opening_form(case_type)?;
        let typed = filling::typed(&member, form, &mut submitted)?;
        match submitted.wish() {
            Wish::ShowFields => {
                let speech = Speech {
                    pack: &member.pack,
                    case_type,
                    language: &member.language,
                    names: &NOBODY,
                };
                let state = state(&member, case_type, form, &typed)?;
                let guidance = guidance(&member, &speech, form, &typed)?;
                let alike = alike(&member, case_type, form, &typed)?;
                let drawn = filling::drawn(&member, None, state, &submitted.refused)?;
                return filling::fields(&drawn, guidance.as_ref(), alike.as_ref());
            }
            Wish::Submit if submitted.refused.is_empty() => {}
            Wish::Check if submitted.refused.is_empty() => {
                let (app, pack) = (member.app(), &member.pack);
                match app.preview(pack, &case_type.id, &typed, &member.actor, &member.language) {
                    Ok(preview) => {
                        let speech = Speech {
                            pack,
                            case_type,
                            language: &member.language,
                            names: &NOBODY,
                        };
                        let state = state(&member, case_type, form, &typed)?;
                        return check::page(&member, &speech, &state, &preview, submitted);
                    }
                    // The form says what is wrong, as if it had been sent; nothing is opened by it.
                    Err(ExecuteError::Invalid(errors)) => {
                        let page = page(
                            &member,
                            case_type,
                            &typed,
                            &errors,
                            Trouble::default(),
                            Some(&submitted),
                        )?;
                        return filling::answer(&page);
                    }
                    Err(error) => {
                        let speech = Speech {
                            pack,
                            case_type,
                            language: &member.language,
                            names: &NOBODY,
                        };
                        let trouble = Trouble::of(error, &speech)?;
                        let page = page(&member, case_type, &typed, &[], trouble, Some(&submitted))?;
                        return filling::answer(&page);
                    }
                }
            }
            Wish::ShowPage | Wish::Submit | Wish::Check => {
                let (trouble, kept) = (Trouble::default(), Some(&submitted));
                return filling::answer(&page(&member, case_type, &typed, &submitted.refused, trouble, kept)?);
            }
        }
        let target = Target::New {
            case_type: case_type.id.clone(),
        };
        match execute(
            &member,
            target,
            None,
            Asked::Open {
                answers: typed.clone(),
                language: None,
            },
            &submitted,
        ) {
            Ok(done) => after(&member, &done, "opened"),
            Err(ExecuteError::Invalid(errors)) => filling::answer(&page(
                &member,
                case_type,
                &typed,
                &errors,
                Trouble::default(),
                Some(&submitted),
            )?),
            Err(error) => {
                let is_spent = matches!(error, ExecuteError::IdempotencyMismatch);
                let speech = Speech {
                    pack: &member.pack,
                    case_type,
                    language: &member.language,
                    names: &NOBODY,
                };
                let trouble = Trouble::of(error, &speech)?;
                let kept = Some(&submitted).filter(|_| !is_spent);
                let page = page(&member, case_type, &typed, &[], trouble, kept)?;
                filling::answer(&FormPage {
                    drafting: Drafting::again(&member, &place(case_type), &submitted),
                    ..page
                })
            }
        }
    })
    .await
}

fn case_type<'a>(member: &'a Member, id: &str) -> Result<&'a CaseType, PageError> {
    let case_type = member.pack.case_type(id).ok_or(PageError::NotFound)?;
    if member.may_open(case_type) {
        Ok(case_type)
    } else {
        Err(PageError::Forbidden)
    }
}

fn opening_form(case_type: &CaseType) -> Result<&Form, PageError> {
    case_type.forms.get(&case_type.opening.form).ok_or(PageError::NotFound)
}

/// What will be checked when it is submitted.
fn conditions(member: &Member, speech: &Speech) -> Result<Vec<(String, Vec<Cited>)>, PageError> {
    let open = with_context(member, speech.case_type, |context| {
        opening_guards(speech.pack, speech.case_type, context)
    })?;
    let told = open
        .iter()
        .map(|guard| (speech.text(&guard.otherwise).to_owned(), speech.clauses(&guard.clauses)));
    Ok(told.collect())
}

fn guidance(
    member: &Member,
    speech: &Speech,
    form: &Form,
    typed: &Map<String, Json>,
) -> Result<Option<GuidanceView>, PageError> {
    with_context(member, speech.case_type, |context| {
        beside(speech, Reading::Opening, Some(form), typed, context)
    })
}

/// Other cases of whoever is typed in.
fn alike(
    member: &Member,
    case_type: &CaseType,
    form: &Form,
    typed: &Map<String, Json>,
) -> Result<Option<AlikeView>, PageError> {
    let answers = with_context(member, case_type, |context| {
        let surroundings = surroundings(&member.pack, case_type, None, context);
        form::answers_so_far(form, typed, &surroundings)
    })?;
    Ok(alike::in_intake(member, case_type, &answers)?)
}

/// The address of the form within the organization.
fn place(case_type: &CaseType) -> String {
    format!("/cases/new/{}", case_type.id)
}

fn state(
    member: &Member,
    case_type: &CaseType,
    form: &Form,
    typed: &Map<String, Json>,
) -> Result<form::FormState, PageError> {
    with_context(member, case_type, |context| {
        let surroundings = surroundings(&member.pack, case_type, None, context);
        form::state(form, typed, &surroundings, &member.language)
    })
}

fn with_context<T>(member: &Member, case_type: &CaseType, use_it: impl FnOnce(&Context) -> T) -> Result<T, PageError> {
    let counters = member
        .app()
        .counters_for_new(&member.pack, &case_type.id, &Answers::new(), &member.actor)?;
    let people = member.app().people_for(&member.pack, case_type)?;
    let context = Context {
        now: member.app().clock().now(),
        actor: &member.actor,
        counters: &counters,
        people: people.as_ref(),
    };
    Ok(use_it(&context))
}

fn page(
    member: &Member,
    case_type: &CaseType,
    typed: &Map<String, Json>,
    errors: &[FieldError],
    trouble: Trouble,
    submitted: Option<&Submitted>,
) -> Result<FormPage, PageError> {
    let speech = Speech {
        pack: &member.pack,
        case_type,
        language: &member.language,
        names: &NOBODY,
    };
    let form = opening_form(case_type)?;
    let state = state(member, case_type, form, typed)?;
    let title = speech.text(&form.name).to_owned();
    Ok(FormPage {
        frame: Frame::of(member, title, Nav::New),
        crumbs: vec![
            (member.address("/cases"), member.say("nav-queue")),
            (String::new(), speech.text(&case_type.name).to_owned()),
        ],
        help: form.help.as_ref().map(|help| speech.text(help).to_owned()),
        clauses: speech.clauses(&case_type.opening.clauses),
        conditions: conditions(member, &speech)?,
        form: Some(filling::drawn(member, None, state, errors)?),
        trouble,
        version: None,
        key: filling::key(submitted),
        button: member.say("new-button"),
        back: member.address("/cases"),
        guidance: guidance(member, &speech, form, typed)?,
        sections: Vec::new(),
        case: String::new(),
        alike: alike(member, case_type, form, typed)?,
        drafting: submitted.map_or_else(Drafting::default, |submitted| {
            Drafting::again(member, &place(case_type), submitted)
        }),
        presence: None,
        may_check: true,
    })
}
