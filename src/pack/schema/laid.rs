//! What a file that starts from shared parts may leave to them.
//!
//! Its mappings are laid over those of the parts, entry by entry, so at any depth a key that is needed may stand there, and an entry
//! that is nothing (`~`) takes one out. A list counts whole: what stands in it must be whole. A file that starts from nothing must
//! say everything itself.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// The key by which a file names the parts it starts from.
const STARTS_FROM: &str = "extends";

/// The schema as it is published: of files that cannot start from anything it stays as it is.
pub fn published(schema: &Value) -> Value {
    let Some(whole) = schema.as_object().filter(|whole| may_start_from_parts(whole)) else {
        return schema.clone();
    };
    let no_shapes = Map::new();
    let shapes = whole.get("$defs").and_then(Value::as_object).unwrap_or(&no_shapes);
    let partial = Partial {
        shapes: with_mappings(shapes),
    };
    let is_about_the_file = |key: &str| matches!(key, "$schema" | "title" | "description" | "$defs");
    let (mut about, said): (Map<_, _>, Map<_, _>) =
        whole.clone().into_iter().partition(|(key, _)| is_about_the_file(key));
    let laid = partial.of(&Value::Object(said.clone()));
    about.insert("if".to_owned(), json!({"type": "object", "required": [STARTS_FROM]}));
    about.insert("then".to_owned(), laid);
    about.insert("else".to_owned(), Value::Object(said));
    let mut all = shapes.clone();
    for name in &partial.shapes {
        if let Some(shape) = shapes.get(name) {
            all.insert(named(name), partial.of(shape));
        }
    }
    about.insert("$defs".to_owned(), Value::Object(all));
    Value::Object(about)
}

fn may_start_from_parts(whole: &Map<String, Value>) -> bool {
    whole
        .get("properties")
        .is_some_and(|keys| keys.get(STARTS_FROM).is_some())
}

fn named(shape: &str) -> String {
    format!("{shape}Over")
}

/// The shapes of which a part may be left out.
struct Partial {
    shapes: BTreeSet<String>,
}

impl Partial {
    /// What is left to ask of `schema` if it is laid over another.
    fn of(&self, schema: &Value) -> Value {
        let Value::Object(keys) = schema else {
            return schema.clone();
        };
        let mut laid = Map::new();
        for (key, value) in keys {
            match (key.as_str(), value) {
                ("required", _) => {}
                ("properties", Value::Object(fields)) => {
                    let fields = fields.iter().map(|(field, value)| {
                        let value = if field == STARTS_FROM {
                            value.clone()
                        } else {
                            or_nothing(self.of(value))
                        };
                        (field.clone(), value)
                    });
                    laid.insert(key.clone(), Value::Object(fields.collect()));
                }
                ("additionalProperties", Value::Object(_)) => {
                    laid.insert(key.clone(), or_nothing(self.of(value)));
                }
                // Half of it may fit several of which the whole fits one.
                ("anyOf" | "oneOf", Value::Array(variants)) => {
                    let variants = variants.iter().map(|variant| self.of(variant));
                    laid.insert("anyOf".to_owned(), variants.collect());
                }
                ("$ref", Value::String(target)) => {
                    laid.insert(key.clone(), json!(self.target(target)));
                }
                _ => drop(laid.insert(key.clone(), value.clone())),
            }
        }
        Value::Object(laid)
    }

    fn target(&self, target: &str) -> String {
        match target.rsplit_once('/') {
            Some((path, name)) if self.shapes.contains(name) => format!("{path}/{}", named(name)),
            _ => target.to_owned(),
        }
    }
}

/// The same, or an entry that takes the one beneath out.
fn or_nothing(schema: Value) -> Value {
    let mut outer = Map::new();
    let Value::Object(mut inner) = schema else {
        return schema;
    };
    if let Some(text) = inner.shift_remove("description") {
        outer.insert("description".to_owned(), text);
    }
    outer.insert("anyOf".to_owned(), json!([inner, {"type": "null"}]));
    Value::Object(outer)
}

/// The shapes that are mappings or may be one.
fn with_mappings(shapes: &Map<String, Value>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    loop {
        let more: Vec<String> = shapes
            .iter()
            .filter(|(name, shape)| !found.contains(*name) && has_mapping(shape, &found))
            .map(|(name, _)| name.clone())
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

fn has_mapping(shape: &Value, known: &BTreeSet<String>) -> bool {
    let variants = ["anyOf", "oneOf"].iter().filter_map(|key| shape.get(key)?.as_array());
    shape.get("properties").is_some()
        || shape.get("additionalProperties").is_some_and(Value::is_object)
        || variants.flatten().any(|variant| has_mapping(variant, known))
        || shape
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|target| target.rsplit_once('/'))
            .is_some_and(|(_, name)| known.contains(name))
}
