//! How XML fills the document models: one trait, and a macro that says which element fills which member. Shared by
//! CycloneDX XML and SPDX XML.

use super::cursor::{Cursor, Element};
use super::value::{List, Present, Text};
use crate::ReadError;

pub(super) type Parsed<T> = Result<T, ReadError>;

/// Something that an element is read into.
pub(super) trait FromXml<'a>: Sized {
    fn read(cursor: &mut Cursor<'a>, element: Element<'a>) -> Parsed<Self>;
}

impl<'a, const LOOSE: bool> FromXml<'a> for Text<'a, LOOSE> {
    fn read(cursor: &mut Cursor<'a>, element: Element<'a>) -> Parsed<Self> {
        cursor.text(&element).map(Self::new)
    }
}

impl<'a, T: FromXml<'a>> FromXml<'a> for Box<T> {
    fn read(cursor: &mut Cursor<'a>, element: Element<'a>) -> Parsed<Self> {
        T::read(cursor, element).map(Self::new)
    }
}

impl<'a> FromXml<'a> for Present {
    fn read(cursor: &mut Cursor<'a>, element: Element<'a>) -> Parsed<Self> {
        cursor.skip(&element)?;
        Ok(Self(true))
    }
}

/// Fills a member that may stand once.
pub(super) fn once<'a, T: FromXml<'a>>(
    cursor: &mut Cursor<'a>,
    element: Element<'a>,
    slot: &mut Option<T>,
) -> Parsed<()> {
    if slot.is_some() {
        cursor.repeated(element.name(), element.line);
    }
    *slot = Some(T::read(cursor, element)?);
    Ok(())
}

/// Fills a list from the children of an element, whatever they are called.
pub(super) fn list<'a, T: FromXml<'a>>(
    cursor: &mut Cursor<'a>,
    element: Element<'a>,
    items: &mut List<T>,
) -> Parsed<()> {
    cursor.children(&element, &mut |_| {}, &mut |cursor, child| {
        items.0.push(T::read(cursor, child)?);
        Ok(None)
    })
}

/// Reads an element into an object: attributes, then children; what has no entry is remembered as unknown. `text`
/// says where the element's own text goes, for elements without children.
macro_rules! from_xml {
    ($ty:ident {
        $(attributes { $($attribute:literal => $slot:ident),* $(,)? })?
        $(once { $($once:literal => $once_field:ident),* $(,)? })?
        $(lists { $($list:literal => $list_field:ident),* $(,)? })?
        $(items { $($item:literal => $item_field:ident),* $(,)? })?
        $(skip { $($skip:literal),* $(,)? })?
    }) => {
        impl<'a> $crate::sbom::from_xml::FromXml<'a> for $ty<'a> {
            fn read(
                cursor: &mut $crate::sbom::cursor::Cursor<'a>,
                element: $crate::sbom::cursor::Element<'a>,
            ) -> $crate::sbom::from_xml::Parsed<Self> {
                let mut object = $ty { line: element.line, ..$ty::default() };
                for (name, _value) in cursor.attributes(&element)? {
                    match name.as_str() {
                        $($($attribute => object.$slot = Some($crate::sbom::value::Text::new(_value)),)*)?
                        other if other.contains(':') || matches!(other, "xmlns" | "bom-ref") => {}
                        other => object.unknown.note(other),
                    }
                }
                let mut unknown = std::mem::take(&mut object.unknown);
                cursor.children(&element, &mut |name| unknown.note(name), &mut |_cursor, child| {
                    match child.name() {
                        $($($once => $crate::sbom::from_xml::once(_cursor, child, &mut object.$once_field)?,)*)?
                        $($($list => $crate::sbom::from_xml::list(_cursor, child, &mut object.$list_field)?,)*)?
                        $($($item => object.$item_field.0.push($crate::sbom::from_xml::FromXml::read(_cursor, child)?),)*)?
                        $($($skip)|* => _cursor.skip(&child)?,)?
                        _ => return Ok(Some(child)),
                    }
                    Ok(None)
                })?;
                object.unknown = unknown;
                Ok(object)
            }
        }
    };
}

/// An element whose own text is one member, the others being attributes.
macro_rules! from_xml_text {
    ($ty:ident { $($attribute:literal => $slot:ident),* } $text:ident) => {
        impl<'a> $crate::sbom::from_xml::FromXml<'a> for $ty<'a> {
            fn read(
                cursor: &mut $crate::sbom::cursor::Cursor<'a>,
                element: $crate::sbom::cursor::Element<'a>,
            ) -> $crate::sbom::from_xml::Parsed<Self> {
                let mut object = $ty { line: element.line, ..$ty::default() };
                for (name, value) in cursor.attributes(&element)? {
                    match name.as_str() {
                        $($attribute => object.$slot = Some($crate::sbom::value::Text::new(value)),)*
                        other if other.contains(':') || other == "xmlns" => {}
                        other => object.unknown.note(other),
                    }
                }
                object.$text = Some($crate::sbom::value::Text::new(cursor.text(&element)?));
                Ok(object)
            }
        }
    };
}

pub(super) use {from_xml, from_xml_text};
