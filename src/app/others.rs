//! The other cases a case has to do with, as far as whoever looks may see them. The rest does not exist for them: not on the
//! page, not in an answer of the API, not in the history, not among what others changed meanwhile.

use std::collections::BTreeSet;

use super::App;
use crate::access;
use crate::case::event::{Event, Recorded};
use crate::case::refusal::Reason;
use crate::case::{Actor, Case, CaseId, OtherCase, Refusal};
use crate::pack::Pack;
use crate::store::{self, Conn, visible};

/// How another case stands to the one that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// It opened this one.
    Parent,
    /// This one opened it.
    Linked { is_open: bool },
    /// This one goes on in it.
    MergedInto,
    /// It goes on in this one.
    Merged,
}

/// The other cases of a case that somebody sees, in the order in which they are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Others(Vec<(Relation, OtherCase)>);

impl Others {
    pub fn iter(&self) -> impl Iterator<Item = &(Relation, OtherCase)> {
        self.0.iter()
    }

    /// The history without what tells of cases that are kept from whoever looks. It is for reading, not for folding.
    pub(super) fn told(&self, history: &[Recorded]) -> Vec<Recorded> {
        let told = history.iter().filter_map(|recorded| {
            let mut recorded = recorded.clone();
            match &mut recorded.event {
                Event::Opened { parent, .. } => {
                    if parent.as_ref().is_some_and(|other| !self.has(other.id)) {
                        *parent = None;
                    }
                }
                event => {
                    if event.other_case().is_some_and(|other| !self.has(other)) {
                        return None;
                    }
                }
            }
            Some(recorded)
        });
        told.collect()
    }

    /// A refusal that names no case that is kept from whoever asked.
    pub(super) fn refused(&self, refusal: Refusal) -> Refusal {
        let names_another = match &refusal.reason {
            Reason::GoesOnElsewhere { number } => !self.0.iter().any(|(_, other)| other.number == *number),
            _ => false,
        };
        if names_another {
            Refusal {
                reason: Reason::Closed,
                ..refusal
            }
        } else {
            refusal
        }
    }

    fn has(&self, id: CaseId) -> bool {
        self.0.iter().any(|(_, other)| other.id == id)
    }
}

impl App {
    /// The other cases of `case` that `actor` sees; `pack` is the one the case was opened under, if none runs any more.
    pub(super) fn others(
        &self,
        conn: &mut Conn,
        pack: &Pack,
        actor: &Actor,
        case: &Case,
    ) -> Result<Others, store::Error> {
        let parent = case.parent.iter().map(|other| (Relation::Parent, other));
        let linked = case.linked.iter().map(|linked| {
            let is_open = linked.is_open;
            (Relation::Linked { is_open }, &linked.other)
        });
        let into = case.merged_into.iter().map(|other| (Relation::MergedInto, other));
        let merged = case.merged.iter().map(|other| (Relation::Merged, other));
        let all: Vec<(Relation, &OtherCase)> = parent.chain(linked).chain(into).chain(merged).collect();
        let ids: BTreeSet<CaseId> = all.iter().map(|(_, other)| other.id).collect();
        if ids.is_empty() {
            return Ok(Others::default());
        }
        let active = self.packs().active(&case.organization);
        let sight = access::sight(active.as_deref().unwrap_or(pack), actor);
        let seen = visible::seen_among(conn, &case.organization, &sight, &ids)?;
        let seen = all.into_iter().filter(|(_, other)| seen.contains(&other.id));
        Ok(Others(
            seen.map(|(relation, other)| (relation, other.clone())).collect(),
        ))
    }
}
