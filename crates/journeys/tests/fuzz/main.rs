//! The fuzz targets over their seeds and thousands of mutations, in every test run.

mod body;
#[path = "../../../../fuzz/mutate.rs"]
mod mutate;

#[test]
fn tables() {
    let tokens: [&[u8]; 7] = [
        b",",
        b"\"",
        b"\n",
        b"\r\n",
        b"2026-01-01",
        b"T25:61:00+99:99",
        b";",
    ];
    mutate::run("log_csv", &tokens, 20_000, body::log_csv);
}

#[test]
fn xes() {
    let tokens: [&[u8]; 10] = [
        b"<event>",
        b"</event>",
        b"<trace>",
        b"</trace>",
        b"<string key=\"concept:name\" value=\"a\"/>",
        b"<date key=\"time:timestamp\" value=\"2026-01-01\"/>",
        b"<![CDATA[",
        b"<!--",
        b"&#x0;",
        b"<!DOCTYPE a>",
    ];
    mutate::run("log_xes", &tokens, 20_000, body::log_xes);
}

#[test]
fn ocel() {
    let tokens: [&[u8]; 10] = [
        b"{",
        b"}",
        b"[",
        b"\"events\":[",
        b"\"id\":\"e1\",",
        b"\"objectId\":\"c1\"",
        b"<object id=\"c1\" type=\"child\"/>",
        b"<relationship object-id=\"c1\" qualifier=\"\"/>",
        b"\\u0000",
        b"1e999",
    ];
    mutate::run("log_ocel", &tokens, 10_000, body::log_ocel);
}

#[test]
fn packed() {
    let tokens: [&[u8]; 2] = [b"\x1f\x8b\x08", b"\0\0\0\0"];
    mutate::run("log_packed", &tokens, 5_000, body::log_packed);
}
