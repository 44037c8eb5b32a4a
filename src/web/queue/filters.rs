//! What a list may be narrowed by, with what is chosen at present.

use super::super::member::Member;
use super::super::policy::indent;
use super::super::stand_in;
use super::asked::Asked;
use crate::app::Away;
use crate::case::People;

/// Before the id of a field or of a decision.
pub(super) const LABEL: &str = "is.";

/// One thing to choose.
pub(super) struct Filter {
    pub name: String,
    pub label: String,
    pub choices: Vec<Choice>,
}

pub(super) struct Choice {
    pub id: String,
    pub label: String,
    pub chosen: bool,
}

impl Filter {
    /// Nothing is chosen unless one of these is.
    fn of(name: impl Into<String>, label: String, asked: &Asked, choices: Vec<(String, String)>) -> Self {
        let name = name.into();
        let chosen = asked.get(&name);
        let choices = choices
            .into_iter()
            .map(|(id, label)| Choice {
                chosen: id == chosen,
                id,
                label,
            })
            .collect();
        Self { name, label, choices }
    }

    pub fn is_set(&self) -> bool {
        self.choices.iter().any(|choice| choice.chosen && !choice.id.is_empty())
    }
}

/// In the order of the page. What offers no choice is left out.
pub(super) fn filters(member: &Member, asked: &Asked, people: &People, away: &[Away]) -> Vec<Filter> {
    let mut filters = vec![
        Filter::of("which", member.say("queue-which"), asked, which(member)),
        Filter::of("type", member.say("queue-type"), asked, types(member)),
        Filter::of("stage", member.say("queue-stage"), asked, stages(member, asked)),
        Filter::of("due", member.say("queue-due"), asked, due(member)),
        Filter::of("department", member.say("queue-department"), asked, departments(member)),
        Filter::of("owner", member.say("queue-owner"), asked, owners(member, people, away)),
    ];
    filters.extend(label_filters(member, asked));
    // A choice between everything and the only thing is none.
    filters.retain(|filter| filter.choices.len() > 1 || filter.is_set());
    filters
}

fn which(member: &Member) -> Vec<(String, String)> {
    let which = [
        ("", "queue-which-open"),
        ("closed", "queue-which-closed"),
        ("all", "queue-which-all"),
    ];
    said(member, &which)
}

fn due(member: &Member) -> Vec<(String, String)> {
    let due = [
        ("late", "queue-due-late"),
        ("today", "queue-due-today"),
        ("week", "queue-due-week"),
        ("never", "queue-due-never"),
    ];
    said(member, &due)
}

fn said(member: &Member, choices: &[(&str, &str)]) -> Vec<(String, String)> {
    let choices = choices.iter().map(|(id, key)| ((*id).to_owned(), member.say(key)));
    choices.collect()
}

fn types(member: &Member) -> Vec<(String, String)> {
    let types = member.pack.case_types.values();
    types
        .map(|case_type| {
            (
                case_type.id.to_string(),
                case_type.name.in_language(&member.language).to_owned(),
            )
        })
        .collect()
}

/// Of the chosen type, or of all; one that several types share is listed once.
fn stages(member: &Member, asked: &Asked) -> Vec<(String, String)> {
    let mut stages: Vec<(String, String)> = Vec::new();
    for case_type in asked.case_types(&member.pack) {
        for (id, stage) in &case_type.stages {
            if !stages.iter().any(|(known, _)| known == id.as_str()) {
                stages.push((id.to_string(), stage.name.in_language(&member.language).to_owned()));
            }
        }
    }
    stages
}

fn departments(member: &Member) -> Vec<(String, String)> {
    let departments = member.pack.units.in_order().into_iter();
    departments
        .filter_map(|(id, depth)| {
            let name = member.pack.departments.get(&**id)?.name.in_language(&member.language);
            Some((id.to_string(), format!("{}{name}", indent(depth))))
        })
        .collect()
}

fn owners(member: &Member, people: &People, away: &[Away]) -> Vec<(String, String)> {
    let mut owners = said(member, &[("me", "queue-owner-me"), ("nobody", "queue-owner-nobody")]);
    let all = stand_in::choices(member, people, away).into_iter();
    owners.extend(all.filter(|(id, _)| *member.actor.acts_as().0 != **id));
    owners
}

fn label_filters(member: &Member, asked: &Asked) -> Vec<Filter> {
    let language = &member.language;
    asked
        .labels(&member.pack)
        .into_iter()
        .map(|label| {
            let choices = label.options.iter();
            let choices = choices.map(|(id, name)| ((*id).to_owned(), name.in_language(language).to_owned()));
            let name = label.name.in_language(language).to_owned();
            Filter::of(format!("{LABEL}{}", label.id), name, asked, choices.collect())
        })
        .collect()
}
