//! Trees of categories. Every column of a published table has one; a flat column is a tree of two levels.

use std::collections::BTreeMap;

use crate::Error;

/// The name of the root of every hierarchy.
pub const ALL: &str = "*";

/// A tree of categories with levels: level 0 is [`ALL`], the last level holds the values of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hierarchy {
    name: String,
    nodes: Vec<Node>,
    levels: Vec<Vec<usize>>,
    leaves: BTreeMap<String, usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Node {
    name: String,
    parent: usize,
    level: usize,
}

impl Hierarchy {
    /// A tree from its leaves: each leaf with its ancestors from the nearest to the farthest, without [`ALL`].
    /// All leaves must be equally deep.
    ///
    /// # Errors
    /// [`Error::Parameter`] when a leaf is named twice, is deeper than another, or a group lies in two groups.
    pub fn new(name: &str, leaves: &[(String, Vec<String>)]) -> Result<Self, Error> {
        let depth = leaves.first().map_or(0, |(_, path)| path.len());
        let mut tree = Self {
            name: name.to_owned(),
            nodes: vec![Node {
                name: ALL.to_owned(),
                parent: 0,
                level: 0,
            }],
            levels: vec![Vec::new(); depth + 2],
            leaves: BTreeMap::new(),
        };
        tree.levels[0].push(0);
        for (leaf, path) in leaves {
            if path.len() != depth {
                return Err(Error::Parameter(format!(
                    "hierarchy {name}: {leaf} is not as deep as the others"
                )));
            }
            let mut at = 0;
            for (above, step) in path.iter().rev().chain([leaf]).enumerate() {
                at = tree.child(at, above + 1, step)?;
            }
            if tree.leaves.insert(leaf.clone(), at).is_some() {
                return Err(Error::Parameter(format!(
                    "hierarchy {name}: {leaf} appears twice"
                )));
            }
        }
        Ok(tree)
    }

    /// A tree with no groups.
    ///
    /// # Errors
    /// As [`Hierarchy::new`].
    pub fn flat(name: &str, values: &[String]) -> Result<Self, Error> {
        Self::new(
            name,
            &values
                .iter()
                .map(|value| (value.clone(), Vec::new()))
                .collect::<Vec<_>>(),
        )
    }

    fn child(&mut self, parent: usize, level: usize, name: &str) -> Result<usize, Error> {
        if let Some(&known) = self.levels[level]
            .iter()
            .find(|&&node| self.nodes[node].name == name)
        {
            if self.nodes[known].parent != parent {
                return Err(Error::Parameter(format!(
                    "hierarchy {}: {name} lies in two groups",
                    self.name
                )));
            }
            return Ok(known);
        }
        self.nodes.push(Node {
            name: name.to_owned(),
            parent,
            level,
        });
        let node = self.nodes.len() - 1;
        self.levels[level].push(node);
        Ok(node)
    }

    /// The column's name.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// Number of levels, [`ALL`] included.
    pub fn depth(&self) -> usize {
        self.levels.len()
    }
    /// Nodes of a level; empty past the last.
    pub fn level(&self, level: usize) -> &[usize] {
        self.levels.get(level).map_or(&[], Vec::as_slice)
    }
    /// A node's name. Node 0 is [`ALL`].
    pub fn label(&self, node: usize) -> &str {
        self.nodes.get(node).map_or(ALL, |node| node.name.as_str())
    }
    /// The node of a value of the table.
    pub fn leaf(&self, value: &str) -> Option<usize> {
        self.leaves.get(value).copied()
    }
    /// The node's ancestor at `level` (itself when that is its level; the root when `level` is deeper).
    pub fn ancestor(&self, mut node: usize, level: usize) -> usize {
        while let Some(found) = self.nodes.get(node) {
            if found.level <= level {
                return if found.level == level { node } else { 0 };
            }
            node = found.parent;
        }
        0
    }
    /// A node's level.
    pub fn level_of(&self, node: usize) -> usize {
        self.nodes.get(node).map_or(0, |node| node.level)
    }
    /// Node by name at any level; the first from the root.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.name == name)
    }
}
