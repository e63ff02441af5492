plugin = IoT security safety framework

# --- ssf-criteria ---
ssf-criteria = Risk criteria and list of importance
    .description = Each level of both axes has an approved definition, amounts and accepted levels are in order, and each row of the mapping names use, device, stakeholder, incident, result and levels.
ssf-criteria-no-register = there is no mapping of IoT risks
    .hint = hand in the mapping (template `iot-risks`) and the list of uses (template `iot-uses`)
ssf-criteria-none-in-scope = no use and no risk is listed
ssf-criteria-no-criteria = there are no risk criteria
    .hint = hand in the criteria (template `iot-criteria`)
ssf-criteria-no-risks = no risk is mapped
    .hint = fill in the mapping (template `iot-risks`)
ssf-criteria-level-missing = axis {$axis} (of {$whose}): levels without a criterion: {$names}
    .hint = define each of the levels 0 to 2
ssf-criteria-level-twice = axis {$axis} (of {$whose}): a level stands twice: {$count}: {$names}
    .hint = keep one row per level
ssf-criteria-amounts-fall = axis {$axis} (of {$whose}): amounts do not rise with the levels: {$count}: {$names}
    .hint = a higher level begins at a higher amount
ssf-criteria-accepts-higher = axis {$axis} (of {$whose}): a higher level is accepted and a lower one is not: {$count}: {$names}
    .hint = review which levels are accepted
ssf-criteria-criterion-unclear = axis or level of a criterion is not understood: {$count}: {$names}
    .hint = write axis 1 or axis 2, and a level of 0 to 2
ssf-criteria-criterion-open = criteria are not filled in ({$fields}): {$count}: {$names}
    .hint = fill in definition, approver and day
ssf-criteria-approval-ahead = the day of approval has not come yet, or is none: {$count}: {$names}
    .hint = enter the day of approval
ssf-criteria-agreed = approved criteria: {$count}: {$names}
ssf-criteria-listed = rows of the mapping are filled in: {$count}: {$names}
ssf-criteria-risk-open = rows of the mapping are not filled in ({$fields}): {$count}: {$names}
    .hint = fill in what is missing

# --- ssf-mapped ---
ssf-mapped = Mapping of stakeholders and devices
    .description = In each use every device has a row for every stakeholder, and no row speaks of a device or stakeholder that the use does not have. The same device is mapped again in another use.
ssf-mapped-no-register = there is no list of uses
    .hint = hand in the list of uses (template `iot-uses`)
ssf-mapped-use-open = devices or stakeholders of the use are not filled in: {$count}: {$names}
    .hint = name devices and stakeholders in the list of uses
ssf-mapped-device-not-listed = {$device} is not in the inventory: {$count}: {$names}
    .hint = enter it in the inventory, or write the same name
ssf-mapped-pair-missing = {$use}: pairs that are not mapped: {$count}: {$names}
    .hint = enter what may happen there; where it is little, keep a row with level 0
ssf-mapped-mapped = every pair is mapped: {$count}: {$names}
ssf-mapped-stray = rows whose {$field} is not in the list of uses: {$count}: {$names}
    .hint = write the same names in both
ssf-mapped-none-in-scope = no use is in force (listed: {$count})

# --- ssf-place ---
ssf-place = Place on the two axes
    .description = Each risk has levels of 0 to 2 on both axes, not below what harm to people and the loss ask for, and lies within the target of the stakeholder or wants treatment. Likelihood is left out.
ssf-place-no-register = there is no mapping of IoT risks
    .hint = hand in the mapping (template `iot-risks`) and the list of uses (template `iot-uses`)
ssf-place-outside = {$field} is outside of 0 to 2 ({$text}): {$count}: {$names}
    .hint = write 0, 1 or 2
ssf-place-open = what the place follows from is not filled in or not understood ({$fields}): {$count}: {$names}
    .hint = fill in both axes, harm to people and the loss (or loss per hour and hours)
ssf-place-too-low = {$use}: axis {$axis} is stated too low: {$stated}, at least {$least} (harm {$harm}, loss {$amount} yen, amounts of {$table}). Place ({$axis_1}, {$axis_2}): {$count}: {$names}
    .hint = raise the level, or review what it follows from
ssf-place-judged-too-low = {$use}: judged as within the target, but by the criteria treatment is wanted. Place ({$axis_1}, {$axis_2}): {$count}: {$names}
    .hint = review the judgement or the accepted levels
ssf-place-within = {$use}: within target. Place ({$axis_1}, {$axis_2}): {$count}: {$names}
ssf-place-wanted = {$use}: treatment wanted. Place ({$axis_1}, {$axis_2}): {$count}: {$names}
ssf-place-two-places = {$device} has different places by use: {$places}
ssf-place-none-in-scope = no risk to be placed (listed: {$count})

# --- ssf-viewpoints ---
ssf-viewpoints = Requirements by viewpoint
    .description = A risk that wants treatment has a chosen measure, or the reason for none, for each viewpoint that its place asks for. A higher place asks for more viewpoints (which ones is ours).
ssf-viewpoints-parameter-viewpoint = The viewpoint looked at (1 to 4; 0 for all)
ssf-viewpoints-no-register = there is no mapping of IoT risks
    .hint = hand in the mapping (template `iot-risks`) and the list of uses (template `iot-uses`)
ssf-viewpoints-place-unclear = the place of the risk is not known: {$count}: {$names}
    .hint = fill in both axes, harm to people and the loss in the mapping
ssf-viewpoints-nothing-decided = nothing is decided on viewpoint {$viewpoint} (place ({$axis_1}, {$axis_2})): {$count}: {$names}
    .hint = enter a measure, or the reason for none
ssf-viewpoints-chosen = a measure of viewpoint {$viewpoint} was chosen: {$count}: {$names}
ssf-viewpoints-reasoned = the reason for no measure of viewpoint {$viewpoint} is on record: {$count}: {$names}
ssf-viewpoints-adoption-open = not said whether the measure was chosen: {$count}: {$names}
    .hint = write yes, or no with the reason
ssf-viewpoints-no-reason = no measure of viewpoint {$viewpoint} and no reason (place ({$axis_1}, {$axis_2})): {$count}: {$names}
    .hint = enter the reason
ssf-viewpoints-none-in-scope = no risk asks for this viewpoint (listed: {$count})

# --- ssf-item ---
ssf-item = One requirement
    .description = A requirement was looked at where its viewpoint is asked for; where it was chosen it is done and on record.
ssf-item-parameter-item = The requirement
ssf-item-no-register = there is no mapping of IoT risks
    .hint = hand in the mapping (template `iot-risks`) and the list of uses (template `iot-uses`)
ssf-item-other-viewpoint = the requirement belongs to viewpoint {$viewpoint}: {$count}: {$names}
    .hint = correct the viewpoint
ssf-item-adoption-open = not said whether the measure was chosen: {$count}: {$names}
    .hint = write yes, or no with the reason
ssf-item-not-chosen = not chosen, with a reason: {$count}: {$names}
ssf-item-no-reason = not chosen, and no reason: {$count}: {$names}
    .hint = enter the reason
ssf-item-overdue = not done, and overdue: {$count}: {$names}
    .hint = do it, or set a new day
ssf-item-not-done-yet = not done yet: {$count}: {$names}
    .hint = when it is done, enter status and day
ssf-item-no-day = no day on which it was done: {$count}: {$names}
    .hint = enter the day
ssf-item-day-ahead = the day on which it was done has not come yet: {$count}: {$names}
    .hint = enter the day on which it was done
ssf-item-no-record = no record that it was done: {$count}: {$names}
    .hint = name the record
ssf-item-done = done and on record: {$count}: {$names}
ssf-item-not-considered = viewpoint {$viewpoint} is asked for, and nobody looked at this requirement: {$count}: {$names}
    .hint = enter that it was chosen, or why not
ssf-item-none-in-scope = no risk asks for viewpoint {$viewpoint}

# --- ssf-treatment ---
ssf-treatment = Treatment, before and after
    .description = A risk that wants treatment has a measure in time or done; afterwards its levels are no higher than before and within the target, or somebody accepts what is left.
ssf-treatment-no-register = there is no mapping of IoT risks
    .hint = hand in the mapping (template `iot-risks`) and the list of uses (template `iot-uses`)
ssf-treatment-stray = measures for a risk that is not in the mapping: {$count}: {$names}
    .hint = correct the number of the risk
ssf-treatment-place-unclear = the place of the risk is not known: {$count}: {$names}
    .hint = fill in both axes, harm to people and the loss in the mapping
ssf-treatment-accepted = somebody accepted what is left: {$count}: {$names}
ssf-treatment-acceptance-ahead = the day of acceptance has not come yet (place ({$axis_1}, {$axis_2})): {$count}: {$names}
    .hint = enter the day of acceptance
ssf-treatment-adoption-open = not said whether the measure was chosen: {$count}: {$names}
    .hint = write yes, or no with the reason
ssf-treatment-untreated = no measure, and nobody accepts the risk (place ({$axis_1}, {$axis_2})): {$count}: {$names}
    .hint = choose a measure, or have it accepted
ssf-treatment-no-due-day = no day by which the measure is due (place ({$axis_1}, {$axis_2})): {$count}: {$names}
    .hint = enter the day
ssf-treatment-overdue = a measure is overdue (place ({$axis_1}, {$axis_2})): {$count}: {$names}
    .hint = do it, or set a new day
ssf-treatment-under-way = measures are under way, in time: {$count}: {$names}
ssf-treatment-outside = the level afterwards is outside of 0 to 2 (before ({$axis_1}, {$axis_2})): {$count}: {$names}
    .hint = write 0, 1 or 2
ssf-treatment-after-open = not assessed again after the measures (before ({$axis_1}, {$axis_2})): {$count}: {$names}
    .hint = fill in both axes afterwards
ssf-treatment-after-higher = a level is higher afterwards than before (before ({$axis_1}, {$axis_2})): {$count}: {$names}
    .hint = review the assessment
ssf-treatment-treated = within target after the measures: {$count}: {$names}
ssf-treatment-left-open = beyond the target after the measures, and nobody accepts it (before ({$axis_1}, {$axis_2})): {$count}: {$names}
    .hint = choose further measures, or have it accepted
ssf-treatment-none-in-scope = no risk wants treatment (listed: {$count})

# --- ssf-process ---
ssf-process = Process of risk management
    .description = Prepared, assessed, treated, in this order, by the days. A measure that was decided before the risk was assessed is refused.
ssf-process-no-register = there is no list of uses
    .hint = hand in the list of uses (template `iot-uses`)
ssf-process-preparation-open = documents or the day of preparation are missing ({$fields}): {$count}: {$names}
    .hint = name outline, diagrams, device list, criteria and the day in the list of uses
ssf-process-day-ahead = the day has not come yet: {$count}: {$names}
    .hint = enter the actual day
ssf-process-not-assessed = not assessed yet: {$count}: {$names}
    .hint = assess it, and enter the day
ssf-process-treated-before-assessed = treated before it was assessed: {$count}: {$names}
    .hint = assess first, then decide
ssf-process-assessed-before-prepared = assessed before preparation was finished: {$count}: {$names}
    .hint = finish preparation, and assess again
ssf-process-not-dated = no day on which the measure was decided: {$count}: {$names}
    .hint = enter the day
ssf-process-in-order = in order (state: {$state}): {$count}: {$names}
ssf-process-none-in-scope = no use is in force (listed: {$count})

# --- ssf-record ---
ssf-record = Record of decisions (due care)
    .description = Each decision has who, when and a signed record; the reason where a measure was not chosen; day and record where it was done.
ssf-record-no-register = there is no mapping of IoT risks
    .hint = hand in the mapping (template `iot-risks`) and the list of uses (template `iot-uses`)
ssf-record-no-decisions = no decision is on record for risks that want treatment: {$count}: {$names}
    .hint = hand in the measures (template `iot-treatments`)
ssf-record-chosen = chosen, and the record is complete: {$count}: {$names}
ssf-record-not-chosen = not chosen, with reason and record: {$count}: {$names}
ssf-record-incomplete = the record of the decision is not complete ({$fields}): {$count}: {$names}
    .hint = fill in what is missing
ssf-record-none-in-scope = no risk wants treatment and no decision is on record (risks: {$count})

# --- safety-fields ---
safety-fields = Safety fields
    .description = Devices that may do grave harm, and devices with a safety function, name hazard, safety level and safe state.
safety-fields-no-inventory = there is no inventory
    .hint = hand in the inventory (template `assets`)
safety-fields-not-listed = devices that may do grave harm are not in the inventory: {$count}: {$names}
    .hint = enter them in the inventory, or write the same name
safety-fields-level-unclear = the safety level is not understood: {$count}: {$names}
    .hint = write SIL 1 to 4, PL a to e, ASIL A to D, or none
safety-fields-described = hazard, level and safe state are on record: {$count}: {$names}
safety-fields-field-missing = safety fields are missing ({$fields}): {$count}: {$names}
    .hint = fill them in; the level of a device without a safety function is none
safety-fields-none-in-scope = no device may do grave harm or has a safety function (assets: {$count})

# --- safety-conflict ---
safety-conflict = Security measures against the safe state
    .description = On devices with a safety function, measures that can be in its way (automatic update, restart, lockout, isolation, remote stop) were weighed against the safe state.
safety-conflict-parameter-kinds = Kinds of measures looked at; empty for all
safety-conflict-no-inventory = there is no inventory
    .hint = hand in the inventory (template `assets`)
safety-conflict-level-unclear = the safety level is not understood: {$count}: {$names}
    .hint = write SIL 1 to 4, PL a to e, ASIL A to D, or none
safety-conflict-no-safe-state = measures that can be in the way ({$measures}), and no safe state: {$count}: {$names}
    .hint = settle the safe state, or apply the measure in another way, such as by hand
safety-conflict-not-reviewed = no record that the measures ({$measures}) were weighed against the safe state: {$count}: {$names}
    .hint = have both sides review it, and name the record
safety-conflict-reviewed = measures ({$measures}) were weighed against the safe state: {$count}: {$names}
safety-conflict-none-in-scope = no measure can be in the way of a safety function (assets: {$count})
