#!/bin/sh
# One target under libFuzzer with the stable toolchain. usage: run.sh TARGET SECONDS
# What stands in RUSTFLAGS is what `cargo fuzz` sets without a sanitizer: the code under test is safe Rust.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=$1 seconds=$2
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Cdebug-assertions -Ccodegen-units=1"
host=$(rustc -vV | sed -n 's/^host: //p')
cargo build --manifest-path "$here/Cargo.toml" --release --locked --target "$host" --bin "$target"
mkdir -p "$here/corpus/$target" "$here/artifacts/$target"
exec "${CARGO_TARGET_DIR:-$here/target}/$host/release/$target" "$here/corpus/$target" "$here/seeds/$target" \
    -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=65536 -artifact_prefix="$here/artifacts/$target/"
