//! The checks of this plugin, one file each.

// CF-01 to CF-20
pub(crate) mod auth_default;
pub(crate) mod auth_least;
pub(crate) mod auth_lockout;
pub(crate) mod auth_mfa;
pub(crate) mod auth_password;
pub(crate) mod auth_stale;
pub(crate) mod auth_unique;
pub(crate) mod autorun;
pub(crate) mod av_on;
pub(crate) mod bk_test;
pub(crate) mod crypt_rest;
pub(crate) mod crypt_transit;
pub(crate) mod fw_host;
pub(crate) mod fw_rules;
pub(crate) mod log_keep;
pub(crate) mod log_review;
pub(crate) mod net_segment;
pub(crate) mod patch_boundary;
pub(crate) mod patch_time;
pub(crate) mod svc_min;

// CF-21 to CF-39
pub(crate) mod boot_integrity;
pub(crate) mod capacity;
pub(crate) mod chg_ticket;
pub(crate) mod drift;
pub(crate) mod edr;
pub(crate) mod gw_filter;
pub(crate) mod ids;
pub(crate) mod key_mgmt;
pub(crate) mod media_ctl;
pub(crate) mod net_nac;
pub(crate) mod ot_validate;
pub(crate) mod phys_log;
pub(crate) mod remote_maint;
pub(crate) mod scan_age;
pub(crate) mod session_lock;
pub(crate) mod sw_allow;
pub(crate) mod time_sync;
pub(crate) mod update_secure;
pub(crate) mod waf_ddos;
