//! Days between then and now, told so that "exactly at the limit" is said in one place only.

use sekisho_sdk::prelude::*;

/// Whether `day` lies more than `limit` days before `today`; the limit itself still counts as in time.
pub(crate) const fn older_than(day: Date, today: Date, limit: i64) -> bool {
    today.days_since(day) > limit
}

/// Whether a period that ends on `last` (that day included) is over.
pub(crate) fn is_over(last: Option<Date>, today: Date) -> bool {
    last.is_some_and(|last| last < today)
}

#[cfg(test)]
mod tests {
    use super::{is_over, older_than};
    use sekisho_sdk::Date;

    #[test]
    fn the_limit_itself_is_in_time() {
        assert!(!older_than(Date(100), Date(114), 14));
        assert!(older_than(Date(100), Date(115), 14));
        assert!(!older_than(Date(120), Date(114), 14));
    }

    #[test]
    fn the_last_day_counts() {
        assert!(!is_over(None, Date(5)));
        assert!(!is_over(Some(Date(5)), Date(5)));
        assert!(is_over(Some(Date(4)), Date(5)));
    }
}
