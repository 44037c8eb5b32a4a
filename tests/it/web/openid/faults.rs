//! A provider that is wrong, silent or not there.

use serde_json::json;

use super::*;
use crate::support::clamd;
use crate::support::provider::{Change, Fault, Signing};

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
        let mut browser = site.english();
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
        let mut browser = site.english();
        let answer = come_in(&mut browser, &provider, "a-1", "/");
        stays_out(&mut browser, &answer, 502, "could not be confirmed");
    }
    provider.signs_with(Signing::new_key("third"));
    let mut browser = site.english();
    assert_eq!(come_in(&mut browser, &provider, "a-1", "/").status, 303);
    provider.forges();
    let mut browser = site.english();
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
            let mut browser = site.english();
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
    let mut browser = site.english();
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
    let mut browser = site.english();
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
    let mut browser = site.english();
    let answer = come_in(&mut browser, &provider, "a-1", "/");
    stays_out(&mut browser, &answer, 502, "could not be confirmed");
}
