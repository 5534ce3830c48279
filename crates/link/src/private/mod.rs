//! "Do we share a child?" between two parties: keyed encodings compared in place of names.
//!
//! Each record becomes one bit string (cryptographic long-term key: Schnell, Bachteler, Reiher 2009/2011): pieces of the
//! names, the date and the sex each set a few bits chosen by HMAC-SHA-256 under a key that the two parties share and the
//! comparing side does not have. Similar records have similar bit strings.
//!
//! **What it does not do.** An encoding is pseudonymous, not anonymous. Whoever holds the key can encode every name in a
//! directory and look up the child: the key must never be where the encodings of the other side are. Without the key,
//! frequent bit patterns reveal frequent names (Kuzu 2011; Kroll and Steinmetzer 2015; Christen et al. 2017/2018), and
//! the graph of similarities alone can be matched against a public population (Vidanage et al. 2020). Flipping bits at
//! random (`flip`) and a fresh key for every exchange make this dearer, not impossible. Encodings are personal data
//! under the GDPR: exchange them under the same protocol as names, through duty officers, and delete them afterwards.

mod compare;
mod encode;

pub use compare::{PrivateMatch, compare_encodings};
pub use encode::{ENCODING_BITS, Encoder, Encoding, EncodingOptions};
