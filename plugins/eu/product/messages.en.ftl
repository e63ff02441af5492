plugin = Products under European law

# --- cert-current ---
cert-current = Certificates within their term
    .description = Certificates of the given schemes are no older than the scheme allows and have not run out.
cert-current-parameter-schemes = Schemes looked at; empty for all
cert-current-parameter-years = How many years a certificate holds at most
cert-current-no-register = there is no register of certificates
    .hint = hand in the register (template `product-certificates`)
cert-current-none-in-scope = no certificate of these schemes (certificates: {$count})
cert-current-no-day = the day of issue is missing: {$count}: {$names}
    .hint = fill in the day of issue
cert-current-no-end = the end of validity is missing: {$count}: {$names}
    .hint = fill in until when it holds
cert-current-not-yet = issued after the day of assessment: {$count}: {$names}
    .hint = correct the day
cert-current-too-old = older than {$years} years: {$count}: {$names}
    .hint = have the product evaluated again
cert-current-expired = run out: {$count}: {$names}
    .hint = renew the certificate
cert-current-too-long = valid for longer than {$years} years, which the scheme does not allow: {$count}: {$names}
    .hint = correct the end of validity
cert-current-current = within their term: {$count}: {$names}

# --- cert-legacy ---
cert-legacy = Certificates of the scheme before
    .description = Certificates of the scheme before count until their end; none is issued after the transition.
cert-legacy-parameter-schemes = Schemes that count as earlier ones
cert-legacy-parameter-transition = First day on which none may be issued (YYYY-MM-DD)
cert-legacy-no-register = there is no register of certificates
    .hint = hand in the register (template `product-certificates`)
cert-legacy-none-in-scope = no certificate of an earlier scheme (certificates: {$count})
cert-legacy-issued-after = warning: issued under the earlier scheme on or after {$transition}: {$count}: {$names}
    .hint = have the product certified under the new scheme
cert-legacy-ended = warning: accepted as legacy until its end, which has passed: {$count}: {$names}
    .hint = have the product certified under the new scheme
cert-legacy-days-open = day of issue or end of validity is missing: {$count}: {$names}
    .hint = fill in both days
cert-legacy-legacy = accepted as legacy until their end: {$count}: {$names}

# --- cert-assurance ---
cert-assurance = Level of assurance held
    .description = EAL, AVA_VAN and protection profile are stated, and AVA_VAN holds the level that is stated and the one that is needed.
cert-assurance-parameter-schemes = Schemes looked at; empty for all
cert-assurance-parameter-need = Level that every product needs; `stated` takes the register's word
cert-assurance-no-register = there is no register of certificates
    .hint = hand in the register (template `product-certificates`)
cert-assurance-none-in-scope = no certificate of these schemes (certificates: {$count})
cert-assurance-fields-open = not filled in: {$fields}: {$count}: {$names}
    .hint = fill in the fields from the certification report; write `none` where there is no protection profile
cert-assurance-van-unclear = `{$text}` is no AVA_VAN component from 1 to 5: {$count}: {$names}
    .hint = write AVA_VAN.1 to AVA_VAN.5
cert-assurance-too-low = AVA_VAN.{$van}, and {$level} is needed (AVA_VAN.{$least} or more): {$count}: {$names}
    .hint = have the product evaluated at the needed level
cert-assurance-level-too-low = certified as {$stated}, and {$level} is needed: {$count}: {$names}
    .hint = have the product evaluated at the needed level
cert-assurance-not-held = AVA_VAN.{$van} does not hold the stated level {$level} (AVA_VAN.{$least} or more): {$count}: {$names}
    .hint = compare with the certificate
cert-assurance-level-open = neither the level of the certificate nor the needed one is stated: {$count}: {$names}
    .hint = fill in the needed level
cert-assurance-held = AVA_VAN.{$van} holds the level: {$count}: {$names}

# --- cert-version ---
cert-version = Evaluated version in use
    .description = The version that was evaluated is the one in the inventory.
cert-version-parameter-schemes = Schemes looked at; empty for all
cert-version-no-register = there is no register of certificates
    .hint = hand in the register (template `product-certificates`)
cert-version-none-in-scope = no certificate of these schemes (certificates: {$count})
cert-version-open = product or evaluated version is missing: {$count}: {$names}
    .hint = fill in both
cert-version-not-in-inventory = the product is not in the inventory: {$count}: {$names}
    .hint = name the product as the inventory does
cert-version-no-version = the inventory states no version: {$count}: {$names}
    .hint = fill in the version in the inventory
cert-version-other-version = {$evaluated} was evaluated, {$found} is in use: {$count}: {$names}
    .hint = use the evaluated version, or have the change assessed
cert-version-same = the evaluated version is in use: {$count}: {$names}

# --- cert-information ---
cert-information = Assessed by others, with contact and information
    .description = No certificate rests on self-assessment, and each names a contact for vulnerabilities and where its supplementary information stands.
cert-information-parameter-schemes = Schemes looked at; empty for all
cert-information-no-register = there is no register of certificates
    .hint = hand in the register (template `product-certificates`)
cert-information-none-in-scope = no certificate of these schemes (certificates: {$count})
cert-information-self-assessed = self-assessment, which the scheme does not know: {$count}: {$names}
    .hint = have the product certified by a certification body
cert-information-activity-open = who assessed is not stated: {$count}: {$names}
    .hint = fill in who assessed
cert-information-missing = not given: {$field}: {$count}: {$names}
    .hint = publish it, and enter where
cert-information-given = assessed by others, with contact and information: {$count}: {$names}

# --- cert-presumed ---
cert-presumed = Conformity presumed by a certificate
    .description = Conformity is presumed where the product has a certificate that holds; otherwise evidence is needed.
cert-presumed-parameter-schemes = Schemes whose certificates count
cert-presumed-parameter-years = How many years a certificate holds at most
cert-presumed-parameter-clause = Clause of the law that is presumed to be met
cert-presumed-self-assessed = a self-assessment presumes nothing: {$count}: {$names}
    .hint = have the product certified, or take the row out and answer with evidence
cert-presumed-none-listed = neither certificates nor products are listed
cert-presumed-no-register = there is no certificate: evidence is needed
    .hint = hand in the register of certificates, or answer with evidence
cert-presumed-no-certificate = no certificate of these schemes: evidence is needed (certificates: {$count})
    .hint = answer with evidence
cert-presumed-presumed = presumed to conform to {$clause} by certificate: {$count}: {$names}
cert-presumed-needs-evidence = no certificate that holds: evidence is needed: {$count}: {$names}
    .hint = answer with evidence, or have the product certified

# --- declaration-complete ---
declaration-complete = Declaration of conformity complete
    .description = Each declaration of conformity has the fields that product law asks for.
declaration-complete-parameter-fields = Fields that must be there
declaration-complete-parameter-acts = Acts that must be among those named
declaration-complete-no-register = there is no list of declarations
    .hint = hand in the list (template `product-declarations`)
declaration-complete-none-listed = the list of declarations is empty
declaration-complete-missing = the declaration lacks {$field}: {$count}: {$names}
    .hint = complete the declaration
declaration-complete-act-missing = {$act} is not among the legal acts: {$count}: {$names}
    .hint = name the act, once the product conforms to it
declaration-complete-not-yet = declared after the day of assessment: {$count}: {$names}
    .hint = correct the day
declaration-complete-complete = all fields are there: {$count}: {$names}

# --- safety-standards ---
safety-standards = Safety standards referred to
    .description = Which safety standards a product refers to, kept and shown. Whether it meets them is not said.
safety-standards-no-number = `{$text}` is no reference to a standard, it has no number: {$count}: {$names}
    .hint = write the number, such as ISO 13482
safety-standards-no-register = there is no list of declarations
    .hint = hand in the list (template `product-declarations`)
safety-standards-none-listed = the list of declarations is empty
safety-standards-open = nothing is said of safety standards: {$count}: {$names}
    .hint = fill in the standards, or that there is none
safety-standards-said-none = no safety standard is referred to: {$count}: {$names}
safety-standards-refers = refers to {$standards}: {$count}: {$names}

# --- risk-cyber ---
risk-cyber = Influence of attacks on safety assessed
    .description = For each product a risk assessment looks at what attacks do to its safety.
risk-cyber-parameter-max-age-days = How many days back the assessment may lie; 0 means that age does not count
risk-cyber-no-product = no product is listed
risk-cyber-no-register = there is no record of risk assessments
    .hint = hand in the record (template `risk-assessments`)
risk-cyber-none = no risk assessment looks at the influence of attacks (assessments: {$count})
    .hint = assess what attacks do to the safety of the product
risk-cyber-not-this = no such assessment names this product: {$count}: {$names}
    .hint = assess this product, or name it in the assessment
risk-cyber-too-old = the assessment {$assessment} has no day that counts: {$count}: {$names}
    .hint = assess again, or fill in the day
risk-cyber-assessed = assessed in {$assessment}: {$count}: {$names}

# --- scheme-elements ---
scheme-elements = Elements of a certification scheme
    .description = The document of a scheme says something on each element of Article 54(1).
scheme-elements-parameter-document = Id of the scheme's document in the list of sections
scheme-elements-parameter-elements = Elements asked for
scheme-elements-none-listed = the list of sections is empty
scheme-elements-no-register = there is no list of sections
    .hint = hand in the list of sections (template `document-sections`), with the element as topic
scheme-elements-no-document = the list has no section of {$document}
    .hint = enter the sections of the document
scheme-elements-missing = elements that no section addresses: {$elements}
    .hint = write the section, and enter it with its element
scheme-elements-addressed = all elements are addressed ({$count})

# --- report-clock ---
report-clock = Reports in time
    .description = Early warning, notification and final report came within the hours and days of the law.
report-clock-parameter-from = First day on which the duty applies (YYYY-MM-DD)
report-clock-parameter-warning-hours = Hours until the early warning
report-clock-parameter-notification-hours = Hours until the notification
report-clock-parameter-final-days = Days from the fix to the final report
report-clock-parameter-incident-final-days = Days from the notification to the final report on an incident
report-clock-no-register = there is no register of reports
    .hint = hand in the register (template `exploited-reports`)
report-clock-none-listed = no case is listed
report-clock-no-start = since when it was known is not stated as day and time: {$count}: {$names}
    .hint = write it as 2026-09-20 14:30
report-clock-kind-open = neither vulnerability nor incident: {$count}: {$names}
    .hint = fill in the kind
report-clock-before = known before {$from}, when the duty began: {$count}: {$names}
report-clock-late = {$report} came after {$hours} hours, {$limit} are allowed: {$count}: {$names}
    .hint = report at once, and find out why it was late
report-clock-not-sent = {$report} was not sent, {$limit} hours are over: {$count}: {$names}
    .hint = report at once
report-clock-unclear = times of {$report} cannot be compared: {$count}: {$names}
    .hint = write day and time, with the zone in all of them or in none
report-clock-backwards = {$report} is dated before its clock began: {$count}: {$names}
    .hint = correct the times
report-clock-not-begun = the clock of {$report} has not begun (limit {$limit} hours): {$count}: {$names}
report-clock-running = {$report} is still due (limit {$limit} hours): {$count}: {$names}
report-clock-in-time = {$report} came within {$limit} hours: {$count}: {$names}
