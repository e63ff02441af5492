//! A list of objects that mostly look like one another, each of them used and forgotten.

use super::inside::Inside;
use super::pattern::Patterns;
use super::{Json, wrong};
use crate::sbom::object::{Parts, Take};
use crate::sbom::put::Put;
use serde_json::Error;

impl<'t> Inside<'_, 't> {
    /// Reads the list that is the value of the present member, and hands on its items one by one, with their numbers, as
    /// long as whoever takes them says so. An item may be taken away; what is left of it is forgotten.
    pub(in crate::sbom) fn each<T: Take<'t> + Put<'t> + Default>(
        &mut self,
        parts: Parts,
        consume: impl FnMut(usize, &mut T) -> bool,
    ) -> Result<(), Error> {
        self.value()?.each(parts, consume)
    }
}

impl<'t> Json<'t> {
    /// The same for a list that stands here.
    pub(in crate::sbom) fn each<T: Take<'t> + Put<'t> + Default>(
        &mut self,
        parts: Parts,
        mut consume: impl FnMut(usize, &mut T) -> bool,
    ) -> Result<(), Error> {
        match self.next() {
            b'n' => return self.word("null"),
            b'[' => {}
            _ => return Err(wrong()),
        }
        let mut items = self.inside()?;
        let (mut patterns, mut item) = (Patterns::default(), T::default());
        let mut index = 0;
        while let Some(json) = items.item()? {
            let members = patterns.fill(json, &mut item);
            if members.is_none() {
                let from = json.at;
                item = T::default();
                item.fill(&mut *json, parts)?;
                patterns.learn(json.text, from, T::form(), parts);
            }
            if !consume(index, &mut item) {
                return Err(wrong());
            }
            match members {
                Some(members) => item.clear(members),
                None => item = T::default(),
            }
            index += 1;
        }
        items.leave()
    }
}
