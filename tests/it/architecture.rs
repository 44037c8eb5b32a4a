//! The arrows between the modules point one way, and what must be named in one place is named in one place.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each module and what it may use, from the ground up. A new arrow is rare: add it here and say why in the commit.
const ARROWS: &[(&str, &[&str])] = &[
    ("value", &["calendar"]),
    ("diagnostic", &["locale"]),
    ("locale", &[]),
    ("yaml", &["diagnostic", "locale"]),
    ("calendar", &["diagnostic", "locale", "yaml"]),
    ("expression", &["diagnostic", "locale", "value", "calendar"]),
    ("script", &["diagnostic", "expression", "locale", "value", "calendar"]),
    // A form and a pack speak of each other's ids and kinds; both are the language of a pack.
    (
        "form",
        &["calendar", "diagnostic", "expression", "locale", "pack", "value"],
    ),
    (
        "pack",
        &[
            "calendar",
            "diagnostic",
            "expression",
            "form",
            "locale",
            "script",
            "value",
            "yaml",
        ],
    ),
    ("case", &["calendar", "expression", "form", "locale", "pack", "value"]),
    ("access", &["case", "expression", "form", "locale", "pack", "value"]),
    (
        "scenario",
        &[
            "access",
            "calendar",
            "case",
            "diagnostic",
            "form",
            "locale",
            "pack",
            "report",
            "value",
            "yaml",
        ],
    ),
    (
        "report",
        &[
            "access",
            "calendar",
            "case",
            "expression",
            "form",
            "locale",
            "pack",
            "value",
        ],
    ),
    ("clock", &[]),
    ("proxies", &[]),
    ("scanner", &[]),
    // Asks a provider who somebody is, and knows nobody here.
    ("openid", &[]),
    // Where the scanner listens is an address, and who a provider is a URL, which their own modules know how to read; so are proxies.
    ("config", &["openid", "proxies", "scanner", "store"]),
    ("search", &[]),
    (
        "store",
        &["access", "calendar", "case", "form", "pack", "search", "value"],
    ),
];

/// What knows no database, no HTTP, no clock and no environment.
const PURE: &[&str] = &[
    "access",
    "calendar",
    "case",
    "diagnostic",
    "expression",
    "form",
    "locale",
    "pack",
    "report",
    "scenario",
    "script",
    "search",
    "value",
    "yaml",
];

fn sources() -> Vec<(String, PathBuf, String)> {
    let mut found = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    walk(&root, &mut found);
    found
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&root).expect("below src").to_path_buf();
            let first = inside
                .components()
                .next()
                .expect("a name")
                .as_os_str()
                .to_string_lossy()
                .into_owned();
            let text = fs::read_to_string(&path).expect("a source file");
            (first.trim_end_matches(".rs").to_owned(), inside, text)
        })
        .collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file without its tests and comments.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| {
        matches!(
            part.as_os_str().to_str(),
            Some("tests.rs" | "tests" | "testing" | "testing.rs")
        )
    })
}

#[test]
fn the_arrows_between_modules_point_one_way() {
    let allowed: BTreeMap<_, _> = ARROWS.iter().copied().collect();
    let mut wrong = BTreeSet::new();
    for (module, path, text) in sources() {
        let Some(allowed) = allowed.get(module.as_str()) else {
            continue;
        };
        if is_test(&path) {
            continue;
        }
        for used in code(&text).split("crate::").skip(1) {
            let used: String = used
                .chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect();
            if used != module && ARROWS.iter().any(|(known, _)| *known == used) && !allowed.contains(&used.as_str()) {
                wrong.insert(format!("{} uses {used}", path.display()));
            }
            if ["app", "web", "api", "cli", "schedule", "outbox", "server", "demo"].contains(&used.as_str()) {
                wrong.insert(format!("{} uses {used}, which stands above it", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_below_the_doors_has_its_arrows_written_down() {
    let above = [
        "api", "app", "cli", "demo", "lib", "main", "outbox", "schedule", "server", "web",
    ];
    let modules: BTreeSet<_> = sources().into_iter().map(|(module, ..)| module).collect();
    let unknown: Vec<_> = modules
        .iter()
        .filter(|module| !above.contains(&module.as_str()) && !ARROWS.iter().any(|(known, _)| known == module))
        .collect();
    assert!(unknown.is_empty(), "give these a line in ARROWS: {unknown:?}");
}

#[test]
fn the_core_knows_no_database_no_http_no_clock_and_no_environment() {
    let forbidden = [
        "diesel",
        "actix_web",
        "object_store",
        "Utc::now",
        "SystemTime::now",
        "std::env",
        "std::net",
        "tokio",
    ];
    // A script's time budget is measured on the monotonic clock of the thread that runs it.
    let mut wrong = Vec::new();
    for (module, path, text) in sources() {
        if !PURE.contains(&module.as_str()) || is_test(&path) {
            continue;
        }
        let code = code(&text);
        wrong.extend(
            forbidden
                .iter()
                .filter(|word| code.contains(**word))
                .map(|word| format!("{}: {word}", path.display())),
        );
    }
    // Packs are read from folders by `pack::load` alone; no other core file opens a file.
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_way_to_the_provider_asks_another_machine_over_http() {
    let allowed = Path::new("openid").join("calls.rs");
    let mut asking: Vec<_> = sources()
        .into_iter()
        .filter(|(_, path, text)| !is_test(path) && code(text).contains("ureq::"))
        .map(|(_, path, _)| path)
        .collect();
    asking.sort();
    assert_eq!(asking, [allowed]);
}

#[test]
fn no_source_names_an_organization_of_the_bundled_packs() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let organizations: Vec<_> = fs::read_dir(rules)
        .expect("the bundled packs")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name != "common")
        .collect();
    assert!(!organizations.is_empty(), "there are bundled packs");
    let words: Vec<_> = organizations
        .iter()
        .flat_map(|name| [name.clone(), name.replace('-', "_")])
        .collect();
    let mut wrong = BTreeSet::new();
    for (_, path, text) in sources() {
        if is_test(&path) {
            continue;
        }
        let code = code(&text).to_lowercase();
        wrong.extend(
            words
                .iter()
                .filter(|word| code.contains(word.as_str()))
                .map(|word| format!("{}: {word}", path.display())),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_clock_reads_the_wall_clock() {
    let mut wrong = Vec::new();
    for (module, path, text) in sources() {
        if module == "clock" || is_test(&path) {
            continue;
        }
        let code = code(&text);
        wrong.extend(
            ["Utc::now", "Local::now", "SystemTime::now"]
                .iter()
                .filter(|word| code.contains(**word))
                .map(|word| format!("{}: {word}", path.display())),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
