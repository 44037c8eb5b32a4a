//! Signing in, staying in, going out.

use super::Site;
use crate::support::app::{PASSWORD, TestApp};

#[test]
fn whoever_signs_in_comes_to_the_page_they_wanted() {
    let site = Site::of_harbour();
    let mut browser = site.visitor();
    let answer = browser.get("/harbour/cases?stage=open");
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/sign-in?next=/harbour/cases%3Fstage%3Dopen")
    );
    let page = browser.get(answer.header("location"));
    assert_eq!(page.field("next"), "/harbour/cases?stage=open");
    let answer = browser.post(
        "/sign-in",
        &[
            ("name", "anna"),
            ("password", PASSWORD),
            ("next", "/harbour/cases?stage=open"),
        ],
    );
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/harbour/cases?stage=open")
    );
    browser.get("/harbour/cases?stage=open").shows("Anna");
}

#[test]
fn a_wrong_password_and_an_unknown_name_read_the_same_and_the_name_stays() {
    let site = Site::of_harbour();
    for name in ["anna", "nobody-at-all"] {
        let mut browser = site.visitor();
        let answer = browser.post("/sign-in", &[("name", name), ("password", "wrong wrong wrong")]);
        assert_eq!(answer.status, 422);
        answer
            .shows("The name or the password is not right")
            .shows(&format!("value=\"{name}\""))
            .hides("wrong wrong");
        assert!(browser.cookies.is_empty());
    }
}

#[test]
fn the_session_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let site = Site::of_harbour();
    let answer = site
        .visitor()
        .post("/sign-in", &[("name", "anna"), ("password", PASSWORD)]);
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("session="), "{cookie}");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[test]
fn whoever_signs_out_is_out_even_with_the_old_cookie() {
    let site = Site::of_harbour();
    let mut browser = site.signed_in("anna");
    browser.get("/harbour/cases");
    let old = browser.cookies.clone();
    assert_eq!(browser.post("/sign-out", &[]).header("location"), "/sign-in");
    browser.cookies = old;
    assert_eq!(browser.get("/harbour/cases").status, 303);
}

#[test]
fn guessing_is_slowed_down() {
    let site = Site::of_harbour();
    let mut browser = site.visitor();
    let statuses: Vec<u16> = (0..12)
        .map(|_| {
            browser
                .post("/sign-in", &[("name", "anna"), ("password", "guess guess")])
                .status
        })
        .collect();
    assert_eq!(statuses[..10], [422; 10]);
    assert_eq!(statuses[11], 429);
    assert_eq!(
        browser
            .post("/sign-in", &[("name", "max"), ("password", PASSWORD)])
            .status,
        303,
        "others may go on"
    );
}

#[test]
fn no_sign_in_leads_to_another_site() {
    let site = Site::new(TestApp::new());
    site.test.person("anna", &["agent"]);
    for next in ["https://example.org/", "//example.org/", "/\\example.org"] {
        let answer = site
            .visitor()
            .post("/sign-in", &[("name", "anna"), ("password", PASSWORD), ("next", next)]);
        assert_eq!(answer.header("location"), "/", "{next}");
    }
}

#[test]
fn the_first_page_leads_straight_on_where_there_is_one_organization_and_says_so_where_there_is_none() {
    let site = Site::of_harbour();
    assert_eq!(site.signed_in("anna").get("/").header("location"), "/harbour/cases");
    site.signed_in("nobody")
        .get("/")
        .shows("You have no post in any organization");
}
