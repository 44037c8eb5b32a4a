//! Guidance beside a case or a form: what the pack says to whoever stands there.

use askama::Template;
use serde_json::{Map, Value as Json};

use crate::case::{self, Context, Reading, surroundings};
use crate::form::{self, Answers, Form};
use crate::web::speech::{Cited, Speech};

/// One piece of guidance.
pub(super) struct Note {
    pub title: String,
    pub text: String,
    pub clauses: Vec<Cited>,
}

/// What stands beside a form. It is there, empty, even where nothing is shown yet: filling in the form may change that.
#[derive(Template)]
#[template(path = "guidance.html")]
pub(super) struct GuidanceView {
    pub title: String,
    /// Where its clauses are explained.
    pub policy: String,
    pub notes: Vec<Note>,
}

/// What is shown on the case itself.
pub(super) fn on_case(speech: &Speech, reading: Reading, context: &Context) -> Vec<Note> {
    notes(speech, reading, &Answers::new(), context)
}

/// What is shown beside a form with `typed` filled in so far; nothing, if nothing is ever shown there.
pub(super) fn beside(
    speech: &Speech,
    reading: Reading,
    form: Option<&Form>,
    typed: &Map<String, Json>,
    context: &Context,
) -> Option<GuidanceView> {
    if !case::has_guidance(speech.case_type, reading) {
        return None;
    }
    let answers = form.map_or_else(Answers::new, |form| {
        let surroundings = surroundings(speech.pack, speech.case_type, reading.case(), context);
        form::answers_so_far(form, typed, &surroundings)
    });
    Some(GuidanceView {
        title: speech.say("guidance-title"),
        policy: format!("/{}/policy", speech.pack.organization),
        notes: notes(speech, reading, &answers, context),
    })
}

fn notes(speech: &Speech, reading: Reading, typed: &Answers, context: &Context) -> Vec<Note> {
    case::guidance(speech.pack, speech.case_type, reading, typed, context, speech.language)
        .into_iter()
        .map(|advice| Note {
            title: speech.text(&advice.guidance.title).to_owned(),
            text: advice.text,
            clauses: speech.clauses(&advice.guidance.clauses),
        })
        .collect()
}
