//! What scenarios ask for by name.

use super::*;
use crate::pack::scenario::{RawExpectation, RawOn, RawScenarios, RawSent, RawStep};

/// In whose name a scenario asks.
struct Asking<'a> {
    case_type: Option<&'a CaseTypeId>,
    owner: &'a Owner,
}

/// The type of the case a step speaks of. `None`: of whichever type it is when it is there.
fn spoken_of(step: &RawStep, steps: &[RawStep], own: Option<&CaseTypeId>) -> Option<CaseTypeId> {
    let opened_by = |step: &RawStep| match &step.case {
        Some(case_type) => Some(CaseTypeId::new(case_type)),
        None => own.cloned(),
    };
    match &step.on {
        None if step.open.is_some() => opened_by(step),
        None => own.cloned(),
        Some(RawOn::Called(name)) => steps
            .iter()
            .find(|step| step.called.as_ref() == Some(name))
            .and_then(opened_by),
        Some(RawOn::Nth(1)) => own.cloned(),
        Some(RawOn::Nth(_)) => None,
    }
}

impl Walk {
    pub(super) fn scenarios(
        &mut self,
        scenarios: &Parsed<RawScenarios>,
        first: Option<&CaseTypeId>,
        about: Option<&Parsed<RawOrganization>>,
    ) {
        for (index, scenario) in scenarios.raw.scenarios.iter().enumerate() {
            let at = scenarios.at("/scenarios").key(index);
            let owner = self.declare(
                Part::Scenario,
                &scenario.scenario,
                None,
                at.key("scenario"),
                &Clauses::default(),
            );
            for (index, clause) in scenario.proves.as_slice().iter().enumerate() {
                self.refer(Part::Clause, at.key("proves").one_or_item(index), clause, None, &owner);
            }
            let case_type = match &scenario.case {
                Some(case_type) => {
                    self.refer(Part::CaseType, at.key("case"), case_type, None, &owner);
                    Some(CaseTypeId::new(case_type))
                }
                None => first.cloned(),
            };
            let asking = Asking {
                case_type: case_type.as_ref(),
                owner: &owner,
            };
            for (index, person) in scenario.people.iter().enumerate() {
                // Without a post it is just a name.
                if person.contains(" as ") {
                    self.scenario_actor(person, &at.key("people").key(index), &asking);
                }
            }
            for (id, value) in &scenario.settings {
                let at = at.key("settings");
                self.refer(Part::Setting, at.name_of(id), id, None, &owner);
                if let Some(setting) = about.and_then(|about| about.raw.settings.get(id)) {
                    self.value(value, &kinds::of_setting(setting.kind), at.key(id), None, &owner);
                }
            }
            self.asked_keys(Part::Answer, scenario.given.keys(), &at.key("given"), &asking);
            for (index, step) in scenario.steps.iter().enumerate() {
                let of_step = spoken_of(step, &scenario.steps, case_type.as_ref());
                let asking = Asking {
                    case_type: of_step.as_ref(),
                    owner: &owner,
                };
                self.step(step, &at.key("steps").key(index), &asking);
            }
        }
    }

    fn step(&mut self, step: &RawStep, at: &At, asking: &Asking<'_>) {
        let mut one = |part: Part, key: &str, written: Option<&String>| {
            if let Some(written) = written {
                self.refer(part, at.key(key), written, asking.case_type, asking.owner);
            }
        };
        one(Part::Action, "act", step.act.as_ref());
        let task = step.task.as_deref().map(|task| task_name(task).to_owned());
        one(Part::Task, "task", task.as_ref());
        one(Part::Schedule, "schedule", step.schedule.as_ref());
        one(Part::CaseType, "case", step.case.as_ref());
        if let Some(extend) = &step.extend {
            let at = at.key("extend").key("deadline");
            self.refer(Part::Deadline, at, &extend.deadline, asking.case_type, asking.owner);
        }
        if let Some(decide) = &step.decide {
            let at = at.key("decide").key("decision");
            self.refer(Part::Decision, at, &decide.decision, asking.case_type, asking.owner);
        }
        if let Some(by) = step.by.as_ref().filter(|by| *by != COMPLAINANT) {
            self.scenario_actor(by, &at.key("by"), asking);
        }
        if let Some(answers) = &step.open {
            self.asked_keys(Part::Answer, answers.keys(), &at.key("open"), asking);
        }
        if let Some(then) = &step.then {
            self.expectation(then, &at.key("then"), asking);
        }
    }

    /// `complainant`, a role, `role@department`, `department` and its id, or `person` and a name.
    fn scenario_addressee(&mut self, who: &str, at: &At, asking: &Asking<'_>) {
        if who == "complainant" || who.starts_with("person ") {
            return;
        }
        match who.strip_prefix("department ") {
            Some(department) => self.refer(Part::Department, at.clone(), department, None, asking.owner),
            None => self.scenario_actor(who, at, asking),
        }
    }

    /// A role or `role@department`, with a name after ` as `.
    fn scenario_actor(&mut self, by: &str, at: &At, asking: &Asking<'_>) {
        let by = by.split_once(" as ").map_or(by, |(post, _)| post);
        let (role, department) = by
            .split_once('@')
            .map_or((by, None), |(role, department)| (role, Some(department)));
        let mut refer = |part: Part, written: &str, start: usize| {
            self.references.push(Reference {
                part,
                written: written.to_owned(),
                at: at.clone(),
                within: Some(start..start + written.len()),
                case_type: None,
                by: asking.owner.clone(),
            });
        };
        refer(Part::Role, role, 0);
        if let Some(department) = department {
            refer(Part::Department, department, role.len() + 1);
        }
    }

    fn expectation(&mut self, then: &RawExpectation, at: &At, asking: &Asking<'_>) {
        if let Some(stage) = &then.stage {
            self.refer(Part::Stage, at.key("stage"), stage, asking.case_type, asking.owner);
        }
        if let Some(priority) = then.priority.as_ref().filter(|priority| *priority != "none") {
            self.refer(
                Part::Priority,
                at.key("priority"),
                priority,
                asking.case_type,
                asking.owner,
            );
        }
        if let Some(department) = &then.department {
            self.refer(Part::Department, at.key("department"), department, None, asking.owner);
        }
        self.asked_keys(Part::Decision, then.decisions.keys(), &at.key("decisions"), asking);
        self.asked_keys(Part::Decision, then.because.keys(), &at.key("because"), asking);
        self.asked_keys(Part::Deadline, then.deadlines.keys(), &at.key("deadlines"), asking);
        self.asked_keys(Part::Answer, then.answers.keys(), &at.key("answers"), asking);
        self.asked_keys(Part::Action, then.not_offered.keys(), &at.key("not_offered"), asking);
        self.asked_tasks(then.tasks.keys(), &at.key("tasks"), asking);
        self.asked_tasks(then.task_times.keys(), &at.key("task_times"), asking);
        self.asked_tasks(then.task_warnings.keys(), &at.key("task_warnings"), asking);
        self.asked_tasks(then.tasks_missed.keys(), &at.key("tasks_missed"), asking);
        self.asked_keys(Part::Document, then.documents.keys(), &at.key("documents"), asking);
        self.asked_keys(Part::Notice, then.sent.keys(), &at.key("sent"), asking);
        self.asked_keys(Part::Notice, then.says.keys(), &at.key("says"), asking);
        self.asked_keys(Part::Deadline, then.warned.keys(), &at.key("warned"), asking);
        for who in then.reminded.keys() {
            self.scenario_addressee(who, &at.key("reminded").name_of(who), asking);
        }
        for (notice, sent) in &then.sent {
            if let RawSent::To(each) = sent {
                let at = at.key("sent").key(notice);
                each.keys()
                    .for_each(|who| self.scenario_addressee(who, &at.name_of(who), asking));
            }
        }
        for (key, types) in [("linked", &then.linked), ("linked_open", &then.linked_open)] {
            for case_type in types.keys() {
                self.refer(
                    Part::CaseType,
                    at.key(key).name_of(case_type),
                    case_type,
                    None,
                    asking.owner,
                );
            }
        }
        self.asked_keys(Part::Guidance, then.guidance.keys(), &at.key("guidance"), asking);
        for who in then.seen_by.keys() {
            self.scenario_actor(who, &at.key("seen_by").name_of(who), asking);
        }
        for (index, action) in then.offered.iter().enumerate() {
            self.refer(
                Part::Action,
                at.key("offered").key(index),
                action,
                asking.case_type,
                asking.owner,
            );
        }
        for (index, notice) in then.notices.iter().enumerate() {
            self.refer(
                Part::Notice,
                at.key("notices").key(index),
                notice,
                asking.case_type,
                asking.owner,
            );
        }
    }

    /// Tasks, one of several perhaps: `respond@quality`, `respond#2`.
    fn asked_tasks<'a>(&mut self, keys: impl Iterator<Item = &'a String>, at: &At, asking: &Asking<'_>) {
        for key in keys {
            let name = task_name(key);
            self.refer(Part::Task, at.name_of(key), name, asking.case_type, asking.owner);
        }
    }

    fn asked_keys<'a>(&mut self, part: Part, keys: impl Iterator<Item = &'a String>, at: &At, asking: &Asking<'_>) {
        for key in keys {
            self.refer(part, at.name_of(key), key, asking.case_type, asking.owner);
        }
    }
}

/// The name of a task without which of them is meant.
fn task_name(written: &str) -> &str {
    written.split(['@', '#']).next().unwrap_or(written)
}
