//! What stands beside the course of a case: comments, attachments, and who looks after it.

use actix_web::web;

use super::receipt::after;
use super::{Trouble, ask, speech, view};
use crate::app::{Asked, ExecuteError, Looked};
use crate::web::error::PageError;
use crate::web::member::Member;
use crate::web::page::{PageResult, blocking, see_other};
use crate::web::submitted::{Submitted, Upload};

type Path = web::Path<(String, String)>;

/// A comment loses nothing when the case has moved on meanwhile: it is taken whatever version its writer saw.
pub(in crate::web) async fn comment(member: Member, path: Path, mut submitted: Submitted) -> PageResult {
    let (_, number) = path.into_inner();
    blocking(move || {
        let text = submitted.text("text").to_owned();
        if text.is_empty() {
            return Ok(see_other(member.address(&format!("/cases/{number}#comment"))));
        }
        submitted.pairs.retain(|(name, _)| name != "_version");
        finish(&member, &number, Asked::Comment { text }, &submitted, "commented")
    })
    .await
}

/// As with comments. All of the files are attached, or none.
pub(in crate::web) async fn attach(member: Member, path: Path, mut submitted: Submitted) -> PageResult {
    let (_, number) = path.into_inner();
    blocking(move || {
        // Nobody fills our disk through a case they may not see.
        let view = view(&member, &number, &Looked::Nothing)?;
        let uploads = std::mem::take(&mut submitted.files);
        submitted.pairs.retain(|(name, _)| name != "_version" && name != "_key");
        let mut files = Vec::new();
        let mut refused = Vec::new();
        for Upload { name, bytes, .. } in uploads {
            let (by, terms) = (&member.actor.id, &view.pack.files);
            match member.app().store_file(member.organization(), by, terms, &name, bytes) {
                Ok(file) => files.push(file),
                Err(error) => match error.text(&name, &member.language) {
                    Some(text) => refused.push(text),
                    None => return Err(error.into()),
                },
            }
        }
        if !refused.is_empty() {
            refused.push(member.say("files-none-attached"));
            return Err(PageError::NotTaken(refused.join("\n")));
        }
        let mut done = see_other(member.address(&format!("/cases/{number}#attach")));
        for file in files {
            done = finish(&member, &number, Asked::Attach { file }, &submitted, "attached")?;
        }
        Ok(done)
    })
    .await
}

/// Takes the case over, or gives it back.
pub(in crate::web) async fn take_over(member: Member, path: Path, submitted: Submitted) -> PageResult {
    let (_, number) = path.into_inner();
    blocking(move || {
        let owner = (!submitted.has("give_back")).then(|| member.actor.acts_as().clone());
        finish(&member, &number, Asked::TakeOver { owner }, &submitted, "taken")
    })
    .await
}

/// Nothing long was typed here, so whoever comes too late is shown the case as it now is.
fn finish(member: &Member, number: &str, asked: Asked, submitted: &Submitted, done: &str) -> PageResult {
    match ask(member, number, asked, submitted) {
        Ok(executed) => after(member, &executed, done),
        Err(ExecuteError::Conflict { .. }) => Ok(see_other(member.case_address(number, "moved"))),
        Err(error) => {
            let view = view(member, number, &Looked::Nothing)?;
            let speech = speech(member, &view)?;
            Trouble::of(error, &speech)?;
            Err(PageError::Unreadable)
        }
    }
}
