//! From where somebody comes, behind a proxy: their own limits, and nobody else's.

use redress::config::Config;

use super::{Browser, Site};
use crate::support::app::TestApp;

const TRACK: &str = "/hospital/portal/track";

fn hospital(trusted: Option<&str>) -> Site {
    let config = Config::read(|name| trusted.filter(|_| name == "REDRESS_TRUSTED_PROXIES").map(str::to_owned));
    Site::with(TestApp::with_pack("hospital"), config.expect("a setting"))
}

/// Tries number and secret, as the proxy passes it on.
fn tries(browser: &mut Browser, forwarded: &str) -> u16 {
    let headers = [("x-forwarded-for", forwarded)];
    let fields = [("number", "1"), ("secret", "aaaa-bbbb")];
    browser.post_with(TRACK, &fields, &headers).status
}

/// Whether some tries more are too many: one is given back every six seconds.
fn is_used_up(browser: &mut Browser, forwarded: &str) -> bool {
    (0..3).any(|_| tries(browser, forwarded) == 429)
}

fn uses_up(browser: &mut Browser, forwarded: &str) {
    assert!((0..40).any(|_| tries(browser, forwarded) == 429));
}

#[test]
fn behind_a_believed_proxy_everybody_has_tries_of_their_own() {
    let site = hospital(Some("127.0.0.1, 10.0.0.0/8"));
    let mut browser = site.visitor();
    uses_up(&mut browser, "192.0.2.1");
    assert!(!is_used_up(&mut browser, "192.0.2.2"));
    // Through a second proxy of ours it is still the same somebody.
    assert!(is_used_up(&mut browser, "192.0.2.1, 10.1.2.3"));
}

#[test]
fn whoever_writes_the_header_themselves_gains_nothing_by_it() {
    let site = hospital(Some("127.0.0.1"));
    let mut browser = site.visitor();
    // The proxy adds the address it is asked from behind whatever stands there.
    uses_up(&mut browser, "203.0.113.1, 192.0.2.1");
    assert!(is_used_up(&mut browser, "203.0.113.2, 192.0.2.1"));
    assert!(is_used_up(&mut browser, "127.0.0.1, 192.0.2.1"));
}

#[test]
fn where_no_proxy_is_believed_the_header_says_nothing() {
    let site = hospital(None);
    let mut browser = site.visitor();
    uses_up(&mut browser, "192.0.2.1");
    assert!(is_used_up(&mut browser, "192.0.2.2"));
}

#[test]
fn a_setting_that_is_no_address_is_named() {
    let wrong = Config::read(|name| (name == "REDRESS_TRUSTED_PROXIES").then(|| "proxy".to_owned()));
    let message = wrong.expect_err("no address").to_string();
    assert!(
        message.starts_with("`REDRESS_TRUSTED_PROXIES` is `proxy`; write addresses"),
        "{message}"
    );
}
