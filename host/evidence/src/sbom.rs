//! Software bills of materials: one module per format, all ending in the same rows.
