//! The YAML as a tree in which every node and key knows its bytes.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use serde_yaml::{Location, Spanned};

use super::{Spans, pointer};

pub(super) enum Node {
    Leaf(Value),
    List(Vec<Spanned<Node>>),
    Mapping(Vec<(Spanned<String>, Spanned<Node>)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("any YAML")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Leaf(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Leaf(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Leaf(value.into()))
    }

    fn visit_i128<E: Error>(self, _value: i128) -> Result<Node, E> {
        Err(E::custom("this number is too large; put it in quotes if it is a text"))
    }

    fn visit_u128<E: Error>(self, _value: u128) -> Result<Node, E> {
        Err(E::custom("this number is too large; put it in quotes if it is a text"))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Leaf(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Leaf(value.into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Leaf(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Leaf(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Leaf(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut mapping = Vec::new();
        while let Some(key) = entries.next_key()? {
            mapping.push((key, entries.next_value()?));
        }
        Ok(Node::Mapping(mapping))
    }
}

/// The bytes of a place the reader reports. A list or mapping has only a beginning.
pub(super) fn bytes(location: &Location) -> Range<usize> {
    let span = location.span();
    let start = span.byte_offset().unwrap_or(0) as usize;
    start..start + span.byte_len().unwrap_or(0) as usize
}

/// The plain value of `node`; where its parts stand goes into `spans`.
pub(super) fn lower(node: Spanned<Node>, at: String, spans: &mut Spans) -> Value {
    let mut range = bytes(&node.referenced);
    let value = match node.value {
        Node::Leaf(value) => value,
        Node::List(items) => {
            let items = items.into_iter().enumerate();
            let list = items
                .map(|(index, item)| lower(item, pointer(&at, index), spans))
                .collect();
            range.end = range.end.max(range.start + 1);
            Value::Array(list)
        }
        Node::Mapping(entries) => {
            let mut object = Map::new();
            for (key, value) in entries {
                let at = pointer(&at, &key.value);
                let key_range = bytes(&key.referenced);
                // A mapping without braces begins with its first key; show all of that.
                if key_range.start == range.start {
                    range.end = key_range.end;
                }
                spans.keys.insert(at.clone(), key_range);
                let value = lower(value, at, spans);
                object.insert(key.value, value);
            }
            range.end = range.end.max(range.start + 1);
            Value::Object(object)
        }
    };
    spans.values.insert(at, range);
    value
}
