plugin = Data: the data management framework

# --- flow-joined ---
flow-joined = Flow of data without gaps
    .description = Whoever uses, moves, keeps or removes an item made it or was given it by an event of the list. A transfer hands an item to its counterparty.
flow-joined-no-register = there is no list of data events
    .hint = hand in the list of events (template `data-events`)
flow-joined-none-listed = the list of data events is empty
flow-joined-incomplete = kind or actor is missing: {$count}: {$names}
    .hint = fill in who does what
flow-joined-no-counterparty = a transfer that does not say to whom: {$count}: {$names}
    .hint = fill in the counterparty
flow-joined-no-data = neither inputs nor outputs are named: {$count}: {$names}
    .hint = name the data by its id in the data register
flow-joined-no-such-event = an event before it is named that is not in the list ({$after}): {$count}: {$names}
    .hint = correct the id, or enter the event
flow-joined-broken = the chain is broken: {$data} was last seen at {$last}, and no event brings it here: {$count}: {$names}
    .hint = enter the transfer that brings it, or correct the actor
flow-joined-no-source = {$data} is used, and no event makes it or brings it: {$count}: {$names}
    .hint = enter the event by which it came into being
flow-joined-joined = the flow has no gap (events: {$count})
flow-joined-create = {$actor} makes or obtains {$outputs}: {$event}
flow-joined-process = {$actor} processes or uses {$inputs} (outcome: {$outputs}): {$event}
flow-joined-transfer = {$actor} hands {$inputs} to {$to}: {$event}
flow-joined-store = {$actor} keeps {$inputs}: {$event}
flow-joined-dispose = {$actor} disposes of {$inputs}: {$event}
flow-joined-more = events that are not told here: {$count}

# --- flow-disposed ---
flow-disposed = Data removed when its time is over
    .description = An item whose retention limit has passed on the day of assessment has an event that disposes of it.
flow-disposed-no-register = there is no data register
    .hint = hand in the data register (template `data-items`)
flow-disposed-none-listed = the data register is empty
flow-disposed-overdue = kept beyond {$until}, and no event disposes of it: {$count}: {$names}
    .hint = remove it and enter the event, or correct the limit
flow-disposed-no-limit = no retention limit is stated: {$count}: {$names}
    .hint = fill in until when it may be kept
flow-disposed-in-time = nothing is kept beyond its limit (items: {$count})

# --- fields-assigned ---
fields-assigned = Fields that protect data
    .description = Items of the given categories name the fields (laws, contracts, internal rules) that protect them, and each field is in the list of fields.
fields-assigned-parameter-categories = Categories of data that need a field
fields-assigned-no-register = there is no data register
    .hint = hand in the data register (template `data-items`)
fields-assigned-no-category = no category is stated: {$count}: {$names}
    .hint = fill in the category
fields-assigned-without-field = in no field that protects it: {$count}: {$names}
    .hint = name the law, contract or rule (template `protections`)
fields-assigned-no-list = there is no list of fields, so {$field} is not known: {$count}: {$names}
    .hint = hand in the list of fields (template `protections`)
fields-assigned-no-such-field = the field {$field} is not in the list: {$count}: {$names}
    .hint = correct the id, or enter the field
fields-assigned-none-in-scope = no item is of these categories (items: {$count})
fields-assigned-assigned = each item stands in a known field (items: {$count})

# --- attributes-kept ---
attributes-kept = Attributes within what is allowed
    .description = Disclosure, purpose and countries of each item are within what is allowed for it. Countries of copies and of events count, so those of a provider of the provider do.
attributes-kept-parameter-require = Which attributes are judged (disclosure, purpose, country); empty for all
attributes-kept-no-register = there is no data register
    .hint = hand in the data register (template `data-items`)
attributes-kept-none-listed = the data register is empty
attributes-kept-disclosure-open = disclosed, and nobody said to whom it may be: {$count}: {$names}
    .hint = fill in the allowed disclosure
attributes-kept-disclosure-wider = disclosed wider than allowed, to {$wider}: {$count}: {$names}
    .hint = stop the disclosure, or have it allowed
attributes-kept-purpose-open = used, and nobody said for what it may be: {$count}: {$names}
    .hint = fill in the allowed purpose
attributes-kept-purpose-wider = used for more than allowed, for {$wider}: {$count}: {$names}
    .hint = stop the use, or have it allowed
attributes-kept-country-open = kept, and nobody said in which countries it may be: {$count}: {$names}
    .hint = fill in the allowed countries
attributes-kept-country-wider = kept or used outside the allowed countries, in {$wider}: {$count}: {$names}
    .hint = move it back, or have the country allowed
attributes-kept-kept = all within what is allowed (items: {$count}; looked at: {$parts})

# --- risks-listed ---
risks-listed = Risks of each event
    .description = For each event the risks to confidentiality, integrity, availability and compliance are written down (also that there is none), and what is done about them.
risks-listed-parameter-require = Which cells are asked for (confidentiality, integrity, availability, compliance, measure)
risks-listed-no-register = there is no list of data events
    .hint = hand in the list of events (template `data-events`)
risks-listed-none-listed = the list of data events is empty
risks-listed-cells-empty = risks are not written down: {$cells}: {$count}: {$names}
    .hint = think it through for this event, and write the risk or that there is none. Examples: at creation wrong collection or missing consent; in processing re-identification or another use; in transfers wrong recipients; in storage leaks and loss; at disposal what is left behind
risks-listed-no-measure = a risk, and nothing done about it: {$count}: {$names}
    .hint = enter the measure, or who accepts the risk
risks-listed-listed = risks are written down for each event (events: {$count})

# --- providers-bound ---
providers-bound = Others bound by contract
    .description = A transfer to somebody else stands in a field that is a contract, and a service that rests on others says who answers for what.
providers-bound-parameter-require = What is judged (contract, split); empty for both
providers-bound-parameter-access-is-transfer = Use of data from another country counts as a transfer to whoever uses it
providers-bound-no-register = neither data events nor external systems are listed
    .hint = hand in the lists (templates `data-events`, `external-systems`)
providers-bound-no-counterparty = a transfer that does not say to whom: {$count}: {$names}
    .hint = fill in the counterparty
providers-bound-field-unclear = a field that is named is not in the list, or has no kind: {$count}: {$names}
    .hint = complete the list of fields (template `protections`)
providers-bound-no-contract = data goes to somebody else without a contract: {$count}: {$names}
    .hint = conclude the contract, and name it as a field of the event
providers-bound-no-contract-for-access = somebody abroad uses data that lies elsewhere, without a contract: {$count}: {$names}
    .hint = conclude the contract, and name it as a field of the event
providers-bound-no-split = the service rests on {$others}, and nobody wrote who answers for what: {$count}: {$names}
    .hint = enter the document that splits responsibility
providers-bound-none-in-scope = no transfer to others and no service that rests on others
providers-bound-bound = contracts and splits are on record ({$parts}): {$count}

# --- join-reviewed ---
join-reviewed = Sets put together looked at again
    .description = Where sets that name nobody are put together, somebody looked into whether persons can be told again, and wrote down what is done about it.
join-reviewed-no-register = there is no list of data events
    .hint = hand in the list of events (template `data-events`)
join-reviewed-category-unclear = sets are put together whose category is not known: {$count}: {$names}
    .hint = fill in the categories in the data register
join-reviewed-check-needed = re-identification check needed: {$count}: {$names}
    .hint = look into whether persons can be told again, and write the risk down
join-reviewed-no-measure = persons may be told again, and nothing is done about it: {$count}: {$names}
    .hint = enter the measure
join-reviewed-none-in-scope = no event puts such sets together (events: {$count})
join-reviewed-reviewed = looked into (events: {$count})

# --- fields-compared ---
fields-compared = Rules of several countries side by side
    .description = An event that touches more than one country names the fields of each. They are shown side by side.
fields-compared-no-register = there is no list of data events
    .hint = hand in the list of events (template `data-events`)
fields-compared-country-unclear = a transfer of which no country is known: {$count}: {$names}
    .hint = fill in the country, or the party in `data-parties`
fields-compared-gap = no field of {$countries} is named: {$count}: {$names}
    .hint = name the laws and contracts of that country, or write a rule that stands in for them
fields-compared-side-by-side = {$sides}: {$count}: {$names}
fields-compared-none-in-scope = no event touches more than one country (events: {$count})

# --- trust-recorded ---
trust-recorded = Trust records of data
    .description = Each item has a record of signer, time stamp and hash; the signed hash is the current one, and the verification did not fail.
trust-recorded-parameter-categories = Categories of data that need a record; empty for all of the data register
trust-recorded-no-register = there are no trust records
    .hint = hand in the records (template `data-trust`)
trust-recorded-none-listed = neither records nor data items are listed
trust-recorded-no-item = a record that names no data: {$count}: {$names}
    .hint = name the data by its id in the data register
trust-recorded-invalid = integrity: the signature of {$item} does not verify: {$count}: {$names}
    .hint = do not use the data; get it again from who signed it
trust-recorded-hash-differs = integrity: {$item} is not what was signed, its hash differs: {$count}: {$names}
    .hint = do not use the data; find out what changed it, or get it again
trust-recorded-stamp-ahead = integrity: {$item} is stamped after the day of assessment: {$count}: {$names}
    .hint = find out whose clock is wrong
trust-recorded-weak = the hash of {$item} is of a kind whose collisions can be made: {$count}: {$names}
    .hint = sign again with SHA-256 or better
trust-recorded-open = not filled in: {$fields}: {$count}: {$names}
    .hint = complete the record
trust-recorded-not-verified = nobody verified the signature: {$count}: {$names}
    .hint = verify it, and enter the result
trust-recorded-unsigned = without a trust record: {$count}: {$names}
    .hint = have the data signed and stamped, or take its category out of the parameter
trust-recorded-trusted = signed, stamped and unchanged: {$count}: {$names}

# --- interface-separated ---
interface-separated = API and protocol stand apart
    .description = An interface names its API and its protocol in fields of their own.
interface-separated-no-register = there is no interface register
    .hint = hand in the register (template `interfaces`)
interface-separated-none-listed = the interface register is empty
interface-separated-no-protocol = warning: an API without a protocol: {$count}: {$names}
    .hint = fill in over which protocol the API is spoken, such as HTTPS or MQTT
interface-separated-same-text = warning: API and protocol say the same: {$count}: {$names}
    .hint = the API is what can be asked, the protocol how it is carried: write each
interface-separated-open = neither API nor protocol is stated: {$count}: {$names}
    .hint = fill in both
interface-separated-protocol-only = a protocol without an API: {$count}: {$names}
interface-separated-separated = API and protocol stand apart: {$count}: {$names}
