#![no_main]

#[path = "../../crates/disclose/tests/fuzz/body.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::table(data));
