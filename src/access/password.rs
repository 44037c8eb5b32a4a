//! Passwords: argon2id, and never more at once than the machine can bear.

use std::sync::{Condvar, Mutex, PoisonError};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// Shorter passwords are not taken.
pub const PASSWORD_CHARS_MIN: usize = 12;

/// Longer ones are not hashed: nobody types them, and hashing costs.
pub const PASSWORD_BYTES_MAX: usize = 1_024;

/// How many are hashed at once; each takes 19 MiB.
const AT_ONCE: usize = 2;

/// Hashes and compares passwords, a few at a time; the rest waits.
#[derive(Debug)]
pub struct Passwords {
    free: Mutex<usize>,
    freed: Condvar,
    /// Of no password: compared with when there is nobody, so that it takes the same time.
    nobody: String,
}

/// A password could not be hashed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    #[error("a password needs at least {PASSWORD_CHARS_MIN} characters")]
    TooShort,
    #[error("a password has at most {PASSWORD_BYTES_MAX} bytes")]
    TooLong,
    #[error("the password could not be hashed: {0}")]
    Failed(String),
}

impl Passwords {
    pub fn new() -> Self {
        let nobody = hash(&random_text()).unwrap_or_default();
        Self {
            free: Mutex::new(AT_ONCE),
            freed: Condvar::new(),
            nobody,
        }
    }

    /// # Errors
    /// When it is too short or too long.
    pub fn hash(&self, password: &str) -> Result<String, PasswordError> {
        check(password)?;
        self.in_turn(|| hash(password))
    }

    /// Whether `password` is the one that was hashed. Without a hash it takes as long and is never right.
    pub fn is_right(&self, password: &str, hash: Option<&str>) -> bool {
        let fits = password.len() <= PASSWORD_BYTES_MAX;
        let password = if fits { password } else { "" };
        let right = self.in_turn(|| {
            PasswordHash::new(hash.unwrap_or(&self.nobody))
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        });
        right && fits && hash.is_some()
    }

    fn in_turn<T>(&self, work: impl FnOnce() -> T) -> T {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = self
            .freed
            .wait_while(free, |free| *free == 0)
            .unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        drop(free);
        let _turn = Turn(self);
        work()
    }
}

/// A place among those who reckon. It is given back however the reckoning ends.
struct Turn<'a>(&'a Passwords);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.freed.notify_one();
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

fn hash(password: &str) -> Result<String, PasswordError> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| PasswordError::Failed(error.to_string()))
}

/// Whether it can be taken for a password at all.
///
/// # Errors
/// When it is too short or too long.
pub fn check(password: &str) -> Result<(), PasswordError> {
    if password.chars().count() < PASSWORD_CHARS_MIN {
        return Err(PasswordError::TooShort);
    }
    if password.len() > PASSWORD_BYTES_MAX {
        return Err(PasswordError::TooLong);
    }
    Ok(())
}

/// 256 random bits as text of 52 letters and digits that are hard to mistake for each other.
pub fn random_text() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstvwxyz0123456789";
    let mut bytes = [0u8; 52];
    // Without randomness of the system nothing here is safe; there is no way to go on.
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_is_right() {
        let passwords = Passwords::new();
        let hash = passwords.hash("correct horse battery").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.is_right("correct horse battery", Some(&hash)));
        assert!(!passwords.is_right("correct horse batterx", Some(&hash)));
        assert!(!passwords.is_right("correct horse battery", None));
    }

    #[test]
    fn short_and_endless_passwords_are_not_taken() {
        let passwords = Passwords::new();
        assert_eq!(passwords.hash("short"), Err(PasswordError::TooShort));
        assert_eq!(passwords.hash(&"x".repeat(2000)), Err(PasswordError::TooLong));
        assert!(!passwords.is_right(&"x".repeat(2000), None));
    }

    #[test]
    fn more_at_once_than_places_all_come_through() {
        let passwords = Passwords::new();
        let right = std::thread::scope(|scope| {
            let all: Vec<_> = (0..AT_ONCE * 3)
                .map(|_| scope.spawn(|| passwords.is_right("nobody", None)))
                .collect();
            all.into_iter()
                .map(|one| one.join().unwrap())
                .filter(|right| *right)
                .count()
        });
        assert_eq!(right, 0);
        assert_eq!(*passwords.free.lock().unwrap(), AT_ONCE);
    }

    #[test]
    fn random_texts_differ() {
        assert_ne!(random_text(), random_text());
        assert_eq!(random_text().len(), 52);
    }
}
