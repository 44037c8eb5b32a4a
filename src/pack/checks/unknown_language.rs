//! A text is written in a language the pack does not speak.
//!
//! Nobody will ever see it. The languages are listed in `organization.yaml`; often the tag is just written differently.
//!
//! ## Example
//!
//! ```yaml
//! languages: [zh, en]
//! roles:
//!   agent: { name: { cn: 客服, en: Agent } }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! roles:
//!   agent: { name: { zh: 客服, en: Agent } }
//! ```

use crate::locale::{Language, Phrase, phrase};
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;
use crate::pack::raw::RawText;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    if draft.languages.is_empty() {
        return;
    }
    for site in &draft.texts {
        // What packs share may speak more languages than each of them.
        let is_shared = site.at.place().file.path.contains("/common/");
        let RawText::ByLanguage(texts) = &site.text else { continue };
        let known = || draft.languages.iter().map(Language::as_str);
        for tag in texts.keys().filter(|_| !is_shared) {
            if draft.languages.iter().any(|language| language.primary() == Language::new(tag).primary()) {
                continue;
            }
            let spoken = Phrase::names(known());
            findings.push(
                Diagnostic::warning("unknown-language", site.at.key(tag).key_place(), phrase!("this pack does not speak `{tag}`", tag))
                    .label(phrase!("nobody will see it"))
                    .help(phrase!("its languages are {spoken}", spoken)),
            );
        }
    }
}
