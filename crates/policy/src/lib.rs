//! Cedar policies and the only way to an Authorized value.
