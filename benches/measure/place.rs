//! Where things are measured: a fresh installation with the bundled packs, on either database.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Integer;
use redress::app::App;
use redress::config::Config;
use redress::store::Database;
use tempfile::TempDir;
use uuid::Uuid;

use crate::machine::{family_cpu, own_cpu, parent_of};
use crate::policy::ROOT;

/// A fresh installation with the bundled packs.
pub struct Place {
    pub app: App,
    pub database: Database,
    /// The process above all processes of PostgreSQL.
    postmaster: Option<u32>,
    _folder: TempDir,
}

impl Place {
    pub fn on_sqlite() -> Self {
        Self::on(|folder| Database::Sqlite(folder.path().join("bench.sqlite3")), None)
    }

    pub fn on_postgres() -> Option<Self> {
        let server = std::env::var("REDRESS_TEST_POSTGRES").ok()?;
        let (server, _) = server.rsplit_once('/')?;
        let name = format!("bench_{}", Uuid::now_v7().simple());
        let mut connection = PgConnection::establish(&format!("{server}/postgres")).expect("PostgreSQL answers");
        connection
            .batch_execute(&format!("create database {name}"))
            .expect("a database can be made");
        #[derive(QueryableByName)]
        struct Backend {
            #[diesel(sql_type = Integer)]
            pid: i32,
        }
        let backend: Backend = diesel::sql_query("select pg_backend_pid() as pid")
            .get_result(&mut connection)
            .expect("a number");
        let postmaster = parent_of(backend.pid.unsigned_abs());
        Some(Self::on(|_| Database::Postgres(format!("{server}/{name}")), postmaster))
    }

    fn on(database: impl FnOnce(&TempDir) -> Database, postmaster: Option<u32>) -> Self {
        // Beside what is compiled: the usual folder for temporary files may not be on a disk.
        let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder can be made");
        let database = database(&folder);
        let config = Config {
            database: database.clone(),
            data: folder.path().to_owned(),
            root: ROOT.into(),
            listen: ([127, 0, 0, 1], 0).into(),
            file_bytes_max: 1 << 20,
            ..Config::read(|_| None).expect("the defaults")
        };
        let app = App::open(&config).expect("the application starts");
        let loaded = app.load_packs(ROOT.as_ref()).expect("the packs are kept");
        assert!(loaded.iter().all(|loaded| !loaded.refused), "a bundled pack has errors");
        Self {
            app,
            database,
            postmaster,
            _folder: folder,
        }
    }

    /// CPU time so far of the server and of the database, in nanoseconds.
    pub fn cpu(&self) -> (f64, f64) {
        (own_cpu(), self.postmaster.map_or(0.0, family_cpu))
    }
}
