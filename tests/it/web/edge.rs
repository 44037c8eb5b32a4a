//! What holds for every answer, and who is not let through.

use redress::config::Config;

use super::Site;
use crate::support::app::TestApp;

#[test]
fn every_answer_carries_the_headers_that_keep_pages_apart() {
    let site = Site::of_harbour();
    let mut browser = site.signed_in("anna");
    for path in [
        "/sign-in",
        "/harbour/cases",
        "/nowhere",
        "/static/redress.css",
        "/healthz",
        "/api/v1/organizations",
    ] {
        let answer = browser.get(path);
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("default-src 'none'; script-src 'self'"),
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
    }
    assert_eq!(browser.get("/harbour/cases").header("cache-control"), "no-store");
}

#[test]
fn browsers_come_by_tls_alone_where_the_cookies_do() {
    let config =
        |secure: &'static str| Config::read(move |name| (name == "REDRESS_SECURE_COOKIES").then(|| secure.to_owned()));
    for (secure, said) in [("yes", "max-age=15552000"), ("no", "")] {
        let site = Site::with(TestApp::new(), config(secure).expect("a configuration"));
        let answer = site.visitor().get("/sign-in");
        assert_eq!(answer.header("strict-transport-security"), said, "{secure}");
    }
}

#[test]
fn no_page_has_a_script_or_a_style_of_its_own() {
    let site = Site::of_harbour();
    let mut browser = site.signed_in("anna");
    let number = site
        .test
        .acting_as("anna")
        .open("complaint", serde_json::json!({"what": "noise"}))
        .unwrap()
        .number;
    for path in [
        "/harbour/cases",
        "/harbour/cases/new/complaint",
        &format!("/harbour/cases/{number}"),
        "/harbour/policy",
    ] {
        let answer = browser.get(path);
        assert_eq!(answer.status, 200, "{path}");
        answer
            .hides("<style")
            .hides(" style=")
            .hides("onclick")
            .hides("javascript:")
            .hides("<script>");
    }
}

#[test]
fn nothing_is_changed_for_another_site() {
    let site = Site::of_harbour();
    let mut browser = site.signed_in("anna");
    browser.get("/harbour/cases/new/complaint");
    let fields = [("what", "noise"), ("_key", "k")];
    for headers in [
        [("sec-fetch-site", "cross-site")],
        [("sec-fetch-site", "same-site")],
        [("origin", "https://example.org")],
    ] {
        assert_eq!(
            browser
                .post_with("/harbour/cases/new/complaint", &fields, &headers)
                .status,
            403,
            "{headers:?}"
        );
    }
    browser
        .get("/harbour/cases")
        .shows("All in progress <span class=\"count\">0</span>");
}

#[test]
fn a_form_without_the_sessions_token_is_refused() {
    let site = Site::of_harbour();
    let mut browser = site.signed_in("anna");
    for token in ["", "wrong"] {
        let answer = browser.post("/harbour/cases/new/complaint", &[("_csrf", token), ("what", "noise")]);
        assert_eq!(answer.status, 403);
        answer.shows("This form is no longer valid");
    }
    let mut other = site.signed_in("max");
    other.get("/harbour/cases/new/complaint");
    let answer = browser.post(
        "/harbour/cases/new/complaint",
        &[("_csrf", &other.csrf), ("what", "noise")],
    );
    assert_eq!(answer.status, 403, "nor is somebody else's token");
}

#[test]
fn style_and_script_may_be_kept_for_ever_under_the_address_the_pages_name() {
    let site = Site::of_harbour();
    let mut browser = site.visitor();
    let page = browser.get("/sign-in");
    let style = page
        .body
        .split("href=\"")
        .find(|part| part.starts_with("/static/redress.css?"))
        .expect("a style sheet");
    let style = style.split('"').next().unwrap().to_owned();
    let answer = browser.get(&style);
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    let again = browser.send("GET", &style, &[("if-none-match", answer.header("etag"))], "");
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    assert_eq!(
        browser.get("/static/redress.css?0000").header("cache-control"),
        "no-cache"
    );
    assert_eq!(browser.get("/static/..%2f..%2fCargo.toml").status, 404);
}

#[test]
fn what_is_not_there_and_what_is_not_yours_look_the_same() {
    let site = Site::of_harbour();
    let number = site
        .test
        .acting_as("anna")
        .open("complaint", serde_json::json!({"what": "noise"}))
        .unwrap()
        .number;
    let theirs = site.signed_in("wanda").get(&format!("/harbour/cases/{number}"));
    let none = site.signed_in("wanda").get("/harbour/cases/99999999");
    let elsewhere = site.signed_in("wanda").get("/nowhere/cases/99999999");
    let stranger = site.signed_in("nobody").get(&format!("/harbour/cases/{number}"));
    for answer in [&theirs, &none, &elsewhere, &stranger] {
        assert_eq!(answer.status, 404);
        answer.shows("There is no such page").hides("noise");
    }
}

#[test]
fn too_much_at_once_is_refused() {
    let site = Site::of_harbour();
    let mut browser = site.signed_in("anna");
    browser.get("/harbour/cases/new/complaint");
    let answer = browser.post("/harbour/cases/new/complaint", &[("what", &"x".repeat(300_000))]);
    assert_eq!(answer.status, 413);
}

#[test]
fn the_machine_is_alive_and_ready() {
    let site = Site::of_harbour();
    assert_eq!(site.visitor().get("/healthz").body, "alive");
    assert_eq!(site.visitor().get("/readyz").body, "ready");
}

#[test]
fn what_breaks_inside_is_a_page_with_a_reference_alone() {
    let site = Site::of_harbour();
    let mut browser = site.signed_in("anna");
    site.test.meddle("alter table cases rename to lost");
    let answer = browser.get("/harbour/cases");
    assert_eq!(answer.status, 500);
    answer
        .shows("Something broke")
        .shows("It is not your fault")
        .hides("no such table")
        .hides("cases rename");
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert!(
        answer
            .header("content-security-policy")
            .starts_with("default-src 'none'")
    );
    let reference = answer.body.split_once("<code>").expect("a reference").1;
    let reference = reference.split_once("</code>").expect("an end").0;
    assert!(reference.len() == 8, "{reference}");
    browser.get("/language/zh?back=/");
    browser.get("/harbour/cases").hides("Something broke").shows("<code>");
    site.test.meddle("alter table lost rename to cases");
    assert_eq!(browser.get("/harbour/cases").status, 200);
}

#[test]
fn when_too_much_waits_to_be_written_a_page_says_so_and_nothing_is_saved() {
    let site = Site::of_harbour();
    let mut browser = site.signed_in("anna");
    browser.get("/harbour/cases/new/complaint");
    let fields = [("what", "noise"), ("_key", "k")];
    let crowd = site.test.overloaded();
    let answer = browser.post("/harbour/cases/new/complaint", &fields);
    assert_eq!(answer.status, 503);
    assert_eq!(answer.header("retry-after"), "2");
    answer.shows("Too busy right now").shows("Nothing was saved");
    drop(crowd);
    browser
        .get("/harbour/cases")
        .shows("All in progress <span class=\"count\">0</span>");
    assert_eq!(browser.post("/harbour/cases/new/complaint", &fields).status, 303);
}
