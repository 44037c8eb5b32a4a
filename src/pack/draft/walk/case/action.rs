//! What people do in a case, its opening first: actions and tasks, who may, what for, and what follows.

use super::deadline::Time;
use super::*;
use crate::locale::phrase;

impl Walk {
    pub(super) fn opening(&mut self, case: &Case<'_>, parsed: &Parsed<RawCaseType>) {
        let at = parsed.at("/opens");
        let opens = &case.raw.opens;
        let owner = self.declare(Part::Opening, "", Some(case.id), at.clone(), &opens.clause);
        let spot = self.beginning(case, &opens.beginning(), &at, owner);
        self.declare(
            Part::Number,
            "",
            Some(case.id),
            parsed.at("/number"),
            &Clauses::default(),
        );
        self.declare(Part::Event, "opened", Some(case.id), at.clone(), &Clauses::default());
        self.actors(case, &opens.by, &at.key("by"), &spot);
        self.nobody_yet(&opens.by, &at.key("by"));
    }

    /// How a case begins, whoever opens it. All of it is seen by the answers of the form alone.
    pub(super) fn beginning(&mut self, case: &Case<'_>, raw: &Beginning<'_>, at: &At, owner: Owner) -> Spot {
        self.refer(Part::Form, at.key("form"), raw.form, Some(case.id), &owner);
        let spot = Spot {
            within: Within::Form(FormId::new(raw.form)),
            owner,
        };
        self.target(case, raw.at, &at.key("at"), &spot);
        self.guards(case, raw.needs, &at.key("needs"), &spot);
        self.marks(case, raw.marks, &at.key("marks"), &spot);
        self.effects(case, raw.does, &at.key("does"), &spot);
        spot
    }

    /// Who is known only once there is a case opens none.
    fn nobody_yet(&mut self, actors: &OneOrMany<RawActor>, at: &At) {
        for (index, actor) in actors.as_slice().iter().enumerate() {
            let message = match actor {
                RawActor::Role(role) if role == OWNER => phrase!("nobody owns a case before it is opened"),
                RawActor::People(_) => phrase!("nobody is named in a case before it is opened"),
                RawActor::Role(_) | RawActor::In(_) => continue,
            };
            let place = at.one_or_item(index).place();
            let finding = Diagnostic::error("bad-actor", place, message);
            self.findings
                .push(finding.help(phrase!("name the roles that open one")));
        }
    }

    pub(super) fn actions(&mut self, case: &Case<'_>, at: &At) {
        for (id, action) in &case.raw.actions {
            let at = at.key(id);
            let owner = self.declare(Part::Action, id, Some(case.id), at.clone(), &action.clause);
            self.text(&action.name, at.key("name"), &owner);
            self.maybe_text(action.help.as_ref(), at.key("help"), &owner);
            self.stages_shown(case, &action.at, &["any"], &at.key("at"), &owner);
            let spot = self.spot(case, owner, action.form.as_deref(), &at.key("form"));
            self.actors(case, &action.by, &at.key("by"), &spot);
            self.guards(case, &action.needs, &at.key("needs"), &spot);
            if let Some(to) = &action.to {
                self.target(case, to, &at.key("to"), &spot);
            }
            self.marks(case, &action.marks, &at.key("marks"), &spot);
            self.effects(case, &action.does, &at.key("does"), &spot);
        }
    }

    pub(super) fn tasks(&mut self, case: &Case<'_>, at: &At) {
        for (id, task) in &case.raw.tasks {
            let at = at.key(id);
            let owner = self.declare(Part::Task, id, Some(case.id), at.clone(), &task.clause);
            self.text(&task.name, at.key("name"), &owner);
            let named = case.names.of_tasks(case.named, [id.as_str()]);
            let case = &case.seen_as(&named);
            // The department is worked out when the task is opened, before anybody fills in its form.
            let opened = Spot::in_case(owner.clone());
            if let Some(department) = &task.department {
                self.departments(case, department, at.key("department"), &opened);
            }
            if let Some(person) = &task.person {
                self.expression(case, person, at.key("person"), Role::User, None, &opened);
            }
            if let Some(about) = &task.about {
                self.expression(case, about, at.key("for"), Role::Value, Some(Kind::Text), &opened);
            }
            let time = Time {
                within: task.within.as_ref(),
                at: task.at.as_ref(),
                warn: &task.warn,
            };
            self.time(case, &time, &at, &opened);
            self.list(Part::Stage, &task.paused_in, &at.key("paused_in"), case, &owner);
            self.list(Part::Role, &task.tells, &at.key("tells"), case, &owner);
            self.effects(case, &task.missed, &at.key("missed"), &opened);
            let spot = self.spot(case, owner, task.form.as_deref(), &at.key("form"));
            self.actors(case, &task.by, &at.key("by"), &spot);
            self.marks(case, &task.marks, &at.key("marks"), &spot);
            if let Some(to) = &task.to {
                self.target(case, to, &at.key("to"), &spot);
            }
            self.effects(case, &task.does, &at.key("does"), &spot);
        }
    }

    /// The spot of something that may have a form.
    fn spot(&mut self, case: &Case<'_>, owner: Owner, form: Option<&str>, at: &At) -> Spot {
        let within = match form {
            Some(form) => {
                self.refer(Part::Form, at.clone(), form, Some(case.id), &owner);
                Within::Form(FormId::new(form))
            }
            None => Within::Case,
        };
        Spot { owner, within }
    }
}
