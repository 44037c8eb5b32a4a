//! What the program says to administrators is said in each of its languages: every sentence of the source stands in every
//! catalogue, with the same places to fill in.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use redress::locale::Language;
use redress::pack::checks;
use rstest::rstest;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn files(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, extension, found);
        } else if path.extension().is_some_and(|have| have == extension) {
            found.push(path);
        }
    }
}

/// The pattern of every `phrase!("…")` outside comments and tests, as it is compiled.
fn said() -> BTreeSet<String> {
    let mut sources = Vec::new();
    files(&Path::new(ROOT).join("src"), "rs", &mut sources);
    let mut patterns = BTreeSet::new();
    for path in sources {
        let text = fs::read_to_string(&path).expect("a source file");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code: Vec<&str> = code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        let code = code.join("\n");
        for part in code.split("phrase!(").skip(1) {
            if let Some(literal) = part.trim_start().strip_prefix('"') {
                patterns.insert(unescaped(literal));
            }
        }
    }
    patterns
}

/// What a literal of Rust stands for, up to its closing quote.
fn unescaped(literal: &str) -> String {
    let mut text = String::new();
    let mut letters = literal.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('"', _) => break,
            ('\\', Some('\n')) => while letters.next_if(|blank| blank.is_whitespace()).is_some() {},
            ('\\', Some('n')) => {
                letters.next();
                text.push('\n');
            }
            ('\\', Some(_)) => text.extend(letters.next()),
            _ => text.push(letter),
        }
    }
    text
}

fn catalogue(language: &str) -> BTreeMap<String, String> {
    let mut parts = Vec::new();
    files(
        &Path::new(ROOT).join("locales").join(language).join("phrases"),
        "yaml",
        &mut parts,
    );
    let mut all = BTreeMap::new();
    for path in parts {
        let text = fs::read_to_string(&path).expect("a catalogue");
        let part: BTreeMap<String, String> =
            serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for (pattern, translated) in part {
            let twice = all.insert(pattern.clone(), translated);
            assert!(twice.is_none(), "`{pattern}` is translated twice for {language}");
        }
    }
    all
}

/// The names in braces; braces that are meant are written twice.
fn places(pattern: &str) -> BTreeSet<String> {
    let plain = pattern.replace("{{", "").replace("}}", "");
    let parts = plain.split('{').skip(1);
    parts
        .filter_map(|part| Some(part.split_once('}')?.0.to_owned()))
        .collect()
}

#[rstest]
fn every_sentence_is_said_in_each_language_and_no_translation_is_left_over(#[values("zh", "zh-Hant")] language: &str) {
    let (said, catalogue) = (said(), catalogue(language));
    assert!(
        said.len() > 500,
        "only {} sentences were found in the source",
        said.len()
    );
    let missing: Vec<_> = said
        .iter()
        .filter(|pattern| !catalogue.contains_key(*pattern))
        .collect();
    assert!(missing.is_empty(), "not said in {language}: {missing:#?}");
    let idle: Vec<_> = catalogue.keys().filter(|pattern| !said.contains(*pattern)).collect();
    assert!(idle.is_empty(), "nobody says any more: {idle:#?}");
}

#[test]
fn what_is_said_of_a_pack_and_why_a_command_could_not_run_is_a_phrase() {
    let mut sources = Vec::new();
    files(&Path::new(ROOT).join("src"), "rs", &mut sources);
    for path in sources.iter().filter(|path| !path.ends_with("tests.rs")) {
        let text = fs::read_to_string(path).expect("a source file");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for said in [
            ".help(\"",
            ".label(\"",
            ".help(format!(",
            ".label(format!(",
            "CouldNotRun::new(\"",
            "CouldNotRun::new(format!(",
        ] {
            assert!(
                !code.contains(said),
                "{} has `{said}…`: write `phrase!(…)`",
                path.display()
            );
        }
    }
}

#[rstest]
fn a_translation_fills_in_what_the_sentence_fills_in(#[values("zh", "zh-Hant")] language: &str) {
    let catalogue = catalogue(language);
    let wrong = catalogue
        .iter()
        .filter(|(pattern, translated)| places(pattern) != places(translated));
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The examples of a page, in their order.
fn examples(page: &str) -> Vec<&str> {
    page.split("```").skip(1).step_by(2).collect()
}

#[rstest]
fn every_code_is_explained_in_each_language_with_the_same_examples(#[values("zh", "zh-Hant")] language: &str) {
    let language = Language::new(language);
    for code in checks::codes() {
        let english = checks::explanation(&code, &Language::new("en")).expect("an explanation");
        let told = checks::explanation(&code, &language).expect("an explanation");
        let sentence = told.lines().next().unwrap_or_default();
        assert!(
            sentence.ends_with(['。', '，']),
            "{code} in {language}: the first line is no sentence: {sentence}"
        );
        assert_eq!(
            examples(&told),
            examples(&english),
            "{code} in {language} has other examples"
        );
        let instead = if language.as_str() == "zh" {
            "## 改为\n"
        } else {
            "## 改為\n"
        };
        assert!(
            told.contains("## 例子\n") && told.contains(instead),
            "{code} in {language} lacks a part"
        );
    }
}

#[rstest]
fn no_page_explains_a_code_that_is_gone(#[values("zh", "zh-Hant")] language: &str) {
    let mut pages = Vec::new();
    files(
        &Path::new(ROOT).join("locales").join(language).join("explain"),
        "md",
        &mut pages,
    );
    let codes: BTreeSet<String> = checks::codes().into_iter().collect();
    let explained = pages.iter().filter_map(|path| path.file_stem()?.to_str());
    let explained: BTreeSet<String> = explained.map(str::to_owned).collect();
    assert_eq!(explained, codes);
}

#[rstest]
#[case("zh-Hant", 0)]
#[case("zh", 1)]
fn each_script_has_its_own_characters(#[case] language: &str, #[case] other: usize) {
    // Pairs of the same word in both scripts, simplified first.
    let pairs = include_str!("../../src/locale/scripts.txt").split_whitespace();
    let foreign: BTreeSet<char> = pairs.filter_map(|pair| pair.chars().nth(other)).collect();
    let language = Language::new(language);
    let pages = checks::codes()
        .into_iter()
        .filter_map(|code| checks::explanation(&code, &language));
    let told = catalogue(language.as_str()).into_values().chain(pages);
    for text in told {
        // What stands in backticks may be what the author has to write.
        let outside: String = text.split('`').step_by(2).collect();
        let strange: Vec<char> = outside.chars().filter(|letter| foreign.contains(letter)).collect();
        assert!(strange.is_empty(), "{strange:?} in {language}: {text}");
    }
}
