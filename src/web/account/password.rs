//! What one is called, and the password.

use std::sync::Arc;

use super::super::page::{PageResult, blocking, see_other};
use super::super::submitted::Submitted;
use super::super::welcome::wrong_password;
use super::super::wrong::Wrongs;
use super::{Own, show};
use crate::access::password::PasswordError;
use crate::app::SignInError;

pub(super) async fn rename(own: Own, sent: Submitted) -> PageResult {
    let outcome = blocking({
        let (state, id) = (Arc::clone(&own.state), own.signed_in.person.id.clone());
        let name = sent.text("name").to_owned();
        move || Ok(state.app.rename(&id, &name))
    })
    .await?;
    match outcome {
        Ok(()) => Ok(see_other("/account?done=name")),
        Err(SignInError::Nameless) => {
            let text = own.say("account-no-name");
            show::page(own, &sent, Wrongs::one("name", text)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The old password is asked for, and guessing it is as slow as at the door.
pub(super) async fn change(request: actix_web::HttpRequest, own: Own, sent: Submitted) -> PageResult {
    own.slow_down(&request)?;
    let id = own.signed_in.person.id.clone();
    let (old, new) = (sent.verbatim("old").to_owned(), sent.verbatim("password").to_owned());
    let wrong = if new == sent.verbatim("again") {
        let outcome = blocking({
            let (state, token) = (Arc::clone(&own.state), own.signed_in.token.clone());
            move || Ok(state.app.change_password(&id, &old, &new, &token))
        })
        .await?;
        match outcome {
            Ok(()) => return Ok(see_other("/account?done=password")),
            Err(SignInError::Wrong) => ("old", "account-old-wrong"),
            Err(SignInError::Password(error @ (PasswordError::TooShort | PasswordError::TooLong))) => {
                wrong_password(&error)
            }
            Err(error) => return Err(error.into()),
        }
    } else {
        ("again", "account-password-differs")
    };
    let text = own.say(wrong.1);
    show::page(own, &sent, Wrongs::one(wrong.0, text)).await
}
