//! A file in the pack's folder that nothing reads.
//!
//! It looks like part of the policy and is none; often its ending or its folder is misspelt.
//!
//! ## Example
//!
//! `rules/acme/complaint.yml`
//!
//! ## Instead
//!
//! `rules/acme/complaint.yaml`

use crate::locale::phrase;
use crate::diagnostic::{Diagnostic, Place};
use crate::pack::draft::{Draft, FileKind};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for file in draft.files.iter().filter(|file| file.kind == FileKind::Unknown) {
        let place = Place {
            file: file.source.clone(),
            bytes: 0..0,
        };
        let finding = Diagnostic::warning("unknown-file", place, phrase!("nothing reads `{path}`", path = file.path));
        findings.push(match file.path.strip_suffix(".yml") {
            Some(stem) => finding.help(phrase!("rename it to `{stem}.yaml`", stem)),
            None => finding.help(phrase!("move it to where it belongs, or delete it; notes may be `.md` files")),
        });
    }
}
