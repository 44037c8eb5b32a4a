//! Other cases of the same complainant, beside a case or an intake, each with what speaks for it.

use askama::Template;
use chrono::{DateTime, Utc};

use crate::access;
use crate::app::View;
use crate::app::alike::{Alike, Mark, knows_complainants};
use crate::case::choices::{Choice, Doable};
use crate::form::Answers;
use crate::locale::{Language, say};
use crate::pack::{CaseType, Pack};
use crate::store;
use crate::web::member::Member;
use crate::web::page::said;
use crate::web::speech::{NOBODY, Speech, one_line};

/// A repeat is likely within so many days.
const RECENT_DAYS: i64 = 30;

pub(super) struct AlikeLine {
    pub address: String,
    pub number: String,
    pub subject: String,
    /// `open, handling`, or that it is closed.
    pub state: String,
    /// `same telephone, same address, opened 3 days ago`.
    pub why: String,
    /// That it is likely the same matter, if it is.
    pub likely: Option<String>,
    /// Where the two can become one, and what leads there.
    pub merge: Option<(String, String)>,
}

/// The part of an intake page that tells of them. It is there, empty, before anything is found.
#[derive(Template)]
#[template(path = "alike.html")]
pub(super) struct AlikeView {
    language: Language,
    pub lines: Vec<AlikeLine>,
    /// Something was typed that could tell.
    pub is_looked_up: bool,
}

impl AlikeView {
    fn say(&self, key: &str) -> String {
        say(&self.language, key, &[])
    }
}

/// For an intake as it stands; nothing where cases of this type do not say who complains.
pub(super) fn in_intake(
    member: &Member,
    case_type: &CaseType,
    answers: &Answers,
) -> Result<Option<AlikeView>, store::Error> {
    // Whoever sees complainants masked is told nothing, not that there was nothing to tell.
    if !knows_complainants(case_type) || access::is_masked_for(&member.pack, &member.actor) {
        return Ok(None);
    }
    let telling = crate::app::alike::telling(case_type);
    let pack = &*member.pack;
    let alike = member.app().alike(pack, case_type, answers, None, &member.actor)?;
    let now = member.app().clock().now();
    Ok(Some(AlikeView {
        language: member.language.clone(),
        is_looked_up: telling
            .iter()
            .any(|id| answers.get(id).is_some_and(|value| !value.is_empty())),
        lines: alike.into_iter().map(|alike| line(member, pack, &alike, now)).collect(),
    }))
}

/// Beside a case.
pub(super) fn beside(
    member: &Member,
    view: &View,
    case_type: &CaseType,
    offered: &[Choice],
) -> Result<Vec<AlikeLine>, store::Error> {
    let case = &view.case;
    if case.destroyed.is_some() {
        return Ok(Vec::new());
    }
    let alike = member
        .app()
        .alike(&view.pack, case_type, &case.answers, Some(case), &member.actor)?;
    let merges = offered
        .iter()
        .any(|choice| choice.what == Doable::Merge && choice.is_allowed());
    let lines = alike.into_iter().map(|alike| {
        let is_mergeable = merges && alike.listed.closed_at.is_none() && alike.listed.case_type == case.case_type;
        let number = &alike.listed.number;
        let merge = is_mergeable.then(|| {
            let address = member.address(&format!("/cases/{}/merge?other={number}", case.number));
            (address, member.say("alike-merge"))
        });
        AlikeLine {
            merge,
            ..line(member, &view.pack, &alike, view.now)
        }
    });
    Ok(lines.collect())
}

fn line(member: &Member, pack: &Pack, alike: &Alike, now: DateTime<Utc>) -> AlikeLine {
    let language = &member.language;
    let listed = &alike.listed;
    let speech = pack.case_type(&listed.case_type).map(|case_type| Speech {
        pack,
        case_type,
        language,
        names: &NOBODY,
    });
    let mut why: Vec<String> = alike.marks.iter().map(|mark| member.say(word(*mark))).collect();
    if let Some(speech) = &speech {
        let same = alike.decisions.iter().map(|id| {
            let name = speech.decision(id);
            said(language, "alike-decision", &[("decision", name)])
        });
        why.extend(same);
    }
    let days = (now - listed.opened_at).num_days().max(0);
    why.push(say(language, "alike-opened", &[("days", days.into())]));
    let subject = speech.map_or_else(|| listed.subject.clone(), |speech| speech.subject(&listed.subject));
    let stage = speech.map_or_else(
        || listed.stage.to_string(),
        |speech| speech.stage(&listed.stage).to_owned(),
    );
    let is_open = listed.closed_at.is_none();
    AlikeLine {
        address: member.address(&format!("/cases/{}", listed.number)),
        number: listed.number.clone(),
        subject: one_line(&subject, 60),
        state: if is_open { stage } else { member.say("chip-closed") },
        why: why.join(&member.say("value-separator")),
        likely: (alike.is_sure() && (is_open || days <= RECENT_DAYS)).then(|| member.say("alike-likely")),
        merge: None,
    }
}

fn word(mark: Mark) -> &'static str {
    match mark {
        Mark::Phone => "alike-phone",
        Mark::Email => "alike-email",
        Mark::Address => "alike-address",
        Mark::Name => "alike-name",
    }
}
