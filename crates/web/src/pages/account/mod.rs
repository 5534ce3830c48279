//! One's own account, and the two ways to an account without one: joining, and coming back with the recovery code.

mod device;
mod join;
mod own;
mod recover;
mod secrets;

pub use own::membership_mark;

use crate::http::fields::Shape;
use crate::http::route::{Route, Takes};
use crate::{guarded, public};

/// Small forms are small.
const SMALL: usize = 8 * 1024;
/// What travels from the first page of joining to the second: locked keys as hexadecimal digits.
const JOIN: usize = 32 * 1024;

const fn fields(single: &'static [&'static str]) -> Shape {
    Shape { single, many: &[] }
}

const NONE: Shape = fields(&[]);
const SESSION: Shape = fields(&["session"]);
const UNIT: Shape = fields(&["unit"]);
const LANGUAGE: Shape = fields(&["language"]);
const SHORTCUTS: Shape = fields(&["shortcuts"]);
const PASSPHRASE: Shape = fields(&["old", "new", "again"]);
const PROOF: Shape = fields(&["passphrase"]);
const KEEP: Shape = fields(&["sealed", "code"]);
const RECOVER: Shape = fields(&["login", "code", "new", "again", "secret", "totp"]);
const BEGIN: Shape = fields(&["name", "title", "new", "again"]);
const FINISH: Shape = fields(&["carried", "code", "totp"]);

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Get Page "/account", OwnAccount, Takes::Nothing, own::page),
    guarded!(Post Page "/account/sessions/end", OwnAccount, Takes::Form(SESSION, SMALL), own::end_one),
    guarded!(Post Page "/account/sessions/end-others", OwnAccount, Takes::Form(NONE, SMALL), own::end_others),
    guarded!(Post Page "/account/take-up", OwnAccount, Takes::Form(UNIT, SMALL), own::take_up),
    guarded!(Post Page "/account/language", OwnAccount, Takes::Form(LANGUAGE, SMALL), own::language),
    guarded!(Post Page "/account/shortcuts", OwnAccount, Takes::Form(SHORTCUTS, SMALL), own::shortcuts),
    guarded!(Get Page "/account/passphrase", OwnAccount, Takes::Nothing, secrets::passphrase_page),
    guarded!(Post Page "/account/passphrase", OwnAccount, Takes::Form(PASSPHRASE, SMALL), secrets::passphrase),
    guarded!(Get Page "/account/recovery", OwnAccount, Takes::Nothing, secrets::recovery_page),
    guarded!(Post Page "/account/recovery", OwnAccount, Takes::Form(PROOF, SMALL), secrets::recovery),
    guarded!(Post Page "/account/recovery/keep", OwnAccount, Takes::Form(KEEP, SMALL), secrets::keep_recovery),
    guarded!(Get Page "/account/second-factor", OwnAccount, Takes::Nothing, secrets::factor_page),
    guarded!(Post Page "/account/second-factor", OwnAccount, Takes::Form(PROOF, SMALL), secrets::factor),
    guarded!(Post Page "/account/second-factor/keep", OwnAccount, Takes::Form(KEEP, SMALL), secrets::keep_factor),
    public!(Get Page "/recover", Takes::Nothing, recover::page),
    public!(Post Page "/recover", Takes::Form(RECOVER, SMALL), recover::recover),
    public!(Get Page "/join/{secret}", Takes::Nothing, join::page),
    public!(Post Page "/join/{secret}", Takes::Form(BEGIN, SMALL), join::begin),
    public!(Post Page "/join/{secret}/finish", Takes::Form(FINISH, JOIN), join::finish),
];
