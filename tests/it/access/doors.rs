//! Every route of both doors, asked by everybody: what is answered stands in `web.txt` and `api.txt`, a row for each route.
//!
//! `+` answered, or refused by what the policy says; `-` forbidden; `?` not found; `>` to sign in, or to say number and secret, first. A
//! route without a row fails, and so does a row without a route; the failure prints the table as it is. So does a row that nobody is
//! ever answered in, because it proves nothing, and one in which nobody is refused, if it is not among those that are [`OPEN`].

mod house;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use redress::case::PersonId;
use uuid::Uuid;

use self::house::house;
use crate::web::{Answer, Browser};

/// Who asks, in the order of the columns. All but those who complain, are invited or are half-way act in the lodge or come from outside it.
const EVERYBODY: [&str; 17] = [
    // Not signed in.
    "visitor",
    // On a visit to the case in which they complain.
    "complainant",
    // Holds the link of an invitation.
    "invited",
    // Has said the right password, and a code is awaited.
    "halfway",
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
    // Does the tasks of another department.
    "westerner",
    // Does the tasks of the department that has one.
    "handler",
    // Works for the keeper, who is away.
    "deputy",
    // Holds a role here, and is away.
    "keeper",
    // Holds a role here.
    "agent",
    // Runs this organization.
    "manager",
];

/// From whom on something is changed in a case by asking.
const CHANGING: [&str; 5] = ["handler", "deputy", "keeper", "agent", "manager"];

/// Nobody has said who they are yet, or need not: everybody is answered.
const OPEN: [&str; 18] = [
    "GET /api/v1/openapi.json",
    "GET /healthz",
    "GET /language/{tag}",
    "GET /link/{token}",
    "GET /readyz",
    "GET /sign-in",
    "GET /sign-in/openid",
    "GET /sign-in/openid/callback",
    "GET /sign-in/openid/go",
    "GET /static/{file}",
    "GET /{org}",
    "GET /{org}/portal",
    "GET /{org}/portal/new/{type}",
    "GET /{org}/portal/track",
    "POST /sign-in",
    "POST /{org}/portal/leave",
    "POST /{org}/portal/new/{type}",
    "POST /{org}/portal/track",
];

/// A file, as a program sends it.
const FILE: &str = "--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\ncontent-type: text/plain\r\n\r\nseen\r\n--cut--\r\n";

/// Those who change nothing here, however often they ask.
fn only_looking() -> impl Iterator<Item = &'static str> {
    EVERYBODY.into_iter().filter(|who| !CHANGING.contains(who))
}

/// Who signs in, or has a token.
fn is_person(who: &str) -> bool {
    !["visitor", "complainant", "invited", "halfway"].contains(&who)
}

fn mark(answer: &Answer) -> char {
    // Signing out leads there too, and is done.
    let is_signed_out = answer
        .headers
        .iter()
        .any(|(name, value)| name.eq_ignore_ascii_case("set-cookie") && value.starts_with("session=;"));
    match answer.status {
        303 if is_signed_out => '+',
        303 if answer.header("location").ends_with("/portal/track") => '>',
        // On the way to the provider.
        303 if answer.header("location") == "/sign-in/openid/go" => '+',
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
    for (route, marks) in &marks {
        assert!(
            marks.contains('+'),
            "{route}: nobody is ever answered, so that nothing is proved"
        );
        let is_refused = marks.contains(['-', '?', '>']);
        assert_eq!(is_refused, !OPEN.contains(route), "{route}: {marks}");
    }
}

#[test]
fn every_page_answers_everybody_as_the_table_says_and_only_those_who_may_change_anything() {
    let house = house();
    let sessions: RefCell<BTreeMap<String, (String, String)>> = RefCell::default();
    let ask = |who: &str, method: &str, route: &str| {
        let mut browser: Browser = house.site.visitor();
        if is_person(who) {
            let known = sessions.borrow().get(who).cloned();
            let (csrf, token) = known.unwrap_or_else(|| {
                let signed_in = house.site.test.signed_in(who);
                (signed_in.session.csrf.clone(), signed_in.token)
            });
            browser.csrf = csrf.clone();
            browser.cookies.push(("session".to_owned(), token.clone()));
            sessions.borrow_mut().insert(who.to_owned(), (csrf, token));
        }
        // What ends a session must not end the next asking.
        if method == "POST"
            && ["/account/", "/sign-", "/people/"]
                .iter()
                .any(|part| route.contains(part))
        {
            sessions.borrow_mut().clear();
        }
        if who == "deputy" {
            browser.cookies.push(("stand-in".to_owned(), "lodge/keeper".to_owned()));
            browser.csrf.push_str("~keeper");
        }
        // Each from where nobody else comes.
        let place = EVERYBODY.iter().position(|known| *known == who).expect("somebody");
        let from = format!("10.0.0.{place}");
        let headers = [("sec-fetch-site", "same-origin"), ("x-forwarded-for", from.as_str())];
        if let Some((name, held)) = house.held.get(who) {
            browser.cookies.push(((*name).to_owned(), held.clone()));
        }
        // What ends a visit must not end the next asking either.
        if who == "complainant" {
            let (token, csrf) = house.visit();
            browser.cookies.push(("visit".to_owned(), token));
            browser.csrf = csrf;
        }
        // Off to the provider, to be on the way back from it.
        if who == "halfway" && route.starts_with("/sign-in/openid/") {
            browser.send("GET", "/sign-in/openid", &headers, "");
        }
        let address = house.address(who, route);
        match method {
            "GET" => browser.send("GET", &address, &headers, ""),
            _ => {
                let (key, absence) = (Uuid::now_v7().to_string(), house.absence.to_string());
                let fields = [
                    ("_key", key.as_str()),
                    ("text", "seen"),
                    ("reason", "asked"),
                    ("other", "24099999"),
                    ("organization", "lodge"),
                    ("id", absence.as_str()),
                ];
                browser.post_with(&address, &fields, &headers)
            }
        }
    };
    // Signing in is tried with nothing, by everybody.
    walk("web.txt", include_str!("web.txt"), &web_routes(), ask);
    house.is_changed_by_whom_it_may();
}

#[test]
fn every_route_of_the_api_answers_everybody_as_the_table_says_and_only_those_who_may_change_anything() {
    let house = house();
    let test = &house.site.test;
    let routes = include_str!("../api/routes.txt").lines().map(str::to_owned).collect();
    let people = EVERYBODY.into_iter().filter(|who| is_person(who));
    let tokens: BTreeMap<&str, String> = people
        .map(|who| {
            let token = test.app.make_token(&PersonId(who.into()), "walk", None);
            (who, token.expect("a token"))
        })
        .collect();
    let ask = |who: &str, method: &str, route: &str| {
        let address = house.address(who, route);
        let of_plea = address.contains(&house.plea);
        let number = if of_plea { &house.plea } else { &house.parts["cases"] };
        let version = format!("\"v{}\"", test.case(number).version);
        let (key, bearer) = (
            Uuid::now_v7().to_string(),
            tokens.get(who).map(|token| format!("Bearer {token}")),
        );
        let mut headers = vec![
            ("content-type", "application/json"),
            ("if-match", version.as_str()),
            ("idempotency-key", key.as_str()),
        ];
        if who == "deputy" && route.contains("{organization}") {
            headers.push(("stand-in-for", "keeper"));
        }
        headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
        // What could be meant, so that nobody is answered for what they have sent instead of for who they are.
        let last = route.rsplit('/').next().unwrap_or_default();
        let body = match last {
            "comments" | "records" => r#"{"text": "seen"}"#,
            "reveal" | "reinstate" => r#"{"reason": "asked"}"#,
            "override" => r#"{"value": "heavy", "reason": "asked"}"#,
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
        let address = format!("/api/v1{address}");
        house
            .site
            .visitor()
            .send(method, &address, &headers, if method == "GET" { "" } else { body })
    };
    walk("api.txt", include_str!("api.txt"), &routes, ask);
    house.is_changed_by_whom_it_may();
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
        "westerner",
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
