//! A case type: how one kind of case begins, where it can be, and what people do in it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    Clauses, Map, OneOrMany, RawConfidential, RawCounter, RawDeadline, RawDecision, RawDocument, RawExcluded,
    RawExpression, RawGuidance, RawNotice, RawPublic, RawReminded, RawRetention, RawText, RawViewLog, RawWithin,
};

/// A case type, such as `complaint.yaml`: how one kind of case is judged and driven from intake to archive.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCaseType {
    /// Shared parts this file starts from, by path: `rules/common/parts/….yaml`. What is written here counts over them.
    #[serde(default)]
    pub extends: OneOrMany<String>,
    /// The id of the case type; the same as its file.
    pub case: String,
    pub name: RawText,
    /// Template of the case number: `{yy}` `{yyyy}` `{mm}` `{dd}`, `{serial:4}`, `{setting:project_code}` and plain text. The serial
    /// restarts whenever the rest of the number changes.
    pub number: String,
    pub opens: RawOpening,
    /// What a case is called in lists; an expression giving a text.
    pub subject: RawExpression,
    /// Who complains; an expression giving a text. Personal data.
    #[serde(default)]
    pub complainant: Option<RawExpression>,
    /// How urgent a case is: the first level whose condition holds. Cases of the first level come first in every list of work.
    #[serde(default)]
    pub priority: Map<RawPriority>,
    #[serde(default)]
    pub decisions: Map<RawDecision>,
    #[serde(default)]
    pub deadlines: Map<RawDeadline>,
    pub stages: Map<RawStage>,
    #[serde(default)]
    pub actions: Map<RawAction>,
    #[serde(default)]
    pub tasks: Map<RawTask>,
    #[serde(default)]
    pub notices: Map<RawNotice>,
    #[serde(default)]
    pub documents: Map<RawDocument>,
    #[serde(default)]
    pub counters: Map<RawCounter>,
    #[serde(default)]
    pub guidance: Map<RawGuidance>,
    /// Who neither sees nor acts on a case, whatever their role, because of a conflict of interest. For them it does not exist.
    #[serde(default)]
    pub excluded: Vec<RawExcluded>,
    /// When only some see a case, even if others see every case.
    #[serde(default)]
    pub confidential: Option<RawConfidential>,
    /// Every look at a case, its prints and its files is written down: who, when, what. Roles with `audits` read it.
    #[serde(default)]
    pub view_log: Option<RawViewLog>,
    /// How long a case is kept, and who is asked then.
    #[serde(default)]
    pub retention: Option<RawRetention>,
    /// Two cases of this type about the same thing may become one.
    #[serde(default)]
    pub merging: Option<RawMerging>,
    /// Who may take an open case over by themselves, and give it back. Without it, whoever sees the case may.
    #[serde(default)]
    pub handling: Option<RawHandling>,
    /// What people may see and do from outside, without signing in. Without it: nothing.
    #[serde(default)]
    pub public: Option<RawPublic>,
}

/// How a case takes in another one of its type: joint complaints. It happens in the case that goes on; its histories and that of the
/// other name each other.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawMerging {
    /// What the step is called.
    pub name: RawText,
    /// The stages of the case that goes on; `any` for every stage that is not final.
    pub at: OneOrMany<String>,
    /// Who does it.
    pub by: OneOrMany<RawActor>,
    /// The final stage of the case that is merged away. Its tasks and time limits end with it.
    pub to: String,
    /// What must hold. Here and in `sets`, `other.<name>` is an answer or a decision of the case that is merged away, and
    /// `other.number`, `other.stage` and `other.opened_at` are its own.
    #[serde(default)]
    pub needs: Vec<RawGuard>,
    /// Answers of the case that goes on, field → expression; what is not known leaves the answer. Everything is decided anew with them,
    /// and a time limit that runs in both goes on by the clock that is due first.
    #[serde(default)]
    pub sets: Map<RawExpression>,
    /// Happens in the case that goes on.
    #[serde(default)]
    pub marks: Option<String>,
    #[serde(default)]
    pub does: Vec<RawEffect>,
    #[serde(default)]
    pub clause: Clauses,
}

/// Who becomes the owner of a case without a rule.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawHandling {
    /// `[]` for nobody: then only the effect `own` says whose a case is.
    pub by: OneOrMany<RawActor>,
    #[serde(default)]
    pub clause: Clauses,
}

/// How a case begins.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOpening {
    /// The form that is filled in.
    pub form: String,
    /// The first stage, or a list of `{ when, is }` of which the first match counts.
    pub at: RawTarget,
    /// Who may open one. Empty: only schedules open it.
    #[serde(default)]
    pub by: OneOrMany<RawActor>,
    /// What must hold, whoever opens it; each says why not and under which clause.
    #[serde(default)]
    pub needs: Vec<RawGuard>,
    #[serde(default)]
    pub marks: RawMarks,
    #[serde(default)]
    pub does: Vec<RawEffect>,
    #[serde(default)]
    pub clause: Clauses,
}

/// What is said of every beginning of a case, whoever opens it.
pub struct Beginning<'a> {
    pub form: &'a str,
    pub at: &'a RawTarget,
    pub needs: &'a [RawGuard],
    pub marks: &'a RawMarks,
    pub does: &'a [RawEffect],
    pub clause: &'a Clauses,
}

impl RawOpening {
    pub fn beginning(&self) -> Beginning<'_> {
        Beginning {
            form: &self.form,
            at: &self.at,
            needs: &self.needs,
            marks: &self.marks,
            does: &self.does,
            clause: &self.clause,
        }
    }
}

/// A level of urgency; lists and the case show its name.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPriority {
    pub name: RawText,
    pub when: RawExpression,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawStage {
    pub name: RawText,
    /// Nothing is left to do in this stage.
    #[serde(default, rename = "final")]
    pub is_final: bool,
    #[serde(default)]
    pub clause: Clauses,
}

/// A step somebody takes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAction {
    pub name: RawText,
    #[serde(default)]
    pub help: Option<RawText>,
    /// The stages in which it is offered; `any` for every stage that is not final.
    pub at: OneOrMany<String>,
    /// Who takes it; `complainant` for whoever complains, from outside. Empty: only deadlines and schedules do.
    #[serde(default)]
    pub by: OneOrMany<RawActor>,
    #[serde(default)]
    pub form: Option<String>,
    /// What must hold; each says why not and under which clause.
    #[serde(default)]
    pub needs: Vec<RawGuard>,
    /// Not the usual way (giving up, taking back, correcting): it stands below the other steps, and is never put first.
    #[serde(default)]
    pub exceptional: bool,
    /// Where it leads; nothing: the stage stays.
    #[serde(default)]
    pub to: Option<RawTarget>,
    #[serde(default)]
    pub marks: RawMarks,
    #[serde(default)]
    pub does: Vec<RawEffect>,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGuard {
    /// The condition. It sees the answers of the form being submitted.
    pub that: RawExpression,
    /// What people are told when it does not hold.
    #[serde(rename = "else")]
    pub otherwise: RawText,
    #[serde(default)]
    pub clause: Clauses,
}

/// One person's or department's duty inside a case.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTask {
    pub name: RawText,
    /// Who does it.
    pub by: OneOrMany<RawActor>,
    /// The department it is given to: an expression giving one department, or a list of them (one task each). While none is said,
    /// or in no row of a table, it is for whoever has the role; a decision or a script that gives none opens none.
    #[serde(default)]
    pub department: Option<RawExpression>,
    /// The only person who does it: an expression giving who. While it is not known, whoever may by `by`.
    #[serde(default)]
    pub person: Option<RawExpression>,
    /// What this one is about, shown beside its name: an expression giving a text. With `each` and without this: the member's name, or what
    /// stands first in its row.
    #[serde(default, rename = "for")]
    pub about: Option<RawExpression>,
    /// How long it may take from its opening, as a period (`3 working days`), a setting (`settings.expert_within`), or a list of
    /// `{ when, is }`.
    #[serde(default)]
    pub within: Option<RawWithin>,
    /// The instant by which it is to be done, when the case carries one: a moment or a date. Together with `within`, the earlier counts.
    #[serde(default)]
    pub at: Option<RawExpression>,
    /// Stages in which its clock stands still.
    #[serde(default)]
    pub paused_in: OneOrMany<String>,
    /// How long before its end a warning is given.
    #[serde(default)]
    pub warn: OneOrMany<String>,
    /// The roles that are warned and told that it is late.
    #[serde(default)]
    pub tells: OneOrMany<String>,
    /// What happens, once, when its time has passed and it is not done. Expressions and notices see `task.department` and
    /// `task.name`.
    #[serde(default)]
    pub missed: Vec<RawEffect>,
    #[serde(default)]
    pub form: Option<String>,
    /// Events that happen when it is done.
    #[serde(default)]
    pub marks: RawMarks,
    /// Where its completion leads, once no other task of this name is open.
    #[serde(default)]
    pub to: Option<RawTarget>,
    #[serde(default)]
    pub does: Vec<RawEffect>,
    #[serde(default)]
    pub clause: Clauses,
}

/// What else happens, in order.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawEffect {
    /// Opens a task, or with `each` one for every member.
    OpenTask(RawOpenTask),
    /// Closes every open task of this name.
    CloseTasks(String),
    /// Makes a document in all its copies.
    Print(String),
    /// Sends a notice.
    Notify(String),
    /// Gives the case to a department (an expression).
    Assign(RawExpression),
    /// Gives the case to a person, who owns it from then on: an expression giving who, such as `actor.id`.
    Own(RawExpression),
    /// Takes an action, as the engine.
    Act(String),
    /// Sets an answer: field → expression.
    Set(Map<RawExpression>),
    /// Begins the next round: counts of `times(…)` start anew, the history stays.
    StartRound(bool),
    /// Tells somebody that something needs their attention.
    Remind(RawReminded),
    /// Destroys what the case holds, when all else of this step is done: answers, texts, files, notices, prints and names are erased
    /// for good. Number, dates, stages and who did it stay. A notice of the same step is not sent.
    Destroy(bool),
    /// Opens a case, linked to this one.
    OpenCase(RawOpenCase),
    #[serde(untagged)]
    When(RawConditional),
}

/// A task by its id, or one for each of several.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawOpenTask {
    One(String),
    Each(RawOpenEach),
}

/// One task for each member of a list.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOpenEach {
    pub task: String,
    /// An expression giving the rows of a group, a list, or one member. The task and its form see its member as `each`.
    pub each: RawExpression,
}

impl RawOpenTask {
    /// The task that is opened.
    pub fn task(&self) -> &str {
        match self {
            Self::One(task) => task,
            Self::Each(opened) => &opened.task,
        }
    }
}

/// A case that is opened by itself, by the rules of its own type. If its opening is refused, the history of this case says why.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOpenCase {
    /// Its type; it may be the same as this one's.
    pub case: String,
    /// Answers of its opening form, field → expression of this case. What is not known is left out.
    #[serde(default)]
    pub answers: Map<RawExpression>,
    /// Opens one for each member: an expression giving a list. `answers` see the member as `each`.
    #[serde(default)]
    pub each: Option<RawExpression>,
    /// Happens in this case whenever the other reaches a final stage. `last("…")` then sees the answers of the other.
    #[serde(default)]
    pub marks: Option<String>,
}

/// Effects that happen only while a condition holds: `{ when: …, does: […] }`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawConditional {
    /// Looked at when its turn comes, so that it sees what the effects before it have changed. Unknown: nothing is done.
    pub when: RawExpression,
    pub does: Vec<RawEffect>,
}

impl RawEffect {
    /// Every effect of a list, those under a condition among them.
    pub fn all(effects: &[RawEffect]) -> Vec<&RawEffect> {
        let mut found = Vec::new();
        let mut open: Vec<&RawEffect> = effects.iter().rev().collect();
        while let Some(effect) = open.pop() {
            match effect {
                RawEffect::When(conditional) => open.extend(conditional.does.iter().rev()),
                effect => found.push(effect),
            }
        }
        found
    }
}

/// A stage, or the first that matches.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawTarget {
    Stage(String),
    First(Vec<RawBranch>),
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBranch {
    #[serde(default)]
    pub when: Option<RawExpression>,
    pub is: String,
    #[serde(default)]
    pub clause: Clauses,
}

/// Events that happen with an action. A list happens at the moment of the action; in a map each event happens at the
/// instant its expression gives (`received: received_at`).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawMarks {
    One(String),
    Many(Vec<String>),
    At(Map<RawExpression>),
}

impl Default for RawMarks {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

/// A role, a role within the department an expression names, `owner` for whoever owns the case, or people an expression names.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawActor {
    Role(String),
    In(RawRoleIn),
    People(RawPeople),
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPeople {
    /// An expression giving one person, or a list of them: those named in a field, for example.
    pub person: RawExpression,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRoleIn {
    pub role: String,
    /// An expression giving a department.
    pub department: RawExpression,
}
