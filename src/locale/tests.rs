//! What is on screen exists, in every language, with the same holes to fill.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::*;

/// Every text of a language: its id and the variables in it.
fn texts(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
    let mut texts = BTreeMap::new();
    for file in files(&folder, "ftl") {
        let mut id = None;
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            if let Some((name, _)) = line.split_once(" =")
                && name.starts_with(|first: char| first.is_ascii_lowercase())
            {
                let before = texts.insert(name.to_owned(), BTreeSet::new());
                assert!(before.is_none(), "`{name}` stands twice in {language}");
                id = Some(name.to_owned());
            }
            let Some(id) = &id else { continue };
            for rest in line.split('$').skip(1) {
                let variable = rest
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                    .collect();
                texts.get_mut(id).unwrap().insert(variable);
            }
        }
    }
    assert!(!texts.is_empty(), "no texts in {}", folder.display());
    texts
}

/// Every file below `folder` whose name ends so.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|have| have == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The keys that `source` asks for: the first text in quotes after `say(`, if it stands in the call itself.
fn keys(source: &str) -> Vec<&str> {
    source
        .match_indices("say(")
        // `essay(` asks for nothing.
        .filter(|(at, _)| !source[..*at].ends_with(|before: char| before.is_alphanumeric() || before == '_'))
        .filter_map(|(at, call)| {
            let (before, rest) = source[at + call.len()..].split_once('"')?;
            let own = !before.contains([')', ';', '[']);
            own.then(|| rest.split_once('"').map(|(key, _)| key))?
        })
        .collect()
}

#[test]
fn all_languages_have_the_same_texts_with_the_same_variables() {
    let english = texts("en");
    for language in ["zh", "zh-Hant"] {
        let own = texts(language);
        let apart = |one: &BTreeMap<String, BTreeSet<String>>, other: &BTreeMap<String, BTreeSet<String>>| {
            let different = one.iter().filter(|(key, holes)| other.get(*key) != Some(*holes));
            different.map(|(key, _)| key.clone()).collect::<Vec<_>>()
        };
        let (lacking, more) = (apart(&english, &own), apart(&own, &english));
        assert!(
            lacking.is_empty() && more.is_empty(),
            "locales/{language}: wanted {lacking:?}, has {more:?}"
        );
    }
}

/// Every character of a language's texts that is not ASCII, without comments.
fn letters(language: &str) -> BTreeSet<char> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
    files(&folder, "ftl")
        .iter()
        .flat_map(|file| std::fs::read_to_string(file).unwrap().chars().collect::<Vec<_>>())
        .filter(|letter| !letter.is_ascii())
        .collect()
}

#[test]
fn traditional_texts_have_no_simplified_character_and_the_other_way_round() {
    // Pairs of the same word in both scripts, one for each character of the texts that is written differently.
    let pairs = include_str!("scripts.txt");
    let simplified: BTreeSet<char> = pairs
        .split_whitespace()
        .filter_map(|pair| pair.chars().next())
        .collect();
    let traditional: BTreeSet<char> = pairs.split_whitespace().flat_map(|pair| pair.chars().skip(1)).collect();
    assert!(simplified.len() > 100 && simplified.is_disjoint(&traditional));
    let wrong: Vec<char> = letters("zh-Hant").intersection(&simplified).copied().collect();
    assert!(wrong.is_empty(), "simplified in zh-Hant: {wrong:?}");
    let wrong: Vec<char> = letters("zh").intersection(&traditional).copied().collect();
    assert!(wrong.is_empty(), "traditional in zh: {wrong:?}");
}

#[test]
fn the_program_speaks_the_script_of_the_organization() {
    let of = |tag: &str, languages: &[&str]| {
        let languages: Vec<Language> = languages.iter().map(Language::new).collect();
        Language::new(tag).among(&languages).to_string()
    };
    assert_eq!(of("zh", &["zh-Hant", "en"]), "zh-Hant");
    assert_eq!(of("zh-CN", &["zh-Hant", "en"]), "zh-Hant");
    assert_eq!(of("zh", &["zh-Hant", "zh"]), "zh");
    assert_eq!(of("en", &["zh", "en-GB"]), "en-GB");
    assert_eq!(of("fr", &["zh"]), "fr");
    let spoken = ["zh", "zh-CN", "zh-Hant", "zh-TW", "zh-hk", "en-GB", "fr"].map(|tag| Language::new(tag).spoken());
    assert_eq!(spoken, ["zh", "zh", "zh-Hant", "zh-Hant", "zh-Hant", "en", "en"]);
}

#[test]
fn every_text_that_is_asked_for_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let known = texts("en");
    let mut asked = 0;
    let places = [("src", "rs"), ("src", "html"), ("templates", "html")];
    for path in places
        .iter()
        .flat_map(|(folder, extension)| files(&root.join(folder), extension))
    {
        if path.ends_with("locale/tests.rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for key in keys(&source) {
            // A key made when it is needed must at least be able to be one of those there are.
            let exists = match (key.split_once('{'), key.rsplit_once('}')) {
                (Some((before, _)), Some((_, after))) => known
                    .keys()
                    .any(|known| known.starts_with(before) && known.ends_with(after)),
                _ => known.contains_key(key),
            };
            assert!(
                exists,
                "{} asks for `{key}`, which no file in locales/ has",
                path.display()
            );
            asked += 1;
        }
    }
    assert!(asked > 0, "no call of `say` was found");
}

#[test]
fn a_text_is_said_in_the_readers_language_without_invisible_marks() {
    let label = || [("label", Argument::from("Name"))];
    assert_eq!(say(&Language::new("zh"), "form-required", &label()), "请填写Name");
    assert_eq!(say(&Language::new("zh-Hant"), "form-required", &label()), "請填寫Name");
    assert_eq!(
        say(&Language::new("en-GB"), "form-required", &label()),
        "fill in “Name”"
    );
    assert_eq!(say(&Language::new("fr"), "value-yes", &[]), "yes");
}

#[test]
fn numbers_choose_singular_and_plural() {
    let rows = |limit: u64| {
        say(
            &Language::new("en"),
            "form-required-rows",
            &[("label", "Persons".into()), ("limit", limit.into())],
        )
    };
    assert_eq!(rows(1), "fill in at least one row of “Persons”");
    assert_eq!(rows(2), "fill in at least 2 rows of “Persons”");
}

#[test]
fn separators_keep_their_spaces() {
    assert_eq!(say(&Language::new("en"), "value-separator", &[]), ", ");
    assert_eq!(say(&Language::new("zh"), "value-separator", &[]), "、");
}
