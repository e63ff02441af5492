//! The tables themselves. Read this file to learn what a check can see.
//!
//! Column names of `assets` and `data_flows` equal the field ids of the registers of the same name, so that a
//! register row lands in its column by name; what has no column of its own is kept in an attribute table.

use super::types::markers::{Date, Decimal, Flag, Integer, Reference, Text};
use super::types::{Cell, CellType, ColumnSchema, ColumnType, KindSchema, Row, TableSchema};

macro_rules! column_type {
    (Reference $target:ident) => {
        ColumnType::Reference(stringify!($target))
    };
    ($ty:ident) => {
        ColumnType::$ty
    };
}

macro_rules! facts_schema {
    ($(
        $(#[doc = $kind_doc:literal])*
        kind $kind:ident $kind_name:literal $module:ident {
            $(
                $(#[doc = $table_doc:literal])*
                table $table:ident / $row:ident $singular:ident {
                    $( $(#[doc = $doc:literal])* $column:ident: $ty:ident $(-> $target:ident)?, )*
                }
            )*
        }
    )*) => {
        /// The kinds of fact, one interface of the plugin contract each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $( $(#[doc = $kind_doc])* $kind, )* }

        impl Kind {
            /// All kinds, in the order of the schema.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// Name of the kind's interface.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$kind => $kind_name, )* }
            }
        }

        /// The whole schema.
        pub const KINDS: &[KindSchema] = &[$(
            KindSchema {
                kind: Kind::$kind,
                name: $kind_name,
                doc: concat!($($kind_doc, "\n"),*),
                tables: &[$(
                    TableSchema {
                        name: stringify!($table),
                        singular: stringify!($singular),
                        doc: concat!($($table_doc, "\n"),*),
                        columns: &[$(
                            ColumnSchema {
                                name: stringify!($column),
                                ty: column_type!($ty $($target)?),
                                doc: concat!($($doc, "\n"),*),
                            },
                        )*],
                    },
                )*],
            },
        )*];

        /// Typed rows: what an evidence reader fills in and pushes.
        pub mod rows {
            $(
                $(#[doc = $kind_doc])*
                pub mod $module {
                    use super::super::*;
                    #[allow(non_camel_case_types, clippy::enum_variant_names, reason = "the table names, numbered")]
                    enum Tables { $($table),* }
                    $(
                        $(#[doc = $table_doc])*
                        #[derive(Debug, Clone, Copy, Default)]
                        pub struct $row<'a> {
                            $( $(#[doc = $doc])* pub $column: <$ty as CellType>::Value<'a>, )*
                        }
                        impl Row for $row<'_> {
                            const KIND: Kind = Kind::$kind;
                            const TABLE: usize = Tables::$table as usize;
                            #[inline]
                            fn cells(&self, wanted: u64, write: &mut impl FnMut(usize, Cell<'_>)) {
                                #[allow(non_camel_case_types, dead_code, reason = "the column names, numbered")]
                                enum Columns { $($column),* }
                                $(
                                    // A column behind the last bit is handed over in any case.
                                    let bit = const { 1u64.wrapping_shl(Columns::$column as u32) };
                                    if Columns::$column as u32 >= u64::BITS || wanted & bit != 0 {
                                        write(Columns::$column as usize, <$ty as CellType>::cell(self.$column));
                                    }
                                )*
                            }
                        }
                    )*
                }
            )*
        }
    };
}

facts_schema! {
    /// Software bills of materials: documents, components and how they hang together.
    kind Sbom "sbom" sbom {
        /// One SBOM document.
        table documents / Document document {
            /// `cyclonedx` or `spdx`.
            format: Text,
            /// Version of the format, e.g. `1.5`, `2.3`.
            spec_version: Text,
            /// Name of the document (SPDX) or of its root component (CycloneDX).
            name: Text,
            /// Serial number (CycloneDX) or namespace (SPDX).
            identifier: Text,
            /// When the SBOM data was made: the day.
            created: Date,
            /// When the SBOM data was made, as written.
            created_at: Text,
            /// The component the document is about, where it says so.
            root: Reference -> components,
            /// Supplier of the document's subject, where stated for the document.
            supplier: Text,
            /// CycloneDX lifecycle phase or SPDX SBOM type: `design`, `pre-build`, `build`, `post-build`, `operations` …
            lifecycle: Text,
            /// `none`, `present` (not checked), `valid` (as it was signed, under the keys that stand in the document) or
            /// `invalid`.
            signature: Text,
            /// Thumbprints (RFC 7638, SHA-256) of the keys of a `valid` signature, separated by blanks. Whose keys they
            /// are was not checked.
            signature_keys: Text,
            /// Distribution marking or confidentiality, as written.
            confidentiality: Text,
        }
        /// One author, tool, supplier or manufacturer named for a document.
        table authors / Author author {
            /// The document.
            document: Reference -> documents,
            /// Name as written (without SPDX's `Person:` and its like).
            name: Text,
            /// `person`, `organization`, `tool`, `supplier` or `manufacturer`.
            role: Text,
            /// Mail address.
            email: Text,
            /// Version, for a tool.
            version: Text,
        }
        /// One component (SPDX: package), nested ones included, the document's root included.
        table components / Component component {
            /// The document it stands in.
            document: Reference -> documents,
            /// `bom-ref` (CycloneDX) or SPDX identifier.
            reference: Text,
            /// Name.
            name: Text,
            /// Group or namespace (CycloneDX `group`).
            group: Text,
            /// Version.
            version: Text,
            /// `library`, `application`, `firmware`, `container`, `cryptographic-asset`, `machine-learning-model` …
            component_type: Text,
            /// Supplier: the entity that supplies it (CycloneDX `supplier`, SPDX `PackageSupplier`).
            supplier: Text,
            /// Country of the supplier as written (CycloneDX 1.6, in the supplier's address).
            supplier_country: Text,
            /// Publisher (CycloneDX), originator (SPDX).
            publisher: Text,
            /// Manufacturer (CycloneDX 1.6).
            manufacturer: Text,
            /// Author or authors of the component.
            author: Text,
            /// Package URL as written.
            purl: Text,
            /// CPE as written.
            cpe: Text,
            /// SWID tag id.
            swid: Text,
            /// `required`, `optional` or `excluded`.
            scope: Text,
            /// Description.
            description: Text,
            /// Copyright text.
            copyright: Text,
            /// Where it was obtained (SPDX download location, CycloneDX `distribution` reference).
            download_location: Text,
            /// The component around it, where nested.
            parent: Reference -> components,
            /// Whether the document is about this component.
            is_root: Flag,
            /// CycloneDX `isExternal`, or an SPDX element known only by reference.
            is_external: Flag,
            /// Kind of cryptographic asset: `algorithm`, `certificate`, `protocol`, `related-crypto-material`.
            crypto_asset_type: Text,
            /// Algorithm name or family of a cryptographic asset.
            crypto_algorithm: Text,
            /// Parameter set or key size as written.
            crypto_parameter: Text,
            /// Protocol and version of a cryptographic asset, e.g. `tls 1.2`.
            crypto_protocol: Text,
            /// End of support, where the SBOM states one.
            support_end: Date,
        }
        /// One unique identifier of a component: purl, cpe, swid, swhid, gitoid …
        table identifiers / Identifier identifier {
            /// The component.
            component: Reference -> components,
            /// `purl`, `cpe`, `swid`, `swhid`, `omnibor`, `gitoid`, or the format's own word.
            identifier_type: Text,
            /// Value as written.
            value: Text,
        }
        /// One hash of a component.
        table hashes / Hash hash {
            /// The component.
            component: Reference -> components,
            /// Normalised algorithm: `sha-1`, `sha-256`, `sha3-256`, `blake3`, `md5` …
            algorithm: Text,
            /// Hex digits, lower case.
            value: Text,
        }
        /// One licence statement about a component.
        table licenses / License license {
            /// The component.
            component: Reference -> components,
            /// SPDX expression, SPDX id or free name as written.
            expression: Text,
            /// `expression`, `id` or `name`.
            form: Text,
            /// `declared`, `concluded` or `observed`.
            source: Text,
        }
        /// A field of a component that the document states to be unknown, none or withheld.
        table unknowns / Unknown unknown {
            /// The component.
            component: Reference -> components,
            /// Name of the column.
            field: Text,
            /// `noassertion`, `none` or `redacted`.
            state: Text,
        }
        /// One relationship between components.
        table dependencies / Dependency dependency {
            /// The document that states it.
            document: Reference -> documents,
            /// From this component, where it exists.
            from: Reference -> components,
            /// To this component, where it exists.
            to: Reference -> components,
            /// The `from` reference as written.
            from_reference: Text,
            /// The `to` reference as written.
            to_reference: Text,
            /// `depends-on`, `contains`, `describes`, `provides`, or the SPDX word in kebab-case.
            relation: Text,
        }
        /// A component whose dependencies are stated, even if the list is empty.
        table dependency_lists / DependencyList dependency_list {
            /// The document that states it.
            document: Reference -> documents,
            /// The component, where it exists.
            component: Reference -> components,
            /// Its reference as written.
            reference: Text,
            /// `listed`, `none` (stated to have none) or `noassertion`.
            state: Text,
        }
        /// One statement on completeness (CycloneDX `compositions`).
        table compositions / Composition composition {
            /// The document.
            document: Reference -> documents,
            /// The component it speaks of, where one.
            component: Reference -> components,
            /// `complete`, `incomplete`, `incomplete-first-party-only`, `unknown`, `not-specified` …
            aggregate: Text,
            /// `assemblies`, `dependencies` or `vulnerabilities`.
            scope: Text,
        }
        /// One reference to the outside (CycloneDX `externalReferences`, SPDX external references, annotations).
        table references / ExternalReference external_reference {
            /// The document.
            document: Reference -> documents,
            /// The component, where it is a component's.
            component: Reference -> components,
            /// `security-contact`, `advisories`, `vcs`, `website`, `bom`, `distribution` … (the format's own word).
            reference_type: Text,
            /// Address as written.
            url: Text,
            /// Comment.
            comment: Text,
        }
    }

    /// Vulnerability advisories, lists of exploited vulnerabilities, VEX statements.
    kind Advisories "advisories" advisories {
        /// One advisory or one line of an exploited list.
        table advisories / Advisory advisory {
            /// `osv`, `kev`, `csaf` or `cyclonedx`.
            source: Text,
            /// Its id.
            advisory_id: Text,
            /// One-line summary.
            summary: Text,
            /// First published.
            published: Date,
            /// Last modified.
            modified: Date,
            /// Withdrawn on.
            withdrawn: Date,
            /// CVSS base score, where given or computed from the vector.
            score: Decimal,
            /// CVSS vector.
            vector: Text,
            /// `critical`, `high`, `medium`, `low`, `none` as stated by the source.
            severity: Text,
            /// Known to be exploited.
            exploited: Flag,
            /// Due date of the exploited list.
            due: Date,
            /// Address.
            url: Text,
        }
        /// Another name of an advisory.
        table aliases / Alias alias {
            /// The advisory.
            advisory: Reference -> advisories,
            /// The other id.
            value: Text,
        }
        /// One affected package.
        table affected / Affected affected_package {
            /// The advisory.
            advisory: Reference -> advisories,
            /// OSV ecosystem, with its suffix.
            ecosystem: Text,
            /// Package name.
            name: Text,
            /// Package URL without version.
            purl: Text,
            /// Vendor and product, for lists that name those (KEV).
            product: Text,
        }
        /// One affected interval of versions.
        table ranges / Range range {
            /// The affected package.
            affected: Reference -> affected,
            /// `semver`, `ecosystem` or `git`.
            range_type: Text,
            /// First affected version; `0` for all from the beginning.
            introduced: Text,
            /// First version that is not affected any more.
            fixed: Text,
            /// Last affected version.
            last_affected: Text,
            /// When the fix was released, where known.
            fixed_at: Date,
        }
        /// One version named as affected.
        table versions / AffectedVersion affected_version {
            /// The affected package.
            affected: Reference -> affected,
            /// The version.
            value: Text,
        }
        /// One VEX document.
        table vex_documents / VexDocument vex_document {
            /// `openvex`, `cyclonedx` or `csaf`.
            format: Text,
            /// Document id.
            identifier: Text,
            /// Author.
            author: Text,
            /// Role of the author.
            role: Text,
            /// When made: the day.
            created: Date,
            /// When made, as written.
            created_at: Text,
            /// Document version, as written.
            version: Text,
        }
        /// One VEX statement.
        table statements / Statement statement {
            /// Its document.
            document: Reference -> vex_documents,
            /// The vulnerability.
            vulnerability: Text,
            /// Normalised: `not_affected`, `affected`, `fixed`, `under_investigation`; otherwise as written.
            status: Text,
            /// Justification code.
            justification: Text,
            /// Impact statement.
            impact: Text,
            /// Action statement.
            action: Text,
            /// Date of the statement.
            stated: Date,
        }
        /// Another name of a statement's vulnerability.
        table statement_aliases / StatementAlias statement_alias {
            /// The statement.
            statement: Reference -> statements,
            /// The other id.
            value: Text,
        }
        /// One product (or component of it) that a statement is about.
        table statement_products / StatementProduct statement_product {
            /// The statement.
            statement: Reference -> statements,
            /// Product id: purl, bom-link, bom-ref, hash, CPE or name as written.
            product: Text,
            /// Component of the product, where named.
            subcomponent: Text,
        }
    }

    /// The asset inventory.
    kind Assets "assets" assets {
        /// One inventory file or sheet.
        table inventories / Inventory inventory {
            /// Name of the sheet or file.
            name: Text,
            /// How many rows it has.
            row_count: Integer,
        }
        /// One asset.
        table assets / Asset asset {
            /// The inventory it stands in.
            inventory: Reference -> inventories,
            /// Asset id.
            id: Text,
            /// Name.
            name: Text,
            /// Class: `server`, `pc`, `plc`, `hmi`, `network-device` …
            class: Text,
            /// Host name.
            hostname: Text,
            /// IP address or addresses.
            ip: Text,
            /// MAC address.
            mac: Text,
            /// Vendor.
            vendor: Text,
            /// Model.
            model: Text,
            /// Serial number.
            serial: Text,
            /// Operating system.
            os: Text,
            /// Its version.
            os_version: Text,
            /// Firmware version.
            firmware: Text,
            /// Version of the deployed product.
            product_version: Text,
            /// Owner.
            owner: Text,
            /// Administrator.
            administrator: Text,
            /// Department.
            department: Text,
            /// Location.
            location: Text,
            /// Network or networks.
            network: Text,
            /// Zone or zones.
            zone: Text,
            /// Criticality.
            criticality: Text,
            /// Availability need.
            availability: Text,
            /// Status: `active`, `spare`, `disposed` …
            status: Text,
            /// Last reviewed.
            last_reviewed: Date,
            /// End of support.
            support_end: Date,
            /// Whether an SBOM is owed for it.
            software_scope: Flag,
            /// Stands at the boundary to the internet.
            internet_boundary: Flag,
            /// Reachable by the public.
            public: Flag,
            /// Package URL of the product on it.
            purl: Text,
            /// CPE of the product on it.
            cpe: Text,
            /// Hash of the product on it.
            hash: Text,
        }
        /// Any further field of an asset, under its register field id or, unmapped, its header as written.
        table attributes / Attribute attribute {
            /// The asset.
            asset: Reference -> assets,
            /// Field id, or the header as written.
            field: Text,
            /// Value as normalised text.
            value: Text,
            /// As a number, where it is one.
            number: Decimal,
            /// As a day, where it is one.
            date: Date,
            /// As yes or no, where it is one.
            flag: Flag,
            /// Whether the field is one of the register's own.
            known: Flag,
        }
    }

    /// Every other register: rows of named fields.
    kind Registers "registers" registers {
        /// One register that was found, even if it is empty.
        table sheets / Sheet sheet {
            /// Register id.
            register: Text,
            /// Name of the sheet or file.
            name: Text,
            /// How many rows it has.
            row_count: Integer,
        }
        /// One row of a register.
        table entries / Entry entry {
            /// The sheet.
            sheet: Reference -> sheets,
            /// Register id.
            register: Text,
            /// Value of the key field.
            key: Text,
        }
        /// One filled field of a row; a list field has one cell per item.
        table cells / RegisterCell register_cell {
            /// The row.
            entry: Reference -> entries,
            /// Field id, or the header as written where the field is not one of the register's.
            field: Text,
            /// Value as normalised text.
            value: Text,
            /// As a number, where it is one.
            number: Decimal,
            /// As a day, where it is one.
            date: Date,
            /// As yes or no, where it is one.
            flag: Flag,
            /// Whether the field is one of the register's own.
            known: Flag,
        }
    }

    /// Configuration snapshots.
    kind Settings "settings" settings {
        /// One snapshot: the configuration of one asset (or of part of it) at one time.
        table snapshots / Snapshot snapshot {
            /// Asset id or host name it was taken from: from `evidence.toml`, the snapshot itself or the file name.
            asset: Text,
            /// Format: `secedit`, `reg`, `sshd`, `sysctl`, `json`, `yaml`, `kubernetes`, `terraform` …
            format: Text,
            /// Path of the file.
            path: Text,
            /// When it was taken.
            collected: Date,
            /// Class of the asset as the snapshot states it.
            class: Text,
        }
        /// One setting.
        table settings / Setting setting {
            /// The snapshot.
            snapshot: Reference -> snapshots,
            /// Path inside the snapshot, e.g. `System Access.LockoutBadCount`, `spec.containers[0].image`.
            path: Text,
            /// Canonical key, where the vocabulary knows the setting, e.g. `lockout.threshold`.
            key: Text,
            /// Value as text (canonical where `key` is set, otherwise as written).
            value: Text,
            /// As a number, where it is one.
            number: Decimal,
            /// As yes or no, where it is one.
            flag: Flag,
            /// `string`, `number`, `boolean`, `null`, `empty-list`, `empty-map`.
            value_type: Text,
            /// For a canonical setting: the path it was derived from.
            derived_from: Text,
        }
    }

    /// Answers of people.
    kind Answers "answers" answers {
        /// One answer to one control.
        table answers / Answer answer {
            /// Policy id, where the sheet names one.
            policy: Text,
            /// Control id as written, normalised in form (NFKC, trimmed).
            control: Text,
            /// `yes`, `partial`, `no`, `not-applicable`; absent where empty or not understood.
            answer: Text,
            /// The answer as written.
            raw: Text,
            /// Who answered.
            answered_by: Text,
            /// Role of who answered.
            role: Text,
            /// When.
            answered_at: Date,
            /// Where the proof is.
            evidence: Text,
            /// Why not, or why not applicable.
            reason: Text,
            /// Date until which the statement holds.
            valid_until: Date,
            /// Level of the measure that was chosen: `basic`, `advanced`, `high-advanced`, or as written; absent where none is named.
            level: Text,
        }
    }

    /// Data items, the events that move them and the places they are in.
    kind DataFlows "data-flows" data_flows {
        /// One data item.
        table items / DataItem data_item {
            /// Its id.
            id: Text,
            /// Name.
            name: Text,
            /// Owner.
            owner: Text,
            /// Category.
            category: Text,
            /// Event that made it.
            event: Text,
            /// Place: name.
            place: Text,
            /// Place: country.
            country: Text,
            /// Place: operator.
            operator: Text,
            /// Purpose of use.
            purpose: Text,
            /// Disclosure range.
            disclosure: Text,
            /// Retention limit, as written.
            retention: Text,
            /// Retained until.
            retention_until: Date,
            /// Legal basis.
            legal_basis: Text,
        }
        /// One event: something that happens to a data item.
        table events / DataEvent data_event {
            /// Its id.
            id: Text,
            /// Data item id as written.
            item: Text,
            /// `create`, `acquire`, `process`, `transfer`, `provide`, `store`, `delete` …
            event: Text,
            /// From this place.
            from: Text,
            /// To this place.
            to: Text,
            /// Purpose.
            purpose: Text,
        }
    }
}
