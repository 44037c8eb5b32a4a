//! A file, of a case or still of none.

use serde::Serialize;
use utoipa::ToSchema;

use crate::case::command::AttachedFile;

/// A file, named by the SHA-256 of its content.
#[derive(Serialize, ToSchema)]
#[schema(as = File)]
pub struct FileShown {
    /// What an attachment field is answered with.
    hash: String,
    name: String,
    /// Found out from its content.
    media_type: String,
    bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
}

impl FileShown {
    /// `root` is the address of the case it belongs to, if it belongs to one already.
    pub fn of(file: &AttachedFile, root: Option<&str>) -> Self {
        Self {
            hash: file.hash.clone(),
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            bytes: file.bytes,
            href: root.map(|root| format!("{root}/attachments/{}", file.hash)),
        }
    }
}
