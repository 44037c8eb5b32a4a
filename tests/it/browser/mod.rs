//! The issue's story, walked through in a real browser on the real program.
//!
//! Each walk starts the program with a test clock in a folder of its own, and a browser of its own. Left out only where
//! `REDRESS_WITHOUT_BROWSER=1` says so.

mod accessibility;
mod bulk;
mod casework;
mod developer;
mod english;
mod hospital;
mod keyboard;
mod paper;
mod pasted;
mod phone;
mod portal;
mod reflow;
mod screenshots;
mod scriptless;

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use tempfile::TempDir;

/// A process that ends with its owner.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program, serving people and cases to look at.
pub struct Program {
    pub address: String,
    /// Of everybody but the administrator.
    password: String,
    administrator: String,
    _process: Running,
    // The program would stop if nobody could read what it says.
    _output: BufReader<ChildStdout>,
    _data: TempDir,
}

impl Program {
    fn start(clock: &str) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let mut process = Command::new(env!("CARGO_BIN_EXE_redress"))
            .args([
                "serve",
                "--demo",
                "--listen",
                "127.0.0.1:0",
                "--test-clock",
                clock,
                "--data",
            ])
            .arg(data.path())
            .args(["--packs", env!("CARGO_MANIFEST_DIR")])
            .env("RUST_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut output = BufReader::new(process.stdout.take().expect("its output"));
        let process = Running(process);
        let (mut address, mut administrator, mut password) = (String::new(), String::new(), String::new());
        let mut line = String::new();
        while output.read_line(&mut line).expect("its output") > 0 {
            if let Some(found) = line.strip_prefix("Redress: ") {
                address = found.trim().trim_end_matches('/').to_owned();
                break;
            }
            if let Some((_, found)) = line.split_once("with the password `") {
                administrator = quoted(found);
            } else if let Some((_, found)) = line.split_once("everybody's password is `") {
                password = quoted(found);
            }
            line.clear();
        }
        assert!(
            !password.is_empty() && !address.is_empty(),
            "the program did not start as expected; its last words: {line}"
        );
        Self {
            address,
            password,
            administrator,
            _process: process,
            _output: output,
            _data: data,
        }
    }
}

fn quoted(text: &str) -> String {
    text.split('`').next().unwrap_or_default().to_owned()
}

/// A browser of our own, with its driver.
pub struct Browser {
    pub client: Client,
    pub program: Program,
    _driver: Running,
    profile: TempDir,
}

impl Browser {
    /// `None` where browsers were left out on purpose.
    pub async fn start(clock: &str) -> Option<Self> {
        if std::env::var("REDRESS_WITHOUT_BROWSER").is_ok_and(|value| value == "1") {
            return None;
        }
        let program = Program::start(clock);
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed; `REDRESS_WITHOUT_BROWSER=1` leaves these tests out");
        let driver = Running(driver);
        let profile = tempfile::tempdir().expect("a folder");
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--window-size=1440,1000",
            "--lang=zh-CN",
        ]
        .map(str::to_owned)
        .into_iter()
        .chain([format!("--user-data-dir={}", profile.path().display())])
        .collect::<Vec<_>>();
        let mut capabilities = serde_json::Map::new();
        capabilities.insert(
            "goog:chromeOptions".to_owned(),
            // The walks are told in Chinese, unless they choose otherwise.
            serde_json::json!({ "args": arguments, "prefs": { "intl.accept_languages": "zh-CN,zh" } }),
        );
        let client = connect(port, capabilities).await;
        Some(Self {
            client,
            program,
            _driver: driver,
            profile,
        })
    }

    pub async fn close(self) {
        self.client.close().await.expect("the browser closes");
    }

    pub async fn go(&self, path: &str) {
        self.client
            .goto(&format!("{}{path}", self.program.address))
            .await
            .expect("a page");
    }

    /// Somebody of the demonstration.
    pub async fn sign_in(&self, name: &str) {
        let password = self.program.password.clone();
        self.sign_in_with(name, &password).await;
    }

    pub async fn sign_in_as_administrator(&self) {
        let password = self.program.administrator.clone();
        self.sign_in_with("admin", &password).await;
    }

    async fn sign_in_with(&self, name: &str, password: &str) {
        self.client.delete_cookie("session").await.expect("no session");
        self.go("/sign-in").await;
        self.fill("#name", name).await;
        self.fill("#password", password).await;
        self.press_and_load("main form button").await;
        let address = self.client.current_url().await.expect("an address").to_string();
        assert!(!address.contains("sign-in"), "`{name}` could not sign in");
    }

    pub async fn find(&self, css: &str) -> fantoccini::elements::Element {
        match self.client.find(Locator::Css(css)).await {
            Ok(element) => element,
            Err(error) => panic!("no `{css}` on the page ({error}):\n{}", self.text().await),
        }
    }

    /// What a reader sees.
    pub async fn text(&self) -> String {
        self.client
            .find(Locator::Css("body"))
            .await
            .expect("a body")
            .text()
            .await
            .expect("its text")
    }

    pub async fn shows(&self, text: &str) {
        let all = self.text().await;
        assert!(all.contains(text), "`{text}` is not on the page:\n{all}");
    }

    pub async fn hides(&self, text: &str) {
        let all = self.text().await;
        assert!(!all.contains(text), "`{text}` is on the page:\n{all}");
    }

    /// Puts `text` into an input, whatever stood there.
    pub async fn fill(&self, css: &str, text: &str) {
        let element = self.find(css).await;
        element.clear().await.expect("it can be emptied");
        element.send_keys(text).await.expect("it can be written into");
    }

    /// Writes into the field of a form, as a person tabbing on would: the form then looks again at what it asks.
    pub async fn field(&self, name: &str, text: &str) {
        self.settled().await;
        let css = format!("#f-{}", name.replace('.', "-"));
        let script = "const [css, text] = arguments; const input = document.querySelector(css); \
                      if (!input) return false; input.focus(); input.value = text; \
                      input.dispatchEvent(new Event('input', {bubbles: true})); \
                      input.dispatchEvent(new Event('change', {bubbles: true})); return true;";
        let found = self.run(script, vec![css.as_str().into(), text.into()]).await;
        assert_eq!(
            found,
            serde_json::Value::Bool(true),
            "no field `{name}` on the page:\n{}",
            self.text().await
        );
        self.settled().await;
    }

    /// Chooses an answer of a field.
    pub async fn choose(&self, name: &str, value: &str) {
        self.settled().await;
        let css = format!("[name=\"{name}\"][value=\"{value}\"], select[name=\"{name}\"] option[value=\"{value}\"]");
        self.find(&css).await.click().await.expect("it can be chosen");
        self.settled().await;
    }

    /// Chooses a file for a field.
    pub async fn attach(&self, name: &str, bytes: &[u8]) {
        let path = self.profile.path().join("signed.pdf");
        std::fs::write(&path, bytes).expect("a file");
        let input = self.find(&format!("input[type=file][name=\"{name}\"]")).await;
        input
            .send_keys(path.to_str().expect("a name"))
            .await
            .expect("it takes files");
    }

    /// One more row of a group.
    pub async fn add_row(&self, group: &str) {
        self.settled().await;
        self.find(&format!("button[name=_add][value=\"{group}\"]"))
            .await
            .click()
            .await
            .expect("it can be pressed");
        self.settled().await;
    }

    /// Waits until the form has heard from the server what it asks now.
    async fn settled(&self) {
        let script = "const form = document.querySelector('form[data-fields]'); return !form || !form.dataset.asking;";
        for _ in 0..200 {
            if self.run(script, Vec::new()).await == serde_json::Value::Bool(true) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the form waits for ever");
    }

    /// Whether pages are shown as to somebody whose device is dark.
    pub async fn prefer_dark(&self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        let features = serde_json::json!({"features": [
            {"name": "prefers-color-scheme", "value": scheme},
            // Colours that are still changing are nobody's.
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]});
        self.tell("Emulation.setEmulatedMedia", features).await;
    }

    /// From now on no page runs a script of its own.
    pub async fn without_scripts(&self) {
        self.tell(
            "Emulation.setScriptExecutionDisabled",
            serde_json::json!({"value": true}),
        )
        .await;
    }

    async fn tell(&self, command: &'static str, parameters: serde_json::Value) {
        let command = OfChromium { command, parameters };
        self.client.issue_cmd(command).await.expect("the browser does so");
    }

    pub async fn run(&self, script: &str, arguments: Vec<serde_json::Value>) -> serde_json::Value {
        self.client.execute(script, arguments).await.expect("the script runs")
    }

    /// Submits the form of the page.
    pub async fn submit(&self) {
        self.settled().await;
        self.press_and_load("form.filling .buttons button:not([name]), main form.card .buttons button:not([name])")
            .await;
    }

    /// Presses something that leads to another page, and waits for it.
    pub async fn press_and_load(&self, css: &str) {
        // Steps beyond the first few are folded away.
        self.run(
            "document.querySelectorAll('.next .menu').forEach(menu => menu.open = true);",
            Vec::new(),
        )
        .await;
        self.run("document.documentElement.dataset.before = '1';", Vec::new())
            .await;
        self.find(css).await.click().await.expect("it can be pressed");
        let script = "return document.readyState === 'complete' && !document.documentElement.dataset.before;";
        for _ in 0..500 {
            // While one page gives way to the next there is nothing to ask.
            let loaded: Result<serde_json::Value, CmdError> = self.client.execute(script, Vec::new()).await;
            if loaded.is_ok_and(|loaded| loaded == serde_json::Value::Bool(true)) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("no page after pressing `{css}`:\n{}", self.text().await);
    }

    /// Follows the button of a next step by its action or task.
    /// The page of a step that has one.
    pub async fn next_step(&self, step: &str) {
        self.press_and_load(&format!(".next a[href*=\"/{step}\"]")).await;
    }

    /// The number of the case this page is about.
    pub async fn number(&self) -> String {
        self.find(".case-number").await.text().await.expect("a number")
    }

    pub async fn stage(&self) -> String {
        self.find(".steps [aria-current]").await.text().await.expect("a stage")
    }

    /// Moves the test clock as the administrator does. Somebody else must sign in again afterwards.
    pub async fn move_clock(&self, moment: &str) {
        self.sign_in_as_administrator().await;
        self.go("/clock").await;
        let script = "document.getElementById('moment').value = arguments[0];";
        self.run(script, vec![moment.into()]).await;
        self.press_and_load("section:last-of-type button.button").await;
    }
}

/// A command of Chromium's own.
#[derive(Debug)]
struct OfChromium {
    command: &'static str,
    parameters: serde_json::Value,
}

impl WebDriverCompatibleCommand for OfChromium {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = serde_json::json!({"cmd": self.command, "params": self.parameters});
        (http::Method::POST, Some(body.to_string()))
    }
}

async fn connect(port: u16, capabilities: serde_json::Map<String, serde_json::Value>) -> Client {
    let address = format!("http://127.0.0.1:{port}");
    for _ in 0..200 {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        match builder.capabilities(capabilities.clone()).connect(&address).await {
            Ok(client) => return client,
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
    panic!("the browser does not start");
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}

/// A folder of the project.
fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}
