//! Where one is signed in.

use std::sync::Arc;

use super::super::page::{PageResult, blocking, see_other};
use super::super::submitted::Submitted;
use super::Own;

/// Ends one session by its handle. Its own page is as good a place as another to end the one it is read in.
pub(super) async fn end(own: Own, sent: Submitted) -> PageResult {
    let (state, id) = (Arc::clone(&own.state), own.signed_in.person.id.clone());
    let handle = sent.text("handle").to_owned();
    blocking(move || Ok(state.app.end_session(&id, &handle)?)).await?;
    Ok(see_other("/account?done=session"))
}

pub(super) async fn end_others(own: Own, _: Submitted) -> PageResult {
    let (state, signed_in) = (Arc::clone(&own.state), own.signed_in.clone());
    blocking(move || Ok(state.app.end_other_sessions(&signed_in.person.id, &signed_in.token)?)).await?;
    Ok(see_other("/account?done=sessions"))
}
