//! A pack with one place changed, and what of the policy stands there.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::pack::id::ClauseId;
use crate::yaml::{Document, pointer};

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
    /// The part it is in, as `clauses.yaml` names parts, the case type always before it: `complaint/action close`. A field is also part
    /// of its form.
    pub parts: Vec<String>,
    /// The whole file after the change.
    pub(super) text: String,
}

/// `/actions/close/needs/0` → `actions close needs 1`.
pub(super) fn words(at: &str) -> String {
    let steps = at.split('/').skip(1).map(|step| match step.parse::<usize>() {
        Ok(index) => (index + 1).to_string(),
        Err(_) => step.to_owned(),
    });
    steps.collect::<Vec<_>>().join(" ")
}

/// What the place cites, or the nearest part around it that cites any.
pub(super) fn clauses(document: &Document, at: &str) -> Vec<ClauseId> {
    let mut at = at;
    loop {
        match document.get(&pointer(at, "clause")) {
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

/// The parts that a place of the file called `name` is in.
pub(super) fn parts(document: &Document, name: &str, at: &str) -> Vec<String> {
    let steps: Vec<&str> = at.split('/').skip(1).collect();
    let of_case = |part: String| vec![format!("{name}/{part}")];
    match (name, steps.as_slice()) {
        ("organization", [kind, id, ..]) => match *kind {
            "roles" | "departments" | "settings" | "channels" => vec![format!("{} {id}", kind.trim_end_matches('s'))],
            _ => Vec::new(),
        },
        ("schedules", ["schedules", id, ..]) => vec![format!("schedule {id}")],
        ("statistics", ["registers", id, ..]) => vec![format!("register {id}")],
        ("statistics", ["reports", id, ..]) => vec![format!("report {id}")],
        (_, ["fields" | "sections", ..]) => {
            let path = field(document, &steps);
            let form = vec![format!("form {name}")];
            let fields = (1..=path.len()).map(|length| format!("field {name}.{}", path[..length].join(".")));
            form.into_iter().chain(fields).collect()
        }
        (_, ["opens", ..]) => of_case("opening".to_owned()),
        (_, ["merging", ..]) => of_case("merging".to_owned()),
        (_, ["priority", id, ..]) => of_case(format!("priority {id}")),
        (_, [kind, id, ..]) => {
            let part = format!("{} {id}", kind.trim_end_matches('s'));
            let extension = steps.get(2).filter(|key| **key == "extend");
            let extension = extension.map(|_| format!("{name}/extension {id}"));
            of_case(part).into_iter().chain(extension).collect()
        }
        _ => Vec::new(),
    }
}

/// The ids of the fields on the way to a place of a form.
fn field(document: &Document, steps: &[&str]) -> Vec<String> {
    let mut at = String::new();
    let mut ids = Vec::new();
    let mut is_index = false;
    for step in steps {
        at = format!("{at}/{step}");
        if is_index {
            let name = |key| document.get(&pointer(&at, key)).and_then(Json::as_str);
            ids.extend(name("id").or(name("use")).map(str::to_owned));
        }
        is_index = *step == "fields";
    }
    ids
}

/// Those that leave the same file behind are one: the first of them.
pub(super) fn distinct(mutants: Vec<Mutant>) -> Vec<Mutant> {
    let mut seen = BTreeSet::new();
    let mut is_new = |mutant: &Mutant| seen.insert((mutant.file.clone(), mutant.text.clone()));
    mutants.into_iter().filter(|mutant| is_new(mutant)).collect()
}
