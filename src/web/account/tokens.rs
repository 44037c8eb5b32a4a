//! Tokens for programs that act as oneself: made here, shown once, revoked.

use std::sync::Arc;

use actix_web::http::StatusCode;
use askama::Template;
use chrono::Duration;

use super::super::assets;
use super::super::page::{Frame, Nav, PageResult, blocking, see_other, show as shown};
use super::super::submitted::Submitted;
use super::super::wrong::Wrongs;
use super::{Own, show};
use crate::access::scope::{Scope, Scopes};
use crate::app::SignInError;
use crate::pack::id::OrganizationId;
use crate::store::sessions::Grant;

#[derive(Template)]
#[template(path = "token.html")]
struct TokenPage {
    frame: Frame,
    /// The script that copies it.
    copy: &'static str,
    name: String,
    token: String,
}

pub(super) async fn make(mut own: Own, sent: Submitted) -> PageResult {
    let name = sent.text("token_name").to_owned();
    let scopes = Scopes::of(
        Scope::ALL
            .into_iter()
            .filter(|scope| sent.has(&format!("scope_{}", scope.word()))),
    );
    let days = show::DAYS.into_iter().find(|days| *days == sent.text("token_days"));
    let organization = sent.text("token_organization");
    let is_there = || own.app().packs().active(&OrganizationId::new(organization)).is_some();
    let wrong = if scopes.is_empty() {
        Some(("token_scopes", "account-token-no-scope"))
    } else if days.is_none() {
        Some(("token_days", "account-token-no-days"))
    } else if !organization.is_empty() && !is_there() {
        Some(("token_organization", "account-token-no-organization"))
    } else {
        None
    };
    if let Some((field, key)) = wrong {
        let text = own.say(key);
        return show::page(own, &sent, Wrongs::one(field, text)).await;
    }
    let days: i64 = days.and_then(|days| days.parse().ok()).unwrap_or_default();
    let expires_at = (days > 0).then(|| own.app().clock().wall() + Duration::days(days));
    let grant = Grant {
        scopes,
        organization: (!organization.is_empty()).then(|| OrganizationId::new(organization)),
    };
    let made = blocking({
        let (state, id, name) = (Arc::clone(&own.state), own.signed_in.person.id.clone(), name.clone());
        move || Ok(state.app.grant_token(&id, &name, expires_at, grant))
    })
    .await?;
    let token = match made {
        Ok(token) => token,
        Err(SignInError::Nameless) => {
            let text = own.say("account-token-nameless");
            return show::page(own, &sent, Wrongs::one("token_name", text)).await;
        }
        Err(error) => return Err(error.into()),
    };
    own.frame.title = own.say("account-token-made");
    let page = TokenPage {
        copy: assets::copy(),
        frame: own.frame,
        name,
        token,
    };
    shown(StatusCode::OK, &page)
}

pub(super) async fn revoke(own: Own, sent: Submitted) -> PageResult {
    let (state, id) = (Arc::clone(&own.state), own.signed_in.person.id.clone());
    let prefix = sent.text("prefix").to_owned();
    blocking(move || Ok(state.app.revoke_token(&id, &prefix)?)).await?;
    Ok(see_other("/account?done=token"))
}
