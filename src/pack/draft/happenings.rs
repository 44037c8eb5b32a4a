//! What comes of the tasks, events and openings of a case type, as its expressions see it.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::vocabulary::{Names, described, either};
use super::{KnownField, kinds};
use crate::expression::{self, Kind, Vocabulary};
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

    /// `each` of every task that is opened for each of several: whatever it may be opened for.
    pub(super) fn members(&self, vocabulary: &Vocabulary) -> BTreeMap<String, Kind> {
        let mut members: BTreeMap<String, Kind> = BTreeMap::new();
        for effect in self.effects() {
            let RawEffect::OpenTask(RawOpenTask::Each(opened)) = effect else {
                continue;
            };
            let given = expression::compile(&opened.each.source(), None, vocabulary);
            let kind = given.map_or(Kind::Any, |given| match given.kind() {
                Kind::List(one) => (**one).clone(),
                one => one.clone(),
            });
            let known = members.get(&opened.task).map(|known| both(known, &kind));
            members.insert(opened.task.clone(), known.unwrap_or(kind));
        }
        members
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
        if let Some(public) = &case.public {
            mark(&RawMarks::One("opened".to_owned()), Some(&public.opens.form));
            mark(&public.opens.marks, Some(&public.opens.form));
        }
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
            for (id, field) in asked {
                add(answers, &Arc::from(id.as_str()), &field.kind);
            }
        }
        // What marks the end of another case comes with the answers of that one.
        for opening in self.openings() {
            if let (Some(event), Some(of)) = (&opening.marks, self.types.get(opening.case.as_str())) {
                let answers = events.entry(Arc::from(event.as_str())).or_default();
                for (id, kind) in &of.answers {
                    add(answers, id, kind);
                }
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
        self.effects().into_iter().filter_map(|effect| match effect {
            RawEffect::OpenCase(opening) => Some(opening),
            _ => None,
        })
    }

    /// All that happens by the rules of this type, or by a schedule that goes through its cases.
    fn effects(&self) -> Vec<&RawEffect> {
        let scheduled = self.schedules.into_iter().flat_map(|raw| raw.effects(&self.case.case));
        let lists = self.case.effects().chain(scheduled);
        lists.flat_map(|(_, effects)| RawEffect::all(effects)).collect()
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
pub(super) fn both(one: &Kind, other: &Kind) -> Kind {
    match (one, other) {
        (Kind::Record(one), Kind::Record(two)) => {
            let mut fields = (**one).clone();
            two.iter().for_each(|(name, kind)| add(&mut fields, name, kind));
            Kind::Record(Arc::new(fields))
        }
        (Kind::Choice(_), Kind::Choice(_)) => either(one, other.clone()),
        (Kind::List(one), Kind::List(other)) => Kind::List(Box::new(both(one, other))),
        (one, other) => one.joined(other).unwrap_or(Kind::Any),
    }
}

/// One more thing that a name may be.
fn add(names: &mut BTreeMap<Arc<str>, Kind>, name: &Arc<str>, kind: &Kind) {
    let known = names.get(name).map_or_else(|| kind.clone(), |known| both(known, kind));
    names.insert(Arc::clone(name), known);
}
