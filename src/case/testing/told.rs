//! One case told step by step: what is asked at which moment, and everything that has happened.

use chrono::{NaiveDateTime, TimeZone};
use uuid::Uuid;

use crate::case::event::Recorded;
use crate::case::*;

/// A local moment, `2024-05-08 09:00`.
pub(in crate::case) fn at(text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a moment");
    chrono_tz::Asia::Shanghai
        .from_local_datetime(&local)
        .single()
        .expect("a moment")
        .to_utc()
}

pub(in crate::case) fn local(at: DateTime<Utc>) -> String {
    at.with_timezone(&chrono_tz::Asia::Shanghai)
        .format("%Y-%m-%d %H:%M")
        .to_string()
}

/// Somebody with a role, in departments.
pub(in crate::case) fn person(name: &str, role: &str, departments: &[&str]) -> Actor {
    Actor {
        id: PersonId(name.into()),
        name: name.to_owned(),
        stands_for: None,
        roles: vec![RoleId::from(role)],
        departments: departments.iter().map(|id| DepartmentId::from(*id)).collect(),
        standings: Standings::default(),
        engine: false,
    }
}

pub(in crate::case) fn answers<const N: usize>(answers: [(&str, Value); N]) -> Answers {
    answers
        .into_iter()
        .map(|(field, value)| (FieldId::from(field), value))
        .collect()
}

/// One case under one pack, and the whole history that made it.
pub(in crate::case) struct Told<'a> {
    pub(in crate::case) pack: &'a Pack,
    pub(in crate::case) case: Case,
    pub(in crate::case) history: Vec<Recorded>,
    pub(in crate::case) effects: Vec<event::Effect>,
    pub(in crate::case) now: DateTime<Utc>,
    /// Who acts unless somebody else is named.
    pub(in crate::case) actor: Actor,
}

impl<'a> Told<'a> {
    /// Opened by an officer.
    pub(in crate::case) fn open(pack: &'a Pack, now: &str, answers: Answers) -> Self {
        Self::try_open(pack, now, answers).expect("opened")
    }

    pub(in crate::case) fn try_open(pack: &'a Pack, now: &str, answers: Answers) -> Result<Self, Refusal> {
        let actor = person("Lin", "officer", &[]);
        let new = NewCase {
            id: CaseId(Uuid::from_u128(7)),
            number: "0001".to_owned(),
            parent: None,
            language: None,
        };
        let now = at(now);
        let counters = BTreeMap::new();
        let context = Context {
            now,
            actor: &actor,
            counters: &counters,
            people: None,
        };
        let case_type = pack.case_type("complaint").expect("the type");
        let (case, changes) = open(pack, case_type, new, answers, &context)?;
        let mut history = Vec::new();
        remember(&mut history, changes.clone(), now, &actor);
        assert_eq!(
            Case::fold(history.iter().cloned()).as_ref(),
            Some(&case),
            "an opened case is its history"
        );
        Ok(Self {
            pack,
            case,
            history,
            effects: changes.effects,
            now,
            actor,
        })
    }

    pub(in crate::case) fn at(&mut self, now: &str) -> &mut Self {
        self.now = at(now);
        self
    }

    /// Carries out a command; what is remembered is checked against what was decided.
    pub(in crate::case) fn tries(&mut self, command: &Command) -> Result<Vec<Event>, Refusal> {
        let actor = self.actor.clone();
        self.tries_as(&actor, command)
    }

    pub(in crate::case) fn tries_as(&mut self, actor: &Actor, command: &Command) -> Result<Vec<Event>, Refusal> {
        let counters = BTreeMap::new();
        let context = Context {
            now: self.now,
            actor,
            counters: &counters,
            people: None,
        };
        let changes = decide(self.pack, &self.case, command, &context)?;
        let from = self.history.len();
        remember(&mut self.history, changes.clone(), self.now, actor);
        for recorded in &self.history[from..] {
            self.case.apply(recorded);
        }
        self.effects.extend(changes.effects);
        Ok(changes.events)
    }

    pub(in crate::case) fn act(&mut self, action: &str, answers: Answers) -> Vec<Event> {
        let action = ActionId::from(action);
        self.tries(&Command::Act { action, answers })
            .unwrap_or_else(|refusal| panic!("{refusal:?}"))
    }

    pub(in crate::case) fn refused(&mut self, action: &str, answers: Answers) -> Refusal {
        let before = self.case.clone();
        let action = ActionId::from(action);
        let refusal = self.tries(&Command::Act { action, answers }).expect_err("a refusal");
        assert_eq!(self.case, before, "a refused command changes nothing");
        refusal
    }

    /// Time passes up to a moment, with a stop at every moment at which something is due.
    pub(in crate::case) fn wait_until(&mut self, until: &str) -> Vec<Event> {
        let until = at(until);
        let mut events = Vec::new();
        while let Some(moment) = self.case.next_moment().filter(|moment| *moment <= until) {
            self.now = self.now.max(moment);
            events.extend(
                self.tries_as(&Actor::engine(), &Command::TimePassed)
                    .expect("time passes"),
            );
        }
        self.now = until;
        events
    }

    pub(in crate::case) fn run(&self, deadline: &str) -> &Deadline {
        let run = self.case.deadlines.iter().rev().find(|run| *run.deadline == *deadline);
        run.unwrap_or_else(|| panic!("`{deadline}` never ran"))
    }

    pub(in crate::case) fn due(&self, deadline: &str) -> String {
        local(self.run(deadline).due.due_at)
    }

    pub(in crate::case) fn decided(&self, decision: &str) -> &Decided {
        &self.case.decisions[decision]
    }
}

fn remember(history: &mut Vec<Recorded>, mut changes: Changes, now: DateTime<Utc>, actor: &Actor) {
    history.extend(changes.record(history.len() as u64, now, actor));
}
