//! Several cases at once, and files that are dropped and looked at.

use super::Browser;

/// A Friday before the National Day holiday.
const CLOCK: &str = "2024-09-27T08:00:00Z";

#[tokio::test]
async fn cases_are_chosen_with_one_tick_foreseen_and_then_done() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    browser.sign_in("hospital.front_desk").await;
    browser.go("/language/en?back=/hospital/cases").await;
    browser.find("[data-choose-all]").await.click().await.expect("a tick");
    let chosen = browser.find("[data-chosen]").await.text().await.expect("a number");
    assert!(chosen.parse::<usize>().is_ok_and(|chosen| chosen > 1), "{chosen}");
    browser.press_and_load("#bulk button").await;
    browser.shows("What is to be done with").await;
    browser
        .find("input[name=what][value=comment]")
        .await
        .click()
        .await
        .expect("a choice");
    browser.fill("#text", "Looked through on Friday.").await;
    browser.press_and_load("form.bulk-acts .buttons button").await;
    browser.shows("Nothing has been done yet.").await;
    browser.press_and_load("form.bulk-confirm button").await;
    browser.shows(&format!("was done for {chosen} of {chosen} cases")).await;
    browser.press_and_load("table.bulk a").await;
    browser.shows("Looked through on Friday.").await;
    browser.close().await;
}

#[tokio::test]
async fn files_are_dropped_on_a_case_and_pictures_are_looked_at() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    browser.sign_in("hospital.front_desk").await;
    browser.go("/language/en?back=/hospital/cases").await;
    browser.press_and_load("table.rows td.number a").await;
    // The smallest GIF there is, and a text, as if both were let go over the page.
    let drop = "const bytes = Uint8Array.from(atob('R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=='), c => c.charCodeAt(0)); \
                const data = new DataTransfer(); \
                data.items.add(new File([bytes], 'door.gif', {type: 'image/gif'})); \
                data.items.add(new File(['1,2'], 'list.csv', {type: 'text/csv'})); \
                const at = document.querySelector('#main h1'); \
                at.dispatchEvent(new DragEvent('dragover', {bubbles: true, cancelable: true, dataTransfer: data})); \
                at.dispatchEvent(new DragEvent('drop', {bubbles: true, cancelable: true, dataTransfer: data}));";
    browser.run(drop, Vec::new()).await;
    browser.shows("door.gif").await;
    browser.shows("list.csv").await;
    browser.press_and_load("form[data-attach] button").await;
    let script = "const image = document.querySelector('.thumb img'); image.loading = 'eager'; \
                  return image.decode().then(() => image.naturalWidth);";
    assert_eq!(browser.run(script, Vec::new()).await, serde_json::json!(1));
    let links = "return document.querySelectorAll('.view-file').length;";
    assert_eq!(
        browser.run(links, Vec::new()).await,
        serde_json::json!(1),
        "a list of figures is only to be saved"
    );
    browser.close().await;
}
