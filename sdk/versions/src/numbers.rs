//! Lists of numbers (R, Haskell): separated by `.` or `-`, compared in order, the longer list being the newer.

use crate::digits;
use crate::error::VersionError;
use std::cmp::Ordering;

pub(crate) fn compare(left: &str, right: &str) -> Result<Ordering, VersionError> {
    let (left, right) = (parse(left)?, parse(right)?);
    for (l, r) in left.iter().zip(&right) {
        let order = digits::compare(l, r);
        if order != Ordering::Equal {
            return Ok(order);
        }
    }
    Ok(left.len().cmp(&right.len()))
}

fn parse(text: &str) -> Result<Vec<&str>, VersionError> {
    let numbers: Vec<&str> = text.split(['.', '-']).collect();
    if numbers.iter().all(|n| digits::is_number(n)) {
        Ok(numbers)
    } else {
        Err(VersionError::invalid("numbers", text))
    }
}
