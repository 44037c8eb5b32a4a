//! Single keys, the sheet that tells of them, and the palette: for whoever wants them, in nobody's way.

use fantoccini::key::Key;
use serde_json::Value as Json;

use super::Browser;

const CLOCK: &str = "2024-09-27T08:00:00Z";

impl Browser {
    /// Presses keys as a keyboard does: the page is told of each before anything is written.
    async fn keys(&self, keys: &str) {
        for _ in 0..200 {
            let here = self.client.active_element().await.expect("something has the focus");
            // A sheet that has just been closed gives the focus back a moment later; until then nothing takes keys.
            if here.send_keys(keys).await.is_ok() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("nothing takes `{keys}`");
    }

    async fn is(&self, question: &str) -> bool {
        self.run(&format!("return {question};"), Vec::new()).await == Json::Bool(true)
    }

    async fn path(&self) -> String {
        self.client.current_url().await.expect("an address").path().to_owned()
    }

    /// Waits until the browser has come to this address.
    async fn comes_to(&self, path: &str) {
        for _ in 0..200 {
            let is_there = "return document.readyState === 'complete' && location.pathname === arguments[0];";
            let there = self.client.execute(is_there, vec![path.into()]).await;
            if there.is_ok_and(|there| there == Json::Bool(true)) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("`{path}` never comes; at {}:\n{}", self.path().await, self.text().await);
    }
}

const SHEET_IS_OPEN: &str = "document.getElementById('keys').open";
const PALETTE_IS_OPEN: &str = "document.getElementById('palette').open";
const SINGLE_KEYS_ARE_ON: &str = "document.getElementById('keys-single').checked";

#[tokio::test]
async fn keys_lead_everywhere_for_whoever_wants_them_and_never_while_somebody_types() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    browser.sign_in("hospital.communication_officer").await;
    browser.go("/language/en?back=/hospital/cases").await;

    // The sheet says what there is; whoever leaves it by Space or Enter has switched nothing off.
    browser.keys("?").await;
    assert!(browser.is(SHEET_IS_OPEN).await);
    browser.shows("Ctrl").await;
    browser.keys(" ").await;
    assert!(
        !browser.is(SHEET_IS_OPEN).await,
        "the first thing to press is to close it"
    );
    assert!(browser.is(SINGLE_KEYS_ARE_ON).await);

    // In the queue j and k go from line to line.
    let line = "[...document.querySelectorAll('.rows .number a')].indexOf(document.activeElement)";
    for (key, at) in [("j", 0), ("j", 1), ("j", 2), ("k", 1)] {
        browser.keys(key).await;
        let here = browser.run(&format!("return {line};"), Vec::new()).await;
        assert_eq!(here.as_i64(), Some(at), "after `{key}`");
    }

    // While somebody types they are letters.
    browser.keys("/").await;
    assert!(browser.is("document.activeElement.id === 'q'").await);
    browser.keys("cjtq?").await;
    let typed = browser.find("#q").await.prop("value").await.expect("a value");
    assert_eq!(typed.as_deref(), Some("cjtq?"));
    assert!(!browser.is(SHEET_IS_OPEN).await);
    assert_eq!(browser.path().await, "/hospital/cases");

    // The palette finds a case by a part of its number, and a page by its name.
    let last = "return [...document.querySelectorAll('.rows .number a')].at(-1).textContent;";
    let number = browser.run(last, Vec::new()).await;
    let number = number.as_str().expect("a number").to_owned();
    let chord = format!("{}k", char::from(Key::Control));
    browser.keys(&chord).await;
    assert!(browser.is(PALETTE_IS_OPEN).await, "it opens from a field as well");
    browser.keys(&format!("{number}{}", char::from(Key::Enter))).await;
    browser.comes_to(&format!("/hospital/cases/{number}")).await;
    browser.shows(&number).await;
    // What can be done here, by its name.
    browser.go("/hospital/cases?stage=received").await;
    browser.press_and_load(".rows .number a").await;
    let step = "return document.querySelector('.next .action a.button').textContent.trim();";
    let step = browser.run(step, Vec::new()).await;
    let step = step.as_str().expect("a step").to_owned();
    let address = browser
        .run(
            "return new URL(document.querySelector('.next .action a.button').href).pathname;",
            Vec::new(),
        )
        .await;
    let address = address.as_str().expect("an address").to_owned();
    browser.keys(&chord).await;
    browser.keys(&step).await;
    let chosen = browser.find("#palette-list [aria-selected=true]").await.text().await;
    assert_eq!(chosen.expect("a text"), step);
    browser.keys(&char::from(Key::Enter).to_string()).await;
    browser.comes_to(&address).await;
    browser.keys(&chord).await;
    browser.keys(&format!("My work{}", char::from(Key::Enter))).await;
    browser.comes_to("/hospital/tasks").await;
    // What is not on the page is looked for.
    browser.keys(&chord).await;
    browser.keys(&format!("{number}{}", char::from(Key::Enter))).await;
    browser.comes_to("/hospital/cases").await;
    assert!(
        browser
            .is(&format!(
                "document.querySelector('.rows .number a').textContent === '{number}'"
            ))
            .await
    );

    // One letter is one place; and a note begins where notes are written.
    browser.keys("t").await;
    browser.comes_to("/hospital/tasks").await;
    browser.keys("q").await;
    browser.comes_to("/hospital/cases").await;
    browser.press_and_load(".rows .number a").await;
    browser.keys("n").await;
    assert!(browser.is("document.activeElement.id === 'comment-text'").await);
    browser.keys("jot").await;
    let typed = browser
        .find("#comment-text")
        .await
        .prop("value")
        .await
        .expect("a value");
    assert_eq!(typed.as_deref(), Some("jot"));

    // Switched off they do nothing, on this page and on the next, until they are switched on again.
    browser.go("/hospital/cases").await;
    browser.keys("?").await;
    browser
        .find("#keys-single")
        .await
        .click()
        .await
        .expect("it can be switched");
    browser.keys(&char::from(Key::Escape).to_string()).await;
    for _ in 0..2 {
        assert!(!browser.is(SINGLE_KEYS_ARE_ON).await);
        browser.keys("jct?/n").await;
        assert!(!browser.is(SHEET_IS_OPEN).await);
        assert!(browser.is("document.activeElement === document.body").await);
        assert_eq!(browser.path().await, "/hospital/cases");
        browser.client.refresh().await.expect("it loads again");
    }
    // The chord is no single key, and the sheet is reached by its button.
    browser.keys(&chord).await;
    assert!(browser.is(PALETTE_IS_OPEN).await);
    browser.keys(&char::from(Key::Escape).to_string()).await;
    browser
        .find("[data-keys]")
        .await
        .click()
        .await
        .expect("it can be pressed");
    browser
        .find("#keys-single")
        .await
        .click()
        .await
        .expect("it can be switched");
    browser.keys(&char::from(Key::Escape).to_string()).await;
    browser.run("document.activeElement.blur();", Vec::new()).await;
    browser.keys("?").await;
    assert!(browser.is(SHEET_IS_OPEN).await);
    browser.close().await;
}
