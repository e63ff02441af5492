//! What a cell of a workbook holds, as a value of ours.

use crate::table::grid::Value;
use calamine::{Data, DataRef, ExcelDateTime};
use sekisho_model::Date;

pub(super) fn borrowed(data: &DataRef<'_>) -> Value {
    match data {
        #[allow(clippy::cast_precision_loss, reason = "a sheet's numbers are floating anyway")]
        DataRef::Int(n) => Value::Number(*n as f64),
        DataRef::Float(n) => Value::Number(*n),
        DataRef::String(text) => Value::Text(text.clone()),
        DataRef::SharedString(text) => Value::Text((*text).to_owned()),
        DataRef::Bool(flag) => Value::Flag(*flag),
        DataRef::DateTime(at) => moment(at),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => iso(text),
        DataRef::Error(error) => Value::Text(error.to_string()),
        DataRef::Empty => Value::Empty,
    }
}

pub(super) fn owned(data: &Data) -> Value {
    match data {
        #[allow(clippy::cast_precision_loss, reason = "a sheet's numbers are floating anyway")]
        Data::Int(n) => Value::Number(*n as f64),
        Data::Float(n) => Value::Number(*n),
        Data::String(text) => Value::Text(text.clone()),
        Data::Bool(flag) => Value::Flag(*flag),
        Data::DateTime(at) => moment(at),
        Data::DateTimeIso(text) | Data::DurationIso(text) => iso(text),
        Data::Error(error) => Value::Text(error.to_string()),
        Data::Empty => Value::Empty,
    }
}

fn iso(text: &str) -> Value {
    Date::parse(text).map_or_else(|| Value::Text(text.to_owned()), Value::Date)
}

/// A serial with a date format is a day; durations and days before 1900-03-01 (which spreadsheets miscount) are numbers.
fn moment(at: &ExcelDateTime) -> Value {
    let serial = at.as_f64();
    if !at.is_datetime() || !serial.is_finite() || !(1.0..2_958_466.0).contains(&serial) {
        return Value::Number(serial);
    }
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    Date::from_ymd(i32::from(year), u32::from(month), u32::from(day)).map_or(Value::Number(serial), Value::Date)
}
