//! What follows on a submitted form: the case, or that it was done, for somebody who may not look at it.

use actix_web::http::StatusCode;
use askama::Template;

use crate::app::{Executed, Receipt};
use crate::locale::say;
use crate::web::member::Member;
use crate::web::page::{Frame, Nav, PageResult, see_other, show};

#[derive(Template)]
#[template(path = "receipt.html")]
struct ReceiptPage {
    frame: Frame,
    lead: String,
    /// The roles that take it from here.
    handled_by: Option<String>,
}

/// Leads to the case, saying what was done. Whoever does not see it any more is told here, in the answer to their form, because no
/// address of it is theirs.
pub(super) fn after(member: &Member, executed: &Executed, done: &str) -> PageResult {
    let receipt = member
        .app()
        .receipt(member.organization(), &executed.number, &member.actor)?;
    match receipt {
        None => Ok(see_other(member.case_address(&executed.number, done))),
        Some(receipt) => show(StatusCode::OK, &page(member, &receipt, done)),
    }
}

fn page(member: &Member, receipt: &Receipt, done: &str) -> ReceiptPage {
    let is_new = done == "opened";
    let title = if is_new { "receipt-opened" } else { "receipt-acted" };
    let names: Vec<&str> = receipt
        .handled_by()
        .iter()
        .filter_map(|role| receipt.pack.roles.get(role))
        .map(|role| role.name.in_language(&member.language))
        .collect();
    ReceiptPage {
        frame: Frame::of(member, member.say(title), if is_new { Nav::New } else { Nav::Queue }),
        lead: say(
            &member.language,
            "receipt-number",
            &[("number", receipt.number.as_str().into())],
        ),
        handled_by: (!names.is_empty()).then(|| names.join(&member.say("value-separator"))),
    }
}
