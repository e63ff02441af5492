//! Licence expressions: is it one of SPDX, and does a list allow it?

use spdx::{Expression, LicenseReq, ParseMode};

/// As the specification has it; ids that SPDX has given up are still ids.
const MODE: ParseMode = ParseMode {
    allow_deprecated: true,
    allow_postfix_plus_on_gpl: true,
    ..ParseMode::STRICT
};

/// What a list says about an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Allowed {
    /// It can be satisfied with what is allowed.
    Yes,
    /// It cannot.
    No,
    /// It is no SPDX expression.
    NotSpdx,
}

/// Licences that a policy allows and denies. An empty allow-list allows whatever is not denied.
#[derive(Debug)]
pub(crate) struct Lists<'a> {
    /// Allowed ids.
    pub(crate) allow: &'a [String],
    /// Denied ids.
    pub(crate) deny: &'a [String],
}

impl Lists<'_> {
    /// Asks about an expression: with `OR` one allowed side is enough.
    pub(crate) fn ask(&self, text: &str) -> Allowed {
        let Ok(expression) = Expression::parse_mode(&spelled(text), MODE) else {
            return Allowed::NotSpdx;
        };
        if expression.evaluate(|req| self.allows(req)) {
            Allowed::Yes
        } else {
            Allowed::No
        }
    }

    fn allows(&self, req: &LicenseReq) -> bool {
        let whole = req.to_string();
        let license = whole.split(" WITH ").next().unwrap_or(&whole);
        let named = |list: &[String]| {
            list.iter()
                .any(|l| l.trim().eq_ignore_ascii_case(&whole) || l.trim().eq_ignore_ascii_case(license))
        };
        !named(self.deny) && (self.allow.is_empty() || named(self.allow))
    }
}

/// The expression with its ids spelled as in the list: SPDX compares them without letter case.
fn spelled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':');
        let end = rest.find(|c: char| !inside(c)).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        // Most ids are spelled right: the list is walked only for those that are not.
        let known = || {
            spdx::identifiers::LICENSES
                .iter()
                .map(|l| l.name)
                .find(|n| n.eq_ignore_ascii_case(word))
        };
        let exception = || {
            spdx::identifiers::EXCEPTIONS
                .iter()
                .map(|e| e.name)
                .find(|n| n.eq_ignore_ascii_case(word))
        };
        let id = spdx::license_id(word).is_none() && spdx::exception_id(word).is_none() && !word.is_empty();
        out.push_str(if id {
            known().or_else(exception).unwrap_or(word)
        } else {
            word
        });
        let mut marks = tail.chars();
        out.extend(marks.next());
        rest = marks.as_str();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Allowed, Lists};

    #[test]
    fn alternatives_need_one_allowed_side_and_conjunctions_both() {
        let allow = [
            "MIT".to_owned(),
            "Apache-2.0".to_owned(),
            "GPL-2.0-only WITH Classpath-exception-2.0".to_owned(),
        ];
        let lists = Lists {
            allow: &allow,
            deny: &[],
        };
        for (text, expected) in [
            ("MIT", Allowed::Yes),
            ("mit-like", Allowed::NotSpdx),
            ("mit OR apache-2.0", Allowed::Yes),
            ("MIT OR GPL-3.0-only", Allowed::Yes),
            ("MIT AND GPL-3.0-only", Allowed::No),
            ("Apache-2.0 WITH LLVM-exception", Allowed::Yes),
            ("GPL-2.0-only", Allowed::No),
            ("GPL-2.0-only WITH Classpath-exception-2.0", Allowed::Yes),
            ("LicenseRef-Acme", Allowed::No),
            ("", Allowed::NotSpdx),
        ] {
            assert_eq!(lists.ask(text), expected, "{text}");
        }
    }

    #[test]
    fn without_an_allow_list_only_the_denied_are_out() {
        let deny = ["AGPL-3.0-only".to_owned()];
        let lists = Lists {
            allow: &[],
            deny: &deny,
        };
        assert_eq!(lists.ask("LicenseRef-Acme"), Allowed::Yes);
        assert_eq!(lists.ask("AGPL-3.0-only"), Allowed::No);
        assert_eq!(lists.ask("AGPL-3.0-only OR MIT"), Allowed::Yes);
    }
}
