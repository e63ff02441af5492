//! CPE names, 2.3 formatted strings and 2.2 URIs, as far as "does this name cover that one" needs.

/// The eleven attributes of a CPE name, in lower case; `*` is any, `-` is none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cpe {
    attributes: [String; 11],
}

impl Cpe {
    /// Reads a name in either form.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 4096 {
            return None;
        }
        let lower = text.to_ascii_lowercase();
        if let Some(rest) = lower.strip_prefix("cpe:2.3:") {
            Self::formatted(rest)
        } else {
            lower.strip_prefix("cpe:/").and_then(Self::uri)
        }
    }

    fn formatted(rest: &str) -> Option<Self> {
        let mut attributes: [String; 11] = Default::default();
        let mut index = 0;
        let mut chars = rest.chars();
        while let Some(c) = chars.next() {
            match c {
                ':' => index += 1,
                // An escaped mark is the mark itself, except where that would turn it into a wildcard.
                '\\' => {
                    let escaped = chars.next()?;
                    let attribute = attributes.get_mut(index)?;
                    if matches!(escaped, '*' | '?' | '\\') {
                        attribute.push('\\');
                    }
                    attribute.push(escaped);
                }
                _ => attributes.get_mut(index)?.push(c),
            }
        }
        Self::checked(attributes, index)
    }

    fn uri(rest: &str) -> Option<Self> {
        let mut attributes: [String; 11] = Default::default();
        let mut last = 0;
        for (index, part) in rest.split(':').enumerate() {
            let decoded = percent_decode(part)?;
            // The edition may pack four more attributes between tildes.
            if index == 5 && decoded.starts_with('~') {
                let packed = decoded.split('~').skip(1);
                for (slot, value) in [5, 7, 8, 9, 10].into_iter().zip(packed) {
                    value.clone_into(attributes.get_mut(slot)?);
                }
            } else {
                *attributes.get_mut(index).filter(|_| index < 7)? = decoded;
            }
            last = index;
        }
        Self::checked(attributes, last)
    }

    /// Part, vendor and product must be there; whatever else is left out means any.
    fn checked(mut attributes: [String; 11], last: usize) -> Option<Self> {
        let named = |index: usize| attributes.get(index).is_some_and(|a| !a.is_empty());
        if last < 2 || !named(0) || !named(1) || !named(2) {
            return None;
        }
        for attribute in attributes.iter_mut().filter(|a| a.is_empty()) {
            attribute.push('*');
        }
        matches!(attributes.first().map(String::as_str), Some("a" | "o" | "h" | "*")).then_some(Self { attributes })
    }

    /// One attribute: 0 part, 1 vendor, 2 product, 3 version, 4 update …
    pub fn attribute(&self, index: usize) -> Option<&str> {
        self.attributes.get(index).map(String::as_str)
    }

    /// Whether this name, as a pattern, covers the other: every attribute is `*` here or the same there.
    pub fn covers(&self, other: &Self) -> bool {
        self.attributes
            .iter()
            .zip(&other.attributes)
            .all(|(pattern, value)| pattern == "*" || wild(pattern, value))
    }
}

/// A wildcard match of one attribute: `*` at either end for any run, `?` for one character.
fn wild(pattern: &str, value: &str) -> bool {
    if !pattern.contains(['*', '?']) || pattern.contains('\\') {
        return pattern == value;
    }
    let (head, open_head) = pattern.strip_prefix('*').map_or((pattern, false), |p| (p, true));
    let (body, open_tail) = head.strip_suffix('*').map_or((head, false), |p| (p, true));
    let matches = |window: &[u8]| window.iter().zip(body.bytes()).all(|(v, p)| p == b'?' || *v == p);
    let value = value.as_bytes();
    match (open_head, open_tail) {
        (false, false) => value.len() == body.len() && matches(value),
        (false, true) => value.get(..body.len()).is_some_and(matches),
        (true, false) => value
            .len()
            .checked_sub(body.len())
            .and_then(|at| value.get(at..))
            .is_some_and(matches),
        (true, true) => body.is_empty() || value.windows(body.len()).any(matches),
    }
}

pub(crate) fn percent_decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::Cpe;

    fn covers(pattern: &str, name: &str) -> bool {
        Cpe::parse(pattern)
            .zip(Cpe::parse(name))
            .is_some_and(|(p, n)| p.covers(&n))
    }

    #[test]
    fn a_pattern_covers_what_it_leaves_open() {
        let name = "cpe:2.3:a:openssl:openssl:3.0.7:*:*:*:*:*:*:*";
        assert!(covers("cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*", name));
        assert!(covers("cpe:2.3:a:OpenSSL:openssl:3.0.7:*:*:*:*:*:*:*", name));
        assert!(covers("cpe:/a:openssl:openssl:3.0.7", name));
        assert!(covers("cpe:/a:openssl:openssl", name));
        assert!(covers("cpe:2.3:a:openssl:openssl:3.0.*:*:*:*:*:*:*:*", name));
        assert!(!covers("cpe:2.3:a:openssl:openssl:3.0.8:*:*:*:*:*:*:*", name));
        assert!(
            !covers(name, "cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*"),
            "the general is not covered by the special"
        );
        assert!(covers(r"cpe:2.3:a:x:y\:z:1:*:*:*:*:*:*:*", "cpe:/a:x:y%3az:1"));
        assert!(covers(
            "cpe:/a:hp:tool:1::~~online~win2003~x64~",
            "cpe:2.3:a:hp:tool:1:*:*:*:online:win2003:x64:*"
        ));
    }

    #[test]
    fn other_text_is_no_name() {
        for text in [
            "",
            "cpe:",
            "cpe:2.3:",
            "cpe:2.3:a:x",
            "cpe:2.3:q:x:y:1",
            "cpe:/a:x",
            "cpe:2.3:a:b:c\\",
            "openssl",
        ] {
            assert!(Cpe::parse(text).is_none(), "{text}");
        }
        assert!(Cpe::parse(&format!("cpe:2.3:a{}", ":b".repeat(40))).is_none());
    }
}
