//! One thing done to several cases of the queue: chosen, foreseen case by case, then done case by case.
//!
//! Nothing here decides: what would happen is asked of [`App::foresee`](crate::app::App::foresee), and each case is changed by a
//! command of its own. Where one of them is refused the others go on, and the last page says what came of each.

mod act;
mod offered;
mod told;

use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use askama::Template;

use super::error::PageError;
use super::member::Member;
use super::page::{Frame, Nav, PageResult, blocking, see_other, show};
use super::speech::{Cited, NOBODY, Speech};
use super::stand_in;
use super::submitted::Submitted;
use crate::access::password::random_text;
use crate::app::{Asked, ExecuteError, Idempotency, Request, Target};
use crate::locale::say;
use crate::pack::CaseType;
use act::Act;
use offered::{Offer, offers};

/// The most cases that are changed at once.
const CASES_MAX: usize = 100;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/{org}/bulk", web::post().to(bulk));
}

/// A case that was chosen, and the version that was shown of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Chosen {
    number: String,
    version: Option<u64>,
}

impl Chosen {
    /// `24090001`, or `24090001@7`.
    fn read(text: &str) -> Self {
        match text.rsplit_once('@') {
            Some((number, version)) => Self {
                number: number.to_owned(),
                version: version.parse().ok(),
            },
            None => Self {
                number: text.to_owned(),
                version: None,
            },
        }
    }
}

/// What is to be done.
#[derive(Template)]
#[template(path = "bulk_choose.html")]
struct ChoosePage {
    frame: Frame,
    cases: Vec<(String, String)>,
    offers: Vec<Offer>,
    owners: Vec<(String, String)>,
    /// Nothing was chosen, or its text is missing.
    error: Option<String>,
}

/// What would come of it, or has come of it.
#[derive(Template)]
#[template(path = "bulk_rows.html")]
struct RowsPage {
    frame: Frame,
    lead: String,
    rows: Vec<Row>,
    /// What confirms it; `None` where nothing can be done, or it is done.
    confirming: Option<Confirming>,
}

struct Row {
    number: String,
    address: String,
    is_done: bool,
    lines: Vec<String>,
    clauses: Vec<Cited>,
}

struct Confirming {
    key: String,
    act: Vec<(String, String)>,
    cases: Vec<String>,
    button: String,
}

/// Every step of it: which cases, what with them, what would come of it, and what has.
async fn bulk(member: Member, submitted: Submitted) -> PageResult {
    blocking(move || {
        let mut chosen: Vec<Chosen> = Vec::new();
        for (_, value) in submitted.pairs.iter().filter(|(name, _)| name == "case") {
            let one = Chosen::read(value);
            if !chosen.iter().any(|known| known.number == one.number) {
                chosen.push(one);
            }
        }
        if chosen.is_empty() {
            return Ok(see_other(member.address("/cases?done=none-chosen")));
        }
        if chosen.len() > CASES_MAX {
            return Err(PageError::TooLarge);
        }
        match submitted.text("step") {
            "foresee" => match Act::read(&member, &submitted) {
                Ok(act) => foreseen(&member, &chosen, &act),
                Err(error) => choose(&member, &chosen, Some(error)),
            },
            "do" => match Act::read(&member, &submitted) {
                Ok(act) => done(&member, &chosen, &act, submitted.text("_key")),
                Err(error) => choose(&member, &chosen, Some(error)),
            },
            _ => choose(&member, &chosen, None),
        }
    })
    .await
}

fn choose(member: &Member, chosen: &[Chosen], error: Option<String>) -> PageResult {
    let offered = offers(member, chosen)?;
    let people = member.app().people(member.organization())?;
    let away = member.app().away(member.organization())?;
    let status = if error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let count = [("count", offered.cases.len().into())];
    let page = ChoosePage {
        frame: Frame::of(member, say(&member.language, "bulk-title", &count), Nav::Queue),
        cases: offered.cases,
        offers: offered.offers,
        owners: stand_in::choices(member, &people, &away),
        error,
    };
    show(status, &page)
}

fn foreseen(member: &Member, chosen: &[Chosen], act: &Act) -> PageResult {
    let mut rows = Vec::new();
    let mut possible = Vec::new();
    for one in chosen {
        match member.app().foresee(&request(member, one, act, None)) {
            Ok(foreseen) => {
                possible.push(format!("{}@{}", one.number, foreseen.before.version));
                rows.push(row(
                    member,
                    &one.number,
                    true,
                    told::lines(member, &foreseen),
                    Vec::new(),
                ));
            }
            Err(error) => rows.push(refused(member, &one.number, error)?),
        }
    }
    let counts = [
        ("possible", possible.len().into()),
        ("count", chosen.len().into()),
        ("act", act.name(member).into()),
    ];
    let page = RowsPage {
        frame: Frame::of(member, member.say("bulk-preview-title"), Nav::Queue),
        lead: say(&member.language, "bulk-preview-lead", &counts),
        confirming: (!possible.is_empty()).then(|| Confirming {
            key: random_text(),
            act: act.fields(),
            button: say(&member.language, "bulk-confirm", &counts),
            cases: possible,
        }),
        rows,
    };
    show(StatusCode::OK, &page)
}

/// Sent twice it is done once: each case has a key of its own, made of that of the page.
fn done(member: &Member, chosen: &[Chosen], act: &Act, key: &str) -> PageResult {
    let mut rows = Vec::new();
    for one in chosen {
        let idempotency = (!key.is_empty()).then(|| {
            let what = format!("{}\n{:?}", one.number, act.fields());
            Idempotency::new(format!("{key} {}", one.number), what.as_bytes())
        });
        rows.push(match member.app().execute(request(member, one, act, idempotency)) {
            Ok(_) => row(member, &one.number, true, vec![member.say("bulk-row-done")], Vec::new()),
            Err(error) => refused(member, &one.number, error)?,
        });
    }
    let counts = [
        ("done", rows.iter().filter(|row| row.is_done).count().into()),
        ("count", rows.len().into()),
        ("act", act.name(member).into()),
    ];
    let page = RowsPage {
        frame: Frame::of(member, member.say("bulk-done-title"), Nav::Queue),
        lead: say(&member.language, "bulk-done-lead", &counts),
        rows,
        confirming: None,
    };
    show(StatusCode::OK, &page)
}

fn request(member: &Member, chosen: &Chosen, act: &Act, idempotency: Option<Idempotency>) -> Request {
    let asked = act.asked(member);
    // A comment loses nothing when the case has moved on meanwhile.
    let is_comment = matches!(asked, Asked::Comment { .. });
    Request {
        organization: member.organization().clone(),
        target: Target::Existing {
            number: chosen.number.clone(),
        },
        actor: member.actor.clone(),
        expected_version: chosen.version.filter(|_| !is_comment),
        asked,
        idempotency,
        language: member.language.clone(),
    }
}

/// Why nothing comes of it for this case, in words; what stops all of them is no row.
fn refused(member: &Member, number: &str, error: ExecuteError) -> Result<Row, PageError> {
    let (line, clauses) = match error {
        ExecuteError::NotFound => (member.say("bulk-not-found"), Vec::new()),
        ExecuteError::Forbidden => (member.say("bulk-forbidden"), Vec::new()),
        ExecuteError::Conflict { .. } => (member.say("bulk-moved"), Vec::new()),
        ExecuteError::IdempotencyMismatch => (member.say("form-sent-before"), Vec::new()),
        ExecuteError::Overloaded => (member.say("bulk-overloaded"), Vec::new()),
        ExecuteError::Invalid(errors) => {
            let all: Vec<String> = errors.into_iter().map(|error| error.message).collect();
            (all.join(&member.say("value-row-separator")), Vec::new())
        }
        ExecuteError::Refused(refusal) => {
            let case_type = case_type(member, number)?;
            match case_type {
                Some(case_type) => {
                    let speech = speech(member, case_type);
                    (
                        refusal.text(&member.pack, case_type, &member.language),
                        speech.clauses(&refusal.clauses),
                    )
                }
                None => (member.say("bulk-not-found"), Vec::new()),
            }
        }
        ExecuteError::Unavailable(error) => return Err(error.into()),
    };
    Ok(row(member, number, false, vec![line], clauses))
}

/// The type of a case, as today's policy knows it; the case has been seen by whoever is told.
fn case_type<'a>(member: &'a Member, number: &str) -> Result<Option<&'a CaseType>, PageError> {
    let case = member
        .app()
        .store()
        .read(|conn| crate::store::cases::by_number(conn, member.organization(), number))?;
    Ok(case.and_then(|case| member.pack.case_type(&case.case_type)))
}

fn speech<'a>(member: &'a Member, case_type: &'a CaseType) -> Speech<'a> {
    Speech {
        pack: &member.pack,
        case_type,
        language: &member.language,
        names: &NOBODY,
    }
}

fn row(member: &Member, number: &str, is_done: bool, lines: Vec<String>, clauses: Vec<Cited>) -> Row {
    Row {
        number: number.to_owned(),
        address: member.address(&format!("/cases/{number}")),
        is_done,
        lines,
        clauses,
    }
}
