//! A text as a QR code (ISO/IEC 18004), for the camera of an authenticator. Drawn here: a secret goes to no service.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write as _;

/// Side in modules, and the path of the dark ones. `None` for a text that no code can hold.
pub fn picture(text: &str) -> Option<(usize, String)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = code.size();
    let mut path = String::new();
    for y in 0..side {
        let mut x = 0;
        while x < side {
            let begin = x;
            while x < side && code.get_module(x, y) {
                x += 1;
            }
            if x > begin {
                // Writing to a text cannot fail.
                let _ = write!(path, "M{begin} {y}h{run}v1h-{run}z", run = x - begin);
            }
            x += 1;
        }
    }
    Some((usize::try_from(side).ok()?, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finder_patterns_are_there() {
        let (side, path) = picture("otpauth://totp/Punte:ioana?secret=ABC").unwrap();
        assert!(side >= 21 && (side - 21).is_multiple_of(4));
        let right = side - 7;
        assert!(path.starts_with("M0 0h7v1h-7z"));
        assert!(path.contains(&format!("M{right} 0h7v1h-7z")));
        assert!(picture(&"x".repeat(8_000)).is_none());
    }
}
