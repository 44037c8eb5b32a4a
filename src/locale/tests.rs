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
fn both_languages_have_the_same_texts_with_the_same_variables() {
    assert_eq!(texts("zh"), texts("en"));
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
    assert_eq!(say(&Language::new("zh-Hant"), "form-required", &label()), "请填写Name");
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
