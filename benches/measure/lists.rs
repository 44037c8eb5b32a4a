//! Lists of cases, as there are ten, a hundred and a thousand times as many: a page must cost the same.
//!
//! One complaint is opened, and its rows are copied with other numbers, times, departments, owners and outcomes. Half of the
//! copies are open. Every list is asked as the queue asks it: a page of rows, then their cases.

use diesel::connection::SimpleConnection;
use redress::access::{Eyes, Reach, Sight};
use redress::case::PersonId;
use redress::pack::id::{DepartmentId, OrganizationId, RoleId, StageId};
use redress::store::queue::{self, Due, Filter, Owner, Which};
use redress::store::{self, cases};

use crate::intake;
use crate::on_either;
use crate::place::Place;
use crate::policy::DEVELOPER;
use crate::raw::Either;
use crate::report::{goal, heading, note, time};
use crate::rounds::percentile;

const PAGE: u16 = 40;
/// What is counted of a saved list before it says "more".
const COUNTED: u16 = 100;
const ROUNDS: usize = 41;
/// More than this many times the cost of the smallest is not flat.
const FLAT: f64 = 1.2;

const DEPARTMENTS: [&str; 4] = ["customer_service", "property", "engineering", "sales"];

pub fn measure() {
    measure_at(&[10_000, 100_000]);
}

/// A million cases take about five gigabytes on the disk and some minutes to make.
pub fn measure_million() {
    measure_at(&[10_000, 100_000, 1_000_000]);
}

fn measure_at(sizes: &[u64]) {
    heading("Lists on SQLite");
    Found::at(&Place::on_sqlite(), sizes).print();
    heading("Lists on PostgreSQL");
    match Place::on_postgres() {
        None => note("not measured: no REDRESS_TEST_POSTGRES; `scripts/bench` brings one along"),
        Some(place) => Found::at(&place, sizes).print(),
    }
}

/// One list and who asks for it.
struct List {
    name: &'static str,
    sight: Sight,
    filter: Filter,
    /// Counted for a tab instead of shown.
    is_counted: bool,
}

fn lists() -> Vec<List> {
    let whole = || Sight::Of(eyes(Reach::All));
    let department = || {
        Sight::Of(eyes(Reach::Own {
            departments: vec![DepartmentId::new(DEPARTMENTS[0])],
            tasks: Vec::new(),
        }))
    };
    // Nothing of the organization is theirs but three cases: what is hardest to find a page of.
    let few = || {
        let mut eyes = eyes(Reach::Own {
            departments: Vec::new(),
            tasks: Vec::new(),
        });
        eyes.person = PersonId("rare".into());
        Sight::Of(eyes)
    };
    let list = |name, sight, filter| List {
        name,
        sight,
        filter,
        is_counted: false,
    };
    let counted = |name, sight, filter| List {
        name,
        sight,
        filter,
        is_counted: true,
    };
    let late = || Filter {
        due: "2026-02-01T00:00:00Z".parse().ok().map(Due::Before),
        ..Filter::default()
    };
    let mine = || Filter {
        owner: Some(Owner::Person(PersonId("person-7".into()))),
        ..Filter::default()
    };
    let of_stage = |stage: &str| Filter {
        stage: Some(StageId::new(stage)),
        ..Filter::default()
    };
    let labelled = || Filter {
        labels: vec![("severity".to_owned(), "rare".to_owned())],
        ..Filter::default()
    };
    let usual = || Filter {
        labels: vec![("severity".to_owned(), "ordinary".to_owned())],
        ..Filter::default()
    };
    let closed = || Filter {
        which: Which::Closed,
        ..Filter::default()
    };
    let nobodys = || Filter {
        owner: Some(Owner::Nobody),
        ..Filter::default()
    };
    vec![
        list("all open, whole house", whole(), Filter::default()),
        list("all open, one department", department(), Filter::default()),
        list("all open, of somebody who sees three", few(), Filter::default()),
        list("mine, one department", department(), mine()),
        list("past due, whole house", whole(), late()),
        list("past due, one department", department(), late()),
        list("one stage, one department", department(), of_stage("rare")),
        list("one outcome of a hundred, whole house", whole(), labelled()),
        list("an outcome of nearly all, whole house", whole(), usual()),
        list("closed, whole house", whole(), closed()),
        list("closed, one department", department(), closed()),
        counted("count of all open, one department", department(), Filter::default()),
        counted("count of past due, one department", department(), late()),
        counted("count of nobody's, one department", department(), nobodys()),
        counted("count of all open, who sees three", few(), Filter::default()),
        counted("count of past due, who sees three", few(), late()),
        counted("count of nobody's, who sees three", few(), nobodys()),
    ]
}

fn eyes(reach: Reach) -> Eyes {
    Eyes {
        person: PersonId("person-7".into()),
        stand_in: None,
        roles: vec![RoleId::new("service_officer")],
        reach,
        departments: vec![DepartmentId::new(DEPARTMENTS[0])],
    }
}

/// The median of every list at every size, in nanoseconds.
struct Found {
    sizes: Vec<u64>,
    lists: Vec<(&'static str, Vec<f64>)>,
}

impl Found {
    fn at(place: &Place, sizes: &[u64]) -> Self {
        intake::open_one(&place.app);
        let mut lists: Vec<(&'static str, Vec<f64>)> =
            lists().into_iter().map(|list| (list.name, Vec::new())).collect();
        let mut filled = Filled::new(place);
        for size in sizes {
            filled.up_to(*size);
            for (list, (_, times)) in self::lists().iter().zip(&mut lists) {
                times.push(asked(place, list));
            }
        }
        Self {
            sizes: sizes.to_vec(),
            lists,
        }
    }

    fn print(&self) {
        let sizes: Vec<String> = self
            .sizes
            .iter()
            .map(|size| format!("{:>12}", format!("{size} cases")))
            .collect();
        note(format!("{:<40}{}", "", sizes.concat()));
        for (name, times) in &self.lists {
            let times: Vec<String> = times.iter().map(|nanos| format!("{:>12}", time(*nanos))).collect();
            note(format!("{name:<40}{}", times.concat()));
        }
        let ratios = self.lists.iter().filter_map(|(name, times)| {
            let (first, last) = (times.first()?, times.last()?);
            Some((*name, last / first))
        });
        let worst = ratios.max_by(|one, other| one.1.total_cmp(&other.1));
        if let (Some((name, ratio)), Some(size)) = (worst, self.sizes.last()) {
            goal(
                &format!("8: no list costs more than {FLAT} times as much among {size} cases"),
                ratio <= FLAT,
                format!("{ratio:.2}×, {name}"),
            );
        }
    }
}

/// The median of asking for one page, or for one count.
fn asked(place: &Place, list: &List) -> f64 {
    let organization = OrganizationId::new(DEVELOPER);
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let begun = std::time::Instant::now();
            place
                .app
                .store()
                .read(|conn| {
                    if list.is_counted {
                        queue::count(conn, &organization, &list.sight, &list.filter, COUNTED)?;
                        return Ok(());
                    }
                    let page = queue::page(conn, &organization, &list.sight, &list.filter, None, PAGE)?;
                    let ids: Vec<_> = page.cases.iter().map(|listed| listed.id).collect();
                    cases::by_ids(conn, &organization, &ids)?;
                    Ok::<_, store::Error>(())
                })
                .expect("the list is there");
            begun.elapsed().as_nanos() as f64
        })
        .collect();
    percentile(&mut times, 50.0)
}

/// A database that is filled with copies of its one case.
struct Filled {
    connection: Either,
    copies: u64,
}

impl Filled {
    fn new(place: &Place) -> Self {
        let mut connection = Either::to(&place.database);
        let template = "create temporary table template as select * from cases limit 1";
        on_either!(&mut connection, c => c.batch_execute(template)).expect("a case is there");
        Self { connection, copies: 0 }
    }

    fn up_to(&mut self, size: u64) {
        let departments = DEPARTMENTS.map(|id| format!("'{id}'"));
        let [first, second, third, fourth] = departments;
        // Stages and outcomes that are rare, and still fill a page where there are the fewest cases; three cases of one person, and owners for two cases of three.
        let columns = |id: &str, due: &str, closed: &str, number: &str, text: &str| {
            format!(
                "select t.organization, {id}, {number}, t.case_type, t.pack, t.version, \
                 case when i % 100 = 0 then 'rare' else t.stage end, t.opened_at, {closed}, t.subject, t.complainant, \
                 case i % 4 when 0 then {first} when 1 then {second} when 2 then {third} else {fourth} end, \
                 case when i % 3000 = 17 and i < 9000 then 'rare' when i % 3 = 0 then null else 'person-' || {text} end, \
                 {due}, t.document, case when i % 50 = 0 then 0 else 1000 end from template t, n"
            )
        };
        let (before, cases, ids) = match &self.connection {
            Either::Sqlite(_) => (
                format!(
                    "with recursive n(i) as (select {} union all select i + 1 from n where i + 1 < {size}) ",
                    self.copies
                ),
                columns(
                    "unhex(printf('%032x', i + 1))",
                    "strftime('%Y-%m-%dT%H:%M:%S', '2026-01-01', ((i * 7919) % 31536000) || ' seconds') || '.000000Z'",
                    "case when i % 8 < 4 then null else t.opened_at end",
                    "printf('Q%09d', i)",
                    "(i % 199)",
                ),
                "unhex(printf('%032x', i + 1))",
            ),
            Either::Postgres(_) => (
                format!(
                    "with n as (select i from generate_series({}::bigint, {size} - 1) as i) ",
                    self.copies
                ),
                columns(
                    "lpad(to_hex(i + 1), 32, '0')::uuid",
                    "timestamptz '2026-01-01T00:00:00Z' + ((i * 7919) % 31536000) * interval '1 second'",
                    "case when i % 8 < 4 then null else t.opened_at end",
                    "'Q' || lpad(i::text, 9, '0')",
                    "(i % 199)",
                ),
                "lpad(to_hex(i + 1), 32, '0')::uuid",
            ),
        };
        let insert = "insert into cases (organization, id, number, case_type, pack, version, stage, opened_at, closed_at, \
                      subject, complainant, department, owner, next_due, document, urgency) ";
        let people = "case when i % 3000 = 17 and i < 9000 then 'rare' else 'person-' || (i % 199) end";
        let outcome = "case when i % 100 = 3 then 'rare' else 'ordinary' end";
        // What the databases themselves come to know about their tables sooner or later.
        let analyzed = "analyze";
        let batch = format!(
            "{before}{insert}{cases};
             {before}insert into participants (organization, person, case_id)
                 select t.organization, {people}, {ids} from template t, n;
             {before}insert into case_labels (organization, name, value, case_id)
                 select t.organization, 'severity', {outcome}, {ids} from template t, n;
             {analyzed};"
        );
        on_either!(&mut self.connection, c => c.batch_execute(&batch)).expect("the copies are taken");
        self.copies = size;
    }
}
