//! The pack's names and values as people say them: labels instead of ids, local times instead of instants.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::calendar::words;
use crate::case::{Addressee, Document, Task, document};
use crate::form::{Field, Names, describe};
use crate::locale::{Language, Text, say};
use crate::pack::id::*;
use crate::pack::{CaseType, DecisionRule, MarkedBy, Pack};
use crate::value::Value;

use super::page::local;

/// Speaks of one case type in one language.
#[derive(Clone, Copy)]
pub(super) struct Speech<'a> {
    pub pack: &'a Pack,
    pub case_type: &'a CaseType,
    pub language: &'a Language,
    /// What the users of whom the case speaks are called.
    pub names: &'a Names,
}

/// Where no case speaks of anybody yet.
pub(super) static NOBODY: Names = Names::new();

/// A clause, as pages cite it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cited {
    pub id: String,
    /// What it says, in our own words; shown when pointed at.
    pub says: String,
}

impl<'a> Speech<'a> {
    pub fn say(&self, key: &str) -> String {
        say(self.language, key, &[])
    }

    pub fn text(&self, text: &'a Text) -> &'a str {
        text.in_language(self.language)
    }

    pub fn moment(&self, at: DateTime<Utc>) -> String {
        local(at, self.pack.zone)
    }

    pub fn stage(&self, id: &'a StageId) -> &'a str {
        self.case_type
            .stages
            .get(id)
            .map_or(id.as_str(), |stage| self.text(&stage.name))
    }

    /// The name of a case type, of this case or another.
    pub fn kind<'b>(&self, id: &'b CaseTypeId) -> &'b str
    where
        'a: 'b,
    {
        let known = self.pack.case_type(id);
        known.map_or(id.as_str(), |case_type| self.text(&case_type.name))
    }

    pub fn department(&self, id: &'a DepartmentId) -> &'a str {
        self.pack
            .departments
            .get(id)
            .map_or(id.as_str(), |department| self.text(&department.name))
    }

    pub fn role(&self, id: &'a RoleId) -> &'a str {
        self.pack
            .roles
            .get(id)
            .map_or(id.as_str(), |role| self.text(&role.name))
    }

    pub fn priority(&self, id: &'a PriorityId) -> &'a str {
        let level = self.case_type.priorities.get(id);
        level.map_or(id.as_str(), |level| self.text(&level.name))
    }

    pub fn task<'b>(&self, id: &'b TaskId) -> &'b str
    where
        'a: 'b,
    {
        self.case_type
            .tasks
            .get(id)
            .map_or(id.as_str(), |task| self.text(&task.name))
    }

    /// A task with what this one is about.
    pub fn task_about(&self, task: &'a Task) -> String {
        let name = self.task(&task.task);
        match &task.about {
            Some(about) => say(
                self.language,
                "task-about",
                &[("task", name.into()), ("about", about.as_str().into())],
            ),
            None => name.to_owned(),
        }
    }

    /// A task with what it is about and the department it was given to.
    pub fn task_given(&self, task: &'a Task) -> String {
        let name = self.task_about(task);
        match &task.department {
            Some(department) => say(
                self.language,
                "task-of-department",
                &[
                    ("task", name.as_str().into()),
                    ("department", self.department(department).into()),
                ],
            ),
            None => name,
        }
    }

    pub fn action<'b>(&self, id: &'b ActionId) -> &'b str
    where
        'a: 'b,
    {
        self.case_type
            .actions
            .get(id)
            .map_or(id.as_str(), |action| self.text(&action.name))
    }

    pub fn deadline<'b>(&self, id: &'b DeadlineId) -> &'b str
    where
        'a: 'b,
    {
        self.case_type
            .deadlines
            .get(id)
            .map_or(id.as_str(), |deadline| self.text(&deadline.name))
    }

    pub fn document<'b>(&self, id: &'b DocumentId) -> &'b str
    where
        'a: 'b,
    {
        self.case_type
            .documents
            .get(id)
            .map_or(id.as_str(), |document| self.text(&document.name))
    }

    /// A print, with whom or what it is for where there is one for each.
    pub fn printed(&self, document: &Document) -> String {
        let name = self.document(&document.document);
        match document::addressed(self.pack, self.case_type, self.names, document, self.language) {
            Some(each) => format!("{name} · {each}"),
            None => name.to_owned(),
        }
    }

    /// What a user is called, by the name they sign in with.
    pub fn person<'b>(&'b self, id: &'b Arc<str>) -> &'b str {
        self.names.get(id).unwrap_or(id)
    }

    pub fn notice<'b>(&self, id: &'b NoticeId) -> &'b str
    where
        'a: 'b,
    {
        self.case_type
            .notices
            .get(id)
            .map_or(id.as_str(), |notice| self.text(&notice.name))
    }

    pub fn decision(&self, id: &'a DecisionId) -> &'a str {
        self.case_type
            .decisions
            .get(id)
            .map_or(id.as_str(), |decision| self.text(&decision.name))
    }

    pub fn addressee(&self, to: &'a Addressee) -> String {
        match to {
            Addressee::Complainant => self.say("addressee-complainant"),
            Addressee::Role(role) => self.role(role).to_owned(),
            Addressee::Department(department) => self.department(department).to_owned(),
            Addressee::RoleIn { role, department } => crate::locale::say(
                self.language,
                "addressee-role-in",
                &[
                    ("role", self.role(role).into()),
                    ("department", self.department(department).into()),
                ],
            ),
            Addressee::Person(person) => self.person(&person.0).to_owned(),
        }
    }

    pub fn event(&self, id: &EventId) -> String {
        event(self.pack, self.case_type, id, self.language).unwrap_or_else(|| id.to_string())
    }

    /// What could not be done by itself, as a history writes it: a kind of effect, and what it concerns between backticks.
    pub fn reaction(&self, what: &str) -> String {
        let (kind, id) = match what.split_once(" `") {
            Some((kind, id)) => (kind, id.trim_end_matches('`')),
            None => (what, ""),
        };
        let (key, name) = match kind {
            "action" => ("met-action", self.action(&ActionId::new(id)).to_owned()),
            "task" => ("met-task", self.task(&TaskId::new(id)).to_owned()),
            "deadline" => ("met-deadline", self.deadline(&DeadlineId::new(id)).to_owned()),
            "document" => ("met-document", self.document(&DocumentId::new(id)).to_owned()),
            "notice" => ("met-notice", self.notice(&NoticeId::new(id)).to_owned()),
            "set" => ("met-field", self.name(id)),
            "open_case" => ("failed-open-case", self.kind(&CaseTypeId::new(id)).to_owned()),
            "remind" => return self.say("failed-remind"),
            "assign" => return self.say("failed-assign"),
            "own" => return self.say("failed-own"),
            "sight" => return self.say("failed-sight"),
            "destroy" => return self.say("failed-destroy"),
            _ => return what.to_owned(),
        };
        say(
            self.language,
            "met-by",
            &[("kind", self.say(key).into()), ("name", name.into())],
        )
    }

    pub fn clauses(&self, ids: &[ClauseId]) -> Vec<Cited> {
        cited(self.pack, ids, self.language)
    }

    pub fn field(&self, id: &str) -> Option<&'a Field> {
        self.case_type.field(id)
    }

    /// What a case is about, as lists keep it; the label where it is one of several options.
    pub fn subject(&self, kept: &str) -> String {
        match self.case_type.subject_field() {
            Some(field) => self.answer(&Value::text(kept), Some(field)),
            None => kept.to_owned(),
        }
    }

    /// What a name of an expression stands for.
    pub fn name(&self, name: &str) -> String {
        if let Some(called) = self.case_type.called(name) {
            return self.text(called).to_owned();
        }
        if let Some(asked) = self.question(name) {
            return asked;
        }
        if let Some(setting) = name.strip_prefix("settings.").and_then(|id| self.pack.settings.get(id)) {
            let own = setting.name.as_ref().map(|name| self.text(name));
            return own.unwrap_or(name).to_owned();
        }
        match name {
            "now" => self.say("name-now"),
            "case.stage" => self.say("name-stage"),
            "case.department" => self.say("name-department"),
            "case.round" => self.say("name-round"),
            "case.opened_at" => self.say("name-opened-at"),
            "case.number" => self.say("name-number"),
            "case.owner" => self.say("name-owner"),
            "actor.id" | "actor.name" => self.say("name-actor"),
            "actor.roles" => self.say("name-actor-roles"),
            "actor.departments" => self.say("name-actor-departments"),
            other => other.to_owned(),
        }
    }

    /// What a question to the history asks: `times("called_back")`, `last("visited").note`.
    fn question(&self, name: &str) -> Option<String> {
        let (function, rest) = name.split_once('(')?;
        let (argument, after) = rest.split_once(')')?;
        let id = argument.trim().trim_matches('"');
        let of = match function {
            "times" | "happened" | "since" | "last" | "actor_of" => self.event(&EventId::new(id)),
            "open_tasks" => self.task(&TaskId::new(id)).to_owned(),
            "missed" | "late" | "due_of" => self.deadline(&DeadlineId::new(id)).to_owned(),
            "answered" => self.name(id),
            _ => return None,
        };
        if let Some(answer) = after.strip_prefix('.') {
            return Some(say(
                self.language,
                "name-last-answer",
                &[("name", self.name(answer).into()), ("of", of.into())],
            ));
        }
        let key = match function {
            "times" => "name-times",
            "happened" => "name-happened",
            "since" => "name-since",
            "last" => "name-last",
            "actor_of" => "name-actor-of",
            "open_tasks" => "name-open-tasks",
            "missed" => "name-missed",
            "late" => "name-late",
            "due_of" => "name-due-of",
            _ => "name-answered",
        };
        Some(say(self.language, key, &[("of", of.into())]))
    }

    /// What `value` of the name `name` is in words; what is not answered says so.
    pub fn value(&self, name: &str, value: &Value) -> String {
        let name = name.strip_prefix("form.").unwrap_or(name);
        if value.is_empty() {
            return self.say("value-missing");
        }
        if let Some(field) = self.field(name) {
            return self.answer(value, Some(field));
        }
        if let Some(decision) = self.case_type.decisions.get(name) {
            return self.outcome(value, decision);
        }
        match (name, value) {
            ("case.stage", Value::Text(id)) => self.stage_named(id),
            ("case.department", Value::Text(id)) => self.department_named(id),
            ("case.owner" | "task.person" | "actor.id", Value::Text(id)) => self.person(id).to_owned(),
            (name, Value::Text(id)) if name.starts_with("actor_of(") => self.person(id).to_owned(),
            _ => self.answer(value, None),
        }
    }

    /// An answer as people read it.
    pub fn answer(&self, value: &Value, field: Option<&Field>) -> String {
        match value {
            Value::Period(period) => words::period(period, self.language),
            value => describe(
                value,
                field,
                self.language,
                self.pack.zone,
                &self.pack.currency,
                self.names,
            ),
        }
    }

    /// The outcome of a decision.
    pub fn outcome(&self, value: &Value, decision: &DecisionRule) -> String {
        match value {
            Value::Empty => self.say("value-undecided"),
            Value::Text(id) => match decision.options.get(id) {
                Some(option) => option.label.in_language(self.language).to_owned(),
                None => self.department_named(id),
            },
            Value::List(items) if items.is_empty() => self.say("value-none"),
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.outcome(item, decision)).collect();
                items.join(&self.say("value-separator"))
            }
            value => self.answer(value, None),
        }
    }

    fn stage_named(&self, id: &Arc<str>) -> String {
        self.stage(&StageId::from(Arc::clone(id))).to_owned()
    }

    fn department_named(&self, id: &Arc<str>) -> String {
        self.department(&DepartmentId::from(Arc::clone(id))).to_owned()
    }
}

/// What an event is called in cases of a type; `None` if nothing marks it.
pub(super) fn event(pack: &Pack, case_type: &CaseType, id: &str, language: &Language) -> Option<String> {
    Some(match pack.marked_by(case_type, id)? {
        MarkedBy::Named(name) => name.in_language(language).to_owned(),
        MarkedBy::Opening => say(language, "event-opening", &[]),
        MarkedBy::EndOf(case) => say(language, "event-end-of", &[("case", case.in_language(language).into())]),
        MarkedBy::RetentionOver => say(language, "event-retention-over", &[]),
        MarkedBy::MergedAway => say(language, "event-merged-away", &[]),
    })
}

/// Clauses with what they say.
pub(super) fn cited(pack: &Pack, ids: &[ClauseId], language: &Language) -> Vec<Cited> {
    let says = |id: &ClauseId| {
        let clause = pack.clauses.get(id).map(|clause| &clause.says);
        clause.or_else(|| pack.unspecified.get(id).map(|gap| &gap.says))
    };
    ids.iter()
        .map(|id| Cited {
            id: id.to_string(),
            says: says(id)
                .map(|says| says.in_language(language).to_owned())
                .unwrap_or_default(),
        })
        .collect()
}

/// The first line of a text, for a list or a heading; what is cut off leaves a sign.
pub(super) fn one_line(text: &str, most: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= most {
        return line.to_owned();
    }
    let mut cut: String = line.chars().take(most - 1).collect();
    // Not in the middle of a word, where there are words.
    if !line[cut.len()..].starts_with(' ')
        && let Some((words, last)) = cut.rsplit_once(' ')
        && last.chars().count() < most / 2
    {
        cut.truncate(words.len());
    }
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn a_line_is_cut_between_words_and_says_so() {
        for (text, told) in [
            ("short", "short"),
            ("nobody answered the bell at night", "nobody answered the…"),
            (
                "夜里按铃一直没有人来也没有人接电话值班室没有人",
                "夜里按铃一直没有人来也没有人接电话值班…",
            ),
            ("first\nsecond", "first"),
            ("", ""),
        ] {
            assert_eq!(one_line(text, 20), told);
        }
    }
}
