//! One line of a list: what a case is, where it stands, and what is due next.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::super::chip::{self, Chip};
use super::super::member::Member;
use super::super::speech::{NOBODY, Speech, one_line};
use crate::access::{self, Masker, Uncovered};
use crate::case::Case;
use crate::form::masked;
use crate::pack::DecisionBody;
use crate::pack::raw::FieldKind;
use crate::store::queue::Listed;

pub(in crate::web) struct Row {
    pub address: String,
    pub number: String,
    pub subject: String,
    pub priority: Option<String>,
    /// Masked: a list is no place for names.
    pub complainant: String,
    pub kind: String,
    pub decisions: String,
    pub department: String,
    pub stage: String,
    pub chip: Chip,
    pub due: Option<String>,
    /// Who handles it; empty if nobody does.
    pub owner: String,
    pub is_late: bool,
}

/// A case of a list, as whoever reads may know it.
pub(in crate::web) struct Known<'a> {
    pub case: Cow<'a, Case>,
    masker: Option<Masker>,
}

impl<'a> Known<'a> {
    pub fn of(member: &Member, case: &'a Case) -> Self {
        let pack = &*member.pack;
        let masker = access::is_masked_for(pack, &member.actor).then(|| Masker::of(pack, case, Uncovered::Nothing));
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
        Some(_) if is_personal() => masked(&subject),
        Some(masker) => masker.text(&subject),
        None => subject,
    };
    one_line(&subject, 80)
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
    let chip = match (listed.closed_at, listed.next_due) {
        (Some(_), _) => Chip {
            class: "plain",
            text: member.say("chip-closed"),
        },
        (None, Some(due)) => chip::until(due, pack, now, language),
        (None, None) => chip::none(language),
    };
    let due = speech
        .zip(case)
        .zip(listed.next_due)
        .and_then(|((speech, case), at)| Some(format!("{} {}", what_is_due(&speech, case, at)?, speech.moment(at))));
    let subject = subject(speech.as_ref(), known.as_ref(), &listed.subject);
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
            .map(masked)
            .unwrap_or_else(|| member.say("complainant-unnamed")),
        kind: case_type
            .map(|case_type| case_type.name.in_language(language).to_owned())
            .unwrap_or_default(),
        decisions: speech
            .zip(case)
            .map(|(speech, case)| decisions(&speech, case))
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

/// What people sort cases by in their heads: the answer that says by a table who handles it, and the first outcomes that are one of
/// several.
fn decisions(speech: &Speech, case: &Case) -> String {
    let outcomes = speech
        .case_type
        .decisions
        .values()
        .filter(|rule| !rule.options.is_empty())
        .filter_map(|rule| {
            let value = &case.decisions.get(&rule.id)?.value;
            let is_department = speech.pack.departments.contains_key(value.as_text()?);
            let name = speech.text(&rule.name);
            (!is_department).then(|| format!("{name} {}", speech.outcome(value, rule)))
        });
    let outcomes = category(speech, case).into_iter().chain(outcomes.take(2));
    outcomes.collect::<Vec<_>>().join(" · ")
}

/// The answer, one of several, by which the first table of the type goes.
fn category(speech: &Speech, case: &Case) -> Option<String> {
    let decisions = speech.case_type.decisions.values();
    let mut inputs = decisions.filter_map(|rule| match &rule.body {
        DecisionBody::Table(table) => Some(&table.inputs),
        _ => None,
    });
    let inputs = inputs.next()?;
    let mut fields = speech.case_type.forms.values().flat_map(|form| form.fields());
    let field = fields
        .find(|field| field.kind == FieldKind::Choice && field.slot.is_some_and(|slot| inputs.contains(&slot)))?;
    let value = case.answers.get(&field.id).filter(|value| !value.is_empty())?;
    Some(speech.answer(value, Some(field)))
}
