//! A case type.

use std::sync::Arc;

use indexmap::IndexMap;

use super::parts::{clauses, clauses_or, ids};
use super::{Compiler, Scope, number};
use crate::calendar::Period;
use crate::expression::Expression;
use crate::pack::draft::{At, CaseDraft, Part, literal};
use crate::pack::id::*;
use crate::pack::raw::*;
use crate::pack::{
    Action, Branch, CaseType, CopyRule, CounterRule, DeadlineRule, DecisionRule, DocumentRule, Extension, Guidance,
    Merging, NoticeRule, NumberTemplate, Opening, Permitted, Priority, Recipient, Stage, TaskRule,
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
        let merging = match &raw.merging {
            None => None,
            Some(merging) => Some(self.merging(scope, raw, merging, &whole.key("merging"))?),
        };
        Some(CaseType {
            people: people(&decisions, &deadlines, &actions, &tasks),
            asks_of_deadlines,
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
        let opens = &raw.opens;
        let own_clauses = clauses(&opens.clause);
        Some(Opening {
            form: FormId::new(&opens.form),
            at: self.target(scope, Some(&opens.at), &at.key("at"))?,
            by: self.actors(scope, &opens.by, &at.key("by"))?,
            needs: self.guards(scope, &opens.needs, &at.key("needs"), &own_clauses)?,
            marks: self.marks(scope, &opens.marks, &at.key("marks"))?,
            does: self.effects(scope, &opens.does, &at.key("does"), "opening effect ")?,
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

    /// In the order in which they can be reckoned.
    fn deadlines(&mut self, case: &CaseDraft, scope: Scope<'_>, at: &At) -> Option<IndexMap<DeadlineId, DeadlineRule>> {
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

    fn deadline(
        &mut self,
        scope: Scope<'_>,
        id: &str,
        raw: &RawDeadline,
        at: &At,
    ) -> Option<(DeadlineId, DeadlineRule)> {
        let own_clauses = clauses(&raw.clause);
        let within = self.within(scope, raw.within.as_ref(), &own_clauses, &at.key("within"))?;
        let extension = match &raw.extend {
            Some(extend) => Some(self.extension(scope, id, extend, &own_clauses, &at.key("extend"))?),
            None => None,
        };
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
            extension,
            clauses: own_clauses,
        };
        Some((deadline.id.clone(), deadline))
    }

    /// How long something may take; branches without clauses have those of what it belongs to.
    fn within(
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

    fn extension(
        &mut self,
        scope: Scope<'_>,
        deadline: &str,
        raw: &RawExtension,
        of: &[ClauseId],
        at: &At,
    ) -> Option<Extension> {
        let up_to = match &raw.up_to {
            Some(period) => Some(self.period(period, &at.key("up_to"))?),
            None => None,
        };
        Some(Extension {
            by: self.actors(scope, &raw.by, &at.key("by"))?,
            when: self.maybe(scope, raw.when.as_ref(), &at.key("when"))?,
            times: raw.times,
            up_to,
            notice: raw.notice,
            earlier: raw.earlier,
            does: self.effects(
                scope,
                &raw.does,
                &at.key("does"),
                &format!("deadline {deadline} extended "),
            )?,
            clauses: clauses_or(&raw.clause, of),
        })
    }

    fn stage(&self, raw: &RawStage) -> Stage {
        Stage {
            name: self.text(&raw.name),
            is_final: raw.is_final,
            clauses: clauses(&raw.clause),
        }
    }

    fn action(
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
            to: self.target(scope, raw.to.as_ref(), &at.key("to"))?,
            marks: self.marks(scope, &raw.marks, &at.key("marks"))?,
            does: self.effects(scope, &raw.does, &at.key("does"), &format!("action {id} effect "))?,
            clauses: own_clauses,
        };
        Some((action.id.clone(), action))
    }

    fn merging(&mut self, scope: Scope<'_>, case: &RawCaseType, raw: &RawMerging, at: &At) -> Option<Merging> {
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

    fn task(&mut self, scope: Scope<'_>, id: &str, raw: &RawTask, at: &At) -> Option<(TaskId, TaskRule)> {
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

    fn notice(&mut self, scope: Scope<'_>, id: &str, raw: &RawNotice, at: &At) -> Option<(NoticeId, NoticeRule)> {
        let to = match &raw.to {
            RawRecipient::Word(RawRecipientWord::Complainant) => Recipient::Complainant,
            RawRecipient::Word(RawRecipientWord::Owner) => Recipient::Owner,
            RawRecipient::People(to) => self.addressee(scope, to, &at.key("to"))?,
        };
        let notice = NoticeRule {
            id: NoticeId::new(id),
            name: self.text(&raw.name),
            to,
            text: self.text(&raw.text),
            clauses: clauses(&raw.clause),
        };
        Some((notice.id.clone(), notice))
    }

    fn document(
        &mut self,
        scope: Scope<'_>,
        id: &str,
        raw: &RawDocument,
        at: &At,
    ) -> Option<(DocumentId, DocumentRule)> {
        let each = self.maybe(scope, raw.each.as_ref(), &at.key("each"))?;
        let mut declared = self.draft.declared(Part::Template, None, &raw.template);
        let Some(file) = declared.next().map(|declaration| &declaration.at.document.file) else {
            return self.lost(&at.key("template"));
        };
        let copies = raw.copies.iter().map(|copy| CopyRule {
            name: self.text(&copy.name),
            to: self.text(&copy.to),
            clauses: clauses(&copy.clause),
        });
        let document = DocumentRule {
            id: DocumentId::new(id),
            name: self.text(&raw.name),
            template: Arc::from(file.text.as_str()),
            each,
            copies: copies.collect(),
            clauses: clauses(&raw.clause),
        };
        Some((document.id.clone(), document))
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

    fn guidance(
        &mut self,
        scope: Scope<'_>,
        case: &RawCaseType,
        id: &str,
        raw: &RawGuidance,
        at: &At,
    ) -> Option<(GuidanceId, Guidance)> {
        let stages_named = raw.at.as_slice();
        let (tasks, actions): (Vec<&String>, Vec<&String>) = raw
            .steps
            .as_slice()
            .iter()
            .partition(|step| case.tasks.contains_key(*step));
        let guidance = Guidance {
            id: GuidanceId::new(id),
            title: self.text(&raw.title),
            text: self.text(&raw.text),
            when: self.maybe(scope, raw.when.as_ref(), &at.key("when"))?,
            at_opening: stages_named.iter().any(|stage| stage == "opening" || stage == "any"),
            at: stages(case, &raw.at),
            for_actions: actions.into_iter().map(ActionId::new).collect(),
            for_tasks: tasks.into_iter().map(TaskId::new).collect(),
            clauses: clauses(&raw.clause),
        };
        Some((guidance.id.clone(), guidance))
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

/// The stages meant: `any` is every stage that is not final, `opening` none.
fn stages(case: &RawCaseType, at: &OneOrMany<String>) -> Vec<StageId> {
    let at = at.as_slice();
    let is_any = at.iter().any(|stage| stage == "any");
    case.stages
        .iter()
        .filter(|(id, stage)| (is_any && !stage.is_final) || at.contains(id))
        .map(|(id, _)| StageId::new(id))
        .collect()
}

/// What names people who may do something in such a case.
fn people(
    decisions: &IndexMap<DecisionId, DecisionRule>,
    deadlines: &IndexMap<DeadlineId, DeadlineRule>,
    actions: &IndexMap<ActionId, Action>,
    tasks: &IndexMap<TaskId, TaskRule>,
) -> Vec<Expression> {
    let overriding = decisions.values().flat_map(|decision| &decision.overridable_by);
    let extending = deadlines.values().filter_map(|deadline| deadline.extension.as_ref());
    let permitted = overriding
        .chain(extending.flat_map(|extension| &extension.by))
        .chain(actions.values().flat_map(|action| &action.by))
        .chain(tasks.values().flat_map(|task| &task.by));
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
