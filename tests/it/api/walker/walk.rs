//! A walker that knows nothing but the API: it opens a case, reads what may be done, fills in the forms by their schemas,
//! listens to what it is told, and lets time pass when there is nothing to do.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use serde_json::{Value as Json, json};

use super::answers::{Sheet, Supply};
use super::archive;
use super::cast::Cast;
use crate::api::client::Answer;
use crate::support::app::TestApp;

const CASES_MAX: usize = 4;
const STEPS_MAX: usize = 80;
const TRIES_PER_FORM_MAX: usize = 25;
const WAITS_MAX: usize = 8;

pub struct Walker {
    test: TestApp,
    cast: Cast,
    base: String,
    zone: Tz,
    roles: Vec<String>,
    departments: Vec<String>,
    case_type: Json,
    file: String,
    /// Schemas by their addresses.
    schemas: BTreeMap<String, Json>,
    /// Which role did what the last time.
    doers: BTreeMap<String, String>,
    asked: usize,
    /// What was done, for whoever reads why a walk did not end.
    path: Vec<String>,
}

impl Walker {
    pub async fn enter(organization: &str) -> Self {
        let test = TestApp::with_pack(organization);
        let mut cast = Cast::default();
        let operator = cast.with_post(&test, None);
        let base = format!("/{organization}");
        let known = operator.get("/organizations").await.ok().json();
        let zone = known["organizations"][0]["time_zone"].as_str().expect("a zone");
        let zone = zone.parse().expect("a zone");
        let policy = operator.get(&format!("{base}/case-types")).await.ok().json();
        let file = operator
            .upload(&format!("{base}/files"), "paper.txt", b"on paper")
            .send();
        let file = file.await.ok().json()["hash"].as_str().expect("a hash").to_owned();
        let (roles, departments) = (ids(&policy["roles"]), ids(&policy["departments"]));
        // Everybody is there from the beginning, because forms may ask for one of them.
        for role in &roles {
            cast.with_role(&test, role, &departments);
        }
        Self {
            test,
            cast,
            zone,
            roles,
            departments,
            case_type: policy["case_types"][0].clone(),
            base,
            file,
            schemas: BTreeMap::new(),
            doers: BTreeMap::new(),
            asked: 0,
            path: Vec::new(),
        }
    }

    /// Walks cases, each a little otherwise, until one has come to its end.
    pub async fn walk_to_the_archive(&mut self) {
        let mut paths = Vec::new();
        for walk in 0..CASES_MAX {
            self.path.clear();
            let Some(case) = self.open(walk).await else { continue };
            let has_ended = self.walk(&case, walk).await;
            self.test.is_sound();
            println!("{} requests; {}", self.asked, self.path.join(" → "));
            if has_ended {
                let reader = self.cast.with_post(&self.test, None);
                archive::is_archived(reader, &self.base, &case).await;
                return;
            }
            paths.push(self.path.join(" → "));
        }
        panic!("no end:\n{}", paths.join("\n"));
    }

    async fn open(&mut self, walk: usize) -> Option<String> {
        let intake = json!({"href": format!("{}/cases", self.base), "form": self.case_type["opening"]["href"],
            "of": {"id": "open"}, "case_type": self.case_type["id"]});
        let opened = self.fill_in(&intake, walk, 0, None).await;
        if opened.is_none() {
            self.path.push("could not open".to_owned());
        }
        opened.map(|answer| answer.header("location").to_owned())
    }

    /// Whether it came to the end.
    ///
    /// Like anybody who does not know the way, the walker does what there is to do at a stage once, then goes on to where it has
    /// been least; and it lets time pass when nothing new is left.
    async fn walk(&mut self, address: &str, walk: usize) -> bool {
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        let mut visits: BTreeMap<String, usize> = BTreeMap::new();
        let mut led_to: BTreeMap<(String, String), String> = BTreeMap::new();
        let mut last_step: Option<(String, String)> = None;
        // Done since it came to the stage.
        let mut done_here: BTreeSet<String> = BTreeSet::new();
        let (mut tried_in_vain, mut version, mut waits) = (BTreeSet::new(), Json::Null, 0);
        for _ in 0..STEPS_MAX {
            let case = self.look(address).await;
            if case["closed_at"].is_string() {
                return true;
            }
            let stage = case["stage"]["id"].as_str().expect("a stage").to_owned();
            if let Some(step) = last_step.take() {
                if step.0 != stage {
                    *visits.entry(stage.clone()).or_default() += 1;
                    done_here.clear();
                }
                led_to.insert(step, stage.clone());
            }
            if case["version"] != version {
                version = case["version"].clone();
                tried_in_vain.clear();
            }
            let choices = case["choices"].as_array().expect("choices");
            let possible = choices.iter().filter(|choice| {
                let name = name(choice);
                let is_new = choice["what"] == "task" || !done_here.contains(&name);
                choice["allowed"] == true && choice["what"] != "extension" && is_new && !tried_in_vain.contains(&name)
            });
            // What stays, then where it has been least, then what was done least, duties before actions.
            let next = possible.min_by_key(|choice| {
                let name = name(choice);
                let times = taken.get(&name).copied().unwrap_or(0);
                let known = led_to.get(&(stage.clone(), name)).filter(|led_to| **led_to != stage);
                let visits = known.map_or(0, |stage| visits.get(stage).copied().unwrap_or(0));
                (visits, times, choice["what"] != "task")
            });
            let Some(choice) = next else {
                waits += 1;
                if waits > WAITS_MAX {
                    let refused = choices.iter().filter_map(|choice| {
                        let refusal = choice["refusal"]["text"].as_str()?;
                        Some(format!("{}: {refusal}", name(choice)))
                    });
                    self.path.extend(refused);
                    break;
                }
                self.wait(&case).await;
                // What was done may be done again another day.
                done_here.clear();
                continue;
            };
            let name = name(choice);
            let times = taken.get(&name).copied().unwrap_or(0);
            if self.fill_in(choice, walk, times, Some(&version)).await.is_some() {
                self.path.push(name.clone());
                *taken.entry(name.clone()).or_default() += 1;
                done_here.insert(name.clone());
                last_step = Some((stage, name));
            } else {
                tried_in_vain.insert(name);
            }
        }
        false
    }

    async fn look(&mut self, address: &str) -> Json {
        self.asked += 1;
        let reader = self.cast.with_post(&self.test, None);
        reader.get(address).await.ok().json()
    }

    /// Asks for something with its form, as whoever may, until it is done or nothing else can be answered.
    ///
    /// `walk` counts the walks before this one, `times` how often the same was done on it: each is answered a little otherwise.
    async fn fill_in(&mut self, choice: &Json, walk: usize, times: usize, version: Option<&Json>) -> Option<Answer> {
        let what = choice["of"]["id"].as_str().expect("an id").to_owned();
        let schema = match choice["form"].as_str() {
            Some(href) => self.schema(href).await,
            None => json!({}),
        };
        let supply = Supply {
            now: self.test.app.clock().now().with_timezone(&self.zone),
            file: self.file.clone(),
            people: self.roles.clone(),
            fully: walk % 2 == 1,
            first: walk / 2,
            times,
        };
        let known = self.doers.get(&what).cloned();
        let others = self.roles.iter().filter(|role| Some(*role) != known.as_ref()).cloned();
        let people: Vec<String> = known.iter().cloned().chain(others).collect();
        for role in people {
            let mut sheet = Sheet::new(&schema, &supply);
            for _ in 0..TRIES_PER_FORM_MAX {
                let answer = self.send(choice, &role, &sheet, version).await;
                match answer.status.as_u16() {
                    // 202: done, and kept from whoever did it.
                    200..=202 => {
                        self.doers.insert(what, role);
                        return Some(answer);
                    }
                    // Not theirs; perhaps somebody else's.
                    403 | 404 => break,
                    409 | 422 => {
                        let problem = answer.json();
                        is_clear(&problem, &what);
                        if !sheet.mend(&problem) {
                            self.path.push(format!("({what} by {role}: {})", problem["detail"]));
                            return None;
                        }
                    }
                    _ => panic!(
                        "{what} by {role}, {:?}: {} {}",
                        sheet.answers,
                        answer.status,
                        answer.text()
                    ),
                }
            }
        }
        self.path.push(format!("({what} by nobody)"));
        None
    }

    async fn send(&mut self, choice: &Json, role: &str, sheet: &Sheet<'_>, version: Option<&Json>) -> Answer {
        self.asked += 1;
        let key = format!("walk-{}", self.asked);
        let mut body = json!({"answers": sheet.answers});
        if let Some(case_type) = choice.get("case_type") {
            body["case_type"] = case_type.clone();
        }
        let doer = self.cast.with_role(&self.test, role, &self.departments);
        let mut sending = doer
            .post(choice["href"].as_str().expect("an address"), body)
            .header("idempotency-key", &key);
        if let Some(version) = version {
            sending = sending.header("if-match", &format!("\"v{version}\""));
        }
        sending.send().await
    }

    async fn schema(&mut self, href: &str) -> Json {
        if let Some(known) = self.schemas.get(href) {
            return known.clone();
        }
        self.asked += 1;
        let reader = self.cast.with_post(&self.test, None);
        let schema = reader.get(href).await.ok().json();
        self.schemas.insert(href.to_owned(), schema.clone());
        schema
    }

    /// Lets time pass until something falls due, or for a day.
    async fn wait(&mut self, case: &Json) {
        let now = self.test.app.clock().now();
        let runs = case["deadlines"].as_array().expect("deadlines").iter();
        let due = runs
            .filter(|run| run["state"] == "running")
            .filter_map(|run| run["due_at"].as_str()?.parse::<DateTime<Utc>>().ok())
            .filter(|due| *due > now);
        let to = due.min().unwrap_or(now + Duration::days(1)) + Duration::minutes(1);
        self.path
            .push(format!("[{}]", to.with_timezone(&self.zone).format("%m-%d %H:%M")));
        self.asked += 1;
        let operator = self.cast.with_post(&self.test, None);
        let moved = operator
            .post("/clock", json!({"to": to.to_rfc3339()}))
            .send()
            .await
            .ok()
            .json();
        assert_eq!(moved["failures"], 0, "{moved}");
    }
}

/// Whoever is told no is told why.
fn is_clear(problem: &Json, what: &str) {
    assert!(
        problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()),
        "{what}: {problem}"
    );
    for error in problem["errors"].as_array().into_iter().flatten() {
        let said = |part: &str| error[part].as_str().is_some_and(|text| !text.is_empty());
        assert!(said("field") && said("message"), "{what}: {problem}");
    }
}

fn name(choice: &Json) -> String {
    choice["of"]["id"].as_str().expect("an id").to_owned()
}

fn ids(list: &Json) -> Vec<String> {
    let items = list.as_array().expect("a list").iter();
    items
        .map(|item| item["id"].as_str().expect("an id").to_owned())
        .collect()
}
