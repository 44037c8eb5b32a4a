//! One's own account: name, password, sessions and tokens.

use super::{Answer, Site};
use crate::support::app::PASSWORD;

const NEW: &str = "a good long sentence";

/// The handles of the sessions on the page, the last seen first.
fn handles(page: &Answer) -> Vec<String> {
    page.body
        .split("name=\"handle\" value=\"")
        .skip(1)
        .map(|rest| rest.split_once('"').expect("an end").0.to_owned())
        .collect()
}

#[test]
fn a_name_is_changed_and_one_that_is_none_is_not_taken() {
    let site = Site::of_harbour();
    let mut anna = site.signed_in("anna");
    anna.get("/account").shows("Anna");
    assert_eq!(anna.post("/account/name", &[("name", " Anna Berg ")]).status, 303);
    anna.get("/account?done=name")
        .shows("Your name is saved")
        .shows("value=\"Anna Berg\"");
    let refused = anna.post("/account/name", &[("name", "  ")]);
    assert_eq!(refused.status, 422);
    refused.shows("write a name");
}

#[test]
fn a_password_is_changed_by_whoever_knows_the_old_one_and_other_sessions_end() {
    let site = Site::of_harbour();
    let (mut here, mut there) = (site.signed_in("anna"), site.signed_in("anna"));
    here.get("/account");
    let change =
        |old: &'static str, new: &'static str, again: &'static str| [("old", old), ("password", new), ("again", again)];
    for (fields, told) in [
        (change("wrong wrong wrong", NEW, NEW), "this is not your password"),
        (change(PASSWORD, "short", "short"), "too short"),
        (change(PASSWORD, NEW, "something else"), "not the same"),
    ] {
        let answer = here.post("/account/password", &fields);
        assert_eq!(answer.status, 422, "{told}");
        answer.shows(told).hides(NEW).hides(PASSWORD);
    }
    assert_eq!(there.get("/account").status, 200);
    assert_eq!(here.post("/account/password", &change(PASSWORD, NEW, NEW)).status, 303);
    assert_eq!(here.get("/account").status, 200, "this one goes on");
    assert_eq!(there.get("/account").status, 303);
    let old = site
        .visitor()
        .post("/sign-in", &[("name", "anna"), ("password", PASSWORD)]);
    assert_eq!(old.status, 422);
}

#[test]
fn guessing_the_old_password_is_as_slow_as_at_the_door() {
    let site = Site::of_harbour();
    let mut anna = site.signed_in("anna");
    anna.get("/account");
    let guess = [("old", "wrong wrong wrong"), ("password", NEW), ("again", NEW)];
    let statuses: Vec<u16> = (0..12).map(|_| anna.post("/account/password", &guess).status).collect();
    assert!(statuses.contains(&429), "{statuses:?}");
}

#[test]
fn sessions_are_listed_and_ended_each_by_its_own_person() {
    let site = Site::of_harbour();
    let agent = [(
        "user-agent",
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    )];
    let mut there = site.visitor();
    let signed_in = there.post_with("/sign-in", &[("name", "anna"), ("password", PASSWORD)], &agent);
    assert_eq!(signed_in.status, 303);
    let mut here = site.signed_in("anna");
    let page = here.get("/account");
    page.shows("Firefox · Linux").shows("Unknown browser").shows("this one");
    assert_eq!(handles(&page).len(), 2);
    let token = &there.cookies[0].1;
    page.hides(token);
    let foreign = handles(&page);
    let mut max = site.signed_in("max");
    max.get("/account");
    for handle in &foreign {
        max.post("/account/sessions/end", &[("handle", handle)]);
    }
    assert_eq!(there.get("/account").status, 200, "nobody ends another's session");
    assert_eq!(here.post("/account/sessions/end-others", &[]).status, 303);
    assert_eq!(there.get("/account").status, 303);
    let page = here.get("/account");
    assert_eq!(handles(&page).len(), 1);
    here.post("/account/sessions/end", &[("handle", &handles(&page)[0])]);
    assert_eq!(here.get("/account").status, 303, "one may end the session one is in");
}

#[test]
fn a_token_is_shown_once_acts_within_its_scopes_and_is_revoked() {
    let site = Site::of_harbour();
    let mut anna = site.signed_in("anna");
    anna.get("/account");
    let made = anna.post(
        "/account/tokens",
        &[
            ("token_name", "import"),
            ("scope_read", "yes"),
            ("token_organization", "harbour"),
            ("token_days", "30"),
        ],
    );
    assert_eq!(made.status, 200, "{}", made.body);
    let at = made.body.find("rd_").expect("the token is shown");
    let token: String = made.body[at..].chars().take_while(|letter| *letter != '"').collect();
    let page = anna.get("/account");
    page.hides(&token)
        .shows("import")
        .shows("Read cases")
        .shows("last used never");
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let read = site.visitor().send("GET", "/api/v1/harbour/cases", &headers, "");
    assert_eq!(read.status, 200, "{}", read.body);
    anna.get("/account").hides("last used never");
    let written = site.visitor().send("POST", "/api/v1/harbour/cases", &headers, "{}");
    assert_eq!(written.status, 403);
    written.shows("insufficient-scope");
    assert!(written.header("www-authenticate").contains("scope=\"write\""));
    anna.post("/account/tokens/revoke", &[("prefix", &token[..12])]);
    anna.get("/account").shows("revoked");
    let void = site.visitor().send("GET", "/api/v1/harbour/cases", &headers, "");
    assert_eq!(void.status, 401);
}

#[test]
fn a_token_that_cannot_be_meant_is_not_made_and_what_was_typed_stays() {
    let site = Site::of_harbour();
    let mut anna = site.signed_in("anna");
    anna.get("/account");
    for (fields, told) in [
        (
            vec![("token_name", ""), ("scope_read", "yes"), ("token_days", "30")],
            "say what it is for",
        ),
        (
            vec![("token_name", "import"), ("token_days", "30")],
            "choose at least one",
        ),
        (
            vec![("token_name", "import"), ("scope_read", "yes"), ("token_days", "7000")],
            "choose when it expires",
        ),
        (
            vec![
                ("token_name", "import"),
                ("scope_read", "yes"),
                ("token_days", "30"),
                ("token_organization", "elsewhere"),
            ],
            "choose one of these organizations",
        ),
    ] {
        let answer = anna.post("/account/tokens", &fields);
        assert_eq!(answer.status, 422, "{told}");
        answer.shows(told).shows(&format!("value=\"{}\"", fields[0].1));
    }
    anna.get("/account").hides("rd_");
}

#[test]
fn the_account_is_its_owner_s_alone() {
    let site = Site::of_harbour();
    for page in ["/account", "/account/second-factor"] {
        let answer = site.visitor().get(page);
        assert_eq!(answer.status, 303, "{page}");
        assert!(answer.header("location").starts_with("/sign-in"), "{page}");
    }
    let mut anna = site.signed_in("anna");
    for act in [
        "name",
        "password",
        "sessions/end",
        "sessions/end-others",
        "tokens",
        "tokens/revoke",
        "second-factor",
    ] {
        let stolen = anna.post(&format!("/account/{act}"), &[("_csrf", "stolen")]);
        assert_eq!(stolen.status, 403, "{act}");
    }
}
