//! An account and the provider: an invitation that is redeemed there, connecting and disconnecting.

use redress::app::Given;

use super::*;

#[test]
fn an_invitation_is_redeemed_with_the_provider_instead_of_a_password_once() {
    let (site, provider) = office();
    let app = &site.test.app;
    let root = redress::case::PersonId("root".into());
    let link = app.invite(&root, "lena", "Lena", Given::default()).expect("invited");
    let mut lena = site.english();
    lena.get(&format!("/link/{link}"));
    lena.get("/welcome")
        .shows("You choose no password")
        .shows("action=\"/welcome/openid\"");
    let foreign = lena.post_with("/welcome/openid", &[], &[("sec-fetch-site", "cross-site")]);
    assert_eq!(foreign.status, 403, "no other site begins it");
    let begun = lena.post("/welcome/openid", &[]);
    let address = going_on(&mut lena, &begun);
    let early = provider.lets_in(&address, "l-1");
    // Who is invited cannot take somebody else's identity along.
    connected(&mut anna(&site), &provider, "a-1");
    let begun = lena.post("/welcome/openid", &[]);
    let address = going_on(&mut lena, &begun);
    let answer = lena.get(&provider.lets_in(&address, "a-1"));
    stays_out(&mut lena, &answer, 409, "It is connected already");
    let answer = lena.get(&early);
    stays_out(&mut lena, &answer, 400, "It was not begun in this browser");

    let begun = lena.post("/welcome/openid", &[]);
    let address = going_on(&mut lena, &begun);
    let answer = lena.get(&provider.lets_in(&address, "l-1"));
    assert_eq!(answer.header("location"), "/", "{}", answer.body);
    let account = lena.get("/account");
    account
        .shows("l-1@example.org")
        .shows("You have no password")
        .hides("name=\"old\"")
        .hides("Disconnect</button>");
    assert_eq!(
        lena.post("/account/identity/disconnect", &[]).status,
        422,
        "their only way in"
    );
    assert_eq!(
        lena.post("/welcome/openid", &[]).status,
        404,
        "the invitation is used up"
    );
    let mut again = site.english();
    assert_eq!(come_in(&mut again, &provider, "l-1", "/").header("location"), "/");
    let of_lena = app
        .account(&redress::case::PersonId("lena".into()))
        .expect("read")
        .expect("lena");
    assert!(!of_lena.is_invited && !of_lena.has_password);

    // With a password they are free to leave the provider.
    let link = app.make_link(&root, &of_lena.person.id).expect("a link");
    let mut lena = site.english();
    lena.get(&format!("/link/{link}"));
    lena.get("/welcome").hides("/welcome/openid");
    assert_eq!(
        lena.post("/welcome/openid", &[]).status,
        404,
        "a lost password is no invitation"
    );
    let chosen = [("name", "Lena"), ("password", PASSWORD), ("again", PASSWORD)];
    assert_eq!(lena.post("/welcome", &chosen).status, 303);
    let mut lena = site.signed_in("lena");
    lena.get("/account");
    assert_eq!(lena.post("/account/identity/disconnect", &[]).status, 303);
}

#[test]
fn an_invitation_that_was_replaced_meanwhile_lets_nobody_in() {
    let (site, provider) = office();
    let (app, root) = (&site.test.app, redress::case::PersonId("root".into()));
    let link = app.invite(&root, "lena", "Lena", Given::default()).expect("invited");
    let mut lena = site.english();
    lena.get(&format!("/link/{link}"));
    let begun = lena.post("/welcome/openid", &[]);
    let address = going_on(&mut lena, &begun);
    let back = provider.lets_in(&address, "l-1");
    app.make_link(&root, &redress::case::PersonId("lena".into()))
        .expect("another link");
    let answer = lena.get(&back);
    stays_out(&mut lena, &answer, 404, "This link is not good");
}

#[test]
fn only_who_began_to_connect_an_account_ends_it_and_one_identity_is_one_person_s() {
    let (site, provider) = office();
    connected(&mut anna(&site), &provider, "a-1");
    let mut max = site.signed_in("max");
    max.cookies.push(("language".to_owned(), "en".to_owned()));
    let taken = connected(&mut max, &provider, "a-1");
    assert_eq!(taken.status, 409);
    taken.shows("connected with somebody else’s account");
    max.get("/account").shows("Connect your account");

    max.get("/account");
    let begun = max.post("/account/identity", &[("identity_password", PASSWORD)]);
    let address = going_on(&mut max, &begun);
    let back = provider.lets_in(&address, "m-2");
    // Somebody else has sat down at the same browser.
    let asking: Vec<_> = max
        .cookies
        .iter()
        .filter(|(name, _)| name == "errand")
        .cloned()
        .collect();
    let mut anna = anna(&site);
    anna.cookies.extend(asking);
    let answer = anna.get(&back);
    assert_eq!(answer.status, 403);
    answer.shows("You are not signed in any more");
    anna.get("/account").shows("a-1@example.org").hides("m-2@example.org");
    assert_eq!(connected(&mut max, &provider, "m-2").status, 303);
    // Another of their own takes its place.
    assert_eq!(connected(&mut max, &provider, "m-3").status, 303);
    let mut browser = site.english();
    let answer = come_in(&mut browser, &provider, "m-2", "/");
    stays_out(&mut browser, &answer, 403, "No account is connected");
}

#[test]
fn an_account_that_is_disconnected_lets_nobody_in_this_way_and_its_other_sessions_end() {
    let (site, provider) = office();
    let mut anna = anna(&site);
    connected(&mut anna, &provider, "a-1");
    let mut browser = site.english();
    come_in(&mut browser, &provider, "a-1", "/");
    anna.get("/account");
    let foreign = anna.post("/account/identity/disconnect", &[("_csrf", "guessed")]);
    assert_eq!(foreign.status, 403);
    let done = anna.post("/account/identity/disconnect", &[]);
    assert_eq!(done.header("location"), "/account?done=identity-off");
    assert_eq!(anna.get("/account").status, 200);
    assert_eq!(browser.get("/account").status, 303, "it ended");
    let mut browser = site.english();
    let answer = come_in(&mut browser, &provider, "a-1", "/");
    stays_out(&mut browser, &answer, 403, "No account is connected");
}
