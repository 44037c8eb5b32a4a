//! Names that lead nowhere, and things nobody names.

use super::unread::{is_whole, knows_all_answers, knows_clauses};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::locale::{Phrase, phrase};
use crate::pack::draft::{At, Declaration, Draft, Part, Reference};
use crate::pack::id::CaseTypeId;
use crate::pack::raw::ClauseKind;

/// How many known names a help lists when none is near.
const LISTED_MAX: usize = 12;

/// One finding for every name of a kind that leads nowhere. Those in `met_by` are `unknown-part`.
pub fn unknown(draft: &Draft, part: Part, code: &'static str, findings: &mut Vec<Diagnostic>) {
    for reference in &draft.references {
        if reference.part == part && !is_in_met_by(reference) && is_unknown(draft, reference) {
            findings.push(finding(draft, reference, code));
        }
    }
}

pub fn is_in_met_by(reference: &Reference) -> bool {
    matches!(reference.by.part, Part::Clause | Part::Unspecified)
}

pub fn is_unknown(draft: &Draft, reference: &Reference) -> bool {
    // A scenario that names no case type means the first, which may be the one that is broken.
    let is_local = reference.part.is_of_case_type() && reference.by.part != Part::Scenario;
    let may_know = match reference.part {
        Part::Clause | Part::Unspecified => knows_clauses(draft),
        Part::Answer | Part::Name => is_whole(draft) && knows_all_answers(draft),
        _ => is_local || is_whole(draft),
    };
    may_know && !draft.is_declared(reference)
}

pub fn finding(draft: &Draft, reference: &Reference, code: &'static str) -> Diagnostic {
    let word = reference.part.word();
    let finding = Diagnostic::error(
        code,
        reference.place(),
        phrase!("no {word} `{written}`", word, written = reference.written),
    );
    let finding = match reference.part {
        Part::Event => finding.label(phrase!("nothing marks it")),
        Part::Answer => finding.label(phrase!("no form of this case type asks it")),
        Part::Priority => finding.label(phrase!("not among the levels of `priority` of this case type")),
        _ if reference.part.is_of_case_type() => {
            finding.label(phrase!("not among the {word}s of this case type", word))
        }
        _ => finding.label(phrase!("not among the {word}s of this pack", word)),
    };
    let mut known: Vec<&str> = draft.known(reference.part, reference.case_type.as_ref()).collect();
    if reference.part == Part::List {
        known.splice(0..0, ["departments", "roles", "channels"]);
    }
    known.dedup();
    if let Some(several) = several(&reference.written) {
        return finding.help(phrase!("to name several, write a list: `{several}`", several));
    }
    if let Some(near) = nearest(&reference.written, known.iter().copied()) {
        let finding = match declared_as(draft, reference, near) {
            Some(place) => finding.related(place, phrase!("`{near}` is written here", near)),
            None => finding,
        };
        return finding.did_you_mean(&reference.written, known);
    }
    match known.len() {
        0 => finding.help(phrase!("there is no {word} yet; declare it first", word)),
        1..=LISTED_MAX => finding.help(phrase!("known: {known}", known = Phrase::names(known))),
        _ => finding,
    }
}

/// Where the event was named that a reference may mean: either of the two may be the misspelt one.
fn declared_as(draft: &Draft, reference: &Reference, near: &str) -> Option<Place> {
    let is_event = reference.part == Part::Event;
    let mut named = draft
        .declarations
        .iter()
        .filter(|declaration| is_event && declaration.is(Part::Event, reference.case_type.as_ref()));
    named
        .find(|declaration| declaration.id == near)
        .map(|declaration| declaration.at.place())
}

/// `counter, officer` as the list that was meant.
fn several(written: &str) -> Option<String> {
    let ids: Vec<&str> = written.split([',', '，', '、']).map(str::trim).collect();
    (ids.len() > 1).then(|| format!("[{}]", ids.join(", ")))
}

/// A name that means nothing in an expression, but is the id of a department, a role or a channel: a text was meant.
pub fn as_text(draft: &Draft, mut finding: Diagnostic) -> Diagnostic {
    let Some(place) = finding.place.as_ref().filter(|_| finding.code == "unknown-name") else {
        return finding;
    };
    let written = place.file.text.get(place.bytes.clone()).unwrap_or_default().to_owned();
    for part in [Part::Department, Part::Role, Part::Channel] {
        if draft.known(part, None).any(|id| id == written) {
            finding.replacement = None;
            return finding.help(phrase!(
                "to mean the {word} `{written}`, write a text: `'\"{written}\"'`",
                word = part.word(),
                written
            ));
        }
    }
    finding
}

/// What is declared and never named by the pack itself.
pub fn unused(draft: &Draft, part: Part) -> Vec<&Declaration> {
    draft
        .declarations
        .iter()
        .filter(|declaration| declaration.part == part)
        .filter(|declaration| !is_used(draft, part, declaration.case_type.as_ref(), &declaration.id))
        .collect()
}

/// Whether the pack itself names it: a scenario proves, a clause claims and guidance explains, but none of them uses.
pub fn is_used(draft: &Draft, part: Part, case_type: Option<&CaseTypeId>, id: &str) -> bool {
    draft.references.iter().any(|reference| {
        reference.part == part
            && reference.written == id
            && !matches!(reference.by.part, Part::Scenario | Part::Guidance)
            && !is_in_met_by(reference)
            && (case_type.is_none() || reference.case_type.as_ref() == case_type)
    })
}

/// Whether `word` stands in `text` with nothing around it that would make it part of another name.
pub fn has_word(text: &str, word: &str) -> bool {
    let is_part = |character: char| character == '_' || character.is_alphanumeric();
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// A clause, or a numbered gap, of `clauses.yaml`.
pub struct Listed<'a> {
    pub at: At,
    pub id: &'a str,
    pub kind: ClauseKind,
    pub met_by: &'a [String],
}

/// The clauses and the numbered gaps of `clauses.yaml`.
pub fn listed_clauses(draft: &Draft) -> impl Iterator<Item = Listed<'_>> {
    draft.clauses.iter().flat_map(|file| {
        let (clauses, gaps) = (file.at("/clauses"), file.at("/unspecified"));
        let clauses = file.raw.clauses.iter().map(move |(id, clause)| Listed {
            at: clauses.key(id),
            id,
            kind: clause.kind,
            met_by: clause.met_by.as_slice(),
        });
        let gaps = file.raw.unspecified.iter().map(move |(id, gap)| Listed {
            at: gaps.key(id),
            id,
            kind: gap.kind,
            met_by: gap.met_by.as_slice(),
        });
        clauses.chain(gaps)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_no_part_of_another_name() {
        assert!(has_word("times(\"answered\") > 1", "\"answered\""));
        assert!(has_word("settings.limit", "settings.limit"));
        assert!(!has_word("settings.limit_2", "settings.limit"));
        assert!(!has_word("reanswered", "answered"));
        assert!(has_word("投诉人数 >= 3", "投诉人数"));
        assert!(!has_word("总投诉人数 >= 3", "投诉人数"));
    }
}
