#![no_main]

#[path = "../../crates/link/tests/fuzz/body.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::persons(data));
