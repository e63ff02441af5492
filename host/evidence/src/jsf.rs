//! Signatures inside JSON documents: the JSON Signature Format (JSF 0.82), which CycloneDX uses.
//!
//! A signature is verified under the key that stands beside it. That shows that the document is as that key's holder
//! signed it; it does not show who the holder is. Whoever needs that compares the thumbprint with one from elsewhere.

mod canonical;
mod keys;

use canonical::Member;
use keys::{Key, Trouble};

/// More signatures than that on one document are a way to keep a verifier busy.
const SIGNATURES: usize = 16;
/// What a signature object says besides its signature may not be longer.
const SIGNATURE_BYTES: usize = 1 << 20;

/// What the signature of a document is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Every signature fits; the thumbprints (RFC 7638) of the keys they were made with, and which members of the
    /// document they leave out.
    Valid { keys: Vec<String>, unsigned: Vec<String> },
    /// A signature does not fit, and why.
    Invalid(String),
    /// There is a signature that this program cannot verify, and why.
    Unverified(String),
}

/// Verifies the signature in a member of a JSON document. The members named in `needed` must be signed where they
/// stand.
pub(crate) fn verify(document: &str, member: &str, needed: &[&str]) -> Verdict {
    match signatures(document, member, needed) {
        Ok((keys, unsigned)) => Verdict::Valid { keys, unsigned },
        Err(Trouble::Invalid(why)) => Verdict::Invalid(why),
        Err(Trouble::Unverified(why)) => Verdict::Unverified(why),
    }
}

fn signatures(document: &str, member: &str, needed: &[&str]) -> Result<(Vec<String>, Vec<String>), Trouble> {
    let document = canonical::members(document).map_err(Trouble::Invalid)?;
    let raw = value(&document, member).ok_or_else(|| Trouble::Unverified(format!("`{member}` is missing")))?;
    if !raw.starts_with('{') || raw.len() > SIGNATURE_BYTES {
        return Err(Trouble::Unverified(format!("`{member}` is not a signature object")));
    }
    let signature = Signature::read(member, raw)?;
    let mut keys = Vec::new();
    let mut unsigned: Vec<String> = Vec::new();
    let mut open = None;
    for index in 0..signature.signers.len() {
        match signature.verify(&document, index) {
            Ok(key) => keys.push(key),
            Err(trouble @ Trouble::Invalid(_)) => return Err(trouble),
            Err(trouble) => open = open.or(Some(trouble)),
        }
        unsigned.extend(signature.excludes(index)?);
    }
    if let Some(trouble) = open {
        return Err(trouble);
    }
    unsigned.retain(|name| name != member && value(&document, name).is_some());
    unsigned.sort_unstable();
    unsigned.dedup();
    if let Some(name) = unsigned.iter().find(|name| needed.contains(&name.as_str())) {
        return Err(Trouble::Unverified(format!(
            "the signature leaves out `{}`",
            shown(name)
        )));
    }
    Ok((keys, unsigned))
}

/// How several signatures stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// There is one.
    One,
    /// Each was made as if it were the only one.
    Signers,
    /// Each was made over those before it.
    Chain,
}

impl Form {
    const fn name(self) -> &'static str {
        match self {
            Self::One => "",
            Self::Signers => "signers",
            Self::Chain => "chain",
        }
    }
}

/// The signature object of a document.
struct Signature<'t> {
    /// The member it stands in.
    member: &'t str,
    form: Form,
    /// What stands around several signatures; empty for one.
    around: Vec<Member<'t>>,
    /// Each signature, as written and by its members.
    signers: Vec<(&'t str, Vec<Member<'t>>)>,
}

impl<'t> Signature<'t> {
    fn read(member: &'t str, raw: &'t str) -> Result<Self, Trouble> {
        let own = canonical::members(raw).map_err(Trouble::Invalid)?;
        let several = [Form::Signers, Form::Chain]
            .into_iter()
            .find_map(|form| Some((form, value(&own, form.name())?)));
        let Some((form, list)) = several else {
            return Ok(Self {
                member,
                form: Form::One,
                around: Vec::new(),
                signers: vec![(raw, own)],
            });
        };
        let list = canonical::items(list).map_err(Trouble::Invalid)?;
        if list.is_empty() || list.len() > SIGNATURES {
            let count = list.len();
            return Err(Trouble::Unverified(format!("{count} signatures are none or too many")));
        }
        let signers = list.into_iter().map(|raw| Ok((raw, canonical::members(raw)?)));
        Ok(Self {
            member,
            form,
            around: own,
            signers: signers.collect::<Result<_, _>>().map_err(Trouble::Invalid)?,
        })
    }

    /// The members of the document that one signature leaves out.
    fn excludes(&self, index: usize) -> Result<Vec<String>, Trouble> {
        let own = self.signers.get(index).map_or(&[][..], |(_, members)| members);
        let mut names = Vec::new();
        for list in [value(&self.around, "excludes"), value(own, "excludes")]
            .into_iter()
            .flatten()
        {
            let bad = |_| Trouble::Invalid("`excludes` is not a list of names".to_owned());
            names.extend(serde_json::from_str::<Vec<String>>(list).map_err(bad)?);
        }
        Ok(names)
    }

    /// Verifies one signature; answers the thumbprint of its key.
    fn verify(&self, document: &[Member<'_>], index: usize) -> Result<String, Trouble> {
        let own = self.signers.get(index).map_or(&[][..], |(_, members)| members);
        let missing = |what: &str| Trouble::Unverified(format!("the signature has no {what}"));
        let algorithm = text(own, "algorithm").ok_or_else(|| missing("`algorithm`"))?;
        let signed = text(own, "value").ok_or_else(|| missing("`value`"))?;
        let known = [
            "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519",
        ];
        if !known.contains(&algorithm.as_str()) {
            let algorithm = shown(&algorithm);
            return Err(Trouble::Unverified(format!("algorithm `{algorithm}` is not verified")));
        }
        if signed.contains('.') {
            let why = "its `value` is a JSON Web Signature of its own, not one of the JSON Signature Format";
            return Err(Trouble::Unverified(why.to_owned()));
        }
        let key = value(own, "publicKey").ok_or_else(|| missing("`publicKey`: the key must come with the document"))?;
        let key = canonical::members(key).map_err(Trouble::Invalid)?;
        let (key, thumbprint) = Key::read(|name| text(&key, name))?;
        let signed = keys::decode(&signed)
            .ok_or_else(|| Trouble::Invalid("the `value` of the signature is not base64url".to_owned()))?;
        let message = self.message(document, index).map_err(Trouble::Invalid)?;
        key.verify(&algorithm, &message, &signed)?;
        Ok(thumbprint)
    }

    /// What was signed: the canonical document without what the signature excludes, and without its own value.
    fn message(&self, document: &[Member<'_>], index: usize) -> Result<Vec<u8>, String> {
        let excluded = self
            .excludes(index)
            .map_err(|_| "`excludes` is not a list of names".to_owned())?;
        let parts = document
            .iter()
            .filter(|(name, _)| name == self.member || !excluded.iter().any(|e| e == name))
            .map(|(name, raw)| (name.as_ref(), *raw));
        let mut message = Vec::new();
        canonical::write_object(
            parts.map(|(name, raw)| (name, (name, raw))).collect(),
            &mut message,
            |(name, raw), out| {
                if name == self.member {
                    self.object(index, out)
                } else {
                    canonical::write(raw, out)
                }
            },
        )?;
        Ok(message)
    }

    /// The signature object as it was when one signature was made.
    fn object(&self, index: usize, out: &mut Vec<u8>) -> Result<(), String> {
        if self.form == Form::One {
            return self.unsigned(index, out);
        }
        let parts = self.around.iter().filter(|(name, _)| name != "excludes");
        let parts = parts
            .map(|(name, raw)| (name.as_ref(), (name.as_ref(), *raw)))
            .collect();
        canonical::write_object(parts, out, |(name, raw), out| {
            if name != self.form.name() {
                return canonical::write(raw, out);
            }
            out.push(b'[');
            if self.form == Form::Chain {
                for (raw, _) in self.signers.iter().take(index) {
                    canonical::write(raw, out)?;
                    out.push(b',');
                }
            }
            self.unsigned(index, out)?;
            out.push(b']');
            Ok(())
        })
    }

    /// One signature without its value.
    fn unsigned(&self, index: usize, out: &mut Vec<u8>) -> Result<(), String> {
        let own = self.signers.get(index).map_or(&[][..], |(_, members)| members);
        let parts = own.iter().filter(|(name, _)| name != "value" && name != "excludes");
        let parts = parts.map(|(name, raw)| (name.as_ref(), *raw)).collect();
        canonical::write_object(parts, out, canonical::write)
    }
}

fn value<'t>(members: &[Member<'t>], name: &str) -> Option<&'t str> {
    members.iter().find(|(n, _)| n == name).map(|(_, raw)| *raw)
}

fn text(members: &[Member<'_>], name: &str) -> Option<String> {
    serde_json::from_str(value(members, name)?).ok()
}

/// The beginning of a text from the document, for a remark.
fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests;
