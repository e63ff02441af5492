plugin = Bench: SBOM
bench-fields = Baseline fields
    .description = Every component has supplier, name, version and an identifier.
bench-fields-supplier = the supplier is missing
bench-fields-name = the name is missing
bench-fields-version = the version is missing
bench-fields-identifier = there is neither purl nor CPE
bench-fields-complete = all fields are there
