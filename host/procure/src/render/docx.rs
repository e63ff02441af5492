//! An annex as a Word document, to be edited further by the buyer.

use super::{deliverables, evidence, head, judged, place};
use crate::annex::Annex;
use crate::words;
use docx_rs::{Docx, Paragraph, Run, RunFonts, Style, StyleType, Table, TableCell, TableRow, WidthType};
use sekisho_model::text::Language;
use std::io::Cursor;

/// The same annex is the same bytes, whenever it is written.
const MOMENT: &str = "2000-01-01T00:00:00Z";
/// Widths of the columns, in twentieths of a point.
const WIDTHS: [usize; 4] = [1100, 4200, 1700, 2600];

pub(super) fn render(annex: &Annex, l: Language) -> Result<Vec<u8>, String> {
    let fonts = RunFonts::new().ascii("Arial").east_asia("Yu Gothic");
    let heading = |id: &str, name: &str, size: usize| Style::new(id, StyleType::Paragraph).name(name).size(size).bold();
    let mut docx = Docx::new()
        .created_at(MOMENT)
        .updated_at(MOMENT)
        .default_fonts(fonts)
        .default_size(20)
        .add_style(heading("Heading1", "heading 1", 32))
        .add_style(heading("Heading2", "heading 2", 24));
    let h2 = |text: &str| line(text).style("Heading2");
    docx = docx
        .add_paragraph(line(words::title(l)).style("Heading1"))
        .add_paragraph(h2(words::purpose(l)))
        .add_paragraph(line(words::purpose_text(l)))
        .add_paragraph(h2(words::scope(l)))
        .add_paragraph(line(words::scope_text(l)));
    let rows = head(annex, l)
        .into_iter()
        .map(|(label, text)| TableRow::new(vec![cell(2400, vec![bold(label)]), cell(7200, vec![line(&text)])]));
    docx = docx
        .add_table(Table::new(rows.collect()).set_grid(vec![2400, 7200]))
        .add_paragraph(h2(words::requirements(l)))
        .add_table(requirements(annex, l))
        .add_paragraph(h2(words::deliverables(l)))
        .add_paragraph(line(words::deliverables_text(l)));
    for text in deliverables(annex, l) {
        docx = docx.add_paragraph(line(&format!("・{text}")));
    }
    docx = docx.add_paragraph(h2(words::acceptance_head(l)));
    for (number, step) in (1..).zip(words::acceptance_steps(l)) {
        docx = docx.add_paragraph(line(&format!("({number}) {step}")));
    }
    docx = docx
        .add_paragraph(h2(words::source(l)))
        .add_paragraph(line(words::source_text(l)))
        .add_paragraph(line(annex.note.get(l)));
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).map_err(|e| e.to_string())?;
    Ok(bytes.into_inner())
}

fn requirements(annex: &Annex, l: Language) -> Table {
    let titles = [
        words::id(l),
        words::requirement(l),
        words::evidence(l),
        words::acceptance(l),
    ];
    let header = TableRow::new(
        titles
            .into_iter()
            .zip(WIDTHS)
            .map(|(t, w)| cell(w, vec![bold(t)]))
            .collect(),
    );
    let rows = annex.requirements.iter().map(|r| {
        let mut what = vec![bold(r.title.get(l))];
        what.extend(r.guidance.as_ref().map(|g| line(g.get(l))));
        what.push(line(&place(r, l)));
        let mut how = vec![line(words::part(r.answer, l))];
        let judged = judged(r, l);
        if !judged.is_empty() {
            how.push(line(&format!("{}: {judged}", words::judged(l))));
        }
        let cells = [vec![bold(&r.control)], what, vec![line(&evidence(r, l))], how];
        TableRow::new(cells.into_iter().zip(WIDTHS).map(|(c, w)| cell(w, c)).collect()).cant_split()
    });
    Table::new(std::iter::once(header).chain(rows).collect()).set_grid(WIDTHS.to_vec())
}

fn cell(width: usize, paragraphs: Vec<Paragraph>) -> TableCell {
    let cell = TableCell::new().width(width, WidthType::Dxa);
    paragraphs.into_iter().fold(cell, TableCell::add_paragraph)
}

fn line(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(plain(text)))
}

fn bold(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(plain(text)).bold())
}

/// What XML may hold.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
