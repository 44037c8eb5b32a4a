//! One connection type over two databases: opening, settings that must hold, migrations.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::migration::MigrationSource;
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, Pool};
use diesel::sql_types::{Integer, Text};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Error, upgrade};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// The last migration this program knows. Both databases have the same.
static NEWEST: LazyLock<String> = LazyLock::new(|| {
    let known = MigrationSource::<diesel::sqlite::Sqlite>::migrations(&SQLITE).unwrap_or_default();
    let versions = known.iter().map(|migration| migration.name().version().to_string());
    versions.max().unwrap_or_default()
});

diesel::table! {
    /// Kept by the library of migrations.
    __diesel_schema_migrations (version) {
        version -> Text,
    }
}

/// Any number that is ours: nodes that start together migrate one after the other.
const MIGRATION_LOCK: i64 = 0x0072_6564_7265_7373;

/// How much of a SQLite file a connection keeps in memory at most: enough for the upper pages of every index.
const CACHE_KIB: u32 = 16 * 1024;

/// How long a connection of a pool is believed to be alive without being asked. Asking is one more way to the database and
/// back for every command.
const TRUSTED: Duration = Duration::from_secs(1);

/// How long a connection waits for another process that writes to the same SQLite file.
const BUSY_MS: u32 = 5_000;

/// A new SQLite file is switched to its log by whoever opens it first. Whoever comes at that moment is turned away at once, whatever
/// the busy timeout, and tries again.
const SETTLE_TRIES: u32 = 100;
const SETTLE_PAUSE: Duration = Duration::from_millis(20);

fn is_locked(error: &diesel::result::Error) -> bool {
    matches!(error, diesel::result::Error::DatabaseError(_, about) if about.message() == "database is locked")
}

/// A connection to either database. Queries are written once; see [`each`] for what the union cannot do.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Postgres(diesel::PgConnection),
    Sqlite(diesel::SqliteConnection),
}

/// The same query type-checked once per database: for batch inserts and `on conflict`, which the union lacks.
macro_rules! each {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            $crate::store::connection::Conn::Postgres($c) => $body,
            $crate::store::connection::Conn::Sqlite($c) => $body,
        }
    };
}
pub(crate) use each;

/// Inserts rows into a table. On PostgreSQL several go by one statement, which is one way there and back; one row, and every
/// row on SQLite, goes by a statement that is prepared once for as long as the connection lives.
macro_rules! insert_all {
    ($conn:expr, $table:expr, $rows:expr) => {
        match ($conn, &$rows[..]) {
            (_, []) => {}
            ($crate::store::connection::Conn::Postgres(c), [row]) => {
                diesel::insert_into($table).values(row).execute(c)?;
            }
            ($crate::store::connection::Conn::Postgres(c), rows) => {
                diesel::insert_into($table).values(rows).execute(c)?;
            }
            ($crate::store::connection::Conn::Sqlite(c), rows) => {
                for row in rows {
                    diesel::insert_into($table).values(row).execute(c)?;
                }
            }
        }
    };
}
pub(crate) use insert_all;

pub type ConnPool = Pool<Connector>;

/// Where the data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// A file, created when missing.
    Sqlite(std::path::PathBuf),
    /// A `postgres://` address.
    Postgres(String),
}

impl Database {
    /// `postgres://…`, or the path of a SQLite file with or without `sqlite:` before it.
    pub fn parse(text: &str) -> Self {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Self::Postgres(text.to_owned())
        } else {
            Self::Sqlite(text.strip_prefix("sqlite:").unwrap_or(text).into())
        }
    }

    /// One connection that may write.
    pub(super) fn connect(&self) -> Result<Conn, Error> {
        Connector {
            database: self.clone(),
            access: Access::Write,
        }
        .connect()
    }

    /// A pool: of readers on SQLite, of connections for everything on PostgreSQL.
    pub(super) fn pool(&self, size: u32) -> Result<ConnPool, Error> {
        let access = match self {
            Self::Sqlite(_) => Access::Read,
            Self::Postgres(_) => Access::Write,
        };
        Pool::builder()
            .max_size(size)
            .min_idle(Some(1))
            .test_on_check_out(matches!(self, Self::Postgres(_)))
            .connection_timeout(Duration::from_secs(10))
            .build(Connector {
                database: self.clone(),
                access,
            })
            .map_err(Error::pool)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

/// Makes the connections of a pool.
#[derive(Debug)]
pub struct Connector {
    database: Database,
    access: Access,
}

impl Connector {
    fn connect(&self) -> Result<Conn, Error> {
        let mut conn = match &self.database {
            Database::Sqlite(path) => Conn::Sqlite(SqliteConnection::establish(&path.display().to_string())?),
            Database::Postgres(url) => Conn::Postgres(PgConnection::establish(url)?),
        };
        let mut tries_left = SETTLE_TRIES;
        loop {
            match conn.settle(self.access) {
                Err(Error::Query(error)) if is_locked(&error) && tries_left > 0 => {
                    tries_left -= 1;
                    std::thread::sleep(SETTLE_PAUSE);
                }
                settled => return settled.map(|()| conn),
            }
        }
    }
}

/// A connection of a pool, and when it last answered a question that was asked only to hear it.
pub struct Pooled {
    pub conn: Conn,
    heard_at: Instant,
}

impl ManageConnection for Connector {
    type Connection = Pooled;
    type Error = Error;

    fn connect(&self) -> Result<Pooled, Error> {
        Ok(Pooled {
            conn: Connector::connect(self)?,
            heard_at: Instant::now(),
        })
    }

    fn is_valid(&self, pooled: &mut Pooled) -> Result<(), Error> {
        if pooled.heard_at.elapsed() > TRUSTED {
            each!(&mut pooled.conn, c => diesel::sql_query("select 1").execute(c))?;
            pooled.heard_at = Instant::now();
        }
        Ok(())
    }

    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        std::thread::panicking()
            || each!(&mut pooled.conn, c => AnsiTransactionManager::is_broken_transaction_manager(c))
    }
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = Integer)]
    value: i32,
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    value: String,
}

impl Conn {
    /// Makes the settings on which durability and isolation rest, and reads them back: a setting that did not take is
    /// an error at start, not a loss at the first power cut.
    fn settle(&mut self, access: Access) -> Result<(), Error> {
        match self {
            Self::Sqlite(conn) => {
                conn.batch_execute(&format!(
                    "pragma busy_timeout = {BUSY_MS}; pragma journal_mode = wal; pragma synchronous = full; \
                     pragma foreign_keys = on; pragma trusted_schema = off; pragma secure_delete = on; \
                     pragma cell_size_check = on; pragma wal_autocheckpoint = 4000; pragma journal_size_limit = 67108864; \
                     pragma cache_size = -{CACHE_KIB};"
                ))?;
                let mode: Word =
                    diesel::sql_query("select journal_mode as value from pragma_journal_mode").get_result(conn)?;
                expect("journal_mode", "wal", &mode.value)?;
                for (pragma, query, wanted) in [
                    ("synchronous", "select synchronous as value from pragma_synchronous", 2),
                    (
                        "foreign_keys",
                        "select foreign_keys as value from pragma_foreign_keys",
                        1,
                    ),
                    (
                        "trusted_schema",
                        "select trusted_schema as value from pragma_trusted_schema",
                        0,
                    ),
                    (
                        "secure_delete",
                        "select secure_delete as value from pragma_secure_delete",
                        1,
                    ),
                ] {
                    let found: Number = diesel::sql_query(query).get_result(conn)?;
                    expect(pragma, &wanted.to_string(), &found.value.to_string())?;
                }
                if access == Access::Read {
                    conn.batch_execute("pragma query_only = on")?;
                }
            }
            Self::Postgres(conn) => {
                conn.batch_execute(
                    "set time zone 'UTC'; set lock_timeout = '10s'; set statement_timeout = '30s'; \
                     select set_config('lc_messages', 'C', false) from pg_roles where rolname = current_user and rolsuper",
                )?;
                for setting in ["synchronous_commit", "fsync"] {
                    let found: Word = diesel::sql_query("select current_setting($1) as value")
                        .bind::<Text, _>(setting)
                        .get_result(conn)?;
                    if found.value == "off" {
                        return Err(Error::Setting {
                            setting: setting.to_owned(),
                            wanted: "on".to_owned(),
                            found: found.value,
                        });
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes the schema to the newest version. Nodes that start together do it one after the other, and a process
    /// killed in the middle leaves the old schema.
    ///
    /// # Errors
    /// [`Error::NewerSchema`] when a newer program has already migrated this database.
    pub(super) fn migrate(&mut self) -> Result<(), Error> {
        self.locked(|conn| {
            each!(conn, c => {
                c.refuse_newer()?;
                c.run_pending_migrations(c.own_migrations()).map_err(Error::Migration)?;
                Ok::<_, Error>(())
            })?;
            upgrade::run(conn)
        })
    }

    /// Asked in every transaction that writes: a newer program may have migrated the database since this one has started, and what this
    /// one would write then lacks what the newer one relies on.
    ///
    /// # Errors
    /// [`Error::NewerSchema`].
    pub(super) fn must_know_schema(&mut self) -> Result<(), Error> {
        use __diesel_schema_migrations as applied;
        let newer: Option<String> = applied::table
            .filter(applied::version.gt(NEWEST.as_str()))
            .select(applied::version)
            .first(self)
            .optional()?;
        match newer {
            Some(version) => Err(Error::NewerSchema { version }),
            None => Ok(()),
        }
    }

    /// Undoes every migration; the storage suite proves by it that each has a way back.
    pub(super) fn revert(&mut self) -> Result<(), Error> {
        self.locked(|conn| {
            each!(conn, c => {
                c.revert_all_migrations(c.own_migrations()).map_err(Error::Migration)?;
                Ok(())
            })
        })
    }

    fn locked(&mut self, work: impl FnOnce(&mut Self) -> Result<(), Error>) -> Result<(), Error> {
        self.begin_writing()?;
        let done = match self {
            // A large database takes its time, and so does waiting for the node that migrates it.
            Self::Postgres(conn) => conn
                .batch_execute("set local statement_timeout = 0; set local lock_timeout = 0")
                .and_then(|()| {
                    diesel::sql_query("select pg_advisory_xact_lock($1)")
                        .bind::<diesel::sql_types::BigInt, _>(MIGRATION_LOCK)
                        .execute(conn)
                })
                .map(drop)
                .map_err(Error::from),
            Self::Sqlite(_) => Ok(()),
        }
        .and_then(|()| work(self));
        self.finish(done.is_ok())?;
        done
    }

    /// Begins a transaction that means to write. On SQLite it takes the write lock at once: one that reads first and
    /// writes later fails when another wrote in between, however long it is willing to wait.
    pub(super) fn begin_writing(&mut self) -> Result<(), Error> {
        match self {
            Self::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "begin immediate")?,
            Self::Postgres(conn) => AnsiTransactionManager::begin_transaction(conn)?,
        }
        Ok(())
    }

    /// Begins a part of the running transaction that can be undone by itself; [`Conn::finish`] ends it.
    pub(super) fn begin_savepoint(&mut self) -> Result<(), Error> {
        each!(self, c => AnsiTransactionManager::begin_transaction(c))?;
        Ok(())
    }

    /// Runs `work` on the database as it is at one moment, whatever others write meanwhile.
    pub(super) fn at_one_moment<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        match self {
            Self::Sqlite(conn) => AnsiTransactionManager::begin_transaction(conn)?,
            Self::Postgres(conn) => {
                AnsiTransactionManager::begin_transaction_sql(conn, "begin isolation level repeatable read read only")?;
            }
        }
        let done = work(self);
        self.finish(false)?;
        done
    }

    pub(super) fn finish(&mut self, keep: bool) -> Result<(), Error> {
        each!(self, c => {
            if keep {
                AnsiTransactionManager::commit_transaction(c)?;
            } else {
                AnsiTransactionManager::rollback_transaction(c)?;
            }
            Ok(())
        })
    }
}

/// Which migrations belong to a connection.
trait Migrated {
    fn own_migrations(&self) -> EmbeddedMigrations;
    fn refuse_newer(&mut self) -> Result<(), Error>;
}

macro_rules! migrated {
    ($($connection:ty: $backend:ty => $migrations:expr;)*) => {$(
        impl Migrated for $connection {
            fn own_migrations(&self) -> EmbeddedMigrations {
                $migrations
            }

            fn refuse_newer(&mut self) -> Result<(), Error> {
                let applied = self.applied_migrations().map_err(Error::Migration)?;
                let own = MigrationSource::<$backend>::migrations(&$migrations).map_err(Error::Migration)?;
                match applied.iter().find(|version| own.iter().all(|own| own.name().version() != **version)) {
                    Some(unknown) => Err(Error::NewerSchema { version: unknown.to_string() }),
                    None => Ok(()),
                }
            }
        }
    )*};
}

migrated! {
    SqliteConnection: diesel::sqlite::Sqlite => SQLITE;
    PgConnection: diesel::pg::Pg => POSTGRES;
}

fn expect(setting: &str, wanted: &str, found: &str) -> Result<(), Error> {
    if found == wanted {
        return Ok(());
    }
    Err(Error::Setting {
        setting: setting.to_owned(),
        wanted: wanted.to_owned(),
        found: found.to_owned(),
    })
}
