//! Deadlines, and how they are extended.

use indexmap::IndexMap;

use super::parts::{clauses, clauses_or, ids};
use super::{Compiler, Scope};
use crate::calendar::Period;
use crate::pack::draft::{At, CaseDraft};
use crate::pack::id::*;
use crate::pack::raw::*;
use crate::pack::{Branch, DeadlineRule, Extension};

impl Compiler<'_> {
    /// In the order in which they can be reckoned.
    pub(super) fn deadlines(
        &mut self,
        case: &CaseDraft,
        scope: Scope<'_>,
        at: &At,
    ) -> Option<IndexMap<DeadlineId, DeadlineRule>> {
        if let Some(cycle) = case.deadline_cycles.first() {
            return self.lost(&at.key(&cycle[0]));
        }
        let raw = &case.parsed.raw.deadlines;
        let ordered = case.deadline_order.iter().filter_map(|id| raw.get_key_value(id));
        let deadlines: Vec<_> = ordered
            .map(|(id, deadline)| self.deadline(scope, id, deadline, &at.key(id)))
            .collect();
        deadlines.into_iter().collect()
    }

    pub(super) fn deadline(
        &mut self,
        scope: Scope<'_>,
        id: &str,
        raw: &RawDeadline,
        at: &At,
    ) -> Option<(DeadlineId, DeadlineRule)> {
        let own_clauses = clauses(&raw.clause);
        let within = self.within(scope, raw.within.as_ref(), &own_clauses, &at.key("within"))?;
        let extensions = self.extensions(scope, id, raw, &own_clauses, &at.key("extend"))?;
        let deadline = DeadlineRule {
            id: DeadlineId::new(id),
            name: self.text(&raw.name),
            when: self.maybe(scope, raw.when.as_ref(), &at.key("when"))?,
            from: ids(&raw.from, EventId::new),
            until: ids(&raw.until, EventId::new),
            cancelled_by: ids(&raw.cancelled_by, EventId::new),
            paused_in: ids(&raw.paused_in, StageId::new),
            within,
            at: self.maybe(scope, raw.at.as_ref(), &at.key("at"))?,
            soft: raw.soft,
            warn: self.periods(&raw.warn, &at.key("warn"))?,
            tells: ids(&raw.tells, RoleId::new),
            missed: self.effects(scope, &raw.missed, &at.key("missed"), &format!("deadline {id} missed "))?,
            due: self.effects(scope, &raw.due, &at.key("due"), &format!("deadline {id} due "))?,
            extensions,
            clauses: own_clauses,
        };
        Some((deadline.id.clone(), deadline))
    }

    /// How long something may take; branches without clauses have those of what it belongs to.
    pub(super) fn within(
        &mut self,
        scope: Scope<'_>,
        raw: Option<&RawWithin>,
        of: &[ClauseId],
        at: &At,
    ) -> Option<Vec<Branch<Period>>> {
        Some(match raw {
            None => Vec::new(),
            Some(RawWithin::Period(period)) => vec![Branch {
                when: None,
                is: self.period(period, at)?,
                clauses: of.to_vec(),
            }],
            Some(RawWithin::First(branches)) => {
                let branches = self.branches(scope, branches, at, |this, branch, at| this.period(&branch.is, at))?;
                let inherit = |branch: Branch<_>| Branch {
                    clauses: if branch.clauses.is_empty() {
                        of.to_vec()
                    } else {
                        branch.clauses
                    },
                    ..branch
                };
                branches.into_iter().map(inherit).collect()
            }
        })
    }

    fn extensions(
        &mut self,
        scope: Scope<'_>,
        deadline: &str,
        raw: &RawDeadline,
        of: &[ClauseId],
        at: &At,
    ) -> Option<Vec<Extension>> {
        let steps = raw.extend.as_slice();
        let several = steps.len() > 1;
        let steps: Vec<_> = steps
            .iter()
            .enumerate()
            .map(|(index, step)| {
                let name = if several {
                    format!("deadline {deadline} extended {} ", index + 1)
                } else {
                    format!("deadline {deadline} extended ")
                };
                self.extension(scope, &name, step, of, &at.one_or_item(index))
            })
            .collect();
        steps.into_iter().collect()
    }

    fn extension(
        &mut self,
        scope: Scope<'_>,
        effects: &str,
        raw: &RawExtension,
        of: &[ClauseId],
        at: &At,
    ) -> Option<Extension> {
        let up_to = match &raw.up_to {
            Some(period) => Some(self.period(period, &at.key("up_to"))?),
            None => None,
        };
        Some(Extension {
            name: self.maybe_text(raw.name.as_ref()),
            by: self.actors(scope, &raw.by, &at.key("by"))?,
            when: self.maybe(scope, raw.when.as_ref(), &at.key("when"))?,
            further: raw.further,
            times: raw.times,
            up_to,
            notice: raw.notice,
            earlier: raw.earlier,
            does: self.effects(scope, &raw.does, &at.key("does"), effects)?,
            clauses: clauses_or(&raw.clause, of),
        })
    }
}
