//! The inputs of the works, made of fixed seeds: same sizes, same bytes, on every machine.

pub(crate) mod assets;
pub(crate) mod sbom;
pub(crate) mod settings;

/// How much of everything.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    /// Components of W1.
    pub(crate) components: u32,
    /// Subjects of W2 and W4.
    pub(crate) subjects: u32,
    /// Assets of W5; its growth is measured against a tenth of them.
    pub(crate) assets: u32,
}

impl Sizes {
    /// The sizes that the goals speak of.
    pub(crate) const FULL: Self = Self {
        components: 100_000,
        subjects: 10_000,
        assets: 1_000_000,
    };
    /// Enough to meet every rule, little enough for a build server.
    pub(crate) const QUICK: Self = Self {
        components: 3_000,
        subjects: 300,
        assets: 5_000,
    };
}
