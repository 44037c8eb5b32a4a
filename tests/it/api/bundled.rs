//! The worked complaints of the bundled packs, over HTTP alone: what the packs' own scenarios promise, programs get.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone};
use redress::diagnostic::SourceFile;
use redress::pack::raw::RawValue;
use redress::pack::scenario::{RawExpectation, RawScenario, RawScenarios, RawStep};
use redress::yaml;
use serde_json::{Map, Value as Json, json};

use super::client::{Answer, Client};
use crate::support::app::TestApp;

#[actix_web::test]
async fn the_hospitals_worked_complaints_hold_over_http() {
    let scenarios = scenarios("hospital");
    assert!(scenarios.len() >= 5);
    for scenario in scenarios {
        Telling::begin("hospital", &scenario).await.tell(&scenario).await;
    }
}

#[actix_web::test]
async fn the_property_developers_worked_complaints_hold_over_http() {
    let scenarios = scenarios("property-developer");
    assert!(scenarios.len() >= 6);
    for scenario in scenarios {
        Telling::begin("property-developer", &scenario)
            .await
            .tell(&scenario)
            .await;
    }
}

fn scenarios(organization: &str) -> Vec<RawScenario> {
    let path = format!("rules/{organization}/scenarios/examples.yaml");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path)).expect("the scenarios");
    let file = Arc::new(SourceFile { path, text });
    let scenarios = yaml::read(&file).and_then(|document| document.typed::<RawScenarios>());
    scenarios.unwrap_or_else(|findings| panic!("{findings:?}")).scenarios
}

/// A scenario on its way through the API.
struct Telling {
    test: TestApp,
    base: String,
    operator: Client,
    /// The case that steps speak of, once it is opened.
    case: Option<String>,
}

impl Telling {
    async fn begin(organization: &str, scenario: &RawScenario) -> Self {
        let test = TestApp::with_pack(organization);
        test.administrator("root");
        let operator = Client::of(&test, "root");
        let telling = Self {
            test,
            base: format!("/{organization}"),
            operator,
            case: None,
        };
        // What the scenarios sign with: a file whose hash they name.
        let base = &telling.base;
        telling
            .operator
            .upload(&format!("{base}/files"), "signature.txt", b"test")
            .send()
            .await
            .ok();
        telling.move_to(&scenario.at).await;
        telling
    }

    async fn tell(mut self, scenario: &RawScenario) {
        for (index, step) in scenario.steps.iter().enumerate() {
            let place = format!("{} · step {}", scenario.scenario, index + 1);
            if let Some(at) = &step.at {
                self.move_to(at).await;
            }
            if let Some(answer) = self.step(scenario, step, index).await {
                self.came(step, &answer, &place);
            }
            if let (Some(expected), Some(case)) = (&step.then, &self.case) {
                let case = self.operator.get(case).await.ok().json();
                self.holds(expected, &case, &place);
            }
        }
        self.test.is_sound();
    }

    async fn move_to(&self, local: &str) {
        self.operator
            .post("/clock", json!({"to": instant(local)}))
            .send()
            .await
            .ok();
    }

    async fn step(&mut self, scenario: &RawScenario, step: &RawStep, index: usize) -> Option<Answer> {
        let client = self.person(step.by.as_deref());
        if let Some(answers) = &step.open {
            let mut given: Map<String, Json> = scenario.given.iter().map(pair).collect();
            given.extend(answers.iter().map(pair));
            let mut intake = json!({"answers": given});
            if let Some(case_type) = &scenario.case {
                intake["case_type"] = case_type.as_str().into();
            }
            let sending = client.post(&format!("{}/cases", self.base), intake);
            let answer = sending.header("idempotency-key", &format!("step-{index}")).send().await;
            if answer.status == 201 && self.case.is_none() {
                self.case = Some(answer.header("location").to_owned());
            }
            return Some(answer);
        }
        let case = self.case.clone()?;
        let now = self.operator.get(&case).await.ok();
        let answers: Map<String, Json> = step.answers.iter().map(pair).collect();
        let (path, body) = if let Some(action) = &step.act {
            (format!("actions/{action}"), json!({"answers": answers}))
        } else if let Some(task) = &step.task {
            let tasks = now.json()["tasks"].clone();
            let open = |known: &&Json| known["task"]["id"] == task.as_str() && known["state"] == "open";
            let number = tasks
                .as_array()?
                .iter()
                .find(open)
                .map(|known| known["number"].to_string());
            (
                format!("tasks/{}", number.unwrap_or_else(|| panic!("no open task `{task}`"))),
                json!({"answers": answers}),
            )
        } else if let Some(extend) = &step.extend {
            let until = if extend.until.contains(':') {
                instant(&extend.until)
            } else {
                extend.until.clone()
            };
            let told_at = extend.told_at.as_deref().map(instant);
            let body = json!({"until": until, "reason": extend.reason, "told_at": told_at});
            (format!("deadlines/{}/extend", extend.deadline), body)
        } else if let Some(decide) = &step.decide {
            let body = json!({"value": written(&decide.value), "reason": decide.reason});
            (format!("decisions/{}/override", decide.decision), body)
        } else {
            return None;
        };
        let sending = client.post(&format!("{case}/{path}"), body);
        Some(sending.header("if-match", now.header("etag")).send().await)
    }

    /// Somebody with the post that the scenario names; the operator where it names none.
    fn person(&self, by: Option<&str>) -> Client {
        let Some(post) = by else {
            return Client::of(&self.test, "root");
        };
        let id = post.replace('@', "-at-");
        let known = redress::case::PersonId(id.as_str().into());
        let read = self
            .test
            .app
            .store()
            .read(|conn| redress::store::people::by_id(conn, &known))
            .expect("read");
        if read.is_none() {
            self.test.person(&id, &[post]);
        }
        Client::of(&self.test, &id)
    }

    /// It was done, or came back as the scenario says.
    fn came(&self, step: &RawStep, answer: &Answer, place: &str) {
        if let Some(ground) = &step.refused {
            assert!(
                answer.status == 409 || answer.status == 403,
                "{place}: {}",
                answer.text()
            );
            let problem = answer.json();
            let clauses = problem["clauses"].as_array().cloned().unwrap_or_default();
            let is_named = clauses.iter().any(|clause| clause == ground.as_str());
            assert!(
                is_named || problem["detail"].as_str().is_some_and(|text| text.contains(ground)),
                "{place}: {problem}"
            );
        } else if !step.invalid.is_empty() {
            let problem = answer.problem(422, "invalid");
            for field in &step.invalid {
                let errors = problem["errors"].as_array().expect("errors");
                assert!(
                    errors.iter().any(|error| error["field"] == field.as_str()),
                    "{place}: {problem}"
                );
            }
        } else {
            assert!(
                answer.status.is_success(),
                "{place}: {} {}",
                answer.status,
                answer.text()
            );
        }
    }

    fn holds(&self, expected: &RawExpectation, case: &Json, place: &str) {
        let check = |what: &str, wanted: &str, got: &Json| {
            assert_eq!(got.as_str().unwrap_or("none"), wanted, "{place}: {what}");
        };
        if let Some(stage) = &expected.stage {
            check("stage", stage, &case["stage"]["id"]);
        }
        if let Some(number) = &expected.number {
            check("number", number, &case["number"]);
        }
        if let Some(department) = &expected.department {
            check("department", department, &case["department"]["id"]);
        }
        for (decision, wanted) in &expected.decisions {
            assert_eq!(case["decisions"][decision]["value"], *wanted, "{place}: {decision}");
        }
        for (decision, clause) in &expected.because {
            let clauses = case["decisions"][decision]["clauses"].as_array().expect("clauses");
            assert!(
                clauses.iter().any(|known| known == clause.as_str()),
                "{place}: {decision} by {clauses:?}"
            );
        }
        for (id, wanted) in &expected.deadlines {
            let runs = case["deadlines"].as_array().expect("deadlines");
            let last = runs.iter().rev().find(|run| run["deadline"]["id"] == id.as_str());
            assert!(is_so(last, wanted), "{place}: {id} is not {wanted} but {last:#?}");
        }
        for (task, wanted) in &expected.tasks {
            let tasks = case["tasks"].as_array().expect("tasks").iter();
            let open = tasks.filter(|known| known["task"]["id"] == task.as_str() && known["state"] == "open");
            assert_eq!(open.count() as u32, *wanted, "{place}: {task}");
        }
        for (document, wanted) in &expected.documents {
            let documents = case["documents"].as_array().expect("documents").iter();
            let copies = documents.filter(|known| known["document"]["id"] == document.as_str());
            let copies: u64 = copies.filter_map(|known| known["copies"].as_u64()).sum();
            assert_eq!(copies, u64::from(*wanted), "{place}: {document}");
        }
    }
}

/// Whether the last run of a deadline is as a scenario says.
fn is_so(run: Option<&Json>, wanted: &str) -> bool {
    let Some(run) = run else { return wanted == "none" };
    let (state, missed) = (run["state"].as_str().unwrap_or_default(), run["missed"] == true);
    match wanted {
        "missed" => missed,
        "late" => state == "running" && missed,
        "met late" => state == "met" && missed,
        "running" | "met" | "paused" | "ended" | "cancelled" => state == wanted,
        moment => {
            let due: DateTime<FixedOffset> = run["due_at"].as_str().expect("an instant").parse().expect("an instant");
            state == "running" && due.with_timezone(&shanghai()).format("%Y-%m-%d %H:%M").to_string() == moment
        }
    }
}

fn pair((name, value): (&String, &Json)) -> (String, Json) {
    (name.clone(), value.clone())
}

/// A value as a scenario writes it.
fn written(value: &RawValue) -> Json {
    match value {
        RawValue::Bool(value) => (*value).into(),
        RawValue::Number(value) => value.clone().into(),
        RawValue::Text(value) => value.as_str().into(),
        RawValue::List(items) => items.iter().map(written).collect(),
    }
}

/// A local time of both packs as an instant with its offset.
fn instant(local: &str) -> String {
    let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").expect("a local time");
    shanghai()
        .from_local_datetime(&local)
        .single()
        .expect("one instant")
        .to_rfc3339()
}

fn shanghai() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).expect("an offset")
}
