//! Forms that people have left half filled in. The page's script saves them while they are filled in; without it a button does.
//! Nobody but its author sees a draft; it ends when the form is submitted or when its author throws it away.

mod lost;

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use self::lost::{is_typed, keep_lost, split, told_then};
use super::cases::filling;
use super::error::PageError;
use super::member::Member;
use super::page::{Answer, PageResult, blocking, local, said, see_other};
use super::speech::{NOBODY, Speech};
use super::submitted::Submitted;
use crate::app::{Looked, View};
use crate::case::CaseId;
use crate::form::Form;
use crate::pack::id::{ActionId, CaseTypeId, FormId};
use crate::pack::{CaseType, Pack};
use crate::store::{self, drafts, visible};
use crate::value::Value;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/{org}/drafts", web::post().to(save))
        .route("/{org}/drafts/{id}/drop", web::post().to(throw_away));
}

/// The longest line by which a draft is known, in characters.
const ABOUT_MAX: usize = 80;

/// Names and values, as a form sends them.
type Pairs = Vec<(String, String)>;

/// A draft in a list.
pub(super) struct DraftLine {
    pub address: String,
    pub about: String,
    pub saved: String,
    pub drop: String,
    /// What was typed into a form that the policy has no more: label and value.
    pub gone: Vec<(String, String)>,
}

/// What a form page says and sends of its draft.
#[derive(Default)]
pub(super) struct Drafting {
    pub id: String,
    /// The address of the form within the organization.
    pub place: String,
    /// It was filled in from a draft: when that was saved.
    pub saved: Option<String>,
    pub drop: String,
    /// What the draft says and the form does not ask any more: label and value.
    pub lost: Vec<(String, String)>,
    /// Other drafts of the same form.
    pub others: Vec<DraftLine>,
}

impl Drafting {
    /// A form that is shown again goes on with its draft.
    pub fn again(member: &Member, place: &str, submitted: &Submitted) -> Self {
        let id = submitted.text("_draft").parse().unwrap_or_else(|_| Uuid::now_v7());
        Self::new(member, place, id)
    }

    fn new(member: &Member, place: &str, id: Uuid) -> Self {
        Self {
            id: id.to_string(),
            place: place.to_owned(),
            drop: member.address(&format!("/drafts/{id}/drop")),
            ..Self::default()
        }
    }

    /// The draft that belongs into an empty form, with what was typed: the one the address names, or the one of this step.
    pub fn resume(
        member: &Member,
        place: &str,
        case_type: &CaseType,
        form: &Form,
    ) -> Result<(Self, Vec<(String, String)>), PageError> {
        let drafts = of_member(member)?;
        let named = query(&member.here, "draft").and_then(|id| id.parse::<Uuid>().ok());
        let is_new = place.starts_with("/cases/new/");
        let here: Vec<_> = drafts.into_iter().filter(|draft| draft.place == place).collect();
        let is_meant = |draft: &&drafts::Listed| named.map_or(!is_new, |id| draft.id == id);
        let meant = here.iter().find(is_meant).map(|draft| whole(member, draft.id));
        let Some(draft) = meant.transpose()?.flatten() else {
            let mut drafting = Self::new(member, place, Uuid::now_v7());
            drafting.others = here.into_iter().map(|draft| line(member, draft, Vec::new())).collect();
            return Ok((drafting, Vec::new()));
        };
        let (kept, lost) = split(form, &draft.pairs);
        let drafting = Self {
            saved: Some(shown(member, draft.saved_at)),
            lost: told_then(member, &draft.pack, &case_type.id, lost)?,
            ..Self::new(member, place, draft.id)
        };
        Ok((drafting, kept))
    }
}

/// What an address says of a name.
fn query<'a>(address: &'a str, name: &str) -> Option<&'a str> {
    let (_, query) = address.split_once('?')?;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// The drafts of whoever asks, as far as they still see the cases they are about.
fn of_member(member: &Member) -> Result<Vec<drafts::Listed>, store::Error> {
    let sight = crate::access::sight(&member.pack, &member.actor);
    member.app().store().read(|conn| {
        let mut drafts = drafts::of_person(conn, member.organization(), &member.actor.id)?;
        let cases = drafts.iter().filter_map(|draft| draft.case).collect();
        let seen = visible::seen_among(conn, member.organization(), &sight, &cases)?;
        drafts.retain(|draft| draft.case.is_none_or(|case| seen.contains(&case)));
        Ok(drafts)
    })
}

/// One of them with what was typed; `None` if it was submitted or thrown away meanwhile.
fn whole(member: &Member, draft: Uuid) -> Result<Option<drafts::Draft>, store::Error> {
    let (organization, person) = (member.organization(), &member.actor.id);
    member
        .app()
        .store()
        .read(|conn| drafts::by_id(conn, organization, person, draft))
}

/// How many there are.
pub(super) fn count(member: &Member) -> Result<usize, PageError> {
    Ok(of_member(member)?.len())
}

/// For lists, the latest first.
pub(super) fn lines(member: &Member) -> Result<Vec<DraftLine>, PageError> {
    let lines = of_member(member)?.into_iter().map(|draft| {
        let gone = match Place::parse(&draft.place) {
            Some(Place::New(id)) if member.pack.case_type(&id).is_none() => match whole(member, draft.id)? {
                Some(draft) => told_then(member, &draft.pack, &id, draft.pairs)?,
                None => Vec::new(),
            },
            _ => Vec::new(),
        };
        Ok(line(member, draft, gone))
    });
    lines.collect()
}

/// When a draft was saved, by the clock that people see: it may stand elsewhere than the one by which drafts are kept.
fn shown(member: &Member, saved_at: DateTime<Utc>) -> String {
    let clock = member.app().clock();
    local(clock.now() - (clock.wall() - saved_at), member.pack.zone)
}

fn line(member: &Member, draft: drafts::Listed, gone: Vec<(String, String)>) -> DraftLine {
    let at = shown(member, draft.saved_at);
    DraftLine {
        address: member.address(&format!("{}?draft={}", draft.place, draft.id)),
        about: draft.about,
        saved: said(&member.language, "drafts-saved", &[("at", &at)]),
        drop: member.address(&format!("/drafts/{}/drop", draft.id)),
        gone,
    }
}

/// The form was submitted: its draft is over. What goes wrong here is no reason to say that the form was not taken.
pub(super) fn submitted(member: &Member, submitted: &Submitted) {
    let Ok(id) = submitted.text("_draft").parse::<Uuid>() else {
        return;
    };
    if let Err(error) = end(member, id) {
        tracing::warn!(error = %error.chain(), "a draft stays although its form was submitted");
    }
}

fn end(member: &Member, id: Uuid) -> Result<bool, store::Error> {
    let (organization, person) = (member.organization().clone(), member.actor.id.clone());
    let wall = member.app().clock().wall();
    member
        .app()
        .store()
        .write(move |conn| drafts::end(conn, &organization, &person, id, wall))
}

/// A form that a draft can be of.
enum Place {
    New(CaseTypeId),
    Action(String, ActionId),
    Task(String, u32),
}

impl Place {
    fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.strip_prefix("/cases/")?.split('/').collect();
        match parts[..] {
            ["new", id] => Some(Self::New(CaseTypeId::new(id))),
            [number, "actions", id] => Some(Self::Action(number.to_owned(), ActionId::new(id))),
            [number, "tasks", task] => Some(Self::Task(number.to_owned(), task.parse().ok()?)),
            _ => None,
        }
    }
}

/// What stands at a place, as far as this person may be there.
struct Found {
    pack: Arc<Pack>,
    case_type: CaseTypeId,
    form: FormId,
    case: Option<CaseId>,
    /// What the step is called, and the number of its case.
    step: Option<(String, String)>,
}

fn find(member: &Member, place: &Place) -> Result<Found, PageError> {
    let look = |number: &str| -> Result<View, PageError> {
        Ok(member
            .app()
            .view(member.organization(), number, &member.actor, &Looked::Nothing)?)
    };
    let step = |view: View, name: String, form: Option<FormId>| -> Result<Found, PageError> {
        Ok(Found {
            case_type: view.case.case_type.clone(),
            form: form.ok_or(PageError::NotFound)?,
            case: Some(view.case.id),
            step: Some((name, view.case.number.clone())),
            pack: view.pack,
        })
    };
    match place {
        Place::New(id) => {
            let case_type = member.pack.case_type(id).ok_or(PageError::NotFound)?;
            if !member.may_open(case_type) {
                return Err(PageError::Forbidden);
            }
            Ok(Found {
                pack: Arc::clone(&member.pack),
                case_type: case_type.id.clone(),
                form: case_type.opening.form.clone(),
                case: None,
                step: None,
            })
        }
        Place::Action(number, id) => {
            let view = look(number)?;
            let case_type = view.case_type().ok_or(PageError::NotFound)?;
            let action = case_type.actions.get(id).ok_or(PageError::NotFound)?;
            let (name, form) = (
                action.name.in_language(&member.language).to_owned(),
                action.form.clone(),
            );
            step(view, name, form)
        }
        Place::Task(number, task) => {
            let view = look(number)?;
            let case_type = view.case_type().ok_or(PageError::NotFound)?;
            let task = view.case.tasks.iter().find(|known| known.number == *task);
            let rule = task.and_then(|task| case_type.tasks.get(&task.task));
            let rule = rule.ok_or(PageError::NotFound)?;
            let (name, form) = (rule.name.in_language(&member.language).to_owned(), rule.form.clone());
            step(view, name, form)
        }
    }
}

/// Saves what stands in a form. To the script the answer is one line that says so; without one it is the form again.
async fn save(member: Member, mut submitted: Submitted) -> PageResult {
    blocking(move || {
        let at = submitted.text("_place").to_owned();
        let place = Place::parse(&at).ok_or(PageError::Unreadable)?;
        let id: Uuid = submitted.text("_draft").parse().map_err(|_| PageError::Unreadable)?;
        let found = find(&member, &place)?;
        let case_type = found.pack.case_type(&found.case_type).ok_or(PageError::NotFound)?;
        let form = case_type.forms.get(&found.form).ok_or(PageError::NotFound)?;
        // Keeps the files that came along; what is typed is kept as it is.
        let typed = filling::typed(&member, form, &mut submitted)?;
        let is_by_script = submitted.is_draft;
        let mut pairs: Pairs = std::mem::take(&mut submitted.pairs)
            .into_iter()
            .filter(|(name, _)| !name.starts_with('_'))
            .collect();
        if !pairs.iter().any(|(name, value)| is_typed(name, value)) {
            return Ok(answer(&member, is_by_script, &at, id, String::new(), "draft-empty"));
        }
        let about = match &found.step {
            Some((step, number)) => format!("{step} · {number}"),
            None => {
                let speech = Speech {
                    pack: &found.pack,
                    case_type,
                    language: &member.language,
                    names: &NOBODY,
                };
                let subject = case_type.subject_field().and_then(|field| {
                    let text = typed.get(field.id.as_str())?.as_str()?;
                    Some(speech.answer(&Value::text(text.lines().next().unwrap_or_default()), Some(field)))
                });
                let kind = speech.text(&case_type.name).to_owned();
                subject.map_or(kind.clone(), |subject| format!("{kind} · {subject}"))
            }
        };
        let wall = member.app().clock().wall();
        let is_known = of_member(&member)?.iter().any(|draft| draft.id == id);
        let known = if is_known { whole(&member, id)? } else { None };
        let draft = drafts::Draft {
            id,
            place: at.clone(),
            case: found.case,
            pack: keep_lost(form, &mut pairs, known, &found.pack.version),
            about: about.chars().take(ABOUT_MAX).collect(),
            pairs,
            saved_at: wall,
        };
        let (organization, person) = (member.organization().clone(), member.actor.id.clone());
        let kept = member
            .app()
            .store()
            .write(move |conn| drafts::keep(conn, &organization, &person, &draft))?;
        let time = shown(&member, wall);
        let (told, done) = if kept {
            (said(&member.language, "draft-saved", &[("at", &time)]), "draft")
        } else {
            (member.say("done-draft-full"), "draft-full")
        };
        Ok(answer(&member, is_by_script, &at, id, told, done))
    })
    .await
}

fn answer(member: &Member, is_by_script: bool, place: &str, id: Uuid, told: String, done: &str) -> Answer {
    if is_by_script {
        return Answer::Page {
            status: StatusCode::OK,
            // A text of ours with a time in it.
            body: told,
        };
    }
    see_other(member.address(&format!("{place}?draft={id}&done={done}")))
}

/// Throws a draft away.
async fn throw_away(member: Member, path: web::Path<(String, Uuid)>, _submitted: Submitted) -> PageResult {
    let (_, id) = path.into_inner();
    blocking(move || {
        end(&member, id)?;
        Ok(see_other(member.address("/tasks?done=draft-dropped#drafts")))
    })
    .await
}
