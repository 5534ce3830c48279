//! Services, sessions and tasks.

use super::super::state::{Service, Session, State, TaskStatus};
use crate::context::Envelope;
use crate::id::{ServiceId, SessionId, TaskId};

/// A session whose service is known; the service remembers it once.
pub(super) fn session_of<'s>(
    state: &'s mut State,
    env: &Envelope,
    id: SessionId,
    of: ServiceId,
) -> &'s mut Session {
    if let Some(of) = service(state, of)
        && !of.sessions.contains(&id)
    {
        of.sessions.push(id);
    }
    let it = session(state, env, id);
    it.service = Some(of);
    it
}

pub(super) fn service(state: &mut State, id: ServiceId) -> Option<&mut Service> {
    state.services.iter_mut().find(|service| service.id == id)
}

pub(super) fn session<'s>(state: &'s mut State, env: &Envelope, id: SessionId) -> &'s mut Session {
    let place = state
        .sessions
        .iter()
        .position(|session| session.id == id)
        .unwrap_or_else(|| {
            state.sessions.push(Session {
                id,
                service: None,
                on: None,
                minutes: 0,
                attendance: None,
                next: None,
                words: Vec::new(),
                by: env.author,
                unit: env.unit,
            });
            state.sessions.len() - 1
        });
    // `place` was found or has just been pushed.
    &mut state.sessions[place]
}

pub(super) fn end_task(state: &mut State, env: &Envelope, id: TaskId, status: TaskStatus) {
    if let Some(task) = state.tasks.iter_mut().find(|task| task.id == id) {
        task.status = status;
        task.ended_at = Some(env.recorded_at);
    }
}
