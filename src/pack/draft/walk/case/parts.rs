//! What several things of a case type are made of: actors, targets, marks and effects, and lists of ids.

use super::*;
use crate::locale::{Phrase, phrase};
use crate::pack::draft::KnownField;
use crate::pack::draft::happenings::event_names;

impl Walk {
    pub(super) fn actors(&mut self, case: &Case<'_>, actors: &OneOrMany<RawActor>, at: &At, spot: &Spot) {
        for (index, actor) in actors.as_slice().iter().enumerate() {
            let at = at.one_or_item(index);
            match actor {
                RawActor::Role(role) if role == OWNER => {}
                // Elsewhere nothing leads a complainant there.
                RawActor::Role(role) if role == COMPLAINANT && spot.owner.part == Part::Action => {}
                RawActor::Role(role) => self.refer(Part::Role, at, role, None, &spot.owner),
                RawActor::People(people) => self.people(case, &people.person, at.key("person"), spot),
                RawActor::In(within) => {
                    self.refer(Part::Role, at.key("role"), &within.role, None, &spot.owner);
                    self.departments(case, &within.department, at.key("department"), spot);
                }
            }
        }
    }

    /// People of the organization who are told something: by a role, a department, both, or by name.
    pub(super) fn addressee(&mut self, case: &Case<'_>, to: &RawAddressee, at: &At, spot: &Spot) {
        if let Some(role) = &to.role {
            self.refer(Part::Role, at.key("role"), role, None, &spot.owner);
        }
        if let Some(roles) = &to.role_given_by {
            self.expression(case, roles, at.key("role_given_by"), Role::Value, None, spot);
            let wanted = case.roles.clone();
            self.wanting(phrase!("one of the roles, or several"), |kind| match kind {
                Kind::List(one) => wanted.accepts(one) || matches!(**one, Kind::Text),
                Kind::Text => true,
                kind => wanted.accepts(kind),
            });
        }
        if let Some(department) = &to.department {
            self.departments(case, department, at.key("department"), spot);
        }
        if let Some(person) = &to.person {
            self.people(case, person, at.key("person"), spot);
        }
        let ways = [
            ("role", to.role.is_some()),
            ("role_given_by", to.role_given_by.is_some()),
            ("person", to.person.is_some()),
            ("department", to.department.is_some()),
        ];
        let said: Vec<&str> = ways
            .iter()
            .filter(|(_, is_said)| *is_said)
            .map(|(key, _)| *key)
            .collect();
        if !matches!(said[..], [_] | ["role" | "role_given_by", "department"]) {
            let (place, message) = match said[..] {
                [] => (at.place(), phrase!("nobody is told")),
                [first, ..] => {
                    let keys = said.iter().map(|key| Phrase::text(format!("`{key}`")));
                    let keys = Phrase::joined(keys, phrase!(" and "));
                    (at.key(first).key_place(), phrase!("{keys} cannot stand together", keys))
                }
            };
            self.findings
                .push(Diagnostic::error("bad-recipient", place, message).help(phrase!(
                    "write one of `role`, `role_given_by`, `department` and `person`, or a role beside a department"
                )));
        }
    }

    pub(super) fn target(&mut self, case: &Case<'_>, target: &RawTarget, at: &At, spot: &Spot) {
        match target {
            RawTarget::Stage(stage) => self.refer(Part::Stage, at.clone(), stage, Some(case.id), &spot.owner),
            RawTarget::First(branches) => {
                for (index, branch) in branches.iter().enumerate() {
                    let at = at.key(index);
                    self.branch(case, branch, &at, spot);
                    self.refer(Part::Stage, at.key("is"), &branch.is, Some(case.id), &spot.owner);
                }
            }
        }
    }

    pub(super) fn branch(&mut self, case: &Case<'_>, branch: &RawBranch, at: &At, spot: &Spot) {
        self.condition(case, branch.when.as_ref(), at.key("when"), spot);
        self.cite(&branch.clause, at, Some(case.id), &spot.owner);
    }

    pub(super) fn guards(&mut self, case: &Case<'_>, guards: &[RawGuard], at: &At, spot: &Spot) {
        for (index, guard) in guards.iter().enumerate() {
            let at = at.key(index);
            self.expression(case, &guard.that, at.key("that"), Role::Guard, Some(Kind::Bool), spot);
            self.text(&guard.otherwise, at.key("else"), &spot.owner);
            self.cite(&guard.clause, &at, Some(case.id), &spot.owner);
        }
    }

    pub(super) fn marks(&mut self, case: &Case<'_>, marks: &RawMarks, at: &At, spot: &Spot) {
        for (index, event) in event_names(marks).iter().enumerate() {
            let at = match marks {
                RawMarks::At(_) => at.name_of(event),
                _ => at.one_or_item(index),
            };
            self.event(event, at, case, &spot.owner);
        }
        if let RawMarks::At(events) = marks {
            for (event, moment) in events {
                self.moment(case, moment, at.key(event), spot);
            }
        }
    }

    pub(super) fn event(&mut self, event: &str, at: At, case: &Case<'_>, by: &Owner) {
        self.declarations.push(Declaration {
            part: Part::Event,
            id: event.to_owned(),
            case_type: Some(case.id.clone()),
            at,
            by: Some(by.clone()),
            clauses: Vec::new(),
        });
    }

    pub(super) fn effects(&mut self, case: &Case<'_>, effects: &[RawEffect], at: &At, spot: &Spot) {
        for (index, effect) in effects.iter().enumerate() {
            let at = at.key(index);
            let mut refer = |part: Part, key: &str, id: &str| {
                self.refer(part, at.key(key), id, Some(case.id), &spot.owner);
            };
            match effect {
                RawEffect::OpenTask(RawOpenTask::One(task)) => refer(Part::Task, "open_task", task),
                RawEffect::OpenTask(RawOpenTask::Each(opened)) => {
                    let at = at.key("open_task");
                    self.refer(Part::Task, at.key("task"), &opened.task, Some(case.id), &spot.owner);
                    self.expression(case, &opened.each, at.key("each"), Role::Value, None, spot);
                }
                RawEffect::CloseTasks(task) => refer(Part::Task, "close_tasks", task),
                RawEffect::Print(document) => refer(Part::Document, "print", document),
                RawEffect::Notify(notice) => refer(Part::Notice, "notify", notice),
                RawEffect::Act(action) => refer(Part::Action, "act", action),
                RawEffect::Remind(RawReminded::Role(role)) if role == OWNER => {}
                RawEffect::Remind(RawReminded::Role(role)) => refer(Part::Role, "remind", role),
                RawEffect::Remind(RawReminded::People(to)) => self.addressee(case, to, &at.key("remind"), spot),
                RawEffect::StartRound(_) | RawEffect::Destroy(_) => {}
                RawEffect::OpenCase(opening) => self.open_case(case, opening, &at.key("open_case"), spot),
                RawEffect::When(conditional) => {
                    self.expression(
                        case,
                        &conditional.when,
                        at.key("when"),
                        Role::When,
                        Some(Kind::Bool),
                        spot,
                    );
                    self.effects(case, &conditional.does, &at.key("does"), spot);
                }
                RawEffect::Own(person) => {
                    self.expression(case, person, at.key("own"), Role::User, None, spot);
                }
                RawEffect::Assign(department) => {
                    let expected = Some(case.departments.clone());
                    self.expression(case, department, at.key("assign"), Role::Department, expected, spot);
                }
                RawEffect::Set(answers) => {
                    let at = at.key("set");
                    for (field, value) in answers {
                        self.refer(Part::Answer, at.name_of(field), field, Some(case.id), &spot.owner);
                        let kind = case
                            .named
                            .fields
                            .get(field)
                            .map(|field: &KnownField| field.kind.clone());
                        self.expression(case, value, at.key(field), Role::Value, kind, spot);
                    }
                }
            }
        }
    }

    pub(super) fn list(&mut self, part: Part, ids: &OneOrMany<String>, at: &At, case: &Case<'_>, owner: &Owner) {
        for (index, id) in ids.as_slice().iter().enumerate() {
            self.refer(part, at.one_or_item(index), id, Some(case.id), owner);
        }
    }

    pub(super) fn stages_shown(
        &mut self,
        case: &Case<'_>,
        at: &OneOrMany<String>,
        words: &[&str],
        place: &At,
        owner: &Owner,
    ) {
        for (index, stage) in at.as_slice().iter().enumerate() {
            if !words.contains(&stage.as_str()) {
                self.refer(Part::Stage, place.one_or_item(index), stage, Some(case.id), owner);
            }
        }
    }
}
