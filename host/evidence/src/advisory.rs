//! Vulnerability advisories, exploited lists and VEX statements.
