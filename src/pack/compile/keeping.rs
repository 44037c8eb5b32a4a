//! What is kept from whom, and whether it is written down who has looked.

use super::parts::{clauses, ids};
use super::{Compiler, Scope};
use crate::pack::draft::At;
use crate::pack::id::{DeadlineId, EventId, RoleId};
use crate::pack::raw::RawCaseType;
use crate::pack::{
    Branch, Confidential, DeadlineRule, Effect, Exclusion, MERGED_AWAY, RETENTION, Recipient, Retention, ViewLog,
};

impl Compiler<'_> {
    pub(super) fn excluded(&mut self, scope: Scope<'_>, raw: &RawCaseType, at: &At) -> Option<Vec<Exclusion>> {
        let excluded = raw.excluded.iter().enumerate();
        excluded
            .map(|(index, excluded)| {
                let at = at.key(index);
                let (who, clauses) = match excluded.clause() {
                    None => (at, Vec::new()),
                    Some(clause) => (at.key("who"), clauses(clause)),
                };
                Some(Exclusion {
                    who: self.expression(scope, &who)?,
                    clauses,
                })
            })
            .collect()
    }

    /// What is asked for and lost is told, and not taken for what was never asked.
    pub(super) fn confidential(
        &mut self,
        scope: Scope<'_>,
        raw: &RawCaseType,
        at: &At,
    ) -> Option<Option<Confidential>> {
        let Some(raw) = &raw.confidential else {
            return Some(None);
        };
        Some(Some(Confidential {
            when: self.expression(scope, &at.key("when"))?,
            only: ids(&raw.only, RoleId::new),
            clauses: clauses(&raw.clause),
        }))
    }

    /// The retention, and the waiting period it runs as.
    pub(super) fn retention(&mut self, raw: &RawCaseType, at: &At) -> Option<Option<(Retention, DeadlineRule)>> {
        let Some(raw) = &raw.retention else { return Some(None) };
        let (asks, own_clauses) = (ids(&raw.asks, RoleId::new), clauses(&raw.clause));
        let deadline = DeadlineRule {
            id: DeadlineId::new(RETENTION),
            name: self.text(&raw.name),
            when: None,
            from: vec![EventId::new(&raw.from), EventId::new(MERGED_AWAY)],
            until: Vec::new(),
            cancelled_by: ids(&raw.cancelled_by, EventId::new),
            paused_in: Vec::new(),
            within: vec![Branch {
                when: None,
                is: self.period(&raw.keep, &at.key("keep"))?,
                clauses: own_clauses.clone(),
            }],
            at: None,
            soft: false,
            warn: Vec::new(),
            tells: Vec::new(),
            missed: Vec::new(),
            due: asks
                .iter()
                .cloned()
                .map(|role| Effect::Remind(Recipient::role(role)))
                .collect(),
            extensions: Vec::new(),
            clauses: own_clauses.clone(),
        };
        let clauses = own_clauses;
        Some(Some((Retention { asks, clauses }, deadline)))
    }

    pub(super) fn view_log(&self, raw: &RawCaseType) -> Option<ViewLog> {
        let clause = raw.view_log.as_ref()?.clause()?;
        Some(ViewLog {
            clauses: clauses(&clause),
        })
    }
}
