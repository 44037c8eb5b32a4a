//! Moving the end of a deadline: the new end, the reason, and that the complainant was told.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

use super::decide::status;
use super::filling::key;
use super::receipt::after;
use super::{Trouble, ask, speech, view};
use crate::app::{Asked, Looked, View};
use crate::calendar::Period;
use crate::case::choices::Doable;
use crate::case::command::{ExtensionRequest, NewEnd};
use crate::case::{extension, refusal};
use crate::pack::DeadlineRule;
use crate::pack::id::DeadlineId;
use crate::web::error::PageError;
use crate::web::member::Member;
use crate::web::page::{Frame, Nav, PageResult, blocking, show};
use crate::web::speech::{Cited, Speech};
use crate::web::submitted::Submitted;

#[derive(Template)]
#[template(path = "extend.html")]
struct ExtendPage {
    frame: Frame,
    case: String,
    number: String,
    due: String,
    clauses: Vec<Cited>,
    /// How long it may last in all, in words, where the policy has one step.
    up_to: Option<String>,
    /// The steps of the policy, where there are several.
    steps: Vec<StepLine>,
    must_be_told: bool,
    until: String,
    reason: String,
    told_at: String,
    told_how: String,
    trouble: Trouble,
    version: u64,
    key: String,
}

/// A step in which the deadline may be extended.
struct StepLine {
    name: Option<String>,
    /// Who grants it.
    who: String,
    up_to: Option<String>,
    clauses: Vec<Cited>,
    /// Whoever reads it can grant it now.
    is_open: bool,
}

type Path = web::Path<(String, String, String)>;

pub(in crate::web) async fn form(member: Member, path: Path) -> PageResult {
    let (_, number, deadline) = path.into_inner();
    blocking(move || {
        let view = view(&member, &number, &Looked::Step)?;
        let speech = speech(&member, &view)?;
        let rule = rule(&speech, &deadline)?;
        let offered = view.choices(&member.actor);
        let choice = offered
            .into_iter()
            .find(|choice| choice.what == Doable::Extend(rule.id.clone()));
        let trouble = match choice.map(|choice| choice.refusal) {
            Some(None) => Trouble::default(),
            Some(Some(refusal)) => Trouble::of(refusal.into(), &speech)?,
            None => Trouble::refused(speech.say("refusal-not-running"), Vec::new()),
        };
        show(StatusCode::OK, &page(&member, &speech, &view, rule, trouble, None)?)
    })
    .await
}

pub(in crate::web) async fn extend(member: Member, path: Path, submitted: Submitted) -> PageResult {
    let (_, number, deadline) = path.into_inner();
    blocking(move || {
        let view = view(&member, &number, &Looked::Step)?;
        let speech = speech(&member, &view)?;
        let rule = rule(&speech, &deadline)?;
        let zone = view.pack.zone;
        let told = submitted.text("told_at");
        let (until, told_at) = (new_end(submitted.text("until"), zone), moment(told, zone));
        let (Some(until), true) = (until, told.is_empty() || told_at.is_some()) else {
            let trouble = Trouble::refused(speech.say("extend-unreadable"), Vec::new());
            return show(
                StatusCode::UNPROCESSABLE_ENTITY,
                &page(&member, &speech, &view, rule, trouble, Some(&submitted))?,
            );
        };
        let extension = ExtensionRequest {
            until,
            reason: submitted.text("reason").to_owned(),
            told_at,
            told_how: Some(submitted.text("told_how").to_owned()).filter(|how| !how.is_empty()),
        };
        let asked = Asked::Extend {
            deadline: rule.id.clone(),
            extension,
        };
        match ask(&member, &number, asked, &submitted) {
            Ok(done) => after(&member, &done, "extended"),
            Err(error) => {
                let status = status(&error);
                let trouble = Trouble::of(error, &speech)?;
                show(status, &page(&member, &speech, &view, rule, trouble, Some(&submitted))?)
            }
        }
    })
    .await
}

fn rule<'a>(speech: &Speech<'a>, deadline: &str) -> Result<&'a DeadlineRule, PageError> {
    let rule = speech
        .case_type
        .deadlines
        .get(&DeadlineId::new(deadline))
        .ok_or(PageError::NotFound)?;
    if rule.extensions.is_empty() {
        Err(PageError::NotFound)
    } else {
        Ok(rule)
    }
}

/// A moment, or a day: then the close of its business.
fn new_end(text: &str, zone: Tz) -> Option<NewEnd> {
    match text.parse() {
        Ok(day) => Some(NewEnd::Day(day)),
        Err(_) => moment(text, zone).map(NewEnd::At),
    }
}

/// A local moment, as browsers and people write it.
pub(super) fn moment(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let local = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|pattern| NaiveDateTime::parse_from_str(text, pattern).ok())?;
    zone.from_local_datetime(&local).earliest().map(|at| at.to_utc())
}

fn page(
    member: &Member,
    speech: &Speech,
    view: &View,
    rule: &DeadlineRule,
    trouble: Trouble,
    submitted: Option<&Submitted>,
) -> Result<ExtendPage, PageError> {
    let first = rule.extensions.first().ok_or(PageError::NotFound)?;
    let in_words = |period: &Period| crate::calendar::words::period(period, speech.language);
    let offered = extension::offered(&view.pack, &view.case, &view.context(&member.actor), &rule.id);
    let mut open = offered.iter().filter(|offered| offered.is_open).peekable();
    let must_be_told = match open.peek() {
        Some(_) => open.all(|offered| offered.step.notice),
        None => first.notice,
    };
    let is_one = rule.extensions.len() == 1;
    let steps = offered.iter().filter(|_| !is_one).map(|offered| StepLine {
        name: offered.step.name.as_ref().map(|name| speech.text(name).to_owned()),
        who: refusal::who(&view.pack, &offered.roles, &offered.people, speech.language),
        up_to: offered.step.up_to.as_ref().map(in_words),
        clauses: speech.clauses(&offered.step.clauses),
        is_open: offered.is_open,
    });
    let run = view
        .case
        .deadlines
        .iter()
        .rev()
        .find(|run| run.deadline == rule.id && run.is_open());
    let typed = |name: &str| {
        submitted
            .map(|submitted| submitted.text(name).to_owned())
            .unwrap_or_default()
    };
    let name = rule.name.in_language(speech.language).to_owned();
    let is_spent = trouble.conflict.is_some();
    Ok(ExtendPage {
        frame: Frame::of(
            member,
            crate::locale::say(speech.language, "extend-title", &[("deadline", name.into())]),
            Nav::Queue,
        ),
        case: member.address(&format!("/cases/{}", view.case.number)),
        number: view.case.number.clone(),
        due: run.map(|run| speech.moment(run.due.due_at)).unwrap_or_default(),
        clauses: speech.clauses(if is_one { &first.clauses } else { &rule.clauses }),
        up_to: first.up_to.as_ref().filter(|_| is_one).map(in_words),
        steps: steps.collect(),
        must_be_told,
        until: typed("until"),
        reason: typed("reason"),
        told_at: typed("told_at"),
        told_how: typed("told_how"),
        trouble,
        version: view.case.version,
        key: key(submitted.filter(|_| !is_spent)),
    })
}
