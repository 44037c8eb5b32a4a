//! What ties one question to one browser.
//!
//! Everything comes of one secret, which only the browser's cookie holds: what the provider is to bring back (`state`), what it is to
//! put into its answer (`nonce`), and what proves at the end that the code was asked for here (PKCE). So nothing of it has to be kept,
//! and none of it tells the others.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// A question that is under way.
pub struct Ticket {
    secret: String,
}

impl Ticket {
    /// `secret` is long and random.
    pub fn of(secret: &str) -> Self {
        Self {
            secret: secret.to_owned(),
        }
    }

    /// Brought back by the browser; what it brings must have begun in it (RFC 6749 §10.12).
    pub fn state(&self) -> String {
        self.derived("state")
    }

    /// Stands in the token, which is an answer to this question and no other.
    pub(super) fn nonce(&self) -> String {
        self.derived("nonce")
    }

    /// 64 characters, of 43 to 128 that are allowed (RFC 7636 §4.1).
    pub(super) fn verifier(&self) -> String {
        self.derived("verifier")
    }

    fn derived(&self, what: &str) -> String {
        let digest = Sha256::digest(format!("{what} {}", self.secret));
        digest.iter().fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_out_differs_and_comes_of_the_secret_alone() {
        let ticket = Ticket::of("secret");
        let all = [ticket.state(), ticket.nonce(), ticket.verifier()];
        assert!(all.iter().all(|text| text.len() == 64));
        assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2]);
        assert_eq!(Ticket::of("secret").state(), all[0]);
        assert_ne!(Ticket::of("another").state(), all[0]);
    }
}
