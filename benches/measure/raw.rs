//! The rows of one intake, written without the engine: the limit of the database underneath.
//!
//! A connection copies the rows of a real intake into temporary tables and then inserts them over and over under new ids: the
//! same tables, indexes, triggers and sizes, one statement per table and batch, nothing else. What the engine adds to this is
//! what it costs.

use std::time::{Duration, Instant};

use diesel::backend::Backend;
use diesel::connection::{Connection as _, SimpleConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, HasSqlType, Text};
use redress::store::Database;
use uuid::Uuid;

use crate::rounds::percentile;

/// What stands in a column of a copy.
#[derive(Clone, Copy)]
enum Content {
    /// What the intake had.
    Same,
    CaseId,
    Number,
    OutboxId,
    Key,
}

use Content::{CaseId, Key, Number, OutboxId, Same};

type Table = (&'static str, &'static [(&'static str, Content)]);

/// Every table an intake writes to, in the order of their references.
const TABLES: [Table; 9] = [
    (
        "idempotency",
        &[
            ("organization", Same),
            ("key_hash", Key),
            ("request_hash", Same),
            ("answer", Same),
            ("created_at", Same),
        ],
    ),
    (
        "cases",
        &[
            ("organization", Same),
            ("id", CaseId),
            ("number", Number),
            ("case_type", Same),
            ("pack", Same),
            ("version", Same),
            ("stage", Same),
            ("opened_at", Same),
            ("closed_at", Same),
            ("subject", Same),
            ("complainant", Same),
            ("department", Same),
            ("owner", Same),
            ("next_due", Same),
            ("document", Same),
        ],
    ),
    (
        "events",
        &[
            ("organization", Same),
            ("case_id", CaseId),
            ("seq", Same),
            ("at", Same),
            ("actor", Same),
            ("actor_name", Same),
            ("kind", Same),
            ("pack", Same),
            ("body", Same),
            ("prev_hash", Same),
            ("hash", Same),
        ],
    ),
    (
        "deadlines",
        &[
            ("organization", Same),
            ("case_id", CaseId),
            ("deadline", Same),
            ("occurrence", Same),
            ("due_at", Same),
            ("wake_at", Same),
            ("state", Same),
            ("missed", Same),
        ],
    ),
    (
        "tasks",
        &[
            ("organization", Same),
            ("case_id", CaseId),
            ("number", Same),
            ("task", Same),
            ("department", Same),
            ("opened_at", Same),
            ("state", Same),
        ],
    ),
    (
        "participants",
        &[("organization", Same), ("person", Same), ("case_id", CaseId)],
    ),
    (
        "case_facts",
        &[
            ("organization", Same),
            ("case_type", Same),
            ("name", Same),
            ("value", Same),
            ("case_id", CaseId),
            ("opened_at", Same),
        ],
    ),
    (
        "wakes",
        &[
            ("organization", Same),
            ("case_id", CaseId),
            ("at", Same),
            ("lease_until", Same),
        ],
    ),
    (
        "outbox",
        &[
            ("organization", Same),
            ("id", OutboxId),
            ("case_id", CaseId),
            ("effect", Same),
            ("state", Same),
            ("attempts", Same),
            ("lease_until", Same),
            ("created_at", Same),
        ],
    ),
];

/// What came of writing rows for a while.
pub struct Written {
    pub cases: u64,
    pub wall: Duration,
    /// Median time of one transaction, in nanoseconds.
    pub transaction_p50: f64,
}

impl Written {
    pub fn per_second(&self) -> f64 {
        self.cases as f64 / self.wall.as_secs_f64()
    }
}

/// Writes for `time` with one connection, `batch` cases in each transaction. The database must hold an intake.
pub fn write(database: &Database, batch: usize, time: Duration) -> Written {
    let mut writer = Writer::open(database);
    writer.write(1, time / 10);
    writer.write(batch, time)
}

/// The same by `connections` at once, each for itself and one case at a time, as a pool would.
pub fn write_at_once(database: &Database, connections: usize, time: Duration) -> Written {
    let writers: Vec<Writer> = (0..connections).map(|_| Writer::open(database)).collect();
    let begun = Instant::now();
    let written: Vec<Written> = std::thread::scope(|scope| {
        let running: Vec<_> = writers
            .into_iter()
            .map(|mut writer| scope.spawn(move || writer.write(1, time)))
            .collect();
        running
            .into_iter()
            .map(|running| running.join().expect("a writer ends"))
            .collect()
    });
    let mut medians: Vec<f64> = written.iter().map(|written| written.transaction_p50).collect();
    Written {
        cases: written.iter().map(|written| written.cases).sum(),
        wall: begun.elapsed(),
        transaction_p50: percentile(&mut medians, 50.0),
    }
}

/// How many rows of each table an intake has.
pub fn rows(database: &Database) -> Vec<(&'static str, i64)> {
    let mut writer = Writer::open(database);
    TABLES.iter().map(|(table, _)| (*table, writer.count(table))).collect()
}

/// A connection beside the store.
pub enum Either {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

#[macro_export]
macro_rules! on_either {
    ($connection:expr, $c:ident => $body:expr) => {
        match $connection {
            $crate::raw::Either::Sqlite($c) => $body,
            $crate::raw::Either::Postgres($c) => $body,
        }
    };
}

impl Either {
    /// Set as the store sets its own.
    pub fn to(database: &Database) -> Self {
        match database {
            Database::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(&path.display().to_string()).expect("the file opens");
                connection
                    .batch_execute(
                        "pragma busy_timeout = 5000; pragma journal_mode = wal; pragma synchronous = full; \
                         pragma foreign_keys = on; pragma trusted_schema = off; pragma secure_delete = on; \
                         pragma cell_size_check = on; pragma wal_autocheckpoint = 4000; \
                         pragma journal_size_limit = 67108864; pragma temp_store = memory;",
                    )
                    .expect("the settings take");
                Self::Sqlite(connection)
            }
            Database::Postgres(url) => Self::Postgres(PgConnection::establish(url).expect("PostgreSQL answers")),
        }
    }
}

struct Writer {
    connection: Either,
    inserts: Vec<Insert>,
}

impl Writer {
    fn open(database: &Database) -> Self {
        let mut connection = Either::to(database);
        let dialect = match &connection {
            Either::Sqlite(_) => &SQLITE,
            Either::Postgres(_) => &POSTGRES,
        };
        for (table, _) in TABLES {
            let which = match table {
                "idempotency" | "cases" => "limit 1",
                _ => "where case_id = (select id from template_cases)",
            };
            let copy = format!("create temporary table template_{table} as select * from {table} {which}");
            on_either!(&mut connection, c => c.batch_execute(&copy)).expect("the rows of an intake are there");
        }
        let inserts = TABLES.iter().map(|table| Insert::into(table, dialect)).collect();
        Self { connection, inserts }
    }

    fn write(&mut self, batch: usize, time: Duration) -> Written {
        let (mut cases, mut transactions) = (0, Vec::new());
        let begun = Instant::now();
        while begun.elapsed() < time {
            let ids: Vec<String> = (0..batch).map(|_| Uuid::now_v7().simple().to_string()).collect();
            let ids = serde_json::to_string(&ids).expect("JSON");
            let transaction = Instant::now();
            self.transaction(&ids);
            transactions.push(transaction.elapsed().as_nanos() as f64);
            cases += batch as u64;
        }
        Written {
            cases,
            wall: begun.elapsed(),
            transaction_p50: percentile(&mut transactions, 50.0),
        }
    }

    fn transaction(&mut self, ids: &str) {
        let begin = match &self.connection {
            Either::Sqlite(_) => "begin immediate",
            Either::Postgres(_) => "begin",
        };
        on_either!(&mut self.connection, c => {
            c.batch_execute(begin).expect("a transaction begins");
            for insert in &self.inserts {
                insert.of(ids).execute(c).expect("the rows are taken");
            }
            c.batch_execute("update serials set last = last + 1; commit").expect("a transaction ends");
        });
    }

    fn count(&mut self, table: &str) -> i64 {
        #[derive(QueryableByName)]
        struct Count {
            #[diesel(sql_type = BigInt)]
            count: i64,
        }
        let query = diesel::sql_query(format!("select count(*) as count from template_{table}"));
        let count: Count = on_either!(&mut self.connection, c => query.get_result(c)).expect("a count");
        count.count
    }
}

/// How a database reads a list of ids, before and after the list, and what it makes of one.
struct Dialect {
    before: &'static str,
    after: &'static str,
    hex: &'static str,
}

const SQLITE: Dialect = Dialect {
    before: "with fresh as (select unhex(value) as id, value as hex from json_each(",
    after: "))",
    hex: "hex",
};
const POSTGRES: Dialect = Dialect {
    before: "with fresh as (select value::uuid as id, value as hex from jsonb_array_elements_text(",
    after: "::jsonb))",
    hex: "hex",
};

/// The copying of one table, prepared once.
struct Insert {
    before: &'static str,
    after: String,
}

impl Insert {
    fn into((table, columns): &Table, dialect: &Dialect) -> Self {
        let hex = dialect.hex;
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        let values: Vec<String> = columns
            .iter()
            .map(|(name, column)| match column {
                Same => format!("template.{name}"),
                CaseId => "fresh.id".to_owned(),
                Number => format!("substr(fresh.{hex}, 21)"),
                OutboxId => format!("fresh.{hex} || '----' || substr(template.id, 37)"),
                Key => format!("fresh.{hex} || fresh.{hex}"),
            })
            .collect();
        let (names, values) = (names.join(", "), values.join(", "));
        let insert = format!("insert into {table} ({names}) select {values} from template_{table} as template, fresh");
        Self {
            before: dialect.before,
            after: format!("{} {insert}", dialect.after),
        }
    }

    fn of<'a>(&'a self, ids: &'a str) -> Inserting<'a> {
        Inserting { insert: self, ids }
    }
}

struct Inserting<'a> {
    insert: &'a Insert,
    ids: &'a str,
}

impl<DB> QueryFragment<DB> for Inserting<'_>
where
    DB: Backend + HasSqlType<Text>,
    str: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(self.insert.before);
        out.push_bind_param::<Text, str>(self.ids)?;
        out.push_sql(&self.insert.after);
        Ok(())
    }
}

/// Known by its text, so that every connection prepares it once.
impl QueryId for Inserting<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C> RunQueryDsl<C> for Inserting<'_> {}
