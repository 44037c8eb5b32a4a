//! Working by keyboard, drafts that survive, and two agents on one case.

use fantoccini::error::CmdError;
use fantoccini::key::Key;

use super::Browser;

const CLOCK: &str = "2024-09-27T08:00:00Z";
const NEW: &str = "/property-developer/cases/new/complaint";

impl Browser {
    /// Types where the keyboard stands.
    async fn type_here(&self, text: &str) {
        // The form may draw itself anew between looking and typing; then what has the focus is looked up again.
        for _ in 0..20 {
            self.settled().await;
            let here = self.client.active_element().await.expect("something has the focus");
            if here.send_keys(text).await.is_ok() {
                return;
            }
        }
        panic!("nothing takes `{text}`:\n{}", self.text().await);
    }

    async fn press_key(&self, key: Key) {
        self.type_here(&char::from(key).to_string()).await;
    }

    /// Presses Tab until the keyboard stands on what `css` means.
    async fn tab_to(&self, css: &str) {
        let is_there = "return document.activeElement.matches(arguments[0]);";
        for _ in 0..120 {
            if self.run(is_there, vec![css.into()]).await == serde_json::Value::Bool(true) {
                return;
            }
            self.press_key(Key::Tab).await;
            self.settled().await;
        }
        panic!("the keyboard does not reach `{css}`:\n{}", self.text().await);
    }

    /// Waits until a text stands on the page.
    async fn comes_to_show(&self, text: &str) {
        let script = "return document.body !== null && document.body.innerText.includes(arguments[0]);";
        for _ in 0..200 {
            // While one page gives way to the next there is nothing to ask.
            let there: Result<serde_json::Value, CmdError> = self.client.execute(script, vec![text.into()]).await;
            if there.is_ok_and(|there| there == serde_json::Value::Bool(true)) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("`{text}` never comes:\n{}", self.text().await);
    }
}

#[tokio::test]
async fn an_intake_with_conditions_and_rows_is_done_by_keyboard_alone() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    browser.sign_in("property-developer.service_officer").await;
    browser.go(NEW).await;
    // Sent too early by Ctrl+Enter: the keyboard then stands on the first mistake.
    browser.tab_to("#fields input[type=radio]").await;
    let chord = format!("{}{}", char::from(Key::Control), char::from(Key::Enter));
    browser.type_here(&chord).await;
    browser.comes_to_show("需要更正").await;
    let on_first = browser
        .run(
            "return document.querySelector('#fields .wrong').contains(document.activeElement);",
            Vec::new(),
        )
        .await;
    assert_eq!(on_first, serde_json::Value::Bool(true));
    // From the first question that is open to the last in reading order, with what appears on the way.
    browser.tab_to("[name=channel]").await;
    browser.press_key(Key::Down).await;
    browser.tab_to("#f-complainant_name").await;
    browser.type_here("陈伟").await;
    browser.tab_to("[name=customer_kind]").await;
    browser.press_key(Key::Space).await;
    browser.tab_to("#f-complainant_address").await;
    browser.type_here("3-502").await;
    browser.tab_to("#f-complainant_phone").await;
    browser.type_here("13800000000").await;
    browser.hides("其他共同投诉人").await;
    browser.tab_to("#f-complainants").await;
    browser.press_key(Key::Backspace).await;
    browser.type_here("2").await;
    browser.press_key(Key::Tab).await;
    browser.comes_to_show("其他共同投诉人").await;
    browser.settled().await;
    browser.tab_to("#f-joint_complainants-0-joint_name").await;
    browser.type_here("何平").await;
    browser.tab_to("#f-matter").await;
    browser.type_here("电梯停了三天。").await;
    browser.tab_to("#f-demand_text, .buttons button").await;
    browser.type_here(&chord).await;
    browser.comes_to_show("请把编号告诉对方").await;
    let number = browser.find(".read-out .number").await.text().await.expect("a number");
    assert_eq!(number.replace(' ', ""), browser.number().await);
    browser.shows("何平").await;
    browser.close().await;
}

#[tokio::test]
async fn what_was_typed_is_there_after_a_reload_and_after_signing_in_again() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    browser.sign_in("hospital.front_desk").await;
    browser.go("/hospital/cases/new/complaint").await;
    browser.choose("relation", "family").await;
    browser.field("patient_name", "李老先生").await;
    browser.field("matter", "收费员大声呵斥").await;
    // What was saved before the last answer is not meant.
    let script = "document.querySelector('.draft-state').textContent = '';";
    browser.run(script, Vec::new()).await;
    browser.comes_to_show("草稿已保存").await;
    browser.client.refresh().await.expect("it loads again");
    browser.shows("这是您的草稿").await;
    let matter = browser.find("#f-matter").await.prop("value").await.unwrap();
    assert_eq!(matter.as_deref(), Some("收费员大声呵斥"));
    let patient = browser.find("#f-patient_name").await.prop("value").await.unwrap();
    assert_eq!(
        patient.as_deref(),
        Some("李老先生"),
        "a field that was only asked because of another"
    );
    browser.sign_in("hospital.front_desk").await;
    browser.go("/hospital/tasks").await;
    browser.press_and_load("#drafts .plain-list a").await;
    browser.shows("这是您的草稿").await;
    browser.press_and_load(".draft-note button").await;
    browser.shows("草稿已丢弃").await;
    browser.close().await;
}

#[tokio::test]
async fn two_agents_on_one_case_see_each_other_and_overwrite_nothing() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    browser.sign_in("hospital.communication_officer").await;
    browser.go("/language/en?back=/hospital/cases").await;
    browser.press_and_load(".rows .number a").await;
    let case = browser
        .client
        .current_url()
        .await
        .expect("an address")
        .path()
        .to_owned();
    let first = browser.client.window().await.expect("a window");
    // The second agent sits at another window; their session is their own.
    browser.sign_in_as_administrator().await;
    browser.go(&case).await;
    browser.comes_to_show("What is next").await;
    let mine = browser.client.get_named_cookie("session").await.expect("a session");
    browser.client.new_window(false).await.expect("another window");
    let windows = browser.client.windows().await.expect("both windows");
    let second = windows.into_iter().find(|window| *window != first);
    let second = second.expect("the other one");
    browser.client.switch_to_window(second).await.expect("it is there");
    // A cookie is only dropped where it belongs.
    browser.go(&case).await;
    browser.sign_in("hospital.communication_officer").await;
    browser.go(&case).await;
    browser.comes_to_show("Administrator is looking at this case too").await;
    browser
        .fill("#comment-text", "Called back, they will come on Monday.")
        .await;
    browser.press_and_load(".comment button").await;
    // The first agent, with the session they had, is told without reloading.
    browser.client.delete_cookie("session").await.expect("no session");
    browser.client.add_cookie(mine).await.expect("the first session again");
    browser.client.switch_to_window(first).await.expect("it is there");
    browser
        .run("document.dispatchEvent(new Event('visibilitychange'));", Vec::new())
        .await;
    browser
        .comes_to_show("The case has changed since you opened this page")
        .await;
    browser.close().await;
}
