//! My work: the open tasks somebody may do, with their own due times, and the forms they have left half filled in.

use std::collections::HashMap;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use askama::Template;
use chrono::{DateTime, Utc};

use super::cases::own_step;
use super::chip::{self, Chip};
use super::drafts::{self, DraftLine};
use super::error::PageError;
use super::member::Member;
use super::page::{Frame, Nav, PageResult, blocking, encoded, show as show_page};
use super::queue::{Known, beside_number, row as queue_row, subject};
use super::speech::{NOBODY, Speech};
use crate::access::{self, Ability};
use crate::app::{App, ExecuteError, Looked};
use crate::case::choices::Doable;
use crate::case::{Actor, Case};
use crate::pack::Pack;
use crate::store::queue::{self, Filter};
use crate::store::work::{self, Narrowed, OpenTask};
use crate::store::{self, cases, reminders};

mod reminded;

use reminded::Reminded;
pub(super) use reminded::reminded_in;

const PAGE_SIZE: u16 = 50;
/// So many of the most urgent cases are looked through for steps that wait, and so many are told.
const LOOKED_THROUGH_MAX: u16 = 30;
const WAITING_MAX: usize = 12;
/// So many reminders stand before the tasks.
const REMINDED_SHOWN_MAX: usize = 5;
/// Counting stops here; more is "99+".
const COUNTED_MAX: u16 = 100;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/{org}/tasks", web::get().to(show)).route(
        "/{org}/cases/{number}/reminders/done",
        web::post().to(reminded::tick_off),
    );
}

#[derive(Template)]
#[template(path = "tasks.html")]
struct TasksPage {
    frame: Frame,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    /// The address of the next page.
    next: Option<String>,
    /// What they were reminded of and have not ticked off, by cases, the latest first.
    reminded: Vec<Reminded>,
    /// The earlier ones, folded away.
    reminded_before: Vec<Reminded>,
    /// Cases of which the next step is theirs, the most urgent first.
    waiting: Vec<Waiting>,
    drafts: Vec<DraftLine>,
}

/// A case that waits for a step.
struct Waiting {
    address: String,
    number: String,
    subject: String,
    step: String,
    chip: Chip,
    due: Option<String>,
    is_late: bool,
}

struct Tab {
    name: String,
    address: String,
    count: String,
    is_here: bool,
}

struct Row {
    /// Where the task is done.
    address: String,
    name: String,
    case: String,
    number: String,
    subject: String,
    /// The department or the person it was given to.
    whose: String,
    opened: String,
    chip: Chip,
    due: Option<String>,
    is_late: bool,
}

/// Which of the tasks are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    All,
    Mine,
    Department,
    Late,
}

impl Which {
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::All, "", "tasks-all"),
        (Self::Mine, "mine", "tasks-mine"),
        (Self::Department, "department", "tasks-department"),
        (Self::Late, "late", "tasks-late"),
    ];

    fn narrowed(self, member: &Member, now: DateTime<Utc>) -> Narrowed {
        let mut narrowed = Narrowed::default();
        match self {
            Self::All => {}
            Self::Mine => narrowed.person = Some(member.actor.acts_as().clone()),
            Self::Department => narrowed.departments.clone_from(&member.actor.departments),
            Self::Late => narrowed.due_before = Some(now),
        }
        narrowed
    }
}

async fn show(member: Member, request: HttpRequest) -> PageResult {
    let asked = web::Query::<HashMap<String, String>>::from_query(request.query_string());
    let asked = asked.map(web::Query::into_inner).unwrap_or_default();
    blocking(move || {
        let said = |name: &str| asked.get(name).map_or("", String::as_str);
        let now = member.app().clock().now();
        let (organization, pack) = (member.organization(), &*member.pack);
        let mine = (
            &access::sight(pack, &member.actor),
            &access::duties(pack, &member.actor),
        );
        let offered = Which::ALL.into_iter().filter(|(which, ..)| {
            // Whoever belongs to no department has none of their own.
            *which != Which::Department || !member.actor.departments.is_empty()
        });
        let here = offered.clone().find(|(_, word, _)| *word == said("show"));
        let here = here.map_or(Which::All, |(which, ..)| which);
        let after = said("after").parse().ok();
        let (tabs, (tasks, next), cases) = member.app().store().read(|conn| {
            let mut tabs = Vec::new();
            for (which, word, key) in offered {
                let narrowed = which.narrowed(&member, now);
                let count = work::count(conn, organization, mine, &narrowed, COUNTED_MAX)?;
                tabs.push(Tab {
                    name: member.say(key),
                    address: member.address(&address(word)),
                    count: counted(count),
                    is_here: which == here,
                });
            }
            let narrowed = here.narrowed(&member, now);
            let page = work::page(conn, organization, mine, &narrowed, after, PAGE_SIZE)?;
            let mut ids: Vec<_> = page.0.iter().map(|task| task.case).collect();
            ids.dedup();
            let cases = cases::by_ids(conn, organization, &ids)?;
            Ok::<_, store::Error>((tabs, page, cases))
        })?;
        let rows = tasks.iter().map(|task| {
            let case = cases.iter().find(|case| case.id == task.case);
            row(&member, task, case, now)
        });
        let word = Which::ALL.into_iter().find(|(which, ..)| *which == here);
        let word = word.map_or("", |(_, word, _)| word);
        let mut reminded = reminded::of(&member, now)?;
        let reminded_before = reminded.split_off(reminded.len().min(REMINDED_SHOWN_MAX));
        let page = TasksPage {
            rows: rows.collect(),
            next: next.map(|next| {
                let joined = if word.is_empty() { '?' } else { '&' };
                member.address(&format!(
                    "{}{joined}after={}",
                    address(word),
                    encoded(&next.to_string())
                ))
            }),
            tabs,
            reminded,
            reminded_before,
            waiting: waiting_for(&member, now)?,
            drafts: drafts::lines(&member)?,
            frame: Frame::of(&member, member.say("tasks-title"), Nav::Tasks),
        };
        show_page(StatusCode::OK, &page)
    })
    .await
}

fn address(word: &str) -> String {
    if word.is_empty() {
        "/tasks".to_owned()
    } else {
        format!("/tasks?show={word}")
    }
}

/// What the navigation says of somebody's work; nothing where nothing waits.
#[derive(Clone, Default)]
pub(super) struct Counts {
    /// How many open tasks there are.
    pub tasks: Option<String>,
    /// In how many cases they were reminded of something.
    pub reminders: Option<String>,
}

fn counted(count: usize) -> String {
    if count < usize::from(COUNTED_MAX) {
        count.to_string()
    } else {
        "99+".to_owned()
    }
}

/// How much waits for somebody.
pub(super) fn waiting(app: &App, pack: &Pack, actor: &Actor) -> Result<Counts, store::Error> {
    let (sight, duties) = (access::sight(pack, actor), access::duties(pack, actor));
    let (tasks, reminders) = app.store().read(|conn| {
        let all = Narrowed::default();
        let tasks = work::count(conn, &pack.organization, (&sight, &duties), &all, COUNTED_MAX)?;
        let reminders = reminders::open(conn, &pack.organization, actor, &sight)?.len();
        Ok::<_, store::Error>((tasks, reminders))
    })?;
    let some = |count| (count > 0).then(|| counted(count));
    Ok(Counts {
        tasks: some(tasks),
        reminders: some(reminders),
    })
}

/// The most urgent cases they see of which a step that should be done now is theirs.
fn waiting_for(member: &Member, now: DateTime<Utc>) -> Result<Vec<Waiting>, PageError> {
    let (organization, pack) = (member.organization(), &*member.pack);
    if !access::can(&member.actor, Ability::ChangeCases) {
        return Ok(Vec::new());
    }
    let sight = access::sight(pack, &member.actor);
    let urgent = member
        .app()
        .store()
        .read(|conn| queue::page(conn, organization, &sight, &Filter::default(), None, LOOKED_THROUGH_MAX))?;
    let mut waiting = Vec::new();
    for listed in urgent.cases {
        let view = match member
            .app()
            .view(organization, &listed.number, &member.actor, &Looked::Nothing)
        {
            Ok(view) => view,
            // It has gone meanwhile.
            Err(ExecuteError::NotFound) => continue,
            Err(error) => return Err(error.into()),
        };
        let Some(case_type) = view.case_type() else { continue };
        let choices = view.choices(&member.actor);
        // Tasks stand in a list of their own.
        let step = own_step(case_type, &view.case, &choices);
        let Some(step) = step.filter(|step| matches!(step.what, Doable::Act(_))) else {
            continue;
        };
        let row = queue_row(member, &listed, Some(&view.case), &HashMap::new(), now);
        waiting.push(Waiting {
            address: row.address,
            number: row.number,
            subject: row.subject,
            step: step.name.in_language(&member.language).to_owned(),
            chip: row.chip,
            due: row.due,
            is_late: row.is_late,
        });
        if waiting.len() == WAITING_MAX {
            break;
        }
    }
    Ok(waiting)
}

fn row(member: &Member, task: &OpenTask, case: Option<&Case>, now: DateTime<Utc>) -> Row {
    let (pack, language) = (&*member.pack, &member.language);
    let known_case = case.map(|case| Known::of(member, case));
    let case = known_case.as_ref().map(|known| &*known.case);
    let speech = pack.case_type(&task.case_type).map(|case_type| Speech {
        pack,
        case_type,
        language,
        names: case.map_or(&NOBODY, |case| &case.names),
    });
    let known = case.and_then(|case| case.tasks.iter().find(|known| known.number == task.number));
    let chip = match known.and_then(|known| Some((known, known.time.as_ref()?))) {
        Some((known, time)) => chip::of_task(known, time, pack, now, language),
        None => match task.due() {
            Some(due) => chip::until(due, pack, now, language),
            None => chip::none(language),
        },
    };
    let moment = |at| super::page::local(at, pack.zone);
    let due = task.due_at.map(moment).or_else(|| {
        let at = task.next_due.map(moment)?;
        Some(super::page::said(language, "tasks-due-of-case", &[("at", &at)]))
    });
    let department = task.department.as_ref();
    let department = department.map(|id| speech.map_or(id.as_str(), |speech| speech.department(id)).to_owned());
    let person = task.person.as_ref().map(|person| {
        if person == member.actor.acts_as() {
            member.say("tasks-you")
        } else {
            match &speech {
                Some(speech) => speech.person(&person.0).to_owned(),
                None => person.0.to_string(),
            }
        }
    });
    let name = match (&speech, known) {
        (Some(speech), Some(known)) => speech.task_about(known),
        (Some(speech), None) => speech.task(&task.task).to_owned(),
        (None, _) => task.task.to_string(),
    };
    Row {
        address: member.address(&format!("/cases/{}/tasks/{}", task.case_number, task.number)),
        name,
        case: member.address(&format!("/cases/{}", task.case_number)),
        number: task.case_number.clone(),
        subject: beside_number(
            subject(speech.as_ref(), known_case.as_ref(), &task.subject),
            &task.case_number,
        ),
        whose: person.or(department).unwrap_or_default(),
        opened: moment(task.opened_at),
        is_late: chip.class == "bad",
        chip,
        due,
    }
}
