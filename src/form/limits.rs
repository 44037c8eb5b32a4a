//! How much one answer may hold, whatever its author allows.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Field;
use crate::pack::raw::FieldKind;

const TEXT_CHARS_MAX: u64 = 500;
const LONG_TEXT_CHARS_MAX: u64 = 20_000;
const ID_CHARS_MAX: u64 = 200;
const PHONE_CHARS_MAX: u64 = 25;
const PHONE_CHARS_MIN: u64 = 5;
/// RFC 5321, 4.5.3.1.3: a path has 256 octets with its brackets.
const EMAIL_CHARS_MAX: u64 = 254;
const DURATION_CHARS_MAX: u64 = 60;
const ROWS_MAX: u64 = 50;
const CHOICES_MAX: u64 = 100;
const FILES_MAX: u64 = 10;
/// Ten to the fifteenth: sums and products of such numbers are still exact.
pub(super) const NUMBER_MAX: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

impl Field {
    /// The most characters a text, or the most rows, choices or files; `None` where only a value is bounded.
    pub fn most(&self) -> Option<u64> {
        let limit = match self.kind {
            FieldKind::Text | FieldKind::Address => TEXT_CHARS_MAX,
            FieldKind::LongText => LONG_TEXT_CHARS_MAX,
            FieldKind::Choice | FieldKind::Person | FieldKind::User | FieldKind::Department => ID_CHARS_MAX,
            FieldKind::Phone => PHONE_CHARS_MAX,
            FieldKind::Email => EMAIL_CHARS_MAX,
            FieldKind::Duration => DURATION_CHARS_MAX,
            FieldKind::Group => ROWS_MAX,
            FieldKind::Choices => CHOICES_MAX,
            FieldKind::Attachment => FILES_MAX,
            FieldKind::Integer
            | FieldKind::Decimal
            | FieldKind::Money
            | FieldKind::YesNo
            | FieldKind::Date
            | FieldKind::DateTime
            | FieldKind::Note => return None,
        };
        Some(whole(self.max).map_or(limit, |own| own.min(limit)))
    }

    /// The fewest characters, rows, choices or files of an answer that is given; 0 where none is asked for.
    pub fn fewest(&self) -> u64 {
        let own = whole(self.min).unwrap_or(0);
        match self.kind {
            FieldKind::Phone => own.max(PHONE_CHARS_MIN),
            _ if self.most().is_some() => own,
            _ => 0,
        }
    }

    /// The smallest and largest value of a number.
    pub(super) fn bounds(&self) -> (Option<Decimal>, Option<Decimal>) {
        match self.kind {
            FieldKind::Integer | FieldKind::Decimal | FieldKind::Money => (self.min, self.max),
            _ => (None, None),
        }
    }
}

fn whole(number: Option<Decimal>) -> Option<u64> {
    number.map(|number| number.max(Decimal::ZERO).to_u64().unwrap_or(u64::MAX))
}

/// How many decimals an amount has (ISO 4217): none for yen, three for dinars, otherwise two.
pub(super) fn decimals_of(currency: &str) -> u32 {
    match currency {
        "CLP" | "ISK" | "JPY" | "KRW" | "PYG" | "UGX" | "VND" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}
