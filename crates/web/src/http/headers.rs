//! The headers of every answer (security.md §3.9): nothing inline, nothing foreign, nothing cached, nothing framed.

use axum::http::{HeaderMap, HeaderValue, header};

/// No inline, no eval, no foreign origin; scripts cannot write HTML (Trusted Types).
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
     connect-src 'self'; form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; \
     object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// How long an answer may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caching {
    /// Never: everything behind a sign-in, and every error.
    No,
    /// Five minutes: public statistics.
    Public,
    /// For ever: an asset whose address carries its hash.
    Immutable,
}

/// Puts them on. `https` adds what only makes sense there.
pub fn dress(headers: &mut HeaderMap, caching: Caching, https: bool) {
    let mut set = |name: header::HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "no-referrer");
    set(
        header::HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        header::HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    set(
        header::HeaderName::from_static("cross-origin-embedder-policy"),
        "require-corp",
    );
    set(
        header::HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    );
    if https {
        set(
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=63072000; includeSubDomains",
        );
    }
    set(
        header::CACHE_CONTROL,
        match caching {
            Caching::No => "no-store",
            Caching::Public => "public, max-age=300",
            Caching::Immutable => "public, max-age=31536000, immutable",
        },
    );
}
