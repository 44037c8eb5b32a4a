//! What the address of a list says: everything may be missing, and what the page offers no choice of is left out, so that nothing
//! narrows a list that the page does not show.

use chrono::{DateTime, Utc};

use super::super::member::Member;
use super::super::page::encoded;
use super::filters::LABEL;
use crate::pack::id::{CaseTypeId, DepartmentId, StageId};
use crate::pack::{CaseType, Common, Pack, common_labels};
use crate::search::Query;
use crate::store::queue::{Due, Filter, Owner, Which};

/// More than any address of ours has.
const PAIRS_MAX: usize = 40;

/// What an address may say beside labels.
const NAMES: [&str; 10] = [
    "q",
    "which",
    "type",
    "stage",
    "due",
    "department",
    "owner",
    "after",
    "before",
    "done",
];

/// What a list is narrowed to, as it stands in the address and in a saved view.
#[derive(Clone, Debug, Default)]
pub(in crate::web) struct Asked {
    pairs: Vec<(String, String)>,
}

impl Asked {
    /// Reads the part of an address behind the question mark.
    pub fn read(query: &str, member: &Member) -> Self {
        let pack = &*member.pack;
        let pairs = actix_web::web::Query::<Vec<(String, String)>>::from_query(query);
        let pairs = pairs.map(actix_web::web::Query::into_inner).unwrap_or_default();
        let mut read = Self { pairs: Vec::new() };
        for (name, value) in pairs.into_iter().take(PAIRS_MAX) {
            // No database takes a text with control characters.
            let value = value.replace(char::is_control, "").trim().to_owned();
            read.pairs.retain(|(known, _)| *known != name);
            if !value.is_empty() {
                read.pairs.push((name, value));
            }
        }
        if pack.case_type(read.get("type")).is_none() {
            read.pairs.retain(|(name, _)| name != "type");
        }
        let labels = read.labels(pack);
        let is_offered = |name: &str, value: &str| match name.strip_prefix(LABEL) {
            Some(label) => labels.iter().any(|known| known.id == label),
            None if name == "stage" => read
                .case_types(pack)
                .any(|case_type| case_type.stages.contains_key(value)),
            None => NAMES.contains(&name),
        };
        let offered = read.pairs.iter().filter(|(name, value)| is_offered(name, value));
        Self {
            pairs: offered.cloned().collect(),
        }
    }

    /// What is said of `name`; empty if nothing is.
    pub fn get(&self, name: &str) -> &str {
        let found = self.pairs.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// What the list is narrowed to, without the place where a page begins or what was done before.
    fn narrowing(&self) -> impl Iterator<Item = &(String, String)> {
        let aside = ["after", "before", "done"];
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

    /// The same list from another place: `after` it or `before` it.
    pub fn at_place(&self, way: &str, place: &str) -> String {
        let narrowing = self.narrowing().map(|(name, value)| (name.as_str(), value.as_str()));
        written(narrowing.chain([(way, place)]))
    }

    /// Whether the address says where a page begins or ends.
    pub fn is_within(&self) -> bool {
        !self.get("after").is_empty() || !self.get("before").is_empty()
    }

    /// What the store is asked for.
    pub fn filter(&self, member: &Member, now: DateTime<Utc>) -> Filter {
        let pack = &member.pack;
        let said = |name: &str| Some(self.get(name)).filter(|text| !text.is_empty());
        Filter {
            case_type: said("type").map(CaseTypeId::new),
            stage: said("stage").map(StageId::new),
            text: said("q").map(|typed| Query::parse(typed, member.searches())),
            departments: said("department").map_or_else(Vec::new, |id| pack.with_below(&DepartmentId::new(id))),
            owner: match said("owner") {
                Some("me") => Some(Owner::Person(member.actor.acts_as().clone())),
                Some("nobody") => Some(Owner::Nobody),
                Some(person) => Some(Owner::Person(crate::case::PersonId(person.into()))),
                None => None,
            },
            due: said("due").and_then(|due| Due::within(due, pack.zone, now)),
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

    /// The answers and outcomes that can be asked for.
    pub fn labels<'a>(&self, pack: &'a Pack) -> Vec<Common<'a>> {
        let types: Vec<&CaseType> = self.case_types(pack).collect();
        common_labels(pack, &types)
    }

    /// The type that is chosen, or all.
    pub fn case_types<'a>(&self, pack: &'a Pack) -> impl Iterator<Item = &'a CaseType> {
        let chosen = self.get("type");
        let types = pack.case_types.values();
        types.filter(move |case_type| chosen.is_empty() || *case_type.id == *chosen)
    }
}

fn written<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let pairs = pairs.map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}
