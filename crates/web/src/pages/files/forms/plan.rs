//! What the work aims at: risk, plan, needs.

use super::super::head::Place;
use super::draw::set_date;
use super::notes::{read_room, room_question};
use super::run::{Form, Order};
use punte_app::Invalid;
use punte_app::domain::Refusal;
use punte_app::domain::compartment::CompartmentKind as K;
use punte_app::domain::file::Command;
use punte_app::domain::file::entry::{Goal, Need};
use punte_app::domain::pack::List;
use punte_app::domain::values::{Answer, Code};

fn wrong(field: &str, refusal: Refusal) -> Invalid {
    Invalid::new(field, refusal.code())
}

/// How much danger.
pub static RISK: Form = Form {
    slug: "risk",
    partners: false,
    back: Place::Overview,
    items: |d| {
        vec![
            d.radio_list("level", List::Risk),
            d.box_list("factors", List::RiskFactor),
            d.area_optional("text"),
            d.typed_day("review", true),
        ]
    },
    start: |d, fields| {
        let days = d
            .say
            .pack
            .clock("reassessment")
            .map_or(90, |clock| clock.hours / 24);
        fields.set("review", d.say.day(d.say.now.plus_days(days)));
    },
    read: |d| {
        Ok(Order::File(Command::AssessRisk {
            level: d.code("level")?,
            factors: d.codes("factors"),
            text: d.text("text"),
            review: d.end_of_day("review")?,
        }))
    },
};

/// Goals that the plan's form has room for.
pub const GOALS: usize = 6;

/// The plan.
pub static PLAN: Form = Form {
    slug: "plan",
    partners: false,
    back: Place::Plan,
    items: |d| {
        let mut items = Vec::new();
        for n in 1..=GOALS {
            let area = d.select_list(&format!("area-{n}"), List::Need, n > 1);
            items.push(area.labelled(d.say.t.with("file-goal-area", "n", n)));
            let name = format!("goal-{n}");
            // A plan has a goal at least.
            let text = if n == 1 {
                d.area(&name)
            } else {
                d.area_optional(&name)
            };
            let label = d.say.t.with("file-goal-text", "n", n);
            items.push(text.rows(2).labelled(label));
        }
        items.push(d.typed_day("review", true));
        items
    },
    start: |d, fields| {
        let Some(plan) = d.view.state.plans.last() else {
            return;
        };
        for (n, goal) in plan.value.goals.iter().take(GOALS).enumerate() {
            fields.set(&format!("area-{}", n + 1), goal.area.as_str());
            fields.set(&format!("goal-{}", n + 1), goal.text.clone());
        }
        if let Some(review) = plan.value.review.filter(|r| *r > d.say.now) {
            fields.set("review", d.say.day(review));
        }
    },
    read: |d| {
        let mut goals = Vec::new();
        for n in 1..=GOALS {
            let (area, goal) = (format!("area-{n}"), format!("goal-{n}"));
            if d.fields.given(&area).is_none() && d.fields.given(&goal).is_none() {
                continue;
            }
            let text = d.text(&goal);
            if text.is_empty() {
                return Err(wrong(&goal, Refusal::TextMissing));
            }
            goals.push(Goal {
                area: d.code(&area)?,
                text,
            });
        }
        if goals.is_empty() {
            return Err(wrong("goal-1", Refusal::TextMissing));
        }
        Ok(Order::File(Command::SetPlan {
            goals,
            review: d.end_of_day("review")?,
        }))
    },
};

/// Needs as found on a day.
pub static NEEDS: Form = Form {
    slug: "needs",
    partners: false,
    back: Place::Plan,
    items: |d| {
        vec![
            d.box_list("unmet", List::Need),
            d.box_list("met", List::Need),
            d.date("on"),
            room_question(d, &[K::Core, K::Psychosocial, K::Own]),
        ]
    },
    start: |d, fields| {
        set_date(fields, "on", Some(d.today()));
        fields.set("compartment", K::Core.name());
    },
    read: |d| {
        let (met, unmet) = (d.codes("met"), d.codes("unmet"));
        if met.is_empty() && unmet.is_empty() || met.iter().any(|m| unmet.contains(m)) {
            return Err(wrong("met", Refusal::ChoiceUnknown));
        }
        let need = |area: Code, met: bool| Need {
            area,
            met: Answer::Said(met),
            text: String::new(),
        };
        let needs = met
            .into_iter()
            .map(|a| need(a, true))
            .chain(unmet.into_iter().map(|a| need(a, false)));
        Ok(Order::File(Command::RecordNeeds {
            compartment: read_room(d)?,
            needs: needs.collect(),
            happened_on: d.partial("on")?,
        }))
    },
};
