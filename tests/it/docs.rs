//! What the documents show is true: the packs of both tutorials check clean and their scenarios pass.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use redress::diagnostic::SourceFile;
use redress::expression::Scripts;
use redress::pack::draft::Part;
use redress::pack::id::OrganizationId;
use redress::pack::load::Sources;
use redress::pack::scenario::RawScenarios;
use redress::script::ScriptSet;
use redress::value::Value;
use redress::{pack, scenario, yaml};
use rstest::rstest;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files of a document, read from a folder that was empty, as its reader has it.
fn tutorial(document: &str) -> (Sources, Vec<(String, String)>) {
    let files = files(&read(document));
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in &files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    let sources = Sources::read(folder.path(), &OrganizationId::new("library")).expect("readable");
    (sources, files)
}

/// The code blocks of a document whose first line names a file: `# rules/library/organization.yaml`.
fn files(document: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for block in document.split("```yaml\n").skip(1) {
        let block = block.split("\n```").next().unwrap_or(block);
        if let Some(path) = block.lines().next().and_then(|line| line.strip_prefix("# ")) {
            files.push((path.to_owned(), format!("{block}\n")));
        }
    }
    files
}

/// The code blocks of this language.
fn blocks<'a>(document: &'a str, language: &str) -> impl Iterator<Item = &'a str> {
    let opening = format!("```{language}\n");
    let parts: Vec<&str> = document.split(opening.as_str()).skip(1).collect();
    parts.into_iter().filter_map(|part| part.split("\n```").next())
}

#[rstest]
fn the_pack_of_the_tutorial_checks_clean(#[values("docs/packs.md", "docs/packs.zh.md")] document: &str) {
    let (sources, _) = tutorial(document);
    let checked = pack::check(&sources);
    let findings: Vec<_> = checked
        .diagnostics
        .iter()
        .map(|finding| format!("{}: {}", finding.code, finding.message.english()))
        .collect();
    assert!(findings.is_empty(), "{findings:#?}");
    assert!(checked.pack.is_some());
}

#[rstest]
fn the_scenarios_of_the_tutorial_pass_and_prove_every_clause(
    #[values("docs/packs.md", "docs/packs.zh.md")] document: &str,
) {
    let (sources, files) = tutorial(document);
    let pack = pack::check(&sources).pack.expect("a pack that runs");
    let mut ran = Vec::new();
    for (path, text) in files.into_iter().filter(|(path, _)| path.contains("/scenarios/")) {
        let file = Arc::new(SourceFile { path, text });
        let scenarios: RawScenarios = yaml::read(&file).expect("YAML").typed().expect("scenarios");
        for raw in scenarios.scenarios {
            ran.push(scenario::run(
                &pack,
                &sources,
                &scenario::Scenario {
                    file: Arc::clone(&file),
                    raw,
                },
            ));
        }
    }
    let failures: Vec<_> = ran
        .iter()
        .flat_map(|one| one.failures.iter().map(|failure| (&one.name, failure)))
        .collect();
    assert!(failures.is_empty(), "{failures:#?}");
    let coverage = scenario::coverage::coverage(&pack, &ran);
    assert_eq!(coverage.proved.len(), coverage.clauses, "{coverage:#?}");
}

#[test]
fn the_reference_lists_every_key_as_the_types_have_it() {
    let document = read("docs/packs.md");
    let (_, reference) = document.split_once("<!-- keys -->\n").expect("the reference part");
    assert!(
        reference.trim() == redress::pack::keys::reference().trim(),
        "docs/packs.md is stale: put the output of `redress schema --keys` after its marker"
    );
}

#[test]
fn the_functions_of_expressions_are_all_listed() {
    let document = read("docs/packs.md");
    for function in redress::expression::functions() {
        assert!(
            document.contains(function.signature),
            "docs/packs.md does not list `{}`",
            function.signature
        );
    }
}

#[test]
fn the_names_of_scripts_are_listed_as_they_are_registered() {
    let document = read("docs/scripts.md");
    let (_, reference) = document.split_once("<!-- names -->\n").expect("the reference part");
    assert!(
        reference.trim() == redress::script::manual::reference().trim(),
        "docs/scripts.md is stale: put the output of `redress schema --scripts` after its marker"
    );
}

#[test]
fn the_scripts_of_the_manual_do_what_it_says() {
    let document = read("docs/scripts.md");
    let scripts: Vec<_> = blocks(&document, "rhai").map(|block| ("manual.rhai", block)).collect();
    assert!(!scripts.is_empty());
    let source = scripts.iter().map(|(_, block)| *block).collect::<Vec<_>>().join("\n");
    let examples: Vec<&str> = document
        .lines()
        .filter_map(|line| line.strip_prefix("- `")?.split_once("` is true"))
        .map(|(example, _)| example)
        .collect();
    assert!(examples.len() > 4, "the manual says of its functions what they give");
    for example in examples {
        let source = format!("{source}\nfn example() {{ {example} }}");
        let set = ScriptSet::compile(&[("manual.rhai", source)]).unwrap_or_else(|problems| panic!("{problems:#?}"));
        assert_eq!(set.call("example", &[]), Ok(Value::Bool(true)), "{example}");
    }
}

#[test]
fn the_manual_names_every_kind_of_part_that_meets_a_clause() {
    let manual = read("docs/packs.md");
    let list = manual
        .split("The kinds are ")
        .nth(1)
        .and_then(|rest| rest.split('.').next());
    let named: Vec<&str> = list.expect("the list").split('`').skip(1).step_by(2).collect();
    let kinds = Part::WORDS
        .iter()
        .map(|(word, _)| *word)
        .filter(|word| *word != "scenario");
    let (mut named, mut kinds): (Vec<&str>, Vec<&str>) = (named, kinds.collect());
    named.sort_unstable();
    kinds.sort_unstable();
    assert_eq!(named, kinds);
}

/// The clauses of the ten things that are hardest to say, as the two documents must show them.
const HARDEST: [&str; 10] = [
    "TEL-3.3.4 TEL-6.2.1 TEL-6.2.1a TEL-6.2.1b TEL-6.2.1c TEL-6.2.2",
    "TEL-3.2.2 TEL-6.1.3b TEL-6.1.3d TEL-6.3.2 TEL-6.3.3a TEL-6.3.3b TEL-6.3.4a TEL-6.3.4b TEL-6.2.3 TEL-8.2A.5 TEL-8.2A.7",
    "TEL-6.1.1d TEL-6.1.1a TEL-6.1.1b TEL-6.1.1c",
    "PRO-3.4.2b PRO-3.4.1 PRO-3.4.2a PRO-3.4.2c",
    "ROA-5.2a ROA-5.2b ROA-5.3 ROA-5.4a ROA-5.4b TOB-6.1 PRO-2.6",
    "GAR-9.1 GAR-9.3 GAR-9.4 GAR-10.2 GAR-10.3",
    "PRO-3.2.6 PRO-3.2.6c PRO-3.3.2b HOS-7.1 HOS-7.2 REN-4.6",
    "LOG-4.2A.1 LOG-4.2E.1 LOG-4.3.2C QUA-5.3 QUA-6.1 QUA-6.2",
    "PRO-3.3.1b GUE-9.1 QUA-4.1 QUA-4.2 ASM-7.1 GAR-9.1 OFF-4.3 LOG-4.3.2r TEL-3.2.2",
    "REN-5.14 REN-6.6 LOG-4.2E.1 GUE-10.5 OFF-2.7 OFF-4.2 OFF-4.3 OFF-4.8 OFF-5.3 OFF-6.5",
];

/// Whether the id stands there by itself, not as the beginning of another.
fn cites(text: &str, clause: &str) -> bool {
    text.match_indices(clause).any(|(at, _)| {
        let next = text[at + clause.len()..].chars().next();
        !next.is_some_and(|next| next.is_ascii_alphanumeric())
    })
}

/// Each of the ten has a heading of its own, in one order, with its clauses and a piece of a pack that does it.
#[rstest]
#[case("docs/packs.md", "\n## How to say the hard things\n")]
#[case("docs/packs.zh.md", "\n## 难处怎么写\n")]
fn the_ten_hardest_things_are_said_with_their_clauses_and_an_example(#[case] document: &str, #[case] heading: &str) {
    let text = read(document);
    let (_, part) = text
        .split_once(heading)
        .unwrap_or_else(|| panic!("{document} has no such part"));
    let part = part.split("\n## ").next().unwrap_or(part);
    let pieces: Vec<&str> = part.split("\n### ").skip(1).collect();
    assert!(
        pieces.len() >= HARDEST.len(),
        "{document} says {} of them",
        pieces.len()
    );
    for (clauses, piece) in HARDEST.iter().zip(pieces) {
        let title = piece.lines().next().unwrap_or_default();
        let unsaid: Vec<_> = clauses.split(' ').filter(|clause| !cites(piece, clause)).collect();
        assert!(unsaid.is_empty(), "{document}, “{title}”: {unsaid:?}");
        assert!(
            blocks(piece, "yaml").next().is_some(),
            "{document}, “{title}” shows no pack"
        );
    }
}

#[test]
fn the_pictures_of_the_front_page_are_those_that_were_taken() {
    let page = read("README.md");
    let shown: BTreeSet<String> = page
        .split("docs/screenshots/")
        .skip(1)
        .filter_map(|rest| Some(format!("{}.png", rest.split_once(".png")?.0)))
        .collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screenshots");
    let taken: BTreeSet<String> = fs::read_dir(folder)
        .expect("the pictures")
        .map(|file| file.expect("a picture").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(shown, taken);
}
