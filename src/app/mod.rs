//! The application: everything that doors ask for passes through here.
//!
//! [`App::execute`] is the only way to write a case: it loads, decides and saves in one transaction. Around it stand the packs
//! that are running, the people who may sign in, the files they attach, and the clock. Plain blocking code; doors that are
//! `async` cross over once per request. No HTTP here.

mod absences;
mod admissions;
mod alarms;
pub mod alike;
mod answers;
mod colleagues;
mod complainants;
mod counters;
mod erasing;
mod execute;
mod files;
mod foresee;
mod identities;
mod indexing;
mod judge;
mod linked;
mod links;
mod look;
mod looked;
pub mod others;
mod own_account;
mod packs;
mod people;
mod receipt;
pub mod request;
mod standings;
mod uncovering;
mod view;

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};

use crate::clock::Clock;
use crate::config::Config;
use crate::store::{self, Store};

pub use absences::{AbsenceError, Away};
pub use alarms::{UNCOVERINGS_MAX, UNUSUAL_HOURS, Unusual};
pub use complainants::{Access, SECRET_LETTERS, Secret, SurveyLink, Visit};
pub use files::{FileError, Files};
pub use foresee::Foreseen;
pub use identities::{Connection, ERRAND_MINUTES, Redeemed};
pub use links::{Given, LINK_DAYS};
pub use look::Seen;
pub use looked::Looked;
pub use own_account::{SecondFactorError, Secured, Setup};
pub use packs::{ActivationError, Loaded, Packs};
pub use people::{Entry, SignIn, SignInError, SignedIn};
pub use receipt::Receipt;
pub use request::{Asked, Changed, ExecuteError, Executed, Idempotency, Request, Target};
pub use standings::StandingChangeError;
pub use uncovering::Uncovering;
pub use view::{AskedForm, View};

/// How long a repeated request is recognised.
const KEY_DAYS: i64 = 30;

/// What is left of a draft that is over keeps late savers from bringing it back.
const DRAFT_OVER_HOURS: i64 = 24;

/// A running Redress. Cloning shares it.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    clock: Clock,
    packs: Packs,
    files: Files,
    sign_in: SignIn,
    alarms: alarms::Alarms,
    /// How long a draft is kept that nobody touches.
    drafts_last: Duration,
    /// Whoever runs the platform comes no further without a second factor.
    second_factor_required: bool,
    /// Held while a file is stored or erased, so that nobody stores one that is just being erased.
    storing: std::sync::Mutex<()>,
    /// Held while due work is run, so that a tick never overlaps the one before it.
    ticking: std::sync::Mutex<()>,
    /// When what is over was last removed.
    tidied_at: std::sync::Mutex<Option<DateTime<Utc>>>,
}

/// Why the program cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the store cannot be opened")]
    Store(#[from] store::Error),
    #[error("`{path}` cannot be used for data")]
    Folder {
        path: String,
        #[source]
        source: std::io::Error,
    },
}

impl App {
    /// Opens the store, the file store and the clock. Packs are loaded after it, by [`App::load_packs`].
    ///
    /// # Errors
    /// When the folder of the data cannot be made or the store cannot be opened.
    pub fn open(config: &Config) -> Result<Self, StartError> {
        let files_folder = config.files();
        std::fs::create_dir_all(&files_folder).map_err(|source| StartError::Folder {
            path: files_folder.display().to_string(),
            source,
        })?;
        let store = Store::open(&config.database)?;
        let clock = match config.test_clock {
            None => Clock::system(),
            Some(first) => {
                let standing = store.read(store::clock::standing_at)?;
                Clock::test(standing.unwrap_or(first))
            }
        };
        let files = Files::open(&files_folder, config.file_bytes_max, config.clamd.clone()).map_err(|source| {
            StartError::Folder {
                path: files_folder.display().to_string(),
                source,
            }
        })?;
        let inner = Inner {
            packs: Packs::new(),
            files,
            sign_in: SignIn::new(),
            alarms: alarms::Alarms::default(),
            drafts_last: Duration::days(config.draft_days.into()),
            second_factor_required: config.second_factor_required,
            storing: std::sync::Mutex::new(()),
            ticking: std::sync::Mutex::new(()),
            tidied_at: std::sync::Mutex::new(None),
            store,
            clock,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// For lists and reports, which may read it directly. Cases are written by [`App::execute`] alone.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    pub fn files(&self) -> &Files {
        &self.inner.files
    }

    pub fn packs(&self) -> &Packs {
        &self.inner.packs
    }

    /// Once an hour: removes sessions, idempotency keys and drafts that are over, and files that were never attached.
    ///
    /// # Errors
    /// When the store does not answer.
    pub(crate) fn tidy_now_and_then(&self) -> Result<(), store::Error> {
        let wall = self.clock().wall();
        let mut tidied_at = self
            .inner
            .tidied_at
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if tidied_at.is_some_and(|at| wall - at < Duration::hours(1)) {
            return Ok(());
        }
        let keys_before = self.clock().now() - Duration::days(KEY_DAYS);
        let drafts_since = wall - self.inner.drafts_last;
        self.store().write(move |conn| {
            store::idempotency::forget_on_platform(conn, keys_before)?;
            people::sweep_entries(conn, wall)?;
            store::drafts::sweep_on_platform(conn, drafts_since, wall - Duration::hours(DRAFT_OVER_HOURS))?;
            store::presence::sweep_on_platform(conn, wall - store::presence::lasts())?;
            store::complainants::sweep_on_platform(conn, wall).map(drop)
        })?;
        self.forget_unattached()?;
        self.finish_erasing();
        *tidied_at = Some(wall);
        Ok(())
    }

    /// Runs `work` unless it is already running; `None` then.
    pub(crate) fn unless_ticking<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        match self.inner.ticking.try_lock() {
            Ok(_held) => Some(work()),
            Err(std::sync::TryLockError::Poisoned(held)) => {
                let _held = held.into_inner();
                Some(work())
            }
            Err(std::sync::TryLockError::WouldBlock) => None,
        }
    }

    /// Runs `work` once nobody else is ticking.
    pub(crate) fn while_nobody_ticks<T>(&self, work: impl FnOnce() -> T) -> T {
        let _held = self
            .inner
            .ticking
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        work()
    }
}

impl fmt::Debug for App {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("App").finish_non_exhaustive()
    }
}
