//! A partnership at work, with a canary in everything that anybody types, and with it who may read each.

use crate::canary::Nest;
use crate::deed::{Deed, Outcome};
use crate::ground::Ground;
use punte_domain::code::FileCode;
use punte_domain::compartment::{Compartment, CompartmentKind};

/// The lead unit of the files that the first writer opens.
const CASEWORK: [&str; 3] = ["elena", "sorin", "ioana"];
/// With the lawyers' unit, once a share was accepted.
const SHARED: [&str; 4] = ["elena", "sorin", "ioana", "mihai"];

/// How much of it.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Files; every fourth is another organisation's, every second of the rest is shared in part.
    pub files: usize,
    /// Alarms.
    pub alarms: usize,
}

/// 500 canaries.
pub const WHOLE: Size = Size {
    files: 40,
    alarms: 24,
};
/// Enough of everything for a file whose every byte is worth flipping.
pub const SMALL: Size = Size {
    files: 8,
    alarms: 4,
};

/// Does a deed in the name of somebody.
pub type Doer<'a> = &'a mut dyn FnMut(&str, Deed) -> Outcome;

/// Plays it.
///
/// # Panics
/// When a deed has no answer that it must have.
pub fn play(ground: &Ground, size: Size, nest: &mut Nest, act: Doer<'_>) {
    for number in 0..size.files {
        match number % 4 {
            3 => file(ground, "dora", &["dora"], nest, act),
            0 | 2 => shared(ground, nest, act),
            _ => file(ground, "elena", &CASEWORK, nest, act),
        };
    }
    for number in 0..size.alarms {
        alarm(ground, number % 2 == 0, nest, act);
    }
}

/// A file that the lawyers see the core and the identity of, and nothing else.
fn shared(ground: &Ground, nest: &mut Nest, act: Doer<'_>) -> FileCode {
    let code = file(ground, "elena", &SHARED, nest, act);
    let refer = Deed::Refer {
        code,
        to: ground.units.legal,
        summary: format!("Se cere sprijin pentru {}.", nest.word(&SHARED)),
        offered: vec![CompartmentKind::Core, CompartmentKind::Identity],
    };
    let sent = act("elena", refer).referral.expect("a referral");
    act("mihai", Deed::Accept { referral: sent });
    code
}

/// `open` may read core and identity; the rest is for the writer's own unit, the last note for the writer alone.
fn file(
    ground: &Ground,
    writer: &'static str,
    open: &[&'static str],
    nest: &mut Nest,
    act: Doer<'_>,
) -> FileCode {
    let own: &[&str] = if writer == "dora" {
        &["dora"]
    } else {
        &CASEWORK
    };
    let unit = if writer == "dora" {
        ground.units.dgaspc
    } else {
        ground.units.casework
    };
    let opened = act(
        writer,
        Deed::Open {
            unit,
            cover: nest.word(open),
            given: nest.word(open),
            family: nest.word(open),
        },
    );
    let code = opened.code.expect("a code");
    let note = |compartment, text: String| Deed::Note {
        code,
        compartment,
        text,
    };
    let text = format!("Am vorbit cu {} azi.", nest.word(open));
    act(writer, note(Compartment::Core, text));
    let text = format!("Școala {}, lângă gară.", nest.word(own));
    act(writer, note(Compartment::Whereabouts, text));
    let address = Deed::Placement {
        code,
        address: format!("Strada {} nr. 7", nest.word(own)),
        hide_from: nest.word(own),
    };
    act(writer, address);
    let title = format!("De sunat la {}", nest.word(open));
    act(writer, Deed::Task { code, title });
    let me = ground.person(writer).id;
    let text = format!("Bănuiesc că {} minte.", nest.word(&[writer]));
    act(writer, note(Compartment::Private(me), text));
    code
}

/// From the lawyers to the casework team, or from there to the directorate.
fn alarm(ground: &Ground, from_lawyer: bool, nest: &mut Nest, act: Doer<'_>) {
    let (writer, intake, open): (_, _, &[&str]) = if from_lawyer {
        ("mihai", ground.units.casework, &SHARED)
    } else {
        (
            "elena",
            ground.units.dgaspc,
            &["elena", "sorin", "ioana", "dora"],
        )
    };
    let deed = Deed::Alarm {
        intake,
        what: format!("Copilul cerșește la {}.", nest.word(open)),
        child: nest.word(open),
        address: format!("Piața {}", nest.word(open)),
        reporter: nest.word(open),
        contact: format!("la {}, după ora șase", nest.word(open)),
    };
    act(writer, deed);
}
