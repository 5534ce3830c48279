//! Views of the list of files that somebody keeps for themself: a name and an address, sealed to them alone. The name is free
//! text, and somebody will write a child's.

use crate::files::Post;
use crate::journal::Draft;
use crate::{AppError, AppResult, Desk};
use punte_domain::id::EntryId;
use punte_domain::roster::is_view_name;
use punte_store::{RowKey, RowOp, ViewRow};
use punte_vault::{Bound, Purpose, wrap};

/// Most views that one person keeps: they stand beside each other.
const MOST: usize = 12;
/// Version of what is sealed.
const SCHEMA: u16 = 1;

/// A view that somebody keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Its id.
    pub id: EntryId,
    /// What its owner calls it.
    pub name: String,
    /// The list's address after the question mark.
    pub address: String,
}

impl Desk {
    /// One's own views, by name.
    pub async fn views(&self) -> AppResult<Vec<View>> {
        let proof = self.own().await?;
        let rows = self.app.0.store.fetch_views(&proof).await?;
        // What was sealed to keys that somebody no longer has opens no more: it is gone for them too.
        let mut views: Vec<View> = rows.iter().filter_map(|row| self.open_view(row)).collect();
        views.sort_by_cached_key(|view| (punte_words::fold(&view.name), view.id));
        Ok(views)
    }

    /// Keeps an address of the list under a name. One of the same name gives way to it.
    pub async fn keep_view(&self, name: &str, address: &str, post: Post) -> AppResult<()> {
        let proof = self.own().await?;
        let name = name.trim();
        if !is_view_name(name) {
            return Err(AppError::invalid("name", "view-name-bad"));
        }
        let before = self.views().await?;
        let mut draft = Draft::default();
        let same: Vec<_> = before.iter().filter(|view| view.name == name).collect();
        if before.len() - same.len() >= MOST {
            return Err(AppError::invalid("name", "views-too-many"));
        }
        for view in same.iter().filter(|view| view.id != post.id) {
            self.drop_row(&mut draft, view.id);
        }
        draft.put(self.seal_view(post.id, name, address)?);
        self.commit_own(&proof, draft, post, &("view", name, address))
            .await
    }

    /// Takes a view away. One that is not there is no error.
    pub async fn drop_view(&self, id: EntryId, post: Post) -> AppResult<()> {
        let proof = self.own().await?;
        let mut draft = Draft::default();
        self.drop_row(&mut draft, id);
        self.commit_own(&proof, draft, post, &("no view", id)).await
    }

    fn drop_row(&self, draft: &mut Draft, id: EntryId) {
        let user = self.user_id();
        draft.rows.push(RowOp::Delete(RowKey::View { user, id }));
    }

    fn seal_view(&self, id: EntryId, name: &str, address: &str) -> AppResult<ViewRow> {
        let user = self.user_id();
        let mut clear = Vec::new();
        ciborium::into_writer(&(name, address), &mut clear).map_err(|_| AppError::Unavailable)?;
        let to = self.ring.user.public();
        let rng = &*self.app.0.rng;
        let sealed = wrap::seal_to(&to, place(&user.0, &id), &clear, rng)?;
        Ok(ViewRow { user, id, sealed })
    }

    fn open_view(&self, row: &ViewRow) -> Option<View> {
        let place = place(&row.user.0, &row.id);
        let clear = wrap::open_sealed(&self.ring.user, place, &row.sealed).ok()?;
        let (name, address) = ciborium::from_reader(clear.as_ref()).ok()?;
        Some(View {
            id: row.id,
            name,
            address,
        })
    }
}

fn place<'a>(user: &'a [u8; 16], id: &'a EntryId) -> Bound<'a> {
    Bound {
        schema: SCHEMA,
        stream: user,
        entry: &id.0,
        compartment: 0,
        purpose: Purpose::Account,
    }
}
