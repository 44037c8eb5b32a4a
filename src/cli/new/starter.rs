//! The small pack to begin with when no other is like one's own.

use rust_embed::RustEmbed;

use crate::pack::id::OrganizationId;
use crate::pack::load::Sources;

#[derive(RustEmbed)]
#[folder = "src/cli/new/starter/"]
struct Starter;

/// What the ids of its clauses begin with, until they are called after the organization.
const CLAUSES: &str = "SAMPLE-";

/// Whose the small pack is, and its files, in which the clauses carry the name of `organization`: `BANK-1`.
pub(super) fn sources(organization: &OrganizationId) -> (OrganizationId, Sources) {
    let own = format!("{}-", organization.as_str().to_uppercase());
    let files = Starter::iter().filter_map(|path| {
        let bytes = Starter::get(&path)?.data;
        let text = String::from_utf8_lossy(&bytes).replace(CLAUSES, &own);
        Some((path.into_owned(), text))
    });
    (OrganizationId::new("sample"), Sources::from_files(files))
}
