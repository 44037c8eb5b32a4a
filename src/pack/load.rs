//! The bytes of a pack: which files make it, and the version that names exactly these bytes.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::bundled;
use super::id::{OrganizationId, PackVersion};
use crate::value::hex;
use crate::yaml::FILE_BYTES_MAX;

/// The most files and bytes a pack may have, what it shares with others included.
const FILES_MAX: usize = 2_000;
const BYTES_MAX: usize = 16 << 20;
/// How deep folders may be nested below `rules/<organization>`.
const DEPTH_MAX: usize = 6;

/// Every file of an organization's pack with what it shares with others: `rules/<organization>`, `forms/<organization>`,
/// `rules/common`, `forms/common`. Paths are relative to the root, with forward slashes.
///
/// Serialised it is one object, path → text, and is stored whole with every version that ran.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sources {
    files: BTreeMap<String, Bytes>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Stored", try_from = "Stored")]
struct Bytes(Vec<u8>);

/// Text as text, so that a stored pack can be read by people; anything else as hexadecimal digits.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    Text(String),
    Other { hex: String },
}

impl From<Bytes> for Stored {
    fn from(Bytes(bytes): Bytes) -> Self {
        String::from_utf8(bytes).map_or_else(
            |error| Self::Other {
                hex: hex(error.as_bytes()),
            },
            Self::Text,
        )
    }
}

impl TryFrom<Stored> for Bytes {
    type Error = String;

    fn try_from(stored: Stored) -> Result<Self, String> {
        match stored {
            Stored::Text(text) => Ok(Self(text.into_bytes())),
            Stored::Other { hex } => {
                let digits: Option<Vec<u8>> = hex
                    .as_bytes()
                    .chunks(2)
                    .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
                    .collect();
                digits.map(Self).ok_or_else(|| "not hexadecimal".to_owned())
            }
        }
    }
}

impl Sources {
    /// Reads an organization's files below `root` (the folder that holds `rules` and `forms`). Folders that are not there are
    /// empty; that is a finding later, not an error. The calendars that come with the program are there without a file; a file
    /// of the same name counts over them.
    ///
    /// # Errors
    /// What the file system says; symbolic links, because they could lead anywhere; more files or bytes than a pack may have.
    pub fn read(root: &Path, organization: &OrganizationId) -> io::Result<Self> {
        let mut sources = Self::from_files(bundled::calendars());
        for top in ["rules", "forms"] {
            for folder in ["common", organization.as_str()] {
                let path = root.join(top).join(folder);
                sources.read_folder(&path, &format!("{top}/{folder}"), DEPTH_MAX)?;
            }
        }
        Ok(sources)
    }

    /// A pack from files in memory, by path.
    pub fn from_files<P: Into<String>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        Self {
            files: files
                .into_iter()
                .map(|(path, bytes)| (path.into(), Bytes(bytes.into())))
                .collect(),
        }
    }

    /// Whose pack it is: the folder beside `common`.
    pub fn organization(&self) -> Option<OrganizationId> {
        let folders = self.files.keys().filter_map(|path| {
            let rest = path.strip_prefix("rules/").or_else(|| path.strip_prefix("forms/"))?;
            let (folder, _) = rest.split_once('/')?;
            (folder != "common").then_some((path.starts_with("forms/"), folder))
        });
        folders.min().map(|(_, folder)| OrganizationId::new(folder))
    }

    /// Every file, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files
            .iter()
            .map(|(path, bytes)| (path.as_str(), bytes.0.as_slice()))
    }

    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(|bytes| bytes.0.as_slice())
    }

    /// Puts a file in, over what was there.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), Bytes(bytes.into()));
    }

    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }

    /// SHA-256 over the sorted paths and the bytes, each after its length, so that no two packs share a version.
    pub fn version(&self) -> PackVersion {
        let mut hash = Sha256::new();
        for (path, bytes) in self.files() {
            for part in [path.as_bytes(), bytes] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        PackVersion::new(hex(&hash.finalize()))
    }

    fn read_folder(&mut self, folder: &Path, name: &str, depth: usize) -> io::Result<()> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(explained(name, &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| explained(name, &error))?;
            let file_name = entry.file_name().to_string_lossy().into_owned();
            // Editors leave such files behind; they are no part of a pack.
            if file_name.starts_with('.') || file_name.ends_with('~') {
                continue;
            }
            let name = format!("{name}/{file_name}");
            let kind = entry.file_type().map_err(|error| explained(&name, &error))?;
            if kind.is_symlink() {
                return Err(refused(format!("{name} is a symbolic link; a pack has none")));
            }
            if kind.is_dir() {
                if depth == 0 {
                    return Err(refused(format!("{name} is nested too deeply for a pack")));
                }
                self.read_folder(&entry.path(), &name, depth - 1)?;
            } else {
                self.read_file(&entry.path(), name)?;
            }
        }
        Ok(())
    }

    fn read_file(&mut self, path: &Path, name: String) -> io::Result<()> {
        let mut bytes = Vec::new();
        // One byte more than allowed is enough to know that it is too large.
        let file = fs::File::open(path).map_err(|error| explained(&name, &error))?;
        file.take(FILE_BYTES_MAX as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| explained(&name, &error))?;
        self.files.insert(name, Bytes(bytes));
        let bytes: usize = self.files.values().map(|bytes| bytes.0.len()).sum();
        if self.files.len() > FILES_MAX || bytes > BYTES_MAX {
            return Err(refused(format!(
                "a pack has at most {FILES_MAX} files and {} MiB",
                BYTES_MAX >> 20
            )));
        }
        Ok(())
    }
}

/// Every organization with a folder in `rules`, by name.
pub fn organizations(root: &Path) -> Vec<OrganizationId> {
    let Ok(entries) = fs::read_dir(root.join("rules")) else {
        return Vec::new();
    };
    let mut found: Vec<OrganizationId> = entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != "common" && !name.starts_with('.'))
        .map(OrganizationId::new)
        .collect();
    found.sort();
    found
}

fn explained(name: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{name}: {error}"))
}

fn refused(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_names_paths_and_bytes() {
        let one = Sources::from_files([("rules/x/a.yaml", "bc")]);
        let moved = Sources::from_files([("rules/x/a.yamlb", "c")]);
        let same = Sources::from_files([("rules/x/a.yaml", "bc")]);
        assert_ne!(one.version(), moved.version());
        assert_eq!(one.version(), same.version());
        assert_eq!(one.version().len(), 64);
    }

    #[test]
    fn a_stored_pack_comes_back_byte_for_byte() {
        let sources = Sources::from_files([("a.yaml", "文: 1".as_bytes().to_vec()), ("b.png", vec![0xff, 0, 0x10])]);
        let stored = serde_json::to_string(&sources).expect("JSON");
        assert_eq!(stored, r#"{"a.yaml":"文: 1","b.png":{"hex":"ff0010"}}"#);
        assert_eq!(serde_json::from_str::<Sources>(&stored).expect("the same"), sources);
        assert!(serde_json::from_str::<Sources>(r#"{"b.png":{"hex":"zz"}}"#).is_err());
        assert!(serde_json::from_str::<Sources>(r#"{"b.png":{"hex":"é"}}"#).is_err());
    }

    #[test]
    fn a_folder_is_read_with_what_it_shares_and_without_what_editors_leave() {
        let root = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            fs::write(path, text).expect("written");
        };
        write("rules/x/organization.yaml", "a");
        write("rules/x/scripts/s.rhai", "b");
        write("rules/x/.swp", "c");
        write("rules/common/calendars/c.yaml", "d");
        write("rules/common/calendars/weekdays.yaml", "ours");
        write("forms/x/f.yaml", "e");
        write("rules/y/organization.yaml", "other");
        let sources = Sources::read(root.path(), &OrganizationId::new("x")).expect("readable");
        let paths: Vec<&str> = sources.files().map(|(path, _)| path).collect();
        let expected = [
            "forms/x/f.yaml",
            "rules/common/calendars/c.yaml",
            "rules/common/calendars/china.yaml",
            "rules/common/calendars/weekdays.yaml",
            "rules/x/organization.yaml",
            "rules/x/scripts/s.rhai",
        ];
        assert_eq!(paths, expected);
        assert_eq!(sources.get("rules/common/calendars/weekdays.yaml"), Some(&b"ours"[..]));
        assert_eq!(
            organizations(root.path()),
            [OrganizationId::new("x"), OrganizationId::new("y")]
        );
        assert_eq!(organizations(&root.path().join("nowhere")), []);
        assert_eq!(
            Sources::read(root.path(), &OrganizationId::new("nobody"))
                .expect("empty")
                .files()
                .count(),
            3
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_refused() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(root.path().join("rules/x")).expect("folders");
        std::os::unix::fs::symlink("/etc/passwd", root.path().join("rules/x/organization.yaml")).expect("a link");
        let error = Sources::read(root.path(), &OrganizationId::new("x")).expect_err("refused");
        assert!(error.to_string().contains("symbolic link"), "{error}");
    }

    #[test]
    fn a_large_file_is_cut_where_it_is_known_to_be_too_large() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(root.path().join("rules/x")).expect("folders");
        fs::write(root.path().join("rules/x/big.yaml"), vec![b'#'; FILE_BYTES_MAX * 2]).expect("written");
        let sources = Sources::read(root.path(), &OrganizationId::new("x")).expect("readable");
        assert_eq!(
            sources.get("rules/x/big.yaml").map(<[u8]>::len),
            Some(FILE_BYTES_MAX + 1)
        );
    }
}
