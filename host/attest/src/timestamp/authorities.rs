//! Whose time stamps are believed: certificates that a person has put there.

use super::certificate::Certificate;
use super::error::TimestampError;
use super::info::utc;
use rustls_pki_types::pem::{PemObject, SectionKind};
use rustls_pki_types::{CertificateDer, TrustAnchor};
use std::time::Duration;

/// No file of certificates that is read is larger.
const MAX_BYTES: usize = 1 << 20;
/// Most certificates of one authority.
const MAX_CERTIFICATES: usize = 64;
/// Most authorities.
const MAX_AUTHORITIES: usize = 64;

/// Between when and when an authority is trusted, as in Sigstore's trusted root (`validFor`): seconds since
/// 1970-01-01T00:00:00Z, both ends inclusive; `None` is without end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Window {
    /// The first second.
    pub start: Option<u64>,
    /// The last second.
    pub end: Option<u64>,
}

impl Window {
    pub(super) fn check(&self, moment: Duration) -> Result<(), TimestampError> {
        let second = moment.as_secs();
        if self.start.is_some_and(|start| second < start)
            || self.end.is_some_and(|end| moment > Duration::from_secs(end))
        {
            let told =
                |word: &str, end: Option<u64>| end.map(|end| format!("{word} {}", utc(Duration::from_secs(end))));
            let parts = [told("from", self.start), told("until", self.end)];
            return Err(TimestampError::Window {
                time: utc(moment),
                window: parts.into_iter().flatten().collect::<Vec<_>>().join(" "),
            });
        }
        Ok(())
    }
}

/// A certificate at the top of a chain.
#[derive(Debug, Clone)]
pub(super) struct Anchor {
    pub(super) der: Vec<u8>,
    pub(super) trust: TrustAnchor<'static>,
}

/// What one file of certificates says.
#[derive(Debug, Clone)]
pub(super) struct Authority {
    pub(super) anchors: Vec<Anchor>,
    pub(super) others: Vec<CertificateDer<'static>>,
    pub(super) window: Window,
}

/// Authorities that are trusted.
#[derive(Debug, Clone, Default)]
pub struct Authorities {
    pub(super) list: Vec<Authority>,
}

impl Authorities {
    /// Reads one authority's certificates from PEM, at most 64, and trusts them within `window`.
    ///
    /// Trusted are the certificates of certification authorities at the top of the file: those that are their own issuers, and those
    /// whose issuer is not in the file. All others only help to find a chain to them, like those in a token: other
    /// authorities, and the signer's own for tokens that come without (`certReq` false). Text between the blocks is left alone,
    /// blocks of other things are refused.
    pub fn from_pem(pem: &[u8], window: Window) -> Result<Self, TimestampError> {
        let mut authorities = Self::default();
        authorities.add_pem(pem, window)?;
        Ok(authorities)
    }

    /// Trusts another authority.
    pub fn add_pem(&mut self, pem: &[u8], window: Window) -> Result<(), TimestampError> {
        bounded(pem.len())?;
        let mut certificates = Vec::new();
        for block in <(SectionKind, Vec<u8>)>::pem_slice_iter(pem) {
            match block.map_err(|error| TimestampError::Authorities(error.to_string()))? {
                (SectionKind::Certificate, der) => certificates.push(der),
                (_, _) => return Err(wrong("the file has a block that is not `CERTIFICATE`")),
            }
            limited(certificates.len())?;
        }
        self.add(certificates, window)
    }

    /// Trusts another authority whose certificates are given as DER, in any order.
    pub fn add_der(&mut self, certificates: &[&[u8]], window: Window) -> Result<(), TimestampError> {
        limited(certificates.len())?;
        bounded(certificates.iter().map(|der| der.len()).sum())?;
        self.add(certificates.iter().map(|der| der.to_vec()).collect(), window)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nobody is trusted.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn add(&mut self, certificates: Vec<Vec<u8>>, window: Window) -> Result<(), TimestampError> {
        if self.list.len() == MAX_AUTHORITIES {
            return Err(TimestampError::TooMany {
                what: "authorities",
                limit: MAX_AUTHORITIES,
            });
        }
        if matches!((window.start, window.end), (Some(start), Some(end)) if start > end) {
            return Err(wrong("the time in which they are trusted ends before it begins"));
        }
        let read = certificates.iter().map(|der| Certificate::read(der));
        let read = read.collect::<Result<Vec<_>, _>>().map_err(inside)?;
        let mut authority = Authority {
            anchors: Vec::new(),
            others: Vec::new(),
            window,
        };
        for one in &read {
            let tbs = one.parsed.tbs_certificate();
            let issued_here = |other: &Certificate<'_>| other.parsed.tbs_certificate().subject() == tbs.issuer();
            let top = tbs.issuer() == tbs.subject() || !read.iter().any(issued_here);
            let der = CertificateDer::from(one.der.to_vec());
            if top && one.is_authority().map_err(inside)? {
                one.may_issue().map_err(inside)?;
                let trust = webpki::anchor_from_trusted_cert(&der).map_err(|error| wrong(&error.to_string()))?;
                let (der, trust) = (one.der.to_vec(), trust.to_owned());
                authority.anchors.push(Anchor { der, trust });
            } else {
                authority.others.push(der);
            }
        }
        if authority.anchors.is_empty() {
            return Err(wrong("there is no certificate of a certification authority"));
        }
        self.list.push(authority);
        Ok(())
    }
}

fn wrong(reason: &str) -> TimestampError {
    TimestampError::Authorities(reason.to_owned())
}

fn inside(error: TimestampError) -> TimestampError {
    TimestampError::Authorities(error.to_string())
}

fn limited(count: usize) -> Result<(), TimestampError> {
    if count <= MAX_CERTIFICATES {
        return Ok(());
    }
    Err(TimestampError::TooMany {
        what: "trusted certificates of one authority",
        limit: MAX_CERTIFICATES,
    })
}

fn bounded(size: usize) -> Result<(), TimestampError> {
    if size <= MAX_BYTES {
        return Ok(());
    }
    Err(TimestampError::TooLarge {
        what: "file of trusted certificates",
        size,
        limit: MAX_BYTES,
    })
}
