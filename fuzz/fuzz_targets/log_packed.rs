#![no_main]

#[path = "../../crates/journeys/tests/fuzz/body.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::log_packed(data));
