//! Sends a browser to the provider, and checks with what it comes back.

use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreIdTokenClaims, CoreIdTokenVerifier,
    CoreJsonWebKeySet, CoreJwsSigningAlgorithm as Algorithm, CoreProviderMetadata,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope,
    SignatureVerificationError, TokenResponse as _,
};

use super::calls::Calls;
use super::settings::{Settings, is_this_machine};
use super::ticket::Ticket;

/// How long what the provider says of itself is believed.
const KNOWN_MINUTES: i64 = 60;
/// Nobody is called by more.
const SHOWN_CHARS_MAX: usize = 128;
/// OpenID Connect Core 1.0 §2.
const SUBJECT_BYTES_MAX: usize = 255;

/// How a token may be signed. Signatures by a shared secret are not among them, and no signature is none.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// The provider people may sign in with.
pub struct Provider {
    settings: Settings,
    calls: Calls,
    known: Mutex<Option<Known>>,
}

/// What the provider says of itself (OpenID Connect Discovery 1.0), with its keys.
#[derive(Clone)]
struct Known {
    metadata: Arc<CoreProviderMetadata>,
    since: DateTime<Utc>,
}

/// As whom the provider knows somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    pub subject: String,
    /// By what they may recognise it: an address or a name, if the provider tells one. Nothing is decided by it.
    pub shown: String,
}

/// Why it is not known who somebody is. The texts are for the operator; they hold nothing that could be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenIdError {
    /// Not reached, too slow, or not what a provider says.
    #[error("the provider does not answer as a provider should: {0}")]
    Silent(String),
    /// It knows nothing of the code, or not any more; or it does not take this program's secret.
    #[error("the provider does not take the code: {0}")]
    Refused(String),
    /// Not from this provider, not for this program, not for this question, too old, or not signed as it should be.
    #[error("the provider's token is not believed: {0}")]
    Untrusted(String),
}

impl Provider {
    pub fn new(settings: Settings) -> Self {
        let is_local = settings.issuer.url().host_str().is_some_and(is_this_machine);
        Self {
            calls: Calls::new(is_local),
            known: Mutex::new(None),
            settings,
        }
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Where a browser is sent that holds this ticket; it comes back to `back`.
    ///
    /// # Errors
    /// When the provider does not say where that is.
    pub fn address(&self, ticket: &Ticket, back: &str, now: DateTime<Utc>) -> Result<String, OpenIdError> {
        let known = self.known(now)?;
        let (state, nonce) = (ticket.state(), ticket.nonce());
        let client = self.client(&known.metadata, back)?;
        let (address, ..) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            // By it people see later with which of their identities they are connected.
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(
                ticket.verifier(),
            )))
            .url();
        Ok(address.into())
    }

    /// As whom the provider knows whoever has come back with this code.
    ///
    /// # Errors
    /// When the provider is not reached, does not take the code, or says what is not to be believed.
    pub fn claimed(&self, ticket: &Ticket, code: &str, back: &str, now: DateTime<Utc>) -> Result<Claimed, OpenIdError> {
        let known = self.known(now)?;
        let answer = self
            .client(&known.metadata, back)?
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(silent)?
            .set_pkce_verifier(PkceCodeVerifier::new(ticket.verifier()))
            .request(&|request| self.calls.call(request))
            .map_err(|error| match error {
                RequestTokenError::ServerResponse(said) => OpenIdError::Refused(said.to_string()),
                other => silent(other),
            })?;
        let token = answer
            .id_token()
            .ok_or_else(|| OpenIdError::Untrusted("there is none".to_owned()))?;
        let nonce = Nonce::new(ticket.nonce());
        match self.check(token, &nonce, known.metadata.jwks(), now) {
            Ok(claims) => claimed(claims),
            // A key that is not known may be new.
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                let keys = self.renew_keys(&known)?;
                claimed(self.check(token, &nonce, &keys, now).map_err(untrusted)?)
            }
            Err(error) => Err(untrusted(error)),
        }
    }

    /// OpenID Connect Core 1.0 §3.1.3.7.
    fn check<'a>(
        &self,
        token: &'a CoreIdToken,
        nonce: &Nonce,
        keys: &CoreJsonWebKeySet,
        now: DateTime<Utc>,
    ) -> Result<&'a CoreIdTokenClaims, ClaimsVerificationError> {
        let client = ClientId::new(self.settings.client_id.clone());
        // As for a public client even where there is a secret: no token is signed with it.
        let verifier = CoreIdTokenVerifier::new_public_client(client, self.settings.issuer.clone(), keys.clone())
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || now);
        token.claims(&verifier, nonce)
    }

    fn client(&self, metadata: &CoreProviderMetadata, back: &str) -> Result<Client, OpenIdError> {
        let secret = self.settings.secret.as_ref();
        let client = CoreClient::from_provider_metadata(
            metadata.clone(),
            ClientId::new(self.settings.client_id.clone()),
            secret.map(|secret| ClientSecret::new(secret.reveal().to_owned())),
        );
        let takes = |method| {
            let methods = metadata.token_endpoint_auth_methods_supported();
            methods.is_none_or(|methods| methods.contains(&method))
        };
        let way = if takes(CoreClientAuthMethod::ClientSecretBasic) {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        };
        let back = RedirectUrl::new(back.to_owned()).map_err(silent)?;
        Ok(client.set_auth_type(way).set_redirect_uri(back))
    }

    fn known(&self, now: DateTime<Utc>) -> Result<Known, OpenIdError> {
        let fresh = |known: &Known| (Duration::zero()..Duration::minutes(KNOWN_MINUTES)).contains(&(now - known.since));
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = known.filter(fresh) {
            return Ok(known);
        }
        // Not while holding the lock: who is asked may be slow.
        let metadata = CoreProviderMetadata::discover(&self.settings.issuer, &|request| self.calls.call(request));
        let known = Known {
            metadata: Arc::new(metadata.map_err(silent)?),
            since: now,
        };
        self.know(known.clone());
        Ok(known)
    }

    fn renew_keys(&self, known: &Known) -> Result<CoreJsonWebKeySet, OpenIdError> {
        let address = known.metadata.jwks_uri();
        let keys = CoreJsonWebKeySet::fetch(address, &|request| self.calls.call(request)).map_err(silent)?;
        let metadata = known.metadata.as_ref().clone().set_jwks(keys.clone());
        self.know(Known {
            metadata: Arc::new(metadata),
            since: known.since,
        });
        Ok(keys)
    }

    fn know(&self, known: Known) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(known);
    }
}

fn claimed(claims: &CoreIdTokenClaims) -> Result<Claimed, OpenIdError> {
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.len() > SUBJECT_BYTES_MAX {
        return Err(OpenIdError::Untrusted("its subject is empty or too long".to_owned()));
    }
    let email = claims.email().map(|email| email.as_str());
    let name = claims.preferred_username().map(|name| name.as_str());
    let shown = email.or(name).unwrap_or(subject);
    Ok(Claimed {
        subject: subject.to_owned(),
        shown: shown
            .chars()
            .filter(|letter| !letter.is_control())
            .take(SHOWN_CHARS_MAX)
            .collect(),
    })
}

fn silent(error: impl Error) -> OpenIdError {
    OpenIdError::Silent(chain(&error))
}

fn untrusted(error: ClaimsVerificationError) -> OpenIdError {
    OpenIdError::Untrusted(chain(&error))
}

/// The error with what caused it.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
