//! What a cell is understood as: one value or several, each a text and, where its field has such a type, a number, a day or a flag.

use super::vocabulary::Field;
use sekisho_model::Date;
use std::borrow::Cow;
use std::ops::Deref;

/// One normalized value.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Normal<'v> {
    /// Normalized text: an ISO day, a plain number, the id of a choice, or the text as written.
    pub text: Cow<'v, str>,
    /// As a number.
    pub number: Option<f64>,
    /// As a day.
    pub date: Option<Date>,
    /// As yes or no.
    pub flag: Option<bool>,
}

/// The values of a cell: one as a rule, which then needs no memory of its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Normals<'v> {
    /// Of an empty cell.
    #[default]
    None,
    /// Of nearly every cell.
    One(Normal<'v>),
    /// Of a list.
    Many(Vec<Normal<'v>>),
}

impl<'v> Deref for Normals<'v> {
    type Target = [Normal<'v>];

    fn deref(&self) -> &[Normal<'v>] {
        match self {
            Self::None => &[],
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

impl Normals<'_> {
    /// The same for as long as the program runs: words of the field itself need no memory for it.
    pub(super) fn to_static(&self, field: Option<&'static Field>) -> Normals<'static> {
        let word = |text: &str| {
            let ids = field.into_iter().flat_map(|field| &field.choices);
            let mut words = ids.map(|choice| choice.id.as_str()).chain([YES, NO]);
            words.find(|word| *word == text)
        };
        let owned = |value: &Normal<'_>| Normal {
            text: word(&value.text).map_or_else(|| Cow::Owned(value.text.as_ref().to_owned()), Cow::Borrowed),
            ..*value
        };
        match self {
            Self::None => Normals::None,
            Self::One(value) => Normals::One(owned(value)),
            Self::Many(values) => Normals::Many(values.iter().map(owned).collect()),
        }
    }
}

/// How yes and no are written.
pub(super) const YES: &str = "true";
pub(super) const NO: &str = "false";
