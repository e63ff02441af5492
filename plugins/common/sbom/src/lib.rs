//! The plugin `common/sbom`: what a software bill of materials says, and what is known about what it names.
//!
//! Reading order: `scope` (is there an SBOM at all?), `label` (how a component is called in a message), `field` (is a
//! field given, declared unknown or missing?), `graph` (what hangs on what), `identity` (which asset is an SBOM about?),
//! `critical` (which SBOMs are about critical software?),
//! `same` (which entries are one component?), `product` (which SBOMs are about one product?), `listed` (which row of a register
//! speaks of a component?), `vulnerability` (advisories and VEX against components),
//! `license` and `crypto` (names and lists), then one file per check. README.md lists the checks with their parameters and
//! evidence.

mod checks;
mod critical;
mod crypto;
mod field;
mod graph;
mod identity;
mod label;
mod license;
mod listed;
mod product;
mod same;
mod scope;
mod time;
mod vulnerability;

use checks::agree::Agreement;
use checks::approved::Approved;
use checks::cisa2025d::Cisa2025Draft;
use checks::confirmed::Confirmed;
use checks::contact::Contact;
use checks::contract_end::ContractEnd;
use checks::crypto::Cryptography;
use checks::decided::Decided;
use checks::deps::Dependencies;
use checks::eol::EndOfLife;
use checks::firmware::Firmware;
use checks::fresh::Freshness;
use checks::granularity::Granularity;
use checks::integrity::Integrity;
use checks::kev::Exploited;
use checks::license::Licenses;
use checks::matchable::Matchable;
use checks::matches::Matches;
use checks::ntia7::Ntia7;
use checks::origin::Origin;
use checks::present::Present;
use checks::relicensed::Relicensed;
use checks::score::Score;
use checks::vex::VexDocuments;
use checks::vuln::Vulnerabilities;
use checks::without::Without;

sekisho_sdk::plugin! {
    id: "common/sbom",
    messages: { ja: include_str!("../messages.ja.ftl"), en: include_str!("../messages.en.ftl") },
    checks: [
        Present,
        Ntia7,
        Cisa2025Draft,
        Dependencies,
        Vulnerabilities,
        Exploited,
        EndOfLife,
        Licenses,
        Integrity,
        Freshness,
        Origin,
        Cryptography,
        VexDocuments,
        Contact,
        Agreement,
        Relicensed,
        Approved,
        Confirmed,
        Matchable,
        Granularity,
        ContractEnd,
        Decided,
        Without,
        Matches,
        Score,
        Firmware,
    ],
}
