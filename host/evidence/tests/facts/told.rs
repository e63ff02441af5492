//! All that facts tell, however they are kept: texts under their codes, and where each row stands.

use sekisho_model::Facts;
use sekisho_model::facts::Column;
use sekisho_model::schema::KINDS;

/// Every cell and every place.
pub(crate) fn told(facts: &Facts) -> Vec<String> {
    let mut out = Vec::new();
    for kind in KINDS {
        let of = facts.kind(kind.kind);
        for (table, schema) in of.tables().iter().zip(kind.tables) {
            for (column, schema) in table.columns().iter().zip(schema.columns) {
                let cells = match column {
                    Column::Unread => "unread".to_owned(),
                    Column::Text(v) => format!("{v:?}"),
                    Column::Flag(v) => format!("{v:?}"),
                    Column::Integer(v) => format!("{v:?}"),
                    Column::Decimal(v) => format!("{v:?}"),
                    Column::Date(v) => format!("{v:?}"),
                    Column::Reference(v) => format!("{v:?}"),
                };
                out.push(format!("{} {cells}", schema.name));
            }
            for fact in table.facts() {
                out.push(format!("{} {:?}", schema.name, facts.find(fact).unwrap()));
            }
        }
        out.push(format!("{:?}", of.texts()));
    }
    out
}
