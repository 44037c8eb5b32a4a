//! From where a request comes, when it comes through proxies.
//!
//! A proxy adds the address it was asked from to the end of `X-Forwarded-For`. Whoever asks can write into that header as well, so it is
//! read from its end and only as far as the proxies that are believed: the last address that is none of theirs is where it comes from.
//! Nobody is believed unless the operator says so.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// An address, or all that begin with the same bits: `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    /// How many bits are compared.
    bits: u32,
}

/// A text that is no address and no network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write an address or a network, such as `10.0.0.7` or `10.0.0.0/8`")]
pub struct NetworkError;

impl Network {
    pub fn contains(&self, address: IpAddr) -> bool {
        let differing = match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => (own.to_bits() ^ other.to_bits()).leading_zeros(),
            (IpAddr::V6(own), IpAddr::V6(other)) => (own.to_bits() ^ other.to_bits()).leading_zeros(),
            _ => return false,
        };
        differing >= self.bits
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let (address, bits) = match text.trim().split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().map_err(|_| NetworkError)?;
        let bits_max = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            None => bits_max,
            Some(bits) => bits.parse().map_err(|_| NetworkError)?,
        };
        if bits > bits_max {
            return Err(NetworkError);
        }
        Ok(Self { address, bits })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.address, self.bits)
    }
}

/// The proxies whose word is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(Vec<Network>);

impl Proxies {
    pub fn of(networks: Vec<Network>) -> Self {
        Self(networks)
    }

    fn believes(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }

    /// Who asks, if `peer` is at the other end of the connection and these are the values of `X-Forwarded-For` in their order. What a
    /// proxy says that is no address ends at that proxy.
    pub fn client<'h>(&self, peer: IpAddr, forwarded: impl DoubleEndedIterator<Item = &'h str>) -> IpAddr {
        let mut client = peer.to_canonical();
        let mut hops = forwarded.flat_map(|value| value.split(',')).rev();
        while self.believes(client) {
            match hops.next().and_then(hop) {
                Some(before) => client = before,
                None => break,
            }
        }
        client
    }
}

impl FromStr for Proxies {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let networks = text.split(',').filter(|network| !network.trim().is_empty());
        Ok(Self(networks.map(str::parse).collect::<Result<_, _>>()?))
    }
}

/// `192.0.2.7`, `192.0.2.7:4711`, `2001:db8::7`, `[2001:db8::7]:4711`.
fn hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let address = text.parse().ok();
    let address = address.or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|hop| hop.ip()));
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    address.or_else(bracketed).map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    // Nobody is believed.
    #[case("", "10.0.0.7", &["192.0.2.1"], "10.0.0.7")]
    // The proxy is.
    #[case("10.0.0.7", "10.0.0.7", &["192.0.2.1"], "192.0.2.1")]
    #[case("10.0.0.7", "10.0.0.7", &[], "10.0.0.7")]
    #[case("10.0.0.7", "10.0.0.8", &["192.0.2.1"], "10.0.0.8")]
    // What whoever asks wrote themselves stands before what the proxy adds.
    #[case("10.0.0.7", "10.0.0.7", &["203.0.113.9, 192.0.2.1"], "192.0.2.1")]
    #[case("10.0.0.7", "10.0.0.7", &["203.0.113.9", "192.0.2.1"], "192.0.2.1")]
    #[case("10.0.0.7", "10.0.0.7", &["10.0.0.7, 192.0.2.1"], "192.0.2.1")]
    // Two proxies in a row.
    #[case("10.0.0.0/8", "10.0.0.7", &["203.0.113.9, 192.0.2.1, 10.9.9.9"], "192.0.2.1")]
    // All of them are ours.
    #[case("10.0.0.0/8", "10.0.0.7", &["10.1.1.1"], "10.1.1.1")]
    // What is no address is nobody.
    #[case("10.0.0.7", "10.0.0.7", &["192.0.2.1, unknown"], "10.0.0.7")]
    #[case("10.0.0.7", "10.0.0.7", &["192.0.2.1,"], "10.0.0.7")]
    #[case("10.0.0.7", "10.0.0.7", &["192.0.2.1:4711"], "192.0.2.1")]
    #[case("fd00::/8, 127.0.0.1", "fd00::7", &["[2001:db8::7]:4711"], "2001:db8::7")]
    #[case("fd00::/8, 127.0.0.1", "::ffff:127.0.0.1", &["::ffff:192.0.2.1"], "192.0.2.1")]
    fn the_last_address_that_is_no_proxy_of_ours_asks(
        #[case] proxies: &str,
        #[case] peer: &str,
        #[case] forwarded: &[&str],
        #[case] client: &str,
    ) {
        let proxies: Proxies = proxies.parse().unwrap();
        let found = proxies.client(peer.parse().unwrap(), forwarded.iter().copied());
        assert_eq!(found.to_string(), client);
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for wrong in ["proxy", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "::/129", "10.0.0.0/-1"] {
            assert_eq!(wrong.parse::<Network>(), Err(NetworkError), "{wrong}");
        }
    }

    #[test]
    fn no_bits_are_everybody() {
        let all: Network = "0.0.0.0/0".parse().unwrap();
        assert!(all.contains("203.0.113.9".parse().unwrap()));
        assert!(!all.contains("2001:db8::7".parse().unwrap()));
    }
}
