//! The pack's names and values as people say them: labels instead of ids, local times instead of instants.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::calendar::words;
use crate::case::{Addressee, Document, document};
use crate::form::{Field, describe};
use crate::locale::{Language, Text, say};
use crate::pack::id::*;
use crate::pack::{Action, CaseType, DecisionRule, Pack};
use crate::value::Value;

use super::page::local;

/// Speaks of one case type in one language.
#[derive(Clone, Copy)]
pub(super) struct Speech<'a> {
    pub pack: &'a Pack,
    pub case_type: &'a CaseType,
    pub language: &'a Language,
}

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

    pub fn task(&self, id: &'a TaskId) -> &'a str {
        self.case_type
            .tasks
            .get(id)
            .map_or(id.as_str(), |task| self.text(&task.name))
    }

    pub fn action(&self, id: &'a ActionId) -> &'a str {
        self.case_type
            .actions
            .get(id)
            .map_or(id.as_str(), |action| self.text(&action.name))
    }

    pub fn deadline(&self, id: &'a DeadlineId) -> &'a str {
        self.case_type
            .deadlines
            .get(id)
            .map_or(id.as_str(), |deadline| self.text(&deadline.name))
    }

    pub fn document(&self, id: &'a DocumentId) -> &'a str {
        self.case_type
            .documents
            .get(id)
            .map_or(id.as_str(), |document| self.text(&document.name))
    }

    /// A print, with whom or what it is for where there is one for each.
    pub fn printed(&self, document: &Document) -> String {
        let name = self.document(&document.document);
        match document::addressed(self.pack, self.case_type, document, self.language) {
            Some(each) => format!("{name} · {each}"),
            None => name.to_owned(),
        }
    }

    pub fn notice(&self, id: &'a NoticeId) -> &'a str {
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
        }
    }

    /// An event has no name of its own: it is called after what marks it.
    pub fn event(&self, id: &'a EventId) -> &'a str {
        let marks = |action: &&Action| action.marks.iter().any(|mark| mark.event == *id);
        let by_action = self.case_type.actions.values().find(marks).map(|action| &action.name);
        let by_task = || {
            let task = self
                .case_type
                .tasks
                .values()
                .find(|task| task.marks.iter().any(|mark| mark.event == *id));
            task.map(|task| &task.name)
        };
        by_action.or_else(by_task).map_or(id.as_str(), |name| self.text(name))
    }

    pub fn clauses(&self, ids: &[ClauseId]) -> Vec<Cited> {
        cited(self.pack, ids, self.language)
    }

    pub fn field(&self, id: &str) -> Option<&'a Field> {
        self.case_type.forms.values().find_map(|form| form.field(id))
    }

    /// What a name of an expression stands for.
    pub fn name(&self, name: &str) -> String {
        let name = name.strip_prefix("form.").unwrap_or(name);
        if let Some(field) = self.field(name) {
            return self.text(&field.label).to_owned();
        }
        if let Some(decision) = self.case_type.decisions.get(name) {
            return self.text(&decision.name).to_owned();
        }
        if let Some(setting) = name.strip_prefix("settings.").and_then(|id| self.pack.settings.get(id)) {
            let own = setting.name.as_ref().map(|name| self.text(name));
            return own.unwrap_or(name).to_owned();
        }
        if let Some(counter) = name
            .strip_prefix("counters.")
            .and_then(|id| self.case_type.counters.get(id))
        {
            return self.text(&counter.name).to_owned();
        }
        match name {
            "now" => self.say("name-now"),
            "case.stage" => self.say("name-stage"),
            "case.department" => self.say("name-department"),
            "case.round" => self.say("name-round"),
            "case.opened_at" => self.say("name-opened-at"),
            other => other.to_owned(),
        }
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
            _ => self.answer(value, None),
        }
    }

    /// An answer as people read it.
    pub fn answer(&self, value: &Value, field: Option<&Field>) -> String {
        match value {
            Value::Period(period) => words::period(period, self.language),
            value => describe(value, field, self.language, self.pack.zone, &self.pack.currency),
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

/// Clauses with what they say.
pub(super) fn cited(pack: &Pack, ids: &[ClauseId], language: &Language) -> Vec<Cited> {
    let says = |id: &ClauseId| pack.clauses.get(id).or_else(|| pack.unspecified.get(id));
    ids.iter()
        .map(|id| Cited {
            id: id.to_string(),
            says: says(id)
                .map(|clause| clause.says.in_language(language).to_owned())
                .unwrap_or_default(),
        })
        .collect()
}

/// A name with all but its first character hidden: `张*`, `L***`.
pub(super) fn masked(name: &str) -> String {
    let mut letters = name.trim().chars();
    match letters.next() {
        Some(first) => {
            let rest = letters.count().clamp(1, 3);
            std::iter::once(first).chain(std::iter::repeat_n('*', rest)).collect()
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_name_keeps_its_first_character_and_not_its_length() {
        assert_eq!(masked("张三"), "张*");
        assert_eq!(masked("欧阳大山"), "欧***");
        assert_eq!(masked("Lin Xiaomei"), "L***");
        assert_eq!(masked("李"), "李*");
        assert_eq!(masked(" "), "");
    }
}
