//! A calendar file as it is written: YAML to typed values with their places, and findings where the shape is wrong.
//!
//! What the values mean is decided in `build`.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Location, Spanned};

use super::Name;
use crate::diagnostic::{Diagnostic, Place, SourceFile};

/// A value and the bytes of the file in which it stands.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) bytes: Range<usize>,
}

#[derive(Debug)]
pub(super) struct RawCalendar {
    pub(super) id: At<String>,
    pub(super) name: Option<Name>,
    pub(super) zone: At<String>,
    /// The place of the key `hours`, then each of its entries.
    pub(super) hours: At<Vec<RawHours>>,
    pub(super) years: Vec<(At<String>, RawYear)>,
    pub(super) every_year: Option<RawYear>,
}

/// Opening hours of some days of the week.
#[derive(Debug)]
pub(super) struct RawHours {
    pub(super) weekdays: At<String>,
    pub(super) hours: Vec<At<String>>,
}

#[derive(Debug, Default)]
pub(super) struct RawYear {
    pub(super) provisional: bool,
    pub(super) notice: Option<String>,
    pub(super) holidays: Vec<RawDays>,
    pub(super) workdays: Vec<RawDays>,
    pub(super) half_days: Vec<RawDays>,
}

/// Days that are the same in everything but their date.
#[derive(Debug)]
pub(super) struct RawDays {
    /// Each a date or `first..last`.
    pub(super) days: Vec<At<String>>,
    pub(super) name: Option<Name>,
    pub(super) notice: Option<String>,
    pub(super) hours: Option<Vec<At<String>>>,
    pub(super) bytes: Range<usize>,
}

/// What has been found so far in one file.
pub(super) struct Findings {
    file: Arc<SourceFile>,
    pub(super) found: Vec<Diagnostic>,
}

impl Findings {
    pub(super) fn new(file: Arc<SourceFile>) -> Self {
        Self {
            file,
            found: Vec::new(),
        }
    }

    pub(super) fn place(&self, bytes: &Range<usize>) -> Place {
        Place {
            file: Arc::clone(&self.file),
            bytes: bytes.clone(),
        }
    }

    pub(super) fn error(&self, code: &'static str, bytes: &Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(code, self.place(bytes), message)
    }

    pub(super) fn push(&mut self, finding: Diagnostic) {
        self.found.push(finding);
    }

    fn wrong_kind(&mut self, bytes: &Range<usize>, what: &str, expected: &str) {
        let finding = self.error("wrong-type", bytes, format!("`{what}` is not {expected}"));
        self.push(finding.label(format!("expected {expected}")));
    }
}

/// Reads the file's shape. `None` when too little is there to go on; the findings say why.
pub(super) fn read(file: &Arc<SourceFile>, findings: &mut Findings) -> Option<RawCalendar> {
    let options = serde_yaml::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        budget: serde_yaml::budget! { max_nodes: 50_000, max_depth: 16 },
    };
    let root: Spanned<Node> = match serde_yaml::from_str_with_options(&file.text, options) {
        Ok(root) => root,
        Err(error) => {
            let at = error.location().map_or(0..0, |location| bytes_of(&location));
            let end = at.end.min(file.text.len());
            let message = error
                .without_snippet()
                .render_with_formatter(&serde_yaml::UserMessageFormatter);
            let finding = findings.error("yaml-syntax", &(at.start.min(end)..end), first_line(&message));
            findings.push(finding);
            return None;
        }
    };
    calendar(&At::of(root), findings)
}

fn first_line(message: &str) -> String {
    // The place is shown by the finding itself.
    let line = message.lines().next().unwrap_or("this is not YAML");
    let line = line.strip_prefix("error: ").unwrap_or(line);
    line.split(" at line ")
        .next()
        .unwrap_or(line)
        .trim_end_matches(['.', ',', ':'])
        .to_owned()
}

fn calendar(root: &At<Node>, findings: &mut Findings) -> Option<RawCalendar> {
    let mut fields = Fields::of(root, "calendar", findings)?;
    let id = fields
        .required("calendar", findings)
        .and_then(|(_, node)| text(node, "calendar", findings));
    let name = fields.optional("name").and_then(|(_, node)| name(node, findings));
    let zone = fields
        .required("zone", findings)
        .and_then(|(_, node)| text(node, "zone", findings));
    let hours = fields.required("hours", findings).and_then(|(key, node)| {
        let entries = entries(node, "hours", findings)?;
        let hours = entries.iter().map(|(days, hours)| RawHours {
            weekdays: days.clone(),
            hours: texts(hours, &days.value, findings),
        });
        let value = hours.collect();
        Some(At {
            value,
            bytes: key.bytes.clone(),
        })
    });
    let years = fields
        .optional("years")
        .and_then(|(_, node)| entries(node, "years", findings))
        .unwrap_or_default();
    let years = years.iter().filter_map(|(key, node)| {
        let known = ["provisional", "notice", "holidays", "workdays", "half_days"];
        Some((key.clone(), year(node, &key.value, &known, findings)?))
    });
    let years = years.collect();
    let every_year = fields
        .optional("every_year")
        .and_then(|(_, node)| year(node, "every_year", &["notice", "holidays", "half_days"], findings));
    fields.finish(&["calendar", "name", "zone", "hours", "years", "every_year"], findings);
    Some(RawCalendar {
        id: id?,
        name,
        zone: zone?,
        hours: hours?,
        years,
        every_year,
    })
}

fn year(node: &At<Node>, what: &str, known: &[&str], findings: &mut Findings) -> Option<RawYear> {
    let mut fields = Fields::of(node, what, findings)?;
    let mut days = |key: &str, findings: &mut Findings| match fields.optional(key) {
        Some((_, node)) if known.contains(&key) => all_days(node, key, findings),
        _ => Vec::new(),
    };
    let (holidays, workdays) = (days("holidays", findings), days("workdays", findings));
    let half_days = days("half_days", findings);
    let notice = fields
        .optional("notice")
        .and_then(|(_, node)| text(node, "notice", findings));
    let provisional = match fields.optional("provisional") {
        Some((
            _,
            At {
                value: Node::Leaf(text),
                ..
            },
        )) if text == "true" => true,
        Some((
            _,
            At {
                value: Node::Leaf(text),
                ..
            },
        )) if text == "false" => false,
        Some((_, other)) if known.contains(&"provisional") => {
            findings.wrong_kind(&other.bytes, "provisional", "`true` or `false`");
            false
        }
        _ => false,
    };
    fields.finish(known, findings);
    Some(RawYear {
        provisional,
        notice: notice.map(|notice| notice.value),
        holidays,
        workdays,
        half_days,
    })
}

fn all_days(node: &At<Node>, what: &str, findings: &mut Findings) -> Vec<RawDays> {
    let Node::List(items) = &node.value else {
        findings.wrong_kind(&node.bytes, what, "a list");
        return Vec::new();
    };
    items.iter().filter_map(|item| days(item, findings)).collect()
}

fn days(node: &At<Node>, findings: &mut Findings) -> Option<RawDays> {
    if let Node::Leaf(text) = &node.value {
        let bytes = node.bytes.clone();
        let days = vec![At {
            value: text.clone(),
            bytes: bytes.clone(),
        }];
        return Some(RawDays {
            days,
            name: None,
            notice: None,
            hours: None,
            bytes,
        });
    }
    let mut fields = Fields::of(node, "a day", findings)?;
    let days = fields.required("days", findings).map(|(_, node)| match &node.value {
        Node::List(_) => texts(node, "days", findings),
        _ => text(node, "days", findings).into_iter().collect(),
    });
    let name = fields.optional("name").and_then(|(_, node)| name(node, findings));
    let notice = fields
        .optional("notice")
        .and_then(|(_, node)| text(node, "notice", findings));
    let hours = fields.optional("hours").map(|(_, node)| texts(node, "hours", findings));
    fields.finish(&["days", "name", "notice", "hours"], findings);
    Some(RawDays {
        days: days?,
        name,
        notice: notice.map(|notice| notice.value),
        hours,
        bytes: node.bytes.clone(),
    })
}

fn name(node: &At<Node>, findings: &mut Findings) -> Option<Name> {
    if let Node::Leaf(text) = &node.value {
        return Some(Name::Plain(Arc::from(text.as_str())));
    }
    let Node::Map(entries) = &node.value else {
        findings.wrong_kind(&node.bytes, "name", "a text or a map by language");
        return None;
    };
    let mut texts = BTreeMap::new();
    for (language, node) in entries {
        if let Some(text) = text(node, &language.value, findings) {
            texts.insert(language.value.clone(), text.value);
        }
    }
    Some(Name::ByLanguage(Arc::new(texts)))
}

fn text(node: &At<Node>, what: &str, findings: &mut Findings) -> Option<At<String>> {
    match &node.value {
        Node::Leaf(text) if !text.trim().is_empty() => Some(At {
            value: text.clone(),
            bytes: node.bytes.clone(),
        }),
        _ => {
            findings.wrong_kind(&node.bytes, what, "a text");
            None
        }
    }
}

fn texts(node: &At<Node>, what: &str, findings: &mut Findings) -> Vec<At<String>> {
    let Node::List(items) = &node.value else {
        findings.wrong_kind(&node.bytes, what, "a list");
        return Vec::new();
    };
    items.iter().filter_map(|item| text(item, what, findings)).collect()
}

fn entries<'a>(node: &'a At<Node>, what: &str, findings: &mut Findings) -> Option<&'a [(At<String>, At<Node>)]> {
    match &node.value {
        Node::Map(entries) => Some(entries),
        _ => {
            findings.wrong_kind(&node.bytes, what, "a map of keys and values");
            None
        }
    }
}

/// The keys of one map, taken one by one; what nobody took is unknown.
struct Fields<'a> {
    entries: &'a [(At<String>, At<Node>)],
    bytes: &'a Range<usize>,
}

impl<'a> Fields<'a> {
    fn of(node: &'a At<Node>, what: &str, findings: &mut Findings) -> Option<Self> {
        Some(Self {
            entries: entries(node, what, findings)?,
            bytes: &node.bytes,
        })
    }

    fn optional(&mut self, key: &str) -> Option<(&'a At<String>, &'a At<Node>)> {
        self.entries
            .iter()
            .find(|(name, _)| name.value == key)
            .map(|(name, node)| (name, node))
    }

    fn required(&mut self, key: &str, findings: &mut Findings) -> Option<(&'a At<String>, &'a At<Node>)> {
        let field = self.optional(key);
        if field.is_none() {
            let finding = findings.error("missing-key", self.bytes, format!("`{key}` is missing"));
            findings.push(finding.help(format!("add `{key}: …`")));
        }
        field
    }

    fn finish(self, known: &[&str], findings: &mut Findings) {
        for (key, _) in self
            .entries
            .iter()
            .filter(|(key, _)| !known.contains(&key.value.as_str()))
        {
            let finding = findings.error("unknown-key", &key.bytes, format!("unknown key `{}`", key.value));
            let finding = finding
                .label("not a key of this part")
                .help(format!("known here: `{}`", known.join("`, `")));
            findings.push(finding.did_you_mean(&key.value, known.iter().copied()));
        }
    }
}

/// YAML before anybody asks what it means. Scalars are kept as text: dates and hours look like numbers to some readers.
#[derive(Debug)]
enum Node {
    Null,
    Leaf(String),
    List(Vec<At<Node>>),
    Map(Vec<(At<String>, At<Node>)>),
}

impl<T> At<T> {
    fn of(spanned: Spanned<T>) -> Self {
        Self {
            bytes: bytes_of(&spanned.referenced),
            value: spanned.value,
        }
    }
}

fn bytes_of(location: &Location) -> Range<usize> {
    let span = location.span();
    let number = |number: Option<u64>| usize::try_from(number.unwrap_or(0)).unwrap_or(0);
    let start = number(span.byte_offset());
    start..start + number(span.byte_len()).max(1)
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyNode;

        impl<'de> Visitor<'de> for AnyNode {
            type Value = Node;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a text, a list or a map")
            }

            fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
                Ok(Node::Leaf(value.to_string()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
                Ok(Node::Leaf(value.to_string()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
                Ok(Node::Leaf(value.to_string()))
            }

            fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
                Ok(Node::Leaf(value.to_string()))
            }

            fn visit_u128<E>(self, value: u128) -> Result<Node, E> {
                Ok(Node::Leaf(value.to_string()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
                Ok(Node::Leaf(value.to_string()))
            }

            fn visit_str<E>(self, value: &str) -> Result<Node, E> {
                Ok(Node::Leaf(value.to_owned()))
            }

            fn visit_unit<E>(self) -> Result<Node, E> {
                Ok(Node::Null)
            }

            fn visit_none<E>(self) -> Result<Node, E> {
                Ok(Node::Null)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
                Node::deserialize(deserializer)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(At::of(item));
                }
                Ok(Node::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
                let mut map = Vec::new();
                while let Some(key) = entries.next_key()? {
                    map.push((At::of(key), At::of(entries.next_value()?)));
                }
                Ok(Node::Map(map))
            }
        }

        deserializer.deserialize_any(AnyNode)
    }
}
