//! A whole application in a folder of its own, with a clock that stands still.
//!
//! People have names and posts; they act through [`TestApp::acting_as`]. Time moves by [`TestApp::advance_to`], and what
//! falls due on the way happens.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chrono::{DateTime, Duration, NaiveDateTime, TimeZone, Utc};
use redress::access::password::Passwords;
use redress::app::{App, Entry, SignedIn};
use redress::case::command::AttachedFile;
use redress::case::event::Recorded;
use redress::case::{Case, PersonId};
use redress::config::Config;
use redress::form::FileTerms;
use redress::pack::id::*;
use redress::store::absences::Absence;
use redress::store::people::{self, Person, Post};
use redress::store::{Error, cases, history};
use tempfile::TempDir;
use uuid::Uuid;

use super::database::{On, Session, TestDatabase};

/// The password of everybody made by [`TestApp::person`].
pub const PASSWORD: &str = "correct horse battery";

/// When every application begins: a Monday morning in the zone of the sample pack.
pub const BEGINNING: &str = "2024-09-23T01:00:00Z";

pub struct TestApp {
    pub app: App,
    pub organization: OrganizationId,
    config: Config,
    root: PathBuf,
    _packs: Option<TempDir>,
    // Held for as long as the application runs.
    _folder: TempDir,
    _database: TestDatabase,
}

impl TestApp {
    /// The sample pack, on SQLite.
    pub fn new() -> Self {
        Self::on(On::Sqlite).expect("SQLite is always there")
    }

    /// The sample pack, on either database; `None` where PostgreSQL was left out on purpose.
    pub fn on(on: On) -> Option<Self> {
        Self::of(on, &manifest().join("tests/it/app/pack"), "harbour")
    }

    /// A pack whose cases are kept from some, and looked at under record.
    pub fn keeping(on: On) -> Option<Self> {
        Self::of(on, &manifest().join("tests/it/app/kept"), "lodge")
    }

    /// The same, with the sample pack as its neighbour.
    pub fn keeping_beside_harbour() -> Self {
        Self::keeping_with(&[], &[])
    }

    /// The same with files added, (file, what it says), and texts replaced, (file, what it says, what it says instead).
    pub fn keeping_with(added: &[(&str, &str)], changes: &[(&str, &str, &str)]) -> Self {
        let both = tempfile::tempdir().expect("a folder");
        for root in ["tests/it/app/pack", "tests/it/app/kept"] {
            copy(&manifest().join(root), both.path());
        }
        for (file, text) in added {
            std::fs::write(both.path().join(file), text).expect("a file of the pack");
        }
        change(both.path(), changes);
        let mut test = Self::of(On::Sqlite, both.path(), "lodge").expect("SQLite is always there");
        test._packs = Some(both);
        test
    }

    /// All bundled packs, on SQLite; `organization` is the one that is acted in.
    pub fn with_every_pack(organization: &str) -> Self {
        Self::of(On::Sqlite, manifest(), organization).expect("SQLite is always there")
    }

    /// A bundled pack alone, on SQLite: the others would only take time to load.
    pub fn with_pack(organization: &str) -> Self {
        Self::with_changed_pack(organization, &[])
    }

    /// A bundled pack alone, with texts of its files replaced: (file, what it says, what it says instead).
    pub fn with_changed_pack(organization: &str, changes: &[(&str, &str, &str)]) -> Self {
        let alone = tempfile::tempdir().expect("a folder");
        for kind in ["rules", "forms"] {
            for name in ["common", organization] {
                let folder = format!("{kind}/{name}");
                copy(&manifest().join(&folder), &alone.path().join(&folder));
            }
        }
        change(alone.path(), changes);
        let mut test = Self::of(On::Sqlite, alone.path(), organization).expect("SQLite is always there");
        test._packs = Some(alone);
        test
    }

    /// The sample pack, with texts of its files replaced.
    pub fn harbour_with(changes: &[(&str, &str, &str)]) -> Self {
        Self::harbour_on(On::Sqlite, changes).expect("SQLite is always there")
    }

    /// The same on either database; `None` where PostgreSQL was left out on purpose.
    pub fn harbour_on(on: On, changes: &[(&str, &str, &str)]) -> Option<Self> {
        let changed = tempfile::tempdir().expect("a folder");
        copy(&manifest().join("tests/it/app/pack"), changed.path());
        change(changed.path(), changes);
        let mut test = Self::of(on, changed.path(), "harbour")?;
        test._packs = Some(changed);
        Some(test)
    }

    /// All packs below `root`; `organization` is the one that is acted in.
    pub fn of(on: On, root: &Path, organization: &str) -> Option<Self> {
        let database = TestDatabase::new(on)?;
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = Config::read(|_| None).expect("the defaults");
        config.database = database.database.clone();
        config.data = folder.path().to_owned();
        config.test_clock = Some(BEGINNING.parse().expect("an instant"));
        let app = start(&config, root);
        assert!(
            app.packs().active(&organization.into()).is_some(),
            "`{organization}` does not run"
        );
        Some(Self {
            app,
            organization: organization.into(),
            config,
            root: root.to_owned(),
            _packs: None,
            _folder: folder,
            _database: database,
        })
    }

    /// Stops and starts again on the same data.
    pub fn restarted(mut self) -> Self {
        self.app = start(&self.config, &self.root);
        self
    }

    /// The same, where whoever runs the platform must have a second factor.
    pub fn requiring_second_factor(mut self) -> Self {
        self.config.second_factor_required = true;
        self.restarted()
    }

    /// The same, with a virus scanner at this address.
    pub fn scanned_by(mut self, address: std::net::SocketAddr) -> Self {
        self.config.clamd = Some(address.to_string().parse().expect("an address"));
        self.restarted()
    }

    /// Another node on the same data.
    pub fn another_node(&self) -> App {
        start(&self.config, &self.root)
    }

    /// Adds somebody with posts, each `role` or `role@department`. They sign in with [`PASSWORD`].
    pub fn person(&self, id: &str, posts: &[&str]) -> PersonId {
        self.add(id, false, posts)
    }

    pub fn administrator(&self, id: &str) -> PersonId {
        self.add(id, true, &[])
    }

    fn add(&self, id: &str, administrator: bool, posts: &[&str]) -> PersonId {
        static HASH: OnceLock<String> = OnceLock::new();
        let hash = HASH
            .get_or_init(|| Passwords::new().hash(PASSWORD).expect("it is long enough"))
            .clone();
        let person = Person {
            id: PersonId(id.into()),
            name: capitalized(id),
            administrator,
            disabled: false,
        };
        let (row, now) = (person.clone(), self.app.clock().now());
        let added = self
            .app
            .store()
            .write(move |conn| people::add(conn, &row, &hash, now))
            .expect("added");
        assert!(added, "`{id}` is there already");
        for post in posts {
            let (role, department) = match post.split_once('@') {
                Some((role, department)) => (role, Some(department.into())),
                None => (*post, None),
            };
            self.app
                .appoint(
                    &self.organization,
                    &person.id,
                    Post {
                        role: role.into(),
                        department,
                    },
                )
                .expect("appointed");
        }
        person.id
    }

    /// Signs somebody in who has no second factor.
    pub fn signed_in(&self, id: &str) -> SignedIn {
        match self.app.sign_in(id, PASSWORD, "") {
            Ok(Entry::In(signed_in)) => signed_in,
            Ok(Entry::Code { .. }) => panic!("a code is asked of `{id}`"),
            Err(error) => panic!("{error}"),
        }
    }

    /// From now on somebody is away, and another stands in.
    pub fn away_for_a_week(&self, person: &str, deputy: &str) {
        let now = self.app.clock().now();
        let absence = Absence {
            id: Uuid::now_v7(),
            organization: self.organization.clone(),
            person: PersonId(person.into()),
            deputy: PersonId(deputy.into()),
            starts_at: now,
            ends_at: now + Duration::days(7),
        };
        self.app.take_leave(absence).expect("away");
    }

    /// A file that somebody has sent, to be named by its hash.
    pub fn sends(&self, by: &str, name: &str, bytes: &[u8]) -> AttachedFile {
        let (by, any) = (PersonId(by.into()), FileTerms::default());
        let stored = self.app.store_file(&self.organization, &by, &any, name, bytes.to_vec());
        stored.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Where a stored file lies.
    pub fn file(&self, hash: &str) -> PathBuf {
        self.config
            .files()
            .join(format!("sha256/{}/{}/{hash}", &hash[..2], &hash[2..4]))
    }

    /// Nothing in the database, the log beside it or the files speaks of `marker`.
    pub fn holds_nowhere(&self, marker: &str) {
        let mut folders = vec![self.config.data.clone()];
        if let redress::store::Database::Sqlite(path) = &self.config.database {
            folders.extend(path.parent().map(Path::to_owned));
        }
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let bytes = std::fs::read(&path).unwrap_or_default();
                    let found = bytes.windows(marker.len()).any(|part| part == marker.as_bytes());
                    assert!(!found, "`{marker}` is in {}", path.display());
                }
            }
        }
    }

    pub fn case(&self, number: &str) -> Case {
        let case = self
            .app
            .store()
            .read(|conn| cases::by_number(conn, &self.organization, number))
            .expect("read");
        case.unwrap_or_else(|| panic!("there is no case `{number}`"))
    }

    pub fn history(&self, number: &str) -> Vec<Recorded> {
        let case = self.case(number);
        self.app
            .store()
            .read(|conn| history::of_case(conn, &self.organization, case.id, case.version))
            .unwrap_or_else(|error: Error| panic!("{}", error.chain()))
    }

    /// The kinds of events in the history, as stored (`opened`, `deadline_missed`).
    pub fn kinds(&self, number: &str) -> Vec<String> {
        self.history(number)
            .iter()
            .map(|recorded| {
                let event = serde_json::to_value(&recorded.event).expect("JSON");
                event["event"].as_str().expect("a tag").to_owned()
            })
            .collect()
    }

    /// A local time of the organization as an instant.
    pub fn local(&self, text: &str) -> DateTime<Utc> {
        let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a local time");
        let zone = self.app.packs().active(&self.organization).expect("a pack").zone;
        zone.from_local_datetime(&local)
            .single()
            .expect("one instant")
            .with_timezone(&Utc)
    }

    /// Puts the clock to a local time of the organization, as if the application had been started then.
    pub fn begins_at(&self, local: &str) {
        assert!(
            self.app.clock().stand_at(self.local(local)),
            "a clock that stands still"
        );
    }

    /// Moves the clock to a local time of the organization, through everything that falls due on the way.
    pub fn advance_to(&self, local: &str) {
        self.app
            .move_clock(self.local(local))
            .unwrap_or_else(|error| panic!("{error}"));
    }

    /// The folder of its data.
    pub fn data(&self) -> &Path {
        &self.config.data
    }

    /// Runs SQL past the application, as somebody with the database in their hands could.
    pub fn meddle(&self, sql: &str) {
        self._database.meddle(sql);
    }

    /// Somebody else at the same PostgreSQL database, with transactions of their own.
    pub fn another_session(&self) -> Session {
        self._database.session()
    }

    /// Every history holds and every case is what its history makes it.
    pub fn is_sound(&self) {
        let findings = self.app.store().verify_platform().expect("verify");
        assert_eq!(findings.faults, []);
    }
}

fn start(config: &Config, root: &Path) -> App {
    let app = App::open(config).unwrap_or_else(|error| panic!("{error:?}"));
    for loaded in app.load_packs(root).expect("the store answers") {
        let findings: Vec<String> = loaded
            .findings
            .iter()
            .map(|finding| {
                redress::diagnostic::render(
                    finding,
                    redress::diagnostic::Colour::Plain,
                    &redress::locale::Language::new("en"),
                )
            })
            .collect();
        assert!(!loaded.refused, "{}", findings.join("\n"));
    }
    app
}

/// Replaces texts of files below `root`: (file, what it says, what it says instead).
fn change(root: &Path, changes: &[(&str, &str, &str)]) {
    for (file, before, after) in changes {
        let path = root.join(file);
        let text = std::fs::read_to_string(&path).expect("a file of the pack");
        assert!(text.contains(before), "{file} has no `{before}`");
        std::fs::write(&path, text.replacen(before, after, 1)).expect("a changed file");
    }
}

pub fn copy(from: &Path, to: &Path) {
    // Not every organization has every folder.
    let Ok(entries) = std::fs::read_dir(from) else { return };
    std::fs::create_dir_all(to).expect("a folder");
    for entry in entries {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).expect("a copy");
        }
    }
}

fn capitalized(id: &str) -> String {
    let mut letters = id.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn manifest() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
