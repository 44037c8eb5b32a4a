//! What the cases of a type are told apart by in lists: answers and outcomes, each one of several.
//!
//! No pack says anything for lists alone. What an organization sorts its complaints by (category, severity, whatever it calls them) its
//! rules ask and its statistics break down by, and that is what is taken; what is only asked when a case is opened comes after it.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;

use super::{CaseType, DecisionRule, Pack};
use crate::expression::{Expression, Slot};
use crate::form::{ChoiceOption, Field};
use crate::locale::Text;
use crate::pack::raw::FieldKind;

/// Longer lists are no filter that anybody reads, but something to look up.
const OPTIONS_MAX: usize = 40;
/// The most fields of a type that become labels, beside its channel: every one is a row of the index for every case.
const FIELDS_MAX: usize = 10;
/// The most fields, and the most labels, that a line of a list has room for.
const SHOWN_FIELDS_MAX: usize = 3;
const SHOWN_MAX: usize = 4;
/// The most labels that lists of several types are narrowed by.
const COMMON_MAX: usize = 10;

/// One of several: an answer or an outcome.
#[derive(Clone, Copy)]
pub struct Label<'a> {
    /// The field's or the decision's id.
    pub id: &'a str,
    pub name: &'a Text,
    pub options: &'a IndexMap<Arc<str>, ChoiceOption>,
    pub source: Source<'a>,
    /// It belongs to what a line of a list says of a case.
    pub is_shown: bool,
}

#[derive(Clone, Copy)]
pub enum Source<'a> {
    /// The way a complaint came in.
    Channel(&'a Field),
    Answer(&'a Field),
    Outcome(&'a DecisionRule),
}

/// A label of the types of a list, with what may be chosen.
pub struct Common<'a> {
    pub id: &'a str,
    pub name: &'a Text,
    /// Of all these types, each once.
    pub options: IndexMap<&'a str, &'a Text>,
}

impl CaseType {
    /// The channel, then answers, those that most depends on first, then outcomes. Departments are none: lists know them anyway.
    pub fn labels<'a>(&'a self, pack: &'a Pack) -> Vec<Label<'a>> {
        // Who is not to know an answer would learn it by choosing.
        let channel = self.channel_field(pack).filter(|field| !field.personal);
        let mut labels: Vec<Label> = Vec::new();
        labels.extend(channel.map(|field| self.label_of(pack, field, Source::Channel(field))));
        let answers = self.sorting_fields(pack, channel).into_iter();
        for (at, (rank, field)) in answers.take(FIELDS_MAX).enumerate() {
            labels.push(Label {
                is_shown: at < SHOWN_FIELDS_MAX && rank < Rank::ASKED,
                ..self.label_of(pack, field, Source::Answer(field))
            });
        }
        let mut shown = labels.iter().filter(|label| label.is_shown).count();
        for rule in self.decisions.values() {
            if rule.options.is_empty() || rule.options.keys().all(|id| pack.departments.contains_key(&**id)) {
                continue;
            }
            labels.push(Label {
                id: rule.id.as_str(),
                name: &rule.name,
                options: &rule.options,
                source: Source::Outcome(rule),
                is_shown: shown < SHOWN_MAX,
            });
            shown += 1;
        }
        labels
    }

    /// Several forms may ask it; the shortest of its names has the most room.
    fn label_of<'a>(&'a self, pack: &Pack, field: &'a Field, source: Source<'a>) -> Label<'a> {
        let own = pack.languages.first();
        let length = |name: &&Text| own.map_or(0, |language| name.in_language(language).chars().count());
        let names = self
            .forms
            .values()
            .filter_map(|form| Some(&form.field(field.id.as_str())?.label));
        Label {
            id: field.id.as_str(),
            name: names.min_by_key(length).unwrap_or(&field.label),
            options: &field.options,
            source,
            is_shown: false,
        }
    }

    /// Choices that are no personal data, by how much depends on them, and then in the order in which they are asked.
    fn sorting_fields<'a>(&'a self, pack: &'a Pack, channel: Option<&Field>) -> Vec<(Rank, &'a Field)> {
        let (asked, counted) = (self.slots_of_rules(), self.slots_counted(pack));
        let opening = self.forms.get(&self.opening.form);
        let mut known: BTreeSet<&str> = channel.iter().map(|field| field.id.as_str()).collect();
        let mut fields = Vec::new();
        for form in opening.into_iter().chain(self.forms.values()) {
            for field in form.fields().filter(|field| is_sorting(field)) {
                if !known.insert(field.id.as_str()) {
                    continue;
                }
                let slots = || field.slot.into_iter().chain(field.form_slot);
                let is_ruled = slots().any(|slot| asked.contains(&slot));
                let is_counted = slots().any(|slot| counted.contains(&slot));
                let is_opening = opening.is_some_and(|form| form.field(field.id.as_str()).is_some());
                if let Some(rank) = Rank::of(is_ruled, is_counted, is_opening) {
                    fields.push((rank, field));
                }
            }
        }
        fields.sort_by_key(|(rank, _)| *rank);
        fields
    }

    /// What decisions, priorities and deadlines ask.
    fn slots_of_rules(&self) -> BTreeSet<Slot> {
        let mut slots: BTreeSet<Slot> = BTreeSet::new();
        slots.extend(self.decisions.values().flat_map(|rule| &rule.reads));
        let deadlines = self.deadlines.values().flat_map(|rule| {
            let branches = rule.within.iter().filter_map(|branch| branch.when.as_ref());
            rule.when.iter().chain(branches)
        });
        let priorities = self.priorities.values().map(|priority| &priority.when);
        slots.extend(deadlines.chain(priorities).flat_map(Expression::reads));
        slots
    }

    /// What the reports of this type break its cases down by.
    fn slots_counted(&self, pack: &Pack) -> BTreeSet<Slot> {
        let reports = pack.reports.values().filter(|report| report.case_type == self.id);
        reports.flat_map(|report| report.breakdown.iter().copied()).collect()
    }
}

/// How much depends on an answer; what most depends on is least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank(u8);

impl Rank {
    /// Nothing but that it is asked when a case is opened.
    const ASKED: Self = Self(3);

    fn of(is_ruled: bool, is_counted: bool, is_opening: bool) -> Option<Self> {
        match (is_ruled, is_counted, is_opening) {
            (true, true, _) => Some(Self(0)),
            (false, true, _) => Some(Self(1)),
            (true, false, _) => Some(Self(2)),
            (false, false, true) => Some(Self::ASKED),
            (false, false, false) => None,
        }
    }
}

/// Whether a list can be narrowed by the answer: one of a few options, and nobody's secret.
fn is_sorting(field: &Field) -> bool {
    field.kind == FieldKind::Choice && (2..=OPTIONS_MAX).contains(&field.options.len()) && !field.personal
}

/// What a list of these types can be narrowed by, as far as the types that have it call it the same: of several types the channel, what
/// their lines show, and as much of the rest as there is room for.
pub fn common_labels<'a>(pack: &'a Pack, types: &[&'a CaseType]) -> Vec<Common<'a>> {
    let mut found: IndexMap<&str, Found> = IndexMap::new();
    for case_type in types {
        for label in case_type.labels(pack) {
            let known = found.entry(label.id).or_insert_with(|| Found {
                common: Common {
                    id: label.id,
                    name: label.name,
                    options: IndexMap::new(),
                },
                is_one: true,
                is_first: false,
            });
            known.is_one &= known.common.name == label.name;
            known.is_first |= label.is_shown || matches!(label.source, Source::Channel(_));
            for (id, option) in label.options {
                known.common.options.entry(&**id).or_insert(&option.label);
            }
        }
    }
    let mut found: Vec<Found> = found.into_values().filter(|label| label.is_one).collect();
    if types.len() > 1 {
        found.sort_by_key(|label| !label.is_first);
        found.truncate(COMMON_MAX);
    }
    found.into_iter().map(|label| label.common).collect()
}

struct Found<'a> {
    common: Common<'a>,
    /// All types call it the same.
    is_one: bool,
    is_first: bool,
}
