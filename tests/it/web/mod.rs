//! The pages over HTTP: the whole server on a port of its own, and a browser that only sends and receives.

mod absence;
mod absence_shown;
mod account;
mod alike;
mod asking;
mod bulk;
mod bulk_forms;
mod cases;
mod chips;
mod desk;
mod drafts;
mod drafts_of_packs;
mod edge;
mod events;
mod exports;
mod files;
mod gaps;
mod greeting;
mod history;
mod intake;
mod kept;
mod logs;
mod merging;
mod openid;
mod people;
mod portal;
mod portal_doors;
mod portal_words;
mod previews;
mod print;
mod proxies;
pub mod queue;
mod reading;
mod reminders;
mod second_step;
mod serve;
mod sign_in;
mod spreadsheets;
mod standing_in;
mod standings;
mod strangers;
mod tasks;
mod together;
mod unusual;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::rt::System;
use redress::config::Config;
use redress::server;

use crate::support::app::{PASSWORD, TestApp};

/// A server on the packs of a [`TestApp`].
pub struct Site {
    pub test: TestApp,
    address: SocketAddr,
    handle: ServerHandle,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Site {
    pub fn new(test: TestApp) -> Self {
        Self::with(test, Config::read(|_| None).expect("the defaults"))
    }

    /// A server that is configured so.
    pub fn with(test: TestApp, config: Config) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let (tell, told) = mpsc::channel();
        let app = test.app.clone();
        let thread = std::thread::spawn(move || {
            System::new().block_on(async {
                let server = server::run(&app, &config, listener).expect("it listens");
                tell.send(server.handle()).expect("somebody waits");
                server.await.expect("it ends well");
            });
        });
        let handle = told.recv().expect("it has started");
        Self {
            test,
            address,
            handle,
            thread: Some(thread),
        }
    }

    /// The harbour office with an agent, a manager and somebody of another house.
    pub fn of_harbour() -> Self {
        let test = TestApp::new();
        test.person("anna", &["agent"]);
        test.person("max", &["manager"]);
        test.person("finn", &["handler@east"]);
        test.person("wanda", &["handler@west"]);
        test.person("nobody", &[]);
        test.administrator("root");
        Self::new(test)
    }

    /// A visitor who reads English.
    pub fn english(&self) -> Browser<'_> {
        let mut browser = self.visitor();
        browser.get("/language/en");
        browser
    }

    pub fn visitor(&self) -> Browser<'_> {
        Browser {
            site: self,
            cookies: Vec::new(),
            csrf: String::new(),
        }
    }

    pub fn signed_in(&self, name: &str) -> Browser<'_> {
        let mut browser = self.visitor();
        let answer = browser.post("/sign-in", &[("name", name), ("password", PASSWORD)]);
        assert_eq!(answer.status, 303, "{}", answer.body);
        browser
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the server broke off");
        }
    }
}

/// Remembers cookies and the last form's token, as a browser does.
pub struct Browser<'a> {
    site: &'a Site,
    pub cookies: Vec<(String, String)>,
    pub csrf: String,
}

pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
    /// The same as it came: not everything is a text.
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    /// What stands in the element with this id.
    #[track_caller]
    pub fn told(&self, id: &str) -> String {
        let (_, rest) = self
            .body
            .split_once(&format!("id=\"{id}\">"))
            .unwrap_or_else(|| panic!("no `{id}` on the page ({}):\n{}", self.status, self.body));
        rest.split_once('<').expect("an end").0.to_owned()
    }

    #[track_caller]
    pub fn shows(&self, text: &str) -> &Self {
        assert!(
            self.body.contains(text),
            "`{text}` is not on the page ({}):\n{}",
            self.status,
            self.body
        );
        self
    }

    #[track_caller]
    pub fn hides(&self, text: &str) -> &Self {
        assert!(!self.body.contains(text), "`{text}` is on the page:\n{}", self.body);
        self
    }

    /// The value of a field of the page by its name.
    pub fn field(&self, name: &str) -> String {
        let at = self
            .body
            .find(&format!("name=\"{name}\""))
            .unwrap_or_else(|| panic!("no field `{name}`"));
        let rest = &self.body[at..];
        let value = rest
            .split_once("value=\"")
            .unwrap_or_else(|| panic!("`{name}` has no value"))
            .1;
        value.split_once('"').expect("an end").0.to_owned()
    }
}

impl Browser<'_> {
    pub fn get(&mut self, path: &str) -> Answer {
        let answer = self.send("GET", path, &[], "");
        if let Some((_, rest)) = answer.body.split_once("name=\"_csrf\" value=\"") {
            self.csrf = rest.split_once('"').expect("an end").0.to_owned();
        }
        answer
    }

    /// Sends a form with the token of the last page, as a browser would from that page.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_with(path, fields, &[("sec-fetch-site", "same-origin")])
    }

    pub fn post_with(&mut self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf.clone();
        let token = [("_csrf", csrf.as_str())];
        let own = if fields.iter().any(|(name, _)| *name == "_csrf") {
            &[][..]
        } else {
            &token[..]
        };
        let body: Vec<String> = own
            .iter()
            .chain(fields)
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
        all.extend_from_slice(headers);
        self.send("POST", path, &all, &body.join("&"))
    }

    pub fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut stream = TcpStream::connect(self.site.address).expect("it listens");
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .expect("a timeout");
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {}\r\n",
            self.site.address,
            body.len()
        );
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request.push_str(&format!("cookie: {}\r\n", cookies.join("; ")));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        stream
            .write_all(format!("{request}\r\n{body}").as_bytes())
            .expect("sent");
        let mut received = Vec::new();
        // A server that refused before it read all keeps the connection open a moment longer, which a browser does not wait for either.
        let mut piece = [0; 16 * 1024];
        while !is_whole(&received) {
            match stream.read(&mut piece).expect("received") {
                0 => break,
                read => received.extend_from_slice(&piece[..read]),
            }
        }
        let head = received.windows(4).position(|part| part == b"\r\n\r\n");
        let bytes = head.map_or_else(Vec::new, |head| received[head + 4..].to_vec());
        let received = String::from_utf8_lossy(&received).into_owned();
        let (head, body) = received
            .split_once("\r\n\r\n")
            .unwrap_or_else(|| panic!("no answer: {received:?}"));
        let mut lines = head.lines();
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1)?.parse().ok())
            .expect("a status");
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .collect();
        for (_, cookie) in headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
        {
            let (name, value) = cookie
                .split(';')
                .next()
                .and_then(|pair| pair.split_once('='))
                .expect("a cookie");
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        Answer {
            status,
            headers,
            body: body.to_owned(),
            bytes,
        }
    }
}

pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// Whether all of an answer that says its length is there.
fn is_whole(received: &[u8]) -> bool {
    let Some(head) = received.windows(4).position(|part| part == b"\r\n\r\n") else {
        return false;
    };
    let lines = String::from_utf8_lossy(&received[..head]).to_lowercase();
    let length = lines.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length = length.and_then(|length| length.trim().parse::<usize>().ok());
    length.is_some_and(|length| received.len() >= head + 4 + length)
}
