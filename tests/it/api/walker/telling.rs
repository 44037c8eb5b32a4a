//! Any scenario of any pack, told over HTTP alone: what it promises, programs get.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use redress::diagnostic::SourceFile;
use redress::pack::raw::RawValue;
use redress::pack::scenario::{RawOn, RawScenario, RawScenarios, RawStep};
use redress::yaml;
use serde_json::{Map, Value as Json, json};

use super::cast::Cast;
use crate::api::client::{Answer, Client};
use crate::support::app::TestApp;

/// Every scenario of an organization with the name of its file, as its folder has them.
pub fn scenarios(organization: &str) -> Vec<(String, RawScenario)> {
    let folder = format!("{}/rules/{organization}/scenarios", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder of scenarios")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let read = |path: std::path::PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("the scenarios");
        let file = Arc::new(SourceFile {
            path: name.clone(),
            text,
        });
        let scenarios = yaml::read(&file).and_then(|document| document.typed::<RawScenarios>());
        let scenarios = scenarios.unwrap_or_else(|findings| panic!("{findings:?}")).scenarios;
        scenarios.into_iter().map(move |scenario| (name.clone(), scenario))
    };
    files.into_iter().flat_map(read).collect()
}

/// A scenario on its way through the API.
pub struct Telling {
    pub test: TestApp,
    pub base: String,
    cast: Cast,
    pub(super) zone: Tz,
    /// In which scenarios quote what people are told: the organization's first.
    language: String,
    /// Where the cases are that steps opened, in order. Without another word, steps speak of the first.
    cases: Vec<String>,
    /// Where those are that were given a name.
    called: BTreeMap<String, String>,
}

impl Telling {
    pub async fn begin(organization: &str, scenario: &RawScenario) -> Self {
        let test = TestApp::with_pack(organization);
        test.begins_at(&scenario.at);
        let mut cast = Cast::default();
        let operator = cast.with_post(&test, None);
        let known = operator.get("/organizations").await.ok().json();
        let known = &known["organizations"][0];
        let zone = known["time_zone"].as_str().expect("a zone").parse().expect("a zone");
        let language = known["languages"][0].as_str().expect("a language").to_owned();
        let base = format!("/{organization}");
        // Whoever is named must be there before a case is given to them.
        let acting = scenario.steps.iter().filter_map(|step| step.by.as_deref());
        for by in acting.clone().filter(|by| by.contains(" as ")) {
            cast.with_post(&test, Some(by));
        }
        let post = acting.clone().next().and_then(|by| by.split(" as ").next());
        for name in &scenario.people {
            cast.with_post(&test, Some(&format!("{} as {name}", post.unwrap_or_default())));
        }
        Self {
            test,
            base,
            cast,
            zone,
            language,
            cases: Vec::new(),
            called: BTreeMap::new(),
        }
    }

    pub async fn tell(&mut self, scenario: &RawScenario) {
        // Whom a step names must be there before.
        for by in scenario.steps.iter().filter_map(|step| step.by.as_deref()) {
            self.cast.with_post(&self.test, Some(by));
        }
        for (index, step) in scenario.steps.iter().enumerate() {
            let place = format!("{} · step {}", scenario.scenario, index + 1);
            if let Some(at) = &step.at {
                self.move_to(at).await;
            }
            if let Some(answer) = self.step(scenario, step, index).await {
                // Who does not even see the case is told nothing about it.
                let is_hidden = answer.status == 404 && step.refused.is_some() && !self.is_seen(step).await;
                if !is_hidden {
                    came(step, &answer, &place);
                }
            }
            if let (Some(expected), Some(address)) = (&step.then, self.meant(step)) {
                let case = self.operator().get(&address).await.ok().json();
                self.holds(expected, &case, &place);
                for (who, sees) in &expected.seen_by {
                    let status = self.cast.with_post(&self.test, Some(who)).get(&address).await.status;
                    assert_eq!(status.is_success(), *sees, "{place}: seen by {who}: {status}");
                }
            }
        }
    }

    /// Whether whoever takes the step sees the case it speaks of.
    async fn is_seen(&mut self, step: &RawStep) -> bool {
        match self.meant(step) {
            Some(case) => {
                let client = self.cast.with_post(&self.test, step.by.as_deref());
                client.get(&case).await.status.is_success()
            }
            None => true,
        }
    }

    /// The case this step speaks of.
    fn meant(&self, step: &RawStep) -> Option<String> {
        match (&step.on, &step.called) {
            (Some(RawOn::Nth(nth)), _) => self.cases.get(nth - 1).cloned(),
            (Some(RawOn::Called(name)), _) | (None, Some(name)) => self.called.get(name).cloned(),
            (None, None) => self.first_case(),
        }
    }

    /// The first case that was opened.
    pub fn first_case(&self) -> Option<String> {
        self.cases.first().cloned()
    }

    /// Somebody who sees everything.
    pub fn operator(&mut self) -> &Client {
        self.cast.with_post(&self.test, None)
    }

    async fn move_to(&mut self, local: &str) {
        let to = self.instant(local);
        self.operator().post("/clock", json!({"to": to})).send().await.ok();
    }

    async fn step(&mut self, scenario: &RawScenario, step: &RawStep, index: usize) -> Option<Answer> {
        if let Some(answers) = &step.open {
            // A case of another type has nothing to do with what is given.
            let shared = scenario.given.iter().filter(|_| step.case.is_none());
            let mut given: Map<String, Json> = shared.map(pair).collect();
            given.extend(answers.iter().map(pair));
            let mut intake = json!({"answers": given});
            if let Some(case_type) = step.case.as_ref().or(scenario.case.as_ref()) {
                intake["case_type"] = case_type.as_str().into();
            }
            if let Some(language) = &step.language {
                intake["language"] = language.as_str().into();
            }
            let client = self.cast.with_post(&self.test, step.by.as_deref());
            let sending = client.post(&format!("{}/cases", self.base), intake);
            let answer = sending.header("idempotency-key", &format!("step-{index}")).send().await;
            if answer.status == 201 {
                let address = answer.header("location").to_owned();
                if let Some(name) = &step.called {
                    self.called.insert(name.clone(), address.clone());
                }
                self.cases.push(address);
            }
            return Some(answer);
        }
        let case = self.meant(step)?;
        let now = self.operator().get(&case).await.ok();
        let answers: Map<String, Json> = step.answers.iter().map(pair).collect();
        let (path, body) = if let Some(action) = &step.act {
            (format!("actions/{action}"), json!({"answers": answers}))
        } else if let Some(task) = &step.task {
            let number = open_task(&now.json(), task, step.by.as_deref());
            (format!("tasks/{number}"), json!({"answers": answers}))
        } else if let Some(other) = &step.merge {
            let other = match other {
                RawOn::Nth(nth) => self.cases.get(nth - 1).cloned(),
                RawOn::Called(name) => self.called.get(name).cloned(),
            };
            let other = other.expect("an opened case");
            let number = other.rsplit('/').next().unwrap_or_default();
            ("merge".to_owned(), json!({"other": number}))
        } else if let Some(extend) = &step.extend {
            let until = if extend.until.contains(':') {
                self.instant(&extend.until)
            } else {
                extend.until.clone()
            };
            let told_at = extend.told_at.as_deref().map(|told_at| self.instant(told_at));
            let body = json!({"until": until, "reason": extend.reason, "told_at": told_at});
            (format!("deadlines/{}/extend", extend.deadline), body)
        } else if let Some(decide) = &step.decide {
            let body = json!({"value": written(&decide.value), "reason": decide.reason});
            (format!("decisions/{}/override", decide.decision), body)
        } else {
            // A schedule comes round by itself when the clock passes it.
            return None;
        };
        let path = format!("{case}/{path}");
        let answer = self.ask(step.by.as_deref(), &path, &body, &now).await;
        // A scenario may leave out where somebody works; cases are seen by those who work where they are.
        let (Some(post), 404, None) = (step.by.as_deref(), answer.status.as_u16(), &step.refused) else {
            return Some(answer);
        };
        let now_at = now.json()["department"]["id"].as_str().map(str::to_owned);
        let (Some(department), false) = (now_at, post.contains('@')) else {
            return Some(answer);
        };
        let post = match post.split_once(" as ") {
            Some((post, name)) => format!("{post}@{department} as {name}"),
            None => format!("{post}@{department}"),
        };
        Some(self.ask(Some(&post), &path, &body, &now).await)
    }

    async fn ask(&mut self, post: Option<&str>, path: &str, body: &Json, now: &Answer) -> Answer {
        let client = self.cast.with_post(&self.test, post);
        let sending = client.post(path, body.clone()).header("if-match", now.header("etag"));
        sending.header("accept-language", &self.language).send().await
    }

    /// A local time of the organization as an instant with its offset.
    fn instant(&self, local: &str) -> String {
        let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").expect("a local time");
        let at = self.zone.from_local_datetime(&local).earliest();
        at.expect("an instant").to_rfc3339()
    }
}

/// It was done, or came back as the scenario says.
fn came(step: &RawStep, answer: &Answer, place: &str) {
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

/// The oldest open task of this name, among those of the person's own department where the post names one.
fn open_task(case: &Json, task: &str, by: Option<&str>) -> u64 {
    let department = by
        .and_then(|by| by.split(" as ").next()?.split_once('@'))
        .map(|(_, department)| department);
    let is_theirs = |known: &&Json| {
        let of = known["department"]["id"].as_str();
        known["state"] == "open" && (of.is_none() || department.is_none() || of == department)
    };
    let open = meant(case, task).into_iter().find(is_theirs);
    open.and_then(|known| known["number"].as_u64())
        .unwrap_or_else(|| panic!("no open task `{task}` in {case:#}"))
}

/// The tasks a scenario means by `handle`, `handle@sales` or `handle#2`.
pub(super) fn meant<'a>(case: &'a Json, task: &str) -> Vec<&'a Json> {
    let (name, which) = match task.find(['@', '#']) {
        Some(at) => (&task[..at], &task[at..]),
        None => (task, ""),
    };
    let named = all(case, "tasks").iter().filter(|known| known["task"]["id"] == name);
    match (which.strip_prefix('@'), which.strip_prefix('#')) {
        (Some(whom), _) => {
            let is_for = |known: &&Json| {
                let whose = [
                    &known["department"]["id"],
                    &known["person"]["id"],
                    &known["person"],
                    &known["about"],
                ];
                whose.into_iter().any(|of| of == whom)
            };
            named.filter(is_for).collect()
        }
        (_, Some(nth)) => {
            let nth: usize = nth.parse().expect("a number");
            named.skip(nth - 1).take(1).collect()
        }
        _ => named.collect(),
    }
}

pub(super) fn all<'a>(case: &'a Json, what: &str) -> &'a [Json] {
    case[what].as_array().expect("a list")
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
