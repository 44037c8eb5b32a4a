//! Asks a provider of OpenID Connect who somebody is: the authorization code flow with PKCE (OpenID Connect Core 1.0 §3.1, RFC 7636).
//!
//! What comes of it is a [`Claimed`]: as whom the provider knows whoever sits at this browser. What that means for an account, is not
//! known here, nor who that browser belongs to. The present moment is an argument. Everything blocks.
//!
//! In reading order: [`settings`] says which provider, [`ticket`] ties one question to one browser, [`provider`] asks and checks,
//! `calls` is the way out.

mod calls;
pub mod provider;
pub mod settings;
pub mod ticket;

pub use provider::{Claimed, OpenIdError, Provider};
pub use settings::{Secret, Settings, SettingsError};
pub use ticket::Ticket;
