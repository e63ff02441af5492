//! What depends on what. Components are named by the texts that they have already, so that no name is looked at twice.

use super::columns;
use super::model::Dependency;
use super::rows::Rows;
use crate::ReadError;
use crate::sbom::emit::push_at;
use crate::sbom::value::text;
use sekisho_model::schema::Row;
use sekisho_model::schema::rows::sbom as row;

impl<'t> Rows<'_, '_, 't> {
    /// What one component depends on; all names are known by now.
    pub(super) fn dependency(&mut self, index: usize, dependency: &Dependency<'t>) -> Result<(), ReadError> {
        let mark = self.rules.place.enter_item("dependencies", "dependency", index);
        self.rules.dependency(dependency);
        if let Some(from) = text(&dependency.reference) {
            self.dependencies(from, dependency)?;
        }
        self.rules.place.leave(mark);
        self.look_ahead(index);
        Ok(())
    }

    fn dependencies(&mut self, from: &str, dependency: &Dependency<'t>) -> Result<(), ReadError> {
        let known = self.names.get_next(self.rules.reading.builder, from);
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
        let columns = self.columns;
        self.name((row::DependencyList::TABLE, list, columns.list), component, from);
        let targets = dependency.depends_on.iter().map(|t| (t, "depends-on"));
        let targets = targets.chain(dependency.provides.iter().map(|t| (t, "provides")));
        for (target, relation) in targets {
            let to = target.as_str();
            let known = self.names.get(self.rules.reading.builder, to);
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
            self.name((row::Dependency::TABLE, edge, columns.from), component, from);
            self.name((row::Dependency::TABLE, edge, columns.to), known.flatten(), to);
        }
        Ok(())
    }

    /// Writes the name of a component into a cell.
    fn name(&mut self, cell: columns::At, component: Option<u32>, name: &str) {
        let own = component.map(|row| (row::Component::TABLE, row, self.columns.reference));
        columns::set_same(self.rules.reading.builder, cell, own, name);
    }
}
