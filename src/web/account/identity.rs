//! As whom the provider of OpenID Connect knows whoever is signed in: connecting the account, and disconnecting it.

use std::sync::Arc;

use actix_web::HttpRequest;

use super::super::openid;
use super::super::page::{PageResult, blocking, local, said, see_other};
use super::super::submitted::Submitted;
use super::super::wrong::Wrongs;
use super::{Own, show};
use crate::app::SignInError;
use crate::store::identities::{Errand, Identity};

/// How the account stands to the provider.
pub(super) struct Standing {
    /// What signing in with it is called.
    pub title: String,
    /// As whom, and since when.
    pub connected: Option<(String, String)>,
}

impl Standing {
    /// `None` when there is no provider to sign in with. An identity of the provider that was there before is none.
    pub fn of(own: &Own, identity: Option<(Identity, chrono::DateTime<chrono::Utc>)>) -> Option<Self> {
        let settings = own.state.provider().ok()?.settings();
        let known = identity.filter(|(identity, _)| identity.issuer == settings.issuer.as_str());
        Some(Self {
            title: said(&own.frame.language, "openid-button", &[("provider", &settings.label)]),
            connected: known.map(|(identity, since)| (identity.shown, local(since, own.zone))),
        })
    }
}

/// The password is asked for, and guessing it is as slow as at the door.
pub(super) async fn connect(request: HttpRequest, own: Own, sent: Submitted) -> PageResult {
    own.state.provider()?;
    own.slow_down(&request)?;
    let id = own.signed_in.person.id.clone();
    let password = sent.verbatim("identity_password").to_owned();
    let proved = blocking({
        let (state, id) = (Arc::clone(&own.state), id.clone());
        move || Ok(state.app.prove_password(&id, &password))
    })
    .await?;
    match proved {
        Ok(()) => openid::set_out(&own.state, Errand::Connect(id)).await,
        Err(SignInError::Wrong) => {
            let text = own.say("account-old-wrong");
            show::page(own, &sent, Wrongs::one("identity_password", text)).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn disconnect(own: Own, sent: Submitted) -> PageResult {
    own.state.provider()?;
    let done = blocking({
        let (state, signed_in) = (Arc::clone(&own.state), own.signed_in.clone());
        move || Ok(state.app.disconnect_identity(&signed_in.person.id, &signed_in.token)?)
    });
    if done.await? {
        Ok(see_other("/account?done=identity-off"))
    } else {
        let text = own.say("openid-only-way");
        show::page(own, &sent, Wrongs::one("identity", text)).await
    }
}
