//! Opening cases through the API: the whole way from a socket to the disk and back.
//!
//! The server runs in this process and those who ask in another one, so that the CPU time of this process is the server's.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use actix_web::dev::ServerHandle;
use actix_web::{App as WebApp, HttpServer};
use redress::app::App;
use redress::case::PersonId;
use redress::pack::id::{DepartmentId, OrganizationId, RoleId};
use redress::store::people::{Person, Post};
use serde_json::json;
use uuid::Uuid;

use crate::intake::submission;
use crate::policy::DEVELOPER;

/// The word by which this program knows that it is the other process.
pub const ASK: &str = "ask";

/// A token may ask 600 times a minute.
const TOKENS: usize = 300;

pub struct Server {
    address: String,
    tokens: Vec<String>,
    handle: ServerHandle,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    pub fn start(app: &App) -> Self {
        let tokens = tokens(app);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("an address").to_string();
        let (tell, told) = std::sync::mpsc::channel();
        let app = app.clone();
        let thread = std::thread::spawn(move || {
            let serving = actix_web::rt::System::new().block_on(async move {
                let server =
                    HttpServer::new(move || WebApp::new().configure(|config| redress::api::routes(config, &app)));
                let server = server.disable_signals().listen(listener)?.run();
                tell.send(server.handle()).map_err(std::io::Error::other)?;
                server.await
            });
            serving.expect("the server serves");
        });
        let handle = told.recv().expect("the server starts");
        Self {
            address,
            tokens,
            handle,
            thread: Some(thread),
        }
    }

    /// Lets another process ask for `time`, `concurrency` at once. Returns the time each answer took, in nanoseconds.
    pub fn ask(&self, concurrency: usize, time: Duration) -> Vec<f64> {
        let program = std::env::current_exe().expect("this program knows itself");
        let mut asking = Command::new(program)
            .args([
                ASK,
                &self.address,
                &concurrency.to_string(),
                &time.as_millis().to_string(),
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts again");
        let mut tokens = asking.stdin.take().expect("it listens");
        tokens.write_all(self.tokens.join("\n").as_bytes()).expect("it reads");
        drop(tokens);
        let said = asking.wait_with_output().expect("it ends");
        assert!(said.status.success(), "an intake was not taken");
        let said = String::from_utf8_lossy(&said.stdout);
        said.lines().filter_map(|line| line.parse().ok()).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let stopping = self.handle.stop(false);
        actix_web::rt::System::new().block_on(stopping);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn tokens(app: &App) -> Vec<String> {
    let id = PersonId("chen".into());
    let person = Person {
        id: id.clone(),
        name: "陈静".to_owned(),
        administrator: false,
        disabled: false,
    };
    app.add_person(person, "not a secret at all")
        .expect("a person is added");
    let post = Post {
        role: RoleId::new("service_officer"),
        department: Some(DepartmentId::new("customer_service")),
    };
    app.appoint(&OrganizationId::new(DEVELOPER), &id, post)
        .expect("a post is given");
    let token = |_| app.make_token(&id, "bench", None).expect("a token is made");
    (0..TOKENS).map(token).collect()
}

/// The other process: asks, and says how long each answer took.
pub fn ask(arguments: &[String]) {
    let [address, concurrency, millis] = arguments else {
        panic!("address, concurrency and milliseconds")
    };
    let concurrency: usize = concurrency.parse().expect("a number");
    let time = Duration::from_millis(millis.parse().expect("milliseconds"));
    let mut tokens = String::new();
    std::io::stdin().read_to_string(&mut tokens).expect("tokens");
    let tokens: Vec<&str> = tokens.lines().collect();
    let end = Instant::now() + time;
    let latencies: Vec<f64> = std::thread::scope(|scope| {
        let clients = (0..concurrency).map(|client| (client, &tokens));
        let asking: Vec<_> = clients
            .map(|(client, tokens)| {
                scope.spawn(move || {
                    let own = tokens.iter().skip(client).step_by(concurrency).copied().cycle();
                    Client::to(address).ask_until(end, own)
                })
            })
            .collect();
        asking
            .into_iter()
            .flat_map(|asking| asking.join().expect("nobody is refused"))
            .collect()
    });
    let said: String = latencies.iter().map(|latency| format!("{latency}\n")).collect();
    std::io::stdout().write_all(said.as_bytes()).expect("somebody listens");
}

/// One connection that stays open.
struct Client {
    writing: TcpStream,
    reading: BufReader<TcpStream>,
}

impl Client {
    fn to(address: &str) -> Self {
        let writing = TcpStream::connect(address).expect("the server listens");
        writing.set_nodelay(true).expect("no delay");
        let reading = BufReader::new(writing.try_clone().expect("the same connection"));
        Self { writing, reading }
    }

    fn ask_until<'a>(&mut self, end: Instant, mut tokens: impl Iterator<Item = &'a str>) -> Vec<f64> {
        let mut latencies = Vec::new();
        while Instant::now() < end {
            let token = tokens.next().expect("a token");
            let body = json!({ "case_type": "complaint", "answers": submission() }).to_string();
            let request = format!(
                "POST /api/v1/{DEVELOPER}/cases HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
                 Idempotency-Key: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                Uuid::now_v7(),
                body.len()
            );
            let begun = Instant::now();
            self.writing.write_all(request.as_bytes()).expect("the server reads");
            let (status, said) = self.answer();
            assert!(status.contains(" 201 "), "{status}{said}");
            latencies.push(begun.elapsed().as_nanos() as f64);
        }
        latencies
    }

    fn answer(&mut self) -> (String, String) {
        let (mut status, mut length) = (String::new(), 0);
        self.reading.read_line(&mut status).expect("the server answers");
        loop {
            let mut line = String::new();
            self.reading.read_line(&mut line).expect("the server answers");
            if line.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut said = vec![0; length];
        self.reading.read_exact(&mut said).expect("a whole answer");
        (status, String::from_utf8_lossy(&said).into_owned())
    }
}
