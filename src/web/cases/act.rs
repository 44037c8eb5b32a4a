//! Taking an action and completing a task: the same kind of form, generated from the pack.

use actix_web::web;
use serde_json::{Map, Value as Json};

use super::conflict;
use super::filling::{self, FormPage, Wish};
use super::guidance::{self, GuidanceView};
use super::presence::Presence;
use super::receipt::after;
use super::{Trouble, ask, show, speech, view};
use crate::app::Looked;
use crate::app::{Asked, AskedForm, ExecuteError, View};
use crate::case::choices::{Choice, Doable};
use crate::case::refusal::Reason;
use crate::case::{Reading, Refusal};
use crate::expression::Worth;
use crate::form::{self, FieldError, Form, FormState};
use crate::locale::Text;
use crate::pack::id::{ActionId, ClauseId};
use crate::web::drafts::Drafting;
use crate::web::error::PageError;
use crate::web::member::Member;
use crate::web::page::{Frame, Nav, PageResult, blocking};
use crate::web::speech::Speech;
use crate::web::submitted::Submitted;

type Path = web::Path<(String, String, String)>;

/// What the page is about.
enum What {
    Action(ActionId),
    Task(u32),
}

impl What {
    /// Its address within the case.
    fn step(&self) -> String {
        match self {
            Self::Action(action) => format!("/actions/{action}"),
            Self::Task(task) => format!("/tasks/{task}"),
        }
    }

    /// Its address within the organization.
    fn place(&self, number: &str) -> String {
        format!("/cases/{number}{}", self.step())
    }
}

pub(in crate::web) async fn action_form(member: Member, path: Path) -> PageResult {
    let (_, number, action) = path.into_inner();
    blocking(move || empty(&member, &number, &What::Action(ActionId::new(action)))).await
}

pub(in crate::web) async fn task_form(member: Member, path: Path) -> PageResult {
    let (_, number, task) = path.into_inner();
    let task = task.parse().map_err(|_| PageError::NotFound)?;
    blocking(move || empty(&member, &number, &What::Task(task))).await
}

pub(in crate::web) async fn act(member: Member, path: Path, submitted: Submitted) -> PageResult {
    let (_, number, action) = path.into_inner();
    blocking(move || sent(&member, &number, &What::Action(ActionId::new(action)), submitted)).await
}

pub(in crate::web) async fn complete(member: Member, path: Path, submitted: Submitted) -> PageResult {
    let (_, number, task) = path.into_inner();
    let task = task.parse().map_err(|_| PageError::NotFound)?;
    blocking(move || sent(&member, &number, &What::Task(task), submitted)).await
}

fn empty(member: &Member, number: &str, what: &What) -> PageResult {
    let view = view(member, number, &Looked::Step)?;
    let speech = speech(member, &view)?;
    let asked = Question::of(&speech, &view, what)?;
    let choice = asked.choice(member, &view);
    let trouble = match choice.as_ref().map(|choice| &choice.refusal) {
        Some(None) => Trouble::default(),
        Some(Some(refusal)) => Trouble::of(refusal.clone().into(), &speech)?,
        None => Trouble::refused(speech.say("act-not-offered"), Vec::new()),
    };
    let place = what.place(number);
    let (drafting, typed) = match asked.form {
        Some(form) => {
            let (drafting, pairs) = Drafting::resume(member, &place, speech.case_type, form)?;
            let typed = match drafting.saved {
                Some(_) => form::pairs(form, &pairs),
                None => asked.known(&speech, &view),
            };
            (drafting, typed)
        }
        None => (Drafting::default(), Map::new()),
    };
    let page = asked.page(member, &speech, &view, &typed, &[], trouble, None)?;
    filling::answer(&FormPage { drafting, ..page })
}

/// Somebody was faster: the form again as it was typed, on the case as it now stands.
fn overtaken(
    member: &Member,
    number: &str,
    what: &What,
    typed: &Map<String, Json>,
    submitted: &Submitted,
) -> PageResult {
    let view = view(member, number, &Looked::Step)?;
    let speech = speech(member, &view)?;
    let asked = Question::of(&speech, &view, what)?;
    let since = submitted.version().unwrap_or(view.case.version);
    let mut trouble = conflict::trouble(member, &speech, &view, since, asked.form, typed)?;
    let refusal = match asked.choice(member, &view) {
        Some(choice) => choice.refusal.map(|refusal| {
            let text = refusal.text(speech.pack, speech.case_type, speech.language);
            (text, speech.clauses(&refusal.clauses))
        }),
        None => Some((speech.say("act-not-offered"), Vec::new())),
    };
    trouble.refusal = refusal;
    let page = asked.page(member, &speech, &view, typed, &[], trouble, None)?;
    filling::answer(&FormPage {
        drafting: Drafting::again(member, &what.place(number), submitted),
        ..page
    })
}

fn sent(member: &Member, number: &str, what: &What, mut submitted: Submitted) -> PageResult {
    let view = view(member, number, &Looked::Step)?;
    let speech = speech(member, &view)?;
    let asked = Question::of(&speech, &view, what)?;
    let typed = match asked.form {
        Some(form) => filling::typed(member, form, &mut submitted)?,
        None => Map::new(),
    };
    match (submitted.wish(), asked.form) {
        (Wish::ShowFields, Some(form)) => {
            let state = state(member, &view, &speech, form, what, &typed);
            let guidance = asked.guidance(member, &speech, &view, &typed);
            return filling::fields(
                &filling::drawn(member, Some(view.case.id), state, &submitted.refused)?,
                guidance.as_ref(),
                None,
            );
        }
        (Wish::Submit, _) if submitted.refused.is_empty() => {}
        _ => {
            let page = asked.page(
                member,
                &speech,
                &view,
                &typed,
                &submitted.refused,
                Trouble::default(),
                Some(&submitted),
            )?;
            return filling::answer(&page);
        }
    }
    let (command, done) = match what {
        What::Action(action) => (
            Asked::Act {
                action: action.clone(),
                answers: typed.clone(),
            },
            "acted",
        ),
        What::Task(task) => (
            Asked::CompleteTask {
                number: *task,
                answers: typed.clone(),
            },
            "task",
        ),
    };
    match ask(member, number, command, &submitted) {
        Ok(executed) => after(member, &executed, done),
        Err(ExecuteError::Invalid(errors)) => {
            let page = asked.page(
                member,
                &speech,
                &view,
                &typed,
                &errors,
                Trouble::default(),
                Some(&submitted),
            )?;
            filling::answer(&page)
        }
        Err(ExecuteError::Conflict { .. }) => overtaken(member, number, what, &typed, &submitted),
        Err(error) => {
            let is_spent = matches!(error, ExecuteError::IdempotencyMismatch);
            let marked = match (&error, asked.form) {
                (ExecuteError::Refused(refusal), Some(form)) => {
                    let state = state(member, &view, &speech, form, what, &typed);
                    marked(refusal, &state, &speech)
                }
                _ => Vec::new(),
            };
            let trouble = Trouble::of(error, &speech)?;
            let kept = Some(&submitted).filter(|_| !is_spent);
            let page = asked.page(member, &speech, &view, &typed, &marked, trouble, kept)?;
            filling::answer(&FormPage {
                drafting: Drafting::again(member, &what.place(number), &submitted),
                ..page
            })
        }
    }
}

/// The questions of a form because of whose answers a guard refuses it, each marked where it stands.
fn marked(refusal: &Refusal, state: &FormState, speech: &Speech) -> Vec<FieldError> {
    let (Reason::Guard { .. }, Some(why)) = (&refusal.reason, &refusal.why) else {
        return Vec::new();
    };
    let missing = match &why.worth {
        Worth::Unknown(missing) => missing.clone(),
        _ => Vec::new(),
    };
    let culprits = why.culprits();
    let seen = culprits.iter().flat_map(|culprit| culprit.values_seen());
    let names: Vec<String> = seen.map(|(name, _)| name).chain(missing).collect();
    let is_meant = |id: &str| {
        names
            .iter()
            .any(|name| name.strip_prefix("form.").unwrap_or(name) == id)
    };
    state
        .fields()
        .filter(|field| field.visible && !field.computed && is_meant(&field.name))
        .map(|field| FieldError::new(field.name.clone(), speech.say("act-because-of-this")))
        .collect()
}

fn state(
    member: &Member,
    view: &View,
    speech: &Speech,
    form: &Form,
    what: &What,
    typed: &Map<String, Json>,
) -> FormState {
    let asked = AskedForm {
        case_type: speech.case_type,
        form,
        task: match what {
            What::Task(number) => Some(*number),
            What::Action(_) => None,
        },
    };
    view.form_state(&asked, typed, &member.actor, &member.language)
}

/// What is asked of the person, by the pack.
struct Question<'a> {
    name: &'a Text,
    help: Option<&'a Text>,
    form: Option<&'a Form>,
    clauses: &'a [ClauseId],
    what: &'a What,
}

impl<'a> Question<'a> {
    fn of(speech: &Speech<'a>, view: &'a View, what: &'a What) -> Result<Self, PageError> {
        let case_type = speech.case_type;
        let (name, help, form, clauses) = match what {
            What::Action(id) => {
                let action = case_type.actions.get(id).ok_or(PageError::NotFound)?;
                (
                    &action.name,
                    action.help.as_ref(),
                    action.form.as_ref(),
                    &action.clauses,
                )
            }
            What::Task(number) => {
                let task = view
                    .case
                    .tasks
                    .iter()
                    .find(|task| task.number == *number)
                    .ok_or(PageError::NotFound)?;
                let rule = case_type.tasks.get(&task.task).ok_or(PageError::NotFound)?;
                (&rule.name, None, rule.form.as_ref(), &rule.clauses)
            }
        };
        let form = form.and_then(|id| case_type.forms.get(id));
        Ok(Self {
            name,
            help,
            form,
            clauses,
            what,
        })
    }

    /// What stands in the form at first. A form speaks for all its fields, so what another form has asked already stands in it
    /// and is not lost by leaving it open; what only this form asks is asked afresh each time.
    fn known(&self, speech: &Speech, view: &View) -> Map<String, Json> {
        let (Some(form), What::Action(_)) = (self.form, self.what) else {
            return Map::new();
        };
        let is_shared = |id: &str| {
            let mut others = speech.case_type.forms.values().filter(|other| other.id != form.id);
            others.any(|other| other.field(id).is_some())
        };
        form::submission(form, &view.case.answers)
            .into_iter()
            .filter(|(id, value)| !value.is_null() && is_shared(id))
            .collect()
    }

    fn choice(&self, member: &Member, view: &View) -> Option<Choice> {
        let offered = view.choices(&member.actor);
        offered.into_iter().find(|choice| match (&choice.what, self.what) {
            (Doable::Act(action), What::Action(asked)) => action == asked,
            (Doable::CompleteTask { number, .. }, What::Task(asked)) => number == asked,
            _ => false,
        })
    }

    fn guidance(
        &self,
        member: &Member,
        speech: &Speech,
        view: &View,
        typed: &Map<String, Json>,
    ) -> Option<GuidanceView> {
        let case = &view.case;
        let task = |number: u32| case.tasks.iter().find(|task| task.number == number);
        let reading = match self.what {
            What::Action(action) => Reading::Action(case, action),
            What::Task(number) => Reading::Task(case, &task(*number)?.task),
        };
        guidance::beside(speech, reading, self.form, typed, &view.context(&member.actor))
    }

    #[expect(clippy::too_many_arguments, reason = "a page is made of everything it shows")]
    fn page(
        &self,
        member: &Member,
        speech: &Speech,
        view: &View,
        typed: &Map<String, Json>,
        errors: &[FieldError],
        trouble: Trouble,
        submitted: Option<&Submitted>,
    ) -> Result<FormPage, PageError> {
        let number = &view.case.number;
        let name = self.name.in_language(speech.language).to_owned();
        let help = self.help.or_else(|| self.form.and_then(|form| form.help.as_ref()));
        let open_guards = self
            .choice(member, view)
            .map(|choice| choice.not_known_yet)
            .unwrap_or_default();
        let drawn = self.form.map(|form| {
            let state = state(member, view, speech, form, self.what, typed);
            filling::drawn(member, Some(view.case.id), state, errors)
        });
        let form = drawn.transpose()?;
        Ok(FormPage {
            frame: Frame::of(member, name.clone(), Nav::Queue),
            crumbs: vec![
                (member.address("/cases"), member.say("nav-queue")),
                (member.address(&format!("/cases/{number}")), number.clone()),
            ],
            help: help.map(|help| help.in_language(speech.language).to_owned()),
            clauses: speech.clauses(self.clauses),
            conditions: open_guards
                .iter()
                .map(|guard| {
                    (
                        guard.otherwise.in_language(speech.language).to_owned(),
                        speech.clauses(&guard.clauses),
                    )
                })
                .collect(),
            form,
            trouble,
            // What the person has before them now is the case as it stands now.
            version: Some(view.case.version),
            key: filling::key(submitted),
            button: name,
            back: member.address(&format!("/cases/{number}")),
            guidance: self.guidance(member, speech, view, typed),
            sections: show::content(member, view)?,
            case: member.address(&format!("/cases/{number}")),
            alike: None,
            drafting: submitted.map_or_else(Drafting::default, |submitted| {
                Drafting::again(member, &self.what.place(number), submitted)
            }),
            presence: Some(Presence::of(member, view, &self.what.step())?),
            may_check: false,
        })
    }
}
