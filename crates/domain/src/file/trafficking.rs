//! The trafficking event: acts, means, purposes (Palermo Protocol art. 3; Directive 2011/36/EU art. 2 as amended).

use crate::time::PartialDate;
use crate::values::{Answer, Code, Place};
use serde::{Deserialize, Serialize};

/// What is known of what was done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Event {
    /// Acts (list `act`).
    pub acts: Vec<Code>,
    /// Means (list `means`).
    pub means: Vec<Code>,
    /// Purposes (list `exploitation`).
    pub purposes: Vec<Code>,
    /// Where.
    pub places: Vec<Place>,
    /// From.
    pub from: Option<PartialDate>,
    /// To.
    pub to: Option<PartialDate>,
    /// What the person is said to have agreed to. Recorded, and never makes it legal.
    pub apparent_consent: Answer<bool>,
    /// In words.
    pub text: String,
}

/// What the recorded elements add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elements {
    /// All that the definition asks for is there.
    Complete,
    /// Something is missing.
    Missing {
        /// No act.
        act: bool,
        /// No means, which an adult's case needs.
        means: bool,
        /// No purpose.
        purpose: bool,
    },
}

/// Whether what is recorded has the elements of trafficking: act, means and purpose; for a child act and purpose suffice
/// (Palermo Protocol art. 3(c), Penal Code art. 211). Consent is not looked at: where means were used or the person is a child,
/// it never makes trafficking legal (art. 3(b), Penal Code art. 210(3)).
#[must_use]
pub fn trafficking_elements(event: &Event, child: bool) -> Elements {
    let act = event.acts.is_empty();
    let means = !child && event.means.is_empty();
    let purpose = event.purposes.is_empty();
    if act || means || purpose {
        Elements::Missing {
            act,
            means,
            purpose,
        }
    } else {
        Elements::Complete
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(acts: usize, means: usize, purposes: usize, consent: Answer<bool>) -> Event {
        let some = |n: usize| vec![Code::new("x"); n];
        Event {
            acts: some(acts),
            means: some(means),
            purposes: some(purposes),
            apparent_consent: consent,
            ..Event::default()
        }
    }

    #[test]
    fn for_a_child_act_and_purpose_suffice_and_consent_changes_nothing() {
        for consent in [
            Answer::NotAsked,
            Answer::Said(true),
            Answer::Said(false),
            Answer::DoesNotKnow,
        ] {
            assert_eq!(
                trafficking_elements(&event(1, 0, 1, consent), true),
                Elements::Complete
            );
            assert_eq!(
                trafficking_elements(&event(1, 1, 1, consent), false),
                Elements::Complete
            );
            assert_eq!(
                trafficking_elements(&event(1, 0, 1, consent), false),
                Elements::Missing {
                    act: false,
                    means: true,
                    purpose: false
                }
            );
        }
        assert_eq!(
            trafficking_elements(&event(0, 1, 0, Answer::NotAsked), true),
            Elements::Missing {
                act: true,
                means: false,
                purpose: true
            }
        );
    }
}
