//! Where something is decided: rules, guards, deadlines, thresholds, routes and settings.

use serde_json::{Map, Value as Json};

use super::change::{longer, moved_on, thresholds};
use super::walk::Walk;
use crate::yaml::pointer;

/// Lists whose items, and mappings whose entries, each decide something.
const COLLECTIONS: &[&str] = &[
    "rules",
    "rows",
    "map",
    "needs",
    "checks",
    "does",
    "missed",
    "due",
    "warn",
    "to",
    "within",
    "at",
    "marks",
    "cancelled_by",
    "until",
    "paused_in",
    "excluded",
    "only",
    "asks",
];
/// Collections of names: one name may stand there without a list.
const NAMES: &[&str] = &["marks", "until", "only", "asks"];
/// Collections of this list that are such only as lists: as a text they are looked at below.
const BRANCHES: &[&str] = &["to", "within", "at"];
/// Parts that can be left out, and change what is decided if they are.
const PARTS: &[&str] = &[
    "when",
    "where",
    "to",
    "warn",
    "extend",
    "earlier",
    "further",
    "cancelled_by",
    "paused_in",
    "department",
    "role",
    "confidential",
    "view_log",
    "retention",
];
/// Conditions and other expressions.
const EXPRESSIONS: &[&str] = &[
    "when", "where", "that", "gives", "required", "visible", "computed", "at",
];
const PERIODS: &[&str] = &["within", "up_to", "warn", "keep"];
/// What cases that are opened by rules or merged do to each other: answers one by one, the event as a whole.
const OTHERS: [(&str, &str); 5] = [
    ("/open_case", "answers"),
    ("/open_case", "each"),
    ("/open_case", "marks"),
    ("/merging", "sets"),
    ("/merging", "marks"),
];
/// Nothing in these decides: what is shown, printed, counted or cited.
const ASIDE: &[&str] = &[
    "name",
    "label",
    "help",
    "title",
    "text",
    "else",
    "clause",
    "guidance",
    "notices",
    "documents",
    "values",
    "options",
    "subject",
    "complainant",
    "by",
    "says",
];

impl Walk<'_> {
    /// A whole deadline, a whole schedule, a whole level: whatever would then never be due or urgent. And the time of a task, without
    /// which it never is late, and whose it is.
    pub(super) fn wholes(&mut self, top: &Map<String, Json>) {
        for key in ["deadlines", "schedules", "priority"] {
            for id in top.get(key).and_then(Json::as_object).into_iter().flat_map(Map::keys) {
                self.remove(&pointer(&pointer("", key), id));
            }
        }
        for (id, task) in top.get("tasks").and_then(Json::as_object).into_iter().flatten() {
            let at = pointer("/tasks", id);
            let times = ["within", "at", "person"]
                .into_iter()
                .filter(|key| task.get(*key).is_some());
            times.for_each(|key| self.remove(&pointer(&at, key)));
        }
    }

    pub(super) fn settings(&mut self, top: &Map<String, Json>) {
        for (id, setting) in top.get("settings").and_then(Json::as_object).into_iter().flatten() {
            self.setting(&pointer("/settings", id), setting);
        }
    }

    /// A number, period or time plan that the policy or the organization sets.
    fn setting(&mut self, at: &str, setting: &Json) {
        let kind = setting.get("type").and_then(Json::as_str);
        let at_value = pointer(at, "value");
        if kind == Some("cron") {
            self.recurrence(&at_value, setting.get("value"));
        }
        let instead = match (kind, setting.get("value")) {
            (Some("yes_no"), Some(Json::Bool(value))) => Some(Json::Bool(!value)),
            (_, Some(Json::Number(value))) => value.as_i64().map(|value| Json::from(value.saturating_add(1))),
            (Some("period"), Some(Json::String(value))) => longer(value).map(Json::String),
            _ => None,
        };
        if let Some(instead) = instead {
            self.replace(&at_value, instead);
        }
    }

    /// Fields that forms share, where one uses them without saying something else.
    pub(super) fn shared_fields(&mut self, top: &Map<String, Json>) {
        for (id, field) in top.get("fields").and_then(Json::as_object).into_iter().flatten() {
            if let (Some(always), Some(field)) = (self.around.used.get(id), field.as_object()) {
                let at = pointer("/fields", id);
                let counts = field.iter().filter(|(key, _)| !always.contains(*key));
                let counts: Map<String, Json> = counts.map(|(key, said)| (key.clone(), said.clone())).collect();
                self.personal(&at, id, &counts);
                self.mapping(&at, &counts);
            }
        }
    }

    /// What is personal is masked in registers, and a case is kept from whom it is about.
    fn personal(&mut self, at: &str, id: &str, field: &Map<String, Json>) {
        if field.get("personal").and_then(Json::as_bool) == Some(true) && self.around.shown.contains(id) {
            self.remove(&pointer(at, "personal"));
        }
        if field.get("concerned").and_then(Json::as_bool) == Some(true) {
            self.remove(&pointer(at, "concerned"));
        }
    }

    /// How often, how far and with what word to the complainant a time limit may be moved.
    fn extension(&mut self, at: &str, extension: &Map<String, Json>) {
        match extension.get("times").map(Json::as_u64) {
            Some(Some(times)) => self.replace(&pointer(at, "times"), Json::from(times + 1)),
            Some(None) => {}
            None => self.insert(at, "times", Json::from(2)),
        }
        if extension.contains_key("up_to") {
            self.remove(&pointer(at, "up_to"));
        }
        if extension.get("notice").and_then(Json::as_bool) == Some(true) {
            self.remove(&pointer(at, "notice"));
        }
    }

    pub(super) fn mapping(&mut self, at: &str, mapping: &Map<String, Json>) {
        for (key, value) in mapping {
            let here = pointer(at, key);
            match (key.as_str(), value) {
                ("by", by) => self.permission(&here, by),
                ("tells" | "remind" | "asks", roles) => self.told(&here, roles),
                ("extend", Json::Object(extension)) => self.extension(&here, extension),
                ("extend", Json::Array(steps)) => {
                    for (index, step) in steps.iter().enumerate() {
                        if let Some(step) = step.as_object() {
                            self.extension(&pointer(&here, index), step);
                        }
                    }
                }
                _ => {}
            }
        }
        if let Some(id) = mapping.get("id").or(mapping.get("use")).and_then(Json::as_str) {
            self.personal(at, id, mapping);
        }
        for (key, value) in mapping.iter().filter(|(key, _)| !ASIDE.contains(&key.as_str())) {
            let here = pointer(at, key);
            let key = key.as_str();
            let is_branches =
                !BRANCHES.contains(&key) || value.as_array().is_some_and(|items| items.iter().any(Json::is_object));
            if PARTS.contains(&key) && !(key == "to" && value.is_array()) {
                self.remove(&here);
            }
            if let (Json::String(text), true) = (value, EXPRESSIONS.contains(&key)) {
                for instead in thresholds(text) {
                    self.replace(&here, Json::String(instead));
                }
            }
            if let (Json::String(text), true) = (value, PERIODS.contains(&key)) {
                self.period(&here, text);
            }
            let is_of_others = OTHERS.iter().any(|(of, part)| at.ends_with(of) && key == *part);
            if value.is_string() && NAMES.contains(&key) && !is_of_others {
                self.take_out(&here);
            }
            if is_of_others {
                match value {
                    Json::Object(answers) => answers.keys().for_each(|id| self.remove(&pointer(&here, id))),
                    _ => self.remove(&here),
                }
            }
            match value {
                Json::Array(items) => {
                    // A list of one that has been taken away as a whole.
                    let is_removed = items.len() == 1 && PARTS.contains(&key) && key != "to";
                    for (index, item) in items.iter().enumerate() {
                        let here = pointer(&here, index);
                        // A deadline is extended in one way, or in a list of steps.
                        if !is_removed && (key == "extend" || (COLLECTIONS.contains(&key) && is_branches)) {
                            self.remove(&here);
                        }
                        if let (Json::String(text), "warn") = (item, key) {
                            self.period(&here, text);
                        }
                        self.item(&here, key, item);
                    }
                }
                Json::Object(inner) => {
                    if COLLECTIONS.contains(&key) {
                        inner.keys().for_each(|id| self.remove(&pointer(&here, id)));
                    }
                    self.mapping(&here, inner);
                }
                _ => {}
            }
        }
    }

    fn item(&mut self, at: &str, list: &str, item: &Json) {
        let Some(inner) = item.as_object() else { return };
        if list == "within"
            && let Some(Json::String(text)) = inner.get("is")
        {
            self.period(&pointer(at, "is"), text);
        }
        if let ("rows", Some(cells)) = (list, inner.get("match").and_then(Json::as_object)) {
            for (name, cell) in cells {
                for instead in cell.as_str().map(thresholds).unwrap_or_default() {
                    self.replace(&pointer(&pointer(at, "match"), name), Json::String(instead));
                }
            }
        }
        self.mapping(at, inner);
    }

    fn period(&mut self, at: &str, text: &str) {
        for instead in [longer(text), moved_on(text)].into_iter().flatten() {
            self.replace(at, Json::String(instead));
        }
    }
}
