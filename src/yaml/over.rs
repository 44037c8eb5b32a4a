//! Laying one document over another, so that what is said alike is written once.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::{Document, pointer};

impl Document {
    /// This document over `base`: mappings entry by entry, however deep; a list or a plain value counts whole. An entry that is
    /// nothing here (`~`) takes that of `base` out. Entries that only `base` has come first, in its order; then those of this
    /// document in its own. `except` are keys of the whole document that are not taken over.
    ///
    /// Everything keeps the place it was written in.
    pub fn over(mut self, base: &Document, except: &[&str]) -> Self {
        let Value::Object(beneath) = &base.value else {
            return self;
        };
        let beneath = beneath
            .iter()
            .filter(|(key, _)| !except.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        if let Value::Object(own) = std::mem::take(&mut self.value) {
            self.value = Value::Object(self.laid(own, &beneath, "", base));
        }
        self
    }

    fn laid(
        &mut self,
        own: Map<String, Value>,
        beneath: &Map<String, Value>,
        at: &str,
        base: &Document,
    ) -> Map<String, Value> {
        let mut whole = Map::new();
        for (key, inherited) in beneath.iter().filter(|(key, _)| !own.contains_key(*key)) {
            self.adopt(&pointer(at, key), base);
            whole.insert(key.clone(), inherited.clone());
        }
        for (key, own) in own {
            let value = match (own, beneath.get(&key)) {
                (Value::Null, Some(_)) => continue,
                (Value::Object(own), Some(Value::Object(inherited))) => {
                    Value::Object(self.laid(own, inherited, &pointer(at, &key), base))
                }
                (own, _) => own,
            };
            whole.insert(key, value);
        }
        whole
    }

    /// Takes over where everything from `at` on stands.
    fn adopt(&mut self, at: &str, base: &Document) {
        let below = format!("{at}/");
        let is_part = |pointer: &str| pointer == at || pointer.starts_with(&below);
        for (pointer, range) in base.spans.keys.iter().filter(|(pointer, _)| is_part(pointer)) {
            self.spans.keys.insert(pointer.clone(), range.clone());
        }
        for (pointer, range) in base.spans.values.iter().filter(|(pointer, _)| is_part(pointer)) {
            self.spans.values.insert(pointer.clone(), range.clone());
            let file = base.inherited.get(pointer).unwrap_or(&base.file);
            self.inherited.insert(pointer.clone(), Arc::clone(file));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{read, source};
    use super::*;

    fn document(path: &str, text: &str) -> Document {
        read(&source(path, text.as_bytes()).expect("text")).expect("YAML")
    }

    #[test]
    fn mappings_join_and_the_rest_counts_whole() {
        let base = document(
            "base.yaml",
            "a: { x: 1, y: [1, 2], z: gone }\nb: kept\nc: gone\nid: base\n",
        );
        let own = document("own.yaml", "id: own\nc: ~\na: { y: [3], z: ~, w: new }\nd: 4\n");
        let whole = own.over(&base, &["id"]);
        assert_eq!(
            whole.value,
            serde_json::json!({ "a": { "x": 1, "y": [3], "w": "new" }, "b": "kept", "id": "own", "d": 4 })
        );
        let order: Vec<&String> = whole.value.as_object().expect("a mapping").keys().collect();
        assert_eq!(order, ["b", "id", "a", "d"]);
    }

    #[test]
    fn everything_keeps_the_place_it_was_written_in() {
        let first = document("first.yaml", "a:\n  deep: { x: 1 }\n");
        let base = document("base.yaml", "a:\n  y: 'two words'\n").over(&first, &[]);
        let whole = document("own.yaml", "a:\n  z: 3\n").over(&base, &[]);
        let place = |pointer: &str| {
            let place = whole.place(pointer);
            format!("{}:{}", place.file.path, place.start().line)
        };
        assert_eq!(place("/a/deep/x"), "first.yaml:2");
        assert_eq!(place("/a/y"), "base.yaml:2");
        assert_eq!(place("/a/z"), "own.yaml:2");
        assert_eq!(place("/a"), "own.yaml:2");
        let words = whole.place_within("/a/y", 4..9);
        assert_eq!(&words.file.text[words.bytes], "words");
        assert_eq!(whole.key_place("/a/deep/x").file.path, "first.yaml");
        assert_eq!(whole.key_place("/a/deep/missing").file.path, "first.yaml");
    }
}
