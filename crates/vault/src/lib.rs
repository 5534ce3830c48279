//! Keys and sealing; the only crate that may name a cipher.
