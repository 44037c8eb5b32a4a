//! Signing in with a provider of OpenID Connect: connecting an account, coming in, and everything that must not let anybody in.

use std::collections::HashMap;
use std::process::Command;

use redress::app::Given;
use redress::config::Config;
use rstest::rstest;
use serde_json::json;
use totp_rs::{Builder, Secret};
use url::Url;

use super::{Answer, Browser, Site};
use crate::support::app::{PASSWORD, TestApp};
use crate::support::clamd;
use crate::support::provider::{CLIENT, Change, Fault, Provider, SECRET, Signing};

/// What the environment says, for a provider there.
fn config(issuer: &str) -> Config {
    let said = HashMap::from([
        ("REDRESS_OPENID_ISSUER", issuer),
        ("REDRESS_OPENID_CLIENT_ID", CLIENT),
        ("REDRESS_OPENID_CLIENT_SECRET", SECRET),
        ("REDRESS_OPENID_LABEL", "Town Hall"),
    ]);
    Config::read(|name| said.get(name).map(|value| (*value).to_owned())).expect("settings")
}

/// The harbour office, whose people may sign in with the provider.
fn office() -> (Site, Provider) {
    let provider = Provider::listening();
    let test = TestApp::new();
    test.person("anna", &["agent"]);
    test.person("max", &["manager"]);
    test.administrator("root");
    let site = Site::with(test, config(&provider.issuer()));
    (site, provider)
}

/// Where the link of the page leads to on which a browser goes on.
fn going_on(browser: &mut Browser<'_>, answer: &Answer) -> String {
    assert_eq!(answer.header("location"), "/sign-in/openid/go", "{}", answer.body);
    let page = browser.get("/sign-in/openid/go");
    page.shows("Town Hall");
    let (_, rest) = page.body.split_once("class=\"button wide\" href=\"").expect("a link");
    let address = rest.split_once('"').expect("an end").0;
    address.replace("&#38;", "&").replace("&amp;", "&")
}

/// Connects the account of whoever this is with the provider's `subject`.
fn connected(browser: &mut Browser<'_>, provider: &Provider, subject: &str) -> Answer {
    browser.get("/account");
    let begun = browser.post("/account/identity", &[("identity_password", PASSWORD)]);
    let address = going_on(browser, &begun);
    let back = provider.lets_in(&address, subject);
    browser.get(&back)
}

/// Goes to the provider, signs in there as `subject`, and is on the way back.
fn vouched(browser: &mut Browser<'_>, provider: &Provider, subject: &str, next: &str) -> String {
    let begun = browser.get(&format!("/sign-in/openid?next={}", super::encoded(next)));
    assert_eq!(begun.status, 303, "{}", begun.body);
    provider.lets_in(begun.header("location"), subject)
}

fn come_in(browser: &mut Browser<'_>, provider: &Provider, subject: &str, next: &str) -> Answer {
    let back = vouched(browser, provider, subject, next);
    browser.get(&back)
}

#[track_caller]
fn stays_out(browser: &mut Browser<'_>, answer: &Answer, status: u16, text: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    answer.shows(text);
    assert!(browser.cookies.iter().all(|(name, _)| name != "session"), "no session");
    assert_eq!(browser.get("/account").status, 303, "not signed in");
}

/// Pages in English: what is on them is compared.
fn english(site: &Site) -> Browser<'_> {
    let mut browser = site.visitor();
    browser.cookies.push(("language".to_owned(), "en".to_owned()));
    browser
}

fn anna(site: &Site) -> Browser<'_> {
    let mut browser = site.signed_in("anna");
    browser.cookies.push(("language".to_owned(), "en".to_owned()));
    browser
}

#[test]
fn who_has_connected_their_account_signs_in_with_the_provider_and_comes_to_where_they_wanted() {
    let (site, provider) = office();
    let mut anna = anna(&site);
    anna.get("/account").shows("Connect your account").hides("Disconnect");
    let wrong = anna.post("/account/identity", &[("identity_password", "wrong wrong wrong")]);
    assert_eq!(
        wrong.status, 422,
        "who holds the session for a moment knows no password"
    );
    let done = connected(&mut anna, &provider, "a-1");
    assert_eq!(done.header("location"), "/account?done=identity");
    let account = anna.get("/account?done=identity");
    account
        .shows("a-1@example.org")
        .shows("Your account is connected.")
        .shows("Disconnect");

    let mut browser = english(&site);
    let page = browser.get("/sign-in?next=/harbour/cases%3Fwhich%3Dall");
    page.shows("href=\"/sign-in/openid?next=/harbour/cases%3Fwhich%3Dall\"")
        .shows("Sign in with Town Hall");
    let inside = come_in(&mut browser, &provider, "a-1", "/harbour/cases?which=all");
    assert_eq!(inside.header("location"), "/harbour/cases?which=all", "{}", inside.body);
    browser.get("/account").shows("<p class=\"sub mono\">anna</p>");
    // It is a session as others are: listed, and ended from elsewhere.
    let sessions = anna
        .get("/account")
        .body
        .matches("action=\"/account/sessions/end\"")
        .count();
    assert_eq!(sessions, 2);
    assert_eq!(anna.post("/account/sessions/end-others", &[]).status, 303);
    assert_eq!(browser.get("/account").status, 303);
}

#[test]
fn signing_out_ends_the_session_here() {
    let (site, provider) = office();
    connected(&mut anna(&site), &provider, "a-1");
    let mut browser = english(&site);
    come_in(&mut browser, &provider, "a-1", "/");
    browser.get("/account");
    let token = browser
        .cookies
        .iter()
        .find(|(name, _)| name == "session")
        .expect("a session")
        .1
        .clone();
    assert_eq!(browser.post("/sign-out", &[]).header("location"), "/sign-in");
    browser.cookies = vec![("session".to_owned(), token)];
    assert_eq!(browser.get("/account").status, 303);
}

#[test]
fn an_identity_that_is_connected_with_nobody_makes_nobody_whatever_address_it_has() {
    let (site, provider) = office();
    provider.says(|_, claims| {
        claims["email"] = "anna".into();
        claims["preferred_username"] = "anna".into();
    });
    let mut browser = english(&site);
    let answer = come_in(&mut browser, &provider, "anna", "/");
    stays_out(
        &mut browser,
        &answer,
        403,
        "ask an administrator of your organization for an invitation",
    );
    assert_eq!(site.test.app.accounts(None).expect("read").len(), 3);
}

#[test]
fn whoever_is_shut_out_stays_out() {
    let (site, provider) = office();
    connected(&mut anna(&site), &provider, "a-1");
    let app = &site.test.app;
    app.set_disabled(&redress::case::PersonId("anna".into()), true)
        .expect("shut out");
    let mut browser = english(&site);
    let answer = come_in(&mut browser, &provider, "a-1", "/");
    stays_out(&mut browser, &answer, 403, "ask an administrator");
    app.set_disabled(&redress::case::PersonId("anna".into()), false)
        .expect("let in");
    assert_eq!(come_in(&mut browser, &provider, "a-1", "/").header("location"), "/");
}

#[test]
fn the_way_back_is_open_to_the_browser_that_began_it_and_once() {
    let (site, provider) = office();
    connected(&mut anna(&site), &provider, "a-1");
    let mut browser = english(&site);
    let back = vouched(&mut browser, &provider, "a-1", "/");
    let begun_elsewhere = "It was not begun in this browser";

    let mut other = english(&site);
    let answer = other.get(&back);
    stays_out(&mut other, &answer, 400, begun_elsewhere);
    // Somebody else's own question does not let them have this answer.
    vouched(&mut other, &provider, "b-2", "/");
    let answer = other.get(&back);
    stays_out(&mut other, &answer, 400, begun_elsewhere);

    let (path, query) = back.split_once('?').expect("a query");
    let code = query.split('&').find(|pair| pair.starts_with("code=")).expect("a code");
    for state in ["", "&state=", "&state=0000"] {
        let answer = browser.get(&format!("{path}?{code}{state}"));
        stays_out(&mut browser, &answer, 400, begun_elsewhere);
    }
    // None of this has used it up.
    let asking = browser.cookies.clone();
    assert_eq!(browser.get(&back).header("location"), "/");
    let mut again = english(&site);
    again
        .cookies
        .extend(asking.into_iter().filter(|(name, _)| name == "errand"));
    let answer = again.get(&back);
    stays_out(&mut again, &answer, 400, begun_elsewhere);
    assert_eq!(provider.asked("/token"), 2, "to connect, and to come in");
}

#[test]
fn a_question_is_forgotten_after_ten_minutes() {
    let (site, provider) = office();
    connected(&mut anna(&site), &provider, "a-1");
    let mut browser = english(&site);
    let back = vouched(&mut browser, &provider, "a-1", "/");
    site.test
        .meddle("update errands set expires_at = '2024-01-01 00:00:00.000000'");
    let answer = browser.get(&back);
    stays_out(&mut browser, &answer, 400, "has taken more than ten minutes");
}

/// What may be wrong with a token that the provider has signed.
const CHANGES: [(&str, Change); 10] = [
    ("for another question", |_, claims| {
        claims["nonce"] = "0".repeat(64).into()
    }),
    ("for no question", |_, claims| claims["nonce"] = json!(null)),
    ("for another program", |_, claims| claims["aud"] = "payroll".into()),
    ("for a program besides", |_, claims| {
        claims["aud"] = json!([CLIENT, "payroll"])
    }),
    ("of another provider", |_, claims| {
        claims["iss"] = "https://id.example.org".into();
    }),
    ("too old", |_, claims| {
        claims["exp"] = (claims["iat"].as_i64().expect("a time") - 1).into();
    }),
    ("about nobody", |_, claims| claims["sub"] = "".into()),
    ("not signed, as it says", |header, _| header["alg"] = "none".into()),
    ("signed otherwise, as it says", |header, _| {
        header["alg"] = "RS256".into()
    }),
    ("of a key that nobody knows", |header, _| {
        header["kid"] = "second".into()
    }),
];

#[test]
fn a_token_that_is_not_this_answer_lets_nobody_in() {
    let (site, provider) = office();
    connected(&mut anna(&site), &provider, "a-1");
    for (what, change) in CHANGES {
        let mut browser = english(&site);
        provider.says(change);
        let answer = come_in(&mut browser, &provider, "a-1", "/");
        assert_eq!(answer.status, 502, "{what}: {}", answer.body);
        stays_out(&mut browser, &answer, 502, "could not be confirmed");
        // Nothing else was wrong.
        provider.says(|_, _| {});
        assert_eq!(come_in(&mut browser, &provider, "a-1", "/").status, 303, "{what}");
    }
}

#[test]
fn a_token_that_the_provider_has_not_signed_lets_nobody_in() {
    let (site, provider) = office();
    connected(&mut anna(&site), &provider, "a-1");
    for signing in [
        Signing::None,
        Signing::Secret,
        Signing::new_key("first"),
        Signing::new_key("new"),
    ] {
        provider.signs_secretly_with(signing);
        let mut browser = english(&site);
        let answer = come_in(&mut browser, &provider, "a-1", "/");
        stays_out(&mut browser, &answer, 502, "could not be confirmed");
    }
    provider.signs_with(Signing::new_key("third"));
    let mut browser = english(&site);
    assert_eq!(come_in(&mut browser, &provider, "a-1", "/").status, 303);
    provider.forges();
    let mut browser = english(&site);
    let answer = come_in(&mut browser, &provider, "a-1", "/");
    stays_out(&mut browser, &answer, 502, "could not be confirmed");
}

#[test]
fn a_provider_may_change_its_keys_and_is_asked_for_them_only_then() {
    let (site, provider) = office();
    connected(&mut anna(&site), &provider, "a-1");
    assert_eq!(provider.asked("/keys"), 1);
    for (signing, asked) in [(Signing::new_key("second"), 2), (Signing::rsa(), 3)] {
        provider.signs_with(signing);
        for _ in 0..2 {
            let mut browser = english(&site);
            assert_eq!(come_in(&mut browser, &provider, "a-1", "/").status, 303);
            assert_eq!(provider.asked("/keys"), asked);
        }
    }
    assert_eq!(provider.asked("/.well-known/openid-configuration"), 1);
}

#[rstest]
#[case::it_is_broken(Fault::Broken)]
#[case::it_sends_elsewhere(Fault::Elsewhere)]
#[case::it_says_too_much(Fault::Endless)]
fn while_the_provider_does_not_answer_people_are_told_so_and_sign_in_with_their_passwords(#[case] fault: Fault) {
    let (site, provider) = office();
    provider.has(Some(fault));
    let mut browser = english(&site);
    let answer = browser.get("/sign-in/openid");
    stays_out(&mut browser, &answer, 503, "Town Hall does not answer");
    answer.shows("Sign in with your password, or try again later");
    assert_eq!(provider.asked("/elsewhere"), 0, "who is asked answers");
    let mut anna = anna(&site);
    anna.get("/account");
    let begun = anna.post("/account/identity", &[("identity_password", PASSWORD)]);
    assert_eq!(begun.status, 303);
    assert_eq!(anna.get("/sign-in/openid/go").status, 503);
    // It is asked anew as soon as it is back; and it may fail between the two questions.
    provider.has(None);
    connected(&mut anna, &provider, "a-1");
    let back = vouched(&mut browser, &provider, "a-1", "/");
    provider.has(Some(fault));
    let answer = browser.get(&back);
    stays_out(&mut browser, &answer, 503, "Town Hall does not answer");
}

#[test]
fn a_provider_that_is_not_there_stops_nothing() {
    let site = Site::with(TestApp::new(), config(&format!("http://{}", clamd::nobody())));
    let mut browser = english(&site);
    browser.get("/sign-in").shows("Sign in with Town Hall");
    let answer = browser.get("/sign-in/openid");
    stays_out(&mut browser, &answer, 503, "Town Hall does not answer");
    assert_eq!(browser.get("/healthz").status, 200);
}

#[rstest]
#[case::takes_no_code(Fault::NoCode)]
#[case::gives_no_token(Fault::NoToken)]
fn a_provider_that_does_not_say_who_it_is_lets_nobody_in(#[case] fault: Fault) {
    let (site, provider) = office();
    connected(&mut anna(&site), &provider, "a-1");
    provider.has(Some(fault));
    let mut browser = english(&site);
    let answer = come_in(&mut browser, &provider, "a-1", "/");
    stays_out(&mut browser, &answer, 502, "could not be confirmed");
}

#[test]
fn who_turns_back_at_the_provider_is_told_so_and_so_is_who_is_sent_back_by_another() {
    let (site, provider) = office();
    let mut browser = english(&site);
    let back = vouched(&mut browser, &provider, "a-1", "/");
    let state = back
        .split('&')
        .find(|pair| pair.starts_with("state="))
        .expect("a state");
    let answer = browser.get(&format!("/sign-in/openid/callback?error=access_denied&{state}"));
    stays_out(&mut browser, &answer, 403, "Town Hall has not signed you in");
    let back = vouched(&mut browser, &provider, "a-1", "/");
    let answer = browser.get(&format!("{back}&iss=https%3A%2F%2Fid.example.org"));
    stays_out(&mut browser, &answer, 502, "could not be confirmed");
    assert_eq!(provider.asked("/token"), 0);
}

#[rstest]
fn nobody_is_led_elsewhere(
    #[values("https://evil.example/", "//evil.example", "/\\evil.example", "/a\nb")] next: &str,
) {
    let (site, provider) = office();
    connected(&mut anna(&site), &provider, "a-1");
    let mut browser = english(&site);
    browser
        .get(&format!("/sign-in?next={}", super::encoded(next)))
        .shows("href=\"/sign-in/openid\"");
    assert_eq!(come_in(&mut browser, &provider, "a-1", next).header("location"), "/");
    // Also who is in already.
    let begun = browser.get(&format!("/sign-in/openid?next={}", super::encoded(next)));
    assert_eq!(begun.header("location"), "/");
}

#[test]
fn the_second_step_is_asked_of_whoever_has_set_it_up() {
    let (site, provider) = office();
    let mut anna = anna(&site);
    connected(&mut anna, &provider, "a-1");
    let page = anna.get("/account/second-factor");
    let secret = page.body.split_once("class=\"secret\">").expect("a secret").1;
    let secret: String = secret.split_once('<').expect("an end").0.split_whitespace().collect();
    let totp = Builder::new()
        .with_secret(Secret::try_from_base32(&secret).expect("base32"))
        .build()
        .expect("a secret");
    let now = u64::try_from(site.test.app.clock().wall().timestamp()).expect("after 1970");
    let set_up = anna.post(
        "/account/second-factor",
        &[
            ("code", totp.generate(now - 30).to_string().as_str()),
            ("password", PASSWORD),
        ],
    );
    assert_eq!(set_up.status, 200);
    let mut browser = english(&site);
    let answer = come_in(&mut browser, &provider, "a-1", "/harbour/cases");
    assert_eq!(answer.header("location"), "/sign-in/code?next=/harbour/cases");
    assert_eq!(
        browser.get("/harbour/cases").status,
        303,
        "the provider's word alone opens nothing"
    );
    let answered = browser.post(
        "/sign-in/code",
        &[("code", &totp.generate(now).to_string()), ("next", "/harbour/cases")],
    );
    assert_eq!(answered.header("location"), "/harbour/cases");
    assert_eq!(browser.get("/harbour/cases").status, 200);
}

#[test]
fn an_invitation_is_redeemed_with_the_provider_instead_of_a_password_once() {
    let (site, provider) = office();
    let app = &site.test.app;
    let root = redress::case::PersonId("root".into());
    let link = app.invite(&root, "lena", "Lena", Given::default()).expect("invited");
    let mut lena = english(&site);
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
    let mut again = english(&site);
    assert_eq!(come_in(&mut again, &provider, "l-1", "/").header("location"), "/");
    let of_lena = app
        .account(&redress::case::PersonId("lena".into()))
        .expect("read")
        .expect("lena");
    assert!(!of_lena.is_invited && !of_lena.has_password);

    // With a password they are free to leave the provider.
    let link = app.make_link(&root, &of_lena.person.id).expect("a link");
    let mut lena = english(&site);
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
    let mut lena = english(&site);
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
    let mut browser = english(&site);
    let answer = come_in(&mut browser, &provider, "m-2", "/");
    stays_out(&mut browser, &answer, 403, "No account is connected");
}

#[test]
fn an_account_that_is_disconnected_lets_nobody_in_this_way_and_its_other_sessions_end() {
    let (site, provider) = office();
    let mut anna = anna(&site);
    connected(&mut anna, &provider, "a-1");
    let mut browser = english(&site);
    come_in(&mut browser, &provider, "a-1", "/");
    anna.get("/account");
    let foreign = anna.post("/account/identity/disconnect", &[("_csrf", "guessed")]);
    assert_eq!(foreign.status, 403);
    let done = anna.post("/account/identity/disconnect", &[]);
    assert_eq!(done.header("location"), "/account?done=identity-off");
    assert_eq!(anna.get("/account").status, 200);
    assert_eq!(browser.get("/account").status, 303, "it ended");
    let mut browser = english(&site);
    let answer = come_in(&mut browser, &provider, "a-1", "/");
    stays_out(&mut browser, &answer, 403, "No account is connected");
}

#[test]
fn without_a_provider_there_is_neither_a_button_nor_a_way() {
    let site = Site::of_harbour();
    let mut browser = english(&site);
    browser.get("/sign-in").hides("openid");
    for path in [
        "/sign-in/openid",
        "/sign-in/openid/go",
        "/sign-in/openid/callback?code=a&state=b",
    ] {
        assert_eq!(browser.get(path).status, 404, "{path}");
    }
    let mut anna = anna(&site);
    anna.get("/account").hides("id=\"identity\"");
    for path in ["/account/identity", "/account/identity/disconnect", "/welcome/openid"] {
        let answer = anna.post(path, &[("identity_password", PASSWORD)]);
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[test]
fn what_ties_the_question_to_the_browser_is_kept_as_cookies_are_here() {
    let (_, provider) = office();
    let mut behind_tls = config(&provider.issuer());
    behind_tls.secure_cookies = true;
    behind_tls.address = Some("https://complaints.example.org".to_owned());
    let site = Site::with(TestApp::new(), behind_tls);
    let answer = site.visitor().get("/sign-in/openid");
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-errand="), "{cookie}");
    for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=600"] {
        assert!(cookie.split("; ").any(|found| found == part), "{part}: {cookie}");
    }
    let address = Url::parse(answer.header("location")).expect("an address");
    let back = address
        .query_pairs()
        .find(|(name, _)| name == "redirect_uri")
        .expect("a way back")
        .1;
    assert_eq!(back, "https://complaints.example.org/sign-in/openid/callback");
    // Neither the secret nor what proves the question travels.
    let cookie = cookie.split(['=', ';']).nth(1).expect("a value");
    assert!(
        !address.as_str().contains(cookie) && !address.as_str().contains(SECRET),
        "{address}"
    );
}

#[test]
fn nobody_is_sent_there_endlessly() {
    let (site, _) = office();
    let mut browser = site.visitor();
    let statuses: Vec<u16> = (0..100).map(|_| browser.get("/sign-in/openid").status).collect();
    assert_eq!(statuses[..60], [303; 60]);
    assert!(statuses.contains(&429), "{statuses:?}");
}

#[rstest]
#[case(&["--openid-issuer", "http://id.example.org", "--openid-client-id", "redress"], "https://")]
#[case(&["--openid-issuer", "https://id.example.org"], "client id")]
#[case(&["--openid-client-id", "redress"], "issuer")]
#[case(&["--openid-issuer", "https://id.example.org", "--openid-client-id", "redress", "--openid-client-secret-file", "none"], "none")]
fn a_provider_that_cannot_be_meant_is_said_so_at_the_start(#[case] arguments: &[&str], #[case] said: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_redress"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path())
        .args(arguments)
        .output()
        .expect("the program starts");
    let told = String::from_utf8(output.stderr).expect("a text");
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("REDRESS_OPENID_") && told.contains(said), "{told}");
}
