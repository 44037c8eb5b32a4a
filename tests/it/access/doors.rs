//! Every route of both doors, asked by everybody: what is answered stands in `web.txt` and `api.txt`, a row for each route.
//!
//! `+` answered, or refused by what the policy says; `-` forbidden; `?` not found; `>` to sign in first. A route without a row fails,
//! and so does a row without a route; the failure prints the table as it is.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use redress::case::{PersonId, Standing};
use redress::form::FileTerms;
use redress::store::people::Post;
use redress::store::standings::Place;
use redress::store::views::{self, SavedView};
use serde_json::json;
use uuid::Uuid;

use crate::support::app::TestApp;
use crate::web::{Answer, Browser, Site};

/// Who asks, in the order of the columns. All but the last act in the lodge or come from outside it.
const EVERYBODY: [&str; 10] = [
    // Not signed in.
    "visitor",
    // Signed in, and given nothing.
    "stranger",
    // Holds a role in another organization.
    "outsider",
    // Runs another organization.
    "elsewhere",
    // Runs the platform.
    "operator",
    // Connects a program, without a post.
    "integrator",
    // Holds a role here, and the case is about them.
    "concerned",
    // Audits here, and holds a role here besides.
    "auditor",
    // Holds a role here.
    "agent",
    // Runs this organization.
    "manager",
];

/// A file, as a program sends it.
const FILE: &str = "--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\ncontent-type: text/plain\r\n\r\nseen\r\n--cut--\r\n";

/// Those who change nothing here, however often they ask: all but the last two.
fn only_looking() -> impl Iterator<Item = &'static str> {
    let (looking, _) = EVERYBODY.split_at(EVERYBODY.len() - 2);
    looking.iter().copied()
}

/// A case about `concerned`, with a task, a file and a print; and a list of a role's.
struct House {
    site: Site,
    /// What stands for the variable parts of addresses, by the part before them.
    parts: BTreeMap<&'static str, String>,
}

fn house() -> House {
    let test = TestApp::keeping_beside_harbour();
    test.person("lin", &["keeper"]);
    test.person("agent", &["agent"]);
    // To be administered.
    test.person("spare", &["agent"]);
    test.person("concerned", &["agent", "keeper"]);
    test.person("auditor", &["keeper"]);
    for id in ["stranger", "outsider", "elsewhere", "operator", "integrator", "manager"] {
        test.person(id, &[]);
    }
    let post = Post {
        role: "agent".into(),
        department: None,
    };
    let outsider = PersonId("outsider".into());
    test.app.appoint(&"harbour".into(), &outsider, post).expect("appointed");
    let (here, there) = (
        Place::Organization("lodge".into()),
        Place::Organization("harbour".into()),
    );
    for (id, place, standing) in [
        ("elsewhere", there, Standing::Administrator),
        ("operator", Place::Platform, Standing::Operator),
        ("integrator", here.clone(), Standing::Integrator),
        ("auditor", here.clone(), Standing::Auditor),
        ("manager", here, Standing::Administrator),
    ] {
        test.app
            .give_standing(&PersonId(id.into()), place, standing)
            .expect("given");
    }
    let photo = test
        .app
        .store_file(
            &test.organization,
            &PersonId("lin".into()),
            &FileTerms::default(),
            "door.png",
            b"\x89PNG\r\n\x1a\n0000".to_vec(),
        )
        .expect("stored");
    let lin = test.acting_as("lin");
    let answers = json!({"what": "open door", "teller": "Berta Vogel", "about": "concerned", "photo": [photo.hash]});
    let number = lin.open("hint", answers).expect("opened").number;
    lin.act(&number, "look_into", json!({})).expect("looked into");
    lin.act(&number, "close", json!({})).expect("closed, and printed");
    let view = SavedView {
        id: Uuid::now_v7(),
        owner: PersonId("lin".into()),
        role: Some("agent".into()),
        name: "Ours".to_owned(),
        query: "owner=nobody".to_owned(),
        created_at: test.app.clock().wall(),
    };
    let (organization, kept) = (test.organization.clone(), view.clone());
    let is_kept = test
        .app
        .store()
        .write(move |conn| views::keep(conn, &organization, &kept));
    assert!(is_kept.expect("kept"));
    let parts = BTreeMap::from([
        ("", "lodge".to_owned()),
        ("cases", number),
        ("new", "hint".to_owned()),
        ("actions", "close".to_owned()),
        ("tasks", "1".to_owned()),
        ("deadlines", "retention".to_owned()),
        ("why", "outcome".to_owned()),
        ("decisions", "outcome".to_owned()),
        ("documents", "1".to_owned()),
        ("files", photo.hash.clone()),
        ("attachments", photo.hash.clone()),
        ("registers", "hints".to_owned()),
        ("reports", "tellers".to_owned()),
        ("views", view.id.to_string()),
        ("forms", "hint".to_owned()),
        ("hint", "hint".to_owned()),
        ("language", "en".to_owned()),
        ("static", "redress.css".to_owned()),
        ("people", "spare".to_owned()),
        ("steps", "close".to_owned()),
        ("drafts", Uuid::now_v7().to_string()),
        ("link", "nobodys".to_owned()),
        ("survey", "nobodys".to_owned()),
    ]);
    House {
        site: Site::new(test),
        parts,
    }
}

impl House {
    /// The address a route has here.
    fn address(&self, route: &str) -> String {
        let route = route.strip_prefix("/api/v1").unwrap_or(route);
        let mut said: Vec<String> = Vec::new();
        for part in route.split('/').skip(1) {
            let before = said.last().map_or("", String::as_str);
            // A table is asked for in a format; any will do.
            let (part, format) = match part.split_once(".{format:") {
                Some((part, _)) => (part, ".csv"),
                None => (part, ""),
            };
            let is_variable = part.starts_with('{');
            let own = || {
                let stands_for = self.parts.get(before);
                stands_for.unwrap_or_else(|| panic!("{route}: what does {part} stand for here? Tell it in `house`"))
            };
            said.push(if is_variable { own().clone() } else { part.to_owned() } + format);
        }
        format!("/{}", said.join("/"))
    }

    /// All that has happened in the lodge, by whom.
    fn actors(&self) -> BTreeSet<String> {
        let test = &self.site.test;
        let recorded = test.history(&self.parts["cases"]);
        recorded.into_iter().map(|recorded| recorded.by.0.to_string()).collect()
    }
}

fn mark(answer: &Answer) -> char {
    match answer.status {
        303 if answer.header("location").starts_with("/sign-in") => '>',
        401 => '>',
        403 => '-',
        404 => '?',
        200..=399 | 400 | 409 | 411 | 412 | 415 | 422 | 428 | 429 => '+',
        status => panic!("{status}: {}", answer.body),
    }
}

/// The routes of the pages, as the sources register them.
fn web_routes() -> BTreeSet<String> {
    let mut sources = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"), &mut sources);
    let mut routes = BTreeSet::new();
    for path in sources {
        let source = std::fs::read_to_string(&path).expect("a source");
        for unheard in ["web::resource", "#[get(", "#[post("] {
            assert!(
                !source.contains(unheard),
                "{}: routes are registered by `.route(address, web::method().to(handler))`, so that they are found",
                path.display()
            );
        }
        for part in source.split(".route(").skip(1) {
            let address = part.split('"').nth(1).expect("an address");
            let method = part.split("web::").nth(1).expect("a method");
            let method = method.split('(').next().expect("a method").to_uppercase();
            routes.insert(format!("{method} {address}"));
            // The pages of people stand below the platform and below each organization.
            if part.trim_start().starts_with("&at(") {
                routes.insert(format!("{method} /{{org}}{address}"));
            }
        }
    }
    routes
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Asks every route in everybody's name, and compares what came with the table.
fn walk(file: &str, table: &str, routes: &BTreeSet<String>, ask: impl Fn(&str, &str, &str) -> Answer) {
    let mut marks: BTreeMap<&str, String> = BTreeMap::new();
    for who in EVERYBODY {
        for route in routes {
            let (method, address) = route.split_once(' ').expect("a method and an address");
            let answer = ask(who, method, address);
            let before = marks.entry(route).or_default();
            // Whoever asks too often from one address is told so, whoever they are; it says nothing of who may.
            let mark = match before.chars().last().filter(|_| answer.status == 429) {
                Some(before) => before,
                None => mark(&answer),
            };
            before.push(mark);
        }
    }
    let width = routes.iter().map(String::len).max().unwrap_or_default();
    let row = |(route, marks): (&&str, &String)| {
        let marks: Vec<String> = marks.chars().map(String::from).collect();
        format!("{route:width$}  {}\n", marks.join(" "))
    };
    let found: String = marks.iter().map(row).collect();
    let rows = |text: &str| -> BTreeSet<String> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    };
    let (expected, told) = (rows(table), rows(&found));
    let differs: Vec<&String> = expected.symmetric_difference(&told).collect();
    assert!(
        differs.is_empty(),
        "{file} says otherwise, or lacks a route; columns: {}\n{differs:#?}\nall of it:\n{found}",
        EVERYBODY.join(" ")
    );
}

#[test]
fn every_page_answers_everybody_as_the_table_says_and_only_those_who_may_change_anything() {
    let house = house();
    let sessions: RefCell<BTreeMap<String, (String, String)>> = RefCell::default();
    let ask = |who: &str, method: &str, route: &str| {
        let mut browser: Browser = house.site.visitor();
        if who != "visitor" {
            // What ends a session must not end the next asking.
            let known = (method == "GET").then(|| sessions.borrow().get(who).cloned()).flatten();
            let (csrf, token) = known.unwrap_or_else(|| {
                let signed_in = house.site.test.signed_in(who);
                (signed_in.session.csrf.clone(), signed_in.token)
            });
            browser.csrf = csrf.clone();
            browser.cookies.push(("session".to_owned(), token.clone()));
            sessions.borrow_mut().insert(who.to_owned(), (csrf, token));
        }
        let address = house.address(route);
        match method {
            "GET" => browser.get(&address),
            _ => {
                let key = Uuid::now_v7().to_string();
                let fields = [
                    ("_key", key.as_str()),
                    ("text", "seen"),
                    ("reason", "asked"),
                    ("other", "24099999"),
                ];
                browser.post(&address, &fields)
            }
        }
    };
    // Signing in is tried with nothing, by everybody.
    walk("web.txt", include_str!("web.txt"), &web_routes(), ask);
    let actors = house.actors();
    assert!(actors.contains("agent") && actors.contains("manager"), "{actors:?}");
    for who in only_looking() {
        assert!(!actors.contains(who), "{who} has changed the case");
    }
    house.site.test.is_sound();
}

#[test]
fn every_route_of_the_api_answers_everybody_as_the_table_says_and_only_those_who_may_change_anything() {
    let house = house();
    let test = &house.site.test;
    let routes = include_str!("../api/routes.txt").lines().map(str::to_owned).collect();
    let tokens: BTreeMap<&str, String> = EVERYBODY[1..]
        .iter()
        .map(|who| {
            let token = test.app.make_token(&PersonId((*who).into()), "walk", None);
            (*who, token.expect("a token"))
        })
        .collect();
    let ask = |who: &str, method: &str, route: &str| {
        let version = format!("\"v{}\"", test.case(&house.parts["cases"]).version);
        let (key, bearer) = (
            Uuid::now_v7().to_string(),
            tokens.get(who).map(|token| format!("Bearer {token}")),
        );
        let mut headers = vec![
            ("content-type", "application/json"),
            ("if-match", version.as_str()),
            ("idempotency-key", key.as_str()),
        ];
        headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
        // What could be meant, so that nobody is answered for what they have sent instead of for who they are.
        let last = route.rsplit('/').next().unwrap_or_default();
        let body = match last {
            "comments" | "records" => r#"{"text": "seen"}"#,
            "reveal" | "reinstate" => r#"{"reason": "asked"}"#,
            "override" => r#"{"value": "founded", "reason": "asked"}"#,
            "extend" => r#"{"until": "2024-12-01", "reason": "asked"}"#,
            "merge" => r#"{"other": "24099999"}"#,
            "owner" => r#"{"owner": null}"#,
            "decide" | "cases" => r#"{"answers": {"what": "a window"}}"#,
            "clock" if method == "POST" => r#"{"to": "2024-09-23T01:00:00Z"}"#,
            "files" | "attachments" => FILE,
            _ => "{}",
        };
        if body == FILE {
            headers[0].1 = "multipart/form-data; boundary=cut";
        }
        let address = format!("/api/v1{}", house.address(route));
        house
            .site
            .visitor()
            .send(method, &address, &headers, if method == "GET" { "" } else { body })
    };
    walk("api.txt", include_str!("api.txt"), &routes, ask);
    let actors = house.actors();
    assert!(actors.contains("agent") && actors.contains("manager"), "{actors:?}");
    for who in only_looking() {
        assert!(!actors.contains(who), "{who} has changed the case");
    }
    test.is_sound();
}

#[test]
fn whoever_may_not_see_a_case_is_answered_as_if_there_were_none() {
    let house = house();
    for who in [
        "stranger",
        "outsider",
        "elsewhere",
        "operator",
        "integrator",
        "concerned",
    ] {
        let signed_in = house.site.test.signed_in(who);
        let mut browser = house.site.visitor();
        browser.cookies.push(("session".to_owned(), signed_in.token));
        let mut body = |address: &str| {
            let answer = browser.get(address);
            assert_eq!(answer.status, 404, "{who} {address}");
            // The address stands on the page, to come back to.
            let number = address.rsplit('/').next().unwrap_or_default();
            answer.body.replace(number, "")
        };
        let there = body(&format!("/lodge/cases/{}", house.parts["cases"]));
        assert_eq!(there, body("/lodge/cases/99999999"), "{who}");
    }
}
