//! A case type.

use std::sync::Arc;

use indexmap::IndexMap;

use super::parts::{clauses, ids};
use super::{Compiler, Scope, number};
use crate::expression::Expression;
use crate::pack::draft::{At, CaseDraft, Part, literal};
use crate::pack::id::*;
use crate::pack::raw::*;
use crate::pack::{
    Action, CaseType, CounterRule, DeadlineRule, DecisionRule, Handling, Heard, Merging, NumberTemplate, Opening,
    Permitted, Priority, TaskRule,
};

impl Compiler<'_> {
    pub(super) fn case_type(&mut self, case: &CaseDraft) -> Option<CaseType> {
        let raw = &case.parsed.raw;
        let scope = Scope::of(case);
        let whole = case.parsed.at("");
        // Each part is looked at even if another is lost, so that all that is lost is told.
        let number = self.number(case);
        let opening = self.opening(scope, raw, &whole.key("opens"));
        let subject = self.expression(scope, &whole.key("subject"));
        let complainant = self.maybe(scope, raw.complainant.as_ref(), &whole.key("complainant"));
        let forms = self.forms(case, scope);
        let priorities = each(&raw.priority, &whole.key("priority"), |id, level, at| {
            let when = self.expression(scope, &at.key("when"))?;
            let (name, clauses) = (self.text(&level.name), clauses(&level.clause));
            Some((PriorityId::new(id), Priority { name, when, clauses }))
        });
        let decisions = self.decisions(case, scope);
        let deadlines = self.deadlines(case, scope, &whole.key("deadlines"));
        let actions = each(&raw.actions, &whole.key("actions"), |id, part, at| {
            self.action(scope, raw, id, part, at)
        });
        let tasks = each(&raw.tasks, &whole.key("tasks"), |id, part, at| {
            self.task(scope, id, part, at)
        });
        let notices = each(&raw.notices, &whole.key("notices"), |id, part, at| {
            self.notice(scope, id, part, at)
        });
        let documents = each(&raw.documents, &whole.key("documents"), |id, part, at| {
            self.document(scope, id, part, at)
        });
        let counters = each(&raw.counters, &whole.key("counters"), |id, part, at| {
            self.counter(case, id, part, at)
        });
        let guidance = each(&raw.guidance, &whole.key("guidance"), |id, part, at| {
            self.guidance(scope, raw, id, part, at)
        });
        let excluded = self.excluded(scope, raw, &whole.key("excluded"));
        let confidential = self.confidential(scope, raw, &whole.key("confidential"));
        let (retention, kept) = self.retention(raw, &whole.key("retention"))?.unzip();
        let decisions = decisions?;
        let deadlines: IndexMap<_, _> = deadlines?
            .into_iter()
            .chain(kept.map(|rule| (rule.id.clone(), rule)))
            .collect();
        let (actions, tasks) = (actions?, tasks?);
        let asking = self.draft.expressions.iter().filter(|site| site.case_type == case.id);
        let asks_of_deadlines = asking
            .filter(|site| matches!(site.owner.part, Part::Decision | Part::Deadline))
            .any(|site| site.compiled.as_ref().is_ok_and(Expression::asks_of_deadlines));
        let all = self.draft.expressions.iter().filter(|site| site.case_type == case.id);
        let heard = Heard::by(all.filter_map(|site| site.compiled.as_ref().ok()));
        let merging = match &raw.merging {
            None => None,
            Some(merging) => Some(self.merging(scope, raw, merging, &whole.key("merging"))?),
        };
        let handling = match &raw.handling {
            None => None,
            Some(handling) => Some(Handling {
                by: self.actors(scope, &handling.by, &whole.key("handling").key("by"))?,
                clauses: clauses(&handling.clause),
            }),
        };
        let public = self.public(scope, raw, &whole.key("public"))?;
        Some(CaseType {
            people: people(
                &decisions,
                &deadlines,
                &actions,
                &tasks,
                handling.as_ref(),
                merging.as_ref(),
            ),
            asks_of_deadlines,
            heard,
            priorities: priorities?,
            id: case.id.clone(),
            name: self.text(&raw.name),
            number: number?,
            opening: opening?,
            subject: subject?,
            complainant: complainant?,
            forms: forms?,
            layout: case.layout.clone(),
            decisions,
            deadlines,
            stages: raw
                .stages
                .iter()
                .map(|(id, stage)| (StageId::new(id), self.stage(stage)))
                .collect(),
            actions,
            tasks,
            notices: notices?,
            documents: documents?,
            counters: counters?,
            guidance: guidance?,
            excluded: excluded?,
            confidential: confidential?,
            view_log: self.view_log(raw),
            retention,
            merging,
            handling,
            public,
        })
    }

    fn number(&mut self, case: &CaseDraft) -> Option<NumberTemplate> {
        let setting = |id: &str| {
            // As people read it: a text without its quotes.
            let value = self.setting(id)?;
            Some(value.as_text().map_or_else(|| value.to_string(), str::to_owned))
        };
        match number::parse(&case.parsed.raw.number, setting) {
            Ok(template) => Some(template),
            Err(_) => self.lost(&case.parsed.at("/number")),
        }
    }

    fn opening(&mut self, scope: Scope<'_>, raw: &RawCaseType, at: &At) -> Option<Opening> {
        let by = self.actors(scope, &raw.opens.by, &at.key("by"))?;
        self.beginning(scope, &raw.opens.beginning(), by, at, "opening effect ")
    }

    /// How a case begins, whoever opens it; `owner` as of [`Self::effects`].
    pub(super) fn beginning(
        &mut self,
        scope: Scope<'_>,
        raw: &Beginning<'_>,
        by: Vec<Permitted>,
        at: &At,
        owner: &str,
    ) -> Option<Opening> {
        let own_clauses = clauses(raw.clause);
        Some(Opening {
            form: FormId::new(raw.form),
            at: self.target(scope, Some(raw.at), &at.key("at"))?,
            by,
            needs: self.guards(scope, raw.needs, &at.key("needs"), &own_clauses)?,
            marks: self.marks(scope, raw.marks, &at.key("marks"))?,
            does: self.effects(scope, raw.does, &at.key("does"), owner)?,
            clauses: own_clauses,
        })
    }

    fn forms(&mut self, case: &CaseDraft, scope: Scope<'_>) -> Option<IndexMap<FormId, crate::form::Form>> {
        let forms = case.forms.iter();
        forms
            .map(|id| match self.draft.forms.get(id) {
                Some(form) => Some((id.clone(), self.form(case, scope, form)?)),
                None => self.lost(&case.parsed.at("/opens/form")),
            })
            .collect()
    }

    fn counter(&mut self, case: &CaseDraft, id: &str, raw: &RawCounter, at: &At) -> Option<(CounterId, CounterRule)> {
        let Some(slot) = case.layout.slot(&format!("counters.{id}")) else {
            return self.lost(at);
        };
        let within = match &raw.within {
            Some(period) => Some(self.period(period, &at.key("within"))?),
            None => None,
        };
        let with = raw.with.iter().map(|(name, value)| {
            let kind = case.vocabulary.variables.get(name.as_str()).map(|(_, kind)| kind);
            match kind.and_then(|kind| literal(value, kind).ok()) {
                Some(value) => Some((Arc::from(name.as_str()), value)),
                None => self.lost(&at.key("with").key(name)),
            }
        });
        let with = with.collect::<Option<_>>()?;
        let counter = CounterRule {
            id: CounterId::new(id),
            name: self.text(&raw.name),
            same: ids(&raw.same, |name| Arc::from(name.as_str())),
            with,
            within,
            period: raw.period,
            before: raw.before,
            slot,
            clauses: clauses(&raw.clause),
        };
        Some((counter.id.clone(), counter))
    }
}

/// All parts of a kind, or nothing if one is lost.
fn each<T, Id: std::hash::Hash + Eq, Part>(
    parts: &Map<T>,
    at: &At,
    mut compile: impl FnMut(&str, &T, &At) -> Option<(Id, Part)>,
) -> Option<IndexMap<Id, Part>> {
    let compiled: Vec<_> = parts.iter().map(|(id, part)| compile(id, part, &at.key(id))).collect();
    compiled.into_iter().collect()
}

/// What names people who may do something in such a case.
fn people(
    decisions: &IndexMap<DecisionId, DecisionRule>,
    deadlines: &IndexMap<DeadlineId, DeadlineRule>,
    actions: &IndexMap<ActionId, Action>,
    tasks: &IndexMap<TaskId, TaskRule>,
    handling: Option<&Handling>,
    merging: Option<&Merging>,
) -> Vec<Expression> {
    let overriding = decisions.values().flat_map(|decision| &decision.overridable_by);
    let extending = deadlines.values().flat_map(|deadline| &deadline.extensions);
    let permitted = overriding
        .chain(extending.flat_map(|extension| &extension.by))
        .chain(actions.values().flat_map(|action| &action.by))
        .chain(tasks.values().flat_map(|task| &task.by))
        .chain(handling.iter().flat_map(|handling| &handling.by))
        .chain(merging.iter().flat_map(|merging| &merging.by));
    let mut people: Vec<Expression> = Vec::new();
    for by in permitted {
        if let Permitted::People(expression) = by
            && !people.iter().any(|known| known.source() == expression.source())
        {
            people.push(expression.clone());
        }
    }
    people
}
