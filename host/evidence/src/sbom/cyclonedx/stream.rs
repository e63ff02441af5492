//! JSON in the order in which everybody writes it: each component becomes rows as soon as it is read, and is forgotten.
//!
//! Members may stand in any order. Where one comes too late for that (a version, metadata or services behind what
//! needs them), the reading is given up, and the document is read as a whole. Where something is wrong with it, it is read
//! once more by serde_json, which says what: a broken document may take longer than a sound one.

use super::model::Bom;
use super::place::{Place, Syntax};
use super::rows::Rows;
use super::rules::Rules;
use super::{minor_of, parts};
use crate::sbom::json::{Inside, Json};
use crate::sbom::lines::Lines;
use crate::sbom::object::{Fill, Parts, Take};
use crate::sbom::put::Put;
use crate::sbom::value::Key;
use crate::{ReadError, Reading};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// Why a document was not read to its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// A member came too late.
    Order,
    /// The document cannot be used.
    Unusable(ReadError),
    /// The document is no JSON or of another shape. Only [`read_again`] says why.
    Json(serde_json::Error),
}

/// Reads a document into rows; answers its minor version and whether it lists vulnerabilities.
pub(super) fn read(text: &str, parts: Parts, reading: &mut Reading<'_>) -> Result<(u8, bool), Stop> {
    rows(text, parts, reading, |state| {
        let mut json = Json::new(text);
        json.object(|members| top(state, members)).and_then(|()| json.end())
    })
}

/// Reads a document that something is wrong with, and says what.
pub(super) fn read_again(text: &str, parts: Parts, reading: &mut Reading<'_>) -> Result<(u8, bool), Stop> {
    rows(text, parts, reading, |state| {
        let mut json = serde_json::Deserializer::from_str(text);
        json.deserialize_map(Top(state)).and_then(|()| json.end())
    })
}

fn rows<'t>(
    text: &'t str,
    parts: Parts,
    reading: &mut Reading<'_>,
    read: impl FnOnce(&mut State<'_, '_, '_, 't>) -> Result<(), serde_json::Error>,
) -> Result<(u8, bool), Stop> {
    let mut stop = None;
    let mut state = State {
        text,
        parts,
        reading: Some(reading),
        rows: None,
        bom: Bom::default(),
        at: Section::Head,
        stop: &mut stop,
    };
    let done = match read(&mut state) {
        Ok(()) => state.close::<serde_json::Error>(),
        Err(error) => Err(error),
    };
    match (stop, done) {
        (Some(stop), _) => Err(stop),
        (None, Err(error)) => Err(Stop::Json(error)),
        (None, Ok(minor_and_more)) => Ok(minor_and_more),
    }
}

/// How far the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Section {
    Head,
    Components,
    Dependencies,
}

type Use<'r, 'b, 't, T> = fn(&mut Rows<'r, 'b, 't>, usize, &T) -> Result<(), ReadError>;

struct State<'s, 'r, 'b, 't> {
    text: &'t str,
    parts: Parts,
    // Handed on when the first row is made.
    reading: Option<&'r mut Reading<'b>>,
    rows: Option<Rows<'r, 'b, 't>>,
    bom: Bom<'t>,
    at: Section,
    stop: &'s mut Option<Stop>,
}

impl<'r, 'b, 't> State<'_, 'r, 'b, 't> {
    fn stopped<E: Error>(&mut self, stop: Stop) -> E {
        *self.stop = Some(stop);
        E::custom("stopped")
    }

    /// Everything that must be known for rows is known.
    fn open<E: Error>(&mut self) -> Result<&mut Rows<'r, 'b, 't>, E> {
        if self.rows.is_none() {
            let minor = match minor_of(&self.bom) {
                Ok(minor) => minor,
                Err(error) => return Err(self.stopped(Stop::Unusable(error))),
            };
            let Some(reading) = self.reading.take() else {
                return Err(self.stopped(Stop::Order));
            };
            let rules = Rules::new(reading, Place::new(Syntax::Json), Lines::of(self.text), minor);
            let mut rows = Rows::new(rules, self.parts);
            let opened = rows.open(&self.bom);
            self.rows = Some(rows);
            if let Err(error) = opened {
                return Err(self.stopped(Stop::Unusable(error)));
            }
        }
        self.rows.as_mut().ok_or_else(|| E::custom("stopped"))
    }

    fn close<E: Error>(mut self) -> Result<(u8, bool), E> {
        self.open::<E>()?;
        let Some(mut rows) = self.rows.take() else {
            return Err(E::custom("stopped"));
        };
        // Services in front of the dependencies are known already.
        if self.at < Section::Dependencies {
            rows.services(&self.bom.services);
        }
        let minor = rows.rules.minor;
        match rows.close(&self.bom) {
            Ok(()) => Ok((minor, self.bom.has_vulnerabilities())),
            Err(error) => Err(self.stopped(Stop::Unusable(error))),
        }
    }

    /// Makes rows of an item; answers whether that went well.
    fn consume<T>(&mut self, rows: Use<'r, 'b, 't, T>, index: usize, item: &T) -> bool {
        let consumed = self.rows.as_mut().map_or(Ok(()), |to| rows(to, index, item));
        match consumed {
            Ok(()) => true,
            Err(error) => {
                *self.stop = Some(Stop::Unusable(error));
                false
            }
        }
    }

    /// Whether a member may still come.
    fn in_order<E: Error>(&mut self, key: &str) -> Result<(), E> {
        let late = match key {
            "bomFormat" | "specVersion" | "metadata" => self.at > Section::Head,
            "components" => self.at > Section::Head || self.bom.spec_version.is_none(),
            "services" => self.at > Section::Components,
            "dependencies" => self.at > Section::Components || self.bom.spec_version.is_none(),
            _ => false,
        };
        // A member that stands twice is found on the second reading.
        if late { Err(self.stopped(Stop::Order)) } else { Ok(()) }
    }
}

/// The members of a document.
fn top<'t, M: Lists<'t>>(state: &mut State<'_, '_, '_, 't>, mut map: M) -> Result<(), M::Error> {
    let (mut seen, parts) = (0u64, state.parts);
    while let Some(key) = map.next_key::<Key<'t>>()? {
        let key = key.0.as_ref();
        state.in_order(key)?;
        match key {
            "components" => {
                state.at = Section::Components;
                state.open::<M::Error>()?;
                map.each(parts, |index, item| state.consume(Rows::item, index, item))?;
            }
            "dependencies" => {
                state.at = Section::Dependencies;
                state.open::<M::Error>()?;
                let services = std::mem::take(&mut state.bom.services);
                if let Some(rows) = &mut state.rows {
                    rows.services(&services);
                }
                if parts.has(parts::DEPENDENCIES) {
                    map.each(parts, |index, item| state.consume(Rows::dependency, index, item))?;
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            _ => state.bom.member(key, &mut map, &mut seen, parts)?,
        }
    }
    Ok(())
}

/// Members whose value may be a list that is read item by item.
trait Lists<'t>: MapAccess<'t> {
    /// Hands on the items of the list that is the present member's value, as long as whoever takes them says so.
    fn each<T: Take<'t> + Put<'t> + Default>(
        &mut self,
        parts: Parts,
        consume: impl FnMut(usize, &T) -> bool,
    ) -> Result<(), Self::Error>;
}

impl<'t> Lists<'t> for &mut Inside<'_, 't> {
    fn each<T: Take<'t> + Put<'t> + Default>(
        &mut self,
        parts: Parts,
        mut consume: impl FnMut(usize, &T) -> bool,
    ) -> Result<(), Self::Error> {
        Inside::each(self, parts, |index, item| consume(index, item))
    }
}

/// As serde_json reads them.
struct Theirs<A>(A);

impl<'t, A: MapAccess<'t>> MapAccess<'t> for Theirs<A> {
    type Error = A::Error;
    fn next_key_seed<K: DeserializeSeed<'t>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }
    fn next_value_seed<V: DeserializeSeed<'t>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.0.next_value_seed(seed)
    }
}

impl<'t, A: MapAccess<'t>> Lists<'t> for Theirs<A> {
    fn each<T: Take<'t> + Put<'t> + Default>(
        &mut self,
        parts: Parts,
        consume: impl FnMut(usize, &T) -> bool,
    ) -> Result<(), A::Error> {
        self.0.next_value_seed(Items(parts, consume, PhantomData::<T>))
    }
}

struct Top<'a, 's, 'r, 'b, 't>(&'a mut State<'s, 'r, 'b, 't>);

impl<'t> Visitor<'t> for Top<'_, '_, '_, '_, 't> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'t>>(self, map: A) -> Result<(), A::Error> {
        top(self.0, Theirs(map))
    }
}

/// A list whose items are handed on one by one.
struct Items<T, F>(Parts, F, PhantomData<T>);

impl<'t, T: Take<'t> + Default, F: FnMut(usize, &T) -> bool> DeserializeSeed<'t> for Items<T, F> {
    type Value = ();
    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t, T: Take<'t> + Default, F: FnMut(usize, &T) -> bool> Visitor<'t> for Items<T, F> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'t>>(self, mut seq: A) -> Result<(), A::Error> {
        let Self(parts, mut consume, _) = self;
        let (mut index, mut item) = (0, T::default());
        while let Some(()) = seq.next_element_seed(Fill(&mut item, parts))? {
            if !consume(index, &item) {
                return Err(A::Error::custom("stopped"));
            }
            item = T::default();
            index += 1;
        }
        Ok(())
    }
}
