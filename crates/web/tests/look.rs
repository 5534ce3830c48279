//! Every component once, in both languages, under the strict policy: no inline style or script, every id
//! used once, small pages. Writes the pages to the target directory for a browser to look at.

use askama::Template;
use punte_web::frame::Frame;
use punte_web::view::form::{Choice, Choices, Field, FieldError, PartialDate};
use punte_web::view::list::{Chip, Column, Order, Pages};
use punte_web::view::mark::{Alert, AlertKind, Link, Mark, Tone};
use punte_web::view::record::{Conflict, Event, Identity, Row, Side, Step, StepState, Tab, Task};
use punte_words::Lang;
use std::collections::BTreeSet;
use std::path::Path;

type Service = (&'static str, &'static str, &'static str, &'static str, Mark);

#[derive(Template)]
#[template(path = "gallery.html")]
struct Gallery {
    frame: Frame,
    identity: Identity,
    primary: &'static str,
    more: &'static str,
    errors: Vec<FieldError>,
    steps: Vec<Step>,
    tabs: Vec<Tab>,
    alert: Alert,
    headings: [&'static str; 5],
    chips: Vec<Chip>,
    columns: Vec<Column>,
    rows: Vec<Service>,
    pages: Pages,
    events: Vec<Event>,
    field: Field,
    text: Field,
    select: Choices,
    radios: Choices,
    boxes: Choices,
    date: PartialDate,
    conflict: Conflict,
    tasks: Vec<Task>,
    summary: Vec<Row>,
    link: Option<Link>,
}

const STAGES: [&str; 7] = [
    "Semnalare",
    "Identificare",
    "Evaluare",
    "Plan de servicii",
    "Servicii în curs",
    "Reintegrare",
    "Închidere",
];

fn steps() -> Vec<Step> {
    let step = |(i, label): (usize, &&str)| Step {
        label: (*label).into(),
        date: if i < 5 {
            "12.09.2026".into()
        } else {
            String::new()
        },
        state: match i {
            0..=3 => StepState::Done,
            4 => StepState::Now,
            _ => StepState::Todo,
        },
    };
    STAGES.iter().enumerate().map(step).collect()
}

fn choices() -> Vec<Choice> {
    let asked = Choice {
        hint: Some("Copilul nu a fost încă întrebat".into()),
        ..Choice::new("not-asked", "Nu a fost întrebat", false)
    };
    vec![
        Choice::new("yes", "Da", true),
        Choice::new("no", "Nu", false),
        asked,
    ]
}

fn rows() -> Vec<Service> {
    let active = || Mark::new("În curs", Tone::Blue);
    vec![
        (
            "Consiliere psihologică individuală",
            "Ana Popescu (psiholog)",
            "8 din 12",
            "30.11.2026",
            active(),
        ),
        (
            "Asistență juridică – parte civilă",
            "Mihai Ionescu (avocat)",
            "2 din 4",
            "03.12.2026",
            active(),
        ),
        (
            "Cazare protejată",
            "DGASPC Iași",
            "72 de zile",
            "–",
            Mark::new("Activ", Tone::Green),
        ),
        (
            "Reînscriere la școală",
            "Elena Dumitru",
            "0 din 1",
            "18.11.2026",
            Mark::new("Întârziat", Tone::Red),
        ),
    ]
}

fn events() -> Vec<Event> {
    let note = Event {
        title: "Notă de caz".into(),
        by: "Ana Popescu, psiholog".into(),
        at: "2026-11-23T14:05".into(),
        when: "23.11.2026, 14:05".into(),
        seen_by: "echipa dosarului".into(),
        text: "Ședința de consiliere nr. 8.\nPrezentă, cooperantă.".into(),
        amendment: Some("A fost ședința nr. 9.".into()),
        last_visit_above: false,
    };
    let older = Event {
        last_visit_above: true,
        amendment: None,
        seen_by: String::new(),
        ..note.clone()
    };
    vec![note, older]
}

fn partial_date() -> PartialDate {
    PartialDate {
        name: "since".into(),
        label: "De când".into(),
        hint: Some("De exemplu, 3 12 2026. Lăsați gol ce nu se știe.".into()),
        error: Some("Luna este între 1 și 12".into()),
        month: "13".into(),
        may_be_approximate: true,
        ..PartialDate::default()
    }
}

fn alert() -> Alert {
    Alert {
        kind: AlertKind::Warning,
        lead: "Reevaluarea riscului este scadentă în 2 zile.".into(),
        text: "Ultima evaluare: 25.08.2026.".into(),
        link: Some(Link::new("Începe reevaluarea", "#r")),
    }
}

fn gallery(lang: Lang) -> Gallery {
    let side = |by: &str, value: &str| Side {
        by: by.into(),
        when: "23.11.2026, 14:05".into(),
        value: value.into(),
    };
    let tab = |label: &str, href: Option<&str>, count, current| Tab {
        label: label.into(),
        href: href.map(Into::into),
        count,
        current,
    };
    Gallery {
        frame: Frame::sample(lang),
        identity: Identity {
            code: "RO-7K3F-9Q".into(),
            alias: Some("Irina M.".into()),
            meta:
                "15 ani · fată · jud. Iași · manager de caz Elena Dumitru · deschis de 72 de zile"
                    .into(),
            flags: vec![
                Mark::new("Risc ridicat", Tone::Red),
                Mark::new("Minoră", Tone::Blue),
                Mark::new("Acces: 5 persoane", Tone::Grey),
            ],
        },
        primary: "Adaugă notă",
        more: "Mai multe acțiuni",
        errors: vec![FieldError {
            field: "place".into(),
            message: "Scrieți localitatea".into(),
        }],
        steps: steps(),
        tabs: vec![
            tab("Prezentare", Some("#p"), None, true),
            tab("Note", Some("#n"), Some(24), false),
            tab("Juridic", None, None, false),
        ],
        alert: alert(),
        headings: [
            "Plan și servicii",
            "Cronologie",
            "De făcut",
            "Date de bază",
            "Nu există încă nicio referire.",
        ],
        chips: vec![Chip {
            label: "Etapa: servicii în curs".into(),
            remove_href: "/files".into(),
        }],
        columns: vec![
            Column::text("Serviciu").sorted_by("?sort=service", Some(Order::Ascending)),
            Column::text("Responsabil").sorted_by("?sort=who", None),
            Column::number("Progres"),
            Column::text("Următorul"),
            Column::text("Stare"),
        ],
        rows: rows(),
        pages: Pages {
            number: 5,
            count: 9,
            href_stem: "?page=".into(),
        },
        events: events(),
        field: Field::new("place", "Localitate", "")
            .hint("Orașul sau satul")
            .error(Some("Scrieți localitatea".into())),
        text: Field::new("what", "Ce s-a întâmplat", "<b>&amp;\"'")
            .max(12)
            .optional(),
        select: Choices::new("county", "Județ", choices()),
        radios: Choices::new("asked", "Copilul a fost întrebat?", choices()),
        boxes: Choices::new("needs", "Nevoi", choices()),
        date: partial_date(),
        conflict: Conflict {
            name: "risk".into(),
            label: "Nivelul riscului".into(),
            theirs: side("Ana Popescu", "Ridicat"),
            mine: side("Elena Dumitru", "Mediu"),
        },
        tasks: vec![Task {
            title: "Depune dosarul de reînscriere la școală".into(),
            href: Some("#t".into()),
            hint: Some("Școala nr. 4".into()),
            status: Mark::new("întârziat 5 zile", Tone::Red),
        }],
        summary: vec![
            Row::new("Manager de caz", "Elena Dumitru (ONG)").change_at("#m"),
            Row::new("Dosar penal", "1234/D/P/2026 · inculpați: 2"),
        ],
        link: Some(Link::new("Trimite o referire", "#ref")),
    }
}

fn obeys_the_policy(name: &str, html: &str) {
    let html = &html.replace(" xmlns=\"http://www.w3.org/2000/svg\"", "");
    for banned in [
        " style=",
        "javascript:",
        " onclick=",
        " onload=",
        "data:",
        "<style",
        "http://",
    ] {
        assert!(!html.contains(banned), "{name} has {banned}");
    }
    for script in html.match_indices("<script").map(|(at, _)| &html[at..]) {
        assert!(
            script.starts_with("<script src=\"/assets/"),
            "{name} has an inline script"
        );
    }
    let mut ids = BTreeSet::new();
    for (at, stem) in html.match_indices(" id=\"") {
        let id = html[at + stem.len()..]
            .split('"')
            .next()
            .unwrap_or_default();
        assert!(ids.insert(id), "{name}: id {id} twice");
    }
    assert!(html.len() <= 60_000, "{name} is {} bytes", html.len());
}

fn keep(name: &str, html: &str) {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("look");
    std::fs::create_dir_all(&dir).expect("directory");
    std::fs::write(dir.join(name), html).expect("page");
}

#[test]
fn components() {
    for lang in Lang::ALL {
        let html = gallery(lang).render().expect("renders");
        obeys_the_policy("gallery", &html);
        assert!(html.contains("&#60;b&#62;"), "text is escaped");
        keep(&format!("gallery-{lang}.html"), &html);
    }
}

#[test]
fn statistics() {
    use punte_app::statistics::Dataset;
    use punte_web::statistics::{ChartId, csv, json, render_page, svg};
    let dataset = Dataset::romania()
        .expect("the repository's own data")
        .dataset;
    for lang in Lang::ALL {
        let html = render_page(&dataset, lang, false).expect("renders");
        keep(&format!("statistics-{lang}.html"), &html);
        obeys_the_policy("statistics", &html);
        for key in ["known-error-", "measure-", "stats-", "nav-", "footer-"] {
            assert!(
                !html.contains(key),
                "{lang}: a key shows instead of its message: {key}"
            );
        }
        for shown in ["234", "500", "451", "694", "492"] {
            assert!(html.contains(shown), "{lang}: {shown}");
        }
        for chart in ChartId::ALL {
            assert_eq!(ChartId::parse(chart.code()), Some(chart));
            assert!(svg(&dataset, chart, lang).starts_with("<svg xmlns="));
        }
    }
    assert!(
        csv(&dataset, ChartId::Sex).contains("\n2012,328,366,two-values sexes-do-not-add-up\n")
    );
    assert!(csv(&dataset, ChartId::Justice).contains("\n2022,1296,826,277,164,"));
    let victims = json(&dataset, ChartId::Victims);
    assert_eq!(victims["source"]["edition"], "2025-04-14");
    assert_eq!(victims["rows"][15]["victims"], 500);
}
