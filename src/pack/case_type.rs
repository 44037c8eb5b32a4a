//! How one kind of case is judged and driven.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::id::*;
use super::{
    Confidential, CounterRule, DeadlineRule, DecisionRule, DocumentRule, Effect, Exclusion, Guidance, Heard,
    NoticeRule, Public, Retention, ViewLog,
};
use crate::calendar::Period;
use crate::expression::{Expression, Slot};
use crate::form::{Field, Form, Guard};
use crate::locale::Text;
use crate::value::Value;

/// How one kind of case is judged and driven.
pub struct CaseType {
    pub id: CaseTypeId,
    pub name: Text,
    pub number: NumberTemplate,
    pub opening: Opening,
    pub subject: Expression,
    pub complainant: Option<Expression>,
    /// Every form this type uses.
    pub forms: IndexMap<FormId, Form>,
    pub layout: Layout,
    /// The most urgent first.
    pub priorities: IndexMap<PriorityId, Priority>,
    /// In the order in which they can be decided.
    pub decisions: IndexMap<DecisionId, DecisionRule>,
    /// In the order in which they can be reckoned.
    pub deadlines: IndexMap<DeadlineId, DeadlineRule>,
    /// A decision or a deadline asks what has become of a deadline.
    pub asks_of_deadlines: bool,
    /// What it keeps of the answers of the cases it has opened.
    pub heard: Heard,
    pub stages: IndexMap<StageId, Stage>,
    pub actions: IndexMap<ActionId, Action>,
    pub tasks: IndexMap<TaskId, TaskRule>,
    pub notices: IndexMap<NoticeId, NoticeRule>,
    pub documents: IndexMap<DocumentId, DocumentRule>,
    pub counters: IndexMap<CounterId, CounterRule>,
    pub guidance: IndexMap<GuidanceId, Guidance>,
    pub excluded: Vec<Exclusion>,
    pub confidential: Option<Confidential>,
    pub view_log: Option<ViewLog>,
    pub retention: Option<Retention>,
    /// What names people who may do something in such a case, beside roles and the owner.
    pub people: Vec<Expression>,
    pub merging: Option<Merging>,
    /// Without it, whoever sees an open case may take it over and give it back.
    pub handling: Option<Handling>,
    /// Without it nobody sees or does anything without signing in.
    pub public: Option<Public>,
}

impl CaseType {
    /// The fields that say about whom the case is, and groups with such fields.
    pub fn fields_of_concerned(&self) -> impl Iterator<Item = &Field> {
        let fields = self.forms.values().flat_map(Form::fields);
        fields.filter(|field| field.concerned || field.fields.iter().any(|inner| inner.concerned))
    }

    /// The events that people mark by what they do; what is so marked can be recorded too. Each once, those of the openings first.
    pub fn marked_events(&self) -> Vec<&EventId> {
        let opening = self.opening.marks.iter();
        let public = self.public.iter().flat_map(|public| &public.opening.marks);
        let actions = self.actions.values().flat_map(|action| &action.marks);
        let tasks = self.tasks.values().flat_map(|task| &task.marks);
        let mut events: Vec<&EventId> = Vec::new();
        for mark in opening.chain(public).chain(actions).chain(tasks) {
            if !events.contains(&&mark.event) {
                events.push(&mark.event);
            }
        }
        events
    }

    /// Whether a form asks about whom the case is.
    pub fn names_concerned(&self) -> bool {
        self.fields_of_concerned().next().is_some()
    }
}

/// Who may take an open case over, and give it back.
pub struct Handling {
    pub by: Vec<Permitted>,
    pub clauses: Vec<ClauseId>,
}

/// How a case takes in another one of its type.
pub struct Merging {
    pub name: Text,
    pub at: Vec<StageId>,
    pub by: Vec<Permitted>,
    /// The final stage of the one that is merged away.
    pub to: StageId,
    pub needs: Vec<Guard>,
    pub sets: Vec<(FieldId, Expression)>,
    pub marks: Option<EventId>,
    pub does: Vec<Effect>,
    pub clauses: Vec<ClauseId>,
}

/// Where each name an expression may use stands in a frame.
///
/// Names: field ids; `form.<field>`; decision ids; `settings.<id>`; `counters.<id>`; `now`; `case.number`, `case.stage`,
/// `case.type`, `case.opened_at`, `case.department`, `case.owner`, `case.round`; `parent.number`; `other.<name>` while merging;
/// `actor.id`, `actor.name`, `actor.roles`, `actor.departments`; where a deadline's end is reacted to, `deadline.id`,
/// `deadline.name`, `deadline.due_at`; while something is done because of a task, `task.name`, `task.department`, `task.due_at`,
/// `task.person`, `task.about`; `each` of what an effect goes through or a task was opened for.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    pub names: Vec<Arc<str>>,
    pub slots: BTreeMap<Arc<str>, Slot>,
    /// Frame with the settings in place and everything else empty: a new frame starts as its copy.
    pub blank: Vec<Value>,
}

impl Layout {
    pub fn slot(&self, name: &str) -> Option<Slot> {
        self.slots.get(name).copied()
    }

    pub fn name(&self, slot: Slot) -> &str {
        self.names.get(usize::from(slot.0)).map_or("", |name| name)
    }
}

/// Template of a case number.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberTemplate {
    pub parts: Vec<NumberPart>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum NumberPart {
    Plain(String),
    /// A strftime pattern of the opening day in the organization's zone: `%y`, `%Y`, `%m`, `%d`.
    Day(&'static str),
    /// Zero-padded to this width. Restarts when the rest of the number changes.
    Serial(usize),
}

pub struct Opening {
    pub form: FormId,
    pub at: Target,
    pub by: Vec<Permitted>,
    pub needs: Vec<Guard>,
    pub marks: Vec<Mark>,
    pub does: Vec<Effect>,
    pub clauses: Vec<ClauseId>,
}

/// A level of urgency: the first that holds counts.
pub struct Priority {
    pub name: Text,
    pub when: Expression,
    pub clauses: Vec<ClauseId>,
}

pub struct Stage {
    pub name: Text,
    pub is_final: bool,
    pub clauses: Vec<ClauseId>,
}

pub struct Action {
    pub id: ActionId,
    pub name: Text,
    pub help: Option<Text>,
    /// The stages at which it is offered; `any` has been spelled out.
    pub at: Vec<StageId>,
    pub by: Vec<Permitted>,
    pub form: Option<FormId>,
    pub needs: Vec<Guard>,
    /// Not the usual way.
    pub is_exceptional: bool,
    /// Empty: the stage stays.
    pub to: Target,
    pub marks: Vec<Mark>,
    pub does: Vec<Effect>,
    pub clauses: Vec<ClauseId>,
}

pub struct TaskRule {
    pub id: TaskId,
    pub name: Text,
    pub by: Vec<Permitted>,
    pub department: Option<Expression>,
    /// The only person who does it.
    pub person: Option<Expression>,
    /// What this one is about, as lists show it.
    pub about: Option<Expression>,
    /// How long it may take from its opening.
    pub within: Vec<Branch<Period>>,
    /// The instant by which it is to be done. Together with `within` the earlier counts.
    pub at: Option<Expression>,
    pub paused_in: Vec<StageId>,
    pub warn: Vec<Period>,
    pub tells: Vec<RoleId>,
    pub missed: Vec<Effect>,
    pub form: Option<FormId>,
    pub marks: Vec<Mark>,
    pub to: Target,
    pub does: Vec<Effect>,
    pub clauses: Vec<ClauseId>,
}

/// Where something leads: the first branch that matches. A fixed stage is one branch without a condition.
pub type Target = Vec<Branch<StageId>>;

pub struct Branch<T> {
    pub when: Option<Expression>,
    pub is: T,
    pub clauses: Vec<ClauseId>,
}

/// An event that happens with an action, now or at the instant the expression gives.
pub struct Mark {
    pub event: EventId,
    pub at: Option<Expression>,
}

/// Who may do something.
pub enum Permitted {
    /// A role, anywhere or only within the department the expression gives.
    Role {
        role: RoleId,
        department: Option<Expression>,
    },
    /// Whoever owns the case.
    Owner,
    /// Those the expression names, one or a list.
    People(Expression),
    /// Whoever complains, in their own case and from outside.
    Complainant,
}

impl Permitted {
    /// Everybody with this role.
    pub fn role(role: RoleId) -> Self {
        Self::Role { role, department: None }
    }

    pub fn is_role(&self, id: &RoleId) -> bool {
        matches!(self, Self::Role { role, .. } if role == id)
    }

    /// Whether a member of the staff with these roles may be meant at all. In which department and in which case it counts, the engine
    /// says when they ask.
    pub fn may_mean(&self, roles: &[RoleId]) -> bool {
        match self {
            Self::Role { role, .. } => roles.contains(role),
            Self::Owner | Self::People(_) => true,
            Self::Complainant => false,
        }
    }
}
