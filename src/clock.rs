//! The present moment.
//!
//! The only place that reads the wall clock. What happens in cases happens by [`Clock::now`], which a test clock can hold
//! still and move; leases and session lifetimes, which are about machines and people, go by [`Clock::wall`].

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, SubsecRound, Utc};

/// A clock, shared by cloning.
#[derive(Clone, Debug)]
pub struct Clock {
    source: Source,
}

#[derive(Clone, Debug)]
enum Source {
    System,
    /// Stands still until it is moved.
    Test(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    pub fn system() -> Self {
        Self { source: Source::System }
    }

    pub fn test(at: DateTime<Utc>) -> Self {
        Self {
            source: Source::Test(Arc::new(Mutex::new(at.trunc_subsecs(6)))),
        }
    }

    /// The moment at which things happen in cases. Microseconds, which is what both databases keep.
    pub fn now(&self) -> DateTime<Utc> {
        match &self.source {
            Source::System => self.wall(),
            Source::Test(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The moment on the wall, whatever a test clock says.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that asks the machine what time it is"
    )]
    pub fn wall(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }

    /// Whether it can be moved.
    pub fn is_test(&self) -> bool {
        matches!(self.source, Source::Test(_))
    }

    /// Moves a test clock; `false` for the system's, which nobody moves from here.
    pub fn stand_at(&self, moment: DateTime<Utc>) -> bool {
        match &self.source {
            Source::System => false,
            Source::Test(at) => {
                *at.lock().unwrap_or_else(PoisonError::into_inner) = moment.trunc_subsecs(6);
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Files that may ask the machine for the time. The host of scripts measures their budget by it, and the store how long it has not
    /// heard of a connection; no value comes of either.
    const ALLOWED: [&str; 3] = ["src/clock.rs", "src/script/engine.rs", "src/store/connection.rs"];

    #[test]
    fn nobody_else_asks_the_machine_what_time_it_is() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (mut folders, mut found, mut read) = (vec![root.join("src")], Vec::new(), 0);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                if path.is_dir() {
                    folders.push(path);
                } else if name.ends_with(".rs") && !ALLOWED.contains(&name.as_str()) {
                    read += 1;
                    let text = fs::read_to_string(&path).unwrap();
                    let asks = ["Utc::now", "Local::now", "SystemTime::now", "Instant::now"];
                    if asks.iter().any(|ask| text.contains(ask)) {
                        found.push(name);
                    }
                }
            }
        }
        assert!(read > 20, "the sources were read");
        assert_eq!(found, [""; 0], "take the time from `clock::Clock`");
    }

    #[test]
    fn a_test_clock_stands_still_until_it_is_moved() {
        let noon: DateTime<Utc> = "2024-09-27T12:00:00Z".parse().unwrap();
        let clock = Clock::test(noon);
        assert_eq!((clock.now(), clock.now()), (noon, noon));
        assert!(
            clock.clone().stand_at(noon - chrono::Duration::days(1)),
            "back is allowed, and every clone moves"
        );
        assert_eq!(clock.now(), noon - chrono::Duration::days(1));
    }

    #[test]
    fn the_system_clock_is_not_moved() {
        let clock = Clock::system();
        assert!(!clock.stand_at(DateTime::UNIX_EPOCH));
        assert!(clock.now() > DateTime::UNIX_EPOCH);
    }
}
