//! A database of its own for every test, on either of the two.

use std::sync::atomic::{AtomicU32, Ordering};

use diesel::prelude::*;
use redress::store::{Database, Store};
use tempfile::TempDir;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    Sqlite,
    Postgres,
}

/// An empty database. It is gone with the test.
pub struct TestDatabase {
    pub database: Database,
    _folder: Option<TempDir>,
}

impl TestDatabase {
    /// `None` where somebody said with `REDRESS_WITHOUT_POSTGRES=1` that half of the proof is enough today.
    pub fn new(on: On) -> Option<Self> {
        match on {
            On::Sqlite => {
                let folder = tempfile::tempdir().expect("a folder");
                let database = Database::Sqlite(folder.path().join("redress.sqlite3"));
                Some(Self {
                    database,
                    _folder: Some(folder),
                })
            }
            On::Postgres => {
                let Ok(server) = std::env::var("REDRESS_TEST_POSTGRES") else {
                    let is_agreed = std::env::var("REDRESS_WITHOUT_POSTGRES").is_ok_and(|said| said == "1");
                    assert!(
                        is_agreed,
                        "no PostgreSQL to test on: run `scripts/with-postgres cargo nextest run`"
                    );
                    return None;
                };
                static MADE: AtomicU32 = AtomicU32::new(0);
                let name = format!("test_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
                let mut admin = PgConnection::establish(&server).expect("the server answers");
                diesel::sql_query(format!("create database {name}"))
                    .execute(&mut admin)
                    .expect("a database");
                let (address, _) = server.rsplit_once('/').expect("an address with a database");
                Some(Self {
                    database: Database::Postgres(format!("{address}/{name}")),
                    _folder: None,
                })
            }
        }
    }

    pub fn open(&self) -> Store {
        Store::open(&self.database).expect("the store opens")
    }

    /// One more connection to PostgreSQL.
    pub fn session(&self) -> Session {
        let Database::Postgres(url) = &self.database else {
            panic!("SQLite has one writer")
        };
        Session(PgConnection::establish(url).expect("a connection"))
    }

    /// Runs SQL past the store, as somebody with the database in their hands could.
    pub fn meddle(&self, sql: &str) {
        use diesel::connection::SimpleConnection;
        let done = match &self.database {
            // A store that was just dropped may still be closing its file.
            Database::Sqlite(path) => SqliteConnection::establish(&path.display().to_string())
                .expect("a connection")
                .batch_execute(&format!("pragma busy_timeout = 10000; {sql}")),
            Database::Postgres(url) => PgConnection::establish(url).expect("a connection").batch_execute(sql),
        };
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}

/// A connection past the store that stays open from one statement to the next.
pub struct Session(PgConnection);

impl Session {
    pub fn run(&mut self, sql: &str) {
        use diesel::connection::SimpleConnection;
        self.0
            .batch_execute(sql)
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Whether the database refuses it.
    pub fn is_refused(&mut self, sql: &str) -> bool {
        use diesel::connection::SimpleConnection;
        self.0.batch_execute(sql).is_err()
    }

    /// Until another session waits for a lock.
    pub fn wait_until_somebody_waits(&mut self) {
        let waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        while diesel::sql_query(waiting).execute(&mut self.0).expect("an answer") == 0 {
            std::thread::sleep(std::time::Duration::from_millis(20));
            // Within a transaction it would go on telling what it has told.
            self.run("select pg_stat_clear_snapshot()");
        }
    }
}
