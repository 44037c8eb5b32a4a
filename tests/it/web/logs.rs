//! What operators read: never a name, a telephone number, what somebody said, a secret or a password.

use std::io::Write;
use std::sync::{Arc, Mutex};

use redress::outbox;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use super::files::send;
use super::{Answer, Site, encoded};
use crate::support::app::{PASSWORD, TestApp};

/// The log of this process, kept.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody broke off").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// What stands in the element with this id.
fn told(page: &Answer, id: &str) -> String {
    let (_, rest) = page
        .body
        .split_once(&format!("id=\"{id}\">"))
        .unwrap_or_else(|| panic!("{}", page.body));
    rest.split_once('<').expect("an end").0.to_owned()
}

#[test]
fn what_people_say_and_who_they_are_is_in_no_log_however_much_is_logged() {
    let log = Log::default();
    // As `RUST_LOG=debug` has it, with what the libraries say.
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("debug"))
        .with_writer(log.clone())
        .with_ansi(false)
        .init();
    let test = TestApp::with_pack("hospital");
    test.person("olga", &["communication_officer"]);
    let site = Site::new(test);

    // Somebody mistypes a password, then signs in.
    let mut olga = site.visitor();
    olga.get("/language/en");
    let mistyped = [("name", "olga"), ("password", "correct horse batery")];
    assert_eq!(olga.post("/sign-in", &mistyped).status, 422);
    assert_eq!(
        olga.post("/sign-in", &[("name", "olga"), ("password", PASSWORD)])
            .status,
        303
    );

    // An intake that is left, refused, and taken.
    let new = "/hospital/cases/new/complaint";
    let form = olga.get(new);
    let (key, draft) = (form.field("_key"), form.field("_draft"));
    let mut intake = vec![
        ("_key", key.as_str()),
        ("_draft", draft.as_str()),
        ("_place", "/cases/new/complaint"),
        ("channel", "hotline"),
        ("identity", "named"),
        ("complainant_name", "Zebedee Quill"),
        ("complainant_phone", "13911112222"),
        ("relation", "patient"),
        ("occurred_at", "2024-09-22T18:00"),
        ("complained_of", "Nurse Xanthippe"),
        ("staff_group", "management"),
        ("matter", "The cashier threw a teapot at me."),
        ("process_explained", "yes"),
    ];
    let headers = [("sec-fetch-site", "same-origin"), ("x-redress-draft", "1")];
    assert_eq!(olga.post_with("/hospital/drafts", &intake, &headers).status, 200);
    assert_eq!(olga.post(new, &intake).status, 422, "where it was is not said");
    intake.push(("place", "Under the staircase"));
    let opened = olga.post(new, &intake);
    assert_eq!(opened.status, 303, "{}", opened.body);
    let case = opened
        .header("location")
        .split('?')
        .next()
        .unwrap_or_default()
        .to_owned();
    olga.get(&case).shows("Zebedee Quill");
    olga.post(
        &format!("{case}/comments"),
        &[("text", "They keep a parrot called Bartholomew.")],
    );
    let token = olga.csrf.clone();
    let files = [("marmalade.png", "\u{89}PNG not a picture")];
    let attached = send(
        &mut olga,
        &format!("{case}/attachments"),
        "file",
        &files,
        &[("_csrf", &token)],
    );
    assert!(attached.status < 500, "{}", attached.body);
    site.test.app.index_pending().expect("indexed");
    for text in ["Zebedee Quill", "13911112222", "teapot"] {
        olga.get(&format!("/hospital/cases?which=all&q={}", encoded(text)))
            .shows(&case);
        olga.get(&format!("/hospital/cases.csv?which=all&q={}", encoded(text)));
    }

    // From outside: complaining, a wrong secret, the right one, adding something.
    let mut outside = site.visitor();
    outside.get("/language/en");
    let new = "/hospital/portal/new/complaint";
    let key = outside.get(new).field("_key");
    let complaint = [
        ("_key", key.as_str()),
        ("matter", "There was a hair in the soup."),
        ("occurred_at", "2024-09-22T18:00"),
        ("place", "Canteen"),
        ("complained_of", "Chef Ignatius"),
        ("staff_group", "logistics"),
        ("death_or_serious_injury", "no"),
        ("identity", "named"),
        ("complainant_name", "Ottoline Frump"),
        ("complainant_phone", "13933334444"),
        ("relation", "patient"),
        ("_step", "send"),
    ];
    let done = outside.post(new, &complaint);
    assert_eq!(done.status, 200, "{}", done.body);
    let (number, secret) = (told(&done, "number"), told(&done, "secret"));
    let wrong = "QQQQQ WWWWW RRRRR TTTTT YYYYYY";
    let track = "/hospital/portal/track";
    let enter = |outside: &mut super::Browser, secret: &str| {
        outside
            .post(track, &[("number", number.as_str()), ("secret", secret)])
            .status
    };
    assert_eq!(enter(&mut outside, wrong), 422);
    assert_eq!(enter(&mut outside, &secret), 303);
    outside.get(track).shows("hair in the soup");
    let step = format!("{track}/steps/add_facts");
    let key = outside.get(&step).field("_key");
    outside.post(&step, &[("_key", &key), ("added_facts", "It was a ginger hair.")]);
    outside.get("/hospital/portal/survey/no-such-token-at-all");

    // What leaves, and what falls due.
    let app = &site.test.app;
    outbox::work_off(app.store(), app.clock(), &outbox::Log).expect("worked off");
    site.test.advance_to("2024-10-12 09:00");
    outbox::work_off(app.store(), app.clock(), &outbox::Log).expect("worked off");
    olga.post("/sign-out", &[]);
    let cookies: Vec<String> = outside.cookies.iter().map(|(_, value)| value.clone()).collect();
    drop(site);

    let log = String::from_utf8(log.0.lock().expect("nobody broke off").clone()).expect("a text");
    assert!(
        log.contains("DEBUG") && log.contains("a list was exported"),
        "it was logged:\n{log}"
    );
    let mut kept: Vec<String> = [
        "Zebedee",
        "Quill",
        "13911112222",
        "Xanthippe",
        "teapot",
        "staircase",
        "Bartholomew",
        "marmalade",
        "hair in the soup",
        "Ignatius",
        "Ottoline",
        "Frump",
        "13933334444",
        "ginger",
        "batery",
        "no-such-token-at-all",
        wrong,
        PASSWORD,
        &secret,
        &secret.replace(' ', ""),
        &secret.replace(' ', "").to_lowercase(),
    ]
    .map(str::to_owned)
    .to_vec();
    kept.extend(cookies.into_iter().filter(|value| value.len() > 8));
    for text in kept {
        let forms = [text.clone(), encoded(&text), text.replace(' ', "+")];
        let line = log
            .lines()
            .find(|line| forms.iter().any(|form| line.contains(form.as_str())));
        assert_eq!(line, None, "`{text}` is in the log");
    }
}
