//! Telling a registry who asks, in the two ways that registries want it: name and password, or a token that another server
//! gives for them.

use super::error::plain;
use super::wire::{Place, Question, is_same_origin};
use super::{Credentials, RegistryError};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use std::collections::BTreeMap;
use ureq::http::{HeaderMap, Method, StatusCode, header};

/// Largest answer with a token.
const TOKEN: u64 = 64 << 10;

/// The header that a registry's challenge asks for.
pub(super) fn authorize(place: &Place<'_>, what: &str, headers: &HeaderMap) -> Result<String, RegistryError> {
    let denied = |reason: &str| RegistryError::Denied {
        place: place.name.clone(),
        what: what.to_owned(),
        reason: reason.to_owned(),
    };
    let all = headers.get_all(header::WWW_AUTHENTICATE);
    let challenges: Vec<(String, BTreeMap<String, String>)> =
        all.iter().filter_map(|value| challenge(value.to_str().ok()?)).collect();
    if let Some((_, members)) = challenges.iter().find(|(scheme, _)| scheme == "bearer") {
        return Ok(format!("Bearer {}", token(place, what, members)?));
    }
    match (
        challenges.iter().any(|(scheme, _)| scheme == "basic"),
        place.credentials,
    ) {
        (true, Some(credentials)) => Ok(basic(credentials)),
        (true, None) => Err(denied("it asks for name and password")),
        (false, _) => Err(denied("it asks for something else than name and password or a token")),
    }
}

fn basic(credentials: &Credentials) -> String {
    let pair = zeroize::Zeroizing::new(format!("{}:{}", credentials.user, credentials.password.as_str()));
    format!("Basic {}", STANDARD.encode(pair.as_bytes()))
}

/// Fetches a token. The server that gives it is named by the registry, so it gets the password only by TLS, or where it is the
/// registry itself.
fn token(place: &Place<'_>, what: &str, members: &BTreeMap<String, String>) -> Result<String, RegistryError> {
    #[derive(Deserialize)]
    struct Given {
        token: Option<String>,
        access_token: Option<String>,
    }
    let denied = |reason: String| RegistryError::Denied {
        place: place.name.clone(),
        what: what.to_owned(),
        reason,
    };
    let realm = members.get("realm").map_or("", String::as_str);
    let mut url = place.allowed(&place.base, realm, "a token")?;
    let is_fit = url.scheme() == "https" || is_same_origin(&url, &place.base);
    let credentials = place.credentials.filter(|_| is_fit);
    let rights = if place.is_written { "pull,push" } else { "pull" };
    let scope = format!("repository:{}:{rights}", place.repository);
    url.query_pairs_mut()
        .extend_pairs(members.get("service").map(|service| ("service", service)))
        .append_pair("scope", &scope);
    let question = Question {
        method: Method::GET,
        url: url.clone(),
        accept: "application/json",
        body: None,
        what: "a token",
    };
    let answer = place.send(&question, &url, credentials.map(basic).as_deref())?;
    if answer.status != StatusCode::OK {
        return Err(match answer.status.as_u16() {
            400..=403 => denied("the server that gives tokens gives none for this name and password".to_owned()),
            status => denied(format!("the server that gives tokens answered {status}")),
        });
    }
    let bytes = zeroize::Zeroizing::new(place.read(answer, "a token", TOKEN)?);
    let given: Given =
        serde_json::from_slice(&bytes).map_err(|_| denied("what should be a token is not JSON of one".to_owned()))?;
    let token = given.token.or(given.access_token).filter(|token| !token.is_empty());
    let token = token.ok_or_else(|| denied("there is no token in the answer".to_owned()))?;
    match token.bytes().all(|b| b.is_ascii_graphic()) {
        true => Ok(token),
        false => Err(denied(format!("the token is none: `{}`", plain(&token, 16)))),
    }
}

/// `Scheme name="value", …` (RFC 9110 §11.6.1), as registries write it: one challenge in one header.
fn challenge(text: &str) -> Option<(String, BTreeMap<String, String>)> {
    let text = text.trim();
    let (scheme, mut rest) = text.split_once(' ').unwrap_or((text, ""));
    let mut members = BTreeMap::new();
    loop {
        rest = rest.trim_start_matches([' ', ',']);
        let Some((name, value)) = rest.split_once('=') else {
            break;
        };
        let value = value.trim_start();
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => value.split_once(',').unwrap_or((value, "")),
        };
        members
            .entry(name.trim().to_ascii_lowercase())
            .or_insert_with(|| value.to_owned());
        rest = after;
    }
    Some((scheme.to_ascii_lowercase(), members))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_challenges_that_registries_send() {
        let (scheme, members) =
            challenge(r#"Bearer realm="https://a.example/token",service="r.example",scope="repository:a:pull""#)
                .unwrap();
        assert_eq!(scheme, "bearer");
        assert_eq!(members["realm"], "https://a.example/token");
        assert_eq!(members["scope"], "repository:a:pull");
        assert_eq!(
            challenge("Basic realm=x, charset=\"UTF-8\"").unwrap().1["charset"],
            "UTF-8"
        );
        assert_eq!(challenge("Basic").unwrap().0, "basic");
        assert!(challenge("Bearer realm=\"https://").is_none());
        // The first of two decides, and garbage does not loop.
        assert_eq!(challenge("Bearer realm=\"a\",realm=\"b\"").unwrap().1["realm"], "a");
        assert!(challenge(&",=".repeat(5_000)).is_some());
    }
}
