//! The country pack.

/// A country's lists, clocks, authorities, offences. Parsed once.
#[derive(Debug)]
pub struct CountryPack {}
