plugin = Common sbom
sbom-contact = SBOM contact
    .description = d
sbom-contact-no-sbom = no sbom
sbom-contact-missing = missing
    .hint = add
sbom-contact-found = found {$url}
