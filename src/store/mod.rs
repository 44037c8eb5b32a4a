//! The only SQL: one store over SQLite and PostgreSQL.
//!
//! Rows stay inside; domain types come out. Every table of an organization begins its key with it, and no query here can
//! be asked without one, except those about the platform itself (people, sessions, the clock, what is due anywhere).
//! Everything that writes goes through [`Store::write`]: on SQLite one thread takes the waiting work into one
//! transaction with a savepoint each and answers after the commit; on PostgreSQL each has a transaction of its own.
//!
//! Nothing here decides anything: `case` does, `app` calls it inside the transaction.

pub mod absences;
pub mod backup;
pub mod cases;
pub mod clock;
pub mod complainants;
pub mod connection;
pub mod drafts;
pub mod erasure;
pub mod facts;
pub mod files;
pub mod history;
pub mod idempotency;
pub mod identities;
mod kept;
mod kinds;
pub mod labels;
pub mod links;
pub mod looks;
pub mod outbox;
pub mod packs;
pub mod people;
pub mod presence;
pub mod queue;
pub mod reminders;
pub mod runs;
mod schema;
pub mod search;
pub mod second_factors;
pub mod serials;
pub mod sessions;
pub mod standings;
mod statement;
pub mod upgrade;
pub mod uploads;
mod uses;
pub mod verify;
pub mod views;
pub mod visible;
pub mod wakes;
pub mod work;
mod writer;

use std::fmt::Write as _;

use connection::ConnPool;
pub use connection::{Conn, Database};
use writer::Writer;

/// How many readers (SQLite) or connections (PostgreSQL) at most.
const POOL_SIZE: u32 = 8;

/// What went wrong below. The operator reads it; people see that it is not available.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the database does not answer")]
    Connect(#[from] diesel::ConnectionError),
    #[error("no connection to the database is free: {0}")]
    Pool(String),
    #[error("the database refused")]
    Query(#[from] diesel::result::Error),
    #[error("the schema cannot be brought up to date")]
    Migration(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the database is newer than this program: it knows migration `{version}`; start the newer program")]
    NewerSchema { version: String },
    #[error("the database setting `{setting}` is `{found}`, and `{wanted}` is needed to keep what was promised")]
    Setting {
        setting: String,
        wanted: String,
        found: String,
    },
    #[error("a stored {what} cannot be read")]
    Corrupt {
        what: &'static str,
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The save came too late: somebody else saved a newer version.
    #[error("the case has moved on since it was read")]
    Stale,
    /// Too much is waiting to be written.
    #[error("too much is waiting to be written; try again shortly")]
    Overloaded,
    #[error("the writing of this group failed: {0}")]
    Lost(String),
    #[error("{0}")]
    Backup(String),
}

impl Error {
    fn pool(error: impl std::fmt::Display) -> Self {
        Self::Pool(error.to_string())
    }

    pub(crate) fn corrupt(what: &'static str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Corrupt {
            what,
            source: source.into(),
        }
    }

    /// The database ended this transaction because it and another one waited for each other. Carried out again it may succeed.
    pub fn is_deadlock(&self) -> bool {
        use diesel::result::{DatabaseErrorKind, Error as Refused};
        match self {
            Self::Query(Refused::DatabaseError(DatabaseErrorKind::SerializationFailure, _)) => true,
            // Its number is not told; its words are English on every connection that may choose.
            Self::Query(Refused::DatabaseError(_, told)) => told.message() == "deadlock detected",
            _ => false,
        }
    }

    /// The whole chain in one line, for the log.
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut source = std::error::Error::source(self);
        while let Some(error) = source {
            let _ = write!(text, ": {error}");
            source = error.source();
        }
        text
    }
}

/// The database of this process. Cloning shares it.
#[derive(Clone)]
pub struct Store {
    database: Database,
    pool: ConnPool,
    /// Only for SQLite.
    writer: Option<Writer>,
}

impl Store {
    /// Opens the database, creating and migrating it as needed.
    ///
    /// # Errors
    /// When it does not answer, its settings do not hold, or a newer program has migrated it.
    pub fn open(database: &Database) -> Result<Self, Error> {
        let mut conn = database.connect()?;
        conn.migrate()?;
        let pool = database.pool(POOL_SIZE)?;
        let writer = match database {
            Database::Sqlite(_) => Some(Writer::start(database.clone(), conn)?),
            Database::Postgres(_) => None,
        };
        Ok(Self {
            database: database.clone(),
            pool,
            writer,
        })
    }

    /// Drops every table, by the migrations' own way back.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn revert(database: &Database) -> Result<(), Error> {
        database.connect()?.revert()
    }

    /// Empties the log beside a SQLite file into it, so that what was erased does not stand there any longer. Elsewhere nothing is
    /// to be done.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn empty_log(&self) -> Result<(), Error> {
        if let Conn::Sqlite(conn) = &mut self.database.connect()? {
            use diesel::connection::SimpleConnection as _;
            conn.batch_execute("pragma wal_checkpoint(truncate)")?;
        }
        Ok(())
    }

    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Runs `work` on a connection that reads. Blocks; doors that are `async` cross over first.
    ///
    /// # Errors
    /// Whatever `work` returns, or that no connection is free.
    pub fn read<T, E: From<Error>>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        let mut pooled = self.pool.get().map_err(Error::pool)?;
        work(&mut pooled.conn)
    }

    /// Runs `work` in a transaction and returns after its commit. An error of `work` leaves nothing of it behind. Blocks.
    ///
    /// # Errors
    /// Whatever `work` returns; [`Error::Overloaded`] when too much is waiting; [`Error::Lost`] when the commit failed;
    /// [`Error::NewerSchema`] when a newer program has migrated the database meanwhile.
    pub fn write<T, E>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let work = |conn: &mut Conn| {
            conn.must_know_schema()?;
            work(conn)
        };
        match &self.writer {
            Some(writer) => writer.write(work),
            None => {
                let mut pooled = self.pool.get().map_err(Error::pool)?;
                let conn = &mut pooled.conn;
                conn.begin_writing()?;
                // A panic drops the connection with its transaction open; the pool throws it away.
                let done = work(conn);
                conn.finish(done.is_ok())?;
                done
            }
        }
    }
}
