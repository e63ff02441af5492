plugin = 計測用:SBOM
bench-fields = 基本の項目
    .description = すべての部品に供給者、名前、版、識別子がある。
bench-fields-supplier = 供給者がない
bench-fields-name = 名前がない
bench-fields-version = 版がない
bench-fields-identifier = purlもCPEもない
bench-fields-complete = すべての項目がある
