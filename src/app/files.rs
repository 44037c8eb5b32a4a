//! Files people attach: kept by what they contain.
//!
//! A file is named by the SHA-256 of its bytes and is on the disk before any row speaks of it, so no row ever points to a
//! file that is not there. What kind of file it is, its bytes say; what its sender claims does not count.

use std::future::Future;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutPayload};
use sha2::{Digest, Sha256};

use super::App;
use crate::case::PersonId;
use crate::case::command::AttachedFile;
use crate::form::{FileTerms, Unfit};
use crate::locale::{Language, say};
use crate::pack::id::OrganizationId;
use crate::scanner::{Finding, ScanError, Scanner};
use crate::store::verify::{Fault, Findings};
use crate::store::{self, files as rows, uploads};
use crate::value::hex;

/// The longest name that is kept; names are labels, nothing is found by them.
const NAME_CHARS_MAX: usize = 120;

/// What is not recognised by its bytes.
const UNKNOWN: &str = "application/octet-stream";
/// Bytes of which a person could read every one, in whatever encoding.
const PLAIN: &str = "text/plain";

/// How often the bytes of a file are stored anew before it is given up: each time another node has erased them in between.
const STORED_MAX: usize = 5;

/// The folder of files.
pub struct Files {
    folder: LocalFileSystem,
    bytes_max: usize,
    scanner: Option<Scanner>,
}

/// Why a file is not taken or not given.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("the file is larger than {bytes_max} bytes")]
    TooLarge { bytes_max: usize },
    #[error("the file is empty")]
    Empty,
    /// Not what is taken at its place.
    #[error("the file is not what is taken here")]
    Unfit(Unfit),
    #[error("the virus scanner found `{found}`")]
    Infected { found: String },
    /// What cannot be scanned is not kept either.
    #[error("the file could not be scanned")]
    NotScanned(#[source] ScanError),
    #[error("no such file")]
    NotFound,
    #[error("the file store does not answer")]
    Storage(#[source] object_store::Error),
    /// The bytes on the disk are not those that were stored.
    #[error("the file `{hash}` is damaged")]
    Damaged { hash: String },
    #[error("the file cannot be written down")]
    Store(#[from] store::Error),
}

impl FileError {
    /// What whoever sent the file is told; `None` where it is not their business.
    pub fn text(&self, name: &str, language: &Language) -> Option<String> {
        let name = label(name);
        let named = [("name", name.as_str().into())];
        match self {
            Self::TooLarge { bytes_max } => {
                let megabytes = u32::try_from(bytes_max / (1024 * 1024)).unwrap_or(u32::MAX);
                Some(Unfit::TooLarge { megabytes }.text(&name, language))
            }
            Self::Empty => Some(say(language, "files-empty", &named)),
            Self::Unfit(unfit) => Some(unfit.text(&name, language)),
            Self::Infected { found } => Some(say(
                language,
                "files-infected",
                &[("name", name.as_str().into()), ("found", found.as_str().into())],
            )),
            Self::NotScanned(_) => Some(say(language, "files-not-scanned", &named)),
            Self::NotFound | Self::Storage(_) | Self::Damaged { .. } | Self::Store(_) => None,
        }
    }
}

impl Files {
    pub(super) fn open(folder: &Path, bytes_max: usize, scanner: Option<Scanner>) -> std::io::Result<Self> {
        let folder = LocalFileSystem::new_with_prefix(folder)
            .map_err(std::io::Error::other)?
            .with_fsync(true);
        Ok(Self {
            folder,
            bytes_max,
            scanner,
        })
    }

    /// The largest file that is taken, in bytes.
    pub fn bytes_max(&self) -> usize {
        self.bytes_max
    }

    /// Reads a file and makes sure that it is what was stored.
    ///
    /// # Errors
    /// [`FileError::NotFound`], [`FileError::Damaged`], or what the disk says.
    pub fn read(&self, hash: &str) -> Result<Vec<u8>, FileError> {
        let path = path_of(hash).ok_or(FileError::NotFound)?;
        let read = wait(async { self.folder.get(&path).await?.bytes().await });
        let bytes = read.map_err(|error| match error {
            object_store::Error::NotFound { .. } => FileError::NotFound,
            other => FileError::Storage(other),
        })?;
        if hex(&Sha256::digest(&bytes)) != hash {
            return Err(FileError::Damaged { hash: hash.to_owned() });
        }
        Ok(bytes.into())
    }

    /// Takes a file from the disk for good; one that is not there is gone already.
    pub(super) fn erase(&self, hash: &str) -> Result<(), FileError> {
        let path = path_of(hash).ok_or(FileError::NotFound)?;
        match wait(self.folder.delete(&path)) {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(FileError::Storage(error)),
        }
    }

    /// What a file would be, if it is taken: neither empty nor too large, of a kind that is taken, and clean.
    fn inspect(&self, name: &str, bytes: &[u8], terms: &FileTerms) -> Result<AttachedFile, FileError> {
        if bytes.is_empty() {
            return Err(FileError::Empty);
        }
        if bytes.len() > self.bytes_max {
            return Err(FileError::TooLarge {
                bytes_max: self.bytes_max,
            });
        }
        let hash = hex(&Sha256::digest(bytes));
        let file = AttachedFile {
            name: label(name),
            media_type: sniffed(bytes).to_owned(),
            bytes: bytes.len() as u64,
            hash,
        };
        terms.take(&file.media_type, file.bytes).map_err(FileError::Unfit)?;
        match self.scanner.as_ref().map(|scanner| scanner.scan(bytes)) {
            None | Some(Ok(Finding::Clean)) => Ok(file),
            Some(Ok(Finding::Infected(found))) => {
                // Not its name: that may say whom it is about.
                tracing::warn!(hash = %file.hash, %found, "an infected file was refused");
                Err(FileError::Infected { found })
            }
            Some(Err(error)) => {
                tracing::error!(%error, "a file was refused because it could not be scanned");
                Err(FileError::NotScanned(error))
            }
        }
    }

    fn write(&self, hash: &str, bytes: PutPayload) -> Result<(), FileError> {
        let path = path_of(hash).ok_or(FileError::NotFound)?;
        match wait(self.folder.put_opts(&path, bytes, PutMode::Create.into())) {
            Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => Ok(()),
            Err(error) => Err(FileError::Storage(error)),
        }
    }

    fn has(&self, hash: &str) -> Result<bool, FileError> {
        let path = path_of(hash).ok_or(FileError::NotFound)?;
        match wait(self.folder.head(&path)) {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(FileError::Storage(error)),
        }
    }
}

impl App {
    /// Takes a file that somebody sends to an organization. To be seen with a case it is then attached, or named as an answer;
    /// both only they can do, and cases that have it already. `terms` are those of the place it is meant for.
    ///
    /// # Errors
    /// When it is empty, too large or of another kind than is taken there, when it is infected or cannot be scanned, or when it
    /// cannot be stored. Nothing of it is kept then.
    pub fn store_file(
        &self,
        organization: &OrganizationId,
        by: &PersonId,
        terms: &FileTerms,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<AttachedFile, FileError> {
        // Before anybody has to wait for it: a scanner takes its time.
        let file = self.files().inspect(name, &bytes, terms)?;
        let _held = self.while_storing();
        let bytes = PutPayload::from(bytes);
        for _ in 0..STORED_MAX {
            self.files().write(&file.hash, bytes.clone())?;
            if self.note_file(organization, by, &file)? {
                return Ok(file);
            }
        }
        Err(FileError::NotFound)
    }

    /// Writes down a file whose bytes are on the disk. `false`, and nothing is written down, if another node has just erased them with a
    /// case that is destroyed.
    fn note_file(&self, organization: &OrganizationId, by: &PersonId, file: &AttachedFile) -> Result<bool, FileError> {
        let (app, now) = (self.clone(), self.clock().now());
        let (organization, by, file) = (organization.clone(), by.clone(), file.clone());
        self.store().write(move |conn| {
            rows::alone_on_platform(conn, &file.hash)?;
            if !app.files().has(&file.hash)? {
                return Ok(false);
            }
            rows::put(conn, &organization, &file, now)?;
            uploads::put(conn, &organization, &file.hash, &by, now)?;
            Ok(true)
        })
    }
}

impl App {
    /// Proves an organization's histories and cases, and that every file is there as it was stored.
    ///
    /// # Errors
    /// When the store does not answer. What is wrong with the data is a fault, not an error.
    pub fn verify(&self, organization: &OrganizationId) -> Result<Findings, store::Error> {
        let mut findings = self.store().verify(organization)?;
        for hash in self.store().read(|conn| rows::hashes(conn, organization))? {
            if let Err(error) = self.files().read(&hash) {
                findings.faults.push(Fault {
                    organization: organization.clone(),
                    case: None,
                    event: None,
                    message: match error {
                        FileError::NotFound => format!("the file `{hash}` is gone"),
                        other => other.to_string(),
                    },
                });
            }
        }
        Ok(findings)
    }
}

/// What the bytes are. A text in whatever encoding has no control characters but those that lay it out.
fn sniffed(bytes: &[u8]) -> &'static str {
    let is_readable = |byte: &u8| *byte >= 0x20 && *byte != 0x7f || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c);
    match infer::get(bytes) {
        Some(kind) => kind.mime_type(),
        None if bytes.iter().all(is_readable) => PLAIN,
        None => UNKNOWN,
    }
}

/// Two levels of folders keep each of them small. `None` for what is no hash and could be a path to somewhere else.
fn path_of(hash: &str) -> Option<ObjectPath> {
    let is_hash = hash.len() == 64
        && hash
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    is_hash.then(|| ObjectPath::from(format!("sha256/{}/{}/{hash}", &hash[..2], &hash[2..4])))
}

/// The last part of a name without what could deceive a reader: controls, separators, marks that turn the direction of
/// writing.
fn label(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .filter(|letter| {
            !letter.is_control()
                && !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
        .take(NAME_CHARS_MAX)
        .collect();
    if plain.trim().is_empty() {
        "file".to_owned()
    } else {
        plain.trim().to_owned()
    }
}

/// Waits for the file store from plain code; with a runtime around it works on that runtime's threads, without one on ours.
fn wait<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(files: &Files, name: &str, bytes: &[u8]) -> Result<AttachedFile, FileError> {
        let file = files.inspect(name, bytes, &FileTerms::default())?;
        files.write(&file.hash, bytes.to_vec().into())?;
        Ok(file)
    }

    fn files(folder: &Path) -> Files {
        Files::open(folder, 1000, None).unwrap()
    }

    #[test]
    fn a_file_is_what_its_bytes_say_and_not_what_its_name_says() {
        let folder = tempfile::tempdir().unwrap();
        let file = taken(&files(folder.path()), "letter.pdf", b"\x89PNG\r\n\x1a\n0000").unwrap();
        assert_eq!(file.media_type, "image/png");
        assert_eq!(files(folder.path()).read(&file.hash).unwrap(), b"\x89PNG\r\n\x1a\n0000");
    }

    #[test]
    fn what_everybody_could_read_is_text_and_what_nobody_could_is_not() {
        assert_eq!(sniffed("编号,姓名\r\n1,王".as_bytes()), "text/plain");
        assert_eq!(sniffed(b"\x00\x01\x02"), "application/octet-stream");
    }

    #[test]
    fn the_same_bytes_again_are_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let files = files(folder.path());
        let (first, again) = (taken(&files, "a", b"x").unwrap(), taken(&files, "b", b"x").unwrap());
        assert_eq!(first.hash, again.hash);
    }

    #[test]
    fn a_file_changed_on_the_disk_is_not_given_out() {
        let folder = tempfile::tempdir().unwrap();
        let files = files(folder.path());
        let file = taken(&files, "a", b"as it was").unwrap();
        let path = folder
            .path()
            .join(format!("sha256/{}/{}/{}", &file.hash[..2], &file.hash[2..4], file.hash));
        std::fs::write(path, b"as it was not").unwrap();
        assert!(matches!(files.read(&file.hash), Err(FileError::Damaged { .. })));
    }

    #[test]
    fn a_name_cannot_lead_to_another_folder() {
        let folder = tempfile::tempdir().unwrap();
        let files = files(folder.path());
        assert!(matches!(files.read("../../etc/passwd"), Err(FileError::NotFound)));
        assert_eq!(label("../../etc/passwd"), "passwd");
        assert_eq!(label("C:\\temp\\\u{202e}gpj.exe"), "gpj.exe");
        assert_eq!(label("\n"), "file");
    }

    #[test]
    fn too_large_and_empty_files_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let files = files(folder.path());
        assert!(matches!(
            taken(&files, "a", &[0; 1001]),
            Err(FileError::TooLarge { bytes_max: 1000 })
        ));
        assert!(matches!(taken(&files, "a", b""), Err(FileError::Empty)));
    }
}
