//! How often somebody from outside may come, by the address they come from.
//!
//! Behind a proxy that nobody has said to be believed every address is the proxy's: then these limits are those of all who come together.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::pack::id::OrganizationId;
use crate::web::edge::Network;

/// Complaints and steps per minute from one address to one organization, and to the organization from anywhere.
const SENT_A_MINUTE: NonZeroU32 = NonZeroU32::new(5).unwrap();
const SENT_A_MINUTE_ORGANIZATION: NonZeroU32 = NonZeroU32::new(60).unwrap();
/// Tries of number and secret per minute from one address at one organization. Links to surveys count as tries.
const TRIES_A_MINUTE: NonZeroU32 = NonZeroU32::new(10).unwrap();
/// Forms that are only looked at again, which is what conditional fields and corrections do.
const LOOKS_A_MINUTE: NonZeroU32 = NonZeroU32::new(120).unwrap();
/// Forms with files, whether they are sent or only looked at again.
const UPLOADS_A_MINUTE: NonZeroU32 = NonZeroU32::new(10).unwrap();
/// When so many addresses are remembered, those at rest are forgotten.
const REMEMBERED_MAX: usize = 10_000;

type Origin = (Network, Arc<str>);

/// How often somebody from outside may do what.
pub(in crate::web) struct Limits {
    sent: DefaultKeyedRateLimiter<Origin>,
    sent_to: DefaultKeyedRateLimiter<Arc<str>>,
    tries: DefaultKeyedRateLimiter<Origin>,
    looks: DefaultKeyedRateLimiter<Origin>,
    uploads: DefaultKeyedRateLimiter<Origin>,
}

impl Limits {
    pub fn new() -> Self {
        Self {
            sent: RateLimiter::keyed(Quota::per_minute(SENT_A_MINUTE)),
            sent_to: RateLimiter::keyed(Quota::per_minute(SENT_A_MINUTE_ORGANIZATION)),
            tries: RateLimiter::keyed(Quota::per_minute(TRIES_A_MINUTE)),
            looks: RateLimiter::keyed(Quota::per_minute(LOOKS_A_MINUTE)),
            uploads: RateLimiter::keyed(Quota::per_minute(UPLOADS_A_MINUTE)),
        }
    }

    /// Something is sent that changes a case or opens one.
    pub fn may_send(&self, address: IpAddr, organization: &OrganizationId) -> bool {
        self.forget_some();
        let from = of(address, organization);
        self.sent.check_key(&from).is_ok() && self.sent_to.check_key(&from.1).is_ok()
    }

    /// Number and secret are tried.
    pub fn may_try(&self, address: IpAddr, organization: &OrganizationId) -> bool {
        self.forget_some();
        self.tries.check_key(&of(address, organization)).is_ok()
    }

    /// A form comes, whatever for; asked before it is read.
    pub fn may_come(&self, address: IpAddr, organization: &OrganizationId, has_files: bool) -> bool {
        self.forget_some();
        let from = of(address, organization);
        self.looks.check_key(&from).is_ok() && (!has_files || self.uploads.check_key(&from).is_ok())
    }

    /// Each of them, whichever was asked last.
    fn forget_some(&self) {
        for remembered in [&self.sent, &self.tries, &self.looks, &self.uploads] {
            if remembered.len() > REMEMBERED_MAX {
                remembered.retain_recent();
            }
        }
    }
}

fn of(address: IpAddr, organization: &OrganizationId) -> Origin {
    (Network::of(address), Arc::from(organization.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_complaint_in_a_minute_from_one_address_waits_and_others_do_not() {
        let limits = Limits::new();
        let (one, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let (house, neighbour) = (OrganizationId::new("house"), OrganizationId::new("neighbour"));
        assert!((0..5).all(|_| limits.may_send(one, &house)));
        assert!(!limits.may_send(one, &house));
        assert!(limits.may_send(other, &house));
        assert!(limits.may_send(one, &neighbour));
    }

    #[test]
    fn a_whole_network_of_one_subscriber_is_one_address_and_one_organizations_tries_are_not_anothers() {
        let limits = Limits::new();
        let (house, neighbour) = (OrganizationId::new("house"), OrganizationId::new("neighbour"));
        let address = |text: &str| text.parse::<IpAddr>().expect("an address");
        let tries = (0..12).map(|last| limits.may_try(address(&format!("2001:db8:1:2::{last:x}")), &house));
        assert_eq!(tries.filter(|may| *may).count(), 10);
        assert!(
            limits.may_try(address("2001:db8:1:3::1"), &house),
            "the next subscriber"
        );
        assert!(limits.may_try(address("2001:db8:1:2::1"), &neighbour));
    }
}
