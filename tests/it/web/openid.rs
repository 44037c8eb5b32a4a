//! Signing in with a provider of OpenID Connect: connecting an account, coming in, and everything that must not let anybody in.

mod account;
mod faults;

use std::collections::HashMap;
use std::process::Command;

use redress::config::Config;
use rstest::rstest;
use totp_rs::{Builder, Secret};
use url::Url;

use super::{Answer, Browser, Site};
use crate::support::app::{PASSWORD, TestApp};
use crate::support::provider::{CLIENT, Provider, SECRET};

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

    let mut browser = site.english();
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
    let mut browser = site.english();
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
    let mut browser = site.english();
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
    let mut browser = site.english();
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
    let mut browser = site.english();
    let back = vouched(&mut browser, &provider, "a-1", "/");
    let begun_elsewhere = "It was not begun in this browser";

    let mut other = site.english();
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
    let mut again = site.english();
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
    let mut browser = site.english();
    let back = vouched(&mut browser, &provider, "a-1", "/");
    site.test
        .meddle("update errands set expires_at = '2024-01-01 00:00:00.000000'");
    let answer = browser.get(&back);
    stays_out(&mut browser, &answer, 400, "has taken more than ten minutes");
}

#[test]
fn who_turns_back_at_the_provider_is_told_so_and_so_is_who_is_sent_back_by_another() {
    let (site, provider) = office();
    let mut browser = site.english();
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
    let mut browser = site.english();
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
    let mut browser = site.english();
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
fn without_a_provider_there_is_neither_a_button_nor_a_way() {
    let site = Site::of_harbour();
    let mut browser = site.english();
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
