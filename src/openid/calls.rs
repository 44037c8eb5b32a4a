//! The way out to the provider: short, small, and nowhere else.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use openidconnect::http::Uri;
use openidconnect::{HttpRequest, HttpResponse};
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use super::settings::is_this_machine;

/// How long the provider is waited for until it takes the call, in seconds.
const CONNECT_SECONDS: u64 = 4;
/// How long one call takes at most, with everything, in seconds.
const CALL_SECONDS: u64 = 8;
/// The longest answers are lists of keys, which have some ten thousand.
const ANSWER_BYTES_MAX: u64 = 256 * 1024;
/// How many are asked at once. A provider that is slow holds up those who sign in with it, and nobody else.
const AT_ONCE: usize = 16;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    #[error("it is asked as often as it may be at once")]
    Busy,
    /// The provider names an address of its own that is not safe to be asked.
    #[error("`{0}` is not reached by TLS")]
    Open(String),
    #[error(transparent)]
    Failed(#[from] ureq::Error),
}

pub struct Calls {
    agent: Agent,
    /// The provider is on this very machine: it may do without TLS.
    is_local: bool,
    under_way: AtomicUsize,
}

impl Calls {
    pub fn new(is_local: bool) -> Self {
        let trusted = TlsConfig::builder()
            // Also whom the organization has told this machine to trust.
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let config = Agent::config_builder()
            .tls_config(trusted)
            .timeout_connect(Some(Duration::from_secs(CONNECT_SECONDS)))
            .timeout_global(Some(Duration::from_secs(CALL_SECONDS)))
            // Whoever is asked answers, and nobody in their place.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            // What an answer other than 200 says, is for who understands it.
            .http_status_as_error(false)
            .max_idle_connections(0)
            .user_agent("redress")
            .build();
        Self {
            agent: config.new_agent(),
            is_local,
            under_way: AtomicUsize::new(0),
        }
    }

    /// # Errors
    /// When the provider is not reached, is too slow, or says too much.
    pub fn call(&self, request: HttpRequest) -> Result<HttpResponse, CallError> {
        if !self.is_kept(request.uri()) {
            return Err(CallError::Open(request.uri().to_string()));
        }
        let _place = self.place()?;
        let (head, body) = self.agent.run(request)?.into_parts();
        let bytes = body.into_with_config().limit(ANSWER_BYTES_MAX).read_to_vec()?;
        Ok(HttpResponse::from_parts(head, bytes))
    }

    fn is_kept(&self, address: &Uri) -> bool {
        match address.scheme_str() {
            Some("https") => true,
            Some("http") => self.is_local && address.host().is_some_and(is_this_machine),
            _ => false,
        }
    }

    fn place(&self) -> Result<Place<'_>, CallError> {
        let before = self.under_way.fetch_add(1, Ordering::Relaxed);
        let place = Place(self);
        if before < AT_ONCE {
            Ok(place)
        } else {
            Err(CallError::Busy)
        }
    }
}

/// One of those that may be under way.
struct Place<'a>(&'a Calls);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_elsewhere_is_never_asked_in_the_open() {
        let kept = |is_local: bool, address: &str| Calls::new(is_local).is_kept(&address.parse().unwrap());
        assert!(kept(false, "https://id.example.org/keys"));
        assert!(!kept(false, "http://127.0.0.1/keys"));
        assert!(kept(true, "http://127.0.0.1/keys"));
        assert!(!kept(true, "http://id.example.org/keys"));
        assert!(!kept(true, "/keys"));
    }

    #[test]
    fn only_so_many_are_under_way_at_once() {
        let calls = Calls::new(true);
        let mut places: Vec<_> = (0..AT_ONCE).map(|_| calls.place().unwrap()).collect();
        assert!(matches!(calls.place(), Err(CallError::Busy)));
        places.pop();
        assert!(calls.place().is_ok());
    }
}
