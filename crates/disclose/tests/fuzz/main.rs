//! The fuzz targets over their seeds and thousands of mutations, in every test run.

mod body;
#[path = "../../../../fuzz/mutate.rs"]
mod mutate;

#[test]
fn tables() {
    let tokens: [&[u8]; 8] = [
        b",", b"\"", b"\n", b"\r\n", b";", b"\t", b"a,b\n", b"\"\"\"",
    ];
    mutate::run("table", &tokens, 40_000, body::table);
}

#[test]
fn specifications() {
    let tokens: [&[u8]; 14] = [
        b"k = 1\n",
        b"width = 99\n",
        b"[rules]\n",
        b"[[tables]]\n",
        b"whole = true\n",
        b"\"county@region\"",
        b"\"quarter\"",
        b"columns = [\"age\", \"county\"]\n",
        b"coarsen = \"auto\"\n",
        b"least_counted = 1.0\n",
        b"round = 5\n",
        b"-1",
        b"99999999999999999999",
        b"]",
    ];
    mutate::run("spec", &tokens, 6_000, body::spec);
}
