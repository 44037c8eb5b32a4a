//! Every kind of page is read by axe-core, in light and in dark: nothing it calls serious may be on it.
//!
//! The pages are found as a reader finds them, by following links; of pages that differ only in the case or the step they are
//! about, one of each organization is read. Those that come only after something was sent are reached by sending it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Browser, folder};

/// Pages one reader looks at.
const PAGES_MAX: usize = 45;

#[derive(serde::Deserialize)]
struct Finding {
    id: String,
    impact: Option<String>,
    help: String,
    /// The beginning of each element, and what is wrong with it.
    elements: Vec<String>,
}

#[tokio::test]
async fn no_page_has_a_serious_fault_of_accessibility() {
    let Some(mut reader) = Reader::start().await else {
        return;
    };
    reader
        .read_from(&["/sign-in", "/hospital", "/hospital/portal/track"])
        .await;
    reader.browser.sign_in_as_administrator().await;
    reader
        .read_from(&["/hospital/people", "/people", "/account", "/", "/clock"])
        .await;
    for (person, organization) in [
        ("hospital.communication_officer", "hospital"),
        ("property-developer.service_officer", "property-developer"),
        ("complaint-office.collector", "complaint-office"),
    ] {
        reader.browser.sign_in(person).await;
        let [open, all] = ["cases", "cases?which=all"].map(|list| format!("/{organization}/{list}"));
        reader.read_from(&[&open, &all]).await;
    }
    reader.found_nothing(50).await;
}

#[tokio::test]
async fn no_page_that_answers_what_was_sent_has_a_serious_fault_of_accessibility() {
    let Some(mut reader) = Reader::start().await else {
        return;
    };
    reader.read_what_is_sent_by_staff().await;
    reader.read_what_is_sent_from_outside().await;
    reader.found_nothing(12).await;
}

struct Reader {
    browser: Browser,
    axe: String,
    /// The kinds of pages that were read.
    read: BTreeSet<String>,
    /// What is wrong on which kind of page, and where it was found first.
    faults: BTreeMap<String, String>,
}

impl Reader {
    async fn start() -> Option<Self> {
        let browser = Browser::start("2024-09-27T08:00:00Z").await?;
        let axe = std::fs::read_to_string(folder("target/accessibility/node_modules/axe-core/axe.min.js"))
            .expect("axe-core is there; `scripts/accessibility` brings it");
        Some(Self {
            browser,
            axe,
            read: BTreeSet::new(),
            faults: BTreeMap::new(),
        })
    }

    /// So many kinds of pages at least were read, and nothing serious is on them.
    async fn found_nothing(self, kinds: usize) {
        let Self {
            browser, read, faults, ..
        } = self;
        browser.close().await;
        println!("read: {read:#?}");
        assert!(read.len() > kinds, "too few kinds of pages were found: {read:#?}");
        assert!(faults.is_empty(), "{faults:#?}");
    }

    /// Reads these pages and those that they lead to.
    async fn read_from(&mut self, starts: &[&str]) {
        let mut waiting: VecDeque<String> = starts.iter().map(|&start| start.to_owned()).collect();
        let mut pages = 0;
        while let Some(address) = waiting.pop_front() {
            let is_start = starts.contains(&address.as_str());
            if (!self.read.insert(kind(&address)) && !is_start) || pages == PAGES_MAX {
                continue;
            }
            pages += 1;
            self.browser.go(&address).await;
            for dark in [false, true] {
                self.browser.prefer_dark(dark).await;
                self.look(&address, dark).await;
            }
            for link in self.links().await {
                if !self.read.contains(&kind(&link)) && !waiting.contains(&link) {
                    waiting.push_back(link);
                }
            }
        }
    }

    /// Reads the page that stands there now.
    async fn read_this(&mut self, name: &str) {
        for dark in [false, true] {
            self.browser.prefer_dark(dark).await;
            self.look(name, dark).await;
        }
        self.read.insert(name.to_owned());
    }

    /// Reads a page that is shown when `button` is pressed.
    async fn press_and_read(&mut self, button: &str, name: &str) {
        self.browser.press_and_load(button).await;
        self.read_this(name).await;
    }

    async fn read_what_is_sent_by_staff(&mut self) {
        let send = "form.filling .buttons button:not([name])";
        self.browser.sign_in("hospital.front_desk").await;
        self.browser.go("/language/en").await;
        self.browser.go("/hospital/cases/new/complaint").await;
        self.press_and_read(send, "a form with mistakes").await;
        super::hospital::fill_what_is_asked(&self.browser).await;
        self.press_and_read("button[name=_check]", "the answers once more")
            .await;
        self.press_and_read("main form .buttons button:not([name])", "what was just recorded")
            .await;
        self.browser
            .run(
                "document.querySelectorAll('details').forEach(part => part.open = true);",
                Vec::new(),
            )
            .await;
        self.browser.fill("#masked [name=reason]", "to call back").await;
        self.press_and_read("#masked form button", "what is shown once for a reason")
            .await;
        self.browser.sign_in("hospital.communication_officer").await;
        self.browser.go("/hospital/cases").await;
        self.browser
            .find(".rows input[name=case]")
            .await
            .click()
            .await
            .expect("it can be chosen");
        self.press_and_read("#bulk button", "what can be done with several")
            .await;
        for (address, name) in [
            ("/hospital/cases/99999999", "no such case"),
            ("/hospital/people", "not allowed"),
            ("/link/nothing-of-the-kind", "a link that is not good"),
        ] {
            self.browser.go(address).await;
            self.read_this(name).await;
        }
    }

    async fn read_what_is_sent_from_outside(&mut self) {
        let send = "form.filling .buttons .button:not([name]):not([type=button])";
        self.browser.client.delete_all_cookies().await.expect("no cookies");
        self.browser.go("/language/en").await;
        self.browser.go("/hospital/portal/new/complaint").await;
        self.press_and_read(send, "a public form with mistakes").await;
        for (field, text) in [
            ("matter", "Hair in the soup."),
            ("occurred_at", "2024-09-26T18:00"),
            ("place", "Canteen"),
        ] {
            self.browser.field(field, text).await;
        }
        self.browser.choose("identity", "anonymous").await;
        self.browser.choose("relation", "patient").await;
        self.press_and_read(send, "the public answers once more").await;
        self.press_and_read("#send", "number and secret").await;
        let number = self.browser.find("#number").await.text().await.expect("a number");
        let secret = self.browser.find("#secret").await.text().await.expect("a secret");
        self.browser.go("/hospital/portal/track").await;
        self.browser.fill("#number", &number).await;
        self.browser.fill("#secret", "wrong").await;
        self.press_and_read("form.filling button", "a wrong secret").await;
        self.browser.fill("#number", &number).await;
        self.browser.fill("#secret", &secret).await;
        self.press_and_read("form.filling button", "where a complaint stands")
            .await;
        self.press_and_read("a[href$='/steps/add_facts']", "a step of the complainant")
            .await;
    }

    async fn look(&mut self, address: &str, dark: bool) {
        self.browser.run(&self.axe, Vec::new()).await;
        let script = "const done = arguments[0]; axe.run( \
                      {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}).then(found => done( \
                      found.violations.map(({id, impact, help, nodes}) => ({id, impact, help, elements: nodes.map( \
                      node => node.html.slice(0, 160) + ' ' + (node.failureSummary || ''))}))))";
        let found = self.browser.client.execute_async(script, Vec::new()).await;
        let found: Vec<Finding> = serde_json::from_value(found.expect("axe reads the page")).expect("its findings");
        for finding in found {
            if matches!(finding.impact.as_deref(), Some("serious" | "critical")) {
                let place = format!("{}: {} on {}", finding.id, finding.help, kind(address));
                let found = format!("{address}{}: {:#?}", if dark { ", dark" } else { "" }, finding.elements);
                self.faults.entry(place).or_insert(found);
            }
        }
    }

    /// Pages of the program to which this one leads.
    async fn links(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('a[href]:not([download])')].map(link => new URL(link.href)) \
                      .filter(link => link.origin === location.origin).map(link => link.pathname + link.search);";
        let links = self.browser.run(script, Vec::new()).await;
        let links: Vec<String> = serde_json::from_value(links).expect("addresses");
        let is_page = |link: &String| {
            let elsewhere = ["/language/", "/static/", "/files/", ".csv", ".xlsx"];
            elsewhere.iter().all(|part| !link.contains(part))
        };
        links.into_iter().filter(is_page).collect()
    }
}

/// What kind of page an address is of: numbers of cases and what is asked for stand for each other.
fn kind(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let mut parts: Vec<&str> = path.split('/').collect();
    for part in &mut parts {
        if part.chars().filter(char::is_ascii_digit).count() > 3 {
            *part = "N";
        }
    }
    // One person stands for the others.
    if let Some(at) = parts.iter().position(|part| *part == "people")
        && let Some(person) = parts.get_mut(at + 1)
    {
        *person = "…";
    }
    // One step of each organization stands for its others.
    if let Some(step) = parts.get_mut(5) {
        *step = "…";
    }
    parts.join("/")
}
