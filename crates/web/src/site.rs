//! What every handler is given: the application, and how this site runs.

use punte_app::{App, Lang};

/// The site. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Site {
    /// The application.
    pub app: App,
    /// Whether people reach it by HTTPS. Only a demo on loopback is reached without.
    pub https: bool,
    /// Language where neither the person nor the browser says.
    pub default_lang: Lang,
    /// The demo's personas, for the page where one click signs in. Empty outside a demo.
    pub personas: std::sync::Arc<Vec<Persona>>,
    /// Places for the requests of signed-in people that are worked on at the same time. The others wait outside, where they take
    /// no memory for what they will open.
    pub places: std::sync::Arc<tokio::sync::Semaphore>,
}

/// A person of the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Persona {
    /// Sign-in name.
    pub login: String,
    /// Name.
    pub name: String,
    /// What they are, in each language.
    pub role_ro: String,
    /// See `role_ro`.
    pub role_en: String,
    /// Organisation.
    pub organisation: String,
    /// The demo's passphrase, the same for everybody and printed at start.
    pub passphrase: String,
}

impl Site {
    /// The session cookie's name. `__Host-` binds it to this host and to HTTPS, which a loopback demo doesn't have (ruling 18).
    pub fn cookie_name(&self) -> &'static str {
        if self.https {
            "__Host-punte"
        } else {
            "punte-demo"
        }
    }

    /// The cookie that keeps a session.
    pub fn session_cookie(&self, token: &str) -> String {
        let secure = if self.https { "; Secure" } else { "" };
        format!(
            "{}={token}; Path=/; HttpOnly; SameSite=Strict{secure}",
            self.cookie_name()
        )
    }

    /// The cookie that takes a session away.
    pub fn cleared_cookie(&self) -> String {
        let secure = if self.https { "; Secure" } else { "" };
        format!(
            "{}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0{secure}",
            self.cookie_name()
        )
    }

    /// The cookie that keeps the chosen language. Says nothing else.
    pub fn language_cookie(&self, lang: Lang) -> String {
        let secure = if self.https { "; Secure" } else { "" };
        format!(
            "lang={}; Path=/; SameSite=Lax; Max-Age=31536000{secure}",
            lang.tag()
        )
    }

    /// The cookie that switches single-key shortcuts off in this browser, or takes that back. Says nothing else.
    pub fn shortcuts_cookie(&self, off: bool) -> String {
        let secure = if self.https { "; Secure" } else { "" };
        let (value, age) = if off { ("1", 31_536_000) } else { ("", 0) };
        let name = crate::pages::SHORTCUTS_OFF;
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}")
    }
}
