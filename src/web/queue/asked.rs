//! What the address of a list says: everything may be missing, and what nobody understands is left out.

use chrono::{DateTime, Days, NaiveTime, Utc};

use super::super::member::Member;
use super::super::page::encoded;
use crate::pack::id::{CaseTypeId, DepartmentId, StageId};
use crate::pack::{CaseType, Pack};
use crate::search::Query;
use crate::store::queue::{Due, Filter, Owner, Which};

/// Before the name of a decision, or of the field of the channel.
pub(super) const LABEL: &str = "is.";

/// More than any address of ours has.
const PAIRS_MAX: usize = 40;

/// What a list is narrowed to, as it stands in the address and in a saved view.
#[derive(Clone, Debug, Default)]
pub(in crate::web) struct Asked {
    pairs: Vec<(String, String)>,
}

impl Asked {
    /// Reads the part of an address behind the question mark.
    pub fn read(query: &str) -> Self {
        let pairs = actix_web::web::Query::<Vec<(String, String)>>::from_query(query);
        let pairs = pairs.map(actix_web::web::Query::into_inner).unwrap_or_default();
        let pairs = pairs.into_iter().filter(|(_, value)| !value.trim().is_empty());
        Self {
            pairs: pairs.take(PAIRS_MAX).collect(),
        }
    }

    /// What is said of `name`; empty if nothing is.
    pub fn get(&self, name: &str) -> &str {
        let found = self.pairs.iter().rev().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// What the list is narrowed to, without the place where a page begins or what was done before.
    fn narrowing(&self) -> impl Iterator<Item = &(String, String)> {
        let aside = ["after", "done"];
        self.pairs
            .iter()
            .filter(move |(name, _)| !aside.contains(&name.as_str()))
    }

    pub fn is_narrowed(&self) -> bool {
        self.narrowing().next().is_some()
    }

    /// As it is saved, and compared: sorted, each name once.
    pub fn canonical(&self) -> String {
        let mut names: Vec<&str> = self.narrowing().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        written(names.into_iter().map(|name| (name, self.get(name))))
    }

    /// The same list from another place.
    pub fn at_place(&self, after: &str) -> String {
        let narrowing = self.narrowing().map(|(name, value)| (name.as_str(), value.as_str()));
        written(narrowing.chain([("after", after)]))
    }

    /// What the store is asked for.
    pub fn filter(&self, member: &Member, now: DateTime<Utc>) -> Filter {
        let pack = &member.pack;
        let said = |name: &str| Some(self.get(name)).filter(|text| !text.is_empty());
        Filter {
            case_type: said("type").map(CaseTypeId::new),
            stage: said("stage").map(StageId::new),
            text: said("q").map(Query::parse),
            departments: said("department").map_or_else(Vec::new, |id| pack.with_below(&DepartmentId::new(id))),
            owner: match said("owner") {
                Some("me") => Some(Owner::Person(member.actor.acts_as().clone())),
                Some("nobody") => Some(Owner::Nobody),
                Some(person) => Some(Owner::Person(crate::case::PersonId(person.into()))),
                None => None,
            },
            due: said("due").and_then(|due| due_within(due, pack, now)),
            labels: self
                .pairs
                .iter()
                .filter_map(|(name, value)| Some((name.strip_prefix(LABEL)?.to_owned(), value.clone())))
                .collect(),
            which: match self.get("which") {
                "closed" => Which::Closed,
                "all" => Which::All,
                _ => Which::Open,
            },
        }
    }

    /// The type whose decisions can be asked for: the one that is chosen, or the only one there is.
    pub fn case_type<'a>(&self, pack: &'a Pack) -> Option<&'a CaseType> {
        match self.get("type") {
            "" if pack.case_types.len() == 1 => pack.case_types.values().next(),
            id => pack.case_type(id),
        }
    }
}

fn written<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let pairs = pairs.map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// What is due `late`, `today`, within a `week` of days, or `never`; days end at midnight in the organization's zone.
fn due_within(said: &str, pack: &Pack, now: DateTime<Utc>) -> Option<Due> {
    let end_of = |days: u64| {
        let day = now
            .with_timezone(&pack.zone)
            .date_naive()
            .checked_add_days(Days::new(days))?;
        let midnight = day.and_time(NaiveTime::MIN).and_local_timezone(pack.zone);
        Some(Due::Before(midnight.earliest()?.with_timezone(&Utc)))
    };
    match said {
        "late" => Some(Due::Before(now)),
        "today" => end_of(1),
        "week" => end_of(7),
        "never" => Some(Due::Never),
        _ => None,
    }
}
