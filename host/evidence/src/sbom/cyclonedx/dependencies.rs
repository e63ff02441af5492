//! What depends on what. Components are named by the texts that they have already, so that no name is looked at twice.

use super::model::Dependency;
use super::rows::Rows;
use crate::ReadError;
use crate::sbom::emit::push_at;
use crate::sbom::value::text;
use sekisho_model::schema::rows::sbom as row;
use sekisho_model::schema::{self, Cell, Kind, Row};

/// Where the names of components stand: numbers of columns.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    own: usize,
    list: usize,
    from: usize,
    to: usize,
}

impl Ends {
    pub(super) fn of_schema() -> Self {
        let column = |table: usize, name: &str| {
            let columns = schema::table(Kind::Sbom, table).map(|table| table.columns);
            let at = columns.and_then(|columns| columns.iter().position(|column| column.name == name));
            // INVARIANT: the schema has these columns; another number would name no column.
            at.unwrap_or(usize::MAX)
        };
        Self {
            own: column(row::Component::TABLE, "reference"),
            list: column(row::DependencyList::TABLE, "reference"),
            from: column(row::Dependency::TABLE, "from_reference"),
            to: column(row::Dependency::TABLE, "to_reference"),
        }
    }
}

impl<'t> Rows<'_, '_, 't> {
    /// What one component depends on; all names are known by now.
    pub(super) fn dependency(&mut self, index: usize, dependency: &Dependency<'t>) -> Result<(), ReadError> {
        let mark = self.rules.place.enter_item("dependencies", "dependency", index);
        self.rules.dependency(dependency);
        if let Some(from) = text(&dependency.reference) {
            self.dependencies(from, dependency)?;
        }
        self.rules.place.leave(mark);
        Ok(())
    }

    fn dependencies(&mut self, from: &str, dependency: &Dependency<'t>) -> Result<(), ReadError> {
        let known = self.names.get(from);
        if known == Some(None) {
            self.left_out += dependency.depends_on.len() + dependency.provides.len();
            return Ok(());
        }
        let component = known.flatten();
        let state = if dependency.depends_on.is_empty() {
            "none"
        } else {
            "listed"
        };
        let at = self.here(dependency.line);
        let list = row::DependencyList {
            document: Some(self.document),
            component,
            reference: None,
            state: Some(state),
        };
        let list = push_at(self.rules.reading, &list, at)?;
        let ends = self.ends;
        self.name((row::DependencyList::TABLE, list, ends.list), component, from);
        let targets = dependency.depends_on.iter().map(|t| (t, "depends-on"));
        let targets = targets.chain(dependency.provides.iter().map(|t| (t, "provides")));
        for (target, relation) in targets {
            let to = target.as_str();
            let known = self.names.get(to);
            if known == Some(None) {
                self.left_out += 1;
                continue;
            }
            let edge = row::Dependency {
                document: Some(self.document),
                from: component,
                to: known.flatten(),
                from_reference: None,
                to_reference: None,
                relation: Some(relation),
            };
            let edge = push_at(self.rules.reading, &edge, at)?;
            self.name((row::Dependency::TABLE, edge, ends.from), component, from);
            self.name((row::Dependency::TABLE, edge, ends.to), known.flatten(), to);
        }
        Ok(())
    }

    /// Writes the name of a component into a cell. That of a known one is a text of the facts already.
    fn name(&mut self, cell: (usize, u32, usize), component: Option<u32>, name: &str) {
        let builder = &mut self.rules.reading.builder;
        let own = component.map(|row| (row::Component::TABLE, row, self.ends.own));
        if !own.is_some_and(|own| builder.set_same(Kind::Sbom, cell, own)) {
            let (table, row, column) = cell;
            builder.set_at(Kind::Sbom, table, row, column, Cell::Text(Some(name)));
        }
    }
}
