//! Registers and reports: what the pack says is kept and counted, filled in from the cases a person may see.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::error::PageError;
use super::member::Member;
use super::page::{Frame, Nav, PageResult, blocking, show as show_page};
use crate::access::{self, Ability, Cover};
use crate::app::Looked;
use crate::case::Case;
use crate::pack::id::{CaseTypeId, ClauseId};
use crate::report::{Counts, Ledger, Month, counts, ledger};
use crate::store::cases;

use super::speech::{Cited, cited};

/// More cases than a page could show; a month with more says that it was cut.
pub(super) const CASES_MAX: u16 = 5_000;

#[derive(Template)]
#[template(path = "figures.html")]
struct FiguresPage {
    frame: Frame,
    registers: Vec<Entry>,
    reports: Vec<Entry>,
}

struct Entry {
    address: String,
    name: String,
    clauses: Vec<Cited>,
}

#[derive(Template)]
#[template(path = "register.html")]
struct RegisterPage {
    frame: Frame,
    ledger: Ledger,
    months: Months,
    clauses: Vec<Cited>,
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    frame: Frame,
    counts: Counts,
    months: Months,
    clauses: Vec<Cited>,
}

/// The month shown, and the way to its neighbours.
struct Months {
    address: String,
    shown: String,
    previous: String,
    next: String,
    is_cut: bool,
}

/// `?month=2024-09`; the present month if not said.
#[derive(Deserialize)]
pub(super) struct Which {
    month: Option<String>,
}

impl Which {
    fn month(&self, member: &Member) -> Result<Month, PageError> {
        match &self.month {
            None => Ok(Month::of(&member.pack, member.app().clock().now())),
            Some(text) => Month::parse(text).ok_or(PageError::NotFound),
        }
    }
}

/// Whoever only connects a program has no business with them.
pub(super) fn must_read(member: &Member) -> Result<(), PageError> {
    if access::can(&member.actor, Ability::ReadFigures) {
        Ok(())
    } else {
        Err(PageError::Forbidden)
    }
}

pub(super) async fn list(member: Member) -> PageResult {
    must_read(&member)?;
    let entry = |kind: &str, id: &str, name: &crate::locale::Text, clauses: &[ClauseId]| Entry {
        address: member.address(&format!("/{kind}/{id}")),
        name: name.in_language(&member.language).to_owned(),
        clauses: cited(&member.pack, clauses, &member.language),
    };
    let registers = member.pack.registers.values();
    let reports = member.pack.reports.values();
    let page = FiguresPage {
        registers: registers
            .map(|one| entry("registers", &one.id, &one.name, &one.clauses))
            .collect(),
        reports: reports
            .map(|one| entry("reports", &one.id, &one.name, &one.clauses))
            .collect(),
        frame: Frame::of(&member, member.say("figures-title"), Nav::Figures),
    };
    show_page(StatusCode::OK, &page)
}

pub(super) async fn register(
    member: Member,
    path: web::Path<(String, String)>,
    which: web::Query<Which>,
) -> PageResult {
    must_read(&member)?;
    let (_, id) = path.into_inner();
    blocking(move || {
        let (ledger, month, is_cut) = filled_in(&member, &id, &which)?;
        let clauses = member.pack.registers.get(id.as_str()).map(|register| &register.clauses);
        let page = RegisterPage {
            frame: Frame::of(&member, ledger.name.clone(), Nav::Figures),
            months: months(&member, &format!("/registers/{id}"), month, is_cut),
            clauses: clauses.map_or_else(Vec::new, |clauses| cited(&member.pack, clauses, &member.language)),
            ledger,
        };
        show_page(StatusCode::OK, &page)
    })
    .await
}

/// A register of a month, and whether it was cut. Whoever reads it has looked at the cases in it.
pub(super) fn filled_in(member: &Member, id: &str, which: &Which) -> Result<(Ledger, Month, bool), PageError> {
    let register = member.pack.registers.get(id).ok_or(PageError::NotFound)?;
    let month = which.month(member)?;
    let Found { cases, is_cut } = cases_of(member, &register.case_type, month)?;
    let now = member.app().clock().now();
    let cover = Cover::for_actor(&member.pack, &member.actor);
    let ledger = ledger(&member.pack, register, &cases, now, &member.language, cover.as_ref());
    let numbers: BTreeSet<&str> = ledger.rows.iter().map(|row| row.number.as_str()).collect();
    let shown: Vec<&Case> = cases
        .iter()
        .filter(|case| numbers.contains(case.number.as_str()))
        .collect();
    let looked = Looked::Register(register.id.clone());
    member
        .app()
        .note_looks(&member.pack, &shown, &member.actor, &[looked])?;
    Ok((ledger, month, is_cut))
}

pub(super) async fn report(member: Member, path: web::Path<(String, String)>, which: web::Query<Which>) -> PageResult {
    must_read(&member)?;
    let (_, id) = path.into_inner();
    blocking(move || {
        let (counts, month, is_cut) = counted(&member, &id, &which)?;
        let clauses = member.pack.reports.get(id.as_str()).map(|report| &report.clauses);
        let page = ReportPage {
            frame: Frame::of(&member, counts.name.clone(), Nav::Figures),
            months: months(&member, &format!("/reports/{id}"), month, is_cut),
            clauses: clauses.map_or_else(Vec::new, |clauses| cited(&member.pack, clauses, &member.language)),
            counts,
        };
        show_page(StatusCode::OK, &page)
    })
    .await
}

/// A report of a month, and whether it was cut.
pub(super) fn counted(member: &Member, id: &str, which: &Which) -> Result<(Counts, Month, bool), PageError> {
    let report = member.pack.reports.get(id).ok_or(PageError::NotFound)?;
    let month = which.month(member)?;
    let Found { cases, is_cut } = cases_of(member, &report.case_type, month)?;
    let now = member.app().clock().now();
    let counts = counts(&member.pack, report, &cases, now, &member.language, &cover(member));
    Ok((counts, month, is_cut))
}

fn cover(member: &Member) -> Cover {
    Cover::for_actor(&member.pack, &member.actor).unwrap_or(Cover::Mask)
}

/// The month's cases that this person sees. A figure never counts what its reader may not look at, and says so if there were more.
fn cases_of(member: &Member, case_type: &CaseTypeId, month: Month) -> Result<Found, PageError> {
    let span = month.instants(&member.pack);
    let sight = access::sight(&member.pack, &member.actor);
    let mut cases = member.app().store().read(|conn| {
        cases::opened_between(
            conn,
            member.organization(),
            case_type,
            span,
            &sight,
            i64::from(CASES_MAX) + 1,
        )
    })?;
    let max = usize::from(CASES_MAX);
    let is_cut = cases.len() > max;
    cases.truncate(max);
    Ok(Found { cases, is_cut })
}

struct Found {
    cases: Vec<Case>,
    /// There are more than are counted.
    is_cut: bool,
}

fn months(member: &Member, rest: &str, month: Month, is_cut: bool) -> Months {
    Months {
        address: member.address(rest),
        shown: month.to_string(),
        previous: month.previous().to_string(),
        next: month.next().to_string(),
        is_cut,
    }
}
