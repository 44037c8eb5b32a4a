//! Every route of both doors, asked by everybody: what is answered stands in `web.txt` and `api.txt`, a row for each route.
//!
//! `+` answered, or refused by what the policy says; `-` forbidden; `?` not found; `>` to sign in, or to say number and secret, first. A
//! route without a row fails, and so does a row without a route; the failure prints the table as it is. So does a row that nobody is
//! ever answered in, because it proves nothing, and one in which nobody is refused, if it is not among those that are [`OPEN`].

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use redress::access::second_factor::new_secret;
use redress::app::{Access, App, Asked, Entry, Given, Request, Secret, Target};
use redress::case::{PersonId, Standing};
use redress::config::Config;
use redress::form::FileTerms;
use redress::locale::Language;
use redress::store::absences::Absence;
use redress::store::people::Post;
use redress::store::second_factors;
use redress::store::standings::Place;
use redress::store::views::{self, SavedView};
use serde_json::json;
use uuid::Uuid;

use crate::support::app::{PASSWORD, TestApp};
use crate::support::provider::{CLIENT, Provider, SECRET};
use crate::web::{Answer, Browser, Site};

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

/// A kind of case that has a way in for everybody, and of which everything can be done that a policy may let somebody do.
const PLEA: &str = r#"case: plea
name: Plea
number: "P{yy}{mm}{serial:4}"
opens: { form: plea, at: open, by: agent }
subject: what
complainant: teller
excluded: [about]

public:
  opens: { form: plea, at: open, does: [{ assign: '"east"' }, { open_task: look }, { print: slip }] }
  stages: { open: We look into it. }
  documents: slip
  survey: rate

decisions:
  weight:
    name: Weight
    values: { light: { label: Light }, heavy: { label: Heavy } }
    rules: [{ when: what == "fire", is: heavy }, { is: light }]
    override: { by: agent }

deadlines:
  answer:
    name: Answer
    from: opened
    until: answered
    within: 3 working days
    extend: { by: agent, times: 1, up_to: 5 working days }

stages:
  open: { name: Open }
  closed: { name: Closed, final: true }

actions:
  answer: { name: Answer, at: open, by: agent, to: closed, marks: answered }
  rate: { name: Say what you think, at: open, by: complainant, form: opinion }

merging: { name: Take in another, at: open, by: agent, to: closed }

tasks:
  look: { name: Look, by: handler, department: '"east"' }

documents:
  slip: { name: Slip, template: slip.html, copies: [{ name: File, to: file }] }
"#;

const PLEA_FORM: &str = "form: plea
name: Plea
fields:
  - { id: what, type: text, label: What happened, required: true }
  - { id: teller, type: text, label: Who tells it, personal: true }
  - { id: about, type: text, label: Whom it is about }
";

const OPINION_FORM: &str = "form: opinion
name: Opinion
fields:
  - { id: opinion, type: text, label: What you think, required: true }
";

/// Those who change nothing here, however often they ask.
fn only_looking() -> impl Iterator<Item = &'static str> {
    EVERYBODY.into_iter().filter(|who| !CHANGING.contains(who))
}

/// Who signs in, or has a token.
fn is_person(who: &str) -> bool {
    !["visitor", "complainant", "invited", "halfway"].contains(&who)
}

/// A hint about `concerned`, closed, with a task, a file and a print; a plea that is open, about `concerned` as well; and a list of a role's.
struct House {
    site: Site,
    _provider: Provider,
    /// What stands for the variable parts of addresses, by the part before them.
    parts: BTreeMap<&'static str, String>,
    /// The number of the plea.
    plea: String,
    /// With which its complainant comes in.
    secret: Secret,
    /// What a link to its survey ends in.
    survey: String,
    /// The cookies of those who have not signed in.
    held: BTreeMap<&'static str, (&'static str, String)>,
    /// The absence of the keeper.
    absence: Uuid,
}

fn house() -> House {
    let test = TestApp::keeping_with(
        &[
            ("rules/lodge/plea.yaml", PLEA),
            ("forms/lodge/plea.yaml", PLEA_FORM),
            ("forms/lodge/opinion.yaml", OPINION_FORM),
        ],
        &[(
            "rules/lodge/organization.yaml",
            "  east: { name: East wing }\n",
            "  east: { name: East wing }\n  west: { name: West wing }\n",
        )],
    );
    test.person("keeper", &["keeper"]);
    test.person("agent", &["agent"]);
    // To be administered.
    test.person("spare", &["agent"]);
    test.person("concerned", &["agent", "keeper"]);
    test.person("auditor", &["keeper"]);
    test.person("handler", &["handler@east"]);
    test.person("westerner", &["handler@west"]);
    test.person("deputy", &["handler@west"]);
    let givens = [
        "stranger",
        "outsider",
        "elsewhere",
        "operator",
        "integrator",
        "manager",
        "halfway",
    ];
    for id in givens {
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
    let absence = away(&test);
    let (hint, photo) = hint(&test);
    let (plea, secret, survey) = plea(&test);
    let held = BTreeMap::from([
        ("invited", ("link", invitation(&test))),
        ("halfway", ("code", challenge(&test))),
    ]);
    let parts = BTreeMap::from([
        ("", "lodge".to_owned()),
        ("cases", hint),
        ("new", "plea".to_owned()),
        ("actions", "close".to_owned()),
        ("tasks", "1".to_owned()),
        ("deadlines", "answer".to_owned()),
        ("why", "outcome".to_owned()),
        ("decisions", "weight".to_owned()),
        ("documents", "1".to_owned()),
        ("files", photo.clone()),
        ("attachments", photo),
        ("registers", "hints".to_owned()),
        ("reports", "tellers".to_owned()),
        ("views", list(&test).to_string()),
        ("forms", "hint".to_owned()),
        ("hint", "hint".to_owned()),
        ("language", "en".to_owned()),
        ("static", "redress.css".to_owned()),
        ("people", "spare".to_owned()),
        ("steps", "rate".to_owned()),
        ("drafts", Uuid::now_v7().to_string()),
        ("link", "nobodys".to_owned()),
        ("survey", "nobodys".to_owned()),
    ]);
    let provider = Provider::listening();
    let site = Site::with(test, config(&provider.issuer()));
    House {
        site,
        _provider: provider,
        parts,
        plea,
        secret,
        survey,
        held,
        absence,
    }
}

/// There is a provider to sign in with, and a proxy that tells from where everybody comes.
fn config(issuer: &str) -> Config {
    let said = HashMap::from([
        ("REDRESS_OPENID_ISSUER", issuer),
        ("REDRESS_OPENID_CLIENT_ID", CLIENT),
        ("REDRESS_OPENID_CLIENT_SECRET", SECRET),
        ("REDRESS_TRUSTED_PROXIES", "127.0.0.1"),
    ]);
    Config::read(|name| said.get(name).map(|value| (*value).to_owned())).expect("settings")
}

/// The keeper is away, and the deputy stands in.
fn away(test: &TestApp) -> Uuid {
    let now: DateTime<Utc> = test.app.clock().now();
    let absence = Absence {
        id: Uuid::now_v7(),
        organization: test.organization.clone(),
        person: PersonId("keeper".into()),
        deputy: PersonId("deputy".into()),
        starts_at: now,
        ends_at: now + Duration::days(7),
    };
    let id = absence.id;
    test.app.take_leave(absence).expect("away");
    id
}

/// A hint, closed and printed, and the hash of a file in it.
fn hint(test: &TestApp) -> (String, String) {
    let photo = test
        .app
        .store_file(
            &test.organization,
            &PersonId("keeper".into()),
            &FileTerms::default(),
            "door.png",
            b"\x89PNG\r\n\x1a\n0000".to_vec(),
        )
        .expect("stored");
    let keeper = test.acting_as("keeper");
    let answers = json!({"what": "open door", "teller": "Berta Vogel", "about": "concerned", "photo": [photo.hash]});
    let number = keeper.open("hint", answers).expect("opened").number;
    keeper.act(&number, "look_into", json!({})).expect("looked into");
    keeper.act(&number, "close", json!({})).expect("closed, and printed");
    (number, photo.hash)
}

/// A plea from outside, the secret that goes with it, and what a link to its survey ends in.
fn plea(test: &TestApp) -> (String, Secret, String) {
    let pack = test.app.packs().active(&test.organization).expect("it runs");
    let answers = json!({"what": "no light", "teller": "Otto Vogel", "about": "concerned"});
    let secret = Secret::random();
    let opened = test.app.execute(Request {
        organization: test.organization.clone(),
        target: Target::New {
            case_type: "plea".into(),
        },
        actor: App::newcomer(&pack, "a form"),
        expected_version: None,
        asked: Asked::OpenPublicly {
            answers: answers.as_object().expect("an object").clone(),
            secret: secret.clone(),
            language: None,
        },
        idempotency: None,
        language: Language::new("en"),
    });
    let number = opened.expect("opened").number;
    let survey = Secret::random();
    let asked = Asked::GiveAccess {
        access: Access::Survey,
        secret: survey.clone(),
    };
    test.acting_as("agent").ask(&number, asked).expect("given");
    (number, secret, survey.link())
}

/// What the link of an invitation ends in.
fn invitation(test: &TestApp) -> String {
    let by = PersonId("manager".into());
    let link = test.app.invite(&by, "invited", "Ines", Given::default());
    link.expect("invited")
}

/// What the cookie holds of somebody who has a second factor and has said the right password.
fn challenge(test: &TestApp) -> String {
    let (id, secret, now) = (PersonId("halfway".into()), new_secret(), test.app.clock().wall());
    let begun = test.app.store().write(move |conn| {
        second_factors::begin(conn, &id, &secret)?;
        second_factors::confirm(conn, &id, 1, now)
    });
    assert!(begun.expect("written"));
    match test.app.sign_in("halfway", PASSWORD, "").expect("the right password") {
        Entry::Code { token } => token,
        Entry::In(_) => panic!("a code is asked"),
    }
}

/// A list that is kept for a role.
fn list(test: &TestApp) -> Uuid {
    let view = SavedView {
        id: Uuid::now_v7(),
        owner: PersonId("keeper".into()),
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
    view.id
}

/// What can only be asked of a case that is open.
const OF_THE_PLEA: [&str; 5] = ["/access", "/deadlines/", "/decisions/", "/merge", "/tasks/"];

impl House {
    /// The address a route has here for whoever asks.
    fn address(&self, who: &str, route: &str) -> String {
        let route = route.strip_prefix("/api/v1").unwrap_or(route);
        let is_of_plea = OF_THE_PLEA.iter().any(|part| route.contains(part));
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
                let stands_for = match before {
                    "cases" if is_of_plea => Some(&self.plea),
                    // Nobody else was sent it.
                    "survey" if who == "complainant" => Some(&self.survey),
                    before => self.parts.get(before),
                };
                stands_for.unwrap_or_else(|| panic!("{route}: what does {part} stand for here? Tell it in `house`"))
            };
            said.push(if is_variable { own().clone() } else { part.to_owned() } + format);
        }
        format!("/{}", said.join("/"))
    }

    /// What the cookie of a visit to the plea holds, and what its forms carry.
    fn visit(&self) -> (String, String) {
        let (app, organization) = (&self.site.test.app, &self.site.test.organization);
        let token = app.begin_visit(organization, &self.plea, &self.secret).expect("read");
        let token = token.expect("the secret of the case");
        let visit = app.visit(organization, &token).expect("read").expect("it has begun");
        (token, visit.csrf)
    }

    /// Who has done anything in the cases of the lodge.
    fn actors(&self) -> BTreeSet<String> {
        let test = &self.site.test;
        let numbers = [&self.parts["cases"], &self.plea];
        let recorded = numbers.into_iter().flat_map(|number| test.history(number));
        recorded.map(|recorded| recorded.by.0.to_string()).collect()
    }

    /// Only those have changed anything who may.
    fn is_changed_by_whom_it_may(&self) {
        let actors = self.actors();
        assert!(actors.contains("agent") && actors.contains("manager"), "{actors:?}");
        for who in only_looking() {
            assert!(!actors.contains(who), "{who} has changed a case");
        }
        self.site.test.is_sound();
    }
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
