//! The steps of a case: stages, actions, tasks, merging.

use super::parts::{clauses, ids};
use super::{Compiler, Scope};
use crate::pack::draft::At;
use crate::pack::id::*;
use crate::pack::raw::*;
use crate::pack::{Action, Merging, Stage, TaskRule};

impl Compiler<'_> {
    pub(super) fn stage(&self, raw: &RawStage) -> Stage {
        Stage {
            name: self.text(&raw.name),
            is_final: raw.is_final,
            clauses: clauses(&raw.clause),
        }
    }

    pub(super) fn action(
        &mut self,
        scope: Scope<'_>,
        case: &RawCaseType,
        id: &str,
        raw: &RawAction,
        at: &At,
    ) -> Option<(ActionId, Action)> {
        let own_clauses = clauses(&raw.clause);
        let action = Action {
            id: ActionId::new(id),
            name: self.text(&raw.name),
            help: self.maybe_text(raw.help.as_ref()),
            at: stages(case, &raw.at),
            by: self.actors(scope, &raw.by, &at.key("by"))?,
            form: raw.form.as_ref().map(FormId::new),
            needs: self.guards(scope, &raw.needs, &at.key("needs"), &own_clauses)?,
            is_exceptional: raw.exceptional,
            to: self.target(scope, raw.to.as_ref(), &at.key("to"))?,
            marks: self.marks(scope, &raw.marks, &at.key("marks"))?,
            does: self.effects(scope, &raw.does, &at.key("does"), &format!("action {id} effect "))?,
            clauses: own_clauses,
        };
        Some((action.id.clone(), action))
    }

    pub(super) fn merging(
        &mut self,
        scope: Scope<'_>,
        case: &RawCaseType,
        raw: &RawMerging,
        at: &At,
    ) -> Option<Merging> {
        let own_clauses = clauses(&raw.clause);
        Some(Merging {
            name: self.text(&raw.name),
            at: stages(case, &raw.at),
            by: self.actors(scope, &raw.by, &at.key("by"))?,
            to: StageId::new(&raw.to),
            needs: self.guards(scope, &raw.needs, &at.key("needs"), &own_clauses)?,
            sets: self.assignments(scope, &raw.sets, &at.key("sets"))?,
            marks: raw.marks.as_ref().map(EventId::new),
            does: self.effects(scope, &raw.does, &at.key("does"), "merging effect ")?,
            clauses: own_clauses,
        })
    }

    pub(super) fn task(&mut self, scope: Scope<'_>, id: &str, raw: &RawTask, at: &At) -> Option<(TaskId, TaskRule)> {
        let own_clauses = clauses(&raw.clause);
        let task = TaskRule {
            id: TaskId::new(id),
            name: self.text(&raw.name),
            by: self.actors(scope, &raw.by, &at.key("by"))?,
            department: self.maybe(scope, raw.department.as_ref(), &at.key("department"))?,
            person: self.maybe(scope, raw.person.as_ref(), &at.key("person"))?,
            about: self.maybe(scope, raw.about.as_ref(), &at.key("for"))?,
            within: self.within(scope, raw.within.as_ref(), &own_clauses, &at.key("within"))?,
            at: self.maybe(scope, raw.at.as_ref(), &at.key("at"))?,
            paused_in: ids(&raw.paused_in, StageId::new),
            warn: self.periods(&raw.warn, &at.key("warn"))?,
            tells: ids(&raw.tells, RoleId::new),
            missed: self.effects(scope, &raw.missed, &at.key("missed"), &format!("task {id} missed "))?,
            form: raw.form.as_ref().map(FormId::new),
            marks: self.marks(scope, &raw.marks, &at.key("marks"))?,
            to: self.target(scope, raw.to.as_ref(), &at.key("to"))?,
            does: self.effects(scope, &raw.does, &at.key("does"), &format!("task {id} effect "))?,
            clauses: own_clauses,
        };
        Some((task.id.clone(), task))
    }
}

/// The stages meant: `any` is every stage that is not final, `opening` none.
pub(super) fn stages(case: &RawCaseType, at: &OneOrMany<String>) -> Vec<StageId> {
    let at = at.as_slice();
    let is_any = at.iter().any(|stage| stage == "any");
    case.stages
        .iter()
        .filter(|(id, stage)| (is_any && !stage.is_final) || at.contains(id))
        .map(|(id, _)| StageId::new(id))
        .collect()
}
