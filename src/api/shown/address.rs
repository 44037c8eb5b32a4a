//! Where things are for programs.

use crate::case::Case;

/// Where an organization is.
pub fn base(organization: &str) -> String {
    format!("{}/{}", crate::api::ROOT, segment(organization))
}

/// Where a case is.
pub fn root(case: &Case) -> String {
    format!("{}/cases/{}", base(&case.organization), segment(&case.number))
}

/// Text as a segment of a path: everything but unreserved characters percent-encoded.
pub fn segment(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => {
                use std::fmt::Write as _;
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_any_script_fits_into_a_path() {
        assert_eq!(segment("投-24/1"), "%E6%8A%95-24%2F1");
        assert_eq!(segment("24090001"), "24090001");
    }
}
