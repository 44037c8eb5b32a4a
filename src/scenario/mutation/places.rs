//! Where a pack can be changed.
//!
//! The walk goes over the files as written and knows only the keys of the pack language that decide something. Texts for people,
//! forms to fill in, registers and reports are left alone: what they say is not proved by running a case.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::change::{longer, moved_on, thresholds};
use crate::pack::draft::whole;
use crate::pack::id::{ClauseId, OrganizationId};
use crate::pack::load::Sources;
use crate::pack::raw::OWNER;
use crate::yaml::{self, Document, pointer};

/// A pack with one place changed.
#[derive(Clone, Debug)]
pub struct Mutant {
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// `actions close needs 1: removed`.
    pub what: String,
    /// What the changed place cites, or what it is part of.
    pub clauses: Vec<ClauseId>,
    /// The whole file after the change.
    pub(super) text: String,
}

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

/// Every place of the pack in `sources` at which something is decided, once for each way of changing it, in the order of the files.
pub fn mutants(organization: &OrganizationId, sources: &Sources) -> Vec<Mutant> {
    let own = [format!("rules/{organization}/"), format!("forms/{organization}/")];
    let mut mutants = Vec::new();
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    for (path, bytes) in sources.files() {
        let is_own = own.iter().any(|folder| path.starts_with(folder)) && !path.contains("/scenarios/");
        let name = Path::new(path)
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        if !is_own
            || !path.ends_with(".yaml")
            || matches!(name, "clauses" | "statistics")
            || path.contains("/calendars/")
        {
            continue;
        }
        let Ok(document) = yaml::source(path, bytes).and_then(|file| yaml::read(&file)) else {
            continue;
        };
        if let Some((whole, files)) = whole(&document, sources) {
            let whole = Arc::new(whole);
            for file in files {
                let part = parts.entry(file).or_default();
                part.name = name.to_owned();
                part.wholes.push(Arc::clone(&whole));
            }
        }
        walk(document, name, Vec::new(), &mut mutants);
    }
    // Parts that the pack starts from decide as its own files do, where nothing counts over them.
    for (path, part) in parts {
        let bytes = sources.get(&path).unwrap_or_default();
        if let Ok(document) = yaml::source(path, bytes).and_then(|file| yaml::read(&file)) {
            walk(document, &part.name, part.wholes, &mut mutants);
        }
    }
    mutants
}

/// A shared part, and what starts from it.
#[derive(Default)]
struct Part {
    /// Of the file that starts from it: what kind of file it is part of.
    name: String,
    wholes: Vec<Arc<Document>>,
}

fn walk(document: Document, name: &str, wholes: Vec<Arc<Document>>, mutants: &mut Vec<Mutant>) {
    let mut walk = Walk {
        document: Arc::new(document),
        wholes,
        found: Vec::new(),
    };
    walk.file(name);
    mutants.append(&mut walk.found);
}

struct Walk {
    document: Arc<Document>,
    /// Of a shared part: the documents that start from it.
    wholes: Vec<Arc<Document>>,
    found: Vec<Mutant>,
}

impl Walk {
    fn file(&mut self, name: &str) {
        let document = Arc::clone(&self.document);
        let Some(top) = document.value.as_object() else { return };
        if name == "organization" {
            for (id, setting) in top.get("settings").and_then(Json::as_object).into_iter().flatten() {
                self.setting(&format!("/settings/{id}"), setting);
            }
            self.tree(top);
            return;
        }
        // A whole deadline, a whole schedule, a whole level: whatever would then never be due or urgent.
        for key in ["deadlines", "schedules", "priority"] {
            for id in top.get(key).and_then(Json::as_object).into_iter().flat_map(Map::keys) {
                self.remove(&pointer(&pointer("", key), id));
            }
        }
        // The time of a task, without which it never is late, and whose it is.
        for (id, task) in top.get("tasks").and_then(Json::as_object).into_iter().flatten() {
            let at = pointer("/tasks", id);
            let times = ["within", "at", "person"]
                .into_iter()
                .filter(|key| task.get(*key).is_some());
            times.for_each(|key| self.remove(&pointer(&at, key)));
        }
        for (id, notice) in top.get("notices").and_then(Json::as_object).into_iter().flatten() {
            self.recipient(&pointer(&pointer("/notices", id), "to"), notice.get("to"));
        }
        for key in ["actions", "tasks"] {
            for (id, part) in top.get(key).and_then(Json::as_object).into_iter().flatten() {
                self.permission(&pointer(&pointer(&pointer("", key), id), "by"), part.get("by"));
            }
        }
        self.mapping("", top);
    }

    /// Whom a notice finds by what the case says: told to somebody else, or to a whole role.
    fn recipient(&mut self, at: &str, to: Option<&Json>) {
        let says = |key: &str| to.and_then(|to| to.get(key)).is_some();
        let is_worked_out = says("person") || says("role_given_by") || to.and_then(Json::as_str) == Some(OWNER);
        if is_worked_out {
            self.replace(at, Json::from("complainant"));
        }
        if says("department") && (says("role") || says("role_given_by")) {
            self.remove(&pointer(at, "department"));
        }
    }

    /// Who may because the case says so: they may not, and if nobody else may, only the engine does.
    fn permission(&mut self, at: &str, by: Option<&Json>) {
        let depends = |actor: &Json| actor.as_str() == Some(OWNER) || actor.get("person").is_some();
        match by {
            Some(Json::Array(actors)) => {
                for (index, _) in actors.iter().enumerate().filter(|(_, actor)| depends(actor)) {
                    self.remove(&pointer(at, index));
                }
            }
            Some(actor) if depends(actor) => self.replace(at, Json::Array(Vec::new())),
            _ => {}
        }
    }

    /// Which department lies within which, what it is in charge of, and who sees what is below.
    fn tree(&mut self, top: &Map<String, Json>) {
        for (id, department) in top.get("departments").and_then(Json::as_object).into_iter().flatten() {
            let at = pointer("/departments", id);
            if department.get("within").is_some() {
                self.remove(&pointer(&at, "within"));
            }
            match department.get("areas") {
                Some(Json::Array(areas)) => {
                    let at = pointer(&at, "areas");
                    (0..areas.len()).for_each(|index| self.remove(&pointer(&at, index)));
                }
                Some(_) => self.remove(&pointer(&at, "areas")),
                None => {}
            }
        }
        for (id, role) in top.get("roles").and_then(Json::as_object).into_iter().flatten() {
            if role.get("sees_below").is_some() {
                self.remove(&pointer(&pointer("/roles", id), "sees_below"));
            }
        }
    }

    /// A number or period that the policy or the organization sets.
    fn setting(&mut self, at: &str, setting: &Json) {
        let kind = setting.get("type").and_then(Json::as_str);
        let at_value = pointer(at, "value");
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

    fn mapping(&mut self, at: &str, mapping: &Map<String, Json>) {
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
            if OTHERS.iter().any(|(of, part)| at.ends_with(of) && key == *part) {
                match value {
                    Json::Object(answers) => answers.keys().for_each(|id| self.remove(&pointer(&here, id))),
                    _ => self.remove(&here),
                }
            }
            match value {
                Json::Array(items) => {
                    for (index, item) in items.iter().enumerate() {
                        let here = pointer(&here, index);
                        // A deadline is extended in one way, or in a list of steps.
                        if key == "extend" || (COLLECTIONS.contains(&key) && is_branches) {
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

    fn remove(&mut self, at: &str) {
        let mut value = self.document.value.clone();
        let Some((parent, step)) = at.rsplit_once('/') else {
            return;
        };
        let step = step.replace("~1", "/").replace("~0", "~");
        match value.pointer_mut(parent) {
            Some(Json::Array(items)) => match step.parse::<usize>() {
                Ok(index) if index < items.len() => drop(items.remove(index)),
                _ => return,
            },
            Some(Json::Object(fields)) => drop(fields.shift_remove(&step)),
            _ => return,
        }
        self.push(at, "removed".to_owned(), &value);
    }

    fn replace(&mut self, at: &str, instead: Json) {
        let mut value = self.document.value.clone();
        let told = instead.as_str().map_or_else(|| instead.to_string(), str::to_owned);
        match value.pointer_mut(at) {
            Some(place) => *place = instead,
            None => return,
        }
        self.push(at, format!("now `{told}`"), &value);
    }

    fn push(&mut self, at: &str, change: String, value: &Json) {
        let file = &self.document.file.path;
        let counts = |whole: &Arc<Document>| whole.get(at).is_some() && &whole.place(at).file.path == file;
        if !self.wholes.is_empty() && !self.wholes.iter().any(counts) {
            return;
        }
        self.found.push(Mutant {
            file: self.document.file.path.clone(),
            line: self.document.key_place(at).start().line,
            what: format!("{}: {change}", words(at)),
            clauses: self.clauses(at),
            // JSON is YAML.
            text: value.to_string(),
        });
    }

    /// Of the place, or of the nearest part around it that cites any.
    fn clauses(&self, at: &str) -> Vec<ClauseId> {
        let mut at = at;
        loop {
            match self.document.get(&pointer(at, "clause")) {
                Some(Json::String(one)) => return vec![ClauseId::new(one)],
                Some(Json::Array(many)) => return many.iter().filter_map(Json::as_str).map(ClauseId::new).collect(),
                _ => {}
            }
            match at.rfind('/') {
                Some(end) => at = &at[..end],
                None => return Vec::new(),
            }
        }
    }
}

/// `/actions/close/needs/0` → `actions close needs 1`.
fn words(at: &str) -> String {
    let steps = at.split('/').skip(1).map(|step| match step.parse::<usize>() {
        Ok(index) => (index + 1).to_string(),
        Err(_) => step.to_owned(),
    });
    steps.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        let organization = OrganizationId::new("shop");
        let sources = Sources::from_files([("rules/shop/complaint.yaml", text)]);
        mutants(&organization, &sources)
            .into_iter()
            .map(|mutant| format!("{} {}", mutant.line, mutant.what))
            .collect()
    }

    #[test]
    fn rules_guards_deadlines_thresholds_and_routes_are_changed_and_texts_are_not() {
        let found = of("\
decisions:
  severity:
    name: { en: Severity of 3 }
    rules:
      - { when: loss >= 5, is: major }
deadlines:
  answer:
    from: received
    within: 3 working days
actions:
  close:
    at: [answered]
    to: closed
    needs:
      - that: answered(signature)
        else: 1 signature is missing
");
        assert_eq!(
            found,
            [
                "7 deadlines answer: removed",
                "5 decisions severity rules 1: removed",
                "5 decisions severity rules 1 when: removed",
                "5 decisions severity rules 1 when: now `loss > 5`",
                "5 decisions severity rules 1 when: now `loss >= 6`",
                "9 deadlines answer within: now `4 working days`",
                "13 actions close to: removed",
                "15 actions close needs 1: removed",
            ]
        );
    }

    #[test]
    fn a_mutant_is_the_file_with_one_change_and_cites_what_it_is_part_of() {
        let organization = OrganizationId::new("shop");
        let sources = Sources::from_files([(
            "rules/shop/complaint.yaml",
            "actions:\n  close:\n    clause: [A-1, A-2]\n    to: closed\n",
        )]);
        let [mutant] = mutants(&organization, &sources).try_into().expect("one change");
        assert_eq!(mutant.text, r#"{"actions":{"close":{"clause":["A-1","A-2"]}}}"#);
        assert_eq!(mutant.clauses, [ClauseId::new("A-1"), ClauseId::new("A-2")]);
    }
}
