//! A provider of OpenID Connect on a port of its own, with keys of its own, that can be made to misbehave.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};

use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD as URL_SAFE, Engine as _};
use openidconnect::core::{
    CoreEdDsaPrivateSigningKey, CoreJsonWebKey, CoreJsonWebKeySet, CoreJwsSigningAlgorithm as Algorithm,
    CoreRsaPrivateSigningKey,
};
use openidconnect::{JsonWebKeyId, PrivateSigningKey as _};
use redress::clock::Clock;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use url::Url;
use uuid::Uuid;

/// As whom the provider knows the program.
pub const CLIENT: &str = "redress";
pub const SECRET: &str = "hush-hush-hush";

/// A key of nobody, for tests alone.
const RSA_KEY: &str = include_str!("provider.pem");

/// How a token is signed.
pub enum Signing {
    EdDsa(CoreEdDsaPrivateSigningKey),
    Rs256(CoreRsaPrivateSigningKey),
    /// It says that it need not be.
    None,
    /// With the secret the program was given, which others may know as well.
    Secret,
}

impl Signing {
    /// A new key of this name.
    pub fn new_key(name: &str) -> Self {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).expect("random bytes");
        // PKCS #8 with a seed of Ed25519 (RFC 8410 §7).
        let mut der = vec![
            0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
        ];
        der.extend(bytes);
        let pem = format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            BASE64_STANDARD.encode(der)
        );
        let name = Some(JsonWebKeyId::new(name.to_owned()));
        Self::EdDsa(CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, name).expect("a key"))
    }

    pub fn rsa() -> Self {
        let name = Some(JsonWebKeyId::new("rsa".to_owned()));
        Self::Rs256(CoreRsaPrivateSigningKey::from_pem(RSA_KEY, name).expect("a key"))
    }

    fn public(&self) -> Option<CoreJsonWebKey> {
        match self {
            Self::EdDsa(key) => Some(key.as_verification_key()),
            Self::Rs256(key) => Some(key.as_verification_key()),
            Self::None | Self::Secret => None,
        }
    }

    fn algorithm(&self) -> &'static str {
        match self {
            Self::EdDsa(_) => "EdDSA",
            Self::Rs256(_) => "RS256",
            Self::None => "none",
            Self::Secret => "HS256",
        }
    }

    fn sign(&self, text: &str) -> Vec<u8> {
        match self {
            Self::EdDsa(key) => key.sign(&Algorithm::EdDsa, text.as_bytes()).expect("signed"),
            Self::Rs256(key) => key
                .sign(&Algorithm::RsaSsaPkcs1V15Sha256, text.as_bytes())
                .expect("signed"),
            Self::None => Vec::new(),
            Self::Secret => openidconnect::core::CoreHmacKey::new(SECRET)
                .sign(&Algorithm::HmacSha256, text.as_bytes())
                .expect("signed"),
        }
    }
}

/// What is wrong with its answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// 500, whatever is asked.
    Broken,
    /// It sends everybody who asks elsewhere.
    Elsewhere,
    /// It says far more than anybody asked.
    Endless,
    /// It takes no code.
    NoCode,
    /// It gives a token for its own use and none that says who it is.
    NoToken,
}

/// Changes what a token says before it is signed: its header, and its claims.
pub type Change = fn(&mut Json, &mut Json);

struct Question {
    nonce: String,
    challenge: String,
    back: String,
    subject: String,
}

struct Inner {
    issuer: String,
    signing: Signing,
    /// What it publishes; otherwise the key it signs with.
    keys: Option<Vec<CoreJsonWebKey>>,
    fault: Option<Fault>,
    change: Change,
    /// Replaces the signature.
    forged: bool,
    codes: HashMap<String, Question>,
    asked: Vec<String>,
}

/// Answers until the tests are over.
pub struct Provider {
    inner: Arc<Mutex<Inner>>,
}

impl Provider {
    pub fn listening() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let inner = Arc::new(Mutex::new(Inner {
            issuer: format!("http://{address}"),
            signing: Signing::new_key("first"),
            keys: None,
            fault: None,
            change: |_, _| {},
            forged: false,
            codes: HashMap::new(),
            asked: Vec::new(),
        }));
        let answers = Arc::clone(&inner);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(&answers, stream);
            }
        });
        Self { inner }
    }

    pub fn issuer(&self) -> String {
        self.inner().issuer.clone()
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("nobody broke off")
    }

    /// Signs with this from now on, and publishes it.
    pub fn signs_with(&self, signing: Signing) {
        let mut inner = self.inner();
        inner.keys = None;
        inner.signing = signing;
    }

    /// Signs with this and goes on publishing the key it published.
    pub fn signs_secretly_with(&self, signing: Signing) {
        let mut inner = self.inner();
        if inner.keys.is_none() {
            inner.keys = Some(inner.signing.public().into_iter().collect());
        }
        inner.signing = signing;
    }

    pub fn has(&self, fault: Option<Fault>) {
        self.inner().fault = fault;
    }

    pub fn says(&self, change: Change) {
        self.inner().change = change;
    }

    pub fn forges(&self) {
        self.inner().forged = true;
    }

    /// How often this was asked of it.
    pub fn asked(&self, what: &str) -> usize {
        self.inner().asked.iter().filter(|asked| *asked == what).count()
    }

    /// Somebody arrives at this address and signs in as `subject`. Returns with what their browser is sent back: path and query.
    pub fn lets_in(&self, address: &str, subject: &str) -> String {
        let url = Url::parse(address).expect("an address");
        assert_eq!(url.origin().ascii_serialization(), self.issuer(), "{address}");
        assert_eq!(url.path(), "/authorize");
        let query: HashMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(query["response_type"], "code");
        assert_eq!(query["client_id"], CLIENT);
        assert_eq!(query["code_challenge_method"], "S256");
        assert!(query["scope"].split(' ').any(|scope| scope == "openid"), "{address}");
        let code = format!("code+{}", Uuid::now_v7());
        let question = Question {
            nonce: query["nonce"].clone(),
            challenge: query["code_challenge"].clone(),
            back: query["redirect_uri"].clone(),
            subject: subject.to_owned(),
        };
        let mut back = Url::parse(&question.back).expect("an address");
        back.query_pairs_mut()
            .append_pair("code", &code)
            .append_pair("state", &query["state"]);
        self.inner().codes.insert(code, question);
        format!("{}?{}", back.path(), back.query().expect("a query"))
    }
}

impl Inner {
    fn keys(&self) -> CoreJsonWebKeySet {
        let own = || self.signing.public().into_iter().collect();
        CoreJsonWebKeySet::new(self.keys.clone().unwrap_or_else(own))
    }

    fn token(&self, question: &Question) -> String {
        let now = Clock::system().wall().timestamp();
        let mut header = json!({"alg": self.signing.algorithm(), "typ": "JWT"});
        if let Some(key) = self.signing.public() {
            header["kid"] = serde_json::to_value(key).expect("JSON")["kid"].clone();
        }
        let mut claims = json!({
            "iss": self.issuer, "sub": question.subject, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": question.nonce, "email": format!("{}@example.org", question.subject), "email_verified": true,
        });
        (self.change)(&mut header, &mut claims);
        let signed = format!(
            "{}.{}",
            URL_SAFE.encode(header.to_string()),
            URL_SAFE.encode(claims.to_string())
        );
        let mut signature = self.signing.sign(&signed);
        if self.forged {
            signature[0] ^= 1;
        }
        format!("{signed}.{}", URL_SAFE.encode(signature))
    }

    /// What the token endpoint says to a form.
    fn exchange(&mut self, authorization: Option<&str>, form: &str) -> (u16, Json) {
        let form: HashMap<String, String> = url::form_urlencoded::parse(form.as_bytes()).into_owned().collect();
        let known = format!("Basic {}", BASE64_STANDARD.encode(format!("{CLIENT}:{SECRET}")));
        if authorization != Some(known.as_str()) {
            return (401, json!({"error": "invalid_client"}));
        }
        let refused = (400, json!({"error": "invalid_grant"}));
        let Some(question) = form.get("code").and_then(|code| self.codes.remove(code)) else {
            return refused;
        };
        let proof = form
            .get("code_verifier")
            .map(|verifier| URL_SAFE.encode(Sha256::digest(verifier)));
        let fits = proof.as_ref() == Some(&question.challenge)
            && form.get("redirect_uri") == Some(&question.back)
            && form.get("grant_type").is_some_and(|kind| kind == "authorization_code");
        if !fits || self.fault == Some(Fault::NoCode) {
            return refused;
        }
        let mut said = json!({"access_token": "of no use", "token_type": "Bearer", "expires_in": 300});
        if self.fault != Some(Fault::NoToken) {
            said["id_token"] = self.token(&question).into();
        }
        (200, said)
    }
}

fn answer(inner: &Mutex<Inner>, mut stream: TcpStream) {
    let mut reader = BufReader::new(stream.try_clone().expect("the same stream"));
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let header = |name: &str| {
        lines.iter().skip(1).find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let length = header("content-length")
        .and_then(|length| length.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    let path = lines[0].split(' ').nth(1).unwrap_or_default().to_owned();
    let mut inner = inner.lock().expect("nobody broke off");
    inner.asked.push(path.clone());
    let issuer = inner.issuer.clone();
    let (status, said) = match (inner.fault, path.as_str()) {
        (Some(Fault::Broken), _) => (500, json!({})),
        (Some(Fault::Elsewhere), _) => (302, json!({})),
        (Some(Fault::Endless), _) => (200, json!({"issuer": "x".repeat(1024 * 1024)})),
        (_, "/.well-known/openid-configuration" | "/elsewhere") => (
            200,
            json!({
                "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"),
                "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/keys"),
                "response_types_supported": ["code"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256", "EdDSA"],
            }),
        ),
        (_, "/keys") => (200, serde_json::to_value(inner.keys()).expect("JSON")),
        (_, "/token") => {
            let form = String::from_utf8(body).expect("a form");
            inner.exchange(header("authorization").as_deref(), &form)
        }
        _ => (404, json!({})),
    };
    drop(inner);
    let said = said.to_string();
    // Whoever has heard enough hangs up.
    let _ = write!(
        stream,
        "HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\nlocation: {issuer}/elsewhere\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{said}",
        said.len()
    );
}
