//! Cases made of histories, without a pack.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use redress::access::{Duties, Sight};
use redress::calendar::Due;
use redress::case::event::{Event, Recorded};
use redress::case::{Case, CaseId, PersonId, Urgency};
use redress::form::Answers;
use redress::pack::id::*;
use redress::store::cases::{self, Summary};
use redress::store::people::{self, Person};
use redress::store::queue::{self, Filter};
use redress::store::{Conn, Error, Store, facts::Fact, history, packs, serials, work};
use redress::value::Value;

pub fn north() -> OrganizationId {
    OrganizationId::new("north")
}

pub fn monday() -> DateTime<Utc> {
    "2024-09-23T01:00:00Z".parse().expect("an instant")
}

pub fn lin() -> PersonId {
    PersonId("lin".into())
}

/// Enters somebody who signs in with this, or with nothing.
pub fn add_person(store: &Store, id: &str, password: &'static str) -> PersonId {
    let person = Person {
        id: PersonId(id.into()),
        name: id.to_uppercase(),
        administrator: false,
        disabled: false,
    };
    let row = person.clone();
    let added = store.write(move |conn| people::add(conn, &row, password, monday()));
    assert!(added.expect("write"), "`{id}` is there already");
    person.id
}

/// A store that knows one pack for each of these organizations.
pub fn with_packs(store: &Store, organizations: &[OrganizationId]) {
    for organization in organizations {
        let organization = organization.clone();
        store
            .write(move |conn| packs::activate(conn, &organization, &PackVersion::new("v1"), "{}", monday()))
            .expect("the pack is kept");
    }
}

/// A case with its history, as long as it is being made.
#[derive(Clone)]
pub struct Sample {
    pub case: Case,
    pub history: Vec<Recorded>,
    pub facts: Vec<Fact>,
    pub urgency: Option<Urgency>,
}

impl Sample {
    pub fn opened(organization: &OrganizationId, number: &str) -> Self {
        let id = CaseId(uuid::Uuid::now_v7());
        let opened = Recorded {
            seq: 1,
            at: monday(),
            by: lin(),
            by_name: "Lin".to_owned(),
            stands_for: None,
            event: Event::Opened {
                case: id,
                organization: organization.clone(),
                case_type: CaseTypeId::new("complaint"),
                number: number.to_owned(),
                pack: PackVersion::new("v1"),
                stage: StageId::new("registered"),
                form: FormId::new("intake"),
                answers: Answers::from([(FieldId::new("phone"), "555-0100".into())]),
                parent: None,
                language: None,
            },
        };
        let case = Case::fold([opened.clone()].into_iter()).expect("it begins with its opening");
        Self {
            case,
            history: vec![opened],
            facts: Vec::new(),
            urgency: None,
        }
    }

    /// Of the `rank`th level of its type.
    pub fn urgent(mut self, rank: u16) -> Self {
        let level = PriorityId::new(format!("level_{rank}"));
        self.urgency = Some(Urgency { rank, level });
        self
    }

    pub fn then(mut self, event: Event) -> Self {
        self.add(event);
        self
    }

    pub fn add(&mut self, event: Event) -> Recorded {
        let recorded = Recorded {
            seq: self.case.version + 1,
            at: monday() + Duration::minutes(i64::try_from(self.case.version).expect("a short history")),
            by: lin(),
            by_name: "Lin".to_owned(),
            stands_for: None,
            event,
        };
        self.case.apply(&recorded);
        self.history.push(recorded.clone());
        recorded
    }

    pub fn due(self, deadline: &str, due_at: DateTime<Utc>) -> Self {
        self.then(Event::DeadlineStarted {
            deadline: DeadlineId::new(deadline),
            occurrence: 1,
            started_at: monday(),
            due: Due {
                due_at,
                ledger: redress::calendar::Ledger::default(),
            },
            rule: None,
            clauses: Vec::new(),
            warnings: Vec::new(),
        })
    }

    pub fn in_department(self, department: &str) -> Self {
        self.then(Event::Assigned {
            department: Some(DepartmentId::new(department)),
        })
    }

    pub fn comment(self, text: &str) -> Self {
        self.then(Event::Commented { text: text.to_owned() })
    }

    pub fn fact(mut self, name: &str, value: &str) -> Self {
        self.facts.push((name.to_owned(), value.into()));
        self.then(Event::AnswersSet {
            answers: BTreeMap::from([(FieldId::new(name), value.into())]),
        })
    }

    pub fn summary(&self) -> Summary {
        Summary {
            subject: format!("about {}", self.case.number),
            complainant: None,
            facts: self.facts.clone(),
            urgency: self.urgency.clone(),
        }
    }

    /// Saves it with its whole history, taking a serial as every new case does.
    pub fn save_within(&self, conn: &mut Conn) -> Result<(), Error> {
        serials::next(conn, &self.case.organization, "#")?;
        cases::insert(conn, &self.case, &self.summary())?;
        history::append(
            conn,
            &self.case.organization,
            self.case.id,
            &self.case.pack,
            &self.history,
        )
    }

    pub fn save(self, store: &Store) -> Case {
        let sample = self.clone();
        store
            .write(move |conn| sample.save_within(conn))
            .expect("the case is saved");
        self.case
    }
}

/// Saves one more event over what is stored.
pub fn append(store: &Store, before: &Case, event: Event) -> Result<Case, Error> {
    let mut sample = Sample {
        case: before.clone(),
        history: Vec::new(),
        facts: Vec::new(),
        urgency: None,
    };
    let recorded = sample.add(event);
    let (before, after) = (before.clone(), sample.case.clone());
    let summary = sample.summary();
    store.write(move |conn| {
        cases::update(conn, &before, &after, &summary)?;
        history::append(conn, &after.organization, after.id, &after.pack, &[recorded])?;
        Ok(after)
    })
}

pub fn closed() -> Event {
    Event::Entered {
        stage: StageId::new("closed"),
        is_final: true,
    }
}

pub fn opened_task(task: &str, department: Option<&str>) -> Event {
    Event::TaskOpened {
        number: 1,
        task: TaskId::new(task),
        department: department.map(DepartmentId::new),
        each: Value::Empty,
        person: None,
        about: None,
    }
}

/// What a list shows, in its order.
pub fn numbers(store: &Store, sight: &Sight, filter: &Filter) -> Vec<String> {
    let page = store
        .read(|conn| queue::page(conn, &north(), sight, filter, None, 200))
        .expect("a page");
    page.cases.into_iter().map(|case| case.number).collect()
}

/// The open tasks somebody may do.
pub fn open_tasks(store: &Store, sight: &Sight, duties: &Duties) -> Vec<work::OpenTask> {
    let page = store.read(|conn| work::page(conn, &north(), (sight, duties), &work::Narrowed::default(), None, 200));
    let (tasks, next) = page.expect("tasks");
    assert_eq!(next, None);
    let count = store.read(|conn| work::count(conn, &north(), (sight, duties), &work::Narrowed::default(), 200));
    assert_eq!(count.expect("a count"), tasks.len());
    tasks
}

/// These tasks of complaints.
pub fn of_complaints(tasks: impl IntoIterator<Item = TaskId>) -> Vec<(CaseTypeId, TaskId)> {
    let tasks = tasks.into_iter();
    tasks.map(|task| (CaseTypeId::new("complaint"), task)).collect()
}
