//! What expressions see of a case: the frame and its parts.

use super::process::Concerned;
use super::*;
use crate::expression::{Frame, History, Scripts, Slot};
use crate::form::Form;
use crate::pack::{CaseType, Layout};
use crate::value::is_same_text;

/// What an expression sees besides the values: the moment, what has happened, and the pack's scripts.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    pub now: DateTime<Utc>,
    pub history: &'a dyn History,
    pub scripts: &'a dyn Scripts,
}

impl<'a> Around<'a> {
    #[inline]
    pub fn frame(self, values: &'a [Value]) -> Frame<'a> {
        Frame {
            values,
            now: self.now,
            history: self.history,
            scripts: self.scripts,
        }
    }
}

/// Counts are of the present round; the last time is the last of all rounds, because the history stays.
impl History for Case {
    fn times(&self, event: &str) -> u32 {
        count(
            self.happenings
                .iter()
                .filter(|happening| happening.round == self.round && *happening.event == *event),
        )
    }

    /// The one with the latest instant, which need not be the one recorded last.
    fn last(&self, event: &str) -> Option<(DateTime<Utc>, Value)> {
        let last = last_of(self, event)?;
        let answers = last
            .answers
            .iter()
            .map(|(field, value)| (Arc::from(field.as_str()), value.clone()))
            .collect();
        Some((last.at, Value::Record(Arc::new(answers))))
    }

    /// Of the time it was done last, whenever it is said to have happened: who names the instant does not choose who did it, and neither
    /// does who records it.
    fn actor_of(&self, event: &str) -> Option<Value> {
        let mut done = self.happenings.iter().rev().filter(|happening| !happening.attested);
        let by = done.find(|happening| *happening.event == *event)?.by.as_ref()?;
        Some(Value::Text(Arc::clone(&by.0)))
    }

    fn open_tasks(&self, task: &str) -> u32 {
        count(
            self.tasks
                .iter()
                .filter(|open| open.done.is_none() && *open.task == *task),
        )
    }

    fn late_tasks(&self, task: &str, now: DateTime<Utc>) -> u32 {
        count(
            self.tasks
                .iter()
                .filter(|late| *late.task == *task && late.is_late(now)),
        )
    }

    fn answers_of(&self, task: &str) -> Value {
        let named = self.tasks.iter().filter(|done| *done.task == *task);
        let done = named.filter_map(|task| Some((task, task.done.as_ref()?)));
        let completed = done.filter(|(_, done)| !done.withdrawn && done.round == self.round);
        Value::list(completed.map(|(task, done)| {
            let mut row: BTreeMap<Arc<str>, Value> = done
                .answers
                .iter()
                .map(|(field, value)| (Arc::from(field.as_str()), value.clone()))
                .collect();
            let department = task
                .department
                .as_ref()
                .map_or(Value::Empty, |id| Value::text(id.as_str()));
            row.insert(Arc::from("department"), department);
            Value::Record(Arc::new(row))
        }))
    }

    fn cases(&self, case_type: &str) -> u32 {
        count(
            self.linked
                .iter()
                .filter(|linked| *linked.other.case_type == *case_type),
        )
    }

    fn open_cases(&self, case_type: &str) -> u32 {
        count(
            self.linked
                .iter()
                .filter(|linked| linked.is_open && *linked.other.case_type == *case_type),
        )
    }

    fn missed(&self, deadline: &str) -> u32 {
        count(
            self.deadlines
                .iter()
                .filter(|run| *run.deadline == *deadline && run.missed),
        )
    }

    /// A breach is found out when time passes; between its end and that moment it is late already.
    fn is_late(&self, deadline: &str, now: DateTime<Utc>) -> bool {
        running(self, deadline).is_some_and(|run| run.missed || run.due.is_over(now))
    }

    fn due_of(&self, deadline: &str) -> Option<DateTime<Utc>> {
        running(self, deadline).map(|run| run.due.due_at)
    }
}

fn last_of<'c>(case: &'c Case, event: &str) -> Option<&'c Happening> {
    let named = case.happenings.iter().filter(|happening| *happening.event == *event);
    named.max_by_key(|happening| happening.at)
}

fn running<'c>(case: &'c Case, deadline: &str) -> Option<&'c Deadline> {
    case.deadlines
        .iter()
        .rev()
        .find(|run| *run.deadline == *deadline && run.state == DeadlineState::Running)
}

fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}

/// Empties the frame: only the settings are in place.
pub(super) fn clear(values: &mut Vec<Value>, layout: &Layout) {
    values.clear();
    values.extend_from_slice(&layout.blank);
    values.resize(layout.names.len().max(layout.blank.len()), Value::Empty);
}

#[inline]
pub(super) fn put(values: &mut [Value], slot: Slot, value: Value) {
    if let Some(place) = values.get_mut(usize::from(slot.0)) {
        *place = value;
    }
}

/// Whether this very value stands there, so that nothing has to be written: to exchange a shared text costs more than to look.
#[inline(always)]
pub(super) fn stands(values: &[Value], slot: Slot, value: &Value) -> bool {
    values
        .get(usize::from(slot.0))
        .is_none_or(|place| is_the_same(place, value))
}

/// Whether nobody could tell one from the other. Numbers that are equal may be written differently.
#[inline(always)]
fn is_the_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Empty, Value::Empty) => true,
        (Value::Bool(one), Value::Bool(other)) => one == other,
        (Value::Text(one), Value::Text(other)) => Arc::ptr_eq(one, other) || is_same_text(one, other),
        _ => false,
    }
}

fn put_named(values: &mut [Value], layout: &Layout, name: &str, value: Value) {
    if let Some(slot) = layout.slot(name) {
        put(values, slot, value);
    }
}

/// `now`, `actor.*` and `counters.*`.
pub(super) fn fill_context(values: &mut [Value], case_type: &CaseType, context: &Context) {
    let layout = &case_type.layout;
    let actor = context.actor;
    put_named(values, layout, "now", Value::Instant(context.now));
    put_named(values, layout, "actor.id", Value::text(&actor.id.0));
    put_named(values, layout, "actor.name", Value::text(&actor.name));
    put_named(
        values,
        layout,
        "actor.roles",
        texts(actor.roles.iter().map(RoleId::as_str)),
    );
    put_named(
        values,
        layout,
        "actor.departments",
        texts(actor.departments.iter().map(DepartmentId::as_str)),
    );
    for counter in case_type.counters.values() {
        let counted = context.counters.get(&counter.id).copied().unwrap_or(0);
        put(values, counter.slot, Value::Integer(counted));
    }
}

/// `case.*`, the answers and the decisions as they stand.
pub(super) fn fill_case(values: &mut [Value], case_type: &CaseType, case: &Case) {
    let layout = &case_type.layout;
    put_named(values, layout, "case.number", Value::text(&case.number));
    put_named(values, layout, "case.stage", Value::text(case.stage.as_str()));
    put_named(values, layout, "case.type", Value::text(case.case_type.as_str()));
    put_named(values, layout, "case.opened_at", Value::Instant(case.opened_at));
    put_named(values, layout, "case.round", Value::Integer(case.round.into()));
    if let Some(department) = &case.department {
        put_named(values, layout, "case.department", Value::text(department.as_str()));
    }
    if let Some(owner) = &case.owner {
        put_named(values, layout, "case.owner", Value::text(&owner.0));
    }
    if let Some(parent) = &case.parent {
        put_named(values, layout, "parent.number", Value::text(&parent.number));
    }
    fill_answers(values, layout, &case.answers);
    for rule in case_type.decisions.values() {
        if let Some(decided) = case.decisions.get(&rule.id) {
            put(values, rule.slot, decided.value.clone());
        }
    }
}

/// `task.*`, of the task because of which something is done. Every name is set, so that none is another task's.
pub(super) fn fill_task(values: &mut [Value], pack: &Pack, case_type: &CaseType, task: &Task) {
    let layout = &case_type.layout;
    let text = |text: Option<&str>| text.map_or(Value::Empty, Value::text);
    let rule = case_type.tasks.get(&task.task).zip(pack.languages.first());
    let name = rule.map(|(rule, language)| rule.name.in_language(language));
    let department = task.department.as_ref().map(DepartmentId::as_str);
    let person = task.person.as_ref().map(|person| &*person.0);
    let due_at = task.time.as_ref().map(|time| Value::Instant(time.due.due_at));
    put_named(values, layout, "task.name", text(name));
    put_named(values, layout, "task.department", text(department));
    put_named(values, layout, "task.person", text(person));
    put_named(values, layout, "task.about", text(task.about.as_deref()));
    put_named(values, layout, "task.due_at", due_at.unwrap_or_default());
    put_named(values, layout, "each", task.each.clone());
}

/// The names of a case that is merged into the one of the frame.
pub(super) fn fill_other(values: &mut [Value], layout: &Layout, other: &Case) {
    let mut put = |name: &str, value: Value| put_named(values, layout, &format!("other.{name}"), value);
    put("number", Value::text(&other.number));
    put("stage", Value::text(other.stage.as_str()));
    put("opened_at", Value::Instant(other.opened_at));
    for (field, value) in &other.answers {
        put(field, value.clone());
    }
    for (decision, decided) in &other.decisions {
        put(decision, decided.value.clone());
    }
}

pub(super) fn fill_answers(values: &mut [Value], layout: &Layout, answers: &Answers) {
    for (field, value) in answers {
        put_named(values, layout, field, value.clone());
    }
}

/// Answers as `form.<field>`, of whichever form.
pub(super) fn fill_form(values: &mut [Value], layout: &Layout, answers: &Answers) {
    let mut name = String::new();
    for (field, value) in answers {
        name.clear();
        name.push_str("form.");
        name.push_str(field);
        put_named(values, layout, &name, value.clone());
    }
}

/// `deadline.*`, for what reacts to its end: which one it is, and its end.
pub(super) fn fill_concerned(values: &mut [Value], layout: &Layout, concerned: Option<&Concerned>) {
    let [id, name, due_at] = match concerned {
        Some(concerned) => [
            Value::text(concerned.deadline.as_str()),
            Value::text(&concerned.name),
            Value::Instant(concerned.due_at),
        ],
        None => [const { Value::Empty }; 3],
    };
    put_named(values, layout, "deadline.id", id);
    put_named(values, layout, "deadline.name", name);
    put_named(values, layout, "deadline.due_at", due_at);
}

/// What is being submitted: over the case's answers, and as `form.<field>`.
pub(super) fn fill_submission(values: &mut [Value], form: &Form, answers: &Answers) {
    for field in form.fields() {
        let answer = answers.get(&field.id);
        if let (Some(slot), Some(answer)) = (field.slot, answer) {
            put(values, slot, answer.clone());
        }
        if let Some(slot) = field.form_slot {
            put(values, slot, answer.cloned().unwrap_or_default());
        }
    }
}

fn texts<'a>(items: impl Iterator<Item = &'a str>) -> Value {
    Value::list(items.map(Value::text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_could_tell_apart_is_not_written_again() {
        let number = |text: &str| Value::Decimal(text.parse().expect("a number"));
        let outcomes = [
            Value::Empty,
            Value::Bool(true),
            Value::Bool(false),
            Value::text("major"),
            Value::text("minor"),
            Value::Integer(2),
            number("2"),
            number("2.00"),
            Value::list([Value::text("major")]),
        ];
        for before in &outcomes {
            for outcome in &outcomes {
                let stands = stands(std::slice::from_ref(before), Slot(0), outcome);
                assert!(
                    !stands || before.to_string() == outcome.to_string(),
                    "{before} for {outcome}"
                );
                assert!(
                    stands || before != outcome || !matches!(outcome, Value::Text(_) | Value::Bool(_) | Value::Empty)
                );
            }
        }
    }
}
