//! Somebody at work: what they ask, as a door would pass it on.

use redress::app::{Asked, ExecuteError, Executed, Idempotency, Request, Target};
use redress::case::{Actor, PersonId};
use redress::locale::Language;
use redress::store::people;
use serde_json::{Map, Value as Json};

use super::app::TestApp;

impl TestApp {
    pub fn acting_as(&self, id: &str) -> Acting<'_> {
        let person = self
            .app
            .store()
            .read(|conn| people::by_id(conn, &PersonId(id.into())))
            .expect("read");
        let person = person.unwrap_or_else(|| panic!("there is nobody called `{id}`"));
        let actor = self.app.actor(&self.organization, &person).expect("read");
        Acting {
            test: self,
            actor,
            expected_version: None,
            key: None,
        }
    }
}

/// Somebody at work.
#[derive(Clone)]
pub struct Acting<'a> {
    test: &'a TestApp,
    pub actor: Actor,
    expected_version: Option<u64>,
    key: Option<String>,
}

impl Acting<'_> {
    /// As if the page had been opened at this version of the case.
    pub fn having_seen(mut self, version: u64) -> Self {
        self.expected_version = Some(version);
        self
    }

    pub fn with_key(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }

    pub fn open(&self, case_type: &str, answers: Json) -> Result<Executed, ExecuteError> {
        let asked = Asked::Open {
            answers: object(answers),
            language: None,
        };
        self.send(
            Target::New {
                case_type: case_type.into(),
            },
            asked,
        )
    }

    pub fn act(&self, number: &str, action: &str, answers: Json) -> Result<Executed, ExecuteError> {
        self.ask(
            number,
            Asked::Act {
                action: action.into(),
                answers: object(answers),
            },
        )
    }

    /// Completes the oldest open task of this name.
    pub fn complete(&self, number: &str, task: &str, answers: Json) -> Result<Executed, ExecuteError> {
        let case = self.test.case(number);
        let open = case
            .tasks
            .iter()
            .find(|open| open.done.is_none() && *open.task == *task);
        let open = open.unwrap_or_else(|| panic!("no open task `{task}`"));
        self.ask(
            number,
            Asked::CompleteTask {
                number: open.number,
                answers: object(answers),
            },
        )
    }

    pub fn comment(&self, number: &str, text: &str) -> Result<Executed, ExecuteError> {
        self.ask(number, Asked::Comment { text: text.to_owned() })
    }

    pub fn ask(&self, number: &str, asked: Asked) -> Result<Executed, ExecuteError> {
        self.send(
            Target::Existing {
                number: number.to_owned(),
            },
            asked,
        )
    }

    fn send(&self, target: Target, asked: Asked) -> Result<Executed, ExecuteError> {
        let idempotency = self
            .key
            .as_ref()
            .map(|key| Idempotency::new(key.clone(), format!("{target:?} {asked:?}").as_bytes()));
        self.test.app.execute(Request {
            organization: self.test.organization.clone(),
            target,
            actor: self.actor.clone(),
            expected_version: self.expected_version,
            asked,
            idempotency,
            language: Language::new("en"),
        })
    }
}

fn object(answers: Json) -> Map<String, Json> {
    match answers {
        Json::Object(answers) => answers,
        other => panic!("answers are an object, not {other}"),
    }
}
