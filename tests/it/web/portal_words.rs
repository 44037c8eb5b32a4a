//! The language of a complainant, and what they are told of number and secret.

use serde_json::json;

use super::portal::ANONYMOUS;
use super::{Answer, Browser, Site};
use crate::support::app::TestApp;

const NEW: &str = "/hospital/portal/new/complaint";
const TRACK: &str = "/hospital/portal/track";

fn hospital() -> Site {
    let test = TestApp::with_pack("hospital");
    test.person("olga", &["communication_officer"]);
    test.person("lin", &["department_handler@logistics"]);
    Site::new(test)
}

fn complain(browser: &mut Browser) -> Answer {
    let key = browser.get(NEW).field("_key");
    let fields = [ANONYMOUS.as_slice(), &[("_key", &key), ("_step", "send")]].concat();
    let done = browser.post(NEW, &fields);
    assert_eq!(done.status, 200, "{}", done.body);
    done
}

fn enter(browser: &mut Browser, number: &str, secret: &str) -> Answer {
    browser.post(TRACK, &[("number", number), ("secret", secret)])
}

#[test]
fn whoever_complains_on_english_pages_is_told_the_result_in_english() {
    let site = hospital();
    let mut browser = site.visitor();
    browser.get("/language/en");
    let done = complain(&mut browser);
    let number = done.told("number");
    enter(&mut browser, &number, &done.told("secret"));
    browser
        .get(TRACK)
        .shows("<p class=\"said\" lang=\"en\">Your complaint is registered under")
        .shows("A general complaint is answered within 3 working days")
        .hides("您好");
    let test = &site.test;
    let officer = |action: &str, answers| test.acting_as("olga").act(&number, action, answers).expect(action);
    officer(
        "start_investigation",
        json!({"process_explained": true, "category": "environment"}),
    );
    let facts = json!({"facts": "Nobody saw it."});
    test.acting_as("lin")
        .complete(&number, "investigate", facts)
        .expect("investigated");
    officer(
        "decide_finding",
        json!({"finding": "unfounded", "reasons": "The kitchen wears nets."}),
    );
    // Whoever tells the result sees for whom they write.
    let mut olga = site.signed_in("olga");
    olga.get(&format!("/hospital/cases/{number}")).shows("投诉人看的是英文");
    officer(
        "tell_result",
        json!({"told_at": "2024-09-23T09:00", "told_through": "web", "satisfaction": "not_said"}),
    );
    browser
        .get(TRACK)
        .shows("Finding: Unfounded")
        .shows("The kitchen wears nets.")
        .hides("处理完毕");
    test.is_sound();
}

#[test]
fn whoever_complains_in_chinese_is_told_in_chinese_even_if_they_look_in_english_later() {
    let site = hospital();
    let mut browser = site.visitor();
    let done = complain(&mut browser);
    let number = done.told("number");
    enter(&mut browser, &number, &done.told("secret"));
    browser.get("/language/en");
    browser
        .get(TRACK)
        .shows("<p class=\"said\" lang=\"zh\">您好，您的投诉已登记");
    let mut olga = site.signed_in("olga");
    olga.get(&format!("/hospital/cases/{number}")).hides("投诉人看的是");
}

#[test]
fn a_secret_stands_in_even_groups_and_whoever_mistypes_it_hears_how_many_letters_are_missing() {
    let site = hospital();
    let mut browser = site.visitor();
    browser.get("/language/en");
    let done = complain(&mut browser);
    let (number, secret) = (done.told("number"), done.told("secret"));
    let groups: Vec<usize> = secret.split(' ').map(str::len).collect();
    assert_eq!(groups, [4, 4, 5, 4, 4, 5]);
    done.shows("data-copy=\"Copy number and secret\"");

    let short = enter(&mut browser, &number, &secret[1..]);
    assert_eq!(short.status, 422);
    short
        .shows("<a href=\"#secret\">A secret has 26 letters and digits; you typed 25.")
        .shows(&format!("value=\"{number}\""))
        .hides(&secret[1..]);
    // Which of the two is wrong is not told to anybody.
    let other = if secret.ends_with('A') { "B" } else { "A" };
    let wrong = format!("{}{other}", &secret[..secret.len() - 1]);
    for (number, secret) in [(number.as_str(), wrong.as_str()), ("H0000000", secret.as_str())] {
        enter(&mut browser, number, secret).shows("This number and this secret do not belong together");
    }
    enter(&mut browser, "", &secret).shows("<a href=\"#number\">Enter the number");
    assert_eq!(enter(&mut browser, &number, &secret).status, 303);
}

#[test]
fn every_public_page_says_how_else_the_organization_is_reached() {
    let site = hospital();
    let mut browser = site.visitor();
    browser.get("/language/en");
    for path in ["/hospital/portal", NEW, TRACK] {
        browser.get(path).shows("ring the complaint telephone, day and night");
    }
}
