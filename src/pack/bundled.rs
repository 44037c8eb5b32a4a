//! What comes with the program: calendars that every pack may name, and packs to begin one's own from.

use std::collections::BTreeSet;

use rust_embed::RustEmbed;

use super::id::OrganizationId;
use super::load::Sources;

#[derive(RustEmbed)]
#[folder = "rules/"]
struct Rules;

#[derive(RustEmbed)]
#[folder = "forms/"]
struct Forms;

/// A calendar's path and bytes, for each that comes with the program.
pub fn calendars() -> impl Iterator<Item = (String, Vec<u8>)> {
    files().filter(|(path, _)| is_calendar(path))
}

/// Whether the path is that of a calendar that packs share.
pub fn is_calendar(path: &str) -> bool {
    path.starts_with("rules/common/calendars/")
}

/// Whose packs come with the program, by name.
pub fn organizations() -> Vec<OrganizationId> {
    let folders: BTreeSet<String> = Rules::iter()
        .filter_map(|path| path.split_once('/').map(|(folder, _)| folder.to_owned()))
        .filter(|folder| folder != "common")
        .collect();
    folders.into_iter().map(OrganizationId::new).collect()
}

/// One of the packs that come with the program, with what it shares with others.
pub fn sources(organization: &OrganizationId) -> Sources {
    let is_of_pack = |path: &str| {
        let folder = path.split('/').nth(1);
        folder.is_some_and(|folder| folder == "common" || folder == organization.as_str())
    };
    Sources::from_files(files().filter(|(path, _)| is_of_pack(path)))
}

fn files() -> impl Iterator<Item = (String, Vec<u8>)> {
    let rules = Rules::iter().filter_map(|path| Some((format!("rules/{path}"), Rules::get(&path)?.data.into_owned())));
    let forms = Forms::iter().filter_map(|path| Some((format!("forms/{path}"), Forms::get(&path)?.data.into_owned())));
    rules.chain(forms)
}
