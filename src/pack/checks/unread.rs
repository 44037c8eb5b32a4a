//! What of a pack is not there to be judged: files that cannot be read, and files that are missing.
//!
//! The names such a file would declare are not known, so nothing is claimed that would only follow from their absence.

use crate::diagnostic::{self, Diagnostic};
use crate::pack::draft::{Draft, FileKind, Part, Reference};
use crate::pack::id::CaseTypeId;

/// What a file cannot be read for.
const CAUSES: [&str; 10] = [
    "bad-extends",
    "missing-file",
    "missing-key",
    "not-utf8",
    "script-syntax",
    "unknown-key",
    "unknown-value",
    "wrong-type",
    "yaml-syntax",
    "yaml-trap",
];

/// Whether the finding says why a whole file is not known.
fn is_cause(finding: &Diagnostic) -> bool {
    CAUSES.contains(&finding.code)
}

/// What keeps files from being read, before what is wrong in those that can be; each in reading order, each thing once.
pub fn sort(findings: &mut Vec<Diagnostic>) {
    diagnostic::sort(findings);
    findings.sort_by_key(|finding| !is_cause(finding));
}

/// Whether a file of this kind cannot be read, or is not there although every pack has it.
pub fn is_unread(draft: &Draft, kind: FileKind) -> bool {
    draft
        .findings
        .iter()
        .filter(|finding| is_cause(finding))
        .any(|finding| {
            let path = finding.place.as_ref().map_or("", |place| &place.file.path);
            match FileKind::of(path, &draft.organization) {
                // Any of the files that start from shared parts may be the one that then cannot be read.
                FileKind::SharedPart => matches!(kind, FileKind::Organization | FileKind::CaseType | FileKind::Form),
                written => written == kind,
            }
        })
}

/// Whether every file could be read that declares what other files name. The list of clauses and the scenarios only name.
pub fn is_whole(draft: &Draft) -> bool {
    draft
        .findings
        .iter()
        .filter(|finding| is_cause(finding))
        .all(|finding| {
            let path = finding.place.as_ref().map_or("", |place| &place.file.path);
            matches!(
                FileKind::of(path, &draft.organization),
                FileKind::Clauses | FileKind::Scenarios
            )
        })
}

/// Whether the clauses of the policy are known.
pub fn knows_clauses(draft: &Draft) -> bool {
    draft.clauses.is_some()
}

/// Whether every form and every shared field that is named is there, so that all answers are known.
pub fn knows_all_answers(draft: &Draft) -> bool {
    !draft
        .references
        .iter()
        .any(|reference| is_absent_answer(draft, reference))
}

/// Whether everything that expressions of the case type may name is there: otherwise each name of a missing form would seem
/// unknown.
pub fn knows_all_names(draft: &Draft, case_type: &CaseTypeId) -> bool {
    let is_own =
        |reference: &&Reference| reference.part == Part::SharedField || reference.case_type.as_ref() == Some(case_type);
    is_whole(draft)
        && !draft
            .references
            .iter()
            .filter(is_own)
            .any(|reference| is_absent_answer(draft, reference))
}

fn is_absent_answer(draft: &Draft, reference: &Reference) -> bool {
    matches!(reference.part, Part::Form | Part::SharedField) && !draft.is_declared(reference)
}

/// Whether every stage that is named is there: otherwise the ways a case can take are not known.
pub fn knows_all_stages(draft: &Draft, case_type: &CaseTypeId) -> bool {
    let is_missing = |reference: &Reference| {
        reference.part == Part::Stage
            && reference.by.part != Part::Scenario
            && reference.case_type.as_ref() == Some(case_type)
            && !draft.is_declared(reference)
    };
    !draft.references.iter().any(is_missing)
}
