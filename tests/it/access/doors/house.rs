//! The lodge as it stands while everybody walks through its doors: who they are to it, and what is theirs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

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

use super::only_looking;
use crate::support::app::{PASSWORD, TestApp};
use crate::support::provider::{CLIENT, Provider, SECRET};
use crate::web::Site;

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

/// A hint about `concerned`, closed, with a task, a file and a print; a plea that is open, about `concerned` as well; and a list of a role's.
pub(super) struct House {
    pub(super) site: Site,
    _provider: Provider,
    /// What stands for the variable parts of addresses, by the part before them.
    pub(super) parts: BTreeMap<&'static str, String>,
    /// The number of the plea.
    pub(super) plea: String,
    /// With which its complainant comes in.
    pub(super) secret: Secret,
    /// What a link to its survey ends in.
    pub(super) survey: String,
    /// The cookies of those who have not signed in.
    pub(super) held: BTreeMap<&'static str, (&'static str, String)>,
    /// The absence of the keeper.
    pub(super) absence: Uuid,
}

pub(super) fn house() -> House {
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
    pub(super) fn address(&self, who: &str, route: &str) -> String {
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
    pub(super) fn visit(&self) -> (String, String) {
        let (app, organization) = (&self.site.test.app, &self.site.test.organization);
        let token = app.begin_visit(organization, &self.plea, &self.secret).expect("read");
        let token = token.expect("the secret of the case");
        let visit = app.visit(organization, &token).expect("read").expect("it has begun");
        (token, visit.csrf)
    }

    /// Who has done anything in the cases of the lodge.
    pub(super) fn actors(&self) -> BTreeSet<String> {
        let test = &self.site.test;
        let numbers = [&self.parts["cases"], &self.plea];
        let recorded = numbers.into_iter().flat_map(|number| test.history(number));
        recorded.map(|recorded| recorded.by.0.to_string()).collect()
    }

    /// Only those have changed anything who may.
    pub(super) fn is_changed_by_whom_it_may(&self) {
        let actors = self.actors();
        assert!(actors.contains("agent") && actors.contains("manager"), "{actors:?}");
        for who in only_looking() {
            assert!(!actors.contains(who), "{who} has changed a case");
        }
        self.site.test.is_sound();
    }
}
