//! The steps from a raw value to a canonical one. `data/settings.toml` names them; here is what each does.

use super::vocabulary::{Setting, SettingType};
use sekisho_model::Date;
use std::borrow::Cow;

/// "Never" in every integer setting: larger than any limit.
pub(super) const NEVER: i64 = 2_147_483_647;

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    /// The opposite flag.
    Not,
    /// True because the path exists.
    Present,
    /// False because the path exists.
    Absent,
    /// The same text (or, with `false`, another).
    Equals(String, bool),
    /// One of these texts.
    In(Vec<String>),
    /// Holds one of these texts.
    Contains(Vec<String>),
    /// A number that large.
    AtLeast(f64),
    /// A number below zero.
    Negative,
    /// All these bits.
    Bits(u64),
    /// A look-up.
    Map(Vec<(String, String)>),
    /// The first word.
    FirstWord,
    /// The last word.
    LastWord,
    /// Zero and less mean never.
    NeverZero,
    /// Division, rounded down.
    Divide(i64),
    /// Multiplication.
    Multiply(i64),
    /// A span of time to seconds.
    Duration,
    /// `minutes [seconds]` to seconds.
    IosTimeout,
    /// The lowest protocol version that is named.
    TlsLowest,
}

/// Reads the steps of a map; empty and `identity` are none.
pub(super) fn parse(text: &str) -> Result<Vec<Step>, String> {
    let steps = text
        .split(';')
        .map(str::trim)
        .filter(|step| !step.is_empty() && *step != "identity");
    steps.map(step).collect()
}

fn step(text: &str) -> Result<Step, String> {
    let (name, argument) = text.split_once(':').unwrap_or((text, ""));
    let list = || {
        argument
            .split(',')
            .map(|word| word.trim().to_lowercase())
            .collect::<Vec<_>>()
    };
    let unknown = || format!("`{text}` is no known step");
    Ok(match name {
        "not" => Step::Not,
        "present" => Step::Present,
        "absent" => Step::Absent,
        "equals" => Step::Equals(argument.to_lowercase(), true),
        "not-equals" => Step::Equals(argument.to_lowercase(), false),
        "in" => Step::In(list()),
        "contains" => Step::Contains(list()),
        "at-least" => Step::AtLeast(argument.parse().map_err(|_| unknown())?),
        "negative" => Step::Negative,
        "bits" => Step::Bits(
            argument
                .strip_prefix("0x")
                .and_then(|hex| u64::from_str_radix(hex, 16).ok())
                .ok_or_else(unknown)?,
        ),
        "map" => Step::Map(
            argument
                .split(',')
                .map(|pair| {
                    pair.split_once('=')
                        .map(|(from, to)| (from.trim().to_lowercase(), to.trim().to_owned()))
                })
                .collect::<Option<_>>()
                .ok_or_else(unknown)?,
        ),
        "first-word" => Step::FirstWord,
        "last-word" => Step::LastWord,
        "never-zero" => Step::NeverZero,
        "seconds-to-minutes" => Step::Divide(60),
        "ms-to-seconds" => Step::Divide(1000),
        "mb-to-kb" => Step::Multiply(1024),
        "duration" if argument == "seconds" => Step::Duration,
        "ios-timeout" => Step::IosTimeout,
        "tls-lowest" => Step::TlsLowest,
        _ => return Err(unknown()),
    })
}

/// Whether the steps ask only whether a path exists.
pub(super) fn exists(steps: &[Step]) -> bool {
    matches!(steps.first(), Some(Step::Present | Step::Absent))
}

/// A canonical value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Canonical<'v> {
    /// As text; lent where the value stands so in the file.
    pub text: Cow<'v, str>,
    /// As a number.
    pub number: Option<f64>,
    /// As yes or no.
    pub flag: Option<bool>,
}

impl<'v> Canonical<'v> {
    fn text(text: impl Into<Cow<'v, str>>) -> Self {
        Self {
            text: text.into(),
            number: None,
            flag: None,
        }
    }

    fn flag(flag: bool) -> Self {
        Self {
            text: Cow::Borrowed(if flag { "true" } else { "false" }),
            number: None,
            flag: Some(flag),
        }
    }
}

#[derive(Debug, Clone)]
enum Raw<'v> {
    Text(Cow<'v, str>),
    Whole(i64),
    Flag(bool),
}

impl<'v> Raw<'v> {
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(trimmed(text)),
            Self::Whole(number) => Cow::Owned(number.to_string()),
            Self::Flag(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
        }
    }

    fn into_text(self) -> Cow<'v, str> {
        match self {
            Self::Text(Cow::Borrowed(text)) => Cow::Borrowed(trimmed(text)),
            other => Cow::Owned(other.text().into_owned()),
        }
    }

    fn decimal(&self) -> Result<f64, String> {
        let text = self.text();
        let hex = text
            .strip_prefix("0x")
            .and_then(|hex| i64::from_str_radix(hex, 16).ok());
        #[allow(clippy::cast_precision_loss, reason = "settings are far below 2^53")]
        let number = hex.map(|n| n as f64).or_else(|| text.replace('_', "").parse().ok());
        number
            .filter(|n: &f64| n.is_finite())
            .ok_or_else(|| format!("`{}` is no number", short(&text)))
    }

    fn whole(&self) -> Result<i64, String> {
        let text = self.text();
        if let Ok(number) = text.parse() {
            return Ok(number);
        }
        if ["never", "unlimited", "infinite", "infinity"]
            .iter()
            .any(|w| text.eq_ignore_ascii_case(w))
        {
            return Ok(NEVER);
        }
        let number = self.decimal()?;
        if number.fract() != 0.0 || number.abs() > 9.0e15 {
            return Err(format!("`{}` is no whole number", short(&text)));
        }
        #[allow(clippy::cast_possible_truncation, reason = "checked above")]
        Ok(number as i64)
    }
}

/// A text without white space around it, which hardly any has.
fn trimmed(text: &str) -> &str {
    let (first, last) = (text.as_bytes().first(), text.as_bytes().last());
    if first.is_some_and(u8::is_ascii_graphic) && last.is_some_and(u8::is_ascii_graphic) {
        text
    } else {
        text.trim()
    }
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Applies the steps, casts to the setting's type and hands over what comes out: a value each for lists, otherwise at most
/// one. The error says which value a step cannot use.
pub(super) fn apply<'v>(
    steps: &[Step],
    setting: &Setting,
    value: Option<Cow<'v, str>>,
    put: &mut impl FnMut(Canonical<'v>),
) -> Result<(), String> {
    if exists(steps) {
        put(Canonical::flag(matches!(steps.first(), Some(Step::Present))));
        return Ok(());
    }
    let Some(value) = value.filter(|v| !trimmed(v).is_empty()) else {
        return Ok(());
    };
    let mut raw = Raw::Text(value);
    for step in steps {
        raw = match one(step, &raw)? {
            Some(next) => next,
            None => return Ok(()),
        };
    }
    cast(raw, setting, put)
}

fn one<'v>(step: &Step, raw: &Raw<'v>) -> Result<Option<Raw<'v>>, String> {
    let text = raw.text();
    let lower = text.to_lowercase();
    let word = |word: Option<&str>| Raw::Text(Cow::Owned(word.unwrap_or_default().to_owned()));
    Ok(Some(match step {
        Step::Present => Raw::Flag(true),
        Step::Absent => Raw::Flag(false),
        Step::Not => Raw::Flag(!flag(&text)?),
        Step::Equals(word, same) => Raw::Flag((lower == *word) == *same),
        Step::In(words) => Raw::Flag(words.contains(&lower)),
        Step::Contains(words) => Raw::Flag(words.iter().any(|word| lower.contains(word))),
        Step::AtLeast(least) => Raw::Flag(raw.decimal()? >= *least),
        Step::Negative => Raw::Flag(raw.decimal()? < 0.0),
        Step::Bits(mask) => {
            let bits = u64::try_from(raw.whole()?).map_err(|_| format!("`{}` is no mask of bits", short(&text)))?;
            Raw::Flag(bits & mask == *mask)
        }
        Step::Map(pairs) => match pairs.iter().find(|(from, _)| *from == lower) {
            Some((_, to)) => Raw::Text(Cow::Owned(to.clone())),
            None => return Ok(None),
        },
        Step::FirstWord => word(text.split_whitespace().next()),
        Step::LastWord => word(text.split_whitespace().next_back()),
        Step::NeverZero => Raw::Whole(Some(raw.whole()?).filter(|n| *n > 0).unwrap_or(NEVER)),
        Step::Divide(by) => scaled(raw.whole()?, |n| Some(n.div_euclid(*by)))?,
        Step::Multiply(by) => scaled(raw.whole()?, |n| n.checked_mul(*by))?,
        Step::Duration => Raw::Whole(seconds(&lower).ok_or_else(|| format!("`{}` is no span of time", short(&text)))?),
        Step::IosTimeout => {
            let mut words = lower.split_whitespace().map(str::parse::<i64>);
            let (minutes, rest) = (words.next(), words.next().unwrap_or(Ok(0)));
            match (minutes, rest) {
                (Some(Ok(minutes @ 0..=100_000)), Ok(seconds @ 0..=100_000)) => Raw::Whole(minutes * 60 + seconds),
                _ => return Err(format!("`{}` is no `minutes seconds`", short(&text))),
            }
        }
        Step::TlsLowest => {
            let lowest = tls_lowest(&lower).ok_or_else(|| format!("`{}` names no TLS version", short(&text)))?;
            Raw::Text(Cow::Borrowed(lowest))
        }
    }))
}

/// A unit change, which "never" survives.
fn scaled<'v>(number: i64, change: impl Fn(i64) -> Option<i64>) -> Result<Raw<'v>, String> {
    if number == NEVER {
        return Ok(Raw::Whole(NEVER));
    }
    change(number)
        .map(Raw::Whole)
        .ok_or_else(|| format!("`{number}` is too large"))
}

fn flag(text: &str) -> Result<bool, String> {
    // Nearly all stand so.
    if matches!(text, "true" | "false") {
        return Ok(text == "true");
    }
    sekisho_words::yes_no(text).ok_or_else(|| format!("`{}` is neither yes nor no", short(text.trim())))
}

/// `90`, `2m`, `1h30m`, `1 h 30 min`, `PT15M`, `P1DT2H` as seconds.
fn seconds(text: &str) -> Option<i64> {
    let iso = text.strip_prefix('p');
    let mut total = 0i64;
    let mut number = String::new();
    let mut unit = String::new();
    let mut in_time = iso.is_none();
    let close = |number: &mut String, unit: &mut String, in_time: bool| -> Option<i64> {
        let count: i64 = number.parse().ok()?;
        let factor = match unit.trim() {
            "" | "s" | "sec" | "secs" | "second" | "seconds" => 1,
            "m" | "min" | "mins" | "minute" | "minutes" if in_time => 60,
            "h" | "hour" | "hours" | "hr" => 3600,
            "d" | "day" | "days" => 86_400,
            "w" | "week" | "weeks" => 604_800,
            _ => return None,
        };
        number.clear();
        unit.clear();
        count.checked_mul(factor)
    };
    for character in iso.unwrap_or(text).trim().chars() {
        if character.is_ascii_digit() {
            if !unit.trim().is_empty() {
                total = total.checked_add(close(&mut number, &mut unit, in_time)?)?;
            }
            number.push(character);
        } else if iso.is_some() && character == 't' {
            if !number.is_empty() {
                total = total.checked_add(close(&mut number, &mut unit, in_time)?)?;
            }
            in_time = true;
        } else {
            unit.push(character);
        }
    }
    if number.is_empty() {
        return None;
    }
    total.checked_add(close(&mut number, &mut unit, in_time)?)
}

const TLS: [&str; 6] = ["ssl2", "ssl3", "tls1.0", "tls1.1", "tls1.2", "tls1.3"];

/// The lowest version in a word or list; `all` is everything from SSL 3.0 on, `-` and `!` take a version away.
fn tls_lowest(text: &str) -> Option<&'static str> {
    let mut on = [false; 6];
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '"' | '\'' | '[' | ']')) {
        let (add, word) = match word.strip_prefix(['-', '!']) {
            Some(word) => (false, word),
            None => (true, word.strip_prefix('+').unwrap_or(word)),
        };
        if word == "all" {
            on.iter_mut().skip(1).for_each(|slot| *slot = add);
        } else if let Some(slot) = tls_version(word).and_then(|at| on.get_mut(at)) {
            *slot = add;
        }
    }
    TLS.iter().zip(on).find(|(_, on)| *on).map(|(name, _)| *name)
}

/// Which version a word names: `TLSv1.2`, `TLS 1.2`, `VERSION_TLS_1_2`, `TLSv1.2_2021`, `1.2`, `tls12`.
fn tls_version(word: &str) -> Option<usize> {
    let word = word.trim_start_matches("version").trim_start_matches(['_', '-']);
    let word = word.replace('_', ".");
    let (ssl, number) = if let Some(rest) = word.strip_prefix("ssl") {
        (true, rest)
    } else {
        (
            false,
            word.strip_prefix("tls")
                .or_else(|| word.strip_prefix("vers"))
                .unwrap_or(&word),
        )
    };
    let number = number.trim_start_matches(['.', '-', 'v']);
    if ssl {
        return match number.as_bytes().first() {
            Some(b'2') => Some(0),
            Some(b'3') => Some(1),
            _ => None,
        };
    }
    // The minor version has one digit; more are a year (`TLSv1_2016` is version 1.0 in a policy of 2016).
    let minor = number
        .strip_prefix("1.")
        .map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    if minor > 1 {
        return Some(2);
    }
    match number.as_bytes() {
        [b'1'] | [b'1', b'.', b'0', ..] | [b'1', b'0', ..] => Some(2),
        [b'1', b'.', b'1', ..] | [b'1', b'1', ..] => Some(3),
        [b'1', b'.', b'2', ..] | [b'1', b'2', ..] => Some(4),
        [b'1', b'.', b'3', ..] | [b'1', b'3', ..] => Some(5),
        _ => None,
    }
}

fn cast<'v>(raw: Raw<'v>, setting: &Setting, put: &mut impl FnMut(Canonical<'v>)) -> Result<(), String> {
    put(match setting.ty {
        SettingType::Flag => Canonical::flag(flag(&raw.text())?),
        SettingType::Integer => {
            let number = raw.whole()?;
            #[allow(clippy::cast_precision_loss, reason = "settings are far below 2^53")]
            let decimal = number as f64;
            let text = raw.into_text();
            Canonical {
                text: if is_plain(&text) {
                    text
                } else {
                    Cow::Owned(number.to_string())
                },
                number: Some(decimal),
                flag: None,
            }
        }
        SettingType::Decimal => {
            let number = raw.decimal()?;
            Canonical {
                text: Cow::Owned(number.to_string()),
                number: Some(number),
                flag: None,
            }
        }
        SettingType::Text => Canonical::text(raw.into_text()),
        SettingType::Date => {
            let text = raw.text();
            Canonical::text(day(&text).ok_or_else(|| format!("`{}` is no day", short(&text)))?)
        }
        SettingType::Choice => {
            let text = raw.text();
            let is = |word: &str| word.to_lowercase() == text.to_lowercase();
            let choice = setting
                .choices
                .iter()
                .find(|c| is(&c.id) || is(&c.ja) || is(&c.en) || c.aliases.iter().any(|alias| is(alias)));
            let choice = choice.ok_or_else(|| format!("`{}` is none of the choices", short(&text)))?;
            Canonical::text(choice.id.clone())
        }
        SettingType::List => {
            let text = raw.text();
            let items = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
            let items = items.filter(|item| !item.is_empty());
            items.for_each(|item| put(Canonical::text(item.to_owned())));
            return Ok(());
        }
    });
    Ok(())
}

/// Whether a whole number is written as we would write it.
fn is_plain(text: &str) -> bool {
    let is_digits = |digits: &[u8]| digits.iter().all(u8::is_ascii_digit);
    match text.strip_prefix('-').unwrap_or(text).as_bytes() {
        [b'1'..=b'9', rest @ ..] => rest.len() < 18 && is_digits(rest),
        _ => text == "0",
    }
}

/// A day in ISO form, with slashes, or in the form of .NET's JSON (`/Date(1700000000000)/`).
fn day(text: &str) -> Option<String> {
    if let Some(ms) = text
        .strip_prefix("/Date(")
        .and_then(|rest| rest.split([')', '+']).next())
    {
        let days = ms.parse::<i64>().ok()?.div_euclid(86_400_000);
        return Some(Date::from_days(i32::try_from(days).ok()?).to_string());
    }
    Date::parse(text)
        .or_else(|| Date::parse(&text.replace('/', "-")))
        .map(|date| date.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn spans_of_time_become_seconds() {
        for (text, expected) in [
            ("120", Some(120)),
            ("2m", Some(120)),
            ("1h30m", Some(5400)),
            ("1 h 30 min", Some(5400)),
            ("pt15m", Some(900)),
            ("p1dt2h", Some(93_600)),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }

    #[test]
    fn the_lowest_tls_version_is_found_in_every_spelling() {
        for (text, expected) in [
            ("tlsv1.2 tlsv1.3", Some("tls1.2")),
            ("all -sslv3", Some("tls1.0")),
            ("all -sslv3 -tlsv1 -tlsv1.1", Some("tls1.2")),
            ("version_tls_1_2", Some("tls1.2")),
            ("tlsv1.2_2021", Some("tls1.2")),
            ("tlsv1_2016", Some("tls1.0")),
            ("tls_1_3", Some("tls1.3")),
            ("tls12", Some("tls1.2")),
            ("1.1", Some("tls1.1")),
            ("sslv3", Some("ssl3")),
            ("none", None),
        ] {
            assert_eq!(tls_lowest(text), expected, "{text}");
        }
    }

    #[test]
    fn steps_do_what_the_vocabulary_says() {
        let vocabulary = super::super::vocabulary::vocabulary();
        let run = |id: &str, steps: &str, value: &str| {
            let (steps, setting) = (parse(steps).unwrap(), vocabulary.setting(id).unwrap());
            let mut values = Vec::new();
            let mut put = |value: Canonical<'_>| values.push(value.text.into_owned());
            apply(&steps, setting, Some(Cow::Borrowed(value)), &mut put).map(|()| values.join("|"))
        };
        assert_eq!(run("lockout.threshold", "never-zero", "0").unwrap(), "2147483647");
        assert_eq!(
            run("lockout.duration_minutes", "never-zero;seconds-to-minutes", "900").unwrap(),
            "15"
        );
        assert_eq!(
            run("lockout.duration_minutes", "never-zero;seconds-to-minutes", "0").unwrap(),
            "2147483647"
        );
        for (written, plain) in [
            ("-7", "-7"),
            ("+7", "7"),
            ("007", "7"),
            ("-0", "0"),
            ("0x10", "16"),
            ("Never", "2147483647"),
        ] {
            assert_eq!(run("lockout.threshold", "", written).unwrap(), plain);
        }
        assert_eq!(run("privilege.uac", "", "1").unwrap(), "true");
        assert_eq!(run("privilege.uac", "not", "Yes").unwrap(), "false");
        assert_eq!(run("autorun.disabled", "bits:0xFF", "255").unwrap(), "true");
        assert_eq!(run("autorun.disabled", "bits:0xFF", "145").unwrap(), "false");
        assert_eq!(
            run("session.remote_idle_seconds", "ios-timeout;never-zero", "10 30").unwrap(),
            "630"
        );
        assert_eq!(
            run("ssh.ciphers", "", "aes128-ctr,aes256-ctr").unwrap(),
            "aes128-ctr|aes256-ctr"
        );
        assert_eq!(
            run("ssh.permit_root_login", "", "without-password").unwrap(),
            "prohibit-password"
        );
        assert_eq!(run("update.mode", "map:1=off", "9").unwrap(), "");
        assert!(run("privilege.uac", "", "perhaps").is_err());
        assert!(parse("turn-around").is_err());
    }
}
