//! SB-12 `sbom.crypto`: no cryptographic asset of the SBOM (CBOM) uses an algorithm outside the list. The default list is
//! the e-government recommended part of the CRYPTREC ciphers list (edition of 30 March 2023); the register
//! `approved-algorithms` adds to it, takes from it and sets shortest key lengths.

use crate::crypto::{Listed, ask, length, same};
use crate::{label, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::Component;

/// The default list: families, or single algorithms where the list names those.
const CRYPTREC: &[&str] = &[
    "DSA",
    "ECDSA",
    "EdDSA",
    "RSA-PSS",
    "RSASSA-PKCS1-v1_5",
    "RSA-OAEP",
    "DH",
    "ECDH",
    "AES",
    "Camellia",
    "KCipher-2",
    "SHA-256",
    "SHA-384",
    "SHA-512",
    "SHA-512/256",
    "SHA3-256",
    "SHA3-384",
    "SHA3-512",
    "SHAKE128",
    "SHAKE256",
    "CMAC",
    "HMAC",
    "ChaCha20-Poly1305",
    "CBC",
    "CFB",
    "CTR",
    "OFB",
    "XTS",
    "CCM",
    "GCM",
];

/// The check.
#[derive(Debug)]
pub(crate) struct Cryptography;

impl Check for Cryptography {
    fn spec(&self) -> Spec {
        Spec::new("sbom.crypto")
            .reads("sbom")
            .reads("advisories")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::texts("algorithms", CRYPTREC))
            .parameter(Parameter::texts(
                "min_lengths",
                &["RSA=2048", "DSA=2048", "DH=2048", "ECDSA=224", "ECDH=224", "AES=128"],
            ))
            .parameter(Parameter::texts("protocols", &["tls 1.2", "tls 1.3", "ssh 2", "ike 2"]))
            .parameter(Parameter::text("list", 200, "CRYPTREC LS-0001-2022"))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let assets: Vec<Component<'_>> = cx
            .sbom()
            .components()
            .filter(|c| c.has_crypto_asset_type() || c.component_type() == Some("cryptographic-asset"))
            .collect();
        if assets.is_empty() {
            out.unknown("no-cbom").cite_all(&documents);
            return Ok(());
        }
        let lists = Lists::of(cx)?;
        let mut judged = 0usize;
        for asset in &assets {
            judged += usize::from(lists.judge(*asset, out));
        }
        if judged == 0 {
            out.unknown("nothing-named")
                .arg("assets", assets.len())
                .cite_all(&assets);
        }
        if let Some(pass) = out.pass_if_clean("all") {
            pass.arg("assets", judged)
                .arg("list", lists.name)
                .cite_all(&documents)
                .cite_all(&lists.rows);
        }
        Ok(())
    }
}

struct Lists<'a> {
    name: &'a str,
    allowed: Vec<&'a str>,
    denied: Vec<&'a str>,
    lengths: Vec<(&'a str, i64)>,
    protocols: Vec<&'a str>,
    rows: Vec<Entry<'a>>,
}

impl<'a> Lists<'a> {
    fn of(cx: &Context<'a>) -> Result<Self, CheckError> {
        let texts = |name| Ok(cx.texts(name)?.iter().map(String::as_str).collect::<Vec<_>>());
        let mut lengths = Vec::new();
        for text in texts("min_lengths")? {
            let parsed = text
                .split_once('=')
                .and_then(|(n, v)| Some((n.trim(), v.trim().parse().ok()?)));
            let error = || CheckError::BadParameter(format!("`min_lengths` has `{text}`, which is not `name=bits`"));
            lengths.push(parsed.ok_or_else(error)?);
        }
        let mut lists = Self {
            name: cx.text("list")?,
            allowed: texts("algorithms")?,
            denied: Vec::new(),
            lengths,
            protocols: texts("protocols")?,
            rows: Vec::new(),
        };
        for row in cx.registers().rows("approved-algorithms") {
            let Some(name) = row.key() else { continue };
            let lapsed = row.has("until") && row.date("until").is_none_or(|d| d < cx.today());
            if row.flag("allowed") != Some(true) || lapsed {
                lists.denied.push(name);
            } else if row.get("kind") == Some("protocol") {
                lists.protocols.push(name);
            } else {
                lists.allowed.push(name);
            }
            // What the organisation's own register says goes before the parameter.
            if let Some(bits) = row.number("min_length") {
                #[allow(clippy::cast_possible_truncation, reason = "a key length; saturates")]
                lists.lengths.insert(0, (name, bits as i64));
            }
            lists.rows.push(row);
        }
        Ok(lists)
    }

    /// Adds the finding of one asset, where it names something that a list can be asked about.
    fn judge(&self, asset: Component<'_>, out: &mut Findings) -> bool {
        let name = label::component(asset);
        if let Some(protocol) = asset.crypto_protocol() {
            self.protocol(asset, protocol, &name, out);
            return true;
        }
        let own_name = || asset.name().filter(|_| asset.crypto_asset_type().is_none());
        let Some(algorithm) = asset.crypto_algorithm().or_else(own_name) else {
            if asset.crypto_asset_type() == Some("algorithm") {
                out.unknown("unnamed").arg("asset", name).cite(&asset);
                return true;
            }
            return false;
        };
        // The family says which algorithm it is; the name of the asset may say more (`RSA` and `RSASSA-PSS-2048`).
        let listed = match ask(self.allowed.iter().copied(), algorithm) {
            Listed::Vague => asset
                .name()
                .map_or(Listed::Vague, |n| ask(self.allowed.iter().copied(), n)),
            other => other,
        };
        let denied = self
            .denied
            .iter()
            .any(|d| same(algorithm, d) || asset.name().is_some_and(|n| same(n, d)));
        let bits = asset
            .crypto_parameter()
            .and_then(length)
            .or_else(|| asset.name().and_then(length));
        let shortest = self
            .lengths
            .iter()
            .find(|(n, _)| same(algorithm, n))
            .map(|(_, bits)| *bits);
        let finding = match listed {
            _ if denied => out.fail("not-listed").arg("list", self.name),
            Listed::No => out.fail("not-listed").arg("list", self.name),
            Listed::Vague => out.unknown("vague").arg("list", self.name),
            Listed::Yes => match bits.zip(shortest) {
                Some((bits, shortest)) if bits < shortest => {
                    out.fail("too-short").arg("bits", bits).arg("shortest", shortest)
                }
                _ => return true,
            },
        };
        finding.arg("asset", name).arg("algorithm", algorithm).cite(&asset);
        true
    }

    fn protocol(&self, asset: Component<'_>, protocol: &str, name: &str, out: &mut Findings) {
        let plain = |text: &str| text.trim().to_lowercase().replace(['v', '_', '-'], " ");
        let words = |text: &str| plain(text).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let own = words(protocol);
        let fits = |listed: &&str| {
            let listed = words(listed);
            own.first() == listed.first()
                && own.get(1).zip(listed.get(1)).is_some_and(|(o, l)| {
                    o.strip_prefix(l.as_str())
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                })
        };
        let denied = self.denied.iter().any(&fits);
        let finding = if !denied && self.protocols.iter().any(fits) {
            return;
        } else if own.len() < 2 && self.protocols.iter().any(|l| words(l).first() == own.first()) {
            out.unknown("protocol-version")
        } else {
            out.fail("protocol-not-listed")
        };
        finding.arg("asset", name).arg("protocol", protocol).cite(&asset);
    }
}
