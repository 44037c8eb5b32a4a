//! A text is missing in one of the languages the pack says it speaks.
//!
//! Readers of that language see the pack's first language there. This is a warning: the pack runs.
//!
//! ## Example
//!
//! ```yaml
//! languages: [zh, en]
//! roles:
//!   agent: { name: { zh: 客服 } }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! roles:
//!   agent: { name: { zh: 客服, en: Agent } }
//! ```

use indexmap::IndexMap;

use crate::locale::{Language, Phrase, phrase};
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, TextSite};
use crate::pack::raw::RawText;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let mut plain: IndexMap<&str, Vec<&TextSite>> = IndexMap::new();
    for site in &draft.texts {
        let RawText::ByLanguage(texts) = &site.text else {
            plain.entry(site.at.path()).or_default().push(site);
            continue;
        };
        let speaks = |language: &Language| texts.keys().any(|tag| Language::new(tag).primary() == language.primary());
        let missing: Vec<_> = draft.languages.iter().filter(|language| !speaks(language)).collect();
        if !missing.is_empty() {
            findings.push(finding(site, phrase!("this text is missing in {list}", list = Phrase::names(&missing)), &missing));
        }
    }
    // A plain text is in the pack's first language. Where a whole file is, one finding is enough.
    let others: Vec<_> = draft.languages.iter().skip(1).collect();
    for sites in plain.values().filter(|_| !others.is_empty()) {
        let Some(first) = sites.iter().min_by_key(|site| site.at.key_place().bytes.start) else {
            continue;
        };
        let message = match sites.len() {
            1 => phrase!("this text is missing in {list}", list = Phrase::names(&others)),
            count => phrase!("this text and {count} more of the file are missing in {list}", count = count - 1, list = Phrase::names(&others)),
        };
        findings.push(finding(first, message, &others));
    }
}

fn finding(site: &TextSite, message: Phrase, missing: &[&Language]) -> Diagnostic {
    let keys = missing.iter().map(|language| format!("{language}: …")).collect::<Vec<_>>().join(", ");
    Diagnostic::warning("missing-translation", site.at.key_place(), message).help(phrase!("write it as `{{ …, {keys} }}`", keys))
}
