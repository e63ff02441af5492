//! What the paths of settings mean: found out once for each path, since the snapshots of many systems have the same.

use super::shape::Shapes;
use super::snapshot::{Route, segments};
use super::vocabulary::{Hit, SettingType, vocabulary};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// Formats whose paths may be canonical keys by themselves, and that maps of format `any` speak of.
const GENERIC: &[&str] = &["json", "yaml", "toml", "xml", "ini", "properties", "env"];
/// Line formats that differ only in how a line is written: maps of one hold for the settings of all of them that
/// stand in no section.
const FLAT: &[&str] = &["ini", "properties", "env", "keyword"];

/// Paths that a thread remembers for one format; a path longer than this is looked up each time.
const REMEMBERED: usize = 8192;
const PATH_BYTES: usize = 256;

/// A path, and how it is to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Path<'s> {
    /// As the file has it.
    pub(super) path: &'s str,
    /// How the vocabulary sees it.
    pub(super) route: &'s Route,
}

/// What one path means.
#[derive(Debug, Default)]
pub(super) struct Meaning {
    /// The settings.
    pub(super) hits: Vec<Hit<'static>>,
    /// Of a line of words: all of them.
    pub(super) words: Option<Vec<String>>,
}

/// A path whose meaning was found out.
#[derive(Debug)]
struct KnownPath {
    path: Rc<str>,
    meaning: Rc<Meaning>,
    // The path that came behind it the last time.
    next: usize,
}

/// Meanings by path, for one way to read a path.
#[derive(Debug, Default)]
struct Known {
    paths: Vec<KnownPath>,
    numbers: HashMap<Rc<str>, usize, foldhash::fast::RandomState>,
    // The path that was asked for last.
    last: usize,
}

impl Known {
    /// The meaning of a path. Snapshots of one format mostly have the same paths in the same order, so that the one that
    /// came next the last time is tried before any is looked up.
    fn get(&mut self, path: &str) -> Option<Rc<Meaning>> {
        let guess = self.paths.get(self.last).map_or(0, |last| last.next);
        if let Some(known) = self.paths.get(guess).filter(|known| *known.path == *path) {
            self.last = guess;
            return Some(Rc::clone(&known.meaning));
        }
        let number = *self.numbers.get(path)?;
        self.follow(number);
        self.paths.get(number).map(|known| Rc::clone(&known.meaning))
    }

    fn put(&mut self, path: &str, meaning: &Rc<Meaning>) {
        if path.len() > PATH_BYTES {
            return;
        }
        if self.paths.len() >= REMEMBERED {
            *self = Self::default();
        }
        let (path, number): (Rc<str>, usize) = (path.into(), self.paths.len());
        self.numbers.insert(Rc::clone(&path), number);
        self.paths.push(KnownPath {
            path,
            meaning: Rc::clone(meaning),
            next: 0,
        });
        self.follow(number);
    }

    fn follow(&mut self, number: usize) {
        if let Some(last) = self.paths.get_mut(self.last) {
            last.next = number;
        }
        self.last = number;
    }
}

/// A format, and which of the vocabulary's file patterns fit.
type Kind = (&'static str, Vec<usize>);

/// What a thread knows of the paths in files of one name.
#[derive(Debug, Default)]
struct Remembered {
    // Name of the file, in lower case.
    file: String,
    kind: Kind,
    // One for each way to read a path.
    known: [Known; 4],
    shapes: Shapes,
}

thread_local! {
    // Of the last snapshot's file: the next one is likely to be called the same, and then nothing is looked up.
    static LAST: Cell<Option<Box<Remembered>>> = const { Cell::new(None) };
    static KNOWN: RefCell<HashMap<Kind, ([Known; 4], Shapes)>> = RefCell::default();
}

/// Meanings of the paths of one snapshot.
#[derive(Debug)]
pub(super) struct Meanings(Box<Remembered>);

impl Meanings {
    /// For a snapshot of some format in a file of some path.
    pub(super) fn new(format: &'static str, path: &str) -> Self {
        let name = lower(path.rsplit('/').next().unwrap_or_default());
        match LAST.take() {
            Some(last) if last.kind.0 == format && last.file == name => return Self(last),
            Some(last) => drop(KNOWN.with_borrow_mut(|known| known.insert(last.kind, (last.known, last.shapes)))),
            None => {}
        }
        let kind = (format, vocabulary().fitting(&name));
        let (known, shapes) = KNOWN.with_borrow_mut(|known| known.remove(&kind)).unwrap_or_default();
        let file = name.into_owned();
        Self(Box::new(Remembered {
            file,
            kind,
            known,
            shapes,
        }))
    }

    /// Whether this thread remembers any.
    pub(super) fn are_any() -> bool {
        let last = LAST.take();
        let is_last = last.is_some();
        LAST.set(last);
        is_last || KNOWN.with_borrow(|known| !known.is_empty())
    }

    /// Remembers them for the next snapshot. Where a snapshot is given up before, the next one finds them out anew.
    pub(super) fn give_back(self) {
        // Gone at the end of a thread only.
        let _ = LAST.try_with(|last| last.set(Some(self.0)));
    }

    /// What the snapshots looked like.
    pub(super) fn shapes(&mut self) -> &mut Shapes {
        &mut self.0.shapes
    }

    /// What a path means.
    pub(super) fn of(&mut self, at: Path<'_>) -> Rc<Meaning> {
        let (way, path) = match at.route {
            Route::Path => (0, at.path),
            Route::Plain => (1, at.path),
            Route::As(path) => (2, path.as_str()),
            Route::Registry(path) => (3, path.as_str()),
            Route::Words { .. } => return Rc::new(self.find(at)),
            Route::Hidden => return Rc::default(),
        };
        if let Some(meaning) = self.0.known.get_mut(way).and_then(|known| known.get(path)) {
            return meaning;
        }
        let meaning = Rc::new(self.find(at));
        if let Some(known) = self.0.known.get_mut(way) {
            known.put(path, &meaning);
        }
        meaning
    }

    fn find(&self, at: Path<'_>) -> Meaning {
        let (vocabulary, format, file) = (vocabulary(), self.0.kind.0, self.0.file.as_str());
        let (path, words) = route(at);
        if path.is_empty() {
            return Meaning::default();
        }
        let flat = FLAT.contains(&format) && (path.len() == 1 || words.is_some());
        let mut hits: Vec<Hit<'static>> = Vec::new();
        let mut look = |path: &[Cow<'_, str>], lists_only: bool| {
            let from = hits.len();
            match at.route {
                Route::Registry(_) => vocabulary.find("reg", path, None, file, &mut hits),
                _ if flat => FLAT
                    .iter()
                    .for_each(|format| vocabulary.find(format, path, words, file, &mut hits)),
                _ => vocabulary.find(format, path, words, file, &mut hits),
            }
            if GENERIC.contains(&format) {
                vocabulary.find("any", path, None, file, &mut hits);
                hits.extend(direct(path));
            }
            let mut at = 0;
            hits.retain(|hit| {
                at += 1;
                at <= from || !lists_only || hit.setting.ty == SettingType::List
            });
        };
        look(&path, false);
        // An item of a list may stand for the list.
        if let Some((last, list)) = path.split_last()
            && last.starts_with('[')
            && !list.is_empty()
        {
            look(list, true);
        }
        let words = words.map(|_| path_words(at).into_iter().map(str::to_owned).collect());
        Meaning { hits, words }
    }
}

/// The setting whose key the path is; a map `settings` around all settings does not count.
fn direct(path: &[Cow<'_, str>]) -> Option<Hit<'static>> {
    let hit = |path: &[Cow<'_, str>]| vocabulary().setting_of(path);
    let inner = path
        .split_first()
        .filter(|(first, _)| first.as_ref() == "settings")
        .map(|(_, rest)| rest);
    let (setting, taken) = (hit(path).or_else(|| hit(inner?))?, path.len());
    Some(Hit {
        setting,
        steps: &[],
        taken,
    })
}

/// The segments (lower case) the vocabulary looks at, and for words how many belong to blocks.
pub(super) fn route<'e>(at: Path<'e>) -> (Vec<Cow<'e, str>>, Option<usize>) {
    let plain = |path: &'e str, by: char| path.split(by).map(lower).collect::<Vec<_>>();
    let escaped = |path: &'e str| {
        if path.contains(['\\', '[', ']']) || path.is_empty() {
            let segments = segments(path).into_iter();
            return segments.map(|s| Cow::Owned(s.to_lowercase())).collect();
        }
        let mut segments = plain(path, '.');
        // Behind the last dot there is a segment only where something stands.
        if segments.len() > 1 && segments.last().is_some_and(|last| last.is_empty()) {
            segments.pop();
        }
        segments
    };
    match at.route {
        Route::Path => (escaped(at.path), None),
        Route::Plain => (plain(at.path, '.'), None),
        Route::As(path) => (escaped(path), None),
        Route::Registry(path) => (plain(path, '\\'), None),
        Route::Words { blocks, .. } => (path_words(at).into_iter().map(lower).collect(), Some(blocks.len())),
        Route::Hidden => (Vec::new(), None),
    }
}

/// Lower case, made only where it differs.
fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

fn path_words(at: Path<'_>) -> Vec<&str> {
    match at.route {
        Route::Words { blocks, words } => blocks.iter().chain(words).map(String::as_str).collect(),
        _ => Vec::new(),
    }
}
