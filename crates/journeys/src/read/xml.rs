//! A small pull parser for the XML that event logs are: elements and attributes; text is passed over. It refuses what
//! such a log never needs and an attacker might: document types (and with them entities of one's own), encodings other
//! than UTF-8, more than 64 levels.

use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memmem};

use super::foreign;
use crate::error::{JourneyError, Place, Problem, Result};

const CHUNK: usize = 1 << 18;
const DEPTH: usize = 64;
/// Bytes of something else that are quoted back.
const SHOWN: usize = 20;

/// A reader of tags from a bounded buffer.
pub(crate) struct Xml<R> {
    source: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    at_end: bool,
    stage: Stage,
    tag_bytes: usize,
    read: u64,
    lines_dropped: u64,
    column_dropped: u64,
    tag_at: usize,
    open: Vec<u8>,
    opens: Vec<usize>,
    name: Range<usize>,
    attributes: Vec<(Range<usize>, Range<usize>)>,
    pending_end: bool,
    /// All that the buffer holds is ASCII without NUL, so that no tag of it needs a look of its own.
    plain: bool,
}

/// How far the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// It is not yet clear that it is XML.
    Before,
    /// Before or in the root element.
    Within,
    /// The root element has ended.
    After,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    /// An element begins; its depth, the root being 1.
    Open(usize),
    /// An element ends; the depth it had.
    Close(usize),
    /// The document ends.
    Done,
}

/// A step of the scanner inside one tag: it needs more bytes, or it is wrong.
enum Stop {
    More,
    Wrong(&'static str),
}

type Step<T> = std::result::Result<T, Stop>;

impl<R: Read> Xml<R> {
    pub(crate) fn new(source: R, tag_bytes: usize) -> Self {
        Self {
            source,
            buffer: vec![0; CHUNK],
            start: 0,
            end: 0,
            at_end: false,
            stage: Stage::Before,
            tag_bytes,
            read: 0,
            lines_dropped: 0,
            column_dropped: 0,
            tag_at: 0,
            open: Vec::new(),
            opens: Vec::new(),
            name: 0..0,
            attributes: Vec::new(),
            pending_end: false,
            plain: false,
        }
    }

    pub(crate) fn bytes_read(&self) -> u64 {
        self.read
    }

    /// An error at the present tag.
    pub(crate) fn wrong(&self, problem: Problem) -> JourneyError {
        let before = self.buffer.get(..self.tag_at).unwrap_or_default();
        let lines = memchr_iter(b'\n', before).count() as u64;
        let in_line = before.iter().rev().take_while(|&&b| b != b'\n').count() as u64;
        let column = if lines == 0 {
            self.column_dropped + in_line
        } else {
            in_line
        };
        JourneyError::at(
            Place::Text(self.lines_dropped + lines + 1, column + 1),
            problem,
        )
    }

    fn fill(&mut self) -> Result<()> {
        let dropped = self.buffer.get(..self.start).unwrap_or_default();
        match memchr::memrchr(b'\n', dropped) {
            Some(last) => {
                self.lines_dropped += memchr_iter(b'\n', dropped).count() as u64;
                self.column_dropped = (dropped.len() - last - 1) as u64;
            }
            None => self.column_dropped += dropped.len() as u64,
        }
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        self.tag_at = 0;
        if self.end == self.buffer.len() {
            if self.buffer.len() > self.tag_bytes + CHUNK {
                let limit = self.tag_bytes as u64;
                return Err(self.wrong(Problem::TooMany {
                    what: "bytes in one tag",
                    limit,
                    hint: "",
                }));
            }
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        let Some(room) = self.buffer.get_mut(self.end..) else {
            return Ok(());
        };
        let got = loop {
            match self.source.read(room) {
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.at_end = got == 0;
        self.end += got;
        self.read += got as u64;
        let held = self.buffer.get(..self.end).unwrap_or_default();
        self.plain = held.is_ascii() && memchr(0, held).is_none();
        if self.stage == Stage::Before {
            self.begin()?;
        }
        Ok(())
    }

    /// Decides by the first bytes whether this is XML, as soon as there are enough of them.
    fn begin(&mut self) -> Result<()> {
        let head = self.buffer.get(..self.end).unwrap_or_default();
        let enough = head.len() > 4
            && (head.trim_ascii_start().len() > SHOWN || head.trim_ascii_start().starts_with(b"<"));
        if !enough && !self.at_end {
            return Ok(());
        }
        self.stage = Stage::Within;
        if let Some(problem) = foreign(head) {
            return Err(JourneyError::at(Place::File, problem));
        }
        if head.starts_with(b"\xef\xbb\xbf") {
            self.start = 3;
        }
        let text = head
            .get(self.start..)
            .unwrap_or_default()
            .trim_ascii_start();
        match text.first() {
            None => Err(JourneyError::at(Place::File, Problem::NoEvents)),
            Some(b'<') => Ok(()),
            Some(_) => {
                let found =
                    String::from_utf8_lossy(text.get(..text.len().min(SHOWN)).unwrap_or_default())
                        .into_owned();
                Err(JourneyError::at(
                    Place::File,
                    Problem::OtherKind {
                        wanted: "XML",
                        found,
                    },
                ))
            }
        }
    }

    /// The next tag; its name and attributes are at hand until the next call.
    pub(crate) fn next_tag(&mut self) -> Result<Tag> {
        if self.pending_end {
            self.pending_end = false;
            return Ok(self.close(self.opens.len() + 1));
        }
        while self.stage == Stage::Before {
            self.fill()?;
        }
        loop {
            match self.step() {
                Ok(Some(tag)) => return self.checked(tag),
                Ok(None) => {}
                Err(Stop::Wrong(what)) => return Err(self.wrong(Problem::Xml(what))),
                Err(Stop::More) if self.at_end => return self.finished(),
                Err(Stop::More) => self.fill()?,
            }
        }
    }

    fn finished(&self) -> Result<Tag> {
        let rest = self.buffer.get(self.start..self.end).unwrap_or_default();
        if !rest.trim_ascii().is_empty() {
            return Err(self.wrong(Problem::Xml("the text ends inside a tag")));
        }
        if !self.opens.is_empty() {
            return Err(self.wrong(Problem::Xml(
                "the text ends before its last element is closed (cut off?)",
            )));
        }
        if self.stage == Stage::After {
            Ok(Tag::Done)
        } else {
            Err(JourneyError::at(Place::File, Problem::NoEvents))
        }
    }

    /// One piece of markup: a tag, or `None` for what is passed over.
    fn step(&mut self) -> Step<Option<Tag>> {
        let rest = self.buffer.get(self.start..self.end).unwrap_or_default();
        let text = memchr(b'<', rest);
        if self.opens.is_empty() {
            let before = rest.get(..text.unwrap_or(rest.len())).unwrap_or_default();
            if let Some(stray) = before.iter().position(|b| !b.is_ascii_whitespace()) {
                self.tag_at = self.start + stray;
                return Err(Stop::Wrong("text stands outside the root element"));
            }
        }
        let Some(text) = text else {
            // Nothing but text, which is passed over.
            self.start = self.end;
            return Err(Stop::More);
        };
        self.start += text;
        self.tag_at = self.start;
        let rest = self.buffer.get(self.start..self.end).unwrap_or_default();
        match rest {
            [b'<', b'?', ..] => self.skip(b"?>").map(|()| None),
            [b'<', b'!', b'-', b'-', ..] => self.skip(b"-->").map(|()| None),
            [b'<', b'!', b'[', ..] => self.skip(b"]]>").map(|()| None),
            [b'<', b'!', b'D' | b'd', ..] => Err(Stop::Wrong(
                "a document type (DOCTYPE) is refused: logs need none",
            )),
            [b'<', b'!', _, _, ..] => Err(Stop::Wrong("this is not markup that a log has")),
            [b'<', b'/', ..] => self.end_tag().map(Some),
            [b'<', b'!', ..] | [b'<'] | [] => Err(Stop::More),
            [_, ..] => self.start_tag().map(Some),
        }
    }

    fn skip(&mut self, until: &[u8]) -> Step<()> {
        let rest = self.buffer.get(self.start..self.end).unwrap_or_default();
        let from = if until == b"-->" { 4 } else { 2 };
        let at = rest
            .get(from..)
            .and_then(|r| memmem::find(r, until))
            .ok_or(Stop::More)?;
        let whole = rest.get(..from + at).unwrap_or_default();
        if whole.starts_with(b"<?xml ") && !declares_utf8(whole) {
            return Err(Stop::Wrong(
                "the XML declares an encoding other than UTF-8; save it as UTF-8",
            ));
        }
        self.start += from + at + until.len();
        Ok(())
    }

    fn end_tag(&mut self) -> Step<Tag> {
        let rest = self.buffer.get(self.start..self.end).unwrap_or_default();
        let length = memchr(b'>', rest).ok_or(Stop::More)?;
        let name = rest
            .get(2..length)
            .unwrap_or_default()
            .trim_ascii_end()
            .len();
        self.name = self.start + 2..self.start + 2 + name;
        self.start += length + 1;
        Ok(Tag::Close(self.opens.len()))
    }

    fn start_tag(&mut self) -> Step<Tag> {
        self.attributes.clear();
        let bytes = self.buffer.get(..self.end).unwrap_or_default();
        let at = |i: usize| bytes.get(i).copied().ok_or(Stop::More);
        let space = |mut i: usize| loop {
            if !at(i)?.is_ascii_whitespace() {
                return Ok(i);
            }
            i += 1;
        };
        let word = |mut i: usize| loop {
            if matches!(
                at(i)?,
                b' ' | b'\t' | b'\r' | b'\n' | b'=' | b'>' | b'/' | b'<' | b'"' | b'\''
            ) {
                return Ok(i);
            }
            i += 1;
        };
        let mut i = word(self.start + 1)?;
        self.name = self.start + 1..i;
        if self.name.is_empty() {
            return Err(Stop::Wrong("a tag without a name"));
        }
        loop {
            let next = space(i)?;
            match at(next)? {
                b'>' => {
                    self.start = next + 1;
                    return Ok(Tag::Open(self.opens.len() + 1));
                }
                b'/' if at(next + 1)? == b'>' => {
                    self.start = next + 2;
                    self.pending_end = true;
                    return Ok(Tag::Open(self.opens.len() + 1));
                }
                _ if next == i => return Err(Stop::Wrong("no space before an attribute")),
                _ => {}
            }
            let name_end = word(next)?;
            let equals = space(name_end)?;
            if name_end == next || at(equals)? != b'=' {
                return Err(Stop::Wrong("an attribute without a value"));
            }
            let open = space(equals + 1)?;
            let quote = at(open)?;
            if quote != b'"' && quote != b'\'' {
                return Err(Stop::Wrong("an attribute's value without quotes"));
            }
            let value = open + 1;
            let length = bytes
                .get(value..)
                .and_then(|rest| memchr(quote, rest))
                .ok_or(Stop::More)?;
            self.attributes
                .push((next..name_end, value..value + length));
            i = value + length + 1;
        }
    }

    /// Depth, matching names and UTF-8 of a tag that was found.
    fn checked(&mut self, tag: Tag) -> Result<Tag> {
        if !self.plain {
            let whole = self.buffer.get(self.tag_at..self.start).unwrap_or_default();
            if memchr(0, whole).is_some() {
                return Err(self.wrong(Problem::Nul));
            }
            if std::str::from_utf8(whole).is_err() {
                return Err(self.wrong(Problem::NotUtf8));
            }
        }
        let name = self.buffer.get(self.name.clone()).unwrap_or_default();
        match tag {
            Tag::Open(depth) => {
                if depth > DEPTH {
                    let limit = DEPTH as u64;
                    return Err(self.wrong(Problem::TooMany {
                        what: "levels of elements",
                        limit,
                        hint: "",
                    }));
                }
                if depth == 1 && self.stage == Stage::After {
                    return Err(self.wrong(Problem::Xml("a second root element")));
                }
                // <a/> is closed at once: nothing can stand between that it would have to match.
                if !self.pending_end {
                    self.opens.push(self.open.len());
                    self.open.extend_from_slice(name);
                }
                Ok(tag)
            }
            Tag::Close(_) => {
                let open = self.opens.last().and_then(|&from| self.open.get(from..));
                match open {
                    Some(open) if open == name => Ok(self.pop()),
                    Some(open) => {
                        let text = |b: &[u8]| {
                            String::from_utf8_lossy(b.get(..b.len().min(40)).unwrap_or(b))
                                .into_owned()
                        };
                        Err(self.wrong(Problem::Mismatch {
                            found: text(name),
                            open: text(open),
                        }))
                    }
                    None => Err(self.wrong(Problem::Xml("an end tag without its beginning"))),
                }
            }
            Tag::Done => Ok(tag),
        }
    }

    fn pop(&mut self) -> Tag {
        let depth = self.opens.len();
        if let Some(from) = self.opens.pop() {
            self.open.truncate(from);
        }
        self.close(depth)
    }

    fn close(&mut self, depth: usize) -> Tag {
        if self.opens.is_empty() {
            self.stage = Stage::After;
        }
        Tag::Close(depth)
    }

    /// The present tag's name without its prefix.
    pub(crate) fn name(&self) -> &[u8] {
        let name = self.buffer.get(self.name.clone()).unwrap_or_default();
        memchr(b':', name)
            .and_then(|colon| name.get(colon + 1..))
            .unwrap_or(name)
    }

    /// An attribute of the present tag, with its references replaced.
    pub(crate) fn attribute(&self, wanted: &[u8]) -> Result<Option<Cow<'_, str>>> {
        for (name, value) in &self.attributes {
            if self.buffer.get(name.clone()) == Some(wanted) {
                let raw = self
                    .buffer
                    .get(value.clone())
                    .and_then(|b| std::str::from_utf8(b).ok())
                    .unwrap_or_default();
                return match unescape(raw) {
                    Some(text) => Ok(Some(text)),
                    None => Err(self.wrong(Problem::Xml(
                        "an unknown reference (&…;) or one to no character",
                    ))),
                };
            }
        }
        Ok(None)
    }
}

fn declares_utf8(declaration: &[u8]) -> bool {
    let text = String::from_utf8_lossy(declaration).to_ascii_lowercase();
    let Some((_, after)) = text.split_once("encoding") else {
        return true;
    };
    let value = after.trim_start_matches([' ', '=', '"', '\'']);
    value.starts_with("utf-8") || value.starts_with("utf8") || value.starts_with("us-ascii")
}

fn unescape(raw: &str) -> Option<Cow<'_, str>> {
    if memchr(b'&', raw.as_bytes()).is_none() {
        return Some(Cow::Borrowed(raw));
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (reference, tail) = after.split_once(';')?;
        out.push(match reference {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => numeric(reference)?,
        });
        rest = tail;
    }
    out.push_str(rest);
    Some(Cow::Owned(out))
}

fn numeric(reference: &str) -> Option<char> {
    let digits = reference.strip_prefix('#')?;
    let code = match digits.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code).filter(|&c| c != '\0')
}
