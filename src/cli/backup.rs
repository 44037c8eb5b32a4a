//! `redress backup`: a copy of everything, taken while the server runs.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::storage::Storage;
use super::{CouldNotRun, Verdict};
use crate::locale::phrase;

/// Copy the database and the attachments into a new folder; `--data` of that folder is the restore.
#[derive(Args)]
pub struct Backup {
    /// The folder to make.
    folder: PathBuf,
    #[command(flatten)]
    storage: Storage,
}

impl Backup {
    /// The database first, the files after it: a file that nobody knows does no harm, a row without its file would.
    pub fn run(&self, out: &mut dyn Write) -> Result<Verdict, CouldNotRun> {
        if self.folder.exists() {
            return Err(CouldNotRun(phrase!(
                "`{folder}` exists already; name a new folder",
                folder = self.folder.display()
            )));
        }
        let config = self.storage.config()?;
        let app = self.storage.open()?;
        std::fs::create_dir_all(&self.folder).map_err(|error| self.cannot(&error))?;
        app.store()
            .backup(&self.folder.join("redress.sqlite3"))
            .map_err(|error| CouldNotRun::caused(&error))?;
        let files = copy(&config.files(), &self.folder.join("files")).map_err(|error| self.cannot(&error))?;
        writeln!(out, "{}: the database and {files} files", self.folder.display())?;
        Ok(Verdict::Clean)
    }

    fn cannot(&self, error: &std::io::Error) -> CouldNotRun {
        CouldNotRun(phrase!(
            "cannot write `{folder}`: {error}",
            folder = self.folder.display(),
            error
        ))
    }
}

/// How many files were copied. Files are named by their content, so one that is there already is the same.
fn copy(from: &Path, to: &Path) -> std::io::Result<u64> {
    let mut count = 0;
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            count += copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
            count += 1;
        }
    }
    Ok(count)
}
