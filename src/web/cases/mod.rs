//! The pages of a case: opening it, what it is and what is next, and everything that can be done with it.

mod act;
mod alike;
mod check;
mod conflict;
mod decide;
mod deliver;
mod extend;
mod files;
pub(super) mod filling;
mod guidance;
mod merge;
mod new;
mod presence;
mod rank;
mod receipt;
mod record;
mod remark;
mod reveal;
mod show;
mod slip;
mod story;
mod why;

use actix_web::web::{self, ServiceConfig};

use super::drafts;
use super::error::PageError;
use super::member::Member;
use super::submitted::Submitted;
use crate::app::{Asked, Changed, ExecuteError, Executed, Looked, Request, Target, View};
use crate::locale::say;
use crate::pack::CaseType;

use super::speech::Speech;

pub(super) use filling::{Sender, Wish, key, read_typed, view_of};
pub(super) use rank::own_step;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/{org}/cases/new", web::get().to(new::choose))
        .route("/{org}/cases/new/{type}", web::get().to(new::form))
        .route("/{org}/cases/new/{type}", web::post().to(new::open))
        .route("/{org}/cases/{number}", web::get().to(show::show))
        .route("/{org}/cases/{number}/print", web::get().to(show::print))
        .route(
            "/{org}/cases/{number}/actions/{action}",
            web::get().to(act::action_form),
        )
        .route("/{org}/cases/{number}/actions/{action}", web::post().to(act::act))
        .route("/{org}/cases/{number}/tasks/{task}", web::get().to(act::task_form))
        .route("/{org}/cases/{number}/tasks/{task}", web::post().to(act::complete))
        .route(
            "/{org}/cases/{number}/deadlines/{deadline}/extend",
            web::get().to(extend::form),
        )
        .route(
            "/{org}/cases/{number}/deadlines/{deadline}/extend",
            web::post().to(extend::extend),
        )
        .route("/{org}/cases/{number}/why/{decision}", web::get().to(why::show))
        .route(
            "/{org}/cases/{number}/decisions/{decision}",
            web::get().to(decide::form),
        )
        .route(
            "/{org}/cases/{number}/decisions/{decision}",
            web::post().to(decide::decide),
        )
        .route("/{org}/cases/{number}/record", web::get().to(record::form))
        .route("/{org}/cases/{number}/record", web::post().to(record::record))
        .route("/{org}/cases/{number}/merge", web::get().to(merge::form))
        .route("/{org}/cases/{number}/merge", web::post().to(merge::merge))
        .route("/{org}/cases/{number}/comments", web::post().to(remark::comment))
        .route("/{org}/cases/{number}/attachments", web::post().to(remark::attach))
        .route("/{org}/cases/{number}/access", web::post().to(slip::give))
        .route("/{org}/cases/{number}/presence", web::post().to(presence::note))
        .route("/{org}/cases/{number}/reveal", web::post().to(reveal::reveal))
        .route("/{org}/cases/{number}/owner", web::post().to(remark::take_over))
        .route(
            "/{org}/cases/{number}/documents/{document}",
            web::get().to(deliver::document),
        )
        .route("/{org}/cases/{number}/files/{hash}", web::get().to(deliver::file))
        .route(
            "/{org}/cases/{number}/files/{hash}/preview",
            web::get().to(deliver::preview),
        );
}

/// The case of an address, as this person may look at it; `looked` is what of it is shown.
fn view(member: &Member, number: &str, looked: &Looked) -> Result<View, PageError> {
    Ok(member
        .app()
        .view(member.organization(), number, &member.actor, looked)?)
}

/// The words for a case.
fn speech<'a>(member: &'a Member, view: &'a View) -> Result<Speech<'a>, PageError> {
    let case_type: &CaseType = view.case_type().ok_or(PageError::NotFound)?;
    Ok(Speech {
        pack: &view.pack,
        case_type,
        language: &member.language,
        names: &view.case.names,
    })
}

/// What a form asks of an existing case, guarded by the version the person had before them.
fn ask(member: &Member, number: &str, asked: Asked, submitted: &Submitted) -> Result<Executed, ExecuteError> {
    let target = Target::Existing {
        number: number.to_owned(),
    };
    execute(member, target, submitted.version(), asked, submitted)
}

fn execute(
    member: &Member,
    target: Target,
    expected_version: Option<u64>,
    asked: Asked,
    submitted: &Submitted,
) -> Result<Executed, ExecuteError> {
    let executed = member.app().execute(Request {
        organization: member.organization().clone(),
        target,
        actor: member.actor.clone(),
        expected_version,
        asked,
        idempotency: submitted.idempotency(&member.here),
        language: member.language.clone(),
    })?;
    drafts::submitted(member, submitted);
    Ok(executed)
}

/// Why nothing was done, on top of the form that asked for it.
#[derive(Default)]
struct Trouble {
    /// One sentence and its clauses.
    refusal: Option<(String, Vec<super::speech::Cited>)>,
    /// What others did meanwhile.
    conflict: Option<Vec<ChangedLine>>,
    /// Answers that others gave meanwhile to what this form asks as well.
    clashes: Vec<Clash>,
}

struct ChangedLine {
    at: String,
    by: String,
    what: String,
    /// What they wrote, and what followed from it.
    more: Vec<String>,
}

/// One question, as it is answered now and as it was about to be.
struct Clash {
    label: String,
    now: String,
    yours: String,
}

impl Trouble {
    fn refused(text: String, clauses: Vec<super::speech::Cited>) -> Self {
        Self {
            refusal: Some((text, clauses)),
            ..Self::default()
        }
    }

    /// What people can mend or must know; the rest is for the error page.
    fn of(error: ExecuteError, speech: &Speech) -> Result<Self, PageError> {
        match error {
            ExecuteError::Refused(refusal) => Ok(Self::refused(
                refusal.text(speech.pack, speech.case_type, speech.language),
                speech.clauses(&refusal.clauses),
            )),
            ExecuteError::Conflict { changed, .. } => Ok(Self {
                conflict: Some(changed.into_iter().map(|changed| line(changed, speech)).collect()),
                ..Self::default()
            }),
            ExecuteError::IdempotencyMismatch => {
                Ok(Self::refused(say(speech.language, "form-sent-before", &[]), Vec::new()))
            }
            ExecuteError::Invalid(errors) => {
                let all: Vec<String> = errors.into_iter().map(|error| error.message).collect();
                Ok(Self::refused(all.join(&speech.say("value-row-separator")), Vec::new()))
            }
            other => Err(other.into()),
        }
    }
}

fn line(changed: Changed, speech: &Speech) -> ChangedLine {
    ChangedLine {
        at: speech.moment(changed.at),
        by: changed.by,
        what: changed.what,
        more: Vec::new(),
    }
}
