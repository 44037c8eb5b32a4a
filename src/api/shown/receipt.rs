//! That something was done, for somebody who may not look at the case.

use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

use super::NameShown;
use crate::app::Receipt;
use crate::locale::{Language, say};

/// It was done, and the case is kept from the asker as it now stands: its number is all there is to know.
#[derive(Serialize, ToSchema)]
#[schema(as = Receipt)]
pub struct ReceiptShown {
    #[schema(example = "24090001")]
    number: String,
    organization: String,
    case_type: NameShown,
    /// The roles that take it from here, by the policy; empty where it names none.
    handled_by: Vec<NameShown>,
    /// What to know of it, in the language of the request.
    message: String,
}

impl ReceiptShown {
    pub fn of(receipt: &Receipt, language: &Language) -> Self {
        let name = receipt.case_type().map(|case_type| &case_type.name);
        Self {
            number: receipt.number.clone(),
            organization: receipt.pack.organization.to_string(),
            case_type: NameShown::of(&receipt.case_type, name, language),
            handled_by: receipt
                .handled_by()
                .iter()
                .map(|id| NameShown::of(id, receipt.pack.roles.get(id).map(|role| &role.name), language))
                .collect(),
            message: say(language, "api-receipt", &[]),
        }
    }
}

/// What a request that writes may be answered with besides the case.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only describes")]
pub enum Kept {
    /// Done, and what came of it is not the asker's to see: a confidential case is seen only by those who handle it.
    #[response(status = 202)]
    Receipt(ReceiptShown),
}
