//! What people call a calendar or a holiday.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

// Shared, because every line of a ledger that tells of a day carries the day's name.
/// A name: plain, or one per language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Name {
    /// The same in every language.
    Plain(Arc<str>),
    /// By language tag (`zh`, `zh-Hant`, `en`).
    ByLanguage(Arc<BTreeMap<String, String>>),
}

impl Name {
    /// The name in `language`; else in its main language (`zh` for `zh-Hant`), else in English, else in any.
    pub fn text(&self, language: &str) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::ByLanguage(texts) => {
                let main = language.split('-').next().unwrap_or(language);
                let wanted = [language, main, "en"]
                    .into_iter()
                    .find_map(|language| texts.get(language));
                wanted.or_else(|| texts.values().next()).map_or("", String::as_str)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_in_the_nearest_language_there_is() {
        let texts =
            [("zh", "国庆节"), ("en", "National Day")].map(|(language, text)| (language.to_owned(), text.to_owned()));
        let name = Name::ByLanguage(Arc::new(texts.into()));
        let told = ["zh", "zh-Hant", "en-GB", "fr"].map(|language| name.text(language));
        assert_eq!(told, ["国庆节", "国庆节", "National Day", "National Day"]);
    }
}
