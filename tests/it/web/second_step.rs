//! The second step of signing in: setting it up, being asked, losing the phone.

use redress::case::Standing;
use redress::store::standings::Place;
use totp_rs::{Builder, Secret};

use super::{Answer, Browser, Site};
use crate::support::app::{PASSWORD, TestApp};

/// The code a phone shows that many steps from now.
fn code(site: &Site, secret: &str, steps: i64) -> String {
    let secret = Secret::try_from_base32(secret).expect("base32");
    let totp = Builder::new().with_secret(secret).build().expect("a secret");
    let seconds = site.test.app.clock().wall().timestamp() + steps * 30;
    totp.generate(seconds.try_into().expect("after 1970")).to_string()
}

/// The secret on the page of setting up.
fn secret(page: &Answer) -> String {
    let rest = page.body.split_once("class=\"secret\">").expect("a secret").1;
    let text = rest.split_once('<').expect("an end").0;
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// The codes on paper.
fn papers(page: &Answer) -> Vec<String> {
    page.body
        .split("<li><code>")
        .skip(1)
        .map(|rest| rest.split_once('<').expect("an end").0.to_owned())
        .collect()
}

/// Switches it on with the code of the step before this one, so that this one is still to be used.
fn switched_on(browser: &mut Browser<'_>) -> (String, Vec<String>) {
    let page = browser.get("/account/second-factor");
    page.shows("<svg class=\"qr\"").hides(" style=");
    let secret = secret(&page);
    let wrong = browser.post("/account/second-factor", &[("code", "000000"), ("password", PASSWORD)]);
    assert_eq!(wrong.status, 422);
    assert_eq!(self::secret(&wrong), secret, "the phone need not read it anew");
    let shown = code(browser.site, &secret, -1);
    let done = browser.post("/account/second-factor", &[("code", &shown), ("password", PASSWORD)]);
    assert_eq!(done.status, 200, "{}", done.body);
    let papers = papers(&done);
    assert_eq!(papers.len(), 10);
    (secret, papers)
}

fn with_password<'a>(site: &'a Site, name: &str) -> Browser<'a> {
    let mut browser = site.visitor();
    let answer = browser.post(
        "/sign-in",
        &[
            ("name", name),
            ("password", PASSWORD),
            ("next", "/harbour/cases?which=all"),
        ],
    );
    assert_eq!(
        answer.header("location"),
        "/sign-in/code?next=/harbour/cases%3Fwhich%3Dall"
    );
    assert!(browser.cookies.iter().all(|(name, _)| name != "session"), "not yet");
    let page = browser.get(answer.header("location"));
    assert_eq!(page.field("next"), "/harbour/cases?which=all");
    browser
}

fn answered(browser: &mut Browser<'_>, code: &str) -> Answer {
    browser.post("/sign-in/code", &[("code", code), ("next", "/harbour/cases?which=all")])
}

#[test]
fn the_code_is_asked_for_after_the_password_and_is_good_once() {
    let site = Site::of_harbour();
    let (secret, _) = switched_on(&mut site.signed_in("anna"));
    let mut anna = with_password(&site, "anna");
    assert_eq!(
        anna.get("/harbour/cases").status,
        303,
        "the password alone opens nothing"
    );
    assert_eq!(answered(&mut anna, "000000").status, 422);
    let used = code(&site, &secret, -1);
    assert_eq!(answered(&mut anna, &used).status, 422, "it was used to set up");
    let now = code(&site, &secret, 0);
    let come_in = answered(&mut anna, &now);
    assert_eq!(come_in.header("location"), "/harbour/cases?which=all");
    assert_eq!(anna.get("/harbour/cases").status, 200);
    let mut again = with_password(&site, "anna");
    assert_eq!(
        answered(&mut again, &now).status,
        422,
        "somebody who saw it cannot use it"
    );
    assert_eq!(answered(&mut again, &code(&site, &secret, 1)).status, 303);
}

#[test]
fn whoever_finds_an_open_browser_sets_up_nothing_and_setting_it_up_ends_every_other_session() {
    let site = Site::of_harbour();
    let (mut here, mut there) = (site.signed_in("anna"), site.signed_in("anna"));
    let page = here.get("/account/second-factor");
    let shown = code(&site, &secret(&page), 0);
    for password in ["", "wrong wrong wrong"] {
        let refused = here.post("/account/second-factor", &[("code", &shown), ("password", password)]);
        assert_eq!(refused.status, 422);
        refused.shows("this is not your password");
    }
    assert_eq!(there.get("/account").status, 200);
    let done = here.post("/account/second-factor", &[("code", &shown), ("password", PASSWORD)]);
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(here.get("/account").status, 200, "this one goes on");
    assert_eq!(there.get("/account").status, 303);
}

#[test]
fn a_code_on_paper_is_good_once() {
    let site = Site::of_harbour();
    let (_, papers) = switched_on(&mut site.signed_in("anna"));
    let mut anna = with_password(&site, "anna");
    assert_eq!(
        answered(&mut anna, &papers[0].replace('-', " ").to_uppercase()).status,
        303
    );
    anna.get("/account/second-factor").shows("<strong>9</strong>");
    let mut again = with_password(&site, "anna");
    assert_eq!(answered(&mut again, &papers[0]).status, 422);
    assert_eq!(answered(&mut again, &papers[1]).status, 303);
    again.get("/account/second-factor");
    let wrong = again.post("/account/second-factor/codes", &[("password", "wrong wrong wrong")]);
    assert_eq!(wrong.status, 422);
    let renewed = again.post("/account/second-factor/codes", &[("password", PASSWORD)]);
    assert_eq!(self::papers(&renewed).len(), 10);
    let mut third = with_password(&site, "anna");
    assert_eq!(
        answered(&mut third, &papers[2]).status,
        422,
        "new codes make the old void"
    );
}

#[test]
fn guessing_codes_is_slowed_down_and_then_no_code_is_taken_for_a_while() {
    let site = Site::of_harbour();
    let (secret, _) = switched_on(&mut site.signed_in("anna"));
    let mut anna = with_password(&site, "anna");
    let statuses: Vec<u16> = (0..12).map(|_| answered(&mut anna, "000000").status).collect();
    assert!(statuses.contains(&429), "{statuses:?}");
    // What the limits of one server forget, the store does not.
    let app = site.test.another_node();
    let Ok(redress::app::Entry::Code { token }) = app.sign_in("anna", PASSWORD, "") else {
        panic!("a code is asked")
    };
    for _ in 0..10 {
        assert!(app.answer_challenge(&token, "000000", "").is_err());
    }
    assert!(
        app.answer_challenge(&token, &code(&site, &secret, 0), "").is_err(),
        "locked"
    );
}

#[test]
fn it_is_switched_off_with_the_password_and_reset_by_an_administrator() {
    let site = Site::of_harbour();
    let mut anna = site.signed_in("anna");
    switched_on(&mut anna);
    anna.get("/account/second-factor").shows("Switched on");
    let wrong = anna.post("/account/second-factor/off", &[("off_password", "wrong wrong wrong")]);
    assert_eq!(wrong.status, 422);
    assert_eq!(
        anna.post("/account/second-factor/off", &[("off_password", PASSWORD)])
            .status,
        303
    );
    let mut anna = site.signed_in("anna");
    switched_on(&mut anna);
    let mut root = site.signed_in("root");
    root.get("/people/anna").shows("Reset the second step");
    assert_eq!(root.post("/people/anna/second-factor", &[]).status, 303);
    assert_eq!(anna.get("/account").status, 303, "she is signed out");
    assert_eq!(site.signed_in("anna").get("/account").status, 200);
}

#[test]
fn a_new_password_does_not_switch_it_off() {
    let site = Site::of_harbour();
    switched_on(&mut site.signed_in("anna"));
    let mut root = site.signed_in("root");
    root.get("/people/anna");
    let made = root.post("/people/anna/link", &[]);
    let rest = made.body.split_once("/link/").expect("a link").1;
    let mut link = site.visitor();
    link.get(&format!("/link/{}", rest.split_once('"').expect("an end").0));
    let new = "a good long sentence";
    assert_eq!(
        link.post("/welcome", &[("name", "Anna"), ("password", new), ("again", new)])
            .status,
        303
    );
    let answer = site.visitor().post("/sign-in", &[("name", "anna"), ("password", new)]);
    assert!(answer.header("location").starts_with("/sign-in/code"));
}

#[test]
fn nobody_comes_to_the_second_step_without_the_first() {
    let site = Site::of_harbour();
    let mut stranger = site.visitor();
    assert_eq!(stranger.get("/sign-in/code").header("location"), "/sign-in");
    stranger.cookies.push(("code".to_owned(), "invented".to_owned()));
    assert_eq!(stranger.get("/sign-in/code").header("location"), "/sign-in");
    assert_eq!(answered(&mut stranger, "000000").header("location"), "/sign-in");
}

#[test]
fn where_it_is_required_administrators_come_no_further_without_it() {
    let test = TestApp::new().requiring_second_factor();
    test.person("anna", &["agent"]);
    test.administrator("root");
    // Whoever runs the platform, and sees no case, could do as much harm.
    let operator = test.person("operator", &[]);
    test.app
        .give_standing(&operator, Place::Platform, Standing::Operator)
        .expect("given");
    let site = Site::new(test);
    assert_eq!(
        site.signed_in("operator").get("/people").header("location"),
        "/account/second-factor"
    );
    let mut root = site.signed_in("root");
    for page in ["/harbour/cases", "/people", "/account"] {
        assert_eq!(root.get(page).header("location"), "/account/second-factor", "{page}");
    }
    root.get("/account/second-factor")
        .shows("Administrators need a second step here");
    switched_on(&mut root);
    assert_eq!(root.get("/people").status, 200);
    assert_eq!(site.signed_in("anna").get("/harbour/cases").status, 200);
}
