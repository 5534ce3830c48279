//! Slows guessing down without ever locking anybody out from afar.
//!
//! Two brakes: one per address (a burst, then a steady rate), and one per account that grows with each wrong secret and is
//! forgotten at the next right one. The account brake is capped at ten seconds, so that an outsider who types wrong
//! passphrases for somebody else's account cannot keep that person out.

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use punte_domain::Moment;
use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};

/// Seconds to wait after so many wrong secrets in a row.
const WAITS: [i64; 5] = [0, 1, 3, 5, 10];
/// Accounts kept in memory; beyond it the oldest wait is over first.
const MOST_ACCOUNTS: usize = 10_000;

/// How much an address may try.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Tries at once.
    pub burst: u32,
    /// Tries a minute after that.
    pub per_minute: u32,
}

impl Pace {
    /// A real installation.
    pub const REAL: Self = Self {
        burst: 10,
        per_minute: 10,
    };
    /// A demo on loopback, where one person plays eight.
    pub const DEMO: Self = Self {
        burst: 10_000,
        per_minute: 60_000,
    };
}

/// The brakes.
pub(crate) struct Throttle {
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    accounts: Mutex<HashMap<[u8; 32], Wrong>>,
    per_minute: u32,
}

#[derive(Debug, Clone, Copy)]
struct Wrong {
    count: usize,
    until: Moment,
}

impl Throttle {
    /// With this pace.
    pub(crate) fn new(pace: Pace) -> Self {
        let per_minute = NonZeroU32::new(pace.per_minute).unwrap_or(NonZeroU32::MIN);
        let burst = NonZeroU32::new(pace.burst).unwrap_or(NonZeroU32::MIN);
        Self {
            addresses: RateLimiter::keyed(Quota::per_minute(per_minute).allow_burst(burst)),
            accounts: Mutex::default(),
            per_minute: per_minute.get(),
        }
    }

    /// Whether this address may try for this account now; otherwise the seconds to wait.
    ///
    /// `account` is a hash of what was typed as login, so that unknown accounts are braked like known ones.
    pub(crate) fn admit(&self, address: IpAddr, account: [u8; 32], now: Moment) -> Result<(), u32> {
        if self.addresses.check_key(&address).is_err() {
            return Err(60_u32.div_ceil(self.per_minute).max(1));
        }
        self.wait(account, now)
    }

    /// Whether somebody who is in may try a secret of this account now; otherwise the seconds to wait.
    pub(crate) fn wait(&self, account: [u8; 32], now: Moment) -> Result<(), u32> {
        let accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        match accounts.get(&account) {
            Some(wrong) if now < wrong.until => {
                let left = (wrong.until.0 - now.0).div_euclid(1_000_000) + 1;
                Err(u32::try_from(left).unwrap_or(1))
            }
            _ => Ok(()),
        }
    }

    /// A wrong secret.
    pub(crate) fn wrong(&self, account: [u8; 32], now: Moment) {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        if accounts.len() >= MOST_ACCOUNTS {
            accounts.retain(|_, w| now < w.until);
        }
        let wrong = accounts.entry(account).or_insert(Wrong {
            count: 0,
            until: now,
        });
        wrong.count = (wrong.count + 1).min(WAITS.len() - 1);
        wrong.until = now.plus_seconds(WAITS.get(wrong.count).copied().unwrap_or(10));
    }

    /// The right secret: forgotten.
    pub(crate) fn right(&self, account: [u8; 32]) {
        self.accounts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&account);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[test]
    fn waits_grow_and_are_capped_and_forgotten() {
        let throttle = Throttle::new(Pace::DEMO);
        let (account, mut now) = ([7; 32], Moment(0));
        for expected in [1, 3, 5, 10, 10, 10] {
            throttle.wrong(account, now);
            let left = throttle.admit(HOME, account, now).unwrap_err();
            assert!(
                (expected..=expected + 1).contains(&left),
                "{left} for {expected}"
            );
            now = now.plus_seconds(i64::from(expected));
            assert_eq!(throttle.admit(HOME, account, now), Ok(()));
        }
        throttle.right(account);
        throttle.wrong(account, now);
        assert!(throttle.admit(HOME, account, now.plus_seconds(1)).is_ok());
        assert!(
            throttle.admit(HOME, [8; 32], now).is_ok(),
            "another account is not braked"
        );
    }

    #[test]
    fn an_address_is_braked_whatever_the_account() {
        let throttle = Throttle::new(Pace {
            burst: 3,
            per_minute: 3,
        });
        for n in 0..3 {
            assert!(throttle.admit(HOME, [n; 32], Moment(0)).is_ok());
        }
        assert_eq!(throttle.admit(HOME, [9; 32], Moment(0)), Err(20));
    }
}
