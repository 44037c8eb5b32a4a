//! The departments of an organization as a tree: which lies within which, and which is in charge of what; and who attends its channels.
//!
//! It belongs to a version of a pack, so an expression carries it; nothing is looked up while a case is decided but this.

use std::sync::Arc;

use indexmap::IndexMap;

use super::{Kind, Options};
use crate::locale::phrase;
use crate::value::Value;

/// The departments of an organization. A circle, which a check reports, is walked once.
#[derive(Clone, Debug)]
pub struct Units {
    /// What a department is as a value: one of the departments, or any text where there are none.
    pub kind: Kind,
    /// What a role is as a value.
    pub roles: Kind,
    /// What a channel is as a value: one of the channels, or any text where there are none.
    pub known_channels: Kind,
    units: IndexMap<Arc<str>, Unit>,
    /// Each channel that somebody attends, with their role.
    channels: IndexMap<Arc<str>, Arc<str>>,
}

#[derive(Clone, Debug)]
pub struct Unit {
    /// The department above.
    pub within: Option<Arc<str>>,
    /// What it is in charge of, as answers give it.
    pub areas: Vec<Arc<str>>,
}

/// What an expression may ask about departments and channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnitQuestion {
    Parent,
    Children,
    IsWithin,
    InCharge,
    ChannelOwner,
}

impl Default for Units {
    fn default() -> Self {
        Self::new(Kind::Text, IndexMap::new())
    }
}

impl Units {
    pub fn new(kind: Kind, units: IndexMap<Arc<str>, Unit>) -> Self {
        Self {
            kind,
            roles: Kind::Text,
            known_channels: Kind::Text,
            units,
            channels: IndexMap::new(),
        }
    }

    /// The same with the channels of the organization, attended or not, and the roles that attend them.
    pub fn with_channels(self, known: Kind, roles: Kind, channels: IndexMap<Arc<str>, Arc<str>>) -> Self {
        Self {
            roles,
            known_channels: known,
            channels,
            ..self
        }
    }

    /// Everything that some department is in charge of, each once; nothing where no department says so.
    pub(super) fn areas(&self) -> Option<Arc<Options>> {
        let mut ids: Vec<Arc<str>> = self.units.values().flat_map(|unit| &unit.areas).cloned().collect();
        ids.sort();
        ids.dedup();
        let name = phrase!("the areas of the departments");
        (!ids.is_empty()).then(|| Arc::new(Options { name, ids }))
    }

    /// The department itself, the one above it, and so on to the top.
    pub fn upwards<'a>(&'a self, department: &str) -> Vec<&'a Arc<str>> {
        let mut path: Vec<&Arc<str>> = Vec::new();
        let mut next = self.units.get_key_value(department).map(|(id, _)| id);
        while let Some(id) = next.filter(|id| !path.contains(id)) {
            path.push(id);
            let above = self.units.get(id).and_then(|unit| unit.within.as_ref());
            next = above
                .and_then(|above| self.units.get_key_value(above))
                .map(|(id, _)| id);
        }
        path
    }

    /// How many departments it lies within.
    pub fn depth(&self, department: &str) -> usize {
        self.upwards(department).len().saturating_sub(1)
    }

    /// The departments directly below, in the order of the pack.
    pub fn children<'a>(&'a self, department: &'a str) -> impl Iterator<Item = &'a Arc<str>> {
        let is_child = move |unit: &Unit| unit.within.as_deref() == Some(department);
        self.units
            .iter()
            .filter(move |(_, unit)| is_child(unit))
            .map(|(id, _)| id)
    }

    /// Every department that lies within this one, itself first if it is one.
    pub fn downwards<'a>(&'a self, department: &'a str) -> impl Iterator<Item = &'a Arc<str>> {
        let itself = self.units.get_key_value(department).map(|(id, _)| id);
        let below = self
            .units
            .keys()
            .filter(move |id| &***id != department && self.is_within(id, department));
        itself.into_iter().chain(below)
    }

    /// All departments with their depths, each followed by what lies within it, otherwise in the order of the pack. Those in a
    /// circle, which have no top, come last.
    pub fn in_order(&self) -> Vec<(&Arc<str>, usize)> {
        let mut ordered: Vec<(&Arc<str>, usize)> = Vec::new();
        let is_top = |unit: &Unit| {
            unit.within
                .as_ref()
                .is_none_or(|within| !self.units.contains_key(within))
        };
        let tops = self.units.iter().filter(|(_, unit)| is_top(unit)).map(|(id, _)| id);
        let mut open: Vec<(&Arc<str>, usize)> = tops.map(|id| (id, 0)).collect();
        open.reverse();
        while let Some((id, depth)) = open.pop() {
            ordered.push((id, depth));
            let from = open.len();
            open.extend(self.children(id).map(|child| (child, depth + 1)));
            open[from..].reverse();
        }
        let circling = self
            .units
            .keys()
            .filter(|id| !ordered.iter().any(|(known, _)| known == id));
        let circling: Vec<_> = circling.map(|id| (id, 0)).collect();
        ordered.extend(circling);
        ordered
    }

    /// Whether a department lies within another; every department lies within itself.
    pub fn is_within(&self, department: &str, other: &str) -> bool {
        self.upwards(department).into_iter().any(|id| **id == *other)
    }

    /// The deepest department that holds exactly this area.
    pub fn in_charge_of(&self, area: &str) -> Option<&Arc<str>> {
        let holders = self
            .units
            .iter()
            .filter(|(_, unit)| unit.areas.iter().any(|held| **held == *area));
        holders.map(|(id, _)| id).rev().max_by_key(|id| self.depth(id))
    }

    /// `None`: not known.
    pub(super) fn answer(&self, question: UnitQuestion, first: &Value, second: Option<&Value>) -> Option<Value> {
        let first = first.as_text()?;
        if question == UnitQuestion::InCharge {
            return self.in_charge_of(first).cloned().map(Value::Text);
        }
        if question == UnitQuestion::ChannelOwner {
            return self.channels.get(first).cloned().map(Value::Text);
        }
        let unit = self.units.get(first)?;
        match question {
            UnitQuestion::Parent => unit.within.clone().map(Value::Text),
            UnitQuestion::Children => Some(Value::list(self.children(first).cloned().map(Value::Text))),
            UnitQuestion::IsWithin => Some(Value::Bool(self.is_within(first, second?.as_text()?))),
            UnitQuestion::InCharge | UnitQuestion::ChannelOwner => None,
        }
    }
}
