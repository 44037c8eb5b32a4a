//! One line of a list: what a case is, where it stands, and what is due next.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::super::chip::{self, Chip};
use super::super::member::Member;
use super::super::speech::{NOBODY, Speech, one_line};
use crate::access::{self, Cover, Masker, Uncovered};
use crate::case::{Case, DeadlineState, Task, TaskTime};
use crate::pack::{CaseType, Source};
use crate::store::queue::Listed;

pub(in crate::web) struct Row {
    pub address: String,
    pub number: String,
    /// Empty if it is the number.
    pub subject: String,
    pub priority: Option<String>,
    /// Masked: a list is no place for names. Empty where nobody complains.
    pub complainant: String,
    pub kind: String,
    /// Category, severity, and what else it is sorted by.
    pub labels: String,
    pub department: String,
    pub stage: String,
    pub chip: Chip,
    pub due: Option<String>,
    /// Who handles it; empty if nobody does.
    pub owner: String,
    pub is_late: bool,
}

impl Row {
    /// What the line is known by beside its number.
    pub fn head(&self) -> &str {
        let parts = [&self.subject, &self.complainant, &self.kind];
        parts
            .into_iter()
            .find(|part| !part.is_empty())
            .map_or("", String::as_str)
    }

    /// What stands below it.
    pub fn below(&self, has_types: &bool) -> String {
        let kind = Some(&self.kind).filter(|_| *has_types);
        let parts = [&self.complainant].into_iter().chain(kind);
        let parts = parts.filter(|part| !part.is_empty() && **part != self.head());
        parts.map(String::as_str).collect::<Vec<_>>().join(" · ")
    }
}

/// A case of a list, as whoever reads may know it.
pub(in crate::web) struct Known<'a> {
    pub case: Cow<'a, Case>,
    masker: Option<Masker>,
}

impl<'a> Known<'a> {
    pub fn of(member: &Member, case: &'a Case) -> Self {
        let pack = &*member.pack;
        let cover = Cover::for_actor(pack, &member.actor);
        let masker = cover.map(|cover| Masker::of(pack, case, Uncovered::Nothing, cover));
        let mut case = Cow::Borrowed(case);
        if let Some(masker) = &masker {
            masker.case(case.to_mut());
        }
        Self { case, masker }
    }
}

/// The line by which a list tells a case, as it is written down beside it.
pub(in crate::web) fn subject(speech: Option<&Speech>, known: Option<&Known>, written: &str) -> String {
    let subject = speech.map_or_else(|| written.to_owned(), |speech| speech.subject(written));
    let is_personal = || speech.is_some_and(|speech| access::is_subject_personal(speech.pack, speech.case_type));
    let subject = match known.and_then(|known| known.masker.as_ref()) {
        Some(masker) if is_personal() => masker.line(&subject),
        Some(masker) => masker.text(&subject),
        None => subject,
    };
    one_line(&subject, 80)
}

/// The same, unless it is the number, which stands beside it.
pub(in crate::web) fn beside_number(subject: String, number: &str) -> String {
    if subject == number { String::new() } else { subject }
}

/// The deadline or the task that ends at this moment.
fn what_is_due(speech: &Speech, case: &Case, at: DateTime<Utc>) -> Option<String> {
    let mut runs = case.deadlines.iter();
    let run = runs.rfind(|run| run.is_open() && run.due.due_at == at);
    let task = || {
        let mut tasks = case.tasks.iter();
        tasks.find(|task| task.running().is_some_and(|time| time.due.due_at == at))
    };
    run.map(|run| speech.deadline(&run.deadline).to_owned())
        .or_else(|| task().map(|task| speech.task_given(task)))
}

/// The first deadline, or else the first task, whose clock stands.
fn what_is_paused(speech: &Speech, case: &Case) -> Option<String> {
    let run = case.deadlines.iter().find(|run| run.state == DeadlineState::Paused);
    let is_paused = |task: &&Task| task.done.is_none() && task.time.as_ref().is_some_and(TaskTime::is_paused);
    run.map(|run| speech.deadline(&run.deadline).to_owned())
        .or_else(|| Some(speech.task_given(case.tasks.iter().find(is_paused)?)))
}

pub(in crate::web) fn row(
    member: &Member,
    listed: &Listed,
    case: Option<&Case>,
    people: &HashMap<&str, &str>,
    now: DateTime<Utc>,
) -> Row {
    let (pack, language) = (&*member.pack, &member.language);
    let case_type = pack.case_type(&listed.case_type);
    let known = case.map(|case| Known::of(member, case));
    let case = known.as_ref().map(|known| &*known.case);
    let speech = case_type.map(|case_type| Speech {
        pack,
        case_type,
        language,
        names: case.map_or(&NOBODY, |case| &case.names),
    });
    let paused = speech
        .zip(case)
        .and_then(|(speech, case)| what_is_paused(&speech, case));
    let (chip, due) = match (listed.closed_at, listed.next_due, paused) {
        (Some(_), _, _) => (chip::closed(language), None),
        (None, Some(at), _) => {
            let due = speech.zip(case).and_then(|(speech, case)| {
                let what = what_is_due(&speech, case, at)?;
                Some(format!("{what} {}", speech.moment(at)))
            });
            (chip::until(at, pack, now, language), due)
        }
        (None, None, Some(what)) => {
            let stage = speech.map_or(listed.stage.as_str(), |speech| speech.stage(&listed.stage));
            (chip::paused_while(stage, language), Some(what))
        }
        (None, None, None) => (chip::none(language), None),
    };
    let subject = subject(speech.as_ref(), known.as_ref(), &listed.subject);
    let subject = beside_number(subject, &listed.number);
    // A list is no place for names: in clear they stand on the case.
    let cover = Cover::for_actor(pack, &member.actor).unwrap_or(Cover::Mask);
    Row {
        address: member.address(&format!("/cases/{}", listed.number)),
        number: listed.number.clone(),
        subject,
        priority: listed
            .priority
            .as_ref()
            .map(|id| speech.map_or(id.as_str(), |speech| speech.priority(id)).to_owned()),
        complainant: listed
            .complainant
            .as_deref()
            .map(|name| cover.line(name))
            .unwrap_or_else(|| unnamed(member, case_type)),
        kind: case_type
            .map(|case_type| case_type.name.in_language(language).to_owned())
            .unwrap_or_default(),
        labels: speech
            .zip(case)
            .map(|(speech, case)| labels(&speech, case))
            .unwrap_or_default(),
        department: listed
            .department
            .as_ref()
            .map(|id| speech.map_or(id.as_str(), |speech| speech.department(id)).to_owned())
            .unwrap_or_default(),
        stage: speech
            .map_or(listed.stage.as_str(), |speech| speech.stage(&listed.stage))
            .to_owned(),
        owner: listed
            .owner
            .as_ref()
            .map(|id| people.get(&*id.0).copied().unwrap_or(&id.0).to_owned())
            .unwrap_or_default(),
        is_late: chip.class == "bad",
        chip,
        due,
    }
}

/// That nobody has given a name, where somebody could have.
fn unnamed(member: &Member, case_type: Option<&CaseType>) -> String {
    let has_complainant = case_type.is_none_or(|case_type| case_type.complainant.is_some());
    if has_complainant {
        member.say("complainant-unnamed")
    } else {
        String::new()
    }
}

/// What people sort cases by in their heads: category, severity, and whatever else most depends on. Each but what comes first in every
/// line by its name.
fn labels(speech: &Speech, case: &Case) -> String {
    let labels = speech.case_type.labels(speech.pack).into_iter();
    let mut said: Vec<String> = Vec::new();
    for (at, label) in labels.filter(|label| label.is_shown).enumerate() {
        let value = match label.source {
            Source::Channel(field) | Source::Answer(field) => {
                let value = case.answers.get(&field.id).filter(|value| !value.is_empty());
                value.map(|value| speech.answer(value, Some(field)))
            }
            Source::Outcome(rule) => {
                let decided = case.decisions.get(&rule.id).map(|decided| &decided.value);
                let decided = decided.filter(|value| !value.is_empty());
                decided.map(|value| speech.outcome(value, rule))
            }
        };
        said.extend(value.map(|value| match label.source {
            Source::Answer(_) if at == 0 => value,
            _ => format!("{} {value}", speech.text(label.name)),
        }));
    }
    said.join(" · ")
}
