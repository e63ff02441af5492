//! Configuration snapshots: one module per format, all ending in paths with values, then in canonical settings.
