//! What the program says to an administrator, before a language is chosen.
//!
//! A sentence stands in English where it is made, with the places that are filled in: `phrase!("no {word} `{name}`", word,
//! name)`. The catalogues `locales/*/phrases/*.yaml` give the same sentence in other languages, found by the English
//! pattern; what they lack is said in English. So a check reads like a check, and a translator needs no code.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use super::Language;

/// Something to say, in any language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// A sentence of the program; `{name}` stands for an argument, `{{` and `}}` for braces.
    Said {
        pattern: &'static str,
        arguments: Vec<(&'static str, Phrase)>,
    },
    /// What somebody else wrote, the same in every language.
    Text(String),
    /// Several one after the other, with the same words between them.
    Joined { parts: Vec<Phrase>, between: Box<Phrase> },
}

/// `phrase!("no {word} `{name}`", word, name = reference.written)`: the pattern as for `format!`, and every argument by its name.
/// An argument is shown as it is displayed, or is a phrase of its own. A place without an argument does not compile.
macro_rules! phrase {
    ($pattern:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        const { $crate::locale::has_arguments($pattern, &[$(stringify!($name)),*]) };
        $crate::locale::Phrase::Said {
            pattern: $pattern,
            arguments: vec![$((stringify!($name), $crate::locale::phrase!(@said $name $($value)?))),*],
        }
    }};
    (@said $name:ident) => { $crate::locale::Sayable::said(&$name) };
    (@said $name:ident $value:expr) => { $crate::locale::Sayable::said(&$value) };
}
pub(crate) use phrase;

/// What can be filled into a sentence.
pub trait Sayable {
    fn said(&self) -> Phrase;
}

impl<T: fmt::Display + ?Sized> Sayable for T {
    fn said(&self) -> Phrase {
        Phrase::Text(self.to_string())
    }
}

impl Sayable for Phrase {
    fn said(&self) -> Phrase {
        self.clone()
    }
}

impl Sayable for &Phrase {
    fn said(&self) -> Phrase {
        (*self).clone()
    }
}

/// What is not a sentence of the program stays as it is written.
impl From<String> for Phrase {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Phrase {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Phrase {
    /// What the author of a pack wrote, or a library said.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn joined(parts: impl IntoIterator<Item = Phrase>, between: Phrase) -> Self {
        Self::Joined {
            parts: parts.into_iter().collect(),
            between: Box::new(between),
        }
    }

    /// Names in backticks, with commas between them.
    pub fn names(names: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        let quoted = names.into_iter().map(|name| Self::Text(format!("`{name}`")));
        Self::joined(quoted, phrase!(", "))
    }

    /// As the program says it to a reader of `language` ([`Language::spoken`]).
    pub fn in_language(&self, language: &Language) -> String {
        let mut out = String::new();
        self.write(catalogue(language), &mut out);
        out
    }

    /// The words that stand in the code, for tools and logs.
    pub fn english(&self) -> String {
        let mut out = String::new();
        self.write(None, &mut out);
        out
    }

    fn write(&self, catalogue: Option<&Catalogue>, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(text),
            Self::Joined { parts, between } => {
                for (index, part) in parts.iter().enumerate() {
                    if index > 0 {
                        between.write(catalogue, out);
                    }
                    part.write(catalogue, out);
                }
            }
            Self::Said { pattern, arguments } => {
                let translated = catalogue.and_then(|catalogue| catalogue.get(*pattern));
                fill(translated.map_or(pattern, String::as_str), out, |name, out| {
                    if let Some((_, argument)) = arguments.iter().find(|(known, _)| *known == name) {
                        argument.write(catalogue, out);
                    }
                });
            }
        }
    }
}

/// Writes the pattern, and lets `argument` write what stands in braces.
fn fill(pattern: &str, out: &mut String, mut argument: impl FnMut(&str, &mut String)) {
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let brace = &rest[at..];
        if brace.starts_with("{{") || brace.starts_with("}}") {
            out.push_str(&brace[..1]);
            rest = &brace[2..];
            continue;
        }
        let end = brace.find('}').unwrap_or(0);
        argument(brace.get(1..end).unwrap_or_default(), out);
        rest = &brace[end + 1..];
    }
    out.push_str(rest);
}

/// English pattern to the same sentence in another language.
type Catalogue = HashMap<String, String>;

macro_rules! catalogue {
    ($language:literal) => {
        LazyLock::new(|| {
            read(&[
                include_str!(concat!("../../locales/", $language, "/phrases/checks.yaml")),
                include_str!(concat!("../../locales/", $language, "/phrases/commands.yaml")),
            ])
        })
    };
}

static ZH: LazyLock<Catalogue> = catalogue!("zh");
static ZH_HANT: LazyLock<Catalogue> = catalogue!("zh-Hant");

/// What cannot be read is missing, and is then said in English; a test reads them all.
fn read(files: &[&str]) -> Catalogue {
    let files = files.iter().map(|text| serde_yaml::from_str::<Catalogue>(text));
    files.filter_map(Result::ok).flatten().collect()
}

/// None for English, which stands in the code.
fn catalogue(language: &Language) -> Option<&'static Catalogue> {
    match language.spoken() {
        "zh" => Some(&ZH),
        "zh-Hant" => Some(&ZH_HANT),
        _ => None,
    }
}

/// Stops the compiler at a pattern with a place that no argument fills.
pub const fn has_arguments(pattern: &str, names: &[&str]) {
    let bytes = pattern.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'{' && at + 1 < bytes.len() && bytes[at + 1] == b'{' {
            at += 2;
            continue;
        }
        if bytes[at] == b'{' {
            let mut end = at + 1;
            while end < bytes.len() && bytes[end] != b'}' {
                end += 1;
            }
            assert!(
                is_among(bytes, at + 1, end, names),
                "the pattern has a place without an argument"
            );
            at = end;
        } else if bytes[at] == b'}' {
            assert!(
                at + 1 < bytes.len() && bytes[at + 1] == b'}',
                "a brace that is meant is written twice"
            );
            at += 1;
        }
        at += 1;
    }
}

const fn is_among(bytes: &[u8], from: usize, to: usize, names: &[&str]) -> bool {
    let mut index = 0;
    while index < names.len() {
        let name = names[index].as_bytes();
        let mut same = name.len() == to - from;
        let mut at = 0;
        while same && at < name.len() {
            same = name[at] == bytes[from + at];
            at += 1;
        }
        if same {
            return true;
        }
        index += 1;
    }
    false
}
