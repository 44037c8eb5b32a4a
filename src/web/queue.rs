//! The queue: what is to be done, the most urgent first.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::chip::{self, Chip};
use super::member::Member;
use super::page::{Frame, Nav, PageResult, blocking, show as show_page};
use super::policy::indent;
use super::speech::{NOBODY, Speech};
use crate::access;
use crate::case::Case;
use crate::form::masked;
use crate::pack::id::{CaseTypeId, DepartmentId, StageId};
use crate::store::cases;
use crate::store::queue::{self, Filter, Listed, Which};
use crate::value::Value;

const PAGE_SIZE: u16 = 40;

/// What stands in the address. Everything may be missing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    #[serde(rename = "type")]
    case_type: String,
    stage: String,
    department: String,
    mine: String,
    which: String,
    after: String,
}

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage {
    frame: Frame,
    /// How many open cases this person sees.
    open: String,
    asked: Asked,
    types: Vec<Choice>,
    stages: Vec<Choice>,
    departments: Vec<Choice>,
    which: Vec<Choice>,
    rows: Vec<Row>,
    /// The address of the next page.
    next: Option<String>,
    is_filtered: bool,
}

struct Choice {
    id: String,
    label: String,
    chosen: bool,
}

struct Row {
    address: String,
    number: String,
    subject: String,
    priority: Option<String>,
    /// Masked: a list is no place for names.
    complainant: String,
    kind: String,
    decisions: String,
    department: String,
    stage: String,
    chip: Chip,
    due: Option<String>,
    is_late: bool,
}

pub(super) async fn show(member: Member, asked: web::Query<Asked>) -> PageResult {
    blocking(move || {
        let asked = asked.into_inner();
        let pack = &member.pack;
        let filter = filter(&member, &asked);
        let sight = access::sight(pack, &member.actor);
        let after = asked.after.parse().ok();
        let now = member.app().clock().now();
        let (page, cases, counts) = member.app().store().read(|conn| {
            let page = queue::page(conn, member.organization(), &sight, &filter, after, PAGE_SIZE)?;
            let mut cases = Vec::new();
            for listed in &page.cases {
                cases.push(cases::by_id(conn, member.organization(), listed.id)?);
            }
            Ok::<_, crate::store::Error>((
                page,
                cases,
                queue::counts_by_stage(conn, member.organization(), &sight)?,
            ))
        })?;
        let open: i64 = counts.iter().map(|(_, _, count)| count).sum();
        let rows = page
            .cases
            .iter()
            .zip(&cases)
            .map(|(listed, case)| row(&member, listed, case.as_ref(), now));
        let page = QueuePage {
            frame: Frame::of(&member, member.say("queue-title"), Nav::Queue),
            open: crate::locale::say(&member.language, "queue-open", &[("count", open.into())]),
            rows: rows.collect(),
            types: types(&member, &asked),
            stages: stages(&member, &asked),
            departments: departments(&member, &asked),
            which: which(&member, &asked),
            next: page.next.map(|next| next_address(&member, &asked, &next.to_string())),
            is_filtered: is_filtered(&asked),
            asked,
        };
        show_page(StatusCode::OK, &page)
    })
    .await
}

fn is_filtered(asked: &Asked) -> bool {
    let texts = [
        &asked.q,
        &asked.case_type,
        &asked.stage,
        &asked.department,
        &asked.mine,
        &asked.which,
    ];
    texts.iter().any(|text| !text.is_empty())
}

fn filter(member: &Member, asked: &Asked) -> Filter {
    let said = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    Filter {
        case_type: said(&asked.case_type).map(CaseTypeId::new),
        stage: said(&asked.stage).map(StageId::new),
        text: said(&asked.q),
        departments: said(&asked.department).map_or_else(Vec::new, |department| {
            member.pack.with_below(&DepartmentId::new(department))
        }),
        owner: (!asked.mine.is_empty()).then(|| member.actor.id.clone()),
        which: match asked.which.as_str() {
            "closed" => Which::Closed,
            "all" => Which::All,
            _ => Which::Open,
        },
    }
}

/// The deadline or the task that ends at this moment.
fn what_is_due(speech: &Speech, case: &Case, at: chrono::DateTime<chrono::Utc>) -> Option<String> {
    let mut runs = case.deadlines.iter();
    let run = runs.rfind(|run| run.is_open() && run.due.due_at == at);
    let task = || {
        let mut tasks = case.tasks.iter();
        tasks.find(|task| task.running().is_some_and(|time| time.due.due_at == at))
    };
    run.map(|run| speech.deadline(&run.deadline).to_owned())
        .or_else(|| task().map(|task| speech.task_given(task)))
}

fn row(member: &Member, listed: &Listed, case: Option<&Case>, now: chrono::DateTime<chrono::Utc>) -> Row {
    let (pack, language) = (&*member.pack, &member.language);
    let case_type = pack.case_type(&listed.case_type);
    let speech = case_type.map(|case_type| Speech {
        pack,
        case_type,
        language,
        names: case.map_or(&NOBODY, |case| &case.names),
    });
    let chip = match (listed.closed_at, listed.next_due) {
        (Some(_), _) => Chip {
            class: "plain",
            text: member.say("chip-closed"),
        },
        (None, Some(due)) => chip::until(due, pack, now, language),
        (None, None) => chip::none(language),
    };
    let due = speech
        .zip(case)
        .zip(listed.next_due)
        .and_then(|((speech, case), at)| Some(format!("{} {}", what_is_due(&speech, case, at)?, speech.moment(at))));
    let subject = speech.map_or_else(|| listed.subject.clone(), |speech| subject(&speech, listed));
    let subject: String = subject.lines().next().unwrap_or_default().chars().take(80).collect();
    Row {
        address: member.address(&format!("/cases/{}", listed.number)),
        number: listed.number.clone(),
        subject,
        priority: listed
            .priority
            .as_ref()
            .map(|id| speech.map_or(id.as_str(), |speech| speech.priority(id)).to_owned()),
        complainant: listed
            .complainant
            .as_deref()
            .map(masked)
            .unwrap_or_else(|| member.say("complainant-unnamed")),
        kind: case_type
            .map(|case_type| case_type.name.in_language(language).to_owned())
            .unwrap_or_default(),
        decisions: speech
            .zip(case)
            .map(|(speech, case)| decisions(&speech, case))
            .unwrap_or_default(),
        department: listed
            .department
            .as_ref()
            .map(|id| speech.map_or(id.as_str(), |speech| speech.department(id)).to_owned())
            .unwrap_or_default(),
        stage: speech
            .map_or(listed.stage.as_str(), |speech| speech.stage(&listed.stage))
            .to_owned(),
        is_late: chip.class == "bad",
        chip,
        due,
    }
}

/// What the case is about; the label where it is one of several options.
fn subject(speech: &Speech, listed: &Listed) -> String {
    match speech.field(speech.case_type.subject.source()) {
        Some(field) => speech.answer(&Value::text(&listed.subject), Some(field)),
        None => listed.subject.clone(),
    }
}

/// The first outcomes that are one of several: what people sort cases by in their heads.
fn decisions(speech: &Speech, case: &Case) -> String {
    let outcomes = speech
        .case_type
        .decisions
        .values()
        .filter(|rule| !rule.options.is_empty())
        .filter_map(|rule| {
            let value = &case.decisions.get(&rule.id)?.value;
            let is_department = speech.pack.departments.contains_key(value.as_text()?);
            let name = speech.text(&rule.name);
            (!is_department).then(|| format!("{name} {}", speech.outcome(value, rule)))
        });
    outcomes.take(2).collect::<Vec<_>>().join(" · ")
}

fn types(member: &Member, asked: &Asked) -> Vec<Choice> {
    let types = member.pack.case_types.values();
    let choice = |case_type: &crate::pack::CaseType| Choice {
        id: case_type.id.to_string(),
        label: case_type.name.in_language(&member.language).to_owned(),
        chosen: *case_type.id == *asked.case_type,
    };
    types.map(choice).collect()
}

/// Of the chosen type, or of all; one that several types share is listed once.
fn stages(member: &Member, asked: &Asked) -> Vec<Choice> {
    let mut stages: Vec<Choice> = Vec::new();
    let types = member.pack.case_types.values();
    for case_type in types.filter(|case_type| asked.case_type.is_empty() || *case_type.id == *asked.case_type) {
        for (id, stage) in &case_type.stages {
            if !stages.iter().any(|known| known.id == id.as_str()) {
                stages.push(Choice {
                    id: id.to_string(),
                    label: stage.name.in_language(&member.language).to_owned(),
                    chosen: **id == *asked.stage,
                });
            }
        }
    }
    stages
}

fn departments(member: &Member, asked: &Asked) -> Vec<Choice> {
    let departments = member.pack.units.in_order().into_iter();
    departments
        .filter_map(|(id, depth)| {
            let name = member.pack.departments.get(&**id)?.name.in_language(&member.language);
            Some(Choice {
                id: id.to_string(),
                label: format!("{}{name}", indent(depth)),
                chosen: **id == *asked.department,
            })
        })
        .collect()
}

fn which(member: &Member, asked: &Asked) -> Vec<Choice> {
    [
        ("", "queue-which-open"),
        ("closed", "queue-which-closed"),
        ("all", "queue-which-all"),
    ]
    .into_iter()
    .map(|(id, key)| Choice {
        id: id.to_owned(),
        label: member.say(key),
        chosen: asked.which == id,
    })
    .collect()
}

fn next_address(member: &Member, asked: &Asked, after: &str) -> String {
    let said = [
        ("q", asked.q.as_str()),
        ("type", &asked.case_type),
        ("stage", &asked.stage),
        ("department", &asked.department),
        ("mine", &asked.mine),
        ("which", &asked.which),
        ("after", after),
    ];
    let query = said
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", super::page::encoded(value)))
        .collect::<Vec<_>>()
        .join("&");
    member.address(&format!("/cases?{query}"))
}
