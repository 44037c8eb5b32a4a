//! Files that are pasted, sent with their progress, and looked at afterwards.

use serde_json::{Value as Json, json};

use super::Browser;

const CLOCK: &str = "2024-09-27T08:00:00Z";

/// The smallest GIF there is; a PDF; and text that stands beside a picture, as word processors have it.
const PASTE: &str = "const gif = Uint8Array.from(atob('R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=='), c => c.charCodeAt(0)); \
     const files = {gif: [[gif], 'image.gif', {type: 'image/gif'}], \
       pdf: [['%PDF-1.4\\n' + ' '.repeat(3e6) + '\\n%%EOF'], 'letter.pdf', {type: 'application/pdf'}]}; \
     const data = new DataTransfer(); \
     for (const name of arguments[0]) data.items.add(new File(...files[name])); \
     if (arguments[1]) data.setData('text/plain', arguments[1]); \
     const event = new ClipboardEvent('paste', {bubbles: true, cancelable: true, clipboardData: data}); \
     document.activeElement.dispatchEvent(event); return event.defaultPrevented;";

impl Browser {
    /// Pastes files, and a text with them; whether the page took the files.
    async fn paste(&self, files: &[&str], text: &str) -> bool {
        self.run(PASTE, vec![json!(files), json!(text)]).await == Json::Bool(true)
    }
}

#[tokio::test]
async fn a_pasted_picture_goes_where_files_go_its_way_is_told_and_nothing_of_it_can_run() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    browser.sign_in("hospital.front_desk").await;
    browser.go("/language/en?back=/hospital/cases").await;
    browser.press_and_load("table.rows td.number a").await;

    // A text is a text, though a picture comes with it.
    browser.find("#comment-text").await.click().await.expect("a field");
    assert!(!browser.paste(&["gif"], "They called back.").await);
    browser.hides("image.gif").await;
    assert!(browser.paste(&["gif"], "").await);
    browser.shows("image.gif").await;
    assert!(browser.paste(&["pdf"], "").await);
    browser.shows("letter.pdf").await;
    browser.shows("image.gif").await;

    // What is told on the way is kept over the page that follows.
    let watch = "const form = document.querySelector('form[data-attach]'); \
                 new MutationObserver(() => { \
                   const [bar, told] = [form.querySelector('progress'), form.querySelector('.upload-told')]; \
                   if (!bar || bar.hidden) return; \
                   const seen = JSON.parse(sessionStorage.seen || '[]'); \
                   seen.push([told.textContent, told.getAttribute('role'), bar.getAttribute('aria-label'), bar.value]); \
                   sessionStorage.seen = JSON.stringify(seen); \
                 }).observe(form, {childList: true, subtree: true, attributes: true});";
    browser.run(watch, Vec::new()).await;
    browser.press_and_load("form[data-attach] button").await;
    let seen = browser.run("return JSON.parse(sessionStorage.seen);", Vec::new()).await;
    let seen: Vec<(String, String, String, f64)> = serde_json::from_value(seen).expect("what was told");
    assert!(
        seen.iter()
            .any(|(told, role, label, _)| told == "Sending…" && role == "status" && label == "Sending…"),
        "{seen:?}"
    );
    let ways: Vec<f64> = seen.iter().map(|(_, _, _, way)| *way).collect();
    assert!(ways.is_sorted() && ways.last() == Some(&100.0), "{ways:?}");

    // Both can be looked at, in a sandbox.
    let image = "const image = document.querySelector('.thumb img'); image.loading = 'eager'; \
                 return image.decode().then(() => image.naturalWidth);";
    assert_eq!(browser.run(image, Vec::new()).await, json!(1));
    let headers = "return Promise.all([...document.querySelectorAll('.view-file')].map(async (link) => { \
                   const answer = await fetch(link.href); \
                   return ['content-type', 'content-security-policy', 'x-content-type-options'].map(name => answer.headers.get(name)); }));";
    let previews: Vec<(String, String, String)> =
        serde_json::from_value(browser.run(headers, Vec::new()).await).expect("headers");
    let kinds: Vec<&str> = previews.iter().map(|(kind, ..)| kind.as_str()).collect();
    assert_eq!(kinds, ["image/gif", "application/pdf"]);
    for (kind, policy, sniff) in &previews {
        assert!(policy.starts_with("sandbox; default-src 'none'"), "{kind}: {policy}");
        assert_eq!(sniff, "nosniff", "{kind}");
    }
    browser.close().await;
}

#[tokio::test]
async fn a_file_pasted_into_a_form_is_kept_at_its_field_with_what_was_typed() {
    let Some(browser) = Browser::start(CLOCK).await else {
        return;
    };
    browser.sign_in("complaint-office.collector").await;
    browser
        .go("/language/en?back=/complaint-office/cases/new/complaint")
        .await;
    browser.field("matter", "The counter was closed at noon.").await;
    browser.find("#f-matter").await.click().await.expect("a field");
    assert!(browser.paste(&["gif"], "").await);
    browser.settled().await;
    let kept = "return [...document.querySelectorAll('#f-attachments input[type=checkbox]:checked')].map(box => box.parentElement.innerText.trim());";
    assert_eq!(browser.run(kept, Vec::new()).await, json!(["image.gif"]));
    let matter = browser.find("#f-matter").await.prop("value").await.expect("a value");
    assert_eq!(matter.as_deref(), Some("The counter was closed at noon."));
    browser.close().await;
}
