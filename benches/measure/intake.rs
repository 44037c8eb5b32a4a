//! Opening cases, every one of them safe on the disk before it is answered, against the same rows written without the engine.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use redress::app::{App, Asked, Idempotency, Request, Target};
use redress::case::{Actor, PersonId};
use redress::locale::Language;
use redress::pack::id::{CaseTypeId, DepartmentId, OrganizationId, RoleId};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::http::Server;
use crate::place::Place;
use crate::policy::DEVELOPER;
use crate::raw::{self, Written};
use crate::report::{goal, heading, note, time};
use crate::rounds::percentile;

/// How long every setting is measured, after a warm-up of a tenth.
const TIME: Duration = Duration::from_secs(3);
const CONCURRENCY: [usize; 3] = [1, 8, 32];
const BATCHES: [usize; 3] = [1, 16, 64];
/// Connections of a pool in which everybody writes for themselves.
const POOL: usize = 8;

pub fn measure() {
    let sqlite = Place::on_sqlite();
    heading("Intake on SQLite, every commit on the disk");
    let found = Found::at(&sqlite);
    found.print_goals_on_sqlite();
    heading("Intake on PostgreSQL, every commit on the disk");
    match Place::on_postgres() {
        None => note("not measured: no REDRESS_TEST_POSTGRES; `scripts/bench` brings one along"),
        Some(place) => Found::at(&place).print_goals_on_postgres(),
    }
}

impl Place {
    /// Opens cases by `ask`, which takes `time` and returns how long each took, in nanoseconds.
    fn load(&self, ask: impl FnOnce() -> Vec<f64>) -> Load {
        let (own, database) = self.cpu();
        let begun = Instant::now();
        let mut latencies = ask();
        let wall = begun.elapsed();
        let (own_after, database_after) = self.cpu();
        let requests = latencies.len() as f64;
        Load {
            per_second: requests / wall.as_secs_f64(),
            p50: percentile(&mut latencies, 50.0),
            p99: percentile(&mut latencies, 99.0),
            longest: percentile(&mut latencies, 100.0),
            cpu: (own_after - own) / requests,
            database_cpu: (database_after - database) / requests,
        }
    }

    /// Opens cases for `time`, `concurrency` at once, straight through the application.
    fn execute(&self, concurrency: usize, time: Duration) -> Vec<f64> {
        let end = Instant::now() + time;
        std::thread::scope(|scope| {
            let running: Vec<_> = (0..concurrency)
                .map(|_| scope.spawn(|| open_cases(&self.app, end)))
                .collect();
            running
                .into_iter()
                .flat_map(|running| running.join().expect("nobody is refused"))
                .collect()
        })
    }
}

/// One after the other until `end`. Returns the time each took, in nanoseconds.
fn open_cases(app: &App, end: Instant) -> Vec<f64> {
    let mut latencies = Vec::new();
    while Instant::now() < end {
        let begun = Instant::now();
        open_one(app);
        latencies.push(begun.elapsed().as_nanos() as f64);
    }
    latencies
}

pub fn open_one(app: &App) {
    let key = Uuid::now_v7().to_string();
    let request = Request {
        organization: OrganizationId::new(DEVELOPER),
        target: Target::New {
            case_type: CaseTypeId::new("complaint"),
        },
        actor: officer(),
        expected_version: None,
        asked: Asked::Open {
            answers: submission(),
            language: None,
        },
        idempotency: Some(Idempotency::new(&key, key.as_bytes())),
        language: Language::new("zh"),
    };
    if let Err(error) = app.execute(request) {
        panic!("the intake was not taken: {error:?}");
    }
}

/// What came of opening cases for a while; times in nanoseconds, CPU time per case.
struct Load {
    per_second: f64,
    p50: f64,
    p99: f64,
    longest: f64,
    cpu: f64,
    database_cpu: f64,
}

/// Everything found in one place.
struct Found {
    raw: [Written; 3],
    pool: Written,
    /// Through the API, by how many at once.
    loads: [Load; 3],
}

impl Found {
    fn at(place: &Place) -> Self {
        place.execute(1, TIME / 10);
        let rows = raw::rows(&place.database);
        let counted: Vec<String> = rows.iter().map(|(table, count)| format!("{count} {table}")).collect();
        note(format!("rows of one intake: {}", counted.join(", ")));
        let raw = BATCHES.map(|batch| {
            let written = raw::write(&place.database, batch, TIME);
            let (rate, p50) = (written.per_second(), time(written.transaction_p50));
            note(format!(
                "{:<36}{rate:>7.0}/s   p50 {p50:>9} a transaction",
                format!("raw rows, {batch} in a transaction")
            ));
            written
        });
        let pool = raw::write_at_once(&place.database, POOL, TIME);
        note(format!(
            "{:<36}{:>7.0}/s",
            format!("raw rows, {POOL} connections, each alone"),
            pool.per_second()
        ));
        for concurrency in CONCURRENCY {
            place.execute(concurrency, TIME / 10);
            place
                .load(|| place.execute(concurrency, TIME))
                .print("without HTTP", concurrency);
        }
        let server = Server::start(&place.app);
        let loads = CONCURRENCY.map(|concurrency| {
            server.ask(concurrency, TIME / 10);
            let load = place.load(|| server.ask(concurrency, TIME));
            load.print("API", concurrency);
            load
        });
        Self { raw, pool, loads }
    }

    fn share_of_raw(&self) -> f64 {
        self.loads[2].per_second / self.raw[2].per_second()
    }

    fn print_goals_on_sqlite(&self) {
        let [one, _, many] = &self.loads;
        goal(
            "1: CPU of a request at 32 at once, at most 150 µs",
            many.cpu <= 150e3,
            format!("{}, {:.2}× the goal", time(many.cpu), many.cpu / 150e3),
        );
        goal(
            "1: at 32 at once, at least 25 % of the raw rows 64 at a time",
            self.share_of_raw() >= 0.25,
            format!("{:.0} %", self.share_of_raw() * 100.0),
        );
        self.print_tail(many);
        let slower = one.p50 / self.raw[0].transaction_p50;
        goal(
            "4: one at a time, p50 at most 3 times the raw transaction of one",
            slower <= 3.0,
            format!("{slower:.2}×"),
        );
    }

    fn print_goals_on_postgres(&self) {
        let many = &self.loads[2];
        let cpu = many.cpu + many.database_cpu;
        goal(
            "6: CPU of a request at 32 at once, server and database, at most 250 µs",
            cpu <= 250e3,
            format!("{}, {:.2}× the goal", time(cpu), cpu / 250e3),
        );
        note(format!(
            "at 32 at once, {:.0} % of the raw rows 64 at a time",
            self.share_of_raw() * 100.0
        ));
        self.print_tail(many);
    }

    fn print_tail(&self, many: &Load) {
        let tail = many.p99 / many.p50;
        goal(
            "3: at 32 at once, p99 at most 5 times p50",
            tail <= 5.0,
            format!("{tail:.2}×"),
        );
        goal("3: no stall of a second", many.longest < 1e9, time(many.longest));
        let gain = many.per_second / self.pool.per_second();
        goal(
            &format!("3: at least 2.5 times the raw rows of a pool of {POOL}"),
            gain >= 2.5,
            format!("{gain:.2}×, the whole way against bare rows"),
        );
    }
}

impl Load {
    fn print(&self, door: &str, concurrency: usize) {
        note(format!(
            "{:<36}{:>7.0}/s   p50 {:>9}  p99 {:>9}  longest {:>9}  CPU {} + database {}",
            format!("{door}, {concurrency} at once"),
            self.per_second,
            time(self.p50),
            time(self.p99),
            time(self.longest),
            time(self.cpu),
            time(self.database_cpu),
        ));
    }
}

/// Who takes complaints up.
pub fn officer() -> Actor {
    Actor {
        id: PersonId("chen".into()),
        name: "陈静".to_owned(),
        stands_for: None,
        roles: vec![RoleId::new("service_officer")],
        departments: vec![DepartmentId::new("customer_service")],
        standings: redress::case::Standings::default(),
        engine: false,
    }
}

/// A typical intake: three neighbours, and 300 characters of what they say. Every one is of another building than the thousands
/// before it, so that counting complaints alike finds few, as it does in life.
pub fn submission() -> Map<String, Json> {
    static BUILDING: AtomicU64 = AtomicU64::new(0);
    let building = format!("{}栋", BUILDING.fetch_add(1, Ordering::Relaxed) % 5_000);
    let matter = "我们三户邻居的卫生间都漏水，物业推来推去，已经两个星期没有人上门。".repeat(9);
    let answers = json!({
        "origin": "direct",
        "channel": "call",
        "complainant_name": "陈伟",
        "customer_kind": "owner",
        "complainant_address": "3栋1单元502",
        "complainant_phone": "13800000000",
        "building": building,
        "complainants": 3,
        "joint_complainants": [{ "joint_name": "林静", "joint_phone": "13800000001" }, { "joint_name": "何平" }],
        "reply_time_open": true,
        "category": "construction_quality",
        "matter": matter,
    });
    match answers {
        Json::Object(answers) => answers,
        _ => Map::new(),
    }
}
