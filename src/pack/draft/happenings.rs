//! What comes of the tasks, events and openings of a case type, as its expressions see it.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::slots::Slots;
use super::vocabulary::{Names, described};
use super::{KnownField, kinds};
use crate::expression::{self, Kind};
use crate::pack::raw::*;

impl Names<'_> {
    /// Every task with the answers that come of it, and the department that gave them.
    pub(super) fn tasks(&self, fields: &IndexMap<String, KnownField>) -> BTreeMap<Arc<str>, Kind> {
        let departments = kinds::choice(
            described("departments"),
            &self.choices("departments").unwrap_or_default(),
        );
        let answers = |task: &RawTask| {
            let asked = fields
                .iter()
                .filter(|(_, field)| field.forms.iter().any(|id| Some(id.as_str()) == task.form.as_deref()));
            let mut row: BTreeMap<Arc<str>, Kind> = asked
                .map(|(id, field)| (Arc::from(id.as_str()), field.kind.clone()))
                .collect();
            row.insert(Arc::from("department"), departments.clone());
            Kind::Record(Arc::new(row))
        };
        let tasks = self.case.tasks.iter();
        tasks
            .map(|(id, task)| (Arc::from(id.as_str()), answers(task)))
            .collect()
    }

    /// `each`, where tasks are opened for each of several: whatever any of them may be opened for.
    pub(super) fn members(&self, slots: &mut Slots) {
        let case = self.case;
        let actions = case.actions.values().map(|action| action.does.as_slice());
        let tasks = case.tasks.values();
        let tasks = tasks.flat_map(|task| [task.does.as_slice(), task.missed.as_slice()]);
        let deadlines = case.deadlines.values().flat_map(RawDeadline::effects);
        let effects = std::iter::once(case.opens.does.as_slice())
            .chain(actions)
            .chain(tasks)
            .chain(deadlines);
        let opened = effects.flat_map(RawEffect::all).filter_map(|effect| match effect {
            RawEffect::OpenTask(RawOpenTask::Each(opened)) => Some(opened),
            _ => None,
        });
        let mut member: Option<Kind> = None;
        for opened in opened {
            let given = expression::compile(&opened.each.source(), None, &slots.vocabulary);
            let kind = given.map_or(Kind::Any, |given| match given.kind() {
                Kind::List(one) => (**one).clone(),
                one => one.clone(),
            });
            member = Some(match member {
                None => kind,
                Some(before) => both(&before, &kind),
            });
        }
        if let Some(kind) = member {
            slots.name("each", kind);
        }
    }

    /// Every event with the answers that come with it: those of the forms whose submission marks it.
    pub(super) fn events(&self, fields: &IndexMap<String, KnownField>) -> BTreeMap<Arc<str>, Kind> {
        let case = self.case;
        let mut marked: Vec<(String, Option<&str>)> = vec![("opened".to_owned(), Some(&case.opens.form))];
        let mut mark = |marks: &RawMarks, form: Option<&'_ str>| {
            let form = self
                .forms
                .iter()
                .map(|draft| draft.id.as_str())
                .find(|id| Some(*id) == form);
            marked.extend(event_names(marks).into_iter().map(|event| (event, form)));
        };
        mark(&case.opens.marks, Some(&case.opens.form));
        case.actions
            .values()
            .for_each(|action| mark(&action.marks, action.form.as_deref()));
        case.tasks
            .values()
            .for_each(|task| mark(&task.marks, task.form.as_deref()));
        if case.retention.is_some() {
            marked.push((crate::pack::RETENTION_OVER.to_owned(), None));
        }
        let mut events: BTreeMap<Arc<str>, BTreeMap<Arc<str>, Kind>> = BTreeMap::new();
        for (event, form) in marked {
            let answers = events.entry(Arc::from(event)).or_default();
            let asked = fields
                .iter()
                .filter(|(_, field)| field.forms.iter().any(|id| Some(id.as_str()) == form));
            answers.extend(asked.map(|(id, field)| (Arc::from(id.as_str()), field.kind.clone())));
        }
        // What marks the end of another case comes with the answers of that one.
        for opening in self.openings() {
            if let (Some(event), Some(of)) = (&opening.marks, self.types.get(opening.case.as_str())) {
                let answers = events.entry(Arc::from(event.as_str())).or_default();
                answers.extend(of.answers.iter().map(|(id, kind)| (Arc::clone(id), kind.clone())));
            }
        }
        if let Some(event) = case.merging.as_ref().and_then(|merging| merging.marks.as_ref()) {
            events.entry(Arc::from(event.as_str())).or_default();
        }
        events
            .into_iter()
            .map(|(event, answers)| (event, Kind::Record(Arc::new(answers))))
            .collect()
    }

    /// The cases that effects of this type open.
    fn openings(&self) -> impl Iterator<Item = &RawOpenCase> {
        let case = self.case;
        std::iter::once(&case.opens.does)
            .chain(case.actions.values().map(|action| &action.does))
            .chain(case.tasks.values().map(|task| &task.does))
            .chain(case.deadlines.values().flat_map(|rule| [&rule.missed, &rule.due]))
            .chain(
                case.deadlines
                    .values()
                    .flat_map(|rule| rule.extend.as_slice())
                    .map(|extend| &extend.does),
            )
            .chain(case.merging.iter().map(|merging| &merging.does))
            .flat_map(|effects| RawEffect::all(effects))
            .filter_map(|effect| match effect {
                RawEffect::OpenCase(opening) => Some(opening),
                _ => None,
            })
    }
}

pub(super) fn event_names(marks: &RawMarks) -> Vec<String> {
    match marks {
        RawMarks::One(event) => vec![event.clone()],
        RawMarks::Many(events) => events.clone(),
        RawMarks::At(events) => events.keys().cloned().collect(),
    }
}

/// What may be one or the other: rows have the fields of both.
fn both(one: &Kind, other: &Kind) -> Kind {
    match (one, other) {
        (Kind::Record(one), Kind::Record(two)) => {
            let mut fields = (**one).clone();
            for (name, kind) in two.iter() {
                let known = fields
                    .get(name)
                    .map_or_else(|| Some(kind.clone()), |known| known.joined(kind));
                fields.insert(Arc::clone(name), known.unwrap_or(Kind::Any));
            }
            Kind::Record(Arc::new(fields))
        }
        (one, other) => one.joined(other).unwrap_or(Kind::Any),
    }
}
