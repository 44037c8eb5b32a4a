//! What was answered in an intake, to be read once more, and what would follow from it.

use actix_web::http::StatusCode;
use askama::Template;

use super::show::holds_something;
use crate::case::Preview;
use crate::form::{FieldState, FormState};
use crate::web::member::Member;
use crate::web::page::{Frame, Nav, PageResult, show};
use crate::web::speech::{Cited, Speech};
use crate::web::submitted::Submitted;

#[derive(Template)]
#[template(path = "check.html")]
struct CheckPage {
    frame: Frame,
    crumbs: Vec<(String, String)>,
    sections: Vec<Section>,
    decisions: Vec<Outcome>,
    deadlines: Vec<Outcome>,
    /// Everything that was sent, to be sent again.
    sent: Vec<(String, String)>,
    button: String,
}

struct Section {
    title: Option<String>,
    pairs: Vec<(String, String)>,
}

/// A decision or a deadline, and what comes of it.
struct Outcome {
    name: String,
    value: String,
    clauses: Vec<Cited>,
}

pub(super) fn page(
    member: &Member,
    speech: &Speech,
    state: &FormState,
    preview: &Preview,
    submitted: Submitted,
) -> PageResult {
    let case_type = speech.case_type;
    let decisions = case_type.decisions.values().filter_map(|rule| {
        let decided = preview.decisions.get(&rule.id)?;
        holds_something(&decided.value).then(|| Outcome {
            name: speech.text(&rule.name).to_owned(),
            value: speech.outcome(&decided.value, rule),
            clauses: speech.clauses(&decided.clauses),
        })
    });
    let deadlines = preview.deadlines.iter().map(|run| Outcome {
        name: speech.deadline(&run.deadline).to_owned(),
        value: speech.moment(run.due.due_at),
        clauses: speech.clauses(&run.clauses),
    });
    let sections = state.sections.iter().map(|section| Section {
        title: section.title.clone(),
        pairs: section
            .fields
            .iter()
            .flat_map(|field| answered(field, speech))
            .collect(),
    });
    let page = CheckPage {
        frame: Frame::of(member, member.say("check-title"), Nav::New),
        crumbs: vec![
            (member.address("/cases"), member.say("nav-queue")),
            (String::new(), speech.text(&case_type.name).to_owned()),
        ],
        sections: sections.filter(|section| !section.pairs.is_empty()).collect(),
        decisions: decisions.collect(),
        deadlines: deadlines.collect(),
        sent: submitted
            .pairs
            .into_iter()
            .filter(|(name, _)| name != "_csrf" && name != "_check")
            .collect(),
        button: member.say("new-button"),
    };
    show(StatusCode::OK, &page)
}

/// The answers that stand in a field: one, or those of every row.
fn answered(field: &FieldState, speech: &Speech) -> Vec<(String, String)> {
    if !field.visible {
        return Vec::new();
    }
    if !field.rows.is_empty() {
        let rows = field.rows.iter().map(|row| {
            let texts = row.iter().flat_map(|inner| answered(inner, speech));
            let texts: Vec<String> = texts.map(|(_, value)| value).collect();
            (field.label.clone(), texts.join(&speech.say("value-separator")))
        });
        return rows.filter(|(_, value)| !value.is_empty()).collect();
    }
    if field.shown.is_empty() {
        Vec::new()
    } else {
        vec![(field.label.clone(), field.shown.clone())]
    }
}
