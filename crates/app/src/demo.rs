//! Desks at past moments, so that a demo's fictitious history is written by the same functions as everything else.

use crate::auth::principal;
use crate::desk::Desk;
use crate::keyring::Keyring;
use crate::{App, AppError, AppResult};
use punte_domain::Moment;
use punte_domain::id::UserId;
use punte_store::UserState;
use punte_vault::UserKeys;

/// Belongs to no session: nobody signed in.
const NO_SESSION: [u8; 32] = [0; 32];

impl App {
    /// The desk of a person of a demo at a moment, with keys that were unlocked before. Absent outside a demo.
    pub async fn demo_desk(&self, user: UserId, keys: UserKeys, at: Moment) -> AppResult<Desk> {
        if !self.is_demo() {
            return Err(AppError::Absent);
        }
        let relations = self.0.store.relations();
        let user = relations.user(user).await?.ok_or(AppError::Absent)?;
        if user.state != UserState::Active {
            return Err(AppError::Absent);
        }
        let seats = relations.seats(user.id).await?;
        let principal = principal(user.id, &seats, true);
        let ring = Keyring::open(user.id, keys, &seats);
        Ok(Desk {
            app: self.clone(),
            principal,
            ring,
            user,
            request: self.new_request(),
            now: at,
            session: NO_SESSION,
        })
    }
}

impl Desk {
    /// The same desk at another moment, as another request. Absent outside a demo.
    pub fn demo_at(self, at: Moment) -> AppResult<Self> {
        if !self.app.is_demo() {
            return Err(AppError::Absent);
        }
        self.app.take_decisions(self.request);
        let request = self.app.new_request();
        Ok(Self {
            request,
            now: at,
            ..self
        })
    }
}
