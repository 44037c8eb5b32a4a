//! What is kept from whom, and whether it is written down who has looked.

use super::parts::{clauses, ids};
use super::{Compiler, Scope};
use crate::pack::draft::At;
use crate::pack::id::RoleId;
use crate::pack::raw::RawCaseType;
use crate::pack::{Confidential, Exclusion, ViewLog};

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

    pub(super) fn view_log(&self, raw: &RawCaseType) -> Option<ViewLog> {
        let clause = raw.view_log.as_ref()?.clause()?;
        Some(ViewLog {
            clauses: clauses(&clause),
        })
    }
}
