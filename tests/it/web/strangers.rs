//! People from outside, each of whom is a stranger to the others.

use redress::store::uploads;
use sha2::{Digest, Sha256};

use super::{Answer, Browser, Site};
use crate::support::app::TestApp;

const NEW: &str = "/lodge/portal/new/plea";

const PLEA: &str = r#"case: plea
name: Plea
number: "P{yy}{mm}{serial:4}"
opens: { form: plea, at: open, by: agent }
subject: what
public: { opens: { form: plea, at: open }, stages: { open: We look into it. } }
stages:
  open: { name: Open }
  closed: { name: Closed, final: true }
actions:
  answer: { name: Answer, at: open, by: agent, to: closed }
"#;

const FORM: &str = "form: plea
name: Plea
fields:
  - { id: what, type: text, label: What happened, required: true }
  - { id: photo, type: attachment, label: Photograph }
";

fn lodge() -> Site {
    let added = [("rules/lodge/plea.yaml", PLEA), ("forms/lodge/plea.yaml", FORM)];
    Site::new(TestApp::keeping_with(&added, &[]))
}

fn part(name: &str, value: &str) -> String {
    format!("--cut\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
}

/// Sends a letter with the form of this key, and leaves out what has happened.
fn sends(browser: &mut Browser<'_>, key: &str, content: &str) -> Answer {
    let body = format!(
        "{}{}--cut\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"letter.txt\"\r\ncontent-type: text/plain\r\n\r\n\
         {content}\r\n--cut--\r\n",
        part("_key", key),
        part("what", "")
    );
    let headers = [
        ("content-type", "multipart/form-data; boundary=cut"),
        ("sec-fetch-site", "same-origin"),
    ];
    browser.send("POST", NEW, &headers, &body)
}

#[test]
fn what_one_stranger_has_sent_no_other_names() {
    let site = lodge();
    let content = "my letter";
    let hash: String = Sha256::digest(content)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let (mut one, mut other) = (site.visitor(), site.visitor());
    let (own, strange) = (one.get(NEW).field("_key"), other.get(NEW).field("_key"));
    let again = sends(&mut one, &own, content);
    assert_eq!(again.status, 422, "{}", again.body);
    again.shows("letter.txt").shows(&hash);

    let fields = |key, step| {
        [
            ("_key", key),
            ("what", "noise"),
            ("photo", hash.as_str()),
            ("_step", step),
        ]
    };
    let drawn = other.post(NEW, &fields(strange.as_str(), "change"));
    assert_eq!(drawn.status, 200);
    drawn.hides("letter.txt");
    let refused = other.post(NEW, &fields(strange.as_str(), "send"));
    assert_eq!(refused.status, 422, "{}", refused.body);
    refused.hides("letter.txt");

    let checked = one.post(NEW, &fields(own.as_str(), "check"));
    assert_eq!(checked.status, 200, "{}", checked.body);
    checked.shows("letter.txt");
    let done = one.post(NEW, &fields(own.as_str(), "send"));
    assert_eq!(done.status, 200, "{}", done.body);
    // From then on it is the case's, and who had it is nobody's key.
    let opened = site.test.history("P24090001");
    let by = opened.first().expect("opened").by.clone();
    assert!(by.is_complainant() && !by.0.contains(&own), "{by:?}");
    let named = site
        .test
        .app
        .store()
        .read(|conn| uploads::named_by(conn, &site.test.organization, &hash, &by, &[]));
    assert!(
        named
            .unwrap_or_else(|error: redress::store::Error| panic!("{}", error.chain()))
            .is_some()
    );
}
