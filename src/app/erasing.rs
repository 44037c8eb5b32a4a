//! What is still to be done outside of the database when a case has been destroyed: bytes on the disk. And files that were sent and
//! never attached to any case.

use std::sync::{MutexGuard, PoisonError};

use chrono::Duration;

use super::{App, FileError};
use crate::store::{self, erasure, files, uploads};

/// However short drafts live.
const UNATTACHED_DAYS_MIN: i64 = 1;

/// The most files that are forgotten by one tidying.
const UNATTACHED_MAX: u16 = 1000;

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

    /// Forgets files that were sent long ago and never attached: a form that was not submitted, a program that gave up. They are kept
    /// for a day at least and for as long as a draft that nobody touches, and on as long as any draft names them.
    pub(super) fn forget_unattached(&self) -> Result<(), store::Error> {
        let before = self.clock().now() - self.inner.drafts_last.max(Duration::days(UNATTACHED_DAYS_MIN));
        let unattached = self
            .store()
            .read(|conn| uploads::unattached_on_platform(conn, before, UNATTACHED_MAX))?;
        for (organization, hash) in unattached {
            // Each by itself: nobody waits for more than one of them.
            self.store()
                .write(move |conn| erasure::forget_unattached(conn, &organization, &hash, before))?;
        }
        Ok(())
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
