//! Packs that are right, packs that are wrong in one way each, and packs that are hostile.

pub mod command;
mod errors;
mod gaps;
mod hostile;
mod parts;
mod prompt;
mod proof;
mod speech;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use redress::diagnostic::{Colour, Diagnostic, Severity, render};
use redress::locale::Language;
use redress::pack::id::OrganizationId;
use redress::pack::load::Sources;
use redress::pack::{check_as, checks};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/packs").join(name)
}

/// Every file below a folder with its path from there, sorted.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    fn collect(root: &Path, folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(root, &path, found);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                found.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    collect(folder, folder, &mut found);
    found.sort();
    found
}

fn findings(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<Diagnostic> {
    let today = NaiveDate::from_ymd_opt(2025, 6, 1).unwrap();
    let checked = check_as(&OrganizationId::new("acme"), &Sources::from_files(files));
    let mut findings = checked.diagnostics;
    findings.extend(checks::on_day(&checked.draft, today));
    checks::sort(&mut findings);
    let has_errors = findings.iter().any(|finding| finding.severity == Severity::Error);
    assert!(
        checked.pack.is_some() || has_errors,
        "a pack that cannot run has an error"
    );
    findings
}

fn shown(findings: &[Diagnostic]) -> String {
    let shown: Vec<String> = findings
        .iter()
        .map(|finding| render(finding, Colour::Plain, &Language::new("en")))
        .collect();
    shown.join("\n")
}

#[test]
fn a_good_pack_has_no_findings() {
    assert_eq!(shown(&findings(files(&folder("ok/minimal")))), "");
}

/// `right/<which>/` holds the files that change the good pack in ways that look wrong and are not.
#[test]
fn what_only_looks_wrong_is_not_told() {
    let good = files(&folder("ok/minimal"));
    let mut told = Vec::new();
    for entry in fs::read_dir(folder("right")).unwrap() {
        let mut pack: BTreeMap<_, _> = good.iter().cloned().collect();
        let which = entry.unwrap().path();
        pack.extend(files(&which));
        let found = findings(pack);
        if !found.is_empty() {
            told.push(format!("== {}:\n{}", which.display(), shown(&found)));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}
