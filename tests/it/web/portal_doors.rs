//! The public pages' door: who gets in, who does not and learns nothing by it, and what may be brought along.

use serde_json::json;
use tempfile::TempDir;

use super::files::send;
use super::portal::ANONYMOUS;
use super::{Browser, Site};
use crate::support::app::{TestApp, copy};
use crate::support::database::On;

const LODGE: &str = "/lodge/portal/track";

/// The lodge and the hospital side by side, the lodge with public pages of its own.
fn lodge_beside_hospital() -> (Site, TempDir) {
    let project = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a folder");
    copy(&project.join("tests/it/app/kept"), folder.path());
    for part in ["rules/common", "rules/hospital", "forms/common", "forms/hospital"] {
        copy(&project.join(part), &folder.path().join(part));
    }
    let rules = folder.path().join("rules/lodge/hint.yaml");
    let text = std::fs::read_to_string(&rules).expect("the rules of hints");
    let public = "public:\n  name: Give a hint\n  opens: { form: hint_online, at: open }\n\
                  \x20 anonymous: { accepted: true, text: You need not say who you are. }\n\
                  \x20 stages: { open: We look into it., closed: We have looked into it. }\n";
    let changed = text.replacen("view_log: true\n", &format!("view_log: true\n{public}"), 1);
    std::fs::write(&rules, changed).expect("written");
    let form = "form: hint_online\nname: Hint\nfields:\n  - { id: what, type: text, label: What happened, required: true }\n\
                \x20 - { id: teller, type: text, label: Who tells it, personal: true }\n";
    std::fs::write(folder.path().join("forms/lodge/hint_online.yaml"), form).expect("written");
    let test = TestApp::of(On::Sqlite, folder.path(), "lodge").expect("SQLite is always there");
    test.person("lin", &["keeper"]);
    (Site::new(test), folder)
}

/// Says something online and returns number and secret.
fn complained(browser: &mut Browser<'_>, new: &str, answers: &[(&str, &str)]) -> (String, String) {
    let key = browser.get(new).field("_key");
    let done = browser.post(new, &[answers, &[("_key", &key), ("_step", "send")]].concat());
    assert_eq!(done.status, 200, "{}", done.body);
    (done.told("number"), done.told("secret"))
}

#[test]
fn another_houses_number_a_destroyed_and_a_merged_case_and_a_wrong_secret_all_look_the_same() {
    let (site, _folder) = lodge_beside_hospital();
    let mut browser = site.english();
    let mut hint = |what: &str| complained(&mut browser, "/lodge/portal/new/hint", &[("what", what)]);
    let (kept, merged, destroyed) = (hint("open door"), hint("open window"), hint("open gate"));
    let mut elsewhere = site.english();
    let hospital = complained(&mut elsewhere, "/hospital/portal/new/complaint", &ANONYMOUS);
    let lin = site.test.acting_as("lin");
    lin.ask(
        &kept.0,
        redress::app::Asked::Merge {
            other: merged.0.clone(),
        },
    )
    .expect("merged");
    lin.act(&destroyed.0, "close", json!({})).expect("closed");
    site.test.advance_to("2024-10-24 09:00");
    lin.act(&destroyed.0, "destroy", json!({"reason": "it is time"}))
        .expect("destroyed");

    let wrong = "ABCDE FGHJK MNPQR STVWX YZ0123";
    let entered = |number: &str, secret: &str| {
        let mut visitor = site.english();
        let answer = visitor.post(LODGE, &[("number", number), ("secret", secret)]);
        let mut headers = answer.headers.clone();
        headers.retain(|(name, _)| !["date", "content-length"].contains(&name.to_lowercase().as_str()));
        (answer.status, headers, answer.body.replace(number, "NUMBER"))
    };
    let refused = entered(&kept.0, wrong);
    assert_eq!(refused.0, 422);
    for (what, number, secret) in [
        ("no such number", "99990001", wrong),
        ("no such number, and a secret of another", "99990001", kept.1.as_str()),
        ("the secret of another case", &kept.0, &merged.1),
        ("another house's number and its secret", &hospital.0, &hospital.1),
        ("a number of this house with a secret of another", &kept.0, &hospital.1),
        ("a destroyed case and what was its secret", &destroyed.0, &destroyed.1),
        ("a destroyed case and a wrong secret", &destroyed.0, wrong),
        ("a merged case and a wrong secret", &merged.0, wrong),
    ] {
        assert_eq!(entered(number, secret), refused, "{what}");
    }
    assert_eq!(entered(&kept.0, &kept.1).0, 303, "the right ones do lead in");
}

#[test]
fn who_has_not_said_who_they_are_is_refused_where_the_policy_takes_no_anonymous_complaints() {
    let test = TestApp::with_changed_pack(
        "hospital",
        &[(
            "rules/hospital/organization.yaml",
            "    type: yes_no\n    value: true\n    origin: default\n    why: { zh: 制度没有要求留联系方式",
            "    type: yes_no\n    value: false\n    origin: default\n    why: { zh: 制度没有要求留联系方式",
        )],
    );
    test.person("olga", &["communication_officer"]);
    let site = Site::new(test);
    let mut browser = site.english();
    let new = "/hospital/portal/new/complaint";
    let key = browser.get(new).field("_key");
    let told = [
        ("_key", key.as_str()),
        ("matter", "There was a hair in the soup."),
        ("occurred_at", "2024-09-22T18:00"),
        ("place", "Canteen"),
        ("complained_of", "Kitchen"),
        ("staff_group", "logistics"),
        ("death_or_serious_injury", "no"),
        ("relation", "patient"),
    ];
    let refused = browser.post(
        new,
        &[&told[..], &[("identity", "anonymous"), ("_step", "send")]].concat(),
    );
    assert_eq!(refused.status, 409, "{}", refused.body);
    refused
        .shows("anonymous complaints are not accepted here")
        .shows("There was a hair in the soup.")
        .hides("id=\"secret\"");
    let mut olga = site.signed_in("olga");
    olga.get("/hospital/cases?which=all").hides("hair in the soup");
    let named = [
        ("identity", "named"),
        ("complainant_name", "Wang Fang"),
        ("_step", "send"),
    ];
    let taken = browser.post(new, &[&told[..], &named].concat());
    assert_eq!(taken.status, 200, "{}", taken.body);
    taken.shows("id=\"secret\"");
}

#[test]
fn where_a_name_has_to_be_left_the_form_says_so_and_takes_nothing_without_one() {
    let site = Site::new(TestApp::with_pack("iso-complaints"));
    let mut browser = site.english();
    let new = "/iso-complaints/portal/new/complaint";
    let form = browser.get(new);
    form.shows("please leave your name");
    let key = form.field("_key");
    let refused = browser.post(new, &[("_key", &key), ("_step", "send"), ("matter", "It broke.")]);
    assert_eq!(refused.status, 422);
    refused.shows("href=\"#f-complainant_name\"").hides("id=\"secret\"");
}

#[test]
fn whoever_tracks_a_complaint_adds_files_that_staff_then_see_and_nobody_else() {
    let test = TestApp::with_pack("hospital");
    test.person("olga", &["communication_officer"]);
    let site = Site::new(test);
    let mut browser = site.english();
    let (number, secret) = complained(&mut browser, "/hospital/portal/new/complaint", &ANONYMOUS);
    let track = "/hospital/portal/track";
    assert_eq!(
        browser.post(track, &[("number", &number), ("secret", &secret)]).status,
        303
    );
    let step = format!("{track}/steps/add_facts");
    let form = browser.get(&step);
    form.shows("type=\"file\"").shows("multipart/form-data");
    let files = [("soup.gif", "GIF89a.photograph"), ("receipt.pdf", "%PDF-1.4 receipt")];
    let key = form.field("_key");
    // What is wrong elsewhere in the form costs nobody their files.
    let incomplete = send(
        &mut browser,
        &step,
        "added_material",
        &files,
        &[("_key", &key), ("added_facts", "")],
    );
    assert_eq!(incomplete.status, 422, "{}", incomplete.body);
    incomplete
        .shows("<span>soup.gif</span>")
        .shows("<span>receipt.pdf</span>");
    let hashes: Vec<String> = incomplete
        .body
        .split("<input type=\"checkbox\" name=\"added_material\" value=\"")
        .skip(1)
        .map(|rest| rest.split_once('"').expect("an end").0.to_owned())
        .collect();
    assert_eq!(hashes.len(), 2);
    let texts = [
        ("_key", key.as_str()),
        ("added_facts", "Here is a picture."),
        ("added_material", &hashes[0]),
        ("added_material", &hashes[1]),
    ];
    let more = [("menu.gif", "GIF89a.menu")];
    let sent = send(&mut browser, &step, "added_material", &more, &texts);
    assert_eq!(
        (sent.status, sent.header("location")),
        (303, "/hospital/portal/track"),
        "{}",
        sent.body
    );
    let page = browser.get(track);
    for name in ["soup.gif", "receipt.pdf", "menu.gif"] {
        page.shows(name);
    }
    let case = format!("/hospital/cases/{number}");
    let mut olga = site.signed_in("olga");
    let seen = olga.get(&case);
    seen.shows("soup.gif").shows("menu.gif");
    let address = super::files::address(&seen, "soup.gif");
    assert_eq!(olga.get(&format!("{address}/preview")).body, "GIF89a.photograph");
    // Whoever tracks is nobody of the house: its addresses are not theirs.
    assert_eq!(browser.get(&address).status, 303);
    // And a file without the token of the visit is nobody's.
    browser.csrf = String::new();
    let forged = send(&mut browser, &step, "added_material", &more, &[("added_facts", "x")]);
    assert_eq!(forged.status, 403);
}
