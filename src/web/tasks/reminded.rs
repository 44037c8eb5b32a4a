//! What somebody was reminded of: told where they look for their work, until the case moves on or they tick it off.

use std::collections::{BTreeSet, HashMap};

use actix_web::web;
use chrono::{DateTime, Utc};

use crate::access::{self, Ability};
use crate::app::Looked;
use crate::case::{Case, Reminder, Until};
use crate::store::{self, cases, reminders};
use crate::web::chip::Chip;
use crate::web::error::PageError;
use crate::web::member::Member;
use crate::web::page::{PageResult, blocking, local, see_other};
use crate::web::queue::{Known, row as queue_row};
use crate::web::submitted::Submitted;

/// So many cases are told.
const SHOWN_MAX: usize = 30;

/// A case and all that somebody was reminded of in it.
pub(super) struct Reminded {
    pub address: String,
    pub number: String,
    pub subject: String,
    /// What it was about.
    pub about: String,
    /// When the last of it was told.
    pub at: String,
    pub chip: Chip,
    pub due: Option<String>,
    pub is_late: bool,
    /// Where it is ticked off, and what of the case was known when the list was shown; `None` for who only reads.
    pub done: Option<(String, u64)>,
}

pub(super) fn of(member: &Member, now: DateTime<Utc>) -> Result<Vec<Reminded>, PageError> {
    let (organization, pack) = (member.organization(), &*member.pack);
    let sight = access::sight(pack, &member.actor);
    let (open, cases, listed) = member.app().store().read(|conn| {
        let open = reminders::open(conn, organization, &member.actor, &sight)?;
        let ids: Vec<_> = open.keys().copied().collect();
        let cases = cases::by_ids(conn, organization, &ids)?;
        let listed = store::queue::by_ids(conn, organization, &sight, &ids)?;
        Ok::<_, store::Error>((open, cases, listed))
    })?;
    let may_tick = access::can(&member.actor, Ability::ChangeCases);
    let mut told: Vec<(DateTime<Utc>, Reminded)> = Vec::new();
    for listed in listed {
        let Some(case) = cases.iter().find(|case| case.id == listed.id) else {
            continue;
        };
        let Some(seqs) = open.get(&listed.id) else { continue };
        let known = Known::of(member, case);
        let Some((about, last)) = told_of(member, &known.case, seqs) else {
            continue;
        };
        let row = queue_row(member, &listed, Some(case), &HashMap::new(), now);
        let line = Reminded {
            done: may_tick.then(|| (format!("{}/reminders/done", row.address), case.version)),
            address: row.address,
            number: row.number,
            subject: row.subject,
            about,
            at: local(last, pack.zone),
            chip: row.chip,
            due: row.due,
            is_late: row.is_late,
        };
        told.push((last, line));
    }
    told.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    told.truncate(SHOWN_MAX);
    Ok(told.into_iter().map(|(_, line)| line).collect())
}

/// What somebody is to be reminded of in a case they have before them.
pub(in crate::web) fn reminded_in(member: &Member, case: &Case) -> Result<Option<String>, PageError> {
    if case.reminders.is_empty() {
        return Ok(None);
    }
    let sight = access::sight(&member.pack, &member.actor);
    let open = member
        .app()
        .store()
        .read(|conn| reminders::open(conn, member.organization(), &member.actor, &sight))?;
    let told = open.get(&case.id).and_then(|seqs| told_of(member, case, seqs));
    Ok(told.map(|(about, _)| about))
}

/// What these reminders of a case are about, each once, and when the last of them was told.
fn told_of(member: &Member, case: &Case, seqs: &BTreeSet<u64>) -> Option<(String, DateTime<Utc>)> {
    let of_theirs = || case.reminders.iter().filter(|known| seqs.contains(&known.seq));
    let last = of_theirs().map(|reminder| reminder.at).max()?;
    let mut abouts: Vec<&str> = Vec::new();
    for about in of_theirs().map(|reminder| about(member, case, reminder)) {
        if !abouts.contains(&about) {
            abouts.push(about);
        }
    }
    Some((abouts.join(&member.say("value-separator")), last))
}

/// What a reminder is about, as it was told then; the name of a deadline in the reader's language.
fn about<'a>(member: &'a Member, case: &Case, reminder: &'a Reminder) -> &'a str {
    let rule = match &reminder.until {
        Until::Deadline { deadline, .. } => member
            .pack
            .case_type(&case.case_type)
            .and_then(|case_type| case_type.deadlines.get(deadline)),
        Until::Task(_) | Until::Stage(_) => None,
    };
    let told = member.pack.languages.first();
    match rule {
        Some(rule) if told.is_some_and(|first| rule.name.in_language(first) == reminder.about) => {
            rule.name.in_language(&member.language)
        }
        _ => &reminder.about,
    }
}

/// Takes a case from the list of whoever asks, as far as they had seen what they were reminded of.
pub(super) async fn tick_off(member: Member, path: web::Path<(String, String)>, submitted: Submitted) -> PageResult {
    let (_, number) = path.into_inner();
    blocking(move || {
        let organization = member.organization().clone();
        let view = member
            .app()
            .view(&organization, &number, &member.actor, &Looked::Nothing)?;
        let (case, actor) = (view.case.id, member.actor.clone());
        let until = submitted.version().unwrap_or(view.case.version);
        member
            .app()
            .store()
            .write(move |conn| reminders::tick_off(conn, &organization, case, &actor, until))?;
        if submitted.has("here") {
            return Ok(see_other(member.case_address(&number, "reminded")));
        }
        Ok(see_other(member.address("/tasks?done=reminded")))
    })
    .await
}
