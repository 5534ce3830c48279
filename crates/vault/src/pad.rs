//! Padding to buckets of 64·2^n bytes, so that a length says little: a 4-byte length, the content, zeros.

use crate::secret::Plain;
use crate::{Error, Result, aead};

/// Most bytes that one sealed value may hold (64 MiB less the length). Files go through chunks.
pub(crate) const MAX: usize = (64 << 20) - PREFIX;
const PREFIX: usize = 4;
const SMALLEST: usize = 64;

/// Padded length of `length` bytes of content.
pub(crate) fn bucket(length: usize) -> usize {
    (length + PREFIX).next_power_of_two().max(SMALLEST)
}

/// The content padded, with room left for a tag.
pub(crate) fn pad(content: &[u8]) -> Result<Vec<u8>> {
    if content.len() > MAX {
        return Err(Error::TooLarge);
    }
    let length = u32::try_from(content.len()).map_err(|_| Error::TooLarge)?;
    let padded = bucket(content.len());
    let mut out = Vec::with_capacity(padded + aead::TAG);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(content);
    out.resize(padded, 0);
    Ok(out)
}

/// The content of padded bytes that have been authenticated.
pub(crate) fn unpad(mut padded: Plain) -> Result<Plain> {
    let length = content(&padded)?.len();
    // In place: a second copy would have to be wiped too.
    padded.keep(PREFIX, length);
    Ok(padded)
}

/// The content within padded bytes that have been authenticated.
pub(crate) fn content(padded: &[u8]) -> Result<&[u8]> {
    let (prefix, rest) = padded.split_first_chunk::<PREFIX>().ok_or(Error::Format)?;
    let length = usize::try_from(u32::from_be_bytes(*prefix)).map_err(|_| Error::Format)?;
    rest.get(..length).ok_or(Error::Format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_64_times_powers_of_two_and_come_back() {
        for (length, padded) in [
            (0, 64),
            (60, 64),
            (61, 128),
            (124, 128),
            (125, 256),
            (5000, 8192),
        ] {
            let content: Vec<u8> = (0..length).map(|n: usize| n.to_le_bytes()[0]).collect();
            let bytes = pad(&content).unwrap();
            assert_eq!(bytes.len(), padded, "{length}");
            assert_eq!(super::content(&bytes).unwrap(), content);
            assert_eq!(&*unpad(Plain::new(bytes)).unwrap(), content.as_slice());
        }
        assert!(matches!(pad(&vec![0; MAX + 1]), Err(Error::TooLarge)));
        assert!(unpad(Plain::new(vec![0, 0, 0])).is_err());
        assert!(unpad(Plain::new(vec![0, 0, 0, 2, 1])).is_err());
    }
}
