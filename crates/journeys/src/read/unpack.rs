//! Logs as archives keep them: XES repositories hold `.xes.gz`.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

/// The source as it is, or its content when its first two bytes are those of gzip (RFC 1952; several members in a row are read as
/// one). Memory: the 32 KiB window of the format. The unpacked size is not limited here; the readers' [`crate::Limits`] are.
///
/// # Errors
/// When the first bytes cannot be read. Later, a damaged or cut archive is an error of the kind [`io::ErrorKind::InvalidData`].
pub fn unpack<'r>(mut source: impl Read + 'r) -> io::Result<Box<dyn Read + 'r>> {
    let mut head = Vec::with_capacity(2);
    source.by_ref().take(2).read_to_end(&mut head)?;
    let packed = head == [0x1f, 0x8b];
    let whole = io::Cursor::new(head).chain(source);
    Ok(if packed {
        Box::new(Packed(MultiGzDecoder::new(whole)))
    } else {
        Box::new(whole)
    })
}

/// Says of every damage the same thing.
struct Packed<R>(R);

impl<R: Read> Read for Packed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidInput
            | io::ErrorKind::InvalidData
            | io::ErrorKind::UnexpectedEof => io::Error::new(
                io::ErrorKind::InvalidData,
                "the gzip archive is damaged or cut off",
            ),
            _ => error,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::{ErrorKind, Read as _, Write as _};

    use flate2::{Compression, write::GzEncoder};

    use super::unpack;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
        let mut out = Vec::new();
        unpack(bytes)?.read_to_end(&mut out).map(|_| out)
    }

    #[test]
    fn plain_and_packed_read_alike() {
        for text in [&b""[..], b"a", b"case,activity\n1,2\n"] {
            assert_eq!(read(text).unwrap(), text);
            assert_eq!(read(&packed(text)).unwrap(), text);
        }
        let two = [packed(b"one"), packed(b"two")].concat();
        assert_eq!(read(&two).unwrap(), b"onetwo");
    }

    #[test]
    fn a_cut_or_damaged_archive_is_said_to_be() {
        let whole = packed(&b"case,activity,time\n".repeat(100));
        for cut in 2..whole.len() {
            assert_eq!(
                read(&whole[..cut]).unwrap_err().kind(),
                ErrorKind::InvalidData,
                "{cut}"
            );
        }
        let mut bent = whole.clone();
        let last = bent.len() - 6;
        bent[last] ^= 1;
        assert_eq!(read(&bent).unwrap_err().kind(), ErrorKind::InvalidData);
    }
}
