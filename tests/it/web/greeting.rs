//! In which language a stranger is greeted: what their browser asks for, as far as it is spoken here.

use super::{Answer, Browser, Site};
use crate::support::app::TestApp;

fn asking<'a>(browser: &mut Browser<'a>, path: &str, accepted: &str) -> Answer {
    browser.send("GET", path, &[("accept-language", accepted)], "")
}

fn language(answer: &Answer) -> &str {
    let (_, rest) = answer.body.split_once("<html lang=\"").expect("a page");
    rest.split_once('"').expect("an end").0
}

#[test]
fn a_stranger_is_greeted_in_the_language_their_browser_asks_for() {
    let site = Site::new(TestApp::with_pack("hospital"));
    let mut stranger = site.visitor();
    for (accepted, greeted) in [
        ("en-US,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("zh-TW,zh;q=0.9", "zh-Hant"),
        ("fr-FR,fr;q=0.9,en;q=0.3", "en"),
        ("en;q=0.3,zh;q=0.7", "zh"),
        // What nobody speaks here, and what cannot be read, asks for nothing.
        ("fr", "zh"),
        ("*", "zh"),
        ("?!", "zh"),
    ] {
        for path in ["/sign-in", "/welcome"] {
            assert_eq!(
                language(&asking(&mut stranger, path, accepted)),
                greeted,
                "{path} {accepted}"
            );
        }
    }
    asking(&mut stranger, "/sign-in", "en-GB").shows("Sign in");
    assert_eq!(
        language(&stranger.get("/sign-in")),
        "zh",
        "a browser that asks for nothing"
    );
    let nowhere = asking(&mut stranger, "/nowhere/at/all", "en");
    assert_eq!((nowhere.status, language(&nowhere)), (404, "en"));
}

#[test]
fn on_public_pages_it_is_the_best_that_the_organization_speaks() {
    let site = Site::new(TestApp::with_pack("hospital"));
    let mut stranger = site.visitor();
    let portal = "/hospital/portal";
    assert_eq!(language(&asking(&mut stranger, portal, "en-US,en")), "en");
    assert_eq!(language(&asking(&mut stranger, portal, "fr,de;q=0.8")), "zh");
    // Its own script, whichever is asked for.
    assert_eq!(language(&asking(&mut stranger, portal, "zh-TW")), "zh");
    let traditional = Site::new(TestApp::with_pack("logistics-service"));
    let mut stranger = traditional.visitor();
    let portal = "/logistics-service/portal";
    assert_eq!(language(&asking(&mut stranger, portal, "zh-CN")), "zh-Hant");
    assert_eq!(language(&asking(&mut stranger, portal, "en;q=0.5,zh;q=0.4")), "en");
}

#[test]
fn whoever_has_chosen_a_language_keeps_it_whatever_the_browser_asks_for() {
    let site = Site::new(TestApp::with_pack("hospital"));
    let mut stranger = site.visitor();
    stranger.get("/language/zh");
    for path in ["/sign-in", "/hospital/portal"] {
        let answer = asking(&mut stranger, path, "en-US,en");
        assert_eq!(language(&answer), "zh", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "nobody else is shown it");
    }
}
