//! What a page lists as a file: CSV for whoever works on with it, XLSX for whoever looks at it.
//!
//! An export shows what its page shows, to the same person: no case they do not see, personal data masked. It is read page by
//! page beside the writer, and ends at a bound that it tells of in its last row.

mod csv;
mod xlsx;

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use actix_web::HttpRequest;
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use actix_web::web::{self, ServiceConfig};

use super::error::PageError;
use super::figures::{self, Which};
use super::member::Member;
use super::page::{Answer, PageResult, blocking};
use super::queue;
use crate::access;
use crate::locale::say;
use crate::report::{Counts, Ledger};
use crate::store::cases;
use crate::store::queue as listed;

/// The most cases of one export. Whoever needs more narrows the list, or asks the API.
const CASES_MAX: usize = 5_000;
/// How many of them are read at a time.
const READ_AT_ONCE: u16 = 100;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/{org}/cases.{format:csv|xlsx}", web::get().to(of_queue))
        .route("/{org}/registers/{id}.{format:csv|xlsx}", web::get().to(of_register))
        .route("/{org}/reports/{id}.{format:csv|xlsx}", web::get().to(of_report));
}

/// Texts in rows, under a head.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sheet {
    name: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Csv,
    Xlsx,
}

impl FromStr for Format {
    type Err = PageError;

    fn from_str(text: &str) -> Result<Self, PageError> {
        match text {
            "csv" => Ok(Self::Csv),
            "xlsx" => Ok(Self::Xlsx),
            _ => Err(PageError::NotFound),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        })
    }
}

impl Format {
    fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    fn write(self, sheet: &Sheet) -> Result<Vec<u8>, PageError> {
        match self {
            Self::Csv => Ok(csv::write(sheet)),
            Self::Xlsx => xlsx::write(sheet).map_err(PageError::broken),
        }
    }
}

async fn of_queue(member: Member, path: web::Path<(String, String)>, request: HttpRequest) -> PageResult {
    let format: Format = path.1.parse()?;
    let query = request.query_string().to_owned();
    blocking(move || {
        let asked = queue::Asked::read(&query, &member);
        answer(&member, "cases", format, &cases(&member, &asked)?)
    })
    .await
}

/// The list as its page shows it, all pages together.
fn cases(member: &Member, asked: &queue::Asked) -> Result<Sheet, PageError> {
    let now = member.app().clock().now();
    let filter = asked.filter(member, now);
    let sight = access::sight(&member.pack, &member.actor);
    let organization = member.organization();
    let people = member.app().people(organization)?;
    let names: HashMap<_, _> = people.users().map(|user| (&*user.id, user.name.as_str())).collect();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut after = None;
    let is_cut = loop {
        let (page, found) = member.app().store().read(|conn| {
            let page = listed::page(conn, organization, &sight, &filter, after, READ_AT_ONCE)?;
            let ids: Vec<_> = page.cases.iter().map(|listed| listed.id).collect();
            let found = cases::by_ids(conn, organization, &ids)?;
            Ok::<_, crate::store::Error>((page, found))
        })?;
        member
            .app()
            .note_finds(&member.pack, &found, &member.actor, filter.text.as_ref())?;
        for listed in &page.cases {
            let case = found.iter().find(|case| case.id == listed.id);
            rows.push(cells(queue::row(member, listed, case, &names, now)));
        }
        after = page.next;
        if after.is_none() || rows.len() >= CASES_MAX {
            break after.is_some();
        }
    };
    if is_cut {
        rows.truncate(CASES_MAX);
        rows.push(vec![cut(member, CASES_MAX)]);
    }
    let columns = [
        "queue-number",
        "export-priority",
        "queue-subject",
        "export-complainant",
        "queue-type",
        "queue-decisions",
        "queue-department",
        "queue-owner",
        "queue-stage",
        "queue-due",
        "export-next",
    ];
    Ok(Sheet {
        name: member.say("queue-title"),
        columns: columns.iter().map(|key| member.say(key)).collect(),
        rows,
    })
}

fn cells(row: queue::Row) -> Vec<String> {
    vec![
        row.number,
        row.priority.unwrap_or_default(),
        row.subject,
        row.complainant,
        row.kind,
        row.labels,
        row.department,
        row.owner,
        row.stage,
        row.chip.text,
        row.due.unwrap_or_default(),
    ]
}

async fn of_register(
    member: Member,
    path: web::Path<(String, String, String)>,
    which: web::Query<Which>,
) -> PageResult {
    figures::must_read(&member)?;
    let (_, id, format) = path.into_inner();
    let format: Format = format.parse()?;
    blocking(move || {
        let (ledger, month, is_cut) = figures::filled_in(&member, &id, &which)?;
        let mut sheet = of_ledger(&member, ledger);
        if is_cut {
            sheet.rows.push(vec![cut(&member, figures::CASES_MAX.into())]);
        }
        answer(&member, &format!("{id}-{month}"), format, &sheet)
    })
    .await
}

fn of_ledger(member: &Member, ledger: Ledger) -> Sheet {
    let number = ledger.number_name.unwrap_or_else(|| member.say("queue-number"));
    Sheet {
        name: ledger.name,
        columns: std::iter::once(number).chain(ledger.columns).collect(),
        rows: ledger
            .rows
            .into_iter()
            .map(|row| std::iter::once(row.number).chain(row.cells).collect())
            .collect(),
    }
}

async fn of_report(member: Member, path: web::Path<(String, String, String)>, which: web::Query<Which>) -> PageResult {
    figures::must_read(&member)?;
    let (_, id, format) = path.into_inner();
    let format: Format = format.parse()?;
    blocking(move || {
        let (counts, month, is_cut) = figures::counted(&member, &id, &which)?;
        let mut sheet = of_counts(&member, counts);
        if is_cut {
            sheet.rows.push(vec![cut(&member, figures::CASES_MAX.into())]);
        }
        answer(&member, &format!("{id}-{month}"), format, &sheet)
    })
    .await
}

/// Every breakdown below the other, and all of the month first.
fn of_counts(member: &Member, counts: Counts) -> Sheet {
    let total = vec![member.say("figures-total"), String::new(), counts.total.to_string()];
    let breakdowns = counts.breakdowns.into_iter().flat_map(|breakdown| {
        let name = breakdown.name;
        breakdown.counts.into_iter().map(move |count| {
            let number = count.cases.len().to_string();
            vec![name.clone(), count.label, number]
        })
    });
    let mut rows: Vec<Vec<String>> = std::iter::once(total).chain(breakdowns).collect();
    for row in rows.iter_mut().skip(1).filter(|row| row[1].is_empty()) {
        row[1] = member.say("figures-unknown");
    }
    Sheet {
        name: counts.name,
        columns: ["export-by", "export-value", "export-count"]
            .iter()
            .map(|key| member.say(key))
            .collect(),
        rows,
    }
}

/// That no more than so many cases were asked.
fn cut(member: &Member, limit: usize) -> String {
    say(&member.language, "export-cut", &[("limit", limit.into())])
}

/// Names the file by what is in it and by the day, and tells the operator that it was made: of what it holds, nothing.
fn answer(member: &Member, what: &str, format: Format, sheet: &Sheet) -> PageResult {
    let organization = member.organization();
    tracing::info!(%organization, person = %member.actor.id.0, what, rows = sheet.rows.len(), "a list was exported");
    let day = member.app().clock().now().with_timezone(&member.pack.zone).date_naive();
    Ok(Answer::File {
        media_type: format.media_type().to_owned(),
        disposition: ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![DispositionParam::Filename(format!(
                "{organization}-{what}-{day}.{format}"
            ))],
        },
        bytes: format.write(sheet)?,
    })
}
