//! Lists: sortable headers, filter chips, pages.

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its heading, also the label of its cells on a narrow screen.
    pub label: String,
    /// Whether it holds numbers, which stand to the right.
    pub numeric: bool,
    /// Sorting by it, if it can be sorted.
    pub sort: Option<Sort>,
}

/// How a column sorts.
#[derive(Clone, Debug)]
pub struct Sort {
    /// The link that sorts by it, or turns the order round.
    pub href: String,
    /// The order now, if the list is sorted by it.
    pub now: Option<Order>,
}

/// An order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Column {
    /// A column of text.
    pub fn text(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            numeric: false,
            sort: None,
        }
    }

    /// A column of numbers.
    pub fn number(label: impl Into<String>) -> Self {
        Self {
            numeric: true,
            ..Self::text(label)
        }
    }

    /// Sortable by a link.
    #[must_use]
    pub fn sorted_by(mut self, href: impl Into<String>, now: Option<Order>) -> Self {
        self.sort = Some(Sort {
            href: href.into(),
            now,
        });
        self
    }

    /// The value of `aria-sort`; empty when the column does not sort.
    pub fn aria_sort(&self) -> &'static str {
        match self.sort.as_ref().map(|s| s.now) {
            None => "",
            Some(None) => "none",
            Some(Some(Order::Ascending)) => "ascending",
            Some(Some(Order::Descending)) => "descending",
        }
    }
}

/// A filter in force, with the link that takes it away.
#[derive(Clone, Debug)]
pub struct Chip {
    /// What is filtered, in words.
    pub label: String,
    /// The same list without it.
    pub remove_href: String,
}

/// Where in a list of pages we are.
#[derive(Clone, Debug)]
pub struct Pages {
    /// This page, from 1.
    pub number: u32,
    /// How many there are.
    pub count: u32,
    /// Address of a page up to its number: `/files?stage=open&page=`.
    pub href_stem: String,
}

impl Pages {
    /// The address of a page.
    pub fn href(&self, number: &u32) -> String {
        format!("{}{number}", self.href_stem)
    }

    /// The page before, if there is one.
    pub fn previous(&self) -> Option<u32> {
        self.number.checked_sub(1).filter(|n| *n >= 1)
    }

    /// The page after, if there is one.
    pub fn next(&self) -> Option<u32> {
        self.number.checked_add(1).filter(|n| *n <= self.count)
    }

    /// Page numbers to show: first, last, and one on each side of here; `None` stands for a gap.
    pub fn shown(&self) -> Vec<Option<u32>> {
        let mut shown: Vec<Option<u32>> = Vec::new();
        let mut last = 0;
        for n in 1..=self.count {
            if n == 1 || n == self.count || n.abs_diff(self.number) <= 1 {
                if n > last + 1 {
                    shown.push(None);
                }
                shown.push(Some(n));
                last = n;
            }
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_show_the_ends_and_the_neighbours() {
        let pages = |number, count| Pages {
            number,
            count,
            href_stem: "?page=".into(),
        };
        assert_eq!(
            pages(5, 9).shown(),
            [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]
        );
        assert_eq!(pages(1, 1).shown(), [Some(1)]);
        assert_eq!(pages(1, 1).next(), None);
        assert_eq!(pages(1, 2).previous(), None);
    }
}
