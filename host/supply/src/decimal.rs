//! Amounts of money and of hours, exact: whole numbers of a millionth. No floating point, so that the same figures give the same
//! report on every machine.

use crate::SupplyError;
use std::fmt;

const MICRO: i128 = 1_000_000;
/// Digits before the point that a figure may have.
const WHOLE: usize = 12;
/// Digits behind the point that a figure may have; two figures multiplied are still whole millionths.
const FRACTION: usize = 3;

/// An exact amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Decimal(i128);

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Reads a figure: `6000`, `0.25`; not negative, at most twelve digits before and three behind the point.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !is_number(whole) || !is_number(fraction) || whole.len() > WHOLE || fraction.len() > FRACTION {
            return None;
        }
        let whole: i128 = whole.parse().ok()?;
        let thousandths: i128 = format!("{fraction:0<3}").parse().ok()?;
        Some(Self(whole * MICRO + thousandths * 1000))
    }

    /// Of a whole number.
    pub fn whole(number: i64) -> Option<Self> {
        Self::parse(&number.to_string())
    }

    /// The number of millionths.
    pub fn millionths(self) -> i128 {
        self.0
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Result<Self, SupplyError> {
        self.0.checked_add(other.0).map(Self).ok_or(SupplyError::TooLarge)
    }

    /// So many times.
    pub fn times(self, count: u32) -> Result<Self, SupplyError> {
        let product = self.0.checked_mul(i128::from(count));
        product.map(Self).ok_or(SupplyError::TooLarge)
    }

    /// The product of two figures as they were read: exact, since both have at most three digits behind the point.
    pub fn product(self, other: Self) -> Result<Self, SupplyError> {
        let product = self.0.checked_mul(other.0).ok_or(SupplyError::TooLarge)?;
        if product % MICRO == 0 {
            Ok(Self(product / MICRO))
        } else {
            Err(SupplyError::TooLarge)
        }
    }
}

impl fmt::Display for Decimal {
    /// `1234.5`: no zeros that say nothing, no separators.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 1_000_000, self.0.unsigned_abs() % 1_000_000);
        if rest == 0 {
            return write!(f, "{sign}{whole}");
        }
        let rest = format!("{rest:06}");
        write!(f, "{sign}{whole}.{}", rest.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    fn d(text: &str) -> Decimal {
        Decimal::parse(text).expect("a figure")
    }

    #[test]
    fn tenths_are_tenths() {
        let sum = d("0.1").plus(d("0.2")).expect("fits");
        assert_eq!(sum, d("0.3"));
        assert_eq!(d("0.125").product(d("4800.5")).expect("fits").to_string(), "600.0625");
        assert_eq!(d("007.500").to_string(), "7.5");
    }

    #[test]
    fn what_is_no_figure_is_refused() {
        for text in [
            "",
            ".5",
            "1.",
            "-1",
            "+1",
            "1e3",
            "1,000",
            "0.1234",
            "1234567890123",
            " 1",
            "１",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        let large = d("999999999999.999");
        assert!(large.times(u32::MAX).is_ok());
        let product = large.product(large).expect("fits");
        assert_eq!(product.to_string(), "999999999999998000000000.000001");
        assert!(product.times(u32::MAX).is_err());
        assert!(product.product(large).is_err());
    }
}
