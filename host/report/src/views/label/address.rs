//! Addresses of a label: where its page will stand, and the id of the result that its code says.

use crate::views::ViewError;

/// Longest address that a code of this size still shows well.
const LINK: usize = 200;

/// An address under which the page will stand.
pub(super) fn checked(link: &str) -> Result<&str, ViewError> {
    let is_plain = link
        .bytes()
        .all(|b| b.is_ascii_graphic() && b != b'#' && b != b'"' && b != b'<' && b != b'>');
    if link.len() <= LINK && is_plain && link.strip_prefix("https://").is_some_and(|rest| !rest.is_empty()) {
        Ok(link)
    } else {
        Err(ViewError::new(format!(
            "`--link` takes the https address of the page, without a fragment, at most {LINK} characters"
        )))
    }
}

/// What is no letter, digit, `-`, `.`, `_` or `~`, as percent signs.
pub(super) fn encoded(text: &str) -> String {
    let one = |b: u8| match b {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    text.bytes().map(one).collect()
}

/// A result id that fits on the label: the beginning of the digest, and the subject.
pub(super) fn short(id: &str) -> String {
    match id.split_once('/') {
        Some((digest, subject)) => format!("{}…/{subject}", digest.chars().take(19).collect::<String>()),
        None => id.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{checked, encoded, short};

    #[test]
    fn only_a_plain_https_address_is_taken() {
        assert!(checked("https://maker.example/label/1.html").is_ok());
        for odd in [
            "http://maker.example/",
            "https://",
            "https://a.example/#x",
            "https://a.example/ x",
            "javascript:alert(1)",
        ] {
            assert!(checked(odd).is_err(), "{odd}");
        }
        assert!(checked(&format!("https://{}", "a".repeat(300))).is_err());
    }

    #[test]
    fn an_id_holds_no_character_that_an_address_reads_otherwise() {
        assert_eq!(encoded("lamp-1.2_~"), "lamp-1.2_~");
        assert_eq!(encoded("灯 #1"), "%E7%81%AF%20%231");
        assert_eq!(short("sha256:0123456789abcdef/lamp"), "sha256:0123456789ab…/lamp");
    }
}
