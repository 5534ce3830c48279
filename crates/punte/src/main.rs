//! The command line of Punte.
fn main() {}
