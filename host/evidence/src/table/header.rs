//! Which row names the fields, and which register it is: the row and register that agree best.

use super::Statement;
use super::grid::{Grid, Value};
use super::vocabulary::{Name, Register, normalize, vocabulary};
use sekisho_model::Diagnostic;
use std::collections::{HashMap, HashSet};

/// Title rows and remarks may stand above the header, but not more than this.
const HEADER_WITHIN: usize = 30;

/// One column of a recognized table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// A field of the register.
    Field(usize),
    /// A header that is not the register's.
    Own,
    /// No header, or one whose field another column has.
    Ignored,
}

/// A recognized table.
#[derive(Debug, Clone)]
pub struct Found {
    /// The register.
    pub register: &'static Register,
    /// Where the header stands among the grid's lines.
    pub header: usize,
    /// Header of each column, as written.
    pub headers: Vec<String>,
    /// Meaning of each column.
    pub columns: Vec<Column>,
    /// What was odd.
    pub diagnostics: Vec<Diagnostic>,
}

#[derive(Debug, Clone, Copy)]
struct Candidate {
    register: usize,
    line: usize,
    matched: usize,
    score: f64,
    hinted: bool,
}

/// The register of a table, where there is one. `file` is the lower-case path of the file.
pub fn recognize(grid: &Grid, file: &str, statement: &Statement) -> Option<Found> {
    let words = vocabulary();
    let mapping: HashMap<String, &str> = statement
        .mapping
        .iter()
        .map(|(header, field)| (normalize(header), field.as_str()))
        .collect();
    let stated = statement.register.as_deref().and_then(|id| words.register(id));
    // Worked out with the first register that is met, and once for each.
    let mut hints = None;
    let mut weights = HashMap::new();
    let mut candidates = Vec::new();
    for (number, line) in grid.lines.iter().enumerate().take(HEADER_WITHIN) {
        let headers: Vec<String> = line.cells.iter().map(header_text).collect();
        let named = headers.iter().filter(|h| !h.is_empty()).count();
        if named == 0 {
            continue;
        }
        let mut by_register: HashMap<usize, HashMap<usize, usize>> = HashMap::new();
        for header in headers.iter().filter(|h| !h.is_empty()) {
            if let (Some((register, r)), Some(field)) = (stated, mapping.get(&normalize(header))) {
                if let Some(index) = r.fields.iter().position(|f| f.id == **field) {
                    by_register.entry(register).or_default().insert(index, 0);
                }
                continue;
            }
            for sense in words.senses(header) {
                let fields = by_register.entry(sense.register).or_default();
                let rank = fields.entry(sense.field).or_insert(sense.rank);
                *rank = (*rank).min(sense.rank);
            }
        }
        for (register, fields) in by_register {
            if stated.is_some_and(|(s, _)| s != register) {
                continue;
            }
            let hints = hints.get_or_insert_with(|| Hints::of(grid, file));
            let hint = *weights
                .entry(register)
                .or_insert_with(|| hints.weigh(words.names(register)));
            candidates.extend(
                words
                    .registers
                    .get(register)
                    .map(|r| weigh(r, register, number, named, &fields, hint)),
            );
        }
    }
    // Highest score first; ties go to the earlier line, then to the earlier register, so that the choice is stable.
    candidates.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then(a.line.cmp(&b.line))
            .then(a.register.cmp(&b.register))
    });
    let best = *candidates.first()?;
    if stated.is_none() && !acceptable(grid, &best) {
        return None;
    }
    let rival = candidates
        .iter()
        .find(|c| c.register != best.register && c.line == best.line);
    let mut found = columns(grid, best, &mapping)?;
    if let (None, Some(rival)) = (stated, rival)
        && best.score - rival.score < 0.05
        && let Some(other) = words.registers.get(rival.register)
    {
        let text = format!(
            "the headers fit the registers `{}` and `{}` alike; read as `{}`",
            found.register.id, other.id, found.register.id
        );
        let hint = format!(
            "state `register = \"{}\"` or `register = \"{}\"` for the file in `evidence.toml`",
            found.register.id, other.id
        );
        found
            .diagnostics
            .push(Diagnostic::warning("register-ambiguous", text).hint(hint));
    }
    Some(found)
}

/// Whether the name of a file (lower case) speaks of a register.
pub(crate) fn is_named(register: &Register, file: &str) -> bool {
    let words = vocabulary();
    let names = words.register(&register.id).map_or(&[][..], |(n, _)| words.names(n));
    let stem = Name::new(stem(file));
    names.iter().any(|name| alike(&stem, name) > 0.0)
}

/// The name of a file without directories and extension.
fn stem(file: &str) -> &str {
    let stem = file.rsplit('/').next().unwrap_or(file);
    stem.rsplit_once('.').map_or(stem, |(stem, _)| stem)
}

fn header_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}

/// How well a register explains a header row, and how much of the register is there.
fn weigh(
    r: &Register,
    register: usize,
    line: usize,
    named: usize,
    fields: &HashMap<usize, usize>,
    hint: f64,
) -> Candidate {
    // A title is the register's own word; an alias such as `No` is everybody's.
    let strength: f64 = fields.values().map(|rank| if *rank <= 2 { 1.0 } else { 0.8 }).sum();
    let share = strength / named as f64;
    let required = r.fields.iter().filter(|f| f.required).count();
    let held = r
        .fields
        .iter()
        .enumerate()
        .filter(|(i, f)| f.required && fields.contains_key(i))
        .count();
    let required = if required == 0 {
        1.0
    } else {
        held as f64 / required as f64
    };
    let coverage = strength / r.fields.len().max(1) as f64;
    let key = r
        .fields
        .iter()
        .enumerate()
        .any(|(i, f)| f.key && fields.contains_key(&i));
    let score = share + 0.6 * required + 0.5 * coverage + if key { 0.15 } else { 0.0 } + hint;
    Candidate {
        register,
        line,
        matched: fields.len(),
        score,
        hinted: hint > 0.0,
    }
}

fn acceptable(grid: &Grid, best: &Candidate) -> bool {
    let Some(register) = vocabulary().registers.get(best.register) else {
        return false;
    };
    let named = grid
        .lines
        .get(best.line)
        .map_or(0, |l| l.cells.iter().filter(|c| !c.is_blank()).count());
    if best.hinted {
        return best.matched >= 1 && best.matched * 5 >= named;
    }
    // Without a hint the row must be the register's by far: half of its headers, and most of what it must have.
    best.matched >= 3.min(register.fields.len()) && best.matched * 2 >= named && best.score >= 1.0
}

/// What may name a table: the sheet, the file, and titles above the table.
struct Hints {
    pointer: Name,
    stem: Name,
    titles: Vec<Name>,
}

impl Hints {
    fn of(grid: &Grid, file: &str) -> Self {
        let mut titles = Vec::new();
        for line in grid.lines.iter().take(5) {
            let mut filled = line.cells.iter().filter(|c| !c.is_blank());
            if let (Some(title), None) = (filled.next(), filled.next()) {
                titles.push(Name::new(&title.text()));
            }
        }
        Self {
            pointer: Name::new(grid.name.rsplit('/').next().unwrap_or("")),
            stem: Name::new(stem(file)),
            titles,
        }
    }

    /// How strongly they speak for a register.
    fn weigh(&self, names: &[Name]) -> f64 {
        let weigh = |text: &Name| names.iter().map(|name| alike(text, name)).fold(0.0, f64::max);
        let title = self.titles.iter().map(weigh).fold(0.0, f64::max);
        weigh(&self.pointer).max(weigh(&self.stem) * 0.8).max(title * 0.8)
    }
}

/// 0.6 for the same name, less for a name inside a longer one.
fn alike(text: &Name, name: &Name) -> f64 {
    if text.normal.is_empty() || name.normal.is_empty() {
        return 0.0;
    }
    if text.normal == name.normal {
        return 0.6;
    }
    let inside = if name.normal.is_ascii() {
        text.words.contains(&name.words)
    } else {
        text.normal.contains(&name.normal)
    };
    if inside && name.length >= 3 {
        0.25 + 0.3 * name.length as f64 / text.length as f64
    } else {
        0.0
    }
}

/// Gives each column its field; where two columns fit one field, the better name has it.
fn columns(grid: &Grid, best: Candidate, mapping: &HashMap<String, &str>) -> Option<Found> {
    let words = vocabulary();
    let register = words.registers.get(best.register)?;
    let line = grid.lines.get(best.line)?;
    let headers: Vec<String> = line
        .cells
        .iter()
        .map(|c| c.text().split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let mut diagnostics = Vec::new();
    let sense = |header: &String| -> Option<(usize, usize)> {
        if let Some(field) = mapping.get(&normalize(header)) {
            return Some((register.fields.iter().position(|f| f.id == **field)?, 0));
        }
        let sense = words.senses(header).iter().find(|s| s.register == best.register)?;
        Some((sense.field, sense.rank + 1))
    };
    let senses: Vec<Option<(usize, usize)>> = headers.iter().map(sense).collect();
    let mut columns = Vec::with_capacity(headers.len());
    let mut names = HashSet::new();
    for (index, header) in headers.iter().enumerate() {
        let twice = !names.insert(normalize(header));
        let Some((field, rank)) = senses.get(index).copied().flatten() else {
            columns.push(if header.is_empty() || twice {
                Column::Ignored
            } else {
                Column::Own
            });
            if twice && !header.is_empty() {
                diagnostics.push(ignored(grid, line, index, header, "another column of the same name"));
            }
            continue;
        };
        let holder = senses
            .iter()
            .enumerate()
            .filter_map(|(i, s)| s.filter(|s| s.0 == field).map(|s| (s.1, i)))
            .min();
        if holder == Some((rank, index)) {
            columns.push(Column::Field(field));
        } else {
            columns.push(Column::Ignored);
            let by = holder.and_then(|(_, i)| headers.get(i)).map_or("", String::as_str);
            let field = register.fields.get(field).map_or("", |f| f.id.as_str());
            diagnostics.push(ignored(
                grid,
                line,
                index,
                header,
                &format!("`{by}`, which names the field `{field}` as well"),
            ));
        }
    }
    for field in mapping.values() {
        if !register.fields.iter().any(|f| f.id == **field) {
            let text = format!(
                "the mapping names the field `{field}`, which the register `{}` does not have",
                register.id
            );
            diagnostics.push(Diagnostic::warning("mapping-unknown-field", text));
        }
    }
    Some(Found {
        register,
        header: best.line,
        headers,
        columns,
        diagnostics,
    })
}

fn ignored(grid: &Grid, line: &super::grid::Line, column: usize, header: &str, by: &str) -> Diagnostic {
    let (number, locator) = grid.place(line, column, header);
    let remark = Diagnostic::warning(
        "column-ignored",
        format!("column `{header}` is ignored in favor of {by}"),
    );
    let remark = remark
        .at(locator)
        .hint("rename one of the columns, or state `[file.mapping]` in `evidence.toml`");
    if number > 0 { remark.at_line(number) } else { remark }
}
