//! Somebody else was faster: what they did, where both answered the same question, and whether the step is still there.

use serde_json::{Map, Value as Json};

use super::story::{self, Told};
use super::{ChangedLine, Clash, Trouble};
use crate::app::View;
use crate::case::event::Recorded;
use crate::case::surroundings;
use crate::form::{self, Answers, Form};
use crate::store::history;
use crate::web::error::PageError;
use crate::web::member::Member;
use crate::web::speech::Speech;

/// What the writer of a form must know that was begun at version `since` of the case and comes too late.
pub(super) fn trouble(
    member: &Member,
    speech: &Speech,
    view: &View,
    since: u64,
    form: Option<&Form>,
    typed: &Map<String, Json>,
) -> Result<Trouble, PageError> {
    let case = &view.case;
    let events = member
        .app()
        .store()
        .read(|conn| history::between(conn, member.organization(), case.id, since, case.version))?;
    let events = view.tells(events);
    let told = story::tell(&Told {
        speech: *speech,
        address: &member.address(&format!("/cases/{}", case.number)),
        case,
        events: &events,
    });
    // As it went on: the newest last.
    let lines = told.into_iter().rev().map(|entry| ChangedLine {
        at: entry.at,
        by: entry.by,
        what: entry.what,
        more: entry
            .text
            .into_iter()
            .chain(entry.followed.into_iter().map(|line| line.text))
            .collect(),
    });
    Ok(Trouble {
        conflict: Some(lines.collect()),
        clashes: form.map_or_else(Vec::new, |form| clashes(member, speech, view, &events, form, typed)),
        refusal: None,
    })
}

/// Questions of the form that were answered meanwhile, and otherwise.
fn clashes(
    member: &Member,
    speech: &Speech,
    view: &View,
    events: &[Recorded],
    form: &Form,
    typed: &Map<String, Json>,
) -> Vec<Clash> {
    let context = view.context(&member.actor);
    let around = surroundings(&view.pack, speech.case_type, Some(&view.case), &context);
    let mine = form::answers_so_far(form, typed, &around);
    let given: Vec<&Answers> = events.iter().filter_map(|recorded| recorded.event.answers()).collect();
    let fields = form
        .fields()
        .filter(|field| given.iter().any(|answers| answers.contains_key(&field.id)));
    let clashes = fields.filter_map(|field| {
        let now = view.case.answers.get(&field.id)?;
        let yours = mine.get(&field.id)?;
        (now != yours).then(|| Clash {
            label: field.label.in_language(speech.language).to_owned(),
            now: speech.answer(now, Some(field)),
            yours: speech.answer(yours, Some(field)),
        })
    });
    clashes.collect()
}
