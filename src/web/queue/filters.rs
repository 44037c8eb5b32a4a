//! What a list may be narrowed by, with what is chosen at present.

use std::sync::Arc;

use indexmap::IndexMap;

use super::super::member::Member;
use super::super::policy::indent;
use super::super::stand_in;
use super::asked::Asked;
use crate::access;
use crate::app::Away;
use crate::case::People;
use crate::form::ChoiceOption;
use crate::locale::Text;
use crate::pack::CaseType;

/// Before the name of a decision, or of the field of the channel.
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
    let Some(case_type) = asked.case_type(&member.pack) else {
        return Vec::new();
    };
    labels(member, case_type)
        .map(|(id, name, options)| {
            let choices = options
                .iter()
                .map(|(id, option)| (id.to_string(), option.label.in_language(language).to_owned()));
            let label = name.in_language(language).to_owned();
            Filter::of(format!("{LABEL}{id}"), label, asked, choices.collect())
        })
        .collect()
}

/// The channel, and the decisions of the type that give one of several outcomes, by their ids. What somebody sees masked narrows no
/// list of theirs: they would learn it by choosing.
pub(super) fn labels<'a>(
    member: &'a Member,
    case_type: &'a CaseType,
) -> impl Iterator<Item = (&'a str, &'a Text, &'a IndexMap<Arc<str>, ChoiceOption>)> {
    let pack = &*member.pack;
    let decisions = case_type.decisions.values().filter(|rule| !rule.options.is_empty());
    let decisions = decisions
        // Departments have a filter of their own.
        .filter(move |rule| !rule.options.keys().all(|id| pack.departments.contains_key(&**id)))
        .map(|rule| (rule.id.as_str(), &rule.name, &rule.options));
    let channel = case_type.channel_field(pack).into_iter();
    let channel = channel.filter(move |field| !field.personal || !access::is_masked_for(pack, &member.actor));
    let channel = channel.map(|field| (field.id.as_str(), &field.label, &field.options));
    channel.chain(decisions)
}
