//! Every kind of page is read by axe-core, in light and in dark: nothing it calls serious may be on it.
//!
//! The pages are found as a reader finds them, by following links; of pages that differ only in the case or the step they are
//! about, one of each organization is read.

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
    let Some(browser) = Browser::start("2024-09-27T08:00:00Z").await else {
        return;
    };
    let axe = std::fs::read_to_string(folder("target/accessibility/node_modules/axe-core/axe.min.js"))
        .expect("axe-core is there; `scripts/accessibility` brings it");
    let mut reader = Reader {
        browser,
        axe,
        read: BTreeSet::new(),
        faults: BTreeMap::new(),
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
    let Reader {
        browser, read, faults, ..
    } = reader;
    browser.close().await;
    println!("read: {read:#?}");
    assert!(read.len() > 50, "too few kinds of pages were found: {read:#?}");
    assert!(faults.is_empty(), "{faults:#?}");
}

struct Reader {
    browser: Browser,
    axe: String,
    /// The kinds of pages that were read.
    read: BTreeSet<String>,
    /// What is wrong, and where it was found first.
    faults: BTreeMap<String, String>,
}

impl Reader {
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

    async fn look(&mut self, address: &str, dark: bool) {
        self.browser.run(&self.axe, Vec::new()).await;
        let script = "const done = arguments[0]; axe.run({resultTypes: ['violations']}).then(found => done( \
                      found.violations.map(({id, impact, help, nodes}) => ({id, impact, help, elements: nodes.map( \
                      node => node.html.slice(0, 160) + ' ' + (node.failureSummary || ''))}))))";
        let found = self.browser.client.execute_async(script, Vec::new()).await;
        let found: Vec<Finding> = serde_json::from_value(found.expect("axe reads the page")).expect("its findings");
        for finding in found {
            if matches!(finding.impact.as_deref(), Some("serious" | "critical")) {
                let place = format!("{address}{}: {:#?}", if dark { ", dark" } else { "" }, finding.elements);
                self.faults
                    .entry(format!("{}: {}", finding.id, finding.help))
                    .or_insert(place);
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
