//! `redress serve`: the whole program. What is missing on a fresh machine is made.

use std::collections::BTreeSet;
use std::io::{ErrorKind, IsTerminal, Write};
use std::net::{SocketAddr, TcpListener};

use chrono::{DateTime, Utc};
use clap::Args;

use super::storage::Storage;
use super::{CouldNotRun, Verdict};
use crate::access::password::random_text;
use crate::app::App;
use crate::config::Config;
use crate::demo::{self, Hired};
use crate::locale::phrase;
use crate::outbox;
use crate::proxies::{Network, Proxies};
use crate::scanner::Scanner;
use crate::schedule::Heartbeat;
use crate::server;

/// Serve the pages and the API; what does not exist yet is made at the first start.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    storage: Storage,
    /// Where pages and the API answer.
    #[arg(
        long,
        env = "REDRESS_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS"
    )]
    listen: SocketAddr,
    /// The virus scanner (clamd) that every file must pass: `host:port`, or the path of its socket. Without it nothing is scanned.
    #[arg(long, env = "REDRESS_CLAMD", value_name = "ADDRESS")]
    clamd: Option<Scanner>,
    /// A proxy that is believed when it says from where a request comes (`X-Forwarded-For`): an address, or a network such as
    /// `10.0.0.0/8`. May be given several times. Without it the address of whoever connects counts.
    #[arg(
        long = "trusted-proxy",
        env = "REDRESS_TRUSTED_PROXIES",
        value_delimiter = ',',
        value_name = "ADDRESS"
    )]
    trusted_proxies: Vec<Network>,
    #[command(flatten)]
    openid: OpenId,
    /// Add people for every role and cases in every stage to look at.
    #[arg(long)]
    demo: bool,
    /// A clock that stands at this instant until it is moved. For tests, demonstrations and training.
    #[arg(long, env = "REDRESS_TEST_CLOCK", value_name = "INSTANT")]
    test_clock: Option<DateTime<Utc>>,
}

/// With which provider people may sign in.
#[derive(Args)]
struct OpenId {
    /// A provider of OpenID Connect that people may sign in with beside their passwords, as it calls itself: `https://…`.
    #[arg(long, env = "REDRESS_OPENID_ISSUER", value_name = "URL")]
    openid_issuer: Option<String>,
    /// As whom that provider knows this program.
    #[arg(long, env = "REDRESS_OPENID_CLIENT_ID", value_name = "ID")]
    openid_client_id: Option<String>,
    /// The file with the secret it gave this program. Or put the secret into REDRESS_OPENID_CLIENT_SECRET: options are seen by everybody on the machine.
    #[arg(long, env = "REDRESS_OPENID_CLIENT_SECRET_FILE", value_name = "FILE")]
    openid_client_secret_file: Option<String>,
    /// What people call the provider: it stands on the button. Its host if not given.
    #[arg(long, env = "REDRESS_OPENID_LABEL", value_name = "TEXT")]
    openid_label: Option<String>,
}

impl OpenId {
    fn said(&self, setting: &str) -> Option<String> {
        match setting {
            "REDRESS_OPENID_ISSUER" => self.openid_issuer.clone(),
            "REDRESS_OPENID_CLIENT_ID" => self.openid_client_id.clone(),
            "REDRESS_OPENID_CLIENT_SECRET_FILE" => self.openid_client_secret_file.clone(),
            "REDRESS_OPENID_LABEL" => self.openid_label.clone(),
            _ => None,
        }
    }
}

/// How many people of each organization somebody who looks at a demonstration begins with.
const TO_BEGIN_WITH: usize = 2;

/// Of the one password that everybody of the demonstration has.
const DEMO_PASSWORD_CHARS: usize = 14;

impl Serve {
    pub fn run(&self, out: &mut dyn Write) -> Result<Verdict, CouldNotRun> {
        let config = Config {
            listen: self.listen,
            test_clock: self.test_clock,
            clamd: self.clamd.clone(),
            trusted_proxies: Proxies::of(self.trusted_proxies.clone()),
            ..self.storage.config_with(|setting| self.openid.said(setting))?
        };
        log();
        // First of all, because it is what fails most often and costs nothing to find out.
        let listener = listen(config.listen)?;
        let app = App::open(&config).map_err(|error| CouldNotRun::caused(&error))?;
        activate(&app, &config, out)?;
        app.tell_admissions().map_err(|error| CouldNotRun::caused(&error))?;
        let administrator = app.first_administrator().map_err(|error| CouldNotRun::caused(&error))?;
        if self.demo {
            demonstrate(&app, &config, out)?;
        }
        // What is needed next comes last: it is what stands on the screen then.
        if let Some((id, password)) = administrator {
            writeln!(
                out,
                "  the first administrator signs in as `{}` with the password `{password}`",
                id.0
            )?;
            writeln!(
                out,
                "  (shown this once; `redress user password {}` makes another)",
                id.0
            )?;
        }
        if let Some(at) = config.test_clock {
            let now = app.clock().now().max(at);
            writeln!(out, "  the test clock stands at {}", at_home(&app, now))?;
        }
        let address = listener.local_addr().unwrap_or(config.listen);
        writeln!(out, "Redress: http://{address}/")?;
        out.flush()?;
        serve(&app, &config, listener)?;
        Ok(Verdict::Clean)
    }
}

/// What operators should know, on standard error; `RUST_LOG` says how much.
fn log() {
    let wanted = std::env::var("RUST_LOG").unwrap_or_else(|_| "warn,redress=info".to_owned());
    // Somebody else may have set one up already, in tests.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(wanted)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .try_init();
}

fn listen(address: SocketAddr) -> Result<TcpListener, CouldNotRun> {
    TcpListener::bind(address).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => CouldNotRun(phrase!(
            "{address} is in use by another program; choose another port, such as `--listen {host}:{port}`",
            address,
            host = address.ip(),
            port = address.port().wrapping_add(1)
        )),
        _ => CouldNotRun(phrase!("cannot listen on {address}: {error}", address, error)),
    })
}

/// Lets every policy below the folder run. One with errors is told of and does not stop the others.
fn activate(app: &App, config: &Config, out: &mut dyn Write) -> Result<(), CouldNotRun> {
    let loaded = app
        .load_packs(&config.root)
        .map_err(|error| CouldNotRun::caused(&error))?;
    for pack in loaded.iter().filter(|pack| pack.refused) {
        let rest = if pack.running.is_some() {
            "its last good version goes on"
        } else {
            "it does not run"
        };
        writeln!(
            out,
            "`{}` has errors and {rest}; `redress check` shows them",
            pack.organization
        )?;
    }
    if app.packs().all().is_empty() {
        return Err(CouldNotRun(phrase!(
            "no policy that can run below `{folder}`; start where `rules/` is, name the place with `--packs`, or begin one with `redress new`",
            folder = config.root.display()
        )));
    }
    Ok(())
}

fn demonstrate(app: &App, config: &Config, out: &mut dyn Write) -> Result<(), CouldNotRun> {
    let password: String = random_text().chars().take(DEMO_PASSWORD_CHARS).collect();
    let hired = demo::hire(app, &password).map_err(|error| CouldNotRun::caused(&error))?;
    if hired.is_empty() {
        writeln!(out, "  the demonstration's people have been here since its first start")?;
        return Ok(());
    }
    let cases = play(app, config, &hired)?;
    let people = hired.len();
    writeln!(
        out,
        "  {cases} cases to look at, and {people} people, of whom these do most:"
    )?;
    for pack in app.packs().all() {
        let begin_with: Vec<String> = demo::busiest(&pack, &hired, TO_BEGIN_WITH)
            .into_iter()
            .map(|hired| hired.person.id.0.to_string())
            .collect();
        writeln!(out, "    {}", begin_with.join("  "))?;
    }
    writeln!(out, "  (all of them: `redress user list`)")?;
    writeln!(out, "  everybody's password is `{password}`")?;
    Ok(())
}

/// As the clocks of the organizations show it, where they all show the same.
fn at_home(app: &App, at: DateTime<Utc>) -> String {
    let packs = app.packs().all();
    let zones: BTreeSet<&str> = packs.iter().map(|pack| pack.zone.name()).collect();
    match packs.first().filter(|_| zones.len() == 1) {
        Some(pack) => format!(
            "{} ({})",
            at.with_timezone(&pack.zone).format("%Y-%m-%d %H:%M"),
            pack.zone
        ),
        None => at.to_rfc3339(),
    }
}

/// Cases need a past, so they are played on a clock that can be moved: ours if it is one, otherwise that of a second
/// application on the same store.
fn play(app: &App, config: &Config, hired: &[Hired]) -> Result<usize, CouldNotRun> {
    let told = |error: &dyn std::error::Error| CouldNotRun::caused(error);
    if app.clock().is_test() {
        return demo::play(app, &config.root, hired).map_err(|error| told(&error));
    }
    let staged = Config {
        test_clock: Some(app.clock().now()),
        ..config.clone()
    };
    let stage = App::open(&staged).map_err(|error| told(&error))?;
    stage.adopt_activations().map_err(|error| told(&error))?;
    demo::play(&stage, &config.root, hired).map_err(|error| told(&error))
}

/// Serves until a signal comes; then what is under way is finished.
fn serve(app: &App, config: &Config, listener: TcpListener) -> Result<(), CouldNotRun> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| CouldNotRun::caused(&error))?;
    runtime.block_on(async {
        let beats = app.clone();
        let heartbeat = Heartbeat::start(move || beat(&beats))
            .await
            .map_err(|error| CouldNotRun::caused(&error))?;
        let served = match server::run(app, config, listener) {
            Ok(server) => server.await,
            Err(error) => Err(error),
        };
        heartbeat.stop().await.map_err(|error| CouldNotRun::caused(&error))?;
        served.map_err(|error| CouldNotRun::caused(&error))
    })
}

/// What is due is done, what waits to leave leaves. What fails is tried again at the next beat.
fn beat(app: &App) {
    if let Err(error) = app.tick() {
        tracing::error!(error = %error.chain(), "what is due could not be done");
    }
    if let Err(error) = outbox::work_off(app.store(), app.clock(), &outbox::Log) {
        tracing::error!(error = %error.chain(), "what waits to leave could not leave");
    }
    if let Err(error) = app.index_some() {
        tracing::error!(error = %error.chain(), "what was saved could not be indexed for searching");
    }
}
