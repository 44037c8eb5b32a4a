//! Which provider, and as whom it knows this program.

use std::fmt;
use std::fs;
use std::net::IpAddr;
use std::path::Path;

use openidconnect::IssuerUrl;

/// What the program says to the provider to be believed. It is never shown, not even to who debugs.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("…")
    }
}

/// A provider that people may sign in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub issuer: IssuerUrl,
    pub client_id: String,
    /// Without one, PKCE alone protects the code.
    pub secret: Option<Secret>,
    /// What people call the provider.
    pub label: String,
}

/// Settings of a provider that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    #[error(
        "write where the provider is: `https://` and its name, as it calls itself (`http://` only for this very machine)"
    )]
    Issuer,
    #[error("say the issuer as well, or neither of the two")]
    NoIssuer,
    #[error("say the client id as well, or neither of the two")]
    NoClientId,
    /// The cause, in the system's words.
    #[error("write the path of a file with the secret and nothing else: {0}")]
    File(String),
}

/// What was said of a provider; what was not said is empty.
#[derive(Clone, Default)]
pub struct Said {
    pub issuer: String,
    pub client_id: String,
    pub secret: String,
    pub secret_file: String,
    pub label: String,
}

impl Said {
    /// `None` when people are to sign in with their passwords only.
    ///
    /// # Errors
    /// Names what cannot be meant.
    pub fn settings(self) -> Result<Option<Settings>, SettingsError> {
        match (self.issuer.is_empty(), self.client_id.is_empty()) {
            (true, true) => return Ok(None),
            (true, false) => return Err(SettingsError::NoIssuer),
            (false, true) => return Err(SettingsError::NoClientId),
            (false, false) => {}
        }
        let issuer = IssuerUrl::new(self.issuer).map_err(|_| SettingsError::Issuer)?;
        let url = issuer.url();
        let host = url.host_str().unwrap_or_default();
        let is_kept = url.scheme() == "https" || url.scheme() == "http" && is_this_machine(host);
        if !is_kept
            || host.is_empty()
            || url.query().is_some()
            || url.fragment().is_some()
            || url.has_authority() && !url.username().is_empty()
        {
            return Err(SettingsError::Issuer);
        }
        let label = if self.label.is_empty() { host } else { &self.label }.to_owned();
        let secret = match (self.secret.is_empty(), self.secret_file.is_empty()) {
            (false, _) => Some(Secret(self.secret)),
            (true, false) => Some(read(Path::new(&self.secret_file))?),
            (true, true) => None,
        };
        Ok(Some(Settings {
            issuer,
            client_id: self.client_id,
            secret,
            label,
        }))
    }
}

fn read(path: &Path) -> Result<Secret, SettingsError> {
    let text = fs::read_to_string(path).map_err(|error| SettingsError::File(error.to_string()))?;
    match text.trim() {
        "" => Err(SettingsError::File("it is empty".to_owned())),
        text => Ok(Secret(text.to_owned())),
    }
}

/// Whether what is sent to this host leaves the machine. Only what says so by its address is believed.
pub(super) fn is_this_machine(host: &str) -> bool {
    let address: Result<IpAddr, _> = host.trim_matches(['[', ']']).parse();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(issuer: &str, client_id: &str) -> Said {
        Said {
            issuer: issuer.to_owned(),
            client_id: client_id.to_owned(),
            ..Said::default()
        }
    }

    #[test]
    fn nothing_said_is_no_provider_and_half_of_it_is_a_mistake() {
        assert_eq!(said("", "").settings(), Ok(None));
        assert_eq!(said("", "redress").settings(), Err(SettingsError::NoIssuer));
        let issuer = "https://id.example.org/";
        assert_eq!(said(issuer, "").settings(), Err(SettingsError::NoClientId));
        let settings = said(issuer, "redress").settings().unwrap().unwrap();
        assert_eq!((&*settings.label, settings.secret), ("id.example.org", None));
    }

    #[test]
    fn a_provider_is_reached_by_tls_unless_it_is_on_this_machine() {
        for kept in [
            "https://id.example.org/realms/a",
            "http://127.0.0.1:9000",
            "http://localhost",
            "http://[::1]:8/",
        ] {
            assert!(said(kept, "redress").settings().is_ok(), "{kept}");
        }
        for open in [
            "http://id.example.org",
            "http://127.0.0.1.example.org",
            "http://localhost.example.org",
            "http://localhost@example.org/",
            "https://me@id.example.org/",
            "https://id.example.org/?a=b",
            "ftp://id.example.org",
            "id.example.org",
        ] {
            assert_eq!(said(open, "redress").settings(), Err(SettingsError::Issuer), "{open}");
        }
    }

    #[test]
    fn a_secret_comes_from_a_file_as_well_and_is_shown_to_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        fs::write(&file, "hush\n").unwrap();
        let mut said = said("https://id.example.org", "redress");
        said.secret_file = file.display().to_string();
        let settings = said.clone().settings().unwrap().unwrap();
        assert_eq!(settings.secret.as_ref().unwrap().reveal(), "hush");
        assert!(!format!("{settings:?}").contains("hush"));
        fs::write(&file, " \n").unwrap();
        assert!(matches!(said.clone().settings(), Err(SettingsError::File(_))));
        said.secret_file = folder.path().join("none").display().to_string();
        assert!(matches!(said.settings(), Err(SettingsError::File(_))));
    }
}
