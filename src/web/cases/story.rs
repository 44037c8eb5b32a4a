//! The history of a case as one story, the newest first: each act with what followed from it. It can be narrowed to what is of one
//! kind, and is told a page at a time.

mod page;

use self::page::Line;
pub(super) use self::page::{Entry, Kind, page};
use crate::case::event::{Event, Recorded};
use crate::case::{Case, CaseId};
use crate::locale::{Argument, say};
use crate::web::speech::Speech;

/// What is told.
pub(super) struct Told<'a> {
    pub speech: Speech<'a>,
    /// Of the case.
    pub address: &'a str,
    pub case: &'a Case,
    pub events: &'a [Recorded],
}

/// What happened in one command belongs together: it was written by the same person at the same moment.
pub(super) fn tell(told: &Told) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for group in told.events.chunk_by(|one, next| {
        one.at == next.at && one.by == next.by && one.stands_for == next.stands_for && !leads(&next.event)
    }) {
        let Some(first) = group.first() else { continue };
        let mut followed: Vec<Line> = group
            .iter()
            .skip(1)
            .filter_map(|event| told.line(&event.event))
            .collect();
        let mut kind = Kind::of(&first.event);
        let mut link = told.link(&first.event);
        let (what, class, text) = match told.led(&first.event) {
            Some(led) => led,
            // Time passed: what it brought is told first.
            None => match told.line(&first.event) {
                Some(line) => (line.text, class(&first.event), line.said),
                None if followed.is_empty() => continue,
                None => {
                    let line = followed.remove(0);
                    (kind, link) = (line.kind, line.link);
                    (line.text, "", line.said)
                }
            },
        };
        followed.dedup();
        entries.push(Entry {
            kind,
            seq: first.seq,
            link,
            at: told.speech.moment(first.at),
            by: if first.by.is_engine() {
                told.speech.say("story-by-engine")
            } else {
                match &first.stands_for {
                    None => first.by_name.clone(),
                    Some(absent) => say(
                        told.speech.language,
                        "story-for",
                        &[
                            ("by", first.by_name.as_str().into()),
                            ("absent", absent.name.as_str().into()),
                        ],
                    ),
                }
            },
            what,
            class,
            text,
            followed,
        });
    }
    entries.reverse();
    entries
}

/// Whether an event is what somebody asked for or what time brought, and not what follows from another.
fn leads(event: &Event) -> bool {
    matches!(
        event,
        Event::Opened { .. }
            | Event::Acted { .. }
            | Event::TaskDone { .. }
            | Event::Commented { .. }
            | Event::TookIn { .. }
            | Event::MergedInto { .. }
            | Event::Attached { .. }
            | Event::AccessGiven { .. }
            | Event::TakenOver { .. }
            | Event::Recorded { .. }
            | Event::DeadlineExtended { .. }
            | Event::DeadlineMissed { .. }
            | Event::TaskMissed { .. }
            | Event::DeadlineEnded { .. }
            | Event::Destroyed { .. }
    )
}

fn class(event: &Event) -> &'static str {
    match event {
        Event::DeadlineMissed { .. } | Event::TaskMissed { .. } | Event::ReactionFailed { .. } => "breach",
        _ => "",
    }
}

impl Told<'_> {
    fn say(&self, key: &str, arguments: &[(&'static str, &str)]) -> String {
        let arguments: Vec<(&'static str, Argument)> =
            arguments.iter().map(|(name, value)| (*name, (*value).into())).collect();
        say(self.speech.language, key, &arguments)
    }

    /// What somebody did: the sentence, how it is marked, and what they wrote.
    fn led(&self, event: &Event) -> Option<(String, &'static str, Option<String>)> {
        let speech = &self.speech;
        Some(match event {
            Event::Opened { .. } => (self.say("story-opened", &[]), "act", None),
            Event::Acted { action, .. } => (speech.action(action).to_owned(), "act", None),
            Event::TaskDone { number, .. } => (self.task(*number, "story-task-done"), "act", None),
            Event::Commented { text } => (self.say("story-commented", &[]), "note", Some(text.clone())),
            Event::TookIn { other, .. } => (self.say("story-took-in", &[("number", &other.number)]), "act", None),
            Event::MergedInto { other } => (self.say("story-merged-into", &[("number", &other.number)]), "act", None),
            Event::AccessGiven { to_survey: false } => (self.say("story-access-given", &[]), "note", None),
            Event::AccessGiven { to_survey: true } => (self.say("story-survey-given", &[]), "note", None),
            Event::Attached { file } => (self.say("story-attached", &[("file", &file.name)]), "note", None),
            Event::TakenOver { owner: Some(_) } => (self.say("story-taken", &[]), "note", None),
            Event::TakenOver { owner: None } => (self.say("story-given-back", &[]), "note", None),
            Event::Recorded {
                happening,
                at,
                text,
                breach,
                ..
            } => {
                let at = speech.moment(*at);
                let what = match happening {
                    Some(happening) => self.say(
                        "story-recorded-event",
                        &[("event", &speech.event(happening)), ("at", &at)],
                    ),
                    None => self.say("story-recorded", &[("at", &at)]),
                };
                if *breach {
                    (
                        self.say("story-breach", &[("what", &what)]),
                        "breach",
                        Some(text.clone()),
                    )
                } else {
                    (what, "act", Some(text.clone()))
                }
            }
            Event::DeadlineExtended {
                deadline,
                due,
                reason,
                step,
                ..
            } => {
                let until = speech.moment(due.due_at);
                let rule = speech.case_type.deadlines.get(deadline);
                let deadline = ("deadline", speech.deadline(deadline));
                let what = match rule.and_then(|rule| rule.step_name(*step)) {
                    Some(step) => self.say(
                        "story-extended-in-step",
                        &[deadline, ("until", &until), ("step", speech.text(step))],
                    ),
                    None => self.say("story-extended", &[deadline, ("until", &until)]),
                };
                (what, "act", Some(reason.clone()))
            }
            Event::DeadlineMissed { deadline, .. } => (
                self.say("story-missed", &[("deadline", speech.deadline(deadline))]),
                "breach",
                None,
            ),
            Event::TaskMissed { number } => (self.task(*number, "story-task-missed"), "breach", None),
            Event::DeadlineEnded { deadline, .. } => (
                self.say("story-ended", &[("deadline", speech.deadline(deadline))]),
                "",
                None,
            ),
            Event::Destroyed { .. } => (self.say("story-destroyed", &[]), "act", None),
            Event::Decided { decision, decided } => {
                let overridden = decided.overridden.as_ref()?;
                let rule = speech.case_type.decisions.get(decision)?;
                let value = speech.outcome(&decided.value, rule);
                let what = self.say(
                    "story-overridden",
                    &[("decision", speech.decision(decision)), ("value", &value)],
                );
                (what, "act", Some(overridden.reason.clone()))
            }
            _ => return None,
        })
    }

    fn line(&self, event: &Event) -> Option<Line> {
        Some(Line {
            text: self.followed(event)?,
            kind: Kind::of(event),
            link: self.link(event),
            said: match event {
                Event::Noticed { text, .. } => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
                _ => None,
            },
        })
    }

    /// Where it is explained or kept, and what leads there.
    fn link(&self, event: &Event) -> Option<(String, String)> {
        let (rest, key) = match event {
            Event::Decided { decision, .. } => (format!("/why/{decision}"), "why"),
            Event::DeadlineStarted { deadline, .. }
            | Event::DeadlineMissed { deadline, .. }
            | Event::DeadlineResumed { deadline, .. }
            | Event::DeadlineRederived { deadline, .. } => (format!("#deadline-{deadline}"), "deadline-ledger"),
            Event::Printed { number, .. } => (format!("/documents/{number}"), "story-open"),
            Event::Attached { file } if !file.hash.is_empty() => (format!("/files/{}", file.hash), "story-open"),
            _ => return None,
        };
        let address = if rest.starts_with('#') {
            rest
        } else {
            format!("{}{rest}", self.address)
        };
        Some((address, self.speech.say(key)))
    }

    /// What followed from something else; `None` for what only the engine needs.
    fn followed(&self, event: &Event) -> Option<String> {
        let speech = &self.speech;
        Some(match event {
            Event::Entered { stage, .. } => self.say("story-entered", &[("stage", speech.stage(stage))]),
            Event::Decided { decision, decided } => {
                let rule = speech.case_type.decisions.get(decision)?;
                if decided.value.is_empty() {
                    return None;
                }
                let value = speech.outcome(&decided.value, rule);
                self.say(
                    "story-decided",
                    &[("decision", speech.decision(decision)), ("value", &value)],
                )
            }
            Event::DeadlineStarted { deadline, due, .. } => {
                let at = speech.moment(due.due_at);
                self.say("story-started", &[("deadline", speech.deadline(deadline)), ("at", &at)])
            }
            Event::DeadlineWarned { deadline, .. } => {
                self.say("story-warned", &[("deadline", speech.deadline(deadline))])
            }
            Event::DeadlineMet { deadline, .. } => self.say("story-met", &[("deadline", speech.deadline(deadline))]),
            Event::DeadlineCancelled { deadline, .. } => {
                self.say("story-cancelled", &[("deadline", speech.deadline(deadline))])
            }
            Event::DeadlinePaused { deadline, .. } => {
                self.say("story-paused", &[("deadline", speech.deadline(deadline))])
            }
            Event::DeadlineResumed { deadline, due, .. } => {
                let at = speech.moment(due.due_at);
                self.say("story-resumed", &[("deadline", speech.deadline(deadline)), ("at", &at)])
            }
            Event::DeadlineRederived { deadline, due, .. } => {
                let at = speech.moment(due.due_at);
                self.say(
                    "story-rederived",
                    &[("deadline", speech.deadline(deadline)), ("at", &at)],
                )
            }
            Event::TaskOpened { number, .. } => self.task(*number, "story-task-opened"),
            Event::TaskTimed { number, due, .. } | Event::TaskResumed { number, due, .. } => {
                let at = speech.moment(due.due_at);
                self.say("story-started", &[("deadline", &self.task_name(*number)), ("at", &at)])
            }
            Event::TaskWarned { number } => self.task(*number, "story-task-warned"),
            Event::TaskPaused { number } => self.say("story-paused", &[("deadline", &self.task_name(*number))]),
            Event::TaskWithdrawn { number } => self.task(*number, "story-task-withdrawn"),
            Event::Assigned {
                department: Some(department),
            } => self.say("story-assigned", &[("department", speech.department(department))]),
            Event::Owned { owner } => self.say("story-owned", &[("owner", speech.person(&owner.0))]),
            Event::Noticed { notice, to, .. } => {
                let to = speech.addressee(to);
                self.say("story-noticed", &[("notice", speech.notice(notice)), ("to", &to)])
            }
            Event::Printed { document, .. } => self.say("story-printed", &[("document", speech.document(document))]),
            Event::Reminded { to, about, .. } => {
                self.say("story-reminded", &[("to", &speech.addressee(to)), ("about", about)])
            }
            Event::CaseOpened { other, .. } => {
                let kind = speech.kind(&other.case_type);
                self.say("story-case-opened", &[("kind", kind), ("number", &other.number)])
            }
            Event::OtherClosed { other } => self.say("story-other-closed", &[("number", self.number(*other))]),
            Event::OtherReopened { other } => self.say("story-other-reopened", &[("number", self.number(*other))]),
            Event::DeadlineBackdated {
                deadline, started_at, ..
            } => {
                let at = speech.moment(*started_at);
                self.say(
                    "story-backdated",
                    &[("deadline", speech.deadline(deadline)), ("at", &at)],
                )
            }
            Event::RoundStarted { round } => self.say("story-round", &[("round", &round.to_string())]),
            Event::SightNarrowed {
                excluded,
                confined_to,
                unsure,
                ..
            } => {
                let people: Vec<&str> = excluded.iter().map(|person| speech.person(&person.0)).collect();
                let people = people.join(&speech.say("value-separator"));
                let few = confined_to.iter().flatten().map(|role| speech.role(role));
                let few = few.collect::<Vec<_>>().join(&speech.say("value-separator"));
                match (people.is_empty(), few.is_empty()) {
                    // What could not be worked out is told by itself.
                    (true, true) if !unsure.is_empty() => return None,
                    (true, true) => self.say("story-open-to-all", &[]),
                    (false, true) => self.say("story-kept-from", &[("people", &people)]),
                    (true, false) => self.say("story-confidential", &[("roles", &few)]),
                    (false, false) => self.say("story-kept-from-and", &[("people", &people), ("roles", &few)]),
                }
            }
            Event::ExclusionOverridden => self.say("story-exclusion-overridden", &[]),
            Event::ReactionFailed { what, why } => {
                self.say("story-failed", &[("what", &speech.reaction(what)), ("why", why)])
            }
            _ => return None,
        })
    }

    fn number(&self, other: CaseId) -> &str {
        let linked = self.case.linked.iter().find(|linked| linked.other.id == other);
        linked.map_or("", |linked| &linked.other.number)
    }

    fn task(&self, number: u32, key: &str) -> String {
        self.say(key, &[("task", &self.task_name(number))])
    }

    /// With the department it was given to, if several could be meant.
    fn task_name(&self, number: u32) -> String {
        let task = self.case.tasks.iter().find(|task| task.number == number);
        task.map_or_else(String::new, |task| self.speech.task_given(task))
    }
}
