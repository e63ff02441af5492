# Rules of W2 (README.md), the direct way: what is missing or keeps not to its bound is a violation.
package bench

violations contains 0 if not input.password.min_length >= 12
violations contains 1 if not input.password.complexity == true
violations contains 2 if not input.password.history >= 5
violations contains 3 if not input.password.max_age_days <= 365
violations contains 4 if not input.lockout.threshold <= 10
violations contains 5 if not input.lockout.duration_minutes >= 15
violations contains 6 if not input.mfa.admin == true
violations contains 7 if not input.mfa.remote == true
violations contains 8 if not input.account.guest_enabled == false
violations contains 9 if not input.account.auto_logon == false
violations contains 10 if not input.ssh.password_authentication == false
violations contains 11 if not input.ssh.max_auth_tries <= 6
violations contains 12 if not input.protocols.telnet.enabled == false
violations contains 13 if not input.protocols.smb1.enabled == false
violations contains 14 if not input.firewall.host.enabled == true
violations contains 15 if not input.av.realtime.enabled == true
violations contains 16 if not input.disk.encryption.enabled == true
violations contains 17 if not input.log.retention_days >= 180
violations contains 18 if not input.session.lock_timeout_seconds <= 900
violations contains 19 if not input.autorun.disabled == true
