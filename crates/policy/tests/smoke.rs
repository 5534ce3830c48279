//! The built-in policies load and are complete.
use punte_policy::Policy;

#[test]
fn the_policies_load_and_every_action_has_one() {
    Policy::load().expect("the policies are valid and complete");
}
