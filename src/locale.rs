//! Languages and texts for people.
//!
//! A pack's own words are [`Text`]s; the program's words stand in `locales/`, one file per subject, and are looked up by
//! key with [`say`]. Which language a person reads is theirs to choose; nothing here knows a person or a pack.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use fluent_templates::{Loader, langid};
use serde::{Deserialize, Serialize};

/// A language tag (BCP 47): `zh`, `zh-Hant`, `en`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Language(Arc<str>);

impl Language {
    pub fn new(tag: impl AsRef<str>) -> Self {
        Self(Arc::from(tag.as_ref()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the script or region: `zh` of `zh-Hant`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// The language in which the program itself speaks to a reader of this one: its own tag in `locales/`. Chinese in the
    /// script that is asked for, simplified if none is; English for all others.
    pub fn spoken(&self) -> &'static str {
        let is_traditional = |part: &str| {
            let places = ["hant", "tw", "hk", "mo"];
            places.iter().any(|place| part.eq_ignore_ascii_case(place))
        };
        match self.primary() {
            "zh" if self.0.split('-').any(is_traditional) => "zh-Hant",
            "zh" => "zh",
            _ => "en",
        }
    }

    /// This language as `languages` write it, so that the program's words and theirs stand in one script. Itself if it is not
    /// among them.
    pub fn among(&self, languages: &[Language]) -> Language {
        self.nearest(languages).unwrap_or(self).clone()
    }

    /// The one of `languages` that a reader of this one reads: the same tag, or the first of the same primary tag.
    pub fn nearest<'a>(&self, languages: &'a [Language]) -> Option<&'a Language> {
        let same = languages.iter().find(|have| *have == self);
        same.or_else(|| languages.iter().find(|have| have.primary() == self.primary()))
    }
}

impl fmt::Display for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A text of a pack in one or more languages. Never empty of languages once a pack is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// In the pack's order of languages; the first is the one it falls back to.
    versions: Vec<(Language, Arc<str>)>,
}

impl Text {
    pub fn new(versions: Vec<(Language, Arc<str>)>) -> Self {
        Self { versions }
    }

    /// In `language`, or one of the same primary tag, or the pack's own.
    pub fn in_language(&self, language: &Language) -> &str {
        self.versions
            .iter()
            .find(|(have, _)| have == language)
            .or_else(|| {
                self.versions
                    .iter()
                    .find(|(have, _)| have.primary() == language.primary())
            })
            .or_else(|| self.versions.first())
            .map_or("", |(_, text)| text)
    }

    pub fn languages(&self) -> impl Iterator<Item = &Language> {
        self.versions.iter().map(|(language, _)| language)
    }
}

fluent_templates::static_loader! {
    static TEXTS = {
        locales: "./locales",
        fallback_language: "en",
        // Without this every argument is wrapped in invisible U+2068 and U+2069.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// What is put into a text: a word or a number (which decides between singular and plural).
pub use fluent_templates::fluent_bundle::FluentValue as Argument;

/// The text of the program for `key` (`locales/`), in the nearest language it speaks ([`Language::spoken`]). A key nobody
/// wrote comes back as it is; a test keeps that from happening.
pub fn say(language: &Language, key: &str, arguments: &[(&'static str, Argument<'_>)]) -> String {
    let spoken = match language.spoken() {
        "zh-Hant" => langid!("zh-Hant"),
        "zh" => langid!("zh"),
        _ => langid!("en"),
    };
    let arguments: HashMap<Cow<'static, str>, Argument<'_>> = arguments
        .iter()
        .map(|(name, value)| (Cow::Borrowed(*name), value.clone()))
        .collect();
    TEXTS
        .try_lookup_with_args(&spoken, key, &arguments)
        .unwrap_or_else(|| key.to_owned())
}

mod phrase;

pub(crate) use phrase::phrase;
pub use phrase::{Phrase, Sayable, has_arguments};

#[cfg(test)]
mod tests;
