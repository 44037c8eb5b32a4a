//! The pages for complainants, as a browser without a script walks through them: saying what has happened, seeing where it stands,
//! adding to it, not being content.

use serde_json::json;

use super::{Answer, Browser, Site};
use crate::support::app::TestApp;

const NEW: &str = "/hospital/portal/new/complaint";
const TRACK: &str = "/hospital/portal/track";

/// A complaint as somebody fills it in.
const ANSWERS: [(&str, &str); 9] = [
    ("matter", "There was a hair in the soup."),
    ("occurred_at", "2024-09-22T18:00"),
    ("place", "Canteen"),
    ("complained_of", "Kitchen"),
    ("staff_group", "logistics"),
    ("death_or_serious_injury", "no"),
    ("identity", "named"),
    ("complainant_name", "Wang Fang"),
    ("relation", "patient"),
];

/// One of somebody who does not say who they are.
pub(super) const ANONYMOUS: [(&str, &str); 8] = [
    ("matter", "There was a hair in the soup."),
    ("occurred_at", "2024-09-22T18:00"),
    ("place", "Canteen"),
    ("complained_of", "Kitchen"),
    ("staff_group", "logistics"),
    ("death_or_serious_injury", "no"),
    ("identity", "anonymous"),
    ("relation", "patient"),
];

fn hospital() -> Site {
    let test = TestApp::with_pack("hospital");
    test.person("olga", &["communication_officer"]);
    test.person("hans", &["office_head"]);
    test.person("lin", &["department_handler@logistics"]);
    Site::new(test)
}

/// Fills in the form, checks it, sends it, and returns number and secret.
fn complain(browser: &mut Browser) -> (String, String) {
    let key = browser.get(NEW).field("_key");
    let mut fields = ANSWERS.to_vec();
    fields.push(("_key", &key));
    let checked = browser.post(NEW, &fields);
    assert_eq!(checked.status, 200, "{}", checked.body);
    checked
        .shows("Check your answers")
        .shows("There was a hair in the soup.");
    fields.push(("_step", "send"));
    let done = browser.post(NEW, &fields);
    assert_eq!(done.status, 200, "{}", done.body);
    (done.told("number"), done.told("secret"))
}

fn enter(browser: &mut Browser, number: &str, secret: &str) -> Answer {
    browser.post(TRACK, &[("number", number), ("secret", secret)])
}

#[test]
fn a_complainant_complains_looks_adds_and_is_not_content() {
    let site = hospital();
    let mut browser = site.english();
    assert_eq!(browser.get("/hospital").header("location"), "/hospital/portal");
    browser.get("/hospital/portal").shows("Complain about the hospital");
    let key = browser.get(NEW).field("_key");
    let incomplete = browser.post(NEW, &[("_key", &key), ("matter", ""), ("place", "Canteen")]);
    assert_eq!(incomplete.status, 422);
    incomplete.shows("<a href=\"#f-matter\">").shows("value=\"Canteen\"");

    let (number, secret) = complain(&mut browser);
    let entered = enter(&mut browser, &number, &secret.to_lowercase().replace(' ', ""));
    assert_eq!((entered.status, entered.header("location")), (303, TRACK));
    let page = browser.get(TRACK);
    page.shows("the communication office is arranging for an investigation")
        .shows("we tell you the result")
        .shows("Counted from 2024-09-23 09:00: 3 working days")
        .shows("How your complaint is handled")
        .shows("There was a hair in the soup.")
        .hides("I am dissatisfied");

    let step = format!("{TRACK}/steps/add_facts");
    let form = browser.get(&step);
    let added = browser.post(
        &step,
        &[("_key", &form.field("_key")), ("added_facts", "I have a picture.")],
    );
    assert_eq!(added.header("location"), TRACK);
    browser
        .get(TRACK)
        .shows("Add facts or material: it has been sent.")
        .shows("I have a picture.");
    browser.get(TRACK).hides("it has been sent").shows("I have a picture.");

    // The hospital looks into it.
    let test = &site.test;
    let officer = |action: &str, answers| test.acting_as("olga").act(&number, action, answers).expect(action);
    officer(
        "start_investigation",
        json!({"process_explained": true, "category": "environment"}),
    );
    test.acting_as("lin")
        .complete(
            &number,
            "investigate",
            json!({"facts": "The cook wore no net; Chef Zhang admits it."}),
        )
        .expect("investigated");
    officer(
        "decide_finding",
        json!({"finding": "unfounded", "reasons": "Secret remark of the staff."}),
    );
    officer(
        "tell_result",
        json!({"told_at": "2024-09-23T09:00", "told_through": "web", "answer_text": "We are sorry.", "satisfaction": "not_said"}),
    );
    browser
        .get(TRACK)
        .shows("You have been told the result")
        .shows("We are sorry.")
        // Nothing internal is told.
        .hides("Chef Zhang")
        .hides("Secret remark")
        .hides("Olga")
        .hides("olga");

    let step = format!("{TRACK}/steps/ask_review");
    let form = browser.get(&step);
    let sent = browser.post(
        &step,
        &[
            ("_key", &form.field("_key")),
            ("review_reason", "Nobody looked at the picture."),
        ],
    );
    assert_eq!(sent.header("location"), TRACK, "{}", sent.body);
    browser.get(TRACK).shows("The result is being reviewed at your wish");
    let history = test.history(&number);
    let last = history.iter().rfind(|recorded| recorded.by.is_complainant());
    assert_eq!(last.map(|recorded| recorded.by_name.as_str()), Some("投诉人"));
    test.is_sound();
}

#[test]
fn a_wrong_number_and_a_wrong_secret_look_the_same() {
    let site = hospital();
    let mut browser = site.english();
    let (number, secret) = complain(&mut browser);
    let mut page = |number: &str, secret: &str| {
        let answer = enter(&mut browser, number, secret);
        assert_eq!(answer.status, 422);
        answer.body.replace(number, "NUMBER")
    };
    let wrong_secret = page(&number, "ABCDE FGHJK MNPQR STVWX YZ0123");
    let wrong_number = page("99990001", &secret);
    assert_eq!(wrong_secret, wrong_number);
    assert!(!wrong_secret.contains(&secret), "what was typed does not come back");
}

#[test]
fn tries_are_limited() {
    let site = hospital();
    let mut browser = site.english();
    let mut status = || enter(&mut browser, "24090001", "A").status;
    assert!((0..10).all(|_| status() == 422));
    // A slow machine gets another try every six seconds.
    assert!((0..20).any(|_| status() == 429));
}

#[test]
fn the_sixth_complaint_of_a_minute_waits() {
    let site = hospital();
    let mut browser = site.english();
    (0..5).for_each(|_| drop(complain(&mut browser)));
    let key = browser.get(NEW).field("_key");
    let mut fields = ANSWERS.to_vec();
    fields.extend([("_key", key.as_str()), ("_step", "send")]);
    // A slow machine gets another one every twelve seconds.
    assert!((0..10).any(|_| browser.post(NEW, &fields).status == 429));
}

#[test]
fn a_form_sent_twice_is_one_complaint_with_one_secret() {
    let site = hospital();
    let mut browser = site.english();
    let key = browser.get(NEW).field("_key");
    let mut fields = ANSWERS.to_vec();
    fields.extend([("_key", key.as_str()), ("_step", "send")]);
    let (first, again) = (browser.post(NEW, &fields), browser.post(NEW, &fields));
    assert_eq!(first.told("number"), again.told("number"));
    assert_eq!(first.told("secret"), again.told("secret"));
    fields[0] = ("matter", "Something else.");
    let other = browser.post(NEW, &fields);
    assert_eq!(other.status, 409);
    other.shows("This form has been sent already");
}

#[test]
fn a_key_of_somebody_elses_making_opens_nothing() {
    let site = hospital();
    let mut browser = site.english();
    let mut fields = ANSWERS.to_vec();
    fields.extend([("_key", "1"), ("_step", "send")]);
    assert_eq!(browser.post(NEW, &fields).status, 400);
}

#[test]
fn the_secret_and_the_names_stand_nowhere_but_where_they_belong() {
    let site = hospital();
    let mut browser = site.english();
    let (number, secret) = complain(&mut browser);
    enter(&mut browser, &number, &secret);
    let cookie = browser
        .cookies
        .iter()
        .find(|(name, _)| name == "visit")
        .expect("a visit")
        .1
        .clone();
    let page = browser.get(TRACK);
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    for outside in ["href=\"http", "src=\"http", "action=\"http"] {
        page.hides(outside);
    }
    site.test.holds_nowhere(&secret.replace(' ', ""));
    site.test.holds_nowhere(&cookie);
}

#[test]
fn a_visit_is_of_one_case_and_of_these_pages_alone_and_can_be_left() {
    let site = hospital();
    let mut browser = site.english();
    let (number, secret) = complain(&mut browser);
    let entered = enter(&mut browser, &number, &secret);
    let cookie = entered.header("set-cookie").to_owned();
    assert!(
        ["Path=/hospital/portal", "HttpOnly", "SameSite=Strict"]
            .iter()
            .all(|part| cookie.contains(part)),
        "{cookie}"
    );
    browser.get(TRACK).shows(&number);
    // It is nobody's session.
    assert_eq!(browser.get("/hospital/cases").status, 303);
    assert_eq!(browser.get(&format!("/hospital/cases/{number}")).status, 303);
    // What is the staff's is not found, whatever it is called.
    for action in ["start_investigation", "decide_finding", "nothing"] {
        assert_eq!(browser.get(&format!("{TRACK}/steps/{action}")).status, 404);
        assert_eq!(browser.post(&format!("{TRACK}/steps/{action}"), &[]).status, 404);
    }
    // A form that another site made carries no token of the visit.
    let forged = browser.post(
        &format!("{TRACK}/steps/add_facts"),
        &[("_csrf", ""), ("added_facts", "x")],
    );
    assert_eq!(forged.status, 403);
    browser.get(TRACK);
    assert_eq!(browser.post("/hospital/portal/leave", &[]).status, 303);
    browser.get(TRACK).hides(&number).shows("See where it stands");
}

#[test]
fn what_has_no_public_part_has_no_pages() {
    let site = Site::of_harbour();
    let mut browser = site.visitor();
    assert_eq!(browser.get("/harbour").header("location"), "/sign-in?next=/harbour");
    for path in [
        "/harbour/portal",
        "/harbour/portal/track",
        "/harbour/portal/new/complaint",
        "/nowhere/portal",
    ] {
        assert_eq!(browser.get(path).status, 404, "{path}");
    }
    let site = hospital();
    let mut browser = site.visitor();
    // A type of the same house that is not public.
    assert_eq!(browser.get("/hospital/portal/new/publication").status, 404);
    assert_eq!(
        site.signed_in("olga").get("/hospital").header("location"),
        "/hospital/cases"
    );
}

#[test]
fn staff_see_how_a_case_came_and_give_another_secret_which_ends_the_first() {
    let site = hospital();
    let mut browser = site.english();
    let (number, secret) = complain(&mut browser);
    let mut olga = site.signed_in("olga");
    olga.get("/language/en");
    let case = format!("/hospital/cases/{number}");
    olga.get(&case).shows("The complainant opened this case online.");
    let slip = olga.post(&format!("{case}/access"), &[("to", "case")]);
    assert_eq!(slip.status, 200, "{}", slip.body);
    let newer = slip.told("secret");
    assert_eq!(enter(&mut browser, &number, &secret).status, 422);
    assert_eq!(enter(&mut browser, &number, &newer).status, 303);
    olga.get(&case).shows("gave the complainant a new secret");
    // Whoever does not see the case gives nobody access to it.
    let mut lin = site.signed_in("lin");
    lin.get("/hospital/cases");
    assert_eq!(lin.post(&format!("{case}/access"), &[("to", "case")]).status, 404);
}

#[test]
fn a_link_to_the_survey_serves_once() {
    let site = hospital();
    let test = &site.test;
    let mut browser = site.english();
    let (number, _) = complain(&mut browser);
    let officer = |action: &str, answers| test.acting_as("olga").act(&number, action, answers).expect(action);
    officer(
        "start_investigation",
        json!({"process_explained": true, "category": "environment"}),
    );
    test.acting_as("lin")
        .complete(&number, "investigate", json!({"facts": "So it was."}))
        .expect("investigated");
    officer("decide_finding", json!({"finding": "unfounded", "reasons": "none"}));
    officer(
        "tell_result",
        json!({"told_at": "2024-09-23T09:00", "told_through": "web", "answer_text": "Sorry.", "satisfaction": "not_said"}),
    );
    let mut olga = site.signed_in("olga");
    olga.get(&format!("/hospital/cases/{number}"));
    let slip = olga.post(&format!("/hospital/cases/{number}/access"), &[("to", "survey")]);
    let (_, rest) = slip.body.split_once("/hospital/portal/survey/").expect("a link");
    let token = rest.split_once('"').expect("an end").0;
    let link = format!("/hospital/portal/survey/{token}");
    assert!(!link.contains(&number));
    let mut stranger = site.english();
    let form = stranger.get(&link);
    form.shows("Say what you think of the result")
        .hides("hair in the soup")
        .hides(&number);
    let sent = stranger.post(&link, &[("_key", &form.field("_key")), ("satisfaction", "satisfied")]);
    assert_eq!(sent.status, 200, "{}", sent.body);
    sent.shows("Thank you");
    assert_eq!(stranger.get(&link).status, 404);
    assert_eq!(stranger.post(&link, &[("satisfaction", "dissatisfied")]).status, 404);
    let case = test.case(&number);
    assert_eq!(
        case.answers.get("satisfaction").and_then(|value| value.as_text()),
        Some("satisfied")
    );
    test.holds_nowhere(token);
}

#[test]
fn whoever_chooses_another_language_keeps_what_they_have_typed() {
    let site = hospital();
    let mut browser = site.english();
    let key = browser.get(NEW).field("_key");
    let mut fields = ANSWERS.to_vec();
    fields.push(("_key", &key));
    let in_form = browser.post(NEW, &[&fields[..], &[("_language", "zh")]].concat());
    assert_eq!(in_form.status, 200, "{}", in_form.body);
    in_form
        .shows("lang=\"zh\"")
        .shows("There was a hair in the soup.")
        .shows("value=\"Canteen\"")
        .shows("name=\"_language\" value=\"en\"");
    assert_eq!(in_form.field("_key"), key, "it is still the same complaint");
    browser.get("/hospital/portal").shows("<html lang=\"zh\"");

    let checked = browser.post(NEW, &fields);
    checked
        .shows("name=\"_at\" value=\"check\"")
        .shows("There was a hair in the soup.");
    let again = browser.post(NEW, &[&fields[..], &[("_at", "check"), ("_language", "en")]].concat());
    again.shows("Check your answers").shows("There was a hair in the soup.");
    fields.push(("_step", "send"));
    let done = browser.post(NEW, &fields);
    assert_eq!(done.status, 200, "{}", done.body);
    done.hides("/language/").hides("name=\"_language\"");
    assert!(
        !done.told("secret").is_empty(),
        "shown once, so there is no way away from it but on"
    );
}
