//! What the changes of one file need to know of the others.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use crate::pack::draft::whole;
use crate::pack::load::Sources;
use crate::yaml::Document;

/// Of a pack as it is written.
#[derive(Default)]
pub(super) struct Surroundings {
    /// In the order of the organization.
    pub roles: Vec<String>,
    /// Whether some department lies within another: otherwise nobody sees anything below.
    pub has_tree: bool,
    /// What registers show: only there it matters what is personal.
    pub shown: BTreeSet<String>,
    /// Shared fields that forms use, each with what every form says over it.
    pub used: BTreeMap<String, BTreeSet<String>>,
}

impl Surroundings {
    pub fn of(files: &[(String, Document)], sources: &Sources) -> Self {
        let mut around = Self::default();
        for (name, document) in files {
            match name.as_str() {
                "organization" => {
                    let beneath = whole(document, sources).map(|(whole, _)| whole);
                    let value = beneath.map_or_else(|| document.value.clone(), |whole| whole.value);
                    around.roles = keys(&value, "roles");
                    let departments = entries(&value, "departments");
                    around.has_tree = departments.iter().any(|department| department.get("within").is_some());
                }
                "statistics" => {
                    for register in entries(&document.value, "registers") {
                        let columns = entries(register, "columns");
                        let shown = columns.iter().filter_map(|column| column.get("is")?.as_str());
                        around.shown.extend(shown.map(|name| name.trim().to_owned()));
                    }
                }
                _ => uses(&document.value, &mut around.used),
            }
        }
        around
    }

    /// A role that is not among `named`: the one after the last of them, so that different places get different ones.
    pub fn another_role(&self, named: &[&str]) -> Option<&str> {
        let last = named
            .last()
            .and_then(|last| self.roles.iter().position(|role| role == last));
        let after = last.map_or(0, |last| last + 1);
        let roles = self.roles.iter().cycle().skip(after).take(self.roles.len());
        roles.map(String::as_str).find(|role| !named.contains(role))
    }

    pub fn is_role(&self, name: &str) -> bool {
        self.roles.iter().any(|role| role == name)
    }
}

fn keys(value: &Json, key: &str) -> Vec<String> {
    let map = value.get(key).and_then(Json::as_object);
    map.into_iter().flat_map(Map::keys).cloned().collect()
}

fn entries<'a>(value: &'a Json, key: &str) -> Vec<&'a Json> {
    let map = value.get(key).and_then(Json::as_object);
    map.into_iter().flat_map(Map::values).collect()
}

fn uses(value: &Json, used: &mut BTreeMap<String, BTreeSet<String>>) {
    match value {
        Json::Array(items) => items.iter().for_each(|item| uses(item, used)),
        Json::Object(map) => {
            if let Some(shared) = map.get("use").and_then(Json::as_str) {
                let said: BTreeSet<String> = map.keys().cloned().collect();
                let always = used.entry(shared.to_owned()).or_insert_with(|| said.clone());
                always.retain(|key| said.contains(key));
            }
            map.values().for_each(|inner| uses(inner, used));
        }
        _ => {}
    }
}
