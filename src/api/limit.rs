//! How often a token may ask.

use std::num::NonZeroU32;
use std::sync::LazyLock;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use sha2::{Digest, Sha256};

use super::problem::Failure;

const REQUESTS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(600).expect("more than none");

/// Of the whole process: every worker of the server builds the routes anew, and a token has one allowance among them. Only
/// tokens in force are counted, so nobody fills it with invented ones.
static TAKEN: LazyLock<DefaultKeyedRateLimiter<[u8; 32]>> =
    LazyLock::new(|| RateLimiter::keyed(Quota::per_minute(REQUESTS_PER_MINUTE)));

/// Counts one request.
///
/// # Errors
/// [`Failure::TooManyRequests`] when the token has used up its minute.
pub(super) fn take(token: &str) -> Result<(), Failure> {
    let key: [u8; 32] = Sha256::digest(token.as_bytes()).into();
    TAKEN.check_key(&key).map_err(|until| {
        let wait = until.wait_time_from(DefaultClock::default().now());
        Failure::TooManyRequests {
            seconds: wait.as_secs() + 1,
        }
    })
}
