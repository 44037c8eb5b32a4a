//! What is still to be done outside of the database when a case has been destroyed: bytes on the disk.

use std::sync::{MutexGuard, PoisonError};

use super::{App, FileError};
use crate::store::{erasure, files};

impl App {
    /// Takes the bytes of erased files from the disk, and empties the log of the database. What cannot be done now is tried again
    /// with the next tidying; the operator reads why.
    pub(super) fn finish_erasing(&self) {
        if let Err(error) = self.erase_files() {
            tracing::error!(%error, "files of destroyed cases are still on the disk");
        }
        if let Err(error) = self.store().empty_log() {
            tracing::error!(error = %error.chain(), "the log of the database could not be emptied");
        }
    }

    fn erase_files(&self) -> Result<(), FileError> {
        for hash in self.store().read(erasure::files_on_platform)? {
            let _held = self.while_storing();
            let app = self.clone();
            self.store().write(move |conn| {
                files::alone_on_platform(conn, &hash)?;
                if !erasure::is_kept_on_platform(conn, &hash)? {
                    app.files().erase(&hash)?;
                }
                Ok::<_, FileError>(erasure::forget_on_platform(conn, &hash)?)
            })?;
        }
        Ok(())
    }

    /// Nobody else stores or erases a file while this is held.
    pub(super) fn while_storing(&self) -> MutexGuard<'_, ()> {
        self.inner.storing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
