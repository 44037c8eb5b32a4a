//! A case, whole.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::address::{base, root, segment};
use super::choice::ChoiceShown;
use super::deadline::{DeadlineShown, TaskTimeShown};
use super::decision::DecisionShown;
use super::file::FileShown;
use super::{AnswersShown, NameShown, answers, clauses};
use crate::app::{Seen, others};
use crate::case::{Addressee, Destruction, Document, Notice, Task, document};
use crate::form::Names;
use crate::locale::Language;
use crate::pack::id::{DepartmentId, RoleId};
use crate::pack::{CaseType, Pack};

/// A case as the asker sees it, and what they may do with it now.
#[derive(Serialize, ToSchema)]
#[schema(as = Case)]
pub struct CaseShown {
    #[schema(example = "24090001")]
    number: String,
    organization: String,
    case_type: NameShown,
    /// How many events made it: what `If-Match` names.
    version: u64,
    /// The version of the policy it was opened under and is judged by.
    policy: String,
    stage: NameShown,
    /// How urgent it is; null for an ordinary case.
    priority: Option<NameShown>,
    /// In one line, as the policy puts it.
    subject: String,
    /// Personal data.
    complainant: Option<String>,
    /// In which the complainant reads, where that is known.
    language: Option<String>,
    opened_at: DateTime<Utc>,
    /// The id of a person.
    opened_by: String,
    /// When it reached a final stage.
    closed_at: Option<DateTime<Utc>>,
    /// Who destroyed what the case held, and when; null while it is there.
    destroyed: Option<DestroyedShown>,
    department: Option<NameShown>,
    /// The id of the person who handles it.
    owner: Option<String>,
    /// How often it was taken up, this time included.
    round: u32,
    /// What the users are called whom the answers name by their ids.
    names: BTreeMap<String, String>,
    /// Personal data is masked for the asker; `reveal` shows it for a reason.
    masked: bool,
    /// It is sealed for the asker: a word stands for it, and `reveal` is forbidden.
    sealed: bool,
    /// By field.
    #[schema(value_type = Object)]
    answers: AnswersShown,
    /// By decision.
    decisions: BTreeMap<String, DecisionShown>,
    /// Every deadline that ever ran, in the order of starting.
    deadlines: Vec<DeadlineShown>,
    tasks: Vec<TaskShown>,
    documents: Vec<DocumentShown>,
    notices: Vec<NoticeShown>,
    attachments: Vec<FileShown>,
    /// Other cases it has to do with: the one that opened it, those it has opened, and those that were merged. What is kept from
    /// the asker is not among them.
    others: Vec<OtherShown>,
    /// What can be done at this stage, by this person, and why the rest cannot.
    choices: Vec<ChoiceShown>,
}

/// What the case held is gone for good; number, dates and stages are kept.
#[derive(Serialize, ToSchema)]
#[schema(as = Destroyed)]
struct DestroyedShown {
    at: DateTime<Utc>,
    /// The id of a person.
    by: String,
    by_name: String,
    clauses: Vec<String>,
}

impl DestroyedShown {
    fn of(destroyed: &Destruction) -> Self {
        Self {
            at: destroyed.at,
            by: destroyed.by.0.to_string(),
            by_name: destroyed.by_name.clone(),
            clauses: clauses(&destroyed.clauses),
        }
    }
}

/// Another case, which the asker may see as well.
#[derive(Serialize, ToSchema)]
#[schema(as = OtherCase)]
struct OtherShown {
    relation: Relation,
    number: String,
    case_type: NameShown,
    /// Of a case that this one has opened: whether it has not reached a final stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    open: Option<bool>,
    href: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Relation {
    /// It opened this one.
    Parent,
    /// This one opened it.
    Linked,
    /// This one goes on in it.
    MergedInto,
    /// It goes on in this one.
    Merged,
}

/// One person's or department's duty.
#[derive(Serialize, ToSchema)]
#[schema(as = Task)]
struct TaskShown {
    /// Counted from 1 within the case.
    number: u32,
    task: NameShown,
    department: Option<NameShown>,
    /// The id of the only person who does it.
    person: Option<String>,
    /// What this one is about, where there are several of its name.
    about: Option<String>,
    opened_at: DateTime<Utc>,
    state: TaskState,
    /// By when, if it has a time of its own.
    time: Option<TaskTimeShown>,
    done_at: Option<DateTime<Utc>>,
    done_by: Option<String>,
    #[schema(value_type = Object)]
    answers: AnswersShown,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum TaskState {
    Open,
    Done,
    /// Closed without being done.
    Withdrawn,
}

/// A printed slip or letter.
#[derive(Serialize, ToSchema)]
#[schema(as = Document)]
struct DocumentShown {
    /// Counted from 1 within the case.
    number: u32,
    document: NameShown,
    at: DateTime<Utc>,
    copies: u32,
    department: Option<NameShown>,
    /// Whom or what this print is for, where the policy prints one for each.
    each: Option<String>,
    /// Where it is, as HTML; `?copy=2` is the second copy.
    href: String,
}

/// Somebody was told something.
#[derive(Serialize, ToSchema)]
#[schema(as = Notice)]
struct NoticeShown {
    notice: NameShown,
    at: DateTime<Utc>,
    to: ToShown,
    text: String,
}

/// To whom.
#[derive(Serialize, ToSchema)]
#[schema(as = Addressee)]
struct ToShown {
    kind: AddresseeKind,
    /// The role, the department or the person (by id); null for the complainant.
    of: Option<NameShown>,
    /// Only those of the role who belong to this department.
    within: Option<NameShown>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AddresseeKind {
    Complainant,
    Role,
    Department,
    Person,
}

impl CaseShown {
    pub fn of(seen: &Seen, language: &Language) -> Self {
        let (case, pack, case_type) = (&seen.view.case, &*seen.view.pack, seen.view.case_type());
        let view = View {
            pack,
            case_type,
            language,
            names: &case.names,
        };
        let base = base(&pack.organization);
        let root = root(case);
        Self {
            number: case.number.clone(),
            organization: case.organization.to_string(),
            case_type: NameShown::of(&case.case_type, case_type.map(|known| &known.name), language),
            version: case.version,
            policy: case.pack.to_string(),
            stage: NameShown::of(
                &case.stage,
                case_type
                    .and_then(|known| known.stages.get(&case.stage))
                    .map(|stage| &stage.name),
                language,
            ),
            priority: seen.summary.urgency.as_ref().map(|urgency| {
                let level = case_type.and_then(|known| known.priorities.get(&urgency.level));
                NameShown::of(&urgency.level, level.map(|level| &level.name), language)
            }),
            subject: seen.summary.subject.clone(),
            complainant: seen.summary.complainant.clone(),
            language: case.language.as_ref().map(ToString::to_string),
            opened_at: case.opened_at,
            opened_by: case.opened_by.0.to_string(),
            closed_at: case.closed_at,
            destroyed: case.destroyed.as_ref().map(DestroyedShown::of),
            department: case.department.as_ref().map(|id| view.department(id)),
            owner: case.owner.as_ref().map(|owner| owner.0.to_string()),
            round: case.round,
            names: case
                .names
                .iter()
                .map(|(id, name)| (id.to_string(), name.to_string()))
                .collect(),
            masked: seen.view.is_masked(),
            sealed: seen.view.is_sealed(),
            answers: answers(&case.answers),
            decisions: case
                .decisions
                .iter()
                .map(|(id, decided)| (id.to_string(), DecisionShown::of(decided)))
                .collect(),
            deadlines: case
                .deadlines
                .iter()
                .map(|run| DeadlineShown::of(run, case_type, language))
                .collect(),
            tasks: case.tasks.iter().map(|task| view.task(task)).collect(),
            documents: case
                .documents
                .iter()
                .map(|document| view.document(document, &root))
                .collect(),
            notices: case.notices.iter().map(|notice| view.notice(notice)).collect(),
            attachments: seen.files.iter().map(|file| FileShown::of(file, Some(&root))).collect(),
            others: view.others(seen),
            choices: seen
                .choices
                .iter()
                .filter(|choice| !super::choice::is_the_engines(choice, seen))
                .map(|choice| ChoiceShown::of(choice, seen, &base, language))
                .collect(),
        }
    }
}

/// What names come from.
struct View<'a> {
    pack: &'a Pack,
    case_type: Option<&'a CaseType>,
    language: &'a Language,
    names: &'a Names,
}

impl View<'_> {
    fn department(&self, id: &DepartmentId) -> NameShown {
        NameShown::of(
            id,
            self.pack.departments.get(id).map(|department| &department.name),
            self.language,
        )
    }

    fn task(&self, task: &Task) -> TaskShown {
        let rule = self.case_type.and_then(|known| known.tasks.get(&task.task));
        let done = task.done.as_ref();
        TaskShown {
            number: task.number,
            task: NameShown::of(&task.task, rule.map(|rule| &rule.name), self.language),
            department: task.department.as_ref().map(|id| self.department(id)),
            person: task.person.as_ref().map(|person| person.0.to_string()),
            about: task.about.clone(),
            opened_at: task.opened_at,
            state: match done {
                None => TaskState::Open,
                Some(done) if done.withdrawn => TaskState::Withdrawn,
                Some(_) => TaskState::Done,
            },
            time: task.time.as_ref().map(|time| TaskTimeShown::of(time, self.language)),
            done_at: done.map(|done| done.at),
            done_by: done.map(|done| done.by.0.to_string()),
            answers: done.map(|done| answers(&done.answers)).unwrap_or_default(),
        }
    }

    fn document(&self, document: &Document, root: &str) -> DocumentShown {
        let rule = self.case_type.and_then(|known| known.documents.get(&document.document));
        DocumentShown {
            number: document.number,
            document: NameShown::of(&document.document, rule.map(|rule| &rule.name), self.language),
            at: document.at,
            copies: document.copies,
            department: document.department.as_ref().map(|id| self.department(id)),
            each: self
                .case_type
                .and_then(|known| document::addressed(self.pack, known, self.names, document, self.language)),
            href: format!("{root}/documents/{}", document.number),
        }
    }

    fn others(&self, seen: &Seen) -> Vec<OtherShown> {
        let shown = seen.view.others.iter().map(|(relation, other)| {
            let (relation, open) = match relation {
                others::Relation::Parent => (Relation::Parent, None),
                others::Relation::Linked { is_open } => (Relation::Linked, Some(*is_open)),
                others::Relation::MergedInto => (Relation::MergedInto, None),
                others::Relation::Merged => (Relation::Merged, None),
            };
            OtherShown {
                relation,
                number: other.number.clone(),
                case_type: NameShown::of(
                    &other.case_type,
                    self.pack.case_type(&other.case_type).map(|known| &known.name),
                    self.language,
                ),
                open,
                href: format!(
                    "{}/cases/{}",
                    base(&seen.view.case.organization),
                    segment(&other.number)
                ),
            }
        });
        shown.collect()
    }

    fn notice(&self, notice: &Notice) -> NoticeShown {
        let rule = self.case_type.and_then(|known| known.notices.get(&notice.notice));
        let role = |id: &RoleId| NameShown::of(id, self.pack.roles.get(id).map(|role| &role.name), self.language);
        let to = match &notice.to {
            Addressee::Complainant => ToShown {
                kind: AddresseeKind::Complainant,
                of: None,
                within: None,
            },
            Addressee::Role(id) => ToShown {
                kind: AddresseeKind::Role,
                of: Some(role(id)),
                within: None,
            },
            Addressee::RoleIn { role: id, department } => ToShown {
                kind: AddresseeKind::Role,
                of: Some(role(id)),
                within: Some(self.department(department)),
            },
            Addressee::Department(id) => ToShown {
                kind: AddresseeKind::Department,
                of: Some(self.department(id)),
                within: None,
            },
            Addressee::Person(person) => ToShown {
                kind: AddresseeKind::Person,
                of: Some(NameShown::of(&person.0, None, self.language)),
                within: None,
            },
        };
        NoticeShown {
            notice: NameShown::of(&notice.notice, rule.map(|rule| &rule.name), self.language),
            at: notice.at,
            to,
            text: notice.text.clone(),
        }
    }
}
