//! What a case tells its complainant: what its pack calls public, in the words it gives for that, and nothing else.

use chrono::{DateTime, Utc};

use super::asked::{Answered, answered};
use super::guest::{Guest, speech};
use crate::app::View;
use crate::calendar::words;
use crate::case::event::{Event, Recorded};
use crate::case::refusal::Reason;
use crate::case::{Addressee, Deadline, DeadlineState, Refusal};
use crate::locale::Language;
use crate::pack::{Action, CaseType, Pack, Public};
use crate::store::history;
use crate::web::error::PageError;
use crate::web::page::local;

/// Of one case, at one moment.
pub(super) struct Told {
    /// Where it stands.
    pub stage: String,
    pub is_closed: bool,
    /// What happens by when, the soonest first.
    pub dates: Vec<Dated>,
    pub messages: Vec<Message>,
    /// In which the messages are written.
    pub language: Language,
    /// Number and name.
    pub documents: Vec<(u32, String)>,
    pub steps: Vec<Step>,
    /// What they sent themselves, the first first.
    pub sent: Vec<OwnWords>,
}

/// A date the complainant is told, and how it comes about.
pub(super) struct Dated {
    pub at: String,
    pub text: String,
    pub why: String,
    pub is_late: bool,
}

/// Something that was told to the complainant.
pub(super) struct Message {
    pub at: String,
    pub name: String,
    pub text: String,
}

/// Something the complainant may do now.
pub(super) struct Step {
    pub id: String,
    pub name: String,
    pub text: Option<String>,
}

/// What the complainant has said.
pub(super) struct OwnWords {
    pub at: String,
    pub name: String,
    pub answers: Vec<Answered>,
}

/// The case type of a view, and what of it is public.
pub(super) fn public(view: &View) -> Result<(&CaseType, &Public), PageError> {
    let case_type = view.case_type().ok_or(PageError::NotFound)?;
    Ok((case_type, case_type.public.as_ref().ok_or(PageError::NotFound)?))
}

pub(super) fn of(guest: &Guest, view: &View) -> Result<Told, PageError> {
    let (case_type, public) = public(view)?;
    let (case, language) = (&view.case, &guest.language);
    let is_closed = case.closed_at.is_some();
    let stage = match public.stages.get(&case.stage) {
        Some(text) => text.in_language(language).to_owned(),
        None if is_closed => guest.say("portal-stage-closed"),
        None => guest.say("portal-stage-open"),
    };
    let moment = |at: DateTime<Utc>| local(at, view.pack.zone);
    let told =
        |notice: &&crate::case::Notice| notice.to == Addressee::Complainant && public.notices.contains(&notice.notice);
    let messages = case.notices.iter().filter(told).map(|notice| Message {
        at: moment(notice.at),
        name: case_type
            .notices
            .get(&notice.notice)
            .map(|rule| rule.name.in_language(language).to_owned())
            .unwrap_or_default(),
        text: notice.text.clone(),
    });
    let documents = case.documents.iter();
    let documents = documents.filter(|printed| public.documents.contains(&printed.document));
    let documents = documents.filter_map(|printed| {
        let rule = case_type.documents.get(&printed.document)?;
        Some((printed.number, rule.name.in_language(language).to_owned()))
    });
    Ok(Told {
        stage,
        is_closed,
        dates: dates(guest, view, case_type, public),
        messages: messages.collect(),
        language: case.read_in(&view.pack).unwrap_or(language).clone(),
        documents: documents.collect(),
        steps: steps(guest, view, case_type, public),
        sent: own_words(guest, view, case_type, public)?,
    })
}

fn dates(guest: &Guest, view: &View, case_type: &CaseType, public: &Public) -> Vec<Dated> {
    let open = view.case.deadlines.iter().filter(|run| run.is_open());
    let mut open: Vec<&Deadline> = open
        .filter(|run| public.deadlines.contains_key(&run.deadline))
        .collect();
    open.sort_by_key(|run| run.due.due_at);
    let dates = open.into_iter().filter_map(|run| {
        let text = public.deadlines.get(&run.deadline)?;
        Some(Dated {
            at: local(run.due.due_at, view.pack.zone),
            text: text.in_language(&guest.language).to_owned(),
            why: why(guest, view, case_type, run),
            is_late: run.due.is_over(view.now),
        })
    });
    dates.collect()
}

/// From when it is counted, and how much.
fn why(guest: &Guest, view: &View, case_type: &CaseType, run: &Deadline) -> String {
    let from = local(run.started_at, view.pack.zone);
    let rule = case_type.deadlines.get(&run.deadline);
    let branch = run.rule.and_then(|rule| usize::try_from(rule).ok()?.checked_sub(1));
    let period = branch.and_then(|branch| Some(&rule?.within.get(branch)?.is));
    let mut said = match period {
        Some(period) => guest.say_with(
            "portal-date-counted",
            &[
                ("from", from.as_str().into()),
                ("period", words::period(period, &guest.language).into()),
            ],
        ),
        None => guest.say("portal-date-agreed"),
    };
    if !run.extensions.is_empty() {
        said.push_str(&guest.say("portal-date-extended"));
    }
    if run.state == DeadlineState::Paused {
        said.push_str(&guest.say("portal-date-paused"));
    }
    said
}

/// How an action is put to the complainant: its name and what they read before it.
pub(super) fn put(guest: &Guest, public: &Public, action: &Action) -> (String, Option<String>) {
    let own = public.actions.get(&action.id);
    let name = own.and_then(|own| own.name.as_ref()).unwrap_or(&action.name);
    let text = own.and_then(|own| own.text.as_ref()).or(action.help.as_ref());
    (
        name.in_language(&guest.language).to_owned(),
        text.map(|text| text.in_language(&guest.language).to_owned()),
    )
}

/// What they may do now; what they may not do is not told.
fn steps(guest: &Guest, view: &View, case_type: &CaseType, public: &Public) -> Vec<Step> {
    let actor = guest.actor(Some(view.case.id));
    let choices = view.choices(&actor);
    let may = |action: &&Action| {
        let mut offered = choices.iter();
        offered.any(|choice| choice.is_action(action.id.as_str()) && choice.is_allowed())
    };
    let steps = case_type.public_actions().filter(may).map(|action| {
        let (name, text) = put(guest, public, action);
        Step {
            id: action.id.to_string(),
            name,
            text,
        }
    });
    steps.collect()
}

/// Only what they sent themselves, and of that only what they were asked.
fn own_words(guest: &Guest, view: &View, case_type: &CaseType, public: &Public) -> Result<Vec<OwnWords>, PageError> {
    let (app, case) = (guest.app(), &view.case);
    let history: Vec<Recorded> = app
        .store()
        .read(|conn| history::of_case(conn, guest.organization(), case.id, case.version))?;
    let speech = speech(guest, &view.pack, case_type);
    let own = history.iter().filter(|recorded| recorded.by.is_complainant());
    let words = own.filter_map(|recorded| {
        let (name, form, answers) = match &recorded.event {
            Event::Opened { form, answers, .. } => (guest.say("portal-sent-opening"), Some(form), answers),
            Event::Acted { action, form, answers } => {
                let action = case_type.actions.get(action)?;
                (put(guest, public, action).0, form.as_ref(), answers)
            }
            _ => return None,
        };
        let form = form.and_then(|form| case_type.forms.get(form));
        let answers = form.map(|form| answered(guest, Some(case.id), speech, form, answers));
        Some(answers.transpose().map(|answers| OwnWords {
            at: local(recorded.at, view.pack.zone),
            name,
            answers: answers.unwrap_or_default(),
        }))
    });
    words.collect()
}

/// Why something is not done: the pack's own words where it has some for whoever acts, and otherwise nothing that tells of others.
pub(super) fn refused(guest: &Guest, pack: &Pack, case_type: &CaseType, refusal: &Refusal) -> String {
    match refusal.reason {
        Reason::Guard { .. } => refusal.text(pack, case_type, &guest.language),
        _ => guest.say("portal-not-now"),
    }
}
