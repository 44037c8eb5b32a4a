//! What a token is for: a small set, the same for every organization and every pack.

use std::fmt;

/// Something a token may be used for, as far as its holder may do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// See cases, their histories and files, and the people of an organization.
    Read,
    /// Open cases and change them.
    Write,
    /// Ask what the policy would decide about answers; touches no case.
    Decide,
}

impl Scope {
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Decide];

    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Decide => "decide",
        }
    }

    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }
}

/// The scopes of a token, each once. Its text is their words with blanks between, as in OAuth (RFC 6749 §3.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    pub fn all() -> Self {
        Self(Scope::ALL.to_vec())
    }

    pub fn of(scopes: impl IntoIterator<Item = Scope>) -> Self {
        let mut scopes: Vec<Scope> = scopes.into_iter().collect();
        scopes.sort_unstable();
        scopes.dedup();
        Self(scopes)
    }

    /// Words that this version does not know allow nothing.
    pub fn of_words(words: &str) -> Self {
        Self::of(words.split_whitespace().filter_map(Scope::of_word))
    }

    pub fn has(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = Scope> {
        self.0.iter().copied()
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.iter().map(Scope::word).collect();
        out.write_str(&words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_come_back_from_their_text_and_unknown_words_allow_nothing() {
        assert_eq!(Scopes::of_words(&Scopes::all().to_string()), Scopes::all());
        let some = Scopes::of_words("write everything write");
        assert_eq!(some.to_string(), "write");
        assert!(!some.has(Scope::Read));
        assert!(Scopes::of_words("admin").is_empty());
    }
}
