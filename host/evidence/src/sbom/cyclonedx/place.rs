//! Where in the document we are: a JSON pointer or an XML element path, kept while walking.

use std::fmt::Write;

/// The syntax, which decides how places are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// JSON pointers: `/components/12`.
    Json,
    /// Element paths: `/bom/components/component[13]`.
    Xml,
}

/// A place that is entered and left again.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) syntax: Syntax,
    path: String,
}

impl Place {
    /// The root of the document.
    pub(super) fn new(syntax: Syntax) -> Self {
        let path = if syntax == Syntax::Xml {
            "/bom".to_owned()
        } else {
            String::new()
        };
        Self { syntax, path }
    }

    /// The place as written in a locator.
    pub(super) fn as_str(&self) -> &str {
        &self.path
    }

    /// Enters a member (empty: stays); hand the answer to [`Self::leave`].
    pub(super) fn enter(&mut self, member: &str) -> usize {
        let mark = self.path.len();
        if member.is_empty() {
            return mark;
        }
        self.path.push('/');
        self.path.push_str(member);
        mark
    }

    /// Enters an item of a list: `list/3` in JSON, `list/item[4]` in XML.
    pub(super) fn enter_item(&mut self, list: &str, item: &str, index: usize) -> usize {
        let mark = self.path.len();
        // Writing into a string cannot fail.
        let _ = match self.syntax {
            Syntax::Json => write!(self.path, "/{list}/{index}"),
            Syntax::Xml => write!(self.path, "/{list}/{item}[{}]", index.saturating_add(1)),
        };
        mark
    }

    /// Back to where [`Self::enter`] was called.
    pub(super) fn leave(&mut self, mark: usize) {
        self.path.truncate(mark);
    }

    /// The place of one member of the present object.
    pub(super) fn member(&self, name: &str) -> String {
        if name.is_empty() {
            self.path.clone()
        } else {
            format!("{}/{name}", self.path)
        }
    }
}
