//! Finding words among two hundred thousand texts of three hundred characters, and making what they are found by.
//!
//! The texts are drawn from the words of the bundled packs, the frequent ones more often, as words are in any language; the second half
//! of each is personal data. What is found, with it and without, is compared with what a reading of every text finds.

use std::time::Instant;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use redress::pack::id::OrganizationId;
use redress::search::{Content, Query, Texts};
use redress::store::{self, search};

use crate::intake;
use crate::machine::own_cpu;
use crate::on_either;
use crate::place::Place;
use crate::policy::{DEVELOPER, ROOT};
use crate::raw::Either;
use crate::report::{goal, heading, note, time};
use crate::rounds::percentile;

const TEXTS: u64 = 200_000;
const CHARACTERS: usize = 300;
const BATCH: i64 = 200;
const NEWEST: i64 = 20;
const ROUNDS: usize = 21;
/// Stands in every text, as the year in every number.
const EVERYWHERE: &str = "2024";

pub fn measure() {
    let words = Words::of_the_packs();
    heading("Search on SQLite");
    at(&Place::on_sqlite(), &words);
    heading("Search on PostgreSQL");
    match Place::on_postgres() {
        None => note("not measured: no REDRESS_TEST_POSTGRES; `scripts/bench` brings one along"),
        Some(place) => at(&place, &words),
    }
}

fn at(place: &Place, words: &Words) {
    let mut connection = Either::to(&place.database);
    intake::open_one(&place.app);
    place.app.index_pending().expect("it is indexed");
    let before = size(&mut connection);
    let indexed = index(place, &mut connection, words);
    note(format!(
        "{TEXTS} texts of {CHARACTERS} characters indexed: {} each, of which CPU of this process {}",
        time(indexed.wall / TEXTS as f64),
        time(indexed.cpu / TEXTS as f64)
    ));
    let added = (size(&mut connection) - before) as f64 / indexed.bytes as f64;
    goal(
        "12: at most 1.5 times the text on the disk, without the text itself",
        added - 1.0 <= 1.5,
        format!("{:.2}×", added - 1.0),
    );
    let mut slowest: f64 = 0.0;
    let mut is_exact = true;
    for word in words.asked() {
        let (nanos, found) = newest(place, &word, Texts::All);
        let (masked, found_masked) = newest(place, &word, Texts::Open);
        let read = by_reading(&mut connection, &word, "content || coalesce(personal, '')");
        let read_masked = by_reading(&mut connection, &word, "content");
        is_exact &= found == read && found_masked == read_masked;
        slowest = slowest.max(nanos).max(masked);
        note(format!(
            "newest {NEWEST} with {word}: {} ({} found); with personal data masked {} ({} found)",
            time(nanos),
            found.len(),
            time(masked),
            found_masked.len()
        ));
    }
    goal(
        "12: the newest 20 in at most 5 ms",
        slowest <= 5e6,
        format!("{} at most", time(slowest)),
    );
    goal(
        "12: every word exactly as a reading of all texts finds it",
        is_exact,
        if is_exact { "the same" } else { "NOT the same" },
    );
}

/// What indexing cost; times in nanoseconds.
struct Indexed {
    wall: f64,
    cpu: f64,
    /// Of the texts themselves, in UTF-8.
    bytes: u64,
}

fn index(place: &Place, connection: &mut Either, words: &Words) -> Indexed {
    let wanted = match connection {
        Either::Sqlite(_) => format!(
            "insert into search_pending (organization, case_id, version) with recursive n(i) as (select 1 union all \
             select i + 1 from n where i < {TEXTS}) select '{DEVELOPER}', unhex(printf('%032x', i)), 0 from n"
        ),
        Either::Postgres(_) => format!(
            "insert into search_pending (organization, case_id, version) select '{DEVELOPER}', \
             lpad(to_hex(i), 32, '0')::uuid, 0 from generate_series(1, {TEXTS}) as i"
        ),
    };
    on_either!(&mut *connection, c => c.batch_execute(&wanted)).expect("they are wanted");
    let mut chance = Chance(1);
    let (mut bytes, begun, cpu) = (0, Instant::now(), own_cpu());
    loop {
        let pending = place
            .app
            .store()
            .read(|conn| search::pending_on_platform(conn, BATCH))
            .expect("the store answers");
        if pending.is_empty() {
            break;
        }
        let texts: Vec<String> = pending.iter().map(|_| words.text(&mut chance)).collect();
        bytes += texts.iter().map(|text| text.len() as u64).sum::<u64>();
        let write = move |conn: &mut store::Conn| {
            for (pending, text) in pending.iter().zip(&texts) {
                let half = text.char_indices().nth(CHARACTERS / 2).map_or(text.len(), |(at, _)| at);
                let (open, personal) = text.split_at(half);
                let content = Content::with_personal([open], [personal]);
                search::index(conn, pending, Some((&content, &[])))?;
            }
            Ok::<_, store::Error>(())
        };
        place.app.store().write(write).expect("they are indexed");
    }
    let indexed = Indexed {
        wall: begun.elapsed().as_nanos() as f64,
        cpu: own_cpu() - cpu,
        bytes,
    };
    if let Either::Postgres(c) = connection {
        c.batch_execute("analyze search_entries").expect("it is analysed");
    }
    indexed
}

/// The median time of asking for the newest cases with a word, and their places.
fn newest(place: &Place, word: &str, texts: Texts) -> (f64, Vec<i64>) {
    let (organization, query) = (OrganizationId::new(DEVELOPER), Query::parse(word, texts));
    let mut times = Vec::new();
    let mut places = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let found = place
            .app
            .store()
            .read(|conn| search::find(conn, &organization, &query, None, NEWEST))
            .expect("the store answers");
        times.push(begun.elapsed().as_nanos() as f64);
        places = found.cases.into_iter().map(|(place, _)| place.0).collect();
    }
    (percentile(&mut times, 50.0), places)
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// The places of the newest texts in which a word stands, found by reading them.
fn by_reading(connection: &mut Either, word: &str, texts: &str) -> Vec<i64> {
    let numbers: Vec<Number> = match connection {
        Either::Sqlite(c) => diesel::sql_query(format!(
            "select id as number from search_entries where instr({texts}, ?) > 0 order by id desc limit ?"
        ))
        .bind::<Text, _>(word)
        .bind::<BigInt, _>(NEWEST)
        .load(c),
        Either::Postgres(c) => diesel::sql_query(format!(
            "select id as number from search_entries where position($1 in {texts}) > 0 order by id desc limit $2"
        ))
        .bind::<Text, _>(word)
        .bind::<BigInt, _>(NEWEST)
        .load(c),
    }
    .expect("the texts are read");
    numbers.into_iter().map(|row| row.number).collect()
}

/// What the database takes on the disk, in bytes.
fn size(connection: &mut Either) -> i64 {
    let row: Number = match connection {
        Either::Sqlite(c) => {
            diesel::sql_query("select page_count * page_size as number from pragma_page_count(), pragma_page_size()")
                .get_result(c)
        }
        Either::Postgres(c) => diesel::sql_query("select pg_database_size(current_database()) as number").get_result(c),
    }
    .expect("a size");
    row.number
}

/// Words of the packs, the frequent ones first.
struct Words(Vec<String>);

impl Words {
    fn of_the_packs() -> Self {
        let mut counted: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
        let mut folders = vec![std::path::PathBuf::from(ROOT).join("rules")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("the packs are there").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(text) = std::fs::read_to_string(&path) {
                    let is_ideograph = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
                    let runs = text.split(|letter: char| !is_ideograph(letter));
                    for run in runs.filter(|run| (2..=6).contains(&run.chars().count())) {
                        *counted.entry(run.to_owned()).or_default() += 1;
                    }
                }
            }
        }
        let mut words: Vec<(String, usize)> = counted.into_iter().collect();
        words.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        Self(words.into_iter().map(|(word, _)| word).collect())
    }

    /// Words in any order; the n-th as often as a n-th of the first.
    fn text(&self, chance: &mut Chance) -> String {
        let mut text = EVERYWHERE.to_owned();
        let mut characters = 0;
        while characters < CHARACTERS {
            let rank = (self.0.len() as f64).powf(chance.next()) as usize;
            let Some(word) = self.0.get(rank.saturating_sub(1)) else {
                continue;
            };
            text.push_str(word);
            characters += word.chars().count();
            if chance.next() < 0.1 {
                text.push('，');
            }
        }
        text
    }

    /// A frequent, a usual and a rare word, of two characters and of more, one that is everywhere, and one that is nowhere.
    fn asked(&self) -> Vec<String> {
        let of = |characters: std::ops::RangeInclusive<usize>, from: usize| {
            let words = self.0.iter().skip(from);
            words
                .into_iter()
                .find(|word| characters.contains(&word.chars().count()))
                .cloned()
        };
        let last = self.0.len().saturating_sub(30);
        let asked = [
            of(2..=2, 0),
            of(2..=2, 100),
            of(2..=2, last),
            of(4..=6, 0),
            of(4..=6, 100),
            of(4..=6, last),
        ];
        asked
            .into_iter()
            .flatten()
            .chain([EVERYWHERE.to_owned(), "龘靐".to_owned()])
            .collect()
    }
}

/// Numbers that are the same in every run, between 0 and 1.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}
