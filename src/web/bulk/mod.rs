//! One thing done to several cases of the queue: chosen, foreseen case by case, then done case by case.
//!
//! Nothing here decides: what would happen is asked of [`App::foresee`](crate::app::App::foresee), and each case is changed by a
//! command of its own. Where one of them is refused the others go on, and the last page says what came of each.

mod act;
mod form;
mod offered;
mod told;

use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use askama::Template;

use super::cases::Wish;
use super::cases::filling;
use super::error::PageError;
use super::member::Member;
use super::page::{Frame, Nav, PageResult, blocking, see_other, show};
use super::speech::{Cited, NOBODY, Speech};
use super::stand_in;
use super::submitted::Submitted;
use crate::access::password::random_text;
use crate::app::{Asked, ExecuteError, Idempotency, Request, Target};
use crate::form::FieldError;
use crate::locale::say;
use crate::pack::CaseType;
use act::{Act, Obstacle, written};
use form::Asking;
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
    /// What can only be done case by case, and why.
    apart: Vec<(String, String)>,
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
    /// What the case is about, as far as whoever reads may know it.
    subject: String,
    is_done: bool,
    lines: Vec<String>,
    clauses: Vec<Cited>,
}

struct Confirming {
    key: String,
    act: Vec<(String, String)>,
    cases: Vec<String>,
    button: String,
    /// Whether there are answers that can still be changed.
    is_filled: bool,
}

/// Every step of it: which cases, what with them, what would come of it, and what has.
async fn bulk(member: Member, mut submitted: Submitted) -> PageResult {
    blocking(move || {
        let mut chosen: Vec<Chosen> = Vec::new();
        let case = if submitted.has("_step") { "_case" } else { "case" };
        for (_, value) in submitted.pairs.iter().filter(|(name, _)| name == case) {
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
        let step = written(&submitted, "step").to_owned();
        if step.is_empty() {
            return choose(&member, &chosen, None);
        }
        let act = match Act::read(&member, &submitted) {
            Ok(act) => act,
            Err(error) => return choose(&member, &chosen, Some(error)),
        };
        match (step.as_str(), &act) {
            ("fill", Act::Fill { case_type, action, .. }) => {
                let asking = Asking::of(&member, case_type, action).ok_or(PageError::NotFound)?;
                filled(&member, &chosen, &asking, &act.what(), &mut submitted)
            }
            (
                "foresee" | "again",
                Act::Fill {
                    case_type,
                    action,
                    answers,
                },
            ) if step == "again" || answers.is_none() => {
                let asking = Asking::of(&member, case_type, action).ok_or(PageError::NotFound)?;
                let typed = answers.clone().unwrap_or_default();
                form::page(&member, &asking, (&act.what(), &chosen), &typed, &[])
            }
            ("do", _) => done(&member, &chosen, &act, submitted.text("_key")),
            _ => foreseen(&member, &chosen, &act),
        }
    })
    .await
}

/// A form that was filled in for all of them: what would come of it, or the form again.
fn filled(member: &Member, chosen: &[Chosen], asking: &Asking, what: &str, submitted: &mut Submitted) -> PageResult {
    // Files are not taken here; the page has no place for them.
    submitted.files.clear();
    let typed = filling::typed(member, asking.form, submitted)?;
    match submitted.wish() {
        Wish::ShowFields => form::fields(member, asking, submitted, &typed),
        Wish::ShowPage => form::page(member, asking, (what, chosen), &typed, &[]),
        Wish::Submit | Wish::Check => {
            let act = Act::Fill {
                case_type: asking.case_type.id.clone(),
                action: asking.action.id.clone(),
                answers: Some(typed.clone()),
            };
            match wrong_for_all(member, chosen, &act) {
                Some(errors) => form::page(member, asking, (what, chosen), &typed, &errors),
                None => foreseen(member, chosen, &act),
            }
        }
    }
}

/// What is wrong with the answers, if it is the same with every case that would take them otherwise: then the form says so itself.
fn wrong_for_all(member: &Member, chosen: &[Chosen], act: &Act) -> Option<Vec<FieldError>> {
    let mut wrong: Option<Vec<FieldError>> = None;
    for one in chosen {
        let Ok(request) = request(member, one, act, None) else {
            continue;
        };
        match (member.app().foresee(&request), &wrong) {
            (Err(ExecuteError::Invalid(errors)), None) => wrong = Some(errors),
            (Err(ExecuteError::Invalid(errors)), Some(known)) if *known == errors => {}
            (Err(ExecuteError::Invalid(_)) | Ok(_), _) => return None,
            (Err(_), _) => {}
        }
    }
    wrong
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
        apart: offered.apart,
        owners: stand_in::choices(member, &people, &away),
        error,
    };
    show(status, &page)
}

fn foreseen(member: &Member, chosen: &[Chosen], act: &Act) -> PageResult {
    let mut rows = Vec::new();
    let mut possible = Vec::new();
    for one in chosen {
        let foreseen = request(member, one, act, None);
        match foreseen.and_then(|request| Ok(member.app().foresee(&request)?)) {
            Ok(foreseen) => {
                possible.push(format!("{}@{}", one.number, foreseen.before.version));
                rows.push(row(
                    member,
                    &one.number,
                    true,
                    told::lines(member, &foreseen),
                    Vec::new(),
                )?);
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
            is_filled: matches!(act, Act::Fill { .. }),
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
        let executed = request(member, one, act, idempotency);
        rows.push(match executed.and_then(|request| Ok(member.app().execute(request)?)) {
            Ok(_) => row(member, &one.number, true, vec![member.say("bulk-row-done")], Vec::new())?,
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

fn request(member: &Member, chosen: &Chosen, act: &Act, idempotency: Option<Idempotency>) -> Result<Request, Obstacle> {
    let asked = act.asked(member, &chosen.number)?;
    // A comment loses nothing when the case has moved on meanwhile.
    let is_comment = matches!(asked, Asked::Comment { .. });
    Ok(Request {
        organization: member.organization().clone(),
        target: Target::Existing {
            number: chosen.number.clone(),
        },
        actor: member.actor.clone(),
        expected_version: chosen.version.filter(|_| !is_comment),
        asked,
        idempotency,
        language: member.language.clone(),
    })
}

/// Why nothing comes of it for this case, in words; what stops all of them is no row.
fn refused(member: &Member, number: &str, obstacle: Obstacle) -> Result<Row, PageError> {
    let in_the_way = |line: String| row(member, number, false, vec![line], Vec::new());
    let error = match obstacle {
        Obstacle::Execute(error) => error,
        Obstacle::OtherType => return in_the_way(member.say("bulk-other-type")),
        Obstacle::Unfit(unfit) => return in_the_way(unfit.text(member)),
        Obstacle::Broken(error) => return Err(error),
    };
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
    row(member, number, false, vec![line], clauses)
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

fn row(
    member: &Member,
    number: &str,
    is_done: bool,
    lines: Vec<String>,
    clauses: Vec<Cited>,
) -> Result<Row, PageError> {
    Ok(Row {
        number: number.to_owned(),
        address: member.address(&format!("/cases/{number}")),
        subject: offered::subject_of(member, number)?,
        is_done,
        lines,
        clauses,
    })
}
