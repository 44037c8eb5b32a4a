//! Files on the pages: several at once, what is not taken, and looking at them without running anything.

use super::{Answer, Browser, Site};
use crate::support::app::TestApp;
use crate::support::clamd::{self, VIRUS};

const PHOTO: &str = "GIF89a.photograph";

pub(super) fn site(test: TestApp) -> Site {
    test.person("anna", &["agent"]);
    test.person("max", &["manager"]);
    Site::new(test)
}

/// Sends files as the form of a page does.
pub(super) fn send(
    browser: &mut Browser<'_>,
    path: &str,
    field: &str,
    files: &[(&str, &str)],
    texts: &[(&str, &str)],
) -> Answer {
    let token = browser.csrf.clone();
    let mut body = String::new();
    for (name, value) in [("_csrf", token.as_str())].iter().chain(texts) {
        body.push_str(&format!(
            "--cut\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    for (name, content) in files {
        body.push_str(&format!(
            "--cut\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             content-type: image/png\r\n\r\n{content}\r\n"
        ));
    }
    body.push_str("--cut--\r\n");
    let headers = [
        ("content-type", "multipart/form-data; boundary=cut"),
        ("sec-fetch-site", "same-origin"),
    ];
    browser.send("POST", path, &headers, &body)
}

/// A case to attach to, and its page.
pub(super) fn opened(site: &Site) -> (Browser<'_>, String) {
    let number = site
        .test
        .acting_as("anna")
        .open("complaint", serde_json::json!({"what": "noise"}))
        .expect("opened")
        .number;
    let mut browser = site.signed_in("anna");
    let page = format!("/harbour/cases/{number}");
    browser.get(&page);
    (browser, page)
}

/// Where the page leads to look at this file.
pub(super) fn address(page: &Answer, name: &str) -> String {
    let before = page.body.split(&format!(">{name}</a>")).next().expect("the page");
    let href = before.rsplit("href=\"").next().expect("a link");
    href.split('"').next().expect("an end").to_owned()
}

#[test]
fn several_files_are_attached_at_once_and_pictures_are_shown() {
    let site = site(TestApp::new());
    let (mut anna, page) = opened(&site);
    let files = [("quay.gif", PHOTO), ("list.csv", "1,2\r\n")];
    let sent = send(&mut anna, &format!("{page}/attachments"), "file", &files, &[]);
    assert_eq!(sent.status, 303, "{}", sent.body);
    let shown = anna.get(&page);
    shown.shows("quay.gif").shows("list.csv");
    let (photo, list) = (address(&shown, "quay.gif"), address(&shown, "list.csv"));
    shown.shows(&format!("<img src=\"{photo}/preview\""));
    shown.hides(&format!("{list}/preview"));

    let preview = anna.get(&format!("{photo}/preview"));
    assert_eq!((preview.status, preview.body.as_str()), (200, PHOTO));
    assert_eq!(preview.header("content-type"), "image/gif", "what its bytes say");
    assert_eq!(preview.header("x-content-type-options"), "nosniff");
    let policy = preview.header("content-security-policy");
    assert!(policy.starts_with("sandbox; default-src 'none'"), "{policy}");
    assert_eq!(preview.header("content-disposition"), "inline");
    assert_eq!(anna.get(&format!("{list}/preview")).status, 404);
}

#[test]
fn what_could_run_in_a_browser_is_only_ever_saved() {
    let site = site(TestApp::new());
    let (mut anna, page) = opened(&site);
    let drawing = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let files = [
        ("a.svg", drawing),
        ("a.png", "<!doctype html><script>alert(1)</script>"),
        (
            "b.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
        ),
    ];
    let sent = send(&mut anna, &format!("{page}/attachments"), "file", &files, &[]);
    assert_eq!(sent.status, 303, "{}", sent.body);
    let shown = anna.get(&page);
    shown.hides("<img src");
    for (name, _) in files {
        let address = address(&shown, name);
        assert_eq!(anna.get(&format!("{address}/preview")).status, 404, "{name}");
        let saved = anna.get(&address);
        assert_eq!(saved.header("content-type"), "application/octet-stream", "{name}");
        assert!(saved.header("content-disposition").starts_with("attachment"), "{name}");
    }
}

#[test]
fn a_preview_is_only_for_who_may_see_the_case() {
    let site = site(TestApp::new());
    site.test.person("wanda", &["handler@west"]);
    let (mut anna, page) = opened(&site);
    send(
        &mut anna,
        &format!("{page}/attachments"),
        "file",
        &[("quay.gif", PHOTO)],
        &[],
    );
    let photo = address(&anna.get(&page), "quay.gif");
    assert_eq!(site.signed_in("max").get(&format!("{photo}/preview")).status, 200);
    assert_eq!(site.signed_in("wanda").get(&format!("{photo}/preview")).status, 404);
    assert_eq!(site.visitor().get(&format!("{photo}/preview")).status, 303);
}

#[test]
fn a_refused_file_is_told_beside_its_field_and_the_rest_is_kept() {
    let site = site(TestApp::harbour_with(&[(
        "forms/harbour/intake.yaml",
        "label: Photograph }",
        "label: Photograph, files: { kinds: image, megabytes: 2 } }",
    )]));
    let mut anna = site.signed_in("anna");
    let form = "/harbour/cases/new/complaint";
    anna.get(form)
        .shows("accept=\"image/*\"")
        .shows("What is taken: pictures; at most 2 MB each");
    let files = [("quay.gif", PHOTO), ("letter.txt", "a letter")];
    let answer = send(&mut anna, form, "photo", &files, &[("what", "noise")]);
    assert_eq!(answer.status, 422);
    answer
        .shows("“letter.txt” was not taken")
        .shows("<span>quay.gif</span>")
        .shows("value=\"noise\"")
        .hides("<span>letter.txt</span>");
    let headers = [("x-redress-fields", "1")];
    let only_fields = anna.post_with(form, &[("what", "noise")], &headers);
    assert_eq!(
        only_fields.status, 200,
        "the script gets fields, whatever stands in them"
    );
}

#[test]
fn an_infected_file_is_refused_on_the_page_and_none_of_those_sent_with_it_is_attached() {
    let site = site(TestApp::new().scanned_by(clamd::listening()));
    let (mut anna, page) = opened(&site);
    let files = [("good.txt", "a list"), ("bad.txt", VIRUS)];
    let sent = send(&mut anna, &format!("{page}/attachments"), "file", &files, &[]);
    assert_eq!(sent.status, 422);
    sent.shows("“bad.txt” was not taken: the virus scanner found Test.Virus in it.")
        .shows("Nothing was attached.");
    anna.get(&page).hides("good.txt").hides("bad.txt");
}
