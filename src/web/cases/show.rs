//! The page of a case: what it is, where it stands, what is next, and why.
//!
//! In the order of the page: `deadlines` with `idle`, `choices` with `in_place`, `decisions`, `tasks`, `answers`, `others` and `sent`; the
//! history is told by `story`.

mod answers;
mod choices;
mod deadlines;
mod decisions;
mod head;
mod idle;
mod in_place;
mod looks;
mod others;
mod past;
mod print;
mod sent;
mod tasks;

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

pub(super) use self::answers::AnswerSection;
use self::choices::{Blocked, Choices, Next, Turn};
use self::deadlines::DeadlineCard;
use self::decisions::DecisionCard;
use self::head::{Ruin, Step, read_out};
use self::idle::IdleDeadline;
use self::looks::LookLine;
use self::others::OtherLine;
use self::past::Story;
use self::sent::DocumentLine;
use self::tasks::TaskLine;
use super::alike::{self, AlikeLine};
use super::files::{FileLine, attached};
use super::guidance::{self, Note};
use super::presence::Presence;
use super::reveal::Reveal;
use super::slip::PortalCard;
use super::{speech, view};
use crate::access::password::random_text;
use crate::access::{self, Ability};
use crate::app::{Looked, View};
use crate::case::command::AttachedFile;
use crate::case::permission::Right;
use crate::case::{Case, Reading};
use crate::store::{history, people};
use crate::value::Value;
use crate::web::error::PageError;
use crate::web::member::Member;
use crate::web::page::{Frame, Nav, PageResult, blocking, show as show_page};
use crate::web::queue::beside_number;
use crate::web::speech::{Speech, one_line};
use crate::web::{stand_in, tasks as tasks_page};

#[derive(Template)]
#[template(path = "case.html")]
pub(super) struct CasePage {
    frame: Frame,
    case: String,
    number: String,
    kind: String,
    subject: String,
    /// How urgent it is, unless it is ordinary.
    priority: Option<String>,
    /// Who, how and when, in one line.
    facts: Vec<String>,
    steps: Vec<Step>,
    round: Option<String>,
    /// It has just been registered: its number, to be read out.
    read_out: Option<String>,
    turn: Option<Turn>,
    /// What this person was reminded of in it.
    reminded: Option<String>,
    /// What this person can do now.
    next: Vec<Next>,
    /// What else can be done.
    more: Vec<Next>,
    blocked: Vec<Blocked>,
    others: Vec<Blocked>,
    decisions: Vec<DecisionCard>,
    undecided: Vec<DecisionCard>,
    deadlines: Vec<DeadlineCard>,
    deadlines_over: Vec<DeadlineCard>,
    deadlines_idle: Vec<IdleDeadline>,
    tasks: Vec<TaskLine>,
    sections: Vec<AnswerSection>,
    other_cases: Vec<OtherLine>,
    /// Cases of the same complainant.
    alike: Vec<AlikeLine>,
    presence: Presence,
    /// The case it was merged into.
    goes_on_in: Option<OtherLine>,
    documents: Vec<DocumentLine>,
    files: Vec<FileLine>,
    /// What files are taken: for the browser, and in words; empty where nothing is said.
    accept: String,
    taken: String,
    story: Story,
    /// That nothing is left of it, by whom and under which clauses.
    destroyed: Option<Ruin>,
    /// For those who audit, where looks are written down.
    looks: Vec<LookLine>,
    guidance: Vec<Note>,
    owner: Option<String>,
    is_mine: bool,
    is_open: bool,
    /// Taking over and giving back is theirs to do.
    may_handle: bool,
    /// Not somebody who only reads.
    may_change: bool,
    version: u64,
    key: String,
    overdue: usize,
    portal: Option<PortalCard>,
    /// Where personal data is masked, or has just been shown.
    pub(super) reveal: Reveal,
}

/// What the address of the page says.
#[derive(Default, serde::Deserialize)]
pub(in crate::web) struct Asked {
    /// A kind of what the history tells.
    show: Option<String>,
    before: Option<String>,
    done: Option<String>,
    /// The history stands on one page.
    #[serde(skip)]
    is_whole: bool,
}

impl Asked {
    /// For the case file, which leaves nothing out.
    fn for_file() -> Self {
        Self {
            is_whole: true,
            ..Self::default()
        }
    }
}

pub(super) use decisions::holds_something;
pub(in crate::web) use print::print;

/// So many steps are shown at once; the others fold away.
const NEXT_SHOWN_MAX: usize = 3;

pub(in crate::web) async fn show(
    member: Member,
    path: web::Path<(String, String)>,
    asked: web::Query<Asked>,
) -> PageResult {
    let (_, number) = path.into_inner();
    let asked = asked.into_inner();
    blocking(move || {
        let view = view(&member, &number, &Looked::Case)?;
        let page = page(&member, &view, &asked)?;
        show_page(StatusCode::OK, &page)
    })
    .await
}

pub(super) fn page(member: &Member, view: &View, asked: &Asked) -> Result<CasePage, PageError> {
    let speech = speech(member, view)?;
    let case = &view.case;
    let (events, owner) = member.app().store().read(|conn| {
        let events = history::of_case(conn, member.organization(), case.id, case.version)?;
        let owner = case
            .owner
            .as_ref()
            .map(|owner| people::by_id(conn, owner))
            .transpose()?
            .flatten();
        Ok::<_, crate::store::Error>((events, owner))
    })?;
    let away = member.app().away(member.organization())?;
    let events = view.tells(events);
    let files = member.app().files_of(view, &events)?;
    let names = files.into_iter().map(|file| (file.hash.clone(), file)).collect();
    let offered = view.choices(&member.actor);
    let may_change = access::can(&member.actor, Ability::ChangeCases);
    let looks = Looks {
        member,
        view,
        speech,
        files: names,
    };
    let choices = looks.choices(&offered);
    let turn = looks.turn(&choices);
    let Choices {
        mut next,
        blocked,
        others,
    } = choices;
    let more = if next.len() > NEXT_SHOWN_MAX {
        next.split_off(NEXT_SHOWN_MAX - 1)
    } else {
        Vec::new()
    };
    // Of a case that is over nothing is decided any more.
    let is_open = case.closed_at.is_none();
    let decisions = speech.case_type.decisions.values().map(|rule| looks.decision(rule));
    let (decisions, undecided): (Vec<_>, Vec<_>) = decisions.partition(DecisionCard::says_something);
    let undecided = if is_open { undecided } else { Vec::new() };
    let (deadlines, deadlines_over) = looks.deadlines(&offered);
    let (subject, complainant) = looks.summary();
    let looked = looks.looked()?;
    let subject_line = beside_number(one_line(&subject, 60), &case.number);
    let title = format!("{} {subject_line}", case.number).trim_end().to_owned();
    let mut frame = Frame::of(member, title, Nav::Queue);
    if let Some(done) = looks.done(&events, asked) {
        frame.flash = Some(looks.and_then(done, turn.as_ref(), next.first()));
    }
    Ok(CasePage {
        frame,
        case: member.address(&format!("/cases/{}", case.number)),
        number: case.number.clone(),
        kind: speech.text(&speech.case_type.name).to_owned(),
        subject: subject_line,
        priority: view.urgency(&member.actor).map(|urgency| {
            let level = speech.case_type.priorities.get(&urgency.level);
            level.map_or_else(
                || urgency.level.to_string(),
                |level| speech.text(&level.name).to_owned(),
            )
        }),
        facts: looks.facts(complainant),
        steps: looks.steps(&events),
        round: (case.round > 1)
            .then(|| crate::locale::say(&member.language, "case-round", &[("round", case.round.into())])),
        read_out: (asked.done.as_deref() == Some("opened")).then(|| read_out(&case.number)),
        turn,
        reminded: tasks_page::reminded_in(member, case)?,
        next,
        more,
        blocked,
        others,
        decisions,
        undecided,
        overdue: deadlines.iter().filter(|deadline| deadline.chip.class == "bad").count(),
        portal: PortalCard::of(member, view),
        deadlines,
        deadlines_over,
        deadlines_idle: looks.idle_deadlines(),
        tasks: looks.tasks(&offered),
        sections: looks.sections(),
        other_cases: looks.others(),
        alike: alike::beside(member, view, speech.case_type, &offered)?,
        presence: Presence::of(member, view, "")?,
        goes_on_in: looks.goes_on_in(),
        documents: looks.documents(),
        files: attached(&events).into_iter().map(FileLine::of).collect(),
        accept: view.pack.files.accept(),
        taken: match view.pack.files.told(&member.language) {
            told if told.is_empty() => told,
            told => crate::locale::say(&member.language, "files-taken", &[("what", told.into())]),
        },
        story: looks.story(&events, asked),
        looks: looked,
        destroyed: looks.destroyed(),
        guidance: guidance::on_case(&speech, Reading::Case(case), &view.context(&member.actor)),
        is_mine: case.owner.as_ref() == Some(member.actor.acts_as()),
        owner: case.owner.as_ref().map(|id| {
            let name = owner.map_or_else(|| id.0.to_string(), |owner| owner.name);
            stand_in::named(&member.language, member.pack.zone, &away, &id.0, &name)
        }),
        is_open,
        may_handle: may_change && view.is_entitled(Right::Handle, &member.actor),
        may_change,
        version: case.version,
        key: random_text(),
        reveal: Reveal::of(&speech, view),
    })
}

/// What is known of a case so far, for whoever fills in one of its forms.
pub(super) fn content(member: &Member, view: &View) -> Result<Vec<AnswerSection>, PageError> {
    let case = &view.case;
    let events = member
        .app()
        .store()
        .read(|conn| history::of_case(conn, member.organization(), case.id, case.version))?;
    let files = member.app().files_of(view, &view.tells(events))?;
    let looks = Looks {
        member,
        view,
        speech: speech(member, view)?,
        files: files.into_iter().map(|file| (file.hash.clone(), file)).collect(),
    };
    Ok(looks.sections())
}

/// One person's look at one case.
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

    fn seen(&self, seen: &[(String, Value)]) -> Vec<(String, String)> {
        seen.iter()
            .map(|(name, value)| (self.speech.name(name), self.speech.value(name, value)))
            .collect()
    }
}
