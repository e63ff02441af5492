//! How a registry is spoken with, from the command line and the machine.

use crate::args::registry::Registry as Args;
use crate::commands::trust::keys;
use crate::failure::Failure;
use crate::machine;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use sekisho_bundle::Limits;
use sekisho_bundle::registry::{Credentials, Mirror, Reference, Settings, Times};
use std::time::Duration;
use zeroize::Zeroizing;

/// Largest file of certificates.
const CERTIFICATES: u64 = 4 << 20;
/// How often a request is sent again.
const RETRIES: u32 = 3;

/// For one reference.
pub(super) fn settings(args: &Args, mirrors: &[String], about: &Reference) -> Result<Settings, Failure> {
    let mirrors: Vec<Mirror> = mirrors
        .iter()
        .map(|text| Mirror::parse(text))
        .collect::<Result<_, _>>()?;
    let is_here = about.is_local() && mirrors.iter().all(Mirror::is_local);
    let needs_tls = !args.plain_http && !is_here;
    let roots = match args.ca_file.is_empty() {
        true if needs_tls => machine::authorities()?,
        true => Vec::new(),
        false => named(args)?,
    };
    let total = Duration::from_secs(u64::from(args.timeout));
    let usual = Times::default();
    Ok(Settings {
        plain_http: args.plain_http,
        local_tls: about.is_local() && !args.ca_file.is_empty(),
        roots,
        credentials: credentials(args)?,
        mirrors,
        limits: Limits::default(),
        times: Times {
            connect: usual.connect.min(total),
            silence: usual.silence.min(total),
            total,
        },
        retries: RETRIES,
        pause: std::thread::sleep,
    })
}

fn named(args: &Args) -> Result<Vec<Vec<u8>>, Failure> {
    let mut roots = Vec::new();
    for path in &args.ca_file {
        let place = path.display();
        let bytes = machine::read(path, CERTIFICATES)?;
        let before = roots.len();
        for certificate in CertificateDer::pem_slice_iter(&bytes) {
            let certificate = certificate
                .map_err(|e| Failure::usage(format!("`{place}` is no file of certificates: {e:?}")).hint("give PEM"))?;
            roots.push(certificate.to_vec());
        }
        if roots.len() == before {
            return Err(Failure::usage(format!("there is no certificate in `{place}`")).hint("give PEM"));
        }
    }
    Ok(roots)
}

fn credentials(args: &Args) -> Result<Option<Credentials>, Failure> {
    let Some(user) = &args.username else { return Ok(None) };
    let password = match &args.password_file {
        Some(file) => Some(keys::first_line(file)?),
        None => machine::registry_password(),
    };
    let password = password.ok_or_else(|| {
        Failure::usage(format!("there is no password for `{user}`"))
            .hint("give `--password-file` or SEKISHO_REGISTRY_PASSWORD")
    })?;
    let password = std::str::from_utf8(&password)
        .map_err(|_| Failure::usage("the password of the registry is not UTF-8"))?
        .to_owned();
    Ok(Some(Credentials {
        user: user.clone(),
        password: Zeroizing::new(password),
    }))
}
