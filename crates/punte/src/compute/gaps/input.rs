//! Finding out what a log is, and reading it.

use std::fs::File;
use std::io::Read;

use punte_journeys::read::{
    CsvOptions, Watch, read_csv, read_ocel_json, read_ocel_xml, read_xes, unpack,
};
use punte_journeys::{EventLog, Limits};

use super::{GapsArgs, GapsError, of_log};

/// The kinds of logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Csv,
    Xes,
    OcelJson,
    OcelXml,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Xes => "XES",
            Self::OcelJson => "OCEL 2.0 JSON",
            Self::OcelXml => "OCEL 2.0 XML",
        }
    }
}

pub(super) fn read(args: &GapsArgs, watch: &mut Watch<'_>) -> Result<(EventLog, Kind), GapsError> {
    let failed = |error| GapsError::Io {
        path: args.log.display().to_string(),
        error,
    };
    let file = File::open(&args.log).map_err(failed)?;
    let mut content = unpack(file).map_err(failed)?;
    let mut head = Vec::new();
    content
        .by_ref()
        .take(1 << 16)
        .read_to_end(&mut head)
        .map_err(|error| of_log(args)(error.into()))?;
    let kind = kind_of(&head);
    if args.group.is_some() && matches!(kind, Kind::OcelJson | Kind::OcelXml) {
        return Err(GapsError::Use(
            "--group is for CSV and XES: an event of an OCEL log has no group of its own"
                .to_owned(),
        ));
    }
    let source = head.as_slice().chain(content);
    let (limits, objects) = (Limits::default(), args.object_type.as_deref());
    let log = match kind {
        Kind::Csv => {
            let options = CsvOptions {
                case: args.case.clone(),
                activity: args.activity.clone(),
                time: args.time.clone(),
                group: args.group.clone(),
                delimiter: args.separator()?,
            };
            read_csv(source, &options, limits, watch)
        }
        Kind::Xes => read_xes(source, args.group.as_deref(), limits, watch),
        Kind::OcelJson => read_ocel_json(source, objects, limits, watch),
        Kind::OcelXml => read_ocel_xml(source, objects, limits, watch),
    };
    log.map(|log| (log, kind)).map_err(of_log(args))
}

/// By the first bytes: `{` is JSON; `<` is XML, of OCEL when it speaks of objects before any trace; the rest is a table.
fn kind_of(head: &[u8]) -> Kind {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.chars().next() {
        Some('{' | '[') => Kind::OcelJson,
        Some('<') => {
            let at = |what: &str| text.find(what).unwrap_or(usize::MAX);
            let objects = ["<object-types", "<objects", "<event-types"]
                .map(at)
                .into_iter()
                .min();
            if objects.is_some_and(|o| o < at("<trace")) {
                Kind::OcelXml
            } else {
                Kind::Xes
            }
        }
        _ => Kind::Csv,
    }
}
