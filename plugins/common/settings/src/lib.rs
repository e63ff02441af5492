//! The plugin `common/settings`: what accounts, devices, rules, logs and backups are set to (README.md has the table).
//!
//! Shared words: [`scope`] tells which assets are meant, [`sources`] gathers what snapshots and registers say about
//! one device, [`parts`] reads the `require` parameter, [`age`] compares days.

mod age;
mod checks;
mod cited;
mod flaws;
mod people;
mod scope;
mod sources;
mod words;

// CF-21 to CF-39
mod admission;
mod algorithms;
mod allow_list;
mod boundaries;
mod change_register;
mod compare;
mod exceptions;
mod round;
mod sensors;
mod statements;
mod versions;

use checks::{
    // CF-01 to CF-20
    auth_default,
    auth_least,
    auth_lockout,
    auth_mfa,
    auth_password,
    auth_stale,
    auth_unique,
    autorun,
    av_on,
    bk_test,
    // CF-21 to CF-39
    boot_integrity,
    capacity,
    chg_ticket,
    crypt_rest,
    crypt_transit,
    drift,
    edr,
    fw_host,
    fw_rules,
    gw_filter,
    ids,
    key_mgmt,
    log_keep,
    log_review,
    media_ctl,
    net_nac,
    net_segment,
    ot_validate,
    patch_boundary,
    patch_time,
    phys_log,
    remote_maint,
    scan_age,
    session_lock,
    svc_min,
    sw_allow,
    time_sync,
    update_secure,
    waf_ddos,
};

sekisho_sdk::plugin! {
    id: "common/settings",
    messages: { ja: include_str!("../messages.ja.ftl"), en: include_str!("../messages.en.ftl") },
    checks: [
        // CF-01 to CF-20
        auth_mfa::Mfa,
        auth_password::Password,
        auth_lockout::Lockout,
        auth_default::Defaults,
        auth_unique::Unique,
        auth_stale::Stale,
        auth_least::Least,
        patch_time::PatchTime,
        patch_boundary::PatchBoundary,
        av_on::MalwareProtection,
        svc_min::Services,
        fw_rules::Rules,
        fw_host::HostFirewall,
        net_segment::Segment,
        crypt_transit::Transit,
        crypt_rest::Rest,
        log_keep::Keep,
        log_review::Review,
        bk_test::Backup,
        autorun::Autorun,
        // CF-21 to CF-39
        media_ctl::MediaControl,
        sw_allow::Software,
        remote_maint::RemoteMaintenance,
        net_nac::Admission,
        boot_integrity::Integrity,
        session_lock::SessionLock,
        gw_filter::GatewayFilter,
        waf_ddos::WebProtection,
        chg_ticket::Changes,
        edr::EndpointDetection,
        ids::Detection,
        drift::Drift,
        phys_log::AccessLog,
        ot_validate::Validation,
        key_mgmt::Keys,
        scan_age::ScanAge,
        time_sync::TimeSync,
        update_secure::SecureUpdate,
        capacity::Capacity,
    ],
}
