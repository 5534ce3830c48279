//! The walk: breadth-first from the start, every event at every reachable state (ruling 29).

use super::Machine;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What is wrong with a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault<M> {
    /// No way leads there.
    Unreachable(M),
    /// A step leads to a state that the machine does not list.
    Dangling(M),
    /// Nothing leads on from there to a state in which the work may end.
    Trap(M),
    /// An event that is possible nowhere.
    Idle(String),
}

/// Every fault of a machine; none for a sound one.
#[must_use]
pub fn walk<M: Machine>() -> Vec<Fault<M>> {
    let steps = steps::<M>();
    let reached: BTreeSet<M> = steps.keys().copied().collect();
    let mut faults = Vec::new();
    faults.extend(
        M::STATES
            .iter()
            .filter(|s| !reached.contains(s))
            .map(|s| Fault::Unreachable(*s)),
    );
    faults.extend(
        reached
            .iter()
            .filter(|s| !M::STATES.contains(s))
            .map(|s| Fault::Dangling(*s)),
    );
    let safe = safe(&steps);
    faults.extend(
        reached
            .iter()
            .filter(|s| !safe.contains(s))
            .map(|s| Fault::Trap(*s)),
    );
    faults.extend(
        M::EVENTS
            .iter()
            .filter(|event| reached.iter().all(|state| state.on(**event).is_none()))
            .map(|event| Fault::Idle(format!("{event:?}"))),
    );
    faults
}

fn steps<M: Machine>() -> BTreeMap<M, BTreeSet<M>> {
    let mut steps = BTreeMap::new();
    let mut queue = VecDeque::from([M::START]);
    while let Some(state) = queue.pop_front() {
        if steps.contains_key(&state) {
            continue;
        }
        let next: BTreeSet<M> = M::EVENTS
            .iter()
            .filter_map(|event| state.on(*event))
            .collect();
        queue.extend(next.iter().copied());
        steps.insert(state, next);
    }
    steps
}

/// States from which an end can be reached.
fn safe<M: Machine>(steps: &BTreeMap<M, BTreeSet<M>>) -> BTreeSet<M> {
    let mut safe: BTreeSet<M> = steps.keys().copied().filter(|s| s.may_end()).collect();
    loop {
        let more: Vec<M> = steps
            .iter()
            .filter(|(state, next)| !safe.contains(state) && !next.is_disjoint(&safe))
            .map(|(state, _)| *state)
            .collect();
        if more.is_empty() {
            return safe;
        }
        safe.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::super::*;
    use super::*;

    #[test]
    fn every_machine_is_sound() {
        assert_eq!(walk::<Option<Identification>>(), []);
        assert_eq!(walk::<Option<Referral>>(), []);
        assert_eq!(walk::<Option<Account>>(), []);
        assert_eq!(walk::<Option<TaskStatus>>(), []);
        assert_eq!(walk::<Concern>(), []);
        assert_eq!(walk::<FileLife>(), []);
        assert_eq!(walk::<ConsentLife>(), []);
        assert_eq!(walk::<Transfer>(), []);
        assert_eq!(walk::<ServiceLife>(), []);
        assert_eq!(walk::<BodyLife>(), []);
    }

    /// Planted: state 3 is unreachable, 9 is not listed, 2 is a trap, event `z` is idle.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    struct Bad(u8);

    impl Machine for Bad {
        type Event = char;
        const START: Self = Self(0);
        const STATES: &'static [Self] = &[Self(0), Self(1), Self(2), Self(3)];
        const EVENTS: &'static [char] = &['a', 'b', 'c', 'z'];
        fn on(self, event: char) -> Option<Self> {
            match (self.0, event) {
                (0, 'a') => Some(Self(1)),
                (0, 'b') | (2, 'a') => Some(Self(2)),
                (1, 'c') => Some(Self(9)),
                _ => None,
            }
        }
        fn may_end(self) -> bool {
            matches!(self.0, 1 | 9)
        }
    }

    #[test]
    fn a_bad_machine_is_caught() {
        assert_eq!(
            walk::<Bad>(),
            [
                Fault::Unreachable(Bad(3)),
                Fault::Dangling(Bad(9)),
                Fault::Trap(Bad(2)),
                Fault::Idle("'z'".to_owned()),
            ]
        );
    }
}
