//! The fuzz targets over their seeds and thousands of mutations, in every test run.

mod body;
#[path = "../../../../fuzz/mutate.rs"]
mod mutate;

#[test]
fn persons() {
    let tokens: [&[u8]; 10] = [
        b",",
        b"\"",
        b"\n",
        "ștefania".as_bytes(),
        "Гаврилюк".as_bytes(),
        b"2012-02-30",
        b"~13",
        b"cnp",
        b"varsta",
        b"nume",
    ];
    mutate::run("persons", &tokens, 2_000, body::persons);
}

#[test]
fn gazetteer() {
    let tokens: [&[u8]; 5] = [b";", b"\"", b"\n", b"SIRUTA", b"179132"];
    mutate::run("gazetteer", &tokens, 10_000, body::gazetteer);
}
