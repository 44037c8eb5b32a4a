//! Texts of the organization with a grammar of their own: time zone, currency, languages, dates.

use std::str::FromStr;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::site::At;
use super::{CaseDraft, Parsed};
use crate::diagnostic::{Diagnostic, nearest};
use crate::locale::{Phrase, phrase};
use crate::pack::raw::*;

pub(super) fn organization(about: &Parsed<RawOrganization>, findings: &mut Vec<Diagnostic>) {
    let raw = &about.raw;
    let mut tell = |at: At, message: Phrase, help: Phrase| {
        findings.push(Diagnostic::error("bad-value", at.place(), message).help(help));
    };
    if Tz::from_str(&raw.time_zone).is_err() {
        let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        let help = match nearest(&raw.time_zone, names) {
            Some(near) => phrase!("did you mean `{near}`?", near),
            None => phrase!("write a name of the IANA list, such as `Asia/Shanghai` or `Europe/Berlin`"),
        };
        tell(
            about.at("/time_zone"),
            phrase!("`{time_zone}` is no time zone", time_zone = raw.time_zone),
            help,
        );
    }
    if raw.currency.len() != 3 || !raw.currency.bytes().all(|letter| letter.is_ascii_uppercase()) {
        tell(
            about.at("/currency"),
            phrase!("`{currency}` is no currency", currency = raw.currency),
            phrase!("write its three letters, such as `CNY`"),
        );
    }
    if raw.languages.is_empty() {
        tell(
            about.at("/languages"),
            phrase!("a pack has at least one language"),
            phrase!("write the language of its texts first, such as `[zh, en]`"),
        );
    }
    for (index, language) in raw.languages.iter().enumerate() {
        if !is_language(language) {
            let at = about.at("/languages").key(index);
            tell(
                at,
                phrase!("`{language}` is no language", language),
                phrase!("write a tag such as `zh`, `zh-Hant` or `en`"),
            );
        }
    }
    if let Some(effective) = &raw.policy.effective
        && NaiveDate::from_str(effective).is_err()
    {
        tell(
            about.at("/policy/effective"),
            phrase!("`{effective}` is no date", effective),
            phrase!("write it as `\"2024-01-31\"`"),
        );
    }
}

/// A language tag: two or three letters, then parts of one to eight letters and digits.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|letter| letter.is_ascii_lowercase())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|letter| letter.is_ascii_alphanumeric()))
}

/// A case must be somewhere.
pub(super) fn case_type(case: &CaseDraft, findings: &mut Vec<Diagnostic>) {
    if case.parsed.raw.stages.is_empty() {
        let place = case.parsed.at("/stages").key_place();
        findings.push(
            Diagnostic::error("bad-value", place, phrase!("a case type has at least one stage"))
                .help(phrase!("name the first")),
        );
    }
    if case
        .parsed
        .raw
        .confidential
        .as_ref()
        .is_some_and(|kept| kept.only.as_slice().is_empty())
    {
        let place = case.parsed.at("/confidential/only").place();
        let finding = Diagnostic::error("bad-value", place, phrase!("nobody would see a confidential case"));
        findings.push(finding.help(phrase!("name at least one role that sees it")));
    }
    if (case.parsed.raw.retention.as_ref()).is_some_and(|kept| kept.asks.as_slice().is_empty()) {
        let place = case.parsed.at("/retention/asks").place();
        let finding = Diagnostic::error(
            "bad-value",
            place,
            phrase!("nobody would be asked when the retention is over"),
        );
        findings.push(finding.help(phrase!("name at least one role that is asked")));
    }
    // A stage that does not exist is told elsewhere.
    if let Some(merging) = &case.parsed.raw.merging
        && let Some(stage) = case.parsed.raw.stages.get(&merging.to)
        && !stage.is_final
    {
        let message = phrase!(
            "`{to}` is no final stage, so no case could be merged away",
            to = merging.to
        );
        let finding = Diagnostic::error("bad-value", case.parsed.at("/merging/to").place(), message);
        let at = case.parsed.at("/stages").key(&merging.to);
        findings.push(
            finding
                .related(at.key_place(), phrase!("this one goes on"))
                .help(phrase!("name a stage with `final: true`; a merged case ends there")),
        );
    }
}
