//! The checks of this plugin, one file each.
