//! Hand-over of a leaver's files: by somebody who holds the unit's key. Each file is its own change, decided like any assignment.

use crate::files::{FileQuery, Post, code_of};
use crate::journal::Draft;
use crate::{AppError, AppResult, Desk};
use punte_domain::Authorized;
use punte_domain::access::{HandOver, Role};
use punte_domain::code::FileCode;
use punte_domain::compartment::Compartments;
use punte_domain::file::Command;
use punte_domain::id::{UnitId, UserId};
use punte_domain::roster::Filter;
use punte_store::{MembershipState, WorkRow};
use serde::Serialize;

/// What there is to hand over in one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Leaver {
    /// Who leaves.
    pub user: UserId,
    /// Which unit.
    pub unit: UnitId,
    /// Whether the asker holds its key; without it, no file can be handed over.
    pub held: bool,
    /// Open files of which they are the case manager.
    pub files: Vec<FileCode>,
    /// Open pieces of work that are theirs.
    pub work: usize,
    /// Who can take over: active case managers and supervisors of the unit.
    pub successors: Vec<(UserId, String)>,
}

/// What was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandedOver {
    /// Files that have the new case manager.
    pub moved: Vec<FileCode>,
    /// Files that stayed, because the asker may not assign there or somebody wrote meanwhile.
    pub stayed: Vec<FileCode>,
    /// Pieces of work that moved.
    pub work: usize,
}

impl Desk {
    async fn may_hand_over(&self, unit: UnitId) -> AppResult<Authorized<HandOver>> {
        let resource = self.app.0.store.relations().unit(unit).await?;
        self.permit::<HandOver>(unit.0, resource, Compartments::NONE)
            .await
    }

    /// What somebody would leave behind in a unit.
    pub async fn leaver(&self, user: UserId, unit: UnitId) -> AppResult<Leaver> {
        self.may_hand_over(unit).await?;
        let relations = self.app.0.store.relations();
        relations.user(user).await?.ok_or(AppError::Absent)?;
        let held = self.ring.unit(unit).is_some();
        let files = if held {
            self.files_of(user, unit).await?
        } else {
            Vec::new()
        };
        Ok(Leaver {
            user,
            unit,
            held,
            files,
            work: relations.work_assigned(unit, user).await?.len(),
            successors: self.successors(user, unit).await?,
        })
    }

    async fn successors(&self, leaver: UserId, unit: UnitId) -> AppResult<Vec<(UserId, String)>> {
        let members = self.app.0.store.relations().members(unit).await?;
        let fit = members.iter().filter(|m| {
            m.user != leaver
                && m.state == MembershipState::Active
                && matches!(m.role, Role::CaseManager | Role::Supervisor)
        });
        let users = fit.map(|m| m.user).collect();
        Ok(self
            .app
            .names(users, [].into())
            .await?
            .users
            .into_iter()
            .collect())
    }

    /// The open files of somebody, page by page through the one list.
    async fn files_of(&self, user: UserId, unit: UnitId) -> AppResult<Vec<FileCode>> {
        let mut query = FileQuery {
            filter: Filter {
                closed: Some(false),
                ..Filter::default()
            },
            ..FileQuery::default()
        };
        let mut codes = Vec::new();
        loop {
            let page = self.files(&query).await?;
            let own = page
                .rows
                .iter()
                .filter(|r| r.line.manager == Some(user) && r.line.lead == Some(unit));
            codes.extend(own.map(|r| code_of(r.line.file)));
            query.page += 1;
            if query.page >= page.pages {
                return Ok(codes);
            }
        }
    }

    /// Hands everything over. Files first, so that work follows only where the unit's key was there.
    pub async fn hand_over(
        &self,
        user: UserId,
        unit: UnitId,
        to: UserId,
        post: Post,
    ) -> AppResult<HandedOver> {
        let proof = self.may_hand_over(unit).await?;
        let leaver = self.leaver(user, unit).await?;
        if !leaver.held {
            return Err(AppError::invalid("", "key-not-held"));
        }
        if !leaver.successors.iter().any(|(id, _)| *id == to) {
            return Err(AppError::invalid("to", "choice-unknown"));
        }
        let mut done = HandedOver {
            moved: Vec::new(),
            stayed: Vec::new(),
            work: 0,
        };
        for code in leaver.files {
            let assign = Command::Assign {
                user: to,
                unit,
                lead: true,
            };
            let own = Post {
                id: self.app.new_entry(),
                version: None,
            };
            match self.write_file(code, assign, own).await {
                Ok(_) => done.moved.push(code),
                Err(AppError::Unavailable) => return Err(AppError::Unavailable),
                Err(_) => done.stayed.push(code),
            }
        }
        done.work = self.move_work(&proof, user, unit, to, post).await?;
        Ok(done)
    }

    async fn move_work(
        &self,
        proof: &Authorized<HandOver>,
        user: UserId,
        unit: UnitId,
        to: UserId,
        post: Post,
    ) -> AppResult<usize> {
        let rows = self
            .app
            .0
            .store
            .relations()
            .work_assigned(unit, user)
            .await?;
        let count = rows.len();
        let mut draft = Draft::default();
        for row in rows {
            draft.put(WorkRow {
                assignee: Some(to),
                ..row
            });
        }
        let moved = self
            .settle(
                proof,
                draft,
                post.id,
                &("hand over", user, unit, to),
                count as u64,
            )
            .await?;
        moved
            .and_then(|n| usize::try_from(n).ok())
            .ok_or(AppError::Unavailable)
    }
}
