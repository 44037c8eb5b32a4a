//! Opening a case from the generated form.

use super::Site;

#[test]
fn a_case_is_opened_and_the_page_says_its_number() {
    let site = Site::of_harbour();
    let mut browser = site.signed_in("anna");
    let page = browser.get("/harbour/cases/new/complaint");
    page.shows("What happened")
        .shows("Telephone <span class=\"optional\">optional</span>");
    let answer = browser.post(
        "/harbour/cases/new/complaint",
        &[
            ("_key", &page.field("_key")),
            ("what", "Noise at the quay"),
            ("phone", "555 0100"),
        ],
    );
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/harbour/cases/24090001?done=opened")
    );
    let page = browser.get("/harbour/cases/24090001?done=opened");
    page.shows("Registered. The number stands below")
        .shows("24090001")
        .shows("Noise at the quay");
}

#[test]
fn an_incomplete_form_comes_back_with_its_errors_on_top_and_beside_and_nothing_lost() {
    let site = Site::of_harbour();
    let mut browser = site.signed_in("anna");
    browser.get("/harbour/cases/new/complaint");
    let answer = browser.post("/harbour/cases/new/complaint", &[("what", ""), ("phone", "555 0100")]);
    assert_eq!(answer.status, 422);
    answer
        .shows("One entry needs correcting")
        .shows("<a href=\"#f-what\">")
        .shows("id=\"f-what-error\"")
        .shows("aria-describedby=\"f-what-error\" aria-invalid=\"true\"")
        .shows("value=\"555 0100\"");
    browser
        .get("/harbour/cases")
        .shows("All in progress <span class=\"count\">0</span>");
}

#[test]
fn a_form_sent_twice_opens_one_case() {
    let site = Site::of_harbour();
    let mut browser = site.signed_in("anna");
    let key = browser.get("/harbour/cases/new/complaint").field("_key");
    let send = |browser: &mut super::Browser, what: &str| {
        browser.post("/harbour/cases/new/complaint", &[("_key", &key), ("what", what)])
    };
    let first = send(&mut browser, "noise");
    let again = send(&mut browser, "noise");
    assert_eq!(first.header("location"), again.header("location"));
    let changed = send(&mut browser, "something else");
    assert_eq!(changed.status, 409);
    changed.shows("this form was sent before").shows("something else");
    assert_ne!(changed.field("_key"), key, "sent again it is a new form");
    browser
        .get("/harbour/cases")
        .shows("All in progress <span class=\"count\">1</span>");
}

#[test]
fn the_script_gets_the_fields_alone_and_the_button_without_it_the_whole_page() {
    let site = Site::of_harbour();
    let mut browser = site.signed_in("anna");
    browser.get("/harbour/cases/new/complaint");
    let own = ("sec-fetch-site", "same-origin");
    let fields = [("what", "noi"), ("phone", "5")];
    let part = browser.post_with(
        "/harbour/cases/new/complaint",
        &fields,
        &[own, ("x-redress-fields", "1")],
    );
    assert_eq!(part.status, 200);
    part.shows("value=\"noi\"").hides("<html").hides("role=\"alert\"");
    let page = browser.post(
        "/harbour/cases/new/complaint",
        &[("what", "noi"), ("phone", "5"), ("_refresh", "1")],
    );
    assert_eq!(page.status, 200);
    page.shows("<html").shows("value=\"noi\"").hides("role=\"alert\"");
    browser
        .get("/harbour/cases")
        .shows("All in progress <span class=\"count\">0</span>");
}

#[test]
fn a_file_sent_with_a_form_that_has_mistakes_is_kept() {
    let site = Site::of_harbour();
    let mut browser = site.signed_in("anna");
    browser
        .get("/harbour/cases/new/complaint")
        .shows("enctype=\"multipart/form-data\"");
    let part = |name: &str, value: &str| {
        format!("--cut\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body = format!(
        "{}{}--cut\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"quay.txt\"\r\n\
         content-type: text/html\r\n\r\n<b>a photograph</b>\r\n--cut--\r\n",
        part("_csrf", &browser.csrf.clone()),
        part("what", "")
    );
    let headers = [
        ("content-type", "multipart/form-data; boundary=cut"),
        ("sec-fetch-site", "same-origin"),
    ];
    let answer = browser.send("POST", "/harbour/cases/new/complaint", &headers, &body);
    assert_eq!(answer.status, 422, "{}", answer.body);
    answer.shows("<span>quay.txt</span>");
    let hash = answer
        .body
        .split("name=\"photo\" value=\"")
        .nth(2)
        .expect("the file")
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(hash.len(), 64);
    let answer = browser.post(
        "/harbour/cases/new/complaint",
        &[("what", "noise"), ("photo", ""), ("photo", &hash)],
    );
    assert_eq!(answer.status, 303);
    let file = browser.get(&format!("/harbour/cases/24090001/files/{hash}"));
    assert_eq!(file.body, "<b>a photograph</b>");
    assert!(
        file.header("content-disposition")
            .starts_with("attachment; filename=\"quay.txt\"")
    );
    assert_ne!(
        file.header("content-type"),
        "text/html",
        "what its sender says it is does not count"
    );
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert_eq!(
        site.signed_in("wanda")
            .get(&format!("/harbour/cases/24090001/files/{hash}"))
            .status,
        404
    );
}

#[test]
fn whoever_may_not_open_a_case_has_no_form_for_it() {
    let site = Site::of_harbour();
    let mut browser = site.signed_in("finn");
    assert_eq!(browser.get("/harbour/cases/new/complaint").status, 403);
    browser.get("/harbour/cases").hides("/cases/new");
    let answer = browser.post("/harbour/cases/new/complaint", &[("what", "noise")]);
    assert_eq!(answer.status, 403);
}

#[test]
fn guidance_follows_what_is_filled_in() {
    let site = Site::of_harbour();
    let mut browser = site.signed_in("anna");
    let page = browser.get("/harbour/cases/new/complaint");
    page.shows("<aside id=\"guidance\"")
        .shows("Let them speak first.")
        .hides("brigade");
    let fields = browser.post_with(
        "/harbour/cases/new/complaint",
        &[("what", "fire")],
        &[("sec-fetch-site", "same-origin"), ("x-redress-fields", "1")],
    );
    fields
        .shows("<template id=\"guidance-now\">")
        .shows("Let them speak first.")
        .shows("Call the brigade: fire.");
    browser.get("/harbour/cases/new/complaint");
    browser
        .post("/harbour/cases/new/complaint", &[("what", "fire"), ("_refresh", "1")])
        .shows("Call the brigade: fire.");
}

#[test]
fn guidance_for_a_step_stands_on_its_form_alone() {
    let site = Site::of_harbour();
    let mut browser = site.signed_in("anna");
    browser.get("/harbour/cases/new/complaint");
    browser.post("/harbour/cases/new/complaint", &[("what", "noise")]);
    browser.get("/harbour/cases/24090001").hides("Which quay");
    let address = "/harbour/cases/24090001/actions/hand_over";
    browser.get(address).shows("<aside id=\"guidance\"").hides("Which quay");
    browser
        .post(address, &[("quay", "east"), ("_refresh", "1")])
        .shows("Which quay")
        .shows("The office thinks of");
    browser
        .get("/harbour/cases/24090001/actions/send_letter")
        .hides("<aside id=\"guidance\"");
}
