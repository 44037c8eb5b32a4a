//! The page of a case: what it is, where it stands, what is next, and why.
//!
//! In the order of the page: `deadlines` with `idle`, `choices` with `in_place`, `decisions`, `tasks`, `answers`, `others` and `sent`; the
//! history is told by `story`.

mod answers;
mod choices;
mod deadlines;
mod decisions;
mod idle;
mod in_place;
mod looks;
mod others;
mod print;
mod sent;
mod tasks;

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

pub(super) use self::answers::AnswerSection;
use self::choices::{Blocked, Choices, Next};
use self::deadlines::DeadlineCard;
use self::decisions::DecisionCard;
use self::idle::IdleDeadline;
use self::looks::LookLine;
use self::others::OtherLine;
use self::sent::DocumentLine;
use self::tasks::TaskLine;
use super::alike::{self, AlikeLine};
use super::files::{FileLine, attached};
use super::guidance::{self, Note};
use super::presence::Presence;
use super::reveal::Reveal;
use super::slip::PortalCard;
use super::story::{self, Entry, Kind, Told};
use super::{speech, view};
use crate::access::password::random_text;
use crate::access::{self, Ability};
use crate::app::Looked;
use crate::app::View;
use crate::case::command::AttachedFile;
use crate::case::event::{Event, Recorded};
use crate::case::permission::Right;
use crate::case::{Case, Reading, surroundings};
use crate::expression::{Expression, Outcome};
use crate::form::{Answers, Surroundings as _};
use crate::store::{history, people};
use crate::value::Value;
use crate::web::error::PageError;
use crate::web::member::Member;
use crate::web::page::{Frame, Nav, PageResult, blocking, show as show_page};
use crate::web::speech::{Cited, Speech, one_line};
use crate::web::stand_in;

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
    /// What should be done now is somebody else's: what it is, and whose.
    turn: Option<(String, String)>,
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

/// The history, as far as it is shown.
struct Story {
    entries: Vec<Entry>,
    kinds: Vec<KindLink>,
    /// Address of the next page, and how many entries there still are.
    older: Option<(String, usize)>,
}

/// One way of narrowing the history.
struct KindLink {
    name: String,
    address: String,
    count: usize,
    is_here: bool,
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

/// What is told of a case whose content is gone.
struct Ruin {
    told: String,
    clauses: Vec<Cited>,
}

struct Step {
    name: String,
    /// `done`, `now`, or nothing for what may come.
    class: &'static str,
}

/// Types with more stages than this show only those the case has been at.
const STAGES_SHOWN_MAX: usize = 8;

pub(in crate::web) use print::print;

/// More outcomes that are not known yet fold away.
const UNDECIDED_SHOWN_MAX: usize = 3;
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
    let events = view.told(events);
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
    let turn = choices
        .turn_of_others()
        .map(|other| (other.name.clone(), other.reason.clone()));
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
    let decisions = speech.case_type.decisions.values().map(|rule| looks.decision(rule));
    let (decisions, mut undecided): (Vec<_>, Vec<_>) = decisions.partition(DecisionCard::says_something);
    let decisions = if undecided.len() > UNDECIDED_SHOWN_MAX {
        decisions
    } else {
        decisions.into_iter().chain(undecided.drain(..)).collect()
    };
    let (deadlines, deadlines_over) = looks.deadlines(&offered);
    let (subject, complainant) = looks.summary();
    let looked = looks.looked()?;
    let subject_line = one_line(&subject, 60);
    let title = format!("{} {subject_line}", case.number);
    let mut frame = Frame::of(member, title, Nav::Queue);
    if asked.done.as_deref() == Some("acted")
        && let Some(name) = looks.last_done(&events)
    {
        frame.flash = Some(looks.say_with("done-named", &[("what", name)]));
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
        is_open: case.closed_at.is_none(),
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
    let files = member.app().files_of(view, &view.told(events))?;
    let looks = Looks {
        member,
        view,
        speech: speech(member, view)?,
        files: files.into_iter().map(|file| (file.hash.clone(), file)).collect(),
    };
    Ok(looks.sections())
}

/// A number as people read it out: long runs of digits in groups of at most four.
fn read_out(number: &str) -> String {
    let letters: Vec<char> = number.chars().collect();
    let runs = letters.chunk_by(|one, next| one.is_ascii_digit() == next.is_ascii_digit());
    let told = runs.map(|run| {
        let text = |part: &[char]| part.iter().collect::<String>();
        if run.len() <= 5 || !run.first().is_some_and(char::is_ascii_digit) {
            return text(run);
        }
        run.rchunks(4).rev().map(text).collect::<Vec<_>>().join(" ")
    });
    told.collect()
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

    /// What this person has done last, by name.
    fn last_done(&self, events: &[Recorded]) -> Option<String> {
        let mut own = events
            .iter()
            .rev()
            .filter(|recorded| recorded.by == self.member.actor.id);
        own.find_map(|recorded| match &recorded.event {
            Event::Acted { action, .. } => {
                let action = self.speech.case_type.actions.get(action)?;
                Some(self.speech.text(&action.name).to_owned())
            }
            Event::TaskDone { number, .. } => {
                let task = self.case().tasks.iter().find(|task| task.number == *number)?;
                Some(self.speech.task_given(task))
            }
            _ => None,
        })
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

    /// The history, narrowed to what the address asks for.
    fn story(&self, events: &[Recorded], asked: &Asked) -> Story {
        let address = self.case_address("");
        let entries = story::tell(&Told {
            speech: self.speech,
            address: &address,
            case: self.case(),
            events: &self.view.others.told(events),
        });
        if asked.is_whole {
            return Story {
                entries,
                kinds: Vec::new(),
                older: None,
            };
        }
        let kind = asked.show.as_deref().and_then(Kind::of_word);
        let before = asked.before.as_deref().and_then(|before| before.parse().ok());
        let page = story::page(entries, kind, before);
        let narrowed = |kind: Option<Kind>| kind.map_or_else(String::new, |kind| format!("?show={}", kind.word()));
        let link = |of: Option<Kind>, name: &str, count| KindLink {
            name: self.say(name),
            address: format!("{address}{}#story", narrowed(of)),
            count,
            is_here: of == kind,
        };
        let kinds = page
            .counts
            .iter()
            .map(|(kind, count)| link(Some(*kind), &format!("story-kind-{}", kind.word()), *count));
        Story {
            kinds: std::iter::once(link(None, "story-kind-all", page.all))
                .chain(kinds)
                .collect(),
            older: page.older.map(|(before, count)| {
                let joined = if kind.is_some() { '&' } else { '?' };
                (
                    format!("{address}{}{joined}before={before}#story", narrowed(kind)),
                    count,
                )
            }),
            entries: page.entries,
        }
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

    fn destroyed(&self) -> Option<Ruin> {
        let destroyed = self.case().destroyed.as_ref()?;
        let at = self.speech.moment(destroyed.at);
        let told = self.say_with("case-destroyed", &[("at", at), ("by", destroyed.by_name.clone())]);
        Some(Ruin {
            told,
            clauses: self.speech.clauses(&destroyed.clauses),
        })
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

    fn seen(&self, seen: &[(String, Value)]) -> Vec<(String, String)> {
        seen.iter()
            .map(|(name, value)| (self.speech.name(name), self.speech.value(name, value)))
            .collect()
    }
}
