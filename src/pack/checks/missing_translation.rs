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

use crate::diagnostic::Diagnostic;
use crate::locale::Language;
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
            findings.push(finding(site, format!("this text is missing in {}", list(&missing)), &missing));
        }
    }
    // A plain text is in the pack's first language. Where a whole file is, one finding is enough.
    let others: Vec<_> = draft.languages.iter().skip(1).collect();
    for sites in plain.values().filter(|_| !others.is_empty()) {
        let Some(first) = sites.iter().min_by_key(|site| site.at.key_place().bytes.start) else {
            continue;
        };
        let message = match sites.len() {
            1 => format!("this text is missing in {}", list(&others)),
            count => format!("this text and {} more of the file are missing in {}", count - 1, list(&others)),
        };
        findings.push(finding(first, message, &others));
    }
}

fn finding(site: &TextSite, message: String, missing: &[&Language]) -> Diagnostic {
    let keys = missing.iter().map(|language| format!("{language}: …")).collect::<Vec<_>>().join(", ");
    Diagnostic::warning("missing-translation", site.at.key_place(), message).help(format!("write it as `{{ …, {keys} }}`"))
}

fn list(languages: &[&Language]) -> String {
    languages.iter().map(|language| format!("`{language}`")).collect::<Vec<_>>().join(", ")
}
