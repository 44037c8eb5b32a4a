//! `err/<code>/` holds the files that make the good pack wrong in one way, and `expected.txt` with what is said
//! about it; `without.txt` names files that are not there. Other ways to the same code are `err/<code>.<which>/`.
//!
//! After a change of words or of a check: `UPDATE_EXPECT=1 cargo nextest run packs::errors`, then read the difference.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use redress::locale::Language;
use redress::pack::checks;

use super::{files, findings, folder, shown};

#[test]
fn each_mistake_is_told_exactly_so() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let good: BTreeMap<_, _> = files(&folder("ok/minimal")).into_iter().collect();
    let mut wrong = Vec::new();
    for name in fixtures() {
        let fixture = folder("err").join(&name);
        let mut pack = good.clone();
        for (path, bytes) in files(&fixture) {
            match path.as_str() {
                "expected.txt" => {}
                // The files that are not there, one a line.
                "without.txt" => String::from_utf8(bytes)
                    .unwrap()
                    .lines()
                    .for_each(|absent| drop(pack.remove(absent))),
                _ => drop(pack.insert(path, bytes)),
            }
        }
        let found = findings(pack);
        let told = shown(&found);
        if update {
            fs::write(fixture.join("expected.txt"), &told).unwrap();
        }
        let expected = fs::read_to_string(fixture.join("expected.txt")).unwrap_or_default();
        if told != expected {
            wrong.push(format!("== {name}: expected\n{expected}\n== {name}: told\n{told}"));
        } else if !found.iter().any(|finding| finding.code == code_of(&name)) {
            wrong.push(format!("== {name} is not among what is told:\n{told}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_fixture_and_every_fixture_a_code() {
    let codes: BTreeSet<_> = checks::codes().into_iter().collect();
    let fixtures: BTreeSet<_> = fixtures().iter().map(|name| code_of(name).to_owned()).collect();
    assert_eq!(fixtures, codes);
}

#[test]
fn every_code_in_the_source_is_explained() {
    let explained: BTreeSet<_> = checks::codes().into_iter().collect();
    let mut unexplained = BTreeSet::new();
    for (path, bytes) in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = String::from_utf8(bytes).unwrap();
        // Tests make up codes of their own.
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        if path.ends_with(".rs") && !path.ends_with("tests.rs") {
            let codes = codes_in(text).filter(|code| !explained.contains(*code));
            unexplained.extend(codes.map(|code| format!("{code} in {path}")));
        }
    }
    assert_eq!(unexplained, BTreeSet::new(), "each needs a file in src/pack/checks");
}

#[test]
fn every_explanation_says_what_why_and_what_to_write_instead() {
    for code in checks::codes() {
        let text = checks::explanation(&code, &Language::new("en")).unwrap();
        assert!(text.contains("## Example\n"), "{code} has no example");
        assert!(
            text.contains("## Instead\n"),
            "{code} does not say what to write instead"
        );
        let first = text.lines().next().unwrap();
        assert!(
            first.ends_with('.') || first.ends_with(','),
            "{code}: the first line is no sentence: {first}"
        );
        assert!(
            text.lines().all(|line| line.chars().count() <= 120),
            "{code} has a line too long for a terminal"
        );
    }
}

fn fixtures() -> BTreeSet<String> {
    let entries = fs::read_dir(folder("err")).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn code_of(fixture: &str) -> &str {
    fixture.split('.').next().unwrap_or(fixture)
}

/// The codes of findings made in a source text: the first text of `Diagnostic::error(…)`, `error(…)`, `Problem::new(…)` and the like,
/// and every `code: "…"`.
fn codes_in(text: &str) -> impl Iterator<Item = &str> {
    let makers = [
        "error(",
        "warning(",
        "Problem::new(",
        "problem(",
        "code: ",
        "refused(",
        "report(",
    ];
    let after_makers = makers
        .into_iter()
        .flat_map(|maker| text.match_indices(maker).map(move |(at, _)| at + maker.len()));
    after_makers.filter_map(|at| {
        let literal = text[at..].trim_start().strip_prefix('"')?;
        let code = &literal[..literal.find('"')?];
        let is_code = code.contains('-')
            && code
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || letter == '-' || letter.is_ascii_digit());
        is_code.then_some(code)
    })
}
