//! Administering people: inviting, giving posts, shutting out.

use redress::case::{PersonId, Standing};
use redress::store::standings::Place;

use super::{Answer, Browser, Site};
use crate::support::app::{PASSWORD, TestApp};

const NEW: &str = "a good long sentence";

/// The link that is shown, from its path on.
fn handed(answer: &Answer) -> String {
    let at = answer.body.find("id=\"link\"").expect("a link is shown");
    let rest = answer.body[at..].split_once("/link/").expect("a link of ours").1;
    format!("/link/{}", rest.split_once('"').expect("an end").0)
}

fn choose(browser: &mut Browser<'_>, password: &str) -> Answer {
    browser.post(
        "/welcome",
        &[("name", "Nora Neu"), ("password", password), ("again", password)],
    )
}

#[test]
fn somebody_invited_comes_by_the_link_and_has_the_post() {
    let site = Site::of_harbour();
    let mut root = site.signed_in("root");
    root.get("/harbour/invite").shows("Invite somebody");
    let made = root.post(
        "/harbour/invite",
        &[("name", "Nora"), ("id", "nora"), ("role", "agent"), ("department", "")],
    );
    assert_eq!(made.status, 200, "{}", made.body);
    root.get("/harbour/people").shows("Nora").shows("Invited, not here yet");
    let mut nora = site.visitor();
    for password in ["", PASSWORD] {
        let refused = nora.post("/sign-in", &[("name", "nora"), ("password", password)]);
        assert_eq!(refused.status, 422, "nobody signs in as somebody who has no password");
    }
    let followed = nora.get(&handed(&made));
    assert_eq!(followed.header("location"), "/welcome", "the link leaves the address");
    nora.get("/welcome").shows("value=\"nora\"").shows("value=\"Nora\"");
    assert_eq!(
        choose(&mut nora, NEW).header("location"),
        "/sign-in?done=welcome&name=nora"
    );
    let signed_in = nora.post("/sign-in", &[("name", "nora"), ("password", NEW)]);
    assert_eq!(signed_in.status, 303);
    nora.get("/harbour/cases").shows("Nora Neu");
    root.get("/harbour/people")
        .shows("Nora Neu")
        .hides("Invited, not here yet");
}

#[test]
fn a_link_is_good_once_and_a_wrong_password_does_not_use_it_up() {
    let site = Site::of_harbour();
    let mut root = site.signed_in("root");
    root.get("/invite");
    let made = root.post("/invite", &[("name", "Nora"), ("id", "nora")]);
    let address = handed(&made);
    let mut nora = site.visitor();
    nora.get(&address);
    let short = choose(&mut nora, "short");
    assert_eq!(short.status, 422);
    short.shows("too short").shows("value=\"Nora Neu\"").hides("short\"");
    let different = nora.post(
        "/welcome",
        &[("name", "Nora"), ("password", NEW), ("again", "another good sentence")],
    );
    assert_eq!(different.status, 422);
    assert_eq!(choose(&mut nora, NEW).status, 303);
    let mut second = site.visitor();
    second.get(&address);
    let over = second.get("/welcome");
    let mut invented = site.visitor();
    invented.get("/link/abcdefghjkmnpqrstvwxyz");
    let unknown = invented.get("/welcome");
    assert_eq!((over.status, unknown.status), (404, 404));
    assert_eq!(over.body, unknown.body, "used up and never made look the same");
    assert_eq!(choose(&mut second, "yet another sentence").status, 404);
    assert!(
        site.visitor()
            .post("/sign-in", &[("name", "nora"), ("password", NEW)])
            .status
            == 303
    );
}

#[test]
fn a_newer_link_makes_the_older_void() {
    let site = Site::of_harbour();
    let mut root = site.signed_in("root");
    root.get("/invite");
    let first = handed(&root.post("/invite", &[("name", "Nora"), ("id", "nora")]));
    root.get("/people/nora").shows("A link is out");
    let second = handed(&root.post("/people/nora/link", &[]));
    let mut nora = site.visitor();
    nora.get(&first);
    assert_eq!(nora.get("/welcome").status, 404);
    nora.get(&second);
    assert_eq!(nora.get("/welcome").status, 200);
}

#[test]
fn a_reset_link_ends_every_session_and_sets_a_new_password() {
    let site = Site::of_harbour();
    let mut anna = site.signed_in("anna");
    assert_eq!(anna.get("/harbour/cases").status, 200);
    let mut root = site.signed_in("root");
    root.get("/harbour/people/anna");
    let made = root.post("/harbour/people/anna/link", &[]);
    made.shows("A new password");
    assert_eq!(anna.get("/harbour/cases").status, 303, "she is signed out at once");
    let mut link = site.visitor();
    link.get(&handed(&made));
    link.get("/welcome").shows("A new password");
    assert_eq!(choose(&mut link, NEW).status, 303);
    let old = site
        .visitor()
        .post("/sign-in", &[("name", "anna"), ("password", PASSWORD)]);
    assert_eq!(old.status, 422);
    let new = site.visitor().post("/sign-in", &[("name", "anna"), ("password", NEW)]);
    assert_eq!(new.status, 303);
}

#[test]
fn names_that_are_taken_or_none_are_told_beside_their_field() {
    let site = Site::of_harbour();
    let mut root = site.signed_in("root");
    root.get("/harbour/invite");
    let post = [("role", "agent"), ("department", "")];
    for (name, id, told) in [
        ("Anna", "anna", "this name is taken"),
        ("Somebody", "some body", "use letters, digits"),
        (" ", "somebody", "write a name"),
    ] {
        let answer = root.post("/harbour/invite", &[&[("name", name), ("id", id)][..], &post].concat());
        assert_eq!(answer.status, 422, "{told}");
        answer.shows(told);
    }
    for (role, department, told) in [
        ("nothing", "", "choose a role"),
        ("agent", "nowhere", "choose a department"),
    ] {
        let answer = root.post(
            "/harbour/invite",
            &[
                ("name", "Nora"),
                ("id", "nora"),
                ("role", role),
                ("department", department),
            ],
        );
        assert_eq!(answer.status, 422, "{told}");
        answer.shows(told).shows("value=\"nora\"");
    }
    root.get("/harbour/people").hides("nora");
}

#[test]
fn posts_are_given_and_taken() {
    let site = Site::of_harbour();
    let mut root = site.signed_in("root");
    root.get("/people/nobody")
        .shows("no posts")
        .shows("/harbour/people/nobody");
    root.get("/harbour/people/nobody");
    let given = root.post(
        "/harbour/people/nobody/posts",
        &[("role", "agent"), ("department", "east")],
    );
    assert_eq!(given.header("location"), "/harbour/people/nobody?done=appointed");
    assert_eq!(site.signed_in("nobody").get("/harbour/cases").status, 200);
    let taken = root.post(
        "/harbour/people/nobody/posts/take",
        &[("role", "agent"), ("department", "east")],
    );
    assert_eq!(taken.status, 303);
    root.get("/harbour/people").hides("people/nobody");
    assert_eq!(site.signed_in("nobody").get("/harbour/cases").status, 404);
}

#[test]
fn whoever_is_shut_out_is_out_at_once_and_comes_back_when_let_in() {
    let site = Site::of_harbour();
    let mut anna = site.signed_in("anna");
    let mut root = site.signed_in("root");
    root.get("/people/anna");
    assert_eq!(root.post("/people/anna/shut-out", &[]).status, 303);
    root.get("/people").shows("Shut out");
    assert_eq!(anna.get("/harbour/cases").status, 303);
    let refused = site
        .visitor()
        .post("/sign-in", &[("name", "anna"), ("password", PASSWORD)]);
    assert_eq!(refused.status, 422);
    assert_eq!(
        root.post("/people/anna/link", &[]).status,
        403,
        "nobody shut out gets a link"
    );
    assert_eq!(root.post("/people/anna/let-in", &[]).status, 303);
    assert_eq!(site.signed_in("anna").get("/harbour/cases").status, 200);
}

#[test]
fn nobody_shuts_themselves_out_or_takes_their_account_over_without_the_password() {
    let site = Site::of_harbour();
    let mut root = site.signed_in("root");
    root.get("/people/root").shows("This is you");
    for act in ["shut-out", "link", "second-factor"] {
        assert_eq!(root.post(&format!("/people/root/{act}"), &[]).status, 403, "{act}");
    }
    assert_eq!(root.get("/people").status, 200);
}

#[test]
fn only_those_who_manage_people_see_the_pages_or_do_anything() {
    let site = Site::of_harbour();
    let mut max = site.signed_in("max");
    max.get("/harbour/cases").hides("/harbour/people");
    for page in [
        "/people",
        "/people/anna",
        "/invite",
        "/harbour/people",
        "/harbour/people/anna",
        "/harbour/invite",
    ] {
        assert_eq!(max.get(page).status, 403, "{page}");
        assert_eq!(site.visitor().get(page).status, 303, "{page}");
    }
    max.get("/harbour/cases");
    for act in [
        "/invite",
        "/people/anna/link",
        "/people/anna/shut-out",
        "/people/anna/second-factor",
        "/harbour/invite",
        "/harbour/people/anna/link",
        "/harbour/people/anna/posts",
        "/harbour/people/max/posts",
        "/harbour/people/anna/posts/take",
    ] {
        let fields = [("role", "manager"), ("department", ""), ("name", "X"), ("id", "x")];
        assert_eq!(max.post(act, &fields).status, 403, "{act}");
    }
    assert_eq!(site.signed_in("nobody").get("/harbour/people").status, 404);
    site.signed_in("root").get("/harbour/cases").shows("/harbour/people");
}

#[test]
fn the_last_who_runs_the_platform_or_an_organization_is_not_shut_out() {
    let site = Site::of_harbour();
    let second = site.test.administrator("second");
    let mut second_browser = site.signed_in("second");
    second_browser.get("/people/root");
    assert_eq!(second_browser.post("/people/root/shut-out", &[]).status, 303);
    let refused = site.test.app.set_disabled(&second, true).expect_err("the last");
    assert!(refused.to_string().contains("nobody would run"), "{refused}");
    assert_eq!(second_browser.get("/people").status, 200, "nothing of them has ended");
    // The last administrator of an organization, by whoever runs the platform and nothing else.
    let (mara, olga) = (site.test.person("mara", &[]), site.test.person("olga", &[]));
    let here = Place::Organization("harbour".into());
    let give =
        |who: &PersonId, place: Place, standing| site.test.app.give_standing(who, place, standing).expect("given");
    give(&mara, here, Standing::Administrator);
    give(&olga, Place::Platform, Standing::Operator);
    site.test
        .app
        .take_standing(&second, Place::Platform, Standing::Administrator)
        .expect("mara is left");
    let mut olga = site.signed_in("olga");
    olga.get("/people/mara");
    let refused = olga.post("/people/mara/shut-out", &[]);
    assert_eq!(refused.status, 422);
    refused.shows("Nobody would run Harbour Office any more");
    assert_eq!(site.signed_in("mara").get("/harbour/people").status, 200);
}

#[test]
fn a_role_that_comes_to_no_case_outside_a_department_is_not_given_without_one() {
    let test = TestApp::with_pack("hospital");
    test.administrator("root");
    let site = Site::new(test);
    let mut root = site.signed_in("root");
    root.get("/language/en");
    root.get("/hospital/invite");
    let invited = |role: &'static str, department: &'static str| {
        [
            ("name", "Nora"),
            ("id", "nora"),
            ("role", role),
            ("department", department),
        ]
    };
    let refused = root.post("/hospital/invite", &invited("department_handler", ""));
    assert_eq!(refused.status, 422);
    refused.shows("id=\"department-error\"");
    assert_eq!(
        root.post("/hospital/invite", &invited("department_handler", "nursing"))
            .status,
        200
    );
    for (id, role) in [("ida", "front_desk"), ("otto", "office_head")] {
        let at_large = [("name", "X"), ("id", id), ("role", role), ("department", "")];
        assert_eq!(root.post("/hospital/invite", &at_large).status, 200, "{role}");
    }
}

#[test]
fn the_head_of_a_page_says_in_short_who_somebody_is() {
    let test = TestApp::harbour_with(&[("rules/harbour/organization.yaml", "name: Handler", "name: East quay")]);
    let posts = ["agent", "manager", "handler@east", "handler@west"];
    test.person("vera", &posts);
    test.person("finn", &["handler@east"]);
    let site = Site::new(test);
    site.signed_in("vera")
        .get("/harbour/cases")
        .shows("Agent, East quay +2");
    let page = site.signed_in("finn").get("/harbour/cases");
    page.hides("East quay, East quay");
}

#[test]
fn nothing_is_done_for_a_form_that_is_not_of_the_session() {
    let site = Site::of_harbour();
    let mut root = site.signed_in("root");
    for act in [
        "/people/anna/shut-out",
        "/people/anna/link",
        "/harbour/people/anna/posts",
        "/invite",
    ] {
        let answer = root.post(act, &[("_csrf", "stolen"), ("role", "manager")]);
        assert_eq!(answer.status, 403, "{act}");
    }
    assert_eq!(site.signed_in("anna").get("/harbour/cases").status, 200);
}
