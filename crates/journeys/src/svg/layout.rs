//! Places for the boxes of a process graph: layers from top to bottom along the usual course of a case, and an order
//! within each layer that keeps the arrows short (the barycentre heuristic of Sugiyama, Tagawa and Toda, IEEE Trans. SMC
//! 11 (1981) 109-125).

use crate::graph::Edge;

/// Boxes in one layer; what does not fit goes one layer down.
const ACROSS: usize = 5;

/// The layer of each activity and its place within the layer; both from 0. Activities not in `shown` get no place.
pub(super) struct Layout {
    pub(super) layers: Vec<Vec<u16>>,
}

/// `course` is the mean position of each activity within its cases, 0 (first) ..= 1 (last).
pub(super) fn layout(shown: &[u16], edges: &[Edge], course: &[f64]) -> Layout {
    let mut order = shown.to_vec();
    let along = |a: u16| course.get(usize::from(a)).copied().unwrap_or(0.0);
    order.sort_by(|&a, &b| along(a).total_cmp(&along(b)).then(a.cmp(&b)));
    // Along the course every drawn arrow that goes forward leads at least one layer on.
    let size = course.len();
    let mut layer = vec![0_usize; size];
    let mut filled: Vec<usize> = Vec::new();
    // Nothing stands above what usually comes before it, whether or not an arrow between them is drawn.
    let mut floor = 0;
    for &to in &order {
        let forward = edges
            .iter()
            .filter(|e| e.to == to && e.from != to && before(&order, e.from, to));
        let strongest = forward.max_by_key(|e| e.count).map(|e| e.from);
        let after = strongest.and_then(|from| layer.get(usize::from(from)).copied());
        let mut at = after.map_or(floor, |after| floor.max(after + 1));
        while filled.get(at).is_some_and(|&n| n >= ACROSS) {
            at += 1;
        }
        if filled.len() <= at {
            filled.resize(at + 1, 0);
        }
        if let (Some(slot), Some(n)) = (layer.get_mut(usize::from(to)), filled.get_mut(at)) {
            *slot = at;
            *n += 1;
            floor = at;
        }
    }
    let depth = order
        .iter()
        .filter_map(|&a| layer.get(usize::from(a)))
        .max()
        .map_or(0, |d| d + 1);
    let mut layers = vec![Vec::new(); depth];
    for &activity in &order {
        let at = layer.get(usize::from(activity)).copied().unwrap_or(0);
        if let Some(list) = layers.get_mut(at) {
            list.push(activity);
        }
    }
    let mut layout = Layout { layers };
    for _ in 0..8 {
        layout.untangle(edges, size);
    }
    layout
}

fn before(order: &[u16], a: u16, b: u16) -> bool {
    order.iter().find(|&&x| x == a || x == b) == Some(&a)
}

impl Layout {
    fn untangle(&mut self, edges: &[Edge], size: usize) {
        let mut place = vec![0.0_f64; size];
        for layer in &self.layers {
            for (index, &activity) in (0_u32..).zip(layer) {
                let middle = f64::from(u32::try_from(layer.len()).unwrap_or(1)) / 2.0;
                if let Some(slot) = place.get_mut(usize::from(activity)) {
                    *slot = f64::from(index) + 0.5 - middle;
                }
            }
        }
        for layer in &mut self.layers {
            let wish = |a: u16| {
                let (mut sum, mut weight) = (0.0, 0.0);
                for e in edges.iter().filter(|e| (e.from == a) != (e.to == a)) {
                    let other = if e.from == a { e.to } else { e.from };
                    let strength = f64::from(u32::try_from(e.count).unwrap_or(u32::MAX)).sqrt();
                    sum += strength * place.get(usize::from(other)).copied().unwrap_or(0.0);
                    weight += strength;
                }
                if weight > 0.0 {
                    sum / weight
                } else {
                    place.get(usize::from(a)).copied().unwrap_or(0.0)
                }
            };
            layer.sort_by(|&a, &b| wish(a).total_cmp(&wish(b)));
        }
    }
}
