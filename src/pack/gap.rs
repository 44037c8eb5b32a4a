//! What a policy leaves open, and what the pack says of how it fills it.

use indexmap::IndexMap;

use super::id::SettingId;
use super::{Origin, Setting};
use crate::locale::Text;

/// A numbered silence of the policy (`unspecified` in `clauses.yaml`).
pub struct Gap {
    /// What is missing.
    pub says: Text,
    /// What fills it, as written: `setting answer_within`.
    pub met_by: Vec<String>,
    /// The way of doing that was chosen, where it is no single value.
    pub default: Option<Text>,
    /// Why that way.
    pub why: Option<Text>,
}

/// How the pack tells that a gap is filled by its own choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// By settings of `origin: default`, which give their reasons.
    BySettings,
    /// In words, with the reason.
    InWords,
    /// Not at all, or without a reason.
    Nowhere,
}

impl Gap {
    /// The settings among what fills it that are the pack's own choice.
    pub fn settings<'a>(
        &'a self,
        all: &'a IndexMap<SettingId, Setting>,
    ) -> impl Iterator<Item = (&'a str, &'a Setting)> {
        let named = self.met_by.iter().filter_map(|met| named_setting(met));
        let known = named.filter_map(|id| Some((id, all.get(id)?)));
        known.filter(|(_, setting)| setting.origin == Origin::Default)
    }

    pub fn said(&self, settings: &IndexMap<SettingId, Setting>) -> Said {
        if self.default.is_some() && self.why.is_some() {
            Said::InWords
        } else if self.settings(settings).any(|(_, setting)| setting.why.is_some()) {
            Said::BySettings
        } else {
            Said::Nowhere
        }
    }
}

/// The setting that `met_by` names, if it is one: `setting answer_within`.
pub fn named_setting(met_by: &str) -> Option<&str> {
    let part = met_by.split_once('/').map_or(met_by, |(_, part)| part);
    part.strip_prefix("setting ").map(str::trim)
}
