//! The page of a case: what it is, where it stands, what is next, and why.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::filling::{self, Note};
use super::story::{self, Entry, Told};
use super::{speech, view};
use crate::access::password::random_text;
use crate::app::View;
use crate::calendar::words;
use crate::case::choices::{Choice, Doable};
use crate::case::command::AttachedFile;
use crate::case::event::{Event, Recorded};
use crate::case::refusal::Reason;
use crate::case::{Actor, Case, Deadline, Decided, choices, surroundings};
use crate::expression::{Expression, Outcome};
use crate::form::{Answers, Field, Surroundings as _};
use crate::pack::id::{EventId, FieldId};
use crate::pack::raw::FieldKind;
use crate::pack::{DecisionRule, Permitted};
use crate::store::{files, history, people};
use crate::value::Value;
use crate::web::chip::{self, Chip};
use crate::web::error::PageError;
use crate::web::member::Member;
use crate::web::page::{Frame, Nav, PageResult, blocking, show as show_page};
use crate::web::speech::{Cited, Speech};

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage {
    frame: Frame,
    case: String,
    number: String,
    kind: String,
    subject: String,
    /// Who, how and when, in one line.
    facts: Vec<String>,
    steps: Vec<Step>,
    round: Option<String>,
    next: Vec<Next>,
    blocked: Vec<Blocked>,
    others: Vec<Blocked>,
    decisions: Vec<DecisionCard>,
    deadlines: Vec<DeadlineCard>,
    deadlines_over: Vec<DeadlineCard>,
    tasks: Vec<TaskLine>,
    sections: Vec<AnswerSection>,
    documents: Vec<DocumentLine>,
    notices: Vec<NoticeLine>,
    files: Vec<FileLine>,
    story: Vec<Entry>,
    guidance: Vec<Note>,
    owner: Option<String>,
    is_mine: bool,
    is_open: bool,
    version: u64,
    key: String,
    overdue: usize,
}

struct Step {
    name: String,
    /// `done`, `now`, or nothing for what may come.
    class: &'static str,
}

/// Something this person can do now.
struct Next {
    address: String,
    name: String,
    help: Option<String>,
    clauses: Vec<Cited>,
    /// The lower, the nearer to what should be done now.
    rank: u8,
    is_first: bool,
}

/// Something that cannot be done now, and why.
struct Blocked {
    name: String,
    reason: String,
    clauses: Vec<Cited>,
    /// What the guard saw.
    seen: Vec<(String, String)>,
}

struct DecisionCard {
    id: String,
    name: String,
    value: String,
    is_decided: bool,
    rule: Option<String>,
    clauses: Vec<Cited>,
    seen: Vec<(String, String)>,
    missing: Option<String>,
    failure: Option<String>,
    overridden: Option<String>,
    may_override: bool,
}

struct DeadlineCard {
    id: String,
    name: String,
    chip: Chip,
    due: String,
    is_soft: bool,
    clauses: Vec<Cited>,
    ledger: Vec<LedgerLine>,
    extensions: Vec<String>,
    may_extend: bool,
    not_extendable: Option<String>,
}

struct LedgerLine {
    class: &'static str,
    when: String,
    what: String,
}

struct TaskLine {
    name: String,
    department: Option<String>,
    opened: String,
    address: Option<String>,
    done: Option<String>,
    reason: Option<String>,
    answers: Vec<(String, String)>,
}

struct AnswerSection {
    title: String,
    pairs: Vec<Pair>,
}

struct Pair {
    label: String,
    value: String,
    /// Rows of a group, each with its answers.
    rows: Vec<Vec<(String, String)>>,
    files: Vec<FileLine>,
}

struct DocumentLine {
    number: u32,
    name: String,
    at: String,
    /// Number and name of each copy.
    copies: Vec<(u32, String)>,
}

struct NoticeLine {
    name: String,
    to: String,
    at: String,
    text: String,
}

struct FileLine {
    hash: String,
    name: String,
    size: String,
}

/// Types with more stages than this show only those the case has been at.
const STAGES_SHOWN_MAX: usize = 8;

pub(in crate::web) async fn show(member: Member, path: web::Path<(String, String)>) -> PageResult {
    let (_, number) = path.into_inner();
    blocking(move || {
        let view = view(&member, &number)?;
        let page = page(&member, &view)?;
        show_page(StatusCode::OK, &page)
    })
    .await
}

fn page(member: &Member, view: &View) -> Result<CasePage, PageError> {
    let speech = speech(member, view)?;
    let case = &view.case;
    let (events, owner, names) = member.app().store().read(|conn| {
        let events = history::of_case(conn, member.organization(), case.id, case.version)?;
        let owner = case
            .owner
            .as_ref()
            .map(|owner| people::by_id(conn, owner))
            .transpose()?
            .flatten();
        let mut names = BTreeMap::new();
        for hash in hashes(&case.answers) {
            if let Some(file) = files::by_hash(conn, member.organization(), &hash)? {
                names.insert(hash, file);
            }
        }
        Ok::<_, crate::store::Error>((events, owner, names))
    })?;
    let offered = choices(&view.pack, case, &view.context(&member.actor));
    let looks = Looks {
        member,
        view,
        speech,
        files: names,
    };
    let (next, blocked, others) = looks.choices(&offered);
    let (deadlines, deadlines_over) = looks.deadlines(&offered);
    let (subject, complainant) = looks.summary();
    let subject_line: String = subject.lines().next().unwrap_or_default().chars().take(60).collect();
    let title = format!("{} {subject_line}", case.number);
    Ok(CasePage {
        frame: Frame::of(member, title, Nav::Queue),
        case: member.address(&format!("/cases/{}", case.number)),
        number: case.number.clone(),
        kind: speech.text(&speech.case_type.name).to_owned(),
        subject: subject_line,
        facts: looks.facts(complainant),
        steps: looks.steps(&events),
        round: (case.round > 1)
            .then(|| crate::locale::say(&member.language, "case-round", &[("round", case.round.into())])),
        next,
        blocked,
        others,
        decisions: speech
            .case_type
            .decisions
            .values()
            .map(|rule| looks.decision(rule))
            .collect(),
        overdue: deadlines.iter().filter(|deadline| deadline.chip.class == "bad").count(),
        deadlines,
        deadlines_over,
        tasks: looks.tasks(&offered),
        sections: looks.sections(),
        documents: looks.documents(),
        notices: looks.notices(),
        files: attached(&events).into_iter().map(file_line).collect(),
        story: story::tell(&Told {
            speech,
            case,
            events: &events,
        }),
        guidance: filling::guidance(&speech, speech.case_type, Some(&case.stage)),
        is_mine: case.owner.as_ref() == Some(&member.actor.id),
        owner: case
            .owner
            .as_ref()
            .map(|id| owner.map_or_else(|| id.0.to_string(), |owner| owner.name)),
        is_open: case.closed_at.is_none(),
        version: case.version,
        key: random_text(),
    })
}

/// Files attached to the case itself, in order.
pub(super) fn attached(events: &[Recorded]) -> Vec<&AttachedFile> {
    events
        .iter()
        .filter_map(|event| match &event.event {
            Event::Attached { file } => Some(file),
            _ => None,
        })
        .collect()
}

/// The files among answers, rows included.
pub(super) fn hashes(answers: &Answers) -> Vec<String> {
    fn collect(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Text(text) if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                found.push(text.to_string());
            }
            Value::List(items) => items.iter().for_each(|item| collect(item, found)),
            Value::Record(row) => row.values().for_each(|value| collect(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    answers.values().for_each(|value| collect(value, &mut found));
    found
}

fn file_line(file: &AttachedFile) -> FileLine {
    FileLine {
        hash: file.hash.clone(),
        name: file.name.clone(),
        size: size(file.bytes),
    }
}

/// `1.4 MB`.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

struct Looks<'a> {
    member: &'a Member,
    view: &'a View,
    speech: Speech<'a>,
    files: BTreeMap<String, AttachedFile>,
}

impl<'a> Looks<'a> {
    fn case(&self) -> &'a Case {
        &self.view.case
    }

    fn say(&self, key: &str) -> String {
        self.speech.say(key)
    }

    fn say_with(&self, key: &str, arguments: &[(&'static str, String)]) -> String {
        let arguments: Vec<_> = arguments
            .iter()
            .map(|(name, value)| (*name, value.as_str().into()))
            .collect();
        crate::locale::say(self.speech.language, key, &arguments)
    }

    fn case_address(&self, rest: &str) -> String {
        self.member.address(&format!("/cases/{}{rest}", self.case().number))
    }

    /// What the case is about and who complains, as its type says.
    fn summary(&self) -> (String, Option<String>) {
        let context = self.view.context(&self.member.actor);
        let case_type = self.speech.case_type;
        let mut told = (String::new(), None);
        surroundings(&self.view.pack, case_type, Some(self.case()), &context).with_frame(
            &Answers::new(),
            &mut |frame| {
                let text = |expression: &Expression| match expression.evaluate(frame) {
                    Outcome::Known(value) if !value.is_empty() => {
                        Some(self.speech.answer(&value, self.speech.field(expression.source())))
                    }
                    _ => None,
                };
                told = (
                    text(&case_type.subject).unwrap_or_default(),
                    case_type.complainant.as_ref().and_then(text),
                );
            },
        );
        told
    }

    fn facts(&self, complainant: Option<String>) -> Vec<String> {
        let case = self.case();
        let mut facts = Vec::new();
        facts.push(complainant.unwrap_or_else(|| self.say("complainant-unnamed")));
        if let Some(channel) = case.answers.get("channel") {
            facts.push(self.speech.value("channel", channel));
        }
        facts.push(self.say_with("case-opened", &[("at", self.speech.moment(case.opened_at))]));
        if let Some(department) = &case.department {
            facts.push(self.speech.department(department).to_owned());
        }
        if let Some(at) = case.closed_at {
            facts.push(self.say_with("case-closed", &[("at", self.speech.moment(at))]));
        }
        facts
    }

    /// The stages the case has been at, in their order, where it is, and what may follow if that is not too much to read.
    fn steps(&self, events: &[Recorded]) -> Vec<Step> {
        let mut passed: Vec<&str> = Vec::new();
        for event in events {
            let stage = match &event.event {
                Event::Opened { stage, .. } | Event::Entered { stage, .. } => stage.as_str(),
                _ => continue,
            };
            passed.retain(|known| *known != stage);
            passed.push(stage);
        }
        let here = self.case().stage.as_str();
        let stages = &self.speech.case_type.stages;
        let name = |id: &str| {
            stages
                .get(id)
                .map_or_else(|| id.to_owned(), |stage| self.speech.text(&stage.name).to_owned())
        };
        let mut steps: Vec<Step> = passed
            .iter()
            .filter(|id| **id != here)
            .map(|id| Step {
                name: name(id),
                class: "done",
            })
            .collect();
        steps.push(Step {
            name: name(here),
            class: "now",
        });
        if stages.len() <= STAGES_SHOWN_MAX {
            let after = stages.keys().skip_while(|id| id.as_str() != here).skip(1);
            steps.extend(after.filter(|id| !passed.contains(&id.as_str())).map(|id| Step {
                name: name(id),
                class: "",
            }));
        }
        steps
    }

    /// What this person can do, what stands in the way of the rest, and what others do.
    fn choices(&self, offered: &[Choice]) -> (Vec<Next>, Vec<Blocked>, Vec<Blocked>) {
        let (mut next, mut blocked, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for choice in offered {
            let address = match &choice.what {
                Doable::Act(action) => self.case_address(&format!("/actions/{action}")),
                Doable::CompleteTask { number, .. } => self.case_address(&format!("/tasks/{number}")),
                // Stands with its deadline.
                Doable::Extend(_) => continue,
            };
            let mut name = self.speech.text(&choice.name).to_owned();
            if let Doable::CompleteTask {
                department: Some(department),
                ..
            } = &choice.what
            {
                name = self.say_with(
                    "task-of-department",
                    &[
                        ("task", name),
                        ("department", self.speech.department(department).to_owned()),
                    ],
                );
            }
            let Some(refusal) = &choice.refusal else {
                next.push(Next {
                    address,
                    name,
                    help: choice.help.as_ref().map(|help| self.speech.text(help).to_owned()),
                    clauses: self.speech.clauses(&choice.clauses),
                    rank: self.rank(&choice.what),
                    is_first: false,
                });
                continue;
            };
            let line = Blocked {
                name,
                reason: refusal.text(self.speech.pack, self.speech.case_type, self.speech.language),
                clauses: self.speech.clauses(&refusal.clauses),
                seen: refusal
                    .why
                    .as_ref()
                    .map(|why| self.seen(&why.values_seen()))
                    .unwrap_or_default(),
            };
            match &refusal.reason {
                Reason::NotYours { .. } => others.push(line),
                _ => blocked.push(line),
            }
        }
        // Tasks, what a running deadline waits for, what moves the case on, the rest; otherwise the pack's order stands.
        next.sort_by_key(|next| next.rank);
        if let Some(first) = next.first_mut() {
            first.is_first = true;
        }
        (next, blocked, others)
    }

    fn rank(&self, what: &Doable) -> u8 {
        let action = match what {
            Doable::CompleteTask { .. } => return 0,
            Doable::Act(id) => self.speech.case_type.actions.get(id),
            Doable::Extend(_) => None,
        };
        let is_awaited = |event: &EventId| {
            let running = self.case().deadlines.iter().filter(|run| run.is_open());
            let mut rules = running.filter_map(|run| self.speech.case_type.deadlines.get(&run.deadline));
            rules.any(|rule| rule.until.contains(event))
        };
        match action {
            Some(action) if action.marks.iter().any(|mark| is_awaited(&mark.event)) => 1,
            Some(action) if !action.to.is_empty() => 2,
            _ => 3,
        }
    }

    fn seen(&self, seen: &[(String, Value)]) -> Vec<(String, String)> {
        seen.iter()
            .map(|(name, value)| (self.speech.name(name), self.speech.value(name, value)))
            .collect()
    }

    fn decision(&self, rule: &DecisionRule) -> DecisionCard {
        let empty = Decided {
            value: Value::Empty,
            rule: None,
            clauses: Vec::new(),
            seen: Vec::new(),
            missing: Vec::new(),
            failure: None,
            overridden: None,
        };
        let decided = self.case().decisions.get(&rule.id).unwrap_or(&empty);
        let missing: Vec<String> = decided.missing.iter().map(|name| self.speech.name(name)).collect();
        DecisionCard {
            id: rule.id.to_string(),
            name: self.speech.text(&rule.name).to_owned(),
            value: self.speech.outcome(&decided.value, rule),
            is_decided: !decided.value.is_empty(),
            rule: decided
                .rule
                .map(|number| crate::locale::say(self.speech.language, "why-rule", &[("number", number.into())])),
            clauses: self.speech.clauses(&decided.clauses),
            seen: self.seen(&decided.seen),
            missing: (!missing.is_empty() && decided.value.is_empty())
                .then(|| missing.join(&self.say("value-separator"))),
            failure: decided.failure.clone(),
            overridden: decided.overridden.as_ref().map(|overridden| {
                self.say_with(
                    "why-overridden",
                    &[
                        ("by", overridden.by_name.clone()),
                        ("at", self.speech.moment(overridden.at)),
                        ("reason", overridden.reason.clone()),
                    ],
                )
            }),
            may_override: self.case().closed_at.is_none() && holds_one(&self.member.actor, &rule.overridable_by),
        }
    }

    /// Those that run, the most urgent first, and those that are over, the latest first.
    fn deadlines(&self, offered: &[Choice]) -> (Vec<DeadlineCard>, Vec<DeadlineCard>) {
        let (mut open, mut over): (Vec<&Deadline>, Vec<&Deadline>) =
            self.case().deadlines.iter().partition(|deadline| deadline.is_open());
        open.sort_by_key(|deadline| deadline.due.due_at);
        over.reverse();
        let cards = |runs: Vec<&Deadline>| runs.into_iter().map(|run| self.deadline(run, offered)).collect();
        (cards(open), cards(over))
    }

    fn deadline(&self, run: &Deadline, offered: &[Choice]) -> DeadlineCard {
        let choice = offered
            .iter()
            .find(|choice| choice.what == Doable::Extend(run.deadline.clone()));
        let choice = choice.filter(|_| run.is_open());
        let rule = self.speech.case_type.deadlines.get(&run.deadline);
        DeadlineCard {
            id: run.deadline.to_string(),
            name: self.speech.deadline(&run.deadline).to_owned(),
            chip: chip::of_deadline(run, self.speech.pack, self.view.now, self.speech.language),
            due: self.say_with("deadline-due", &[("at", self.speech.moment(run.due.due_at))]),
            is_soft: rule.is_some_and(|rule| rule.soft),
            clauses: self.speech.clauses(&run.clauses),
            ledger: ledger(run, self.speech),
            extensions: run
                .extensions
                .iter()
                .map(|extended| {
                    let told = extended.told_at.map_or_else(
                        || self.say("extension-not-told"),
                        |at| self.say_with("extension-told", &[("at", self.speech.moment(at))]),
                    );
                    self.say_with(
                        "extension-line",
                        &[
                            ("at", self.speech.moment(extended.at)),
                            ("from", self.speech.moment(extended.from)),
                            ("to", self.speech.moment(extended.to)),
                            ("reason", extended.reason.clone()),
                            ("told", told),
                        ],
                    )
                })
                .collect(),
            may_extend: choice.is_some_and(Choice::is_allowed),
            not_extendable: choice
                .and_then(|choice| choice.refusal.as_ref())
                .map(|refusal| refusal.text(self.speech.pack, self.speech.case_type, self.speech.language)),
        }
    }

    fn tasks(&self, offered: &[Choice]) -> Vec<TaskLine> {
        let mut tasks: Vec<_> = self.case().tasks.iter().collect();
        tasks.sort_by_key(|task| task.done.is_some());
        tasks
            .into_iter()
            .map(|task| {
                let choice = offered.iter().find(
                    |choice| matches!(&choice.what, Doable::CompleteTask { number, .. } if *number == task.number),
                );
                let may = choice.is_some_and(Choice::is_allowed);
                TaskLine {
                    name: self.speech.task(&task.task).to_owned(),
                    department: task.department.as_ref().map(|id| self.speech.department(id).to_owned()),
                    opened: self.speech.moment(task.opened_at),
                    address: may.then(|| self.case_address(&format!("/tasks/{}", task.number))),
                    reason: choice
                        .and_then(|choice| choice.refusal.as_ref())
                        .map(|refusal| refusal.text(self.speech.pack, self.speech.case_type, self.speech.language)),
                    done: task.done.as_ref().map(|done| {
                        let key = if done.withdrawn { "task-withdrawn" } else { "task-done" };
                        self.say_with(key, &[("at", self.speech.moment(done.at))])
                    }),
                    answers: task
                        .done
                        .as_ref()
                        .map(|done| self.pairs_of(&done.answers))
                        .unwrap_or_default(),
                }
            })
            .collect()
    }

    fn pairs_of(&self, answers: &Answers) -> Vec<(String, String)> {
        answers
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(id, value)| (self.speech.name(id), self.speech.value(id, value)))
            .collect()
    }

    /// The answers of the case by the sections of the forms that asked them, each where it was first asked.
    fn sections(&self) -> Vec<AnswerSection> {
        let mut shown: Vec<&FieldId> = Vec::new();
        let mut sections = Vec::new();
        for form in self.speech.case_type.forms.values() {
            for section in &form.sections {
                let mut pairs = Vec::new();
                for field in &section.fields {
                    let Some(value) = self.case().answers.get(&field.id).filter(|value| !value.is_empty()) else {
                        continue;
                    };
                    if shown.contains(&&field.id) {
                        continue;
                    }
                    shown.push(&field.id);
                    pairs.push(self.pair(field, value));
                }
                if !pairs.is_empty() {
                    let title = section.title.as_ref().unwrap_or(&form.name);
                    sections.push(AnswerSection {
                        title: self.speech.text(title).to_owned(),
                        pairs,
                    });
                }
            }
        }
        sections
    }

    fn pair(&self, field: &Field, value: &Value) -> Pair {
        let label = field.label.in_language(self.speech.language).to_owned();
        let mut pair = Pair {
            label,
            value: String::new(),
            rows: Vec::new(),
            files: Vec::new(),
        };
        match (field.kind, value) {
            (FieldKind::Attachment, value) => {
                let mut answers = Answers::new();
                answers.insert(field.id.clone(), value.clone());
                pair.files = hashes(&answers)
                    .iter()
                    .filter_map(|hash| self.files.get(hash))
                    .map(file_line)
                    .collect();
            }
            (FieldKind::Group, Value::List(rows)) => {
                pair.rows = rows.iter().map(|row| self.row(field, row)).collect();
            }
            (_, value) => pair.value = self.speech.answer(value, Some(field)),
        }
        pair
    }

    fn row(&self, group: &Field, row: &Value) -> Vec<(String, String)> {
        let Value::Record(row) = row else { return Vec::new() };
        group
            .fields
            .iter()
            .filter_map(|field| {
                let value = row.get(field.id.as_str()).filter(|value| !value.is_empty())?;
                let label = field.label.in_language(self.speech.language).to_owned();
                Some((label, self.speech.answer(value, Some(field))))
            })
            .collect()
    }

    fn documents(&self) -> Vec<DocumentLine> {
        let line = |document: &crate::case::Document| {
            let rule = self.speech.case_type.documents.get(&document.document);
            let named = |copy: u32| {
                let index = usize::try_from(copy).unwrap_or(1) - 1;
                let rule = rule.and_then(|rule| rule.copies.get(index));
                let text = rule.map(|copy| self.speech.text(&copy.name).to_owned());
                (copy, text.unwrap_or_else(|| self.say("document-print")))
            };
            DocumentLine {
                number: document.number,
                name: self.speech.document(&document.document).to_owned(),
                at: self.speech.moment(document.at),
                copies: (1..=document.copies).map(named).collect(),
            }
        };
        self.case().documents.iter().rev().map(line).collect()
    }

    fn notices(&self) -> Vec<NoticeLine> {
        let line = |notice: &'a crate::case::Notice| NoticeLine {
            name: self.speech.notice(&notice.notice).to_owned(),
            to: self.speech.addressee(&notice.to),
            at: self.speech.moment(notice.at),
            text: notice.text.trim().to_owned(),
        };
        self.case().notices.iter().rev().map(line).collect()
    }
}

/// The reckoning of a due time, line by line.
fn ledger(run: &Deadline, speech: Speech) -> Vec<LedgerLine> {
    use crate::calendar::LedgerStep;
    let classes = run.due.ledger.lines.iter().map(|line| match line.step {
        LedgerStep::Counted { .. } | LedgerStep::Worked { .. } | LedgerStep::Clock { .. } => "counted",
        LedgerStep::Skipped { .. } | LedgerStep::Paused { .. } => "skipped",
        LedgerStep::Due { .. } => "due",
        LedgerStep::Started { .. } | LedgerStep::AtOnce { .. } | LedgerStep::Ends { .. } => "",
    });
    words::lines(&run.due.ledger, speech.language)
        .into_iter()
        .zip(classes.chain(std::iter::repeat("provisional")))
        .map(|((when, what), class)| LedgerLine { class, when, what })
        .collect()
}

/// Whether somebody holds one of these roles at all; in which department it counts, the engine says when they ask.
pub(super) fn holds_one(actor: &Actor, by: &[Permitted]) -> bool {
    !by.is_empty() && (actor.administrator || by.iter().any(|by| actor.roles.contains(&by.role)))
}
