//! An organization's policy as checked data, with a version.
//!
//! `load` reads a folder and keeps text and positions; `raw` is the YAML as typed structs; `checks` look at the whole
//! pack and report; `compile` turns it into [`Pack`], in which references are resolved and nothing is left to look up or to fail.
//! Nothing here knows a database, a clock or a case.

pub mod bundled;
mod called;
mod check;
pub mod checks;
mod compile;
pub mod draft;
pub mod id;
mod keeping;
pub mod keys;
pub mod load;
pub mod raw;
mod rules;
pub mod scenario;
mod schedule;
pub mod schema;
pub mod show;
mod table;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use indexmap::IndexMap;

use crate::calendar::{Calendar, Period};
use crate::expression::{Expression, Kind, Scripts, Slot, Units};
use crate::form::{ChoiceOption, Form, Guard};
use crate::locale::{Language, Text};
use crate::value::Value;
pub use check::{Checked, assemble, build, check, check_as};
use id::*;
pub use keeping::{Confidential, Exclusion, RETENTION, RETENTION_OVER, Retention, ViewLog};
pub use raw::{CalendarSpan, ClauseKind, HitPolicy, OnHoliday, Origin};
pub use rules::Rules;
pub use table::Table;

/// A policy ready to run. Shared by reference; a case keeps the version it was opened under.
pub struct Pack {
    pub version: PackVersion,
    pub organization: OrganizationId,
    pub name: Text,
    pub policy: Policy,
    /// The first is the pack's own.
    pub languages: Vec<Language>,
    pub zone: Tz,
    pub calendar: Arc<Calendar>,
    pub currency: String,
    pub departments: IndexMap<DepartmentId, Department>,
    /// The same as a tree.
    pub units: Arc<Units>,
    pub roles: IndexMap<RoleId, Role>,
    pub channels: IndexMap<ChannelId, Channel>,
    pub settings: IndexMap<SettingId, Setting>,
    pub case_types: IndexMap<CaseTypeId, CaseType>,
    pub schedules: IndexMap<ScheduleId, Schedule>,
    pub registers: IndexMap<RegisterId, Register>,
    pub reports: IndexMap<ReportId, Report>,
    pub clauses: IndexMap<ClauseId, Clause>,
    pub unspecified: IndexMap<ClauseId, Clause>,
    pub scripts: Arc<dyn Scripts>,
    /// What `at once` means here: the setting `immediate_within`, or one working hour (CNV-6).
    pub immediate: Period,
}

pub struct Policy {
    pub title: Text,
    pub purpose: Option<Text>,
    pub effective: Option<NaiveDate>,
    pub clauses: Vec<ClauseId>,
}

pub struct Department {
    pub name: Text,
    /// The department it lies within.
    pub within: Option<DepartmentId>,
    /// What it is in charge of, as answers give it.
    pub areas: Vec<String>,
    pub clauses: Vec<ClauseId>,
}

pub struct Role {
    pub name: Text,
    pub does: Option<Text>,
    pub sees_all: bool,
    /// Reads who has looked at the cases it sees.
    pub audits: bool,
    /// It also sees the cases of the departments below its own.
    pub sees_below: bool,
    pub clauses: Vec<ClauseId>,
}

pub struct Channel {
    pub name: Text,
    pub around_the_clock: bool,
    pub address: Option<Text>,
    pub owner: Option<RoleId>,
    /// The schedule by which somebody looks what has come in.
    pub watched_by: Option<ScheduleId>,
    /// Where its address is made known.
    pub published: Option<Text>,
    pub clauses: Vec<ClauseId>,
}

pub struct Setting {
    pub name: Option<Text>,
    pub value: Value,
    pub origin: Origin,
    pub why: Option<Text>,
    pub clauses: Vec<ClauseId>,
}

pub struct Clause {
    pub says: Text,
    pub kind: ClauseKind,
    /// As written: `deadline answer`.
    pub met_by: Vec<String>,
}

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
}

impl Permitted {
    /// Everybody with this role.
    pub fn role(role: RoleId) -> Self {
        Self::Role { role, department: None }
    }

    pub fn is_role(&self, id: &RoleId) -> bool {
        matches!(self, Self::Role { role, .. } if role == id)
    }
}

pub struct DecisionRule {
    pub id: DecisionId,
    pub name: Text,
    pub slot: Slot,
    pub kind: Kind,
    /// The possible outcomes with their labels, when it is a choice.
    pub options: IndexMap<Arc<str>, ChoiceOption>,
    pub body: DecisionBody,
    pub overridable_by: Vec<Permitted>,
    pub override_clauses: Vec<ClauseId>,
    pub clauses: Vec<ClauseId>,
    /// Every slot any of its rules may read.
    pub reads: Vec<Slot>,
}

pub enum DecisionBody {
    First(Rules),
    /// Every match counts; the outcome is a list in the rules' order.
    All(Rules),
    Table(Table),
}

pub struct Rule {
    pub when: Option<Expression>,
    pub gives: Given,
    /// Its own, or the decision's if it names none.
    pub clauses: Vec<ClauseId>,
}

pub enum Given {
    Value(Value),
    Expression(Expression),
}

pub struct Row {
    /// One per input.
    pub cells: Vec<Cell>,
    pub gives: Value,
    pub clauses: Vec<ClauseId>,
}

/// What a table asks of one input. Only `Any` accepts what is not answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Any,
    OneOf(Vec<Value>),
    Compare(Comparison, Value),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Less,
    AtMost,
    AtLeast,
    More,
    Not,
}

pub struct DeadlineRule {
    pub id: DeadlineId,
    pub name: Text,
    pub when: Option<Expression>,
    pub from: Vec<EventId>,
    pub until: Vec<EventId>,
    pub cancelled_by: Vec<EventId>,
    pub paused_in: Vec<StageId>,
    pub within: Vec<Branch<Period>>,
    /// The promised instant. Together with `within` the earlier counts.
    pub at: Option<Expression>,
    pub soft: bool,
    pub warn: Vec<Period>,
    pub tells: Vec<RoleId>,
    pub missed: Vec<Effect>,
    /// Not empty: a waiting period, whose end is no breach.
    pub due: Vec<Effect>,
    pub extension: Option<Extension>,
    pub clauses: Vec<ClauseId>,
}

pub struct Extension {
    pub by: Vec<Permitted>,
    /// It can be granted only while this holds.
    pub when: Option<Expression>,
    pub times: u32,
    pub up_to: Option<Period>,
    pub notice: bool,
    /// The end may also be moved to an earlier moment.
    pub earlier: bool,
    pub does: Vec<Effect>,
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
    /// Empty: the stage stays.
    pub to: Target,
    pub marks: Vec<Mark>,
    pub does: Vec<Effect>,
    pub clauses: Vec<ClauseId>,
}

/// What else happens.
pub enum Effect {
    OpenTask {
        task: TaskId,
        /// One for each member of what this gives.
        each: Option<Expression>,
    },
    CloseTasks(TaskId),
    Print(DocumentId),
    Notify(NoticeId),
    Assign(Expression),
    Own(Expression),
    Act(ActionId),
    Set(Vec<(FieldId, Expression)>),
    StartRound,
    Remind(Recipient),
    /// Once all else of the command is done.
    Destroy,
    OpenCase(OpenCase),
    When(Conditional),
}

/// A case that is opened by itself.
pub struct OpenCase {
    pub case_type: CaseTypeId,
    pub answers: Vec<(FieldId, Expression)>,
    /// One for each member of what this gives, seen in the slot.
    pub each: Option<(Expression, Slot)>,
    /// Happens in this case when the other reaches a final stage.
    pub marks: Option<EventId>,
}

/// Effects under a condition. An unknown condition does not hold.
pub struct Conditional {
    /// Where it stands, as people read it: `action close effect 2`, and `effect 2.1` inside another.
    pub name: Arc<str>,
    pub when: Expression,
    pub does: Vec<Effect>,
}

impl Effect {
    /// Whether `meant` is among these effects, under whatever conditions.
    pub fn any(effects: &[Effect], meant: &dyn Fn(&Effect) -> bool) -> bool {
        effects.iter().any(|effect| match effect {
            Effect::When(conditional) => Effect::any(&conditional.does, meant),
            effect => meant(effect),
        })
    }
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

/// What templates show besides the names of expressions; `document` and `copy` only where something is printed.
pub const TEMPLATE_NAMES: [&str; 8] = [
    "case.closed_at",
    "channels",
    "copy",
    "deadline",
    "deadlines",
    "document",
    "each",
    "organization",
];

pub struct NoticeRule {
    pub id: NoticeId,
    pub name: Text,
    pub to: Recipient,
    /// A minijinja template.
    pub text: Text,
    pub clauses: Vec<ClauseId>,
}

/// Who is told. What gives several tells each of them.
pub enum Recipient {
    Complainant,
    /// Whoever owns the case.
    Owner,
    People(Expression),
    Departments(Expression),
    Roles {
        roles: Roles,
        /// Only those of the role who belong to these departments.
        within: Option<Expression>,
    },
}

impl Recipient {
    /// Everybody with this role.
    pub fn role(role: RoleId) -> Self {
        Self::Roles {
            roles: Roles::One(role),
            within: None,
        }
    }
}

/// A role as it is written, or one that is worked out.
pub enum Roles {
    One(RoleId),
    Given(Expression),
}

pub struct DocumentRule {
    pub id: DocumentId,
    pub name: Text,
    /// The source of a minijinja template that makes HTML.
    pub template: Arc<str>,
    /// One print for each member of what this gives.
    pub each: Option<Expression>,
    pub copies: Vec<CopyRule>,
    pub clauses: Vec<ClauseId>,
}

pub struct CopyRule {
    pub name: Text,
    pub to: Text,
    pub clauses: Vec<ClauseId>,
}

/// Other cases like this one, counted by the store before deciding.
pub struct CounterRule {
    pub id: CounterId,
    pub name: Text,
    /// Fields and decisions that must be equal.
    pub same: Vec<Arc<str>>,
    /// Fields and decisions of the others, and what they must be.
    pub with: Vec<(Arc<str>, Value)>,
    pub within: Option<Period>,
    /// Opened in the same calendar span as this case.
    pub period: Option<CalendarSpan>,
    /// Only cases opened before this one.
    pub before: bool,
    pub slot: Slot,
    pub clauses: Vec<ClauseId>,
}

pub struct Guidance {
    pub id: GuidanceId,
    pub title: Text,
    /// A minijinja template.
    pub text: Text,
    /// It is shown only while this holds.
    pub when: Option<Expression>,
    /// Shown beside the opening form.
    pub at_opening: bool,
    pub at: Vec<StageId>,
    /// The actions on whose form it is shown.
    pub for_actions: Vec<ActionId>,
    /// The tasks on whose form it is shown.
    pub for_tasks: Vec<TaskId>,
    pub clauses: Vec<ClauseId>,
}

pub struct Schedule {
    pub id: ScheduleId,
    pub name: Text,
    pub cron: croner::Cron,
    pub holiday: OnHoliday,
    pub work: ScheduledWork,
    pub clauses: Vec<ClauseId>,
}

pub enum ScheduledWork {
    ForEach {
        case_type: CaseTypeId,
        condition: Option<Expression>,
        does: Vec<Effect>,
    },
    /// Answers are of the case type's opening form, as JSON, parsed when the case is opened.
    Open {
        case_type: CaseTypeId,
        answers: serde_json::Map<String, serde_json::Value>,
    },
}

pub struct Register {
    pub id: RegisterId,
    pub name: Text,
    pub case_type: CaseTypeId,
    pub condition: Option<Expression>,
    pub columns: Vec<(Text, Expression)>,
    pub clauses: Vec<ClauseId>,
}

pub struct Report {
    pub id: ReportId,
    pub name: Text,
    pub case_type: CaseTypeId,
    pub condition: Option<Expression>,
    pub breakdown: Vec<Slot>,
    pub clauses: Vec<ClauseId>,
}

impl Pack {
    /// The first case type is the one people mean when they name none.
    pub fn case_type(&self, id: &str) -> Option<&CaseType> {
        self.case_types.get(id)
    }

    /// Whether cases of this type speak of people by name, so that whoever runs them must say who there is.
    pub fn speaks_of_people(&self, case_type: &CaseType) -> bool {
        let gives = |does: &[Effect]| Effect::any(does, &|effect| matches!(effect, Effect::Own(_)));
        let scheduled = self.schedules.values().any(|schedule| match &schedule.work {
            ScheduledWork::ForEach {
                case_type: id, does, ..
            } => *id == case_type.id && gives(does),
            ScheduledWork::Open { .. } => false,
        });
        scheduled
            || !case_type.people.is_empty()
            || gives(&case_type.opening.does)
            || case_type.actions.values().any(|action| gives(&action.does))
            || case_type.tasks.values().any(|task| gives(&task.does))
            || case_type
                .deadlines
                .values()
                .any(|deadline| gives(&deadline.missed) || gives(&deadline.due))
    }

    /// This department and all below it. One that is not of this pack stands alone.
    pub fn with_below(&self, department: &DepartmentId) -> Vec<DepartmentId> {
        let below = self.units.downwards(department).filter(|id| ***id != **department);
        let below = below.map(|id| DepartmentId::from(Arc::clone(id)));
        std::iter::once(department.clone()).chain(below).collect()
    }
}
