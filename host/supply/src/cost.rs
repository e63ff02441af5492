//! One formula for the costs of a way to keep a list of parts, and the number of parts from which on it pays off.
//!
//! `cost(s, n, y) = initial_s + y · (make_s(n) + vulnerabilities_s(n) + licenses_s(n) + review_s(n)) + y · fee_s`, where each work is
//! `(hours + per_component · n) · hourly rate` and the initial costs are `(introduction + learning) · hourly rate + money`.
//! For fixed years a cost is a straight line in `n`, so where two of them cross is found exactly, without trying numbers.

use crate::SupplyError;
use crate::decimal::Decimal;
use crate::figures::{Figures, Scenario, Work};

/// The formula as it is shown, in the words of `cost-figures/1`.
pub const FORMULA: &str = "cost(s, n, y) = initial(s) + y * (make(s, n) + vulnerabilities(s, n) + licenses(s, n) + review(s, n)) \
+ y * fee(s)";

/// What one way costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// Id of the scenario.
    pub id: String,
    /// Once.
    pub initial: Decimal,
    /// Making, in all years.
    pub make: Decimal,
    /// Finding vulnerabilities, in all years.
    pub vulnerabilities: Decimal,
    /// Finding licenses, in all years.
    pub licenses: Decimal,
    /// Looking through findings, in all years.
    pub review: Decimal,
    /// Fees, in all years.
    pub fee: Decimal,
    /// All of it.
    pub total: Decimal,
    /// Of all of it, what a component more costs.
    pub per_component: Decimal,
    /// Where it becomes cheaper than the baseline, for one year, two years … all years; empty for the baseline itself.
    pub break_even: Vec<BreakEven>,
}

/// For which numbers of components a way costs less than the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakEven {
    /// For every number.
    Always,
    /// For none.
    Never,
    /// From this number on.
    From(u128),
    /// Up to this number.
    UpTo(u128),
}

impl BreakEven {
    /// Word for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Never => "never",
            Self::From(_) => "from",
            Self::UpTo(_) => "up-to",
        }
    }

    /// The number, where there is one.
    pub fn components(self) -> Option<u128> {
        match self {
            Self::From(n) | Self::UpTo(n) => Some(n),
            Self::Always | Self::Never => None,
        }
    }
}

/// A cost as a line: what it is without components, and what each adds.
#[derive(Debug, Clone, Copy)]
struct Line {
    fixed: Decimal,
    slope: Decimal,
}

/// What every way costs, in the order of the figures.
pub fn costs(figures: &Figures) -> Result<Vec<Cost>, SupplyError> {
    let baseline = figures
        .baseline
        .as_ref()
        .and_then(|id| figures.scenario.iter().find(|s| s.id == *id))
        .or(figures.scenario.first());
    figures
        .scenario
        .iter()
        .map(|scenario| {
            let mut cost = cost(figures, scenario)?;
            if let Some(baseline) = baseline.filter(|baseline| baseline.id != scenario.id) {
                cost.break_even = (1..=figures.years)
                    .map(|years| Ok(cross(line(figures, baseline, years)?, line(figures, scenario, years)?)))
                    .collect::<Result<_, SupplyError>>()?;
            }
            Ok(cost)
        })
        .collect()
}

fn cost(figures: &Figures, scenario: &Scenario) -> Result<Cost, SupplyError> {
    let years = figures.years;
    let all_years = |work: Work| -> Result<Decimal, SupplyError> {
        let hours = work.hours.plus(work.per_component.times(figures.components)?)?;
        hours.product(figures.hourly_rate)?.times(years)
    };
    let mut cost = Cost {
        id: scenario.id.clone(),
        initial: initial(figures, scenario)?,
        make: all_years(scenario.make)?,
        vulnerabilities: all_years(scenario.vulnerabilities)?,
        licenses: all_years(scenario.licenses)?,
        review: all_years(scenario.review)?,
        fee: scenario.fee.times(years)?,
        total: Decimal::ZERO,
        per_component: line(figures, scenario, years)?.slope,
        break_even: Vec::new(),
    };
    for part in [
        cost.initial,
        cost.make,
        cost.vulnerabilities,
        cost.licenses,
        cost.review,
        cost.fee,
    ] {
        cost.total = cost.total.plus(part)?;
    }
    Ok(cost)
}

fn initial(figures: &Figures, scenario: &Scenario) -> Result<Decimal, SupplyError> {
    let hours = scenario.initial.introduction.plus(scenario.initial.learning)?;
    hours.product(figures.hourly_rate)?.plus(scenario.initial.money)
}

fn line(figures: &Figures, scenario: &Scenario, years: u32) -> Result<Line, SupplyError> {
    let works = [
        scenario.make,
        scenario.vulnerabilities,
        scenario.licenses,
        scenario.review,
    ];
    let (mut fixed, mut slope) = (Decimal::ZERO, Decimal::ZERO);
    for work in works {
        fixed = fixed.plus(work.hours)?;
        slope = slope.plus(work.per_component)?;
    }
    let yearly = fixed.product(figures.hourly_rate)?.plus(scenario.fee)?;
    Ok(Line {
        fixed: initial(figures, scenario)?.plus(yearly.times(years)?)?,
        slope: slope.product(figures.hourly_rate)?.times(years)?,
    })
}

/// For which numbers of components, from one on, `other` lies below `base`.
fn cross(base: Line, other: Line) -> BreakEven {
    let more_fixed = other.fixed.millionths() - base.fixed.millionths();
    let less_slope = base.slope.millionths() - other.slope.millionths();
    if less_slope > 0 {
        // other < base  ⇔  n > more_fixed / less_slope
        let first = more_fixed.div_euclid(less_slope) + 1;
        return match u128::try_from(first) {
            Ok(first) if first > 1 => BreakEven::From(first),
            _ => BreakEven::Always,
        };
    }
    if less_slope == 0 {
        return if more_fixed < 0 {
            BreakEven::Always
        } else {
            BreakEven::Never
        };
    }
    // other < base  ⇔  n < more_fixed / less_slope, both negative where there is such a number
    let (gain, dearer) = (-more_fixed, -less_slope);
    let last = (gain - 1).div_euclid(dearer);
    match u128::try_from(last) {
        Ok(last) if last >= 1 => BreakEven::UpTo(last),
        _ => BreakEven::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::{BreakEven, costs};
    use crate::figures::{Figures, read, tests::SMALL};

    fn small() -> Figures {
        read(SMALL, "small.toml").expect("reads")
    }

    fn total(figures: &Figures, at: usize, components: u32) -> i128 {
        let mut figures = figures.clone();
        figures.components = components;
        costs(&figures).expect("fits")[at].total.millionths()
    }

    #[test]
    fn the_formula_by_hand() {
        let costs = costs(&small()).expect("fits");
        // 2 · (10 + 0.5 · 60 + 1.5 · 60) · 5000
        assert_eq!(costs[0].total.to_string(), "1300000");
        // (40 + 24) · 5000 + 100000 + 2 · (8 + 0.25 · 60) · 5000 + 2 · 600000
        assert_eq!(costs[1].total.to_string(), "1850000");
        assert_eq!(costs[1].initial.to_string(), "420000");
        // 1: 420000 + 40000 + 600000 − 50000 = 1010000 over 8750 a component; 2: 1600000 over 17500.
        assert_eq!(costs[1].break_even, [BreakEven::From(116), BreakEven::From(92)]);
        assert!(costs[0].break_even.is_empty());
    }

    #[test]
    fn the_number_is_the_first_that_is_cheaper() {
        let figures = small();
        assert!(total(&figures, 1, 91) >= total(&figures, 0, 91));
        assert!(total(&figures, 1, 92) < total(&figures, 0, 92));
        // Where both cost the same, neither is cheaper.
        let even = SMALL
            .replace("years = 2", "years = 1")
            .replace("fee = 600000", "fee = 602500");
        let figures = read(&even, "even.toml").expect("reads");
        let first = costs(&figures).expect("fits")[1].break_even[0]
            .components()
            .expect("a number");
        let first = u32::try_from(first).expect("small");
        assert!(total(&figures, 1, first) < total(&figures, 0, first));
        assert!(total(&figures, 1, first - 1) >= total(&figures, 0, first - 1));
    }

    #[test]
    fn a_way_that_is_dearer_for_each_component_pays_for_small_products_only() {
        let turned = SMALL.replace("years = 2", "years = 2\nbaseline = \"tool\"");
        let figures = read(&turned, "turned.toml").expect("reads");
        let costs = costs(&figures).expect("fits");
        assert_eq!(costs[0].break_even[1], BreakEven::UpTo(91));
        assert!(total(&figures, 0, 91) < total(&figures, 1, 91));
        assert!(total(&figures, 0, 92) >= total(&figures, 1, 92));
    }

    #[test]
    fn lines_that_never_cross() {
        let same = SMALL.replace("per_component = \"0.25\"", "per_component = 2");
        assert_eq!(
            costs(&read(&same, "f").expect("reads")).expect("fits")[1].break_even[0],
            BreakEven::Never
        );
        let free = SMALL
            .replace("fee = 600000", "fee = 0")
            .replace("initial = { introduction = 40, learning = \"24\", money = 100000 }", "");
        assert_eq!(
            costs(&read(&free, "f").expect("reads")).expect("fits")[1].break_even[0],
            BreakEven::Always
        );
    }

    #[test]
    fn the_largest_figures_are_an_error_or_exact() {
        let large = SMALL
            .replace("\"5000\"", "999999999999")
            .replace("\"1.5\"", "999999999999")
            .replace("components = 60", "components = 10000000");
        let figures = read(&large, "f").expect("reads");
        if let Ok(costs) = costs(&figures) {
            assert!(costs[0].total.millionths() > 0);
        }
    }
}
