//! The bounds that hold for every reader. They are handed in; the defaults stand here with their reasons.

/// Bounds on what a reader accepts. Breaking one is an error that names the bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file_bytes: u64,
    /// Largest sum of all files of one subject, in bytes.
    pub subject_bytes: u64,
    /// Most subjects in one directory.
    pub subjects: u32,
    /// Most files in one subject.
    pub files: u32,
    /// Deepest nesting of a document (JSON, XML, YAML, TOML, directories).
    pub depth: u32,
    /// Most rows (facts) that one file may give.
    pub rows: u32,
    /// Longest single text value, in bytes.
    pub text_bytes: u32,
    /// Most bytes that a compressed file (XLSX) may expand to in all.
    pub expanded_bytes: u64,
    /// Largest ratio of expanded to compressed size.
    pub expansion_ratio: u32,
    /// Most diagnostics kept per file; the rest are counted in one summary diagnostic.
    pub diagnostics: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // A CycloneDX document of 100,000 components is about 100 MB.
            file_bytes: 512 << 20,
            subject_bytes: 2 << 30,
            // Every system of a large enterprise; what is known of one before its turn comes takes some hundred bytes.
            subjects: 1_000_000,
            files: 20_000,
            // serde_json's own bound is 128; real documents stay below 30.
            depth: 128,
            rows: 5_000_000,
            text_bytes: 1 << 20,
            expanded_bytes: 512 << 20,
            expansion_ratio: 200,
            diagnostics: 100,
        }
    }
}
