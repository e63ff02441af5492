//! Snapshots in JSON that look like those before them.
//!
//! The snapshots of a fleet come from one tool: the same names in the same order, now and then one left out or a list of
//! another length; only the values differ. What stands between two values is learned from documents that were read in
//! the usual way, and compared as a whole in the next one; of a document that fits, only the values are looked at. It says
//! exactly what the usual reading would say; a document that does not fit in every byte is read in the usual way.
//!
//! Reading order: [`slots`] (what is known, and whether a text fits), [`trace`] (how it is learned), [`answers`] (what
//! values meant). What is learned is bounded and belongs to one thread.

mod answers;
mod slots;
mod trace;

pub(super) use answers::Answers;
pub(super) use slots::{Leaf, Lexeme, Role, Shape};

use super::meaning::Meanings;
use super::tree::Node;
use crate::limits::Limits;
use sekisho_model::facts::Words;
use std::cell::RefCell;

/// Largest document that is looked at.
const TEXT_BYTES: usize = 64 << 10;
/// Shapes of one kind of file: tools that write the same names in another order.
const SHAPES: usize = 3;
/// Documents that are learned without one that fits in between; then nothing more is learned until one fits.
const PATIENCE: u32 = 64;

thread_local! {
    /// Names and values that were learned, of all shapes; their list has its own bounds.
    static WORDS: RefCell<Words> = RefCell::default();
}

/// The words of all shapes, as far as they are now.
pub(super) fn words() -> Words {
    with_words(|words| words.clone())
}

/// Adds to the words.
fn with_words<T>(change: impl FnOnce(&mut Words) -> T) -> T {
    WORDS.with_borrow_mut(change)
}

/// What the snapshots in files of one name looked like.
#[derive(Debug)]
pub(super) struct Shapes {
    list: Vec<Shape>,
    patience: u32,
    // Of the text that was looked at last; kept for its memory.
    leaves: Vec<Leaf>,
}

impl Default for Shapes {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            patience: PATIENCE,
            leaves: Vec::new(),
        }
    }
}

/// A snapshot that fits what is known.
#[derive(Debug)]
pub struct Fit {
    pub(super) meanings: Meanings,
    shape: usize,
}

impl Fit {
    /// The snapshot of a text, if it fits.
    pub(crate) fn of(path: &str, text: &str, limits: &Limits) -> Option<Self> {
        if text.len() > TEXT_BYTES || !text.starts_with(['{', ' ', '\n', '\r', '\t']) {
            return None;
        }
        // What settings mean need not be known for a document that is the first of its thread, and perhaps no snapshot.
        if !Meanings::are_any() {
            return None;
        }
        let mut meanings = Meanings::new("json", path);
        let shapes = meanings.shapes();
        let leaves = &mut shapes.leaves;
        match shapes
            .list
            .iter_mut()
            .position(|shape| shape.fits(text, limits, leaves))
        {
            Some(shape) => {
                shapes.patience = PATIENCE;
                Some(Self { meanings, shape })
            }
            None => {
                meanings.give_back();
                None
            }
        }
    }

    /// Takes out what fits, and the values of the text.
    pub(super) fn take(&mut self) -> (Shape, Vec<Leaf>) {
        let shapes = self.meanings.shapes();
        let shape = shapes.list.get_mut(self.shape).map(std::mem::take);
        (shape.unwrap_or_default(), std::mem::take(&mut shapes.leaves))
    }

    /// Puts back what was taken, for the next snapshot.
    pub(super) fn put_back(mut self, (shape, leaves): (Shape, Vec<Leaf>)) {
        let shapes = self.meanings.shapes();
        if let Some(place) = shapes.list.get_mut(self.shape) {
            *place = shape;
        }
        shapes.leaves = leaves;
        self.meanings.give_back();
    }
}

/// Learns from a document that was read without a remark and is nothing but settings, whatever of it is left out.
pub(crate) fn learn(path: &str, document: &Node<'_>, text: &str) {
    if text.len() > TEXT_BYTES || slots::MARKS.iter().any(|mark| text.contains(mark)) {
        return;
    }
    let mut meanings = Meanings::new("json", path);
    meanings.shapes().learn(document, text);
    meanings.give_back();
}

impl Shapes {
    fn learn(&mut self, document: &Node<'_>, text: &str) {
        if self.patience == 0 {
            return;
        }
        self.patience -= 1;
        if self.list.iter_mut().any(|shape| shape.learn(document, text)) {
            return;
        }
        if self.list.len() == SHAPES {
            self.list.remove(0);
        }
        let mut shape = Shape::default();
        if shape.learn(document, text) {
            self.list.push(shape);
        }
    }
}
