//! One registry and one repository of it: requests go out, bounded answers come back. Redirects are followed here and not by the
//! HTTP client: only to where TLS does not end, and without anybody's credentials.

use super::error::plain;
use super::reference::is_loopback;
use super::{Credentials, RegistryError, Settings, auth};
use std::cell::RefCell;
use std::io::Read as _;
use std::sync::Arc;
use std::time::Duration;
use ureq::http::{HeaderMap, Method, Request, StatusCode, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};
use ureq::{Agent, Body};
use url::Url;

/// How often one request is sent elsewhere.
const REDIRECTS: usize = 4;
/// Bytes of a message of an error that are read.
const MESSAGE: u64 = 4 << 10;

/// A repository of a registry.
#[derive(Debug)]
pub(super) struct Place<'s> {
    /// Host and repository, for people.
    pub(super) name: String,
    /// `https://HOST/v2/REPOSITORY/`
    pub(super) base: Url,
    /// For tokens.
    pub(super) repository: String,
    /// Whether it is to be written to.
    pub(super) is_written: bool,
    pub(super) credentials: Option<&'s Credentials>,
    pub(super) settings: &'s Settings,
    agent: Agent,
    /// The header that the registry asked for, once it did.
    authorization: RefCell<Option<String>>,
}

/// What is asked.
#[derive(Debug)]
pub(super) struct Question<'a> {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) accept: &'a str,
    /// Media type and bytes.
    pub(super) body: Option<(&'a str, &'a [u8])>,
    /// In words, for errors.
    pub(super) what: &'a str,
}

/// What was answered; the body is still on its way.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    /// Where it came from in the end.
    pub(super) url: Url,
    body: Body,
}

impl<'s> Place<'s> {
    /// A repository on a host.
    pub(super) fn new(
        host: &str,
        repository: &str,
        credentials: Option<&'s Credentials>,
        is_written: bool,
        settings: &'s Settings,
    ) -> Result<Self, RegistryError> {
        let is_clear = settings.plain_http || (is_loopback(host) && !settings.local_tls);
        if is_clear && credentials.is_some() && !is_loopback(host) {
            return Err(RegistryError::Clear(host.to_owned()));
        }
        if !is_clear && settings.roots.is_empty() {
            return Err(RegistryError::NoRoots);
        }
        let scheme = if is_clear { "http" } else { "https" };
        let base = Url::parse(&format!("{scheme}://{host}/v2/{repository}/"));
        let base = base.map_err(|_| RegistryError::Reference {
            text: plain(host, 120),
            reason: "its host is no name of a machine",
        })?;
        Ok(Self {
            name: format!("{host}/{repository}"),
            base,
            repository: repository.to_owned(),
            is_written,
            credentials,
            settings,
            agent: agent(settings),
            authorization: RefCell::new(None),
        })
    }

    /// An address below the repository. The parts come from checked references and digests.
    pub(super) fn url(&self, path: &str) -> Result<Url, RegistryError> {
        self.base.join(path).map_err(|_| RegistryError::Reference {
            text: plain(path, 120),
            reason: "it makes no address",
        })
    }

    /// Sends a question, as often as the settings say, and with credentials if the registry asks for them.
    pub(super) fn ask(&self, question: &Question<'_>) -> Result<Answer, RegistryError> {
        let mut tries = 0;
        loop {
            let answer = self.ask_with_authorization(question);
            let is_worth_another = match &answer {
                Ok(answer) => answer.status.is_server_error() || answer.status == StatusCode::TOO_MANY_REQUESTS,
                Err(RegistryError::Unreachable { .. }) => true,
                Err(_) => false,
            };
            if !is_worth_another || tries >= self.settings.retries {
                return answer;
            }
            (self.settings.pause)(Duration::from_millis(250) * 2u32.saturating_pow(tries.min(6)));
            tries += 1;
        }
    }

    fn ask_with_authorization(&self, question: &Question<'_>) -> Result<Answer, RegistryError> {
        let authorization = self.authorization.borrow().clone();
        let answer = self.follow(question, authorization.as_deref())?;
        // Only the registry itself is told who asks, not where it sent us.
        if answer.status != StatusCode::UNAUTHORIZED || !is_same_origin(&answer.url, &self.base) {
            return Ok(answer);
        }
        let header = auth::authorize(self, question.what, &answer.headers)?;
        *self.authorization.borrow_mut() = Some(header.clone());
        self.follow(question, Some(&header))
    }

    fn follow(&self, question: &Question<'_>, authorization: Option<&str>) -> Result<Answer, RegistryError> {
        let mut url = question.url.clone();
        for _ in 0..=REDIRECTS {
            let told = authorization.filter(|_| is_same_origin(&url, &self.base));
            let answer = self.send(question, &url, told)?;
            let is_elsewhere = matches!(answer.status.as_u16(), 301 | 302 | 303 | 307 | 308);
            if !is_elsewhere || question.body.is_some() || question.method == Method::POST {
                return Ok(answer);
            }
            let to = answer.header(header::LOCATION.as_str()).unwrap_or_default();
            url = self.allowed(&url, to, question.what)?;
        }
        Err(self.redirect(question.what, url.as_str(), "it sends us on and on"))
    }

    /// Where a registry sends us, if we go there.
    pub(super) fn allowed(&self, from: &Url, to: &str, what: &str) -> Result<Url, RegistryError> {
        let refused = |reason| self.redirect(what, to, reason);
        let url = from.join(to).map_err(|_| refused("that is no address"))?;
        if to.is_empty() {
            return Err(refused("it does not say where to"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("the address brings a name of its own"));
        }
        let is_host = url.host_str().is_some();
        match url.scheme() {
            "https" if is_host && !self.settings.roots.is_empty() => Ok(url),
            "http" if is_same_origin(&url, &self.base) => Ok(url),
            "http" => Err(refused("it is another place and has no TLS")),
            _ => Err(refused("that is no place that is spoken with by TLS")),
        }
    }

    fn redirect(&self, what: &str, to: &str, reason: &'static str) -> RegistryError {
        RegistryError::Redirect {
            place: self.name.clone(),
            what: what.to_owned(),
            to: plain(to, 120),
            reason,
        }
    }

    /// One request, without following.
    pub(super) fn send(
        &self,
        question: &Question<'_>,
        url: &Url,
        authorization: Option<&str>,
    ) -> Result<Answer, RegistryError> {
        let mut request = Request::builder()
            .method(question.method.clone())
            .uri(url.as_str())
            .header(header::ACCEPT, question.accept);
        if let Some(value) = authorization {
            request = request.header(header::AUTHORIZATION, value);
        }
        let failed = |e: ureq::Error| self.failed(question.what, e);
        let answered = match question.body {
            Some((media_type, bytes)) => {
                let request = request.header(header::CONTENT_TYPE, media_type).body(bytes);
                self.agent.run(request.map_err(|e| failed(e.into()))?)
            }
            None => self.agent.run(request.body(()).map_err(|e| failed(e.into()))?),
        };
        let (head, body) = answered.map_err(failed)?.into_parts();
        Ok(Answer {
            status: head.status,
            headers: head.headers,
            url: url.clone(),
            body,
        })
    }

    /// The body, which must not be longer than a limit. One that is longer is not read to its end.
    pub(super) fn read(&self, answer: Answer, what: &str, limit: u64) -> Result<Vec<u8>, RegistryError> {
        let too_large = || RegistryError::Served {
            place: self.name.clone(),
            source: crate::BundleError::TooLarge {
                what: what.to_owned(),
                limit,
            },
        };
        let told = answer.header(header::CONTENT_LENGTH.as_str());
        if told.and_then(|n| n.parse::<u64>().ok()).is_some_and(|n| n > limit) {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        let mut body = answer.body.into_reader().take(limit.saturating_add(1));
        body.read_to_end(&mut bytes)
            .map_err(|e| self.failed(what, ureq::Error::from(e)))?;
        match bytes.len() as u64 > limit {
            true => Err(too_large()),
            false => Ok(bytes),
        }
    }

    /// Why an answer is not the one that was hoped for.
    pub(super) fn refused(&self, answer: Answer, what: &str) -> RegistryError {
        let (place, status) = (self.name.clone(), answer.status);
        let what = what.to_owned();
        match status {
            StatusCode::NOT_FOUND => RegistryError::NotFound { place, what },
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => RegistryError::Denied {
                place,
                what,
                reason: match self.credentials {
                    Some(_) => "name and password are not enough".to_owned(),
                    None => "it asks who we are".to_owned(),
                },
            },
            _ => {
                let said = said(answer).map(|said| format!(": {said}")).unwrap_or_default();
                let status = status.as_u16();
                RegistryError::Status {
                    place,
                    what,
                    status,
                    said,
                }
            }
        }
    }

    /// What was served is not what was asked for.
    pub(super) fn served(&self, source: crate::BundleError) -> RegistryError {
        RegistryError::Served {
            place: self.name.clone(),
            source,
        }
    }

    fn failed(&self, what: &str, error: ureq::Error) -> RegistryError {
        let (place, what) = (self.name.clone(), what.to_owned());
        match error {
            ureq::Error::Timeout(_) => RegistryError::Timeout { place, what },
            error => RegistryError::Unreachable {
                place,
                what,
                reason: plain(&error.to_string(), 200),
            },
        }
    }
}

impl Answer {
    /// A header, if it is text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Same scheme, host and port: only there our credentials belong.
pub(super) fn is_same_origin(a: &Url, b: &Url) -> bool {
    a.scheme() == b.scheme() && a.host() == b.host() && a.port_or_known_default() == b.port_or_known_default()
}

/// The message of an error as registries write it, or nothing.
fn said(answer: Answer) -> Option<String> {
    let mut text = Vec::new();
    answer.body.into_reader().take(MESSAGE).read_to_end(&mut text).ok()?;
    let told: serde_json::Value = serde_json::from_slice(&text).ok()?;
    let first = told.get("errors")?.get(0)?;
    let message = first.get("message").or_else(|| first.get("code"))?.as_str()?;
    Some(plain(message, 200)).filter(|said| !said.is_empty())
}

fn agent(settings: &Settings) -> Agent {
    let roots: Vec<Certificate<'static>> = settings
        .roots
        .iter()
        .map(|der| Certificate::from_der(der).to_owned())
        .collect();
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .root_certs(RootCerts::new_with_certs(&roots))
        .build();
    let times = settings.times;
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        // The library would take one from the environment.
        .proxy(None)
        .tls_config(tls)
        .user_agent("sekisho")
        .timeout_global(Some(times.total))
        .timeout_resolve(Some(times.connect))
        .timeout_connect(Some(times.connect))
        .timeout_recv_response(Some(times.silence))
        .timeout_per_read(Some(times.silence))
        .timeout_per_write(Some(times.silence))
        .max_response_header_size(32 << 10)
        .build();
    config.new_agent()
}
