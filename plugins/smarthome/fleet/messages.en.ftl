plugin = Smart home: the fleet of devices

# --- fleet-default ---
fleet-default = Share of devices with a default password
    .description = Of the devices in scope no more than the share allowed still have the password they were delivered with, by the inventory, a snapshot or the account register. Devices of which nothing is known make the share a range.
fleet-default-parameter-classes = Asset classes looked at; a filter, empty for all devices
fleet-default-parameter-max-percent = Share allowed, in percent
fleet-default-no-inventory = there is no asset inventory
    .hint = hand in the list of devices as the asset inventory (template `assets`)
fleet-default-inventory-empty = the asset inventory has no device
    .hint = enter the devices
fleet-default-class-unclear = devices without a class that is understood: {$count} ({$devices})
    .hint = give each device one of the classes of the template `assets`
fleet-default-none-in-scope = no device is in scope (assets in the inventory: {$count})
fleet-default-over = devices with a default password: {$count} of {$total} ({$percent} %; allowed {$max} %, not known {$unstated}): {$devices}; models: {$models}
    .hint = give each device a password of its own; where one model stands out, ask its maker to change how it is delivered
fleet-default-unstated = devices of which nobody knows whether they have a default password: {$unstated} of {$total} (with one: {$count}, {$percent} %; allowed {$max} %): {$devices}
    .hint = fill in the column for default passwords of the template `assets`, or hand in snapshots of the settings
fleet-default-within = devices with a default password: {$count} of {$total} ({$percent} %), within the {$max} % allowed (not known {$unstated})

# --- fleet-firmware ---
fleet-firmware = Spread of firmware
    .description = The shares of devices behind the newest firmware of their model, out of support, and with the same firmware. The newest is the newest of the fleet and of the release record. Where versions of a model have no certain order nobody can tell.
fleet-firmware-parameter-classes = Asset classes looked at; a filter, empty for all devices
fleet-firmware-parameter-require = Parts judged (current, supported, spread); empty for all
fleet-firmware-parameter-max-behind-percent = Share of devices behind that is allowed, in percent
fleet-firmware-parameter-grace-days = Days from a dated release until devices must have it
fleet-firmware-parameter-max-unsupported-percent = Share of devices out of support that is allowed, in percent
fleet-firmware-parameter-min-same-percent = Share of devices that must run the most frequent firmware of their model, in percent; 0: not judged
fleet-firmware-parameter-max-same-percent = Share of devices of one model and firmware that is allowed, in percent; 100: not judged
fleet-firmware-no-inventory = there is no asset inventory
    .hint = hand in the list of devices as the asset inventory (template `assets`)
fleet-firmware-inventory-empty = the asset inventory has no device
    .hint = enter the devices
fleet-firmware-class-unclear = devices without a class that is understood: {$count} ({$devices})
    .hint = give each device one of the classes of the template `assets`
fleet-firmware-none-in-scope = no device is in scope (assets in the inventory: {$count})
fleet-firmware-behind = devices behind the newest firmware: {$count} of {$total} ({$percent} %; allowed {$max} %, not known {$unstated}); models: {$models}; devices: {$devices}
    .hint = send out the update, and find out why devices do not take it
fleet-firmware-behind-open = devices of which nobody can tell whether they have the newest firmware: {$unstated} of {$total} (behind: {$count}, {$percent} %; allowed {$max} %); models: {$models}; devices: {$devices}
    .hint = fill in model and firmware of the template `assets`; where versions have no order, look at the release record (template `releases`)
fleet-firmware-unsupported = devices out of support: {$count} of {$total} ({$percent} %; allowed {$max} %, not known {$unstated}): {$devices}
    .hint = replace them or take them off the network
fleet-firmware-support-open = devices without a known end of support: {$unstated} of {$total} (out of support: {$count}, {$percent} %; allowed {$max} %): {$devices}
    .hint = fill in the end of support of the template `assets`, or hand in the table of support (template `support-lifecycle`)
fleet-firmware-firmware-unstated = no device states its firmware (devices: {$total})
    .hint = fill in the firmware of the template `assets`
fleet-firmware-spread = devices with a known firmware: {$total}, models: {$models}, versions: {$versions}; most frequent is {$model} {$firmware} with {$count} ({$percent} %); on the most frequent firmware of their model: {$same} % (limit {$limit} %)
fleet-firmware-too-alike = {$model} {$firmware} is {$count} of {$total} devices ({$percent} %), more than the {$limit} % allowed: one weakness reaches them all at once (models {$models}, versions {$versions}, on the most frequent firmware of their model {$same} %)
    .hint = make sure that updates arrive fast, and separate devices or networks
fleet-firmware-too-spread = of {$total} devices {$same} % run the most frequent firmware of their model, less than the {$limit} % needed (models {$models}, versions {$versions}; most frequent is {$model} {$firmware} with {$count}, {$percent} %)
    .hint = bring each model to one firmware
fleet-firmware-well = the firmware of {$total} devices ({$models} models) is within what is asked for

# --- fleet-owner ---
fleet-owner = Devices with somebody who answers for them
    .description = Each device in scope names a person or an organisation that manages it. Vacant, unassigned or unknown is nobody. Devices whose only owner has moved out or left (people register) fail as well.
fleet-owner-parameter-classes = Asset classes looked at; a filter, empty for all devices
fleet-owner-parameter-fields = Fields of which one must be filled (owner, administrator, department, user)
fleet-owner-parameter-max-percent = Share of devices without an owner that is allowed, in percent
fleet-owner-no-inventory = there is no asset inventory
    .hint = hand in the list of devices as the asset inventory (template `assets`)
fleet-owner-inventory-empty = the asset inventory has no device
    .hint = enter the devices
fleet-owner-class-unclear = devices without a class that is understood: {$count} ({$devices})
    .hint = give each device one of the classes of the template `assets`
fleet-owner-none-in-scope = no device is in scope (assets in the inventory: {$count})
fleet-owner-nobody = devices without an owner: {$count} of {$total} ({$percent} %; allowed {$max} %): {$devices}
    .hint = settle who, of residents, managing company and others, is responsible for updates and settings, and enter it
fleet-owner-left = devices whose only owner has moved out or left: {$count} of {$total} ({$percent} %; allowed {$max} %): {$devices}
    .hint = reset the device and settle a new owner
fleet-owner-owned = {$count} of {$total} devices have an owner (allowed without: {$max} %)

# --- fleet-safe ---
fleet-safe = Settings that differ from the safe default
    .description = Settings of home devices equal the safe default, over the whole fleet. Each setting that differs comes with what to do about it. Settings come from snapshots or from columns of the inventory that are called after the canonical key (`update.automatic`). A device that does not state a setting is not judged by it.
fleet-safe-parameter-classes = Asset classes looked at; a filter, empty for all devices
fleet-safe-parameter-settings = Names of the settings looked at (guest, telnet, update, wifi …); empty for all
fleet-safe-parameter-also = Further settings (`key=value|value`, with the canonical key)
fleet-safe-parameter-max-percent = Share of the devices that state a setting which may differ, in percent
fleet-safe-class-unclear = devices without a class that is understood: {$count} ({$devices})
    .hint = give each device one of the classes of the template `assets`
fleet-safe-none-in-scope = no device is in scope (assets or snapshots: {$count})
fleet-safe-no-snapshot = no setting of any device is in the evidence
    .hint = hand in the settings of the devices as snapshots, or as columns of the inventory
fleet-safe-unstated = devices whose settings are not known: {$count} of {$total}: {$devices}
    .hint = export the settings of these devices and hand them in
fleet-safe-unclear = {$setting} is not understood on {$count} of {$total} devices (value: {$value}, safe: {$safe}, differing {$percent} %): {$devices}
    .hint = look at the value
fleet-safe-guest = guest account enabled: {$count} of {$total} devices ({$percent} %): {$devices} ({$setting} = {$value}, safe: {$safe})
    .hint = turn the guest account off in the settings of the device
fleet-safe-empty-password = login without a password: {$count} of {$total} devices ({$percent} %): {$devices} ({$setting} = {$value}, safe: {$safe})
    .hint = set a password, and do not allow empty ones
fleet-safe-telnet = Telnet enabled: {$count} of {$total} devices ({$percent} %): {$devices} ({$setting} = {$value}, safe: {$safe})
    .hint = turn Telnet off in the settings of the device: it is not encrypted and often used to take devices over
fleet-safe-ftp = FTP enabled: {$count} of {$total} devices ({$percent} %): {$devices} ({$setting} = {$value}, safe: {$safe})
    .hint = turn FTP off unless it is used
fleet-safe-plain-admin = management page without encryption: {$count} of {$total} devices ({$percent} %): {$devices} ({$setting} = {$value}, safe: {$safe})
    .hint = allow the management page over HTTPS only
fleet-safe-snmp = old SNMP (v1/v2) enabled: {$count} of {$total} devices ({$percent} %): {$devices} ({$setting} = {$value}, safe: {$safe})
    .hint = turn SNMP off unless it is used
fleet-safe-remote = open for remote control at any time: {$count} of {$total} devices ({$percent} %): {$devices} ({$setting} = {$value}, safe: {$safe})
    .hint = turn remote control on only while it is needed
fleet-safe-public-storage = stored pictures or data open to everybody: {$count} of {$total} devices ({$percent} %): {$devices} ({$setting} = {$value}, safe: {$safe})
    .hint = make the storage private
fleet-safe-inbound = traffic from outside let in by default: {$count} of {$total} devices ({$percent} %): {$devices} ({$setting} = {$value}, safe: {$safe})
    .hint = refuse traffic from outside by default on the router or gateway
fleet-safe-update = automatic update off: {$count} of {$total} devices ({$percent} %): {$devices} ({$setting} = {$value}, safe: {$safe})
    .hint = turn automatic update on in the settings of the device
fleet-safe-update-signature = signature of updates not checked: {$count} of {$total} devices ({$percent} %): {$devices} ({$setting} = {$value}, safe: {$safe})
    .hint = turn the check of updates on; where there is no such setting, ask the maker
fleet-safe-wifi = weak encryption of the wireless network: {$count} of {$total} devices ({$percent} %): {$devices} ({$setting} = {$value}, safe: {$safe})
    .hint = use WPA2 or WPA3
fleet-safe-other = {$setting} differs from the safe value {$safe}: {$count} of {$total} devices ({$percent} %; value: {$value}): {$devices}
    .hint = set it back to the safe value
fleet-safe-safe = the settings looked at ({$settings}) on {$total} devices equal the safe default or differ within what is allowed
