use punte_domain::Moment;
use punte_vault::Rng;

/// A UUIDv7 of `now` and of random bytes from `rng`.
pub fn new_id(now: Moment, rng: &dyn Rng) -> [u8; 16] {
    let mut tail = [0; 10];
    rng.fill(&mut tail);
    let millis = u64::try_from(now.0.div_euclid(1_000)).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &tail)
        .into_uuid()
        .into_bytes()
}
