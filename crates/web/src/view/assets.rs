//! Built assets, embedded in the binary, each under an address that names its content.

use rust_embed::RustEmbed;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "../../assets/dist"]
struct Built;

/// First half of the SHA-256 of every asset, in hexadecimal.
static HASHES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    Built::iter()
        .filter_map(|name| {
            let file = Built::get(&name)?;
            let mut hash = String::with_capacity(32);
            for byte in file.metadata.sha256_hash().iter().take(16) {
                let _ = write!(hash, "{byte:02x}");
            }
            Some((name.into_owned(), hash))
        })
        .collect()
});

/// The address of an asset: `/assets/app.css?v=…`. It may be cached for ever.
pub fn url(name: &str) -> String {
    match HASHES.get(name) {
        Some(hash) => format!("/assets/{name}?v={hash}"),
        None => format!("/assets/{name}"),
    }
}

/// An asset's bytes and its entity tag (quoted, as the header wants it).
pub fn get(name: &str) -> Option<(Cow<'static, [u8]>, String)> {
    let file = Built::get(name)?;
    let hash = HASHES.get(name)?;
    Some((file.data, format!("\"{hash}\"")))
}

/// The media type of an asset by its name.
pub fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// The content security policy under which every page works.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_the_content() {
        for name in ["app.css", "app.js", "favicon.svg"] {
            let (bytes, tag) = get(name).expect(name);
            assert!(!bytes.is_empty());
            assert_eq!(
                url(name),
                format!("/assets/{name}?v={}", tag.trim_matches('"'))
            );
        }
        assert_eq!(get("none.css"), None);
    }
}
