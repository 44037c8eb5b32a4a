//! Changing one place of a file after the other.

use std::sync::Arc;

use serde_json::Value as Json;

use super::mutant::{Mutant, clauses, parts, words};
use super::surroundings::Surroundings;
use crate::yaml::Document;

/// One file, as it is written.
pub(super) struct Walk<'a> {
    pub document: Arc<Document>,
    /// What kind of file it is; of a shared part, what it is part of.
    pub names: Vec<String>,
    pub around: &'a Surroundings,
    /// Of a shared part: the documents that start from it.
    pub wholes: Vec<Arc<Document>>,
    pub found: Vec<Mutant>,
}

impl Walk<'_> {
    pub fn remove(&mut self, at: &str) {
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

    /// Takes away the only one of what may be a list.
    pub fn take_out(&mut self, at: &str) {
        let mut value = self.document.value.clone();
        if let Some(place) = value.pointer_mut(at) {
            *place = Json::Array(Vec::new());
            self.push(at, "removed".to_owned(), &value);
        }
    }

    pub fn replace(&mut self, at: &str, instead: Json) {
        let mut value = self.document.value.clone();
        let told = instead.as_str().map_or_else(|| instead.to_string(), str::to_owned);
        match value.pointer_mut(at) {
            Some(place) => *place = instead,
            None => return,
        }
        self.push(at, format!("now `{told}`"), &value);
    }

    /// Says under `key` what the mapping at `at` has not said.
    pub fn insert(&mut self, at: &str, key: &str, said: Json) {
        let mut value = self.document.value.clone();
        let Some(Json::Object(fields)) = value.pointer_mut(at) else {
            return;
        };
        let change = format!("now `{key}: {said}`");
        fields.insert(key.to_owned(), said);
        self.push(at, change, &value);
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
            clauses: clauses(&self.document, at),
            parts: self
                .names
                .iter()
                .flat_map(|name| parts(&self.document, name, at))
                .collect(),
            // JSON is YAML.
            text: value.to_string(),
        });
    }
}
