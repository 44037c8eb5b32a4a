//! The second factor: codes of six digits that a phone shows for half a minute each (TOTP, RFC 6238), and codes on paper for when
//! the phone is gone.

use chrono::{DateTime, Utc};
use totp_rs::{Builder, Secret, Totp};

use super::password::random_text;

/// After so many wrong codes in a row none is taken for a while.
pub const FAILURES_MAX: i32 = 10;
/// For how many minutes then.
pub const LOCKED_MINUTES: i64 = 15;
/// How many codes on paper there are.
const RECOVERY_CODES: usize = 10;
/// Of a code on paper, without what divides it: 80 random bits.
const RECOVERY_CHARS: usize = 16;
/// By what authenticators name the program.
const ISSUER: &str = "Redress";

/// A secret of 160 random bits, in base32 as authenticators take it.
pub fn new_secret() -> String {
    Secret::generate().to_base32()
}

/// The step of time that `code` belongs to, if it is shown about `now`: a phone may be half a minute early or late. A step may be
/// accepted once only (RFC 6238 §5.2), which is the caller's to see to.
pub fn step_of(secret: &str, code: &str, now: DateTime<Utc>) -> Option<i64> {
    let digits: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    let seconds = u64::try_from(now.timestamp()).ok()?;
    let step = totp(secret, "")?.check(&digits, seconds)?;
    i64::try_from(step).ok()
}

/// What an authenticator reads from the picture: an `otpauth:` address.
pub fn address(secret: &str, account: &str) -> Option<String> {
    totp(secret, &account.replace(':', " "))?.to_url().ok()
}

fn totp(secret: &str, account: &str) -> Option<Totp> {
    Builder::new()
        .with_secret(Secret::try_from_base32(secret).ok()?)
        .with_account_name(account)
        .with_issuer(Some(ISSUER))
        .build()
        .ok()
}

/// Codes to be written down, in groups of four.
pub fn new_recovery_codes() -> Vec<String> {
    (0..RECOVERY_CODES)
        .map(|_| {
            let letters: Vec<char> = random_text().chars().take(RECOVERY_CHARS).collect();
            let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
            groups.join("-")
        })
        .collect()
}

/// A code on paper as somebody typed it, without what divides it; `None` when it cannot be one.
pub fn recovery_code(typed: &str) -> Option<String> {
    let letters: String = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    (letters.len() == RECOVERY_CHARS).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret and two moments of RFC 6238, appendix B, whose codes of eight digits end in these six.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        assert_eq!(step_of(SECRET, "081804", at(1_111_111_109)), Some(37_037_036));
        assert_eq!(step_of(SECRET, "279 037", at(2_000_000_000)), Some(66_666_666));
        assert_eq!(step_of(SECRET, "081805", at(1_111_111_109)), None);
    }

    #[test]
    fn a_phone_may_be_half_a_minute_off_and_no_more() {
        for (seconds, is_right) in [(-60, false), (-30, true), (30, true), (60, false)] {
            let found = step_of(SECRET, "081804", at(1_111_111_109 + seconds));
            assert_eq!(found.is_some(), is_right, "{seconds}");
        }
    }

    #[test]
    fn what_cannot_be_a_code_is_none() {
        for typed in ["", "12345", "1234567", "abcdef", "０８１８０４"] {
            assert_eq!(step_of(SECRET, typed, at(1_111_111_109)), None, "{typed}");
        }
    }

    #[test]
    fn an_authenticator_is_told_who_and_where() {
        let address = address(SECRET, "chen").unwrap();
        assert!(
            address.starts_with("otpauth://totp/Redress:chen?secret=GEZ"),
            "{address}"
        );
        assert_eq!(new_secret().len(), 32);
    }

    #[test]
    fn codes_on_paper_are_read_however_they_are_typed() {
        let codes = new_recovery_codes();
        assert_eq!(codes.len(), 10);
        let plain = codes[0].replace('-', "");
        assert_eq!(recovery_code(&codes[0]), Some(plain.clone()));
        assert_eq!(recovery_code(&format!(" {} ", plain.to_uppercase())), Some(plain));
        assert_eq!(recovery_code("123456"), None);
    }
}
