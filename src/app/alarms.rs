//! Noticing that somebody is guessing, or uncovers much.
//!
//! What is wrong often in a short time is told to the operator by one line of the log at level `WARN` with a field `alarm`, whose value
//! stays the same. The line tells how often and nothing about anybody: neither who was tried nor who tried. Each node counts for itself,
//! and forgets with its process. Who uncovered much personal data is worked out from what is stored, for those who manage people.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};

use super::App;
use crate::case::PersonId;
use crate::pack::id::OrganizationId;
use crate::store::{self, looks};

/// How long is counted together.
const MINUTES: i64 = 10;
/// How often something about one person, one case or one token is nothing unusual in that time.
const OF_ONE_MAX: u32 = 15;
/// The same for all together.
const OF_ALL_MAX: u32 = 150;
/// When so much is remembered, what is over is forgotten; past it, only all together are counted.
const REMEMBERED_MAX: usize = 2_000;

/// How often a person uncovers personal data within [`UNUSUAL_HOURS`] without being told of.
pub const UNCOVERINGS_MAX: usize = 30;
pub const UNUSUAL_HOURS: i64 = 24;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Alarm {
    /// Wrong passwords, of people who are there or not.
    Passwords,
    /// Wrong codes of the second step.
    Codes,
    /// Wrong numbers and secrets of complainants.
    Secrets,
    /// Tokens of programs that are not in force.
    Tokens,
    /// Personal data that was uncovered.
    Uncoverings,
}

impl Alarm {
    /// The value of the field `alarm`: what an operator looks for. It stays the same.
    fn name(self) -> &'static str {
        match self {
            Self::Passwords => "many-wrong-passwords",
            Self::Codes => "many-wrong-codes",
            Self::Secrets => "many-wrong-secrets",
            Self::Tokens => "many-wrong-tokens",
            Self::Uncoverings => "many-uncoverings",
        }
    }
}

/// What is counted, and about whom or what; nothing for all together.
type Counted = (Alarm, String);
/// Since when, and how often.
type Count = (DateTime<Utc>, u32);

#[derive(Default)]
pub(super) struct Alarms {
    counted: Mutex<HashMap<Counted, Count>>,
}

impl Alarms {
    /// Counts one more; how many there are together, if that has just become too many.
    fn count(&self, alarm: Alarm, about: &str, now: DateTime<Utc>) -> Option<u32> {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.len() > REMEMBERED_MAX {
            counted.retain(|_, (since, _)| !is_over(*since, now));
        }
        let mut one_more = |about: &str, max: u32| {
            let key = (alarm, about.to_owned());
            if counted.len() > REMEMBERED_MAX && !about.is_empty() && !counted.contains_key(&key) {
                return None;
            }
            let (since, count) = counted.entry(key).or_insert((now, 0));
            if is_over(*since, now) {
                (*since, *count) = (now, 0);
            }
            *count = count.saturating_add(1);
            (*count == max + 1).then_some(*count)
        };
        let (of_one, of_all) = (one_more(about, OF_ONE_MAX), one_more("", OF_ALL_MAX));
        of_one.or(of_all)
    }
}

fn is_over(since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now < since || now - since > Duration::minutes(MINUTES)
}

/// Somebody who has uncovered more personal data than is usual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unusual {
    pub person: PersonId,
    pub name: String,
    pub uncoverings: usize,
}

impl App {
    /// One more of these; `about` tells them apart and is told to nobody.
    pub(super) fn alarm(&self, alarm: Alarm, about: &str) {
        let about: String = about.chars().take(64).collect();
        if let Some(count) = self.inner.alarms.count(alarm, &about, self.clock().wall()) {
            tracing::warn!(
                alarm = alarm.name(),
                count,
                minutes = MINUTES,
                "unusually many in a short time"
            );
        }
    }

    /// Who has uncovered personal data of an organization more than [`UNCOVERINGS_MAX`] times in the last [`UNUSUAL_HOURS`] hours, those
    /// who did most first.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn unusual(&self, organization: &OrganizationId) -> Result<Vec<Unusual>, store::Error> {
        let since = self.clock().now() - Duration::hours(UNUSUAL_HOURS);
        let uncovered = self
            .store()
            .read(|conn| looks::uncoverings_since(conn, organization, since))?;
        let mut counted: HashMap<PersonId, (String, usize)> = HashMap::new();
        for (person, name) in uncovered {
            counted.entry(person).or_insert((name, 0)).1 += 1;
        }
        let counted = counted.into_iter();
        let mut unusual: Vec<Unusual> = counted
            .filter(|(_, (_, uncoverings))| *uncoverings > UNCOVERINGS_MAX)
            .map(|(person, (name, uncoverings))| Unusual {
                person,
                name,
                uncoverings,
            })
            .collect();
        unusual.sort_by(|one, two| {
            let most = two.uncoverings.cmp(&one.uncoverings);
            most.then_with(|| one.person.cmp(&two.person))
        });
        Ok(unusual)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(alarms: &Alarms, about: &str, times: u32, now: DateTime<Utc>) -> usize {
        let raised = (0..times).filter_map(|_| alarms.count(Alarm::Passwords, about, now));
        raised.count()
    }

    #[test]
    fn what_is_wrong_too_often_in_a_short_time_is_told_once() {
        let (alarms, now) = (Alarms::default(), DateTime::UNIX_EPOCH);
        assert_eq!(counts(&alarms, "anna", OF_ONE_MAX, now), 0);
        assert_eq!(counts(&alarms, "anna", 1, now), 1);
        assert_eq!(counts(&alarms, "anna", 20, now), 0, "and not again while it goes on");
        let later = now + Duration::minutes(MINUTES + 1);
        assert_eq!(counts(&alarms, "anna", OF_ONE_MAX, later), 0, "it begins anew");
        assert_eq!(counts(&alarms, "anna", 1, later), 1);
        let slowly = |minute: i64| later + Duration::minutes(minute * (MINUTES + 1));
        assert!((1..50).all(|minute| counts(&alarms, "anna", 1, slowly(minute)) == 0));
    }

    #[test]
    fn many_who_are_each_tried_a_little_are_many_together() {
        let (alarms, now) = (Alarms::default(), DateTime::UNIX_EPOCH);
        let raised: usize = (0..=OF_ALL_MAX)
            .map(|number| counts(&alarms, &number.to_string(), 1, now))
            .sum();
        assert_eq!(raised, 1);
        // However many there are, what is remembered of them has a bound.
        for number in 0..2 * REMEMBERED_MAX {
            alarms.count(Alarm::Secrets, &number.to_string(), now);
        }
        let remembered = alarms.counted.lock().map(|counted| counted.len());
        assert!(remembered.is_ok_and(|remembered| remembered <= REMEMBERED_MAX + 3));
    }
}
