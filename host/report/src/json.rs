//! The record itself, as canonical JSON (RFC 8785): two runs over the same inputs give the same bytes.

use crate::ReportError;
use sekisho_model::{Assessment, canonical};

/// Renders.
pub fn render(assessment: &Assessment) -> Result<Vec<u8>, ReportError> {
    canonical::to_vec(assessment).map_err(|e| ReportError::new("json", e))
}
