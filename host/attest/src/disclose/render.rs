//! A disclosure for people, as Markdown: what is shown, how much is not, what was checked and what stays open.

use super::checks::{Check, CheckState};
use super::document::{Controlled, Disclosed, Disclosure, Evident, Named};
use sekisho_model::ledger::State;
use sekisho_model::text::Language;
use sekisho_model::{Outcome, Status};
use std::fmt::Write as _;

/// Renders. `checks` are those of [`Verified`](super::Verified), or those before and with a refusal; without any, it is said that nothing was checked.
///
/// Every text of the disclosure is somebody else's: marks of Markdown and HTML in it are escaped, and characters that steer a screen are shown by number.
pub fn render(disclosure: &Disclosure, checks: &[Check], language: Language) -> String {
    let mut out = String::new();
    let page = Page { language };
    // INVARIANT: writing to a String cannot fail.
    let _ = page.write(&mut out, disclosure, checks);
    out
}

#[derive(Clone, Copy)]
struct Page {
    language: Language,
}

impl Page {
    fn word(self, ja: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Ja => ja,
            Language::En => en,
        }
    }

    fn write(self, out: &mut String, d: &Disclosure, checks: &[Check]) -> std::fmt::Result {
        writeln!(
            out,
            "# {}\n",
            self.word("アセスメントの部分開示", "Part of an assessment")
        )?;
        writeln!(out, "**{}**\n", d.counts().sentence().get(self.language))?;
        writeln!(out, "- {}: {}", self.word("評価基準日", "Assessed as of"), d.as_of)?;
        writeln!(
            out,
            "- {}: `{}`",
            self.word("アセスメント記録", "Record"),
            d.record.digest
        )?;
        let salted = self.word("開示用の木のルート", "Root of the salted tree");
        writeln!(out, "- {salted}: `{}`", d.commitment.root)?;
        self.checks(out, checks)?;
        writeln!(out, "\n## {}", self.word("開示内容", "What is shown"))?;
        let mut rest = d.entries.as_slice();
        for control in &d.controls {
            let belongs = |e: &&Disclosed| {
                (&e.entry.subject, &e.entry.policy, &e.entry.control)
                    == (&control.subject, &control.policy, &control.control)
            };
            let (mine, after) = rest.split_at(rest.iter().take_while(belongs).count());
            rest = after;
            self.control(out, control, mine)?;
        }
        self.evidence(out, &d.evidence)?;
        self.named(out, self.word("ポリシー", "Policies"), &d.policies)?;
        self.named(out, self.word("プラグイン", "Plugins"), &d.plugins)
    }

    fn checks(self, out: &mut String, checks: &[Check]) -> std::fmt::Result {
        writeln!(out, "\n## {}\n", self.word("検証", "Checks"))?;
        if checks.is_empty() {
            let none = self.word(
                "**検証していません。以下の内容は開示者の主張です。**",
                "**Nothing was checked. What follows is what the discloser says.**",
            );
            return writeln!(out, "{none}");
        }
        for check in checks {
            let mark = match check.state {
                CheckState::Held => self.word("確認", "holds"),
                CheckState::Open => self.word("未確認", "open"),
                CheckState::Failed => self.word("不一致", "FAILED"),
            };
            let title = check.code.title();
            write!(out, "- **{mark}** {} [{}]", title.get(self.language), check.code.name())?;
            match check.state {
                CheckState::Failed => writeln!(out, ": {}", escape(&check.detail))?,
                CheckState::Held | CheckState::Open => writeln!(out)?,
            }
        }
        if checks.iter().any(|c| c.state == CheckState::Failed) {
            let refused = self.word(
                "**検証に失敗しました。以下の内容を信頼しないでください。**",
                "**This disclosure was refused. Do not rely on anything below.**",
            );
            writeln!(out, "\n{refused}")?;
        } else if checks.iter().any(|c| c.state == CheckState::Open) {
            let open = self.word(
                "未確認の項目は合格ではありません。照合するものが渡されなかったため、開示者の主張のままです。",
                "An open check is no pass: nothing was given to compare with, so it rests on the discloser's word.",
            );
            writeln!(out, "\n{open}")?;
        }
        Ok(())
    }

    fn control(self, out: &mut String, control: &Controlled, entries: &[Disclosed]) -> std::fmt::Result {
        let Controlled {
            subject,
            policy,
            control: id,
            ..
        } = control;
        writeln!(out, "\n### {} · {} · {}\n", escape(subject), escape(policy), escape(id))?;
        let status = control.status.map_or(
            self.word("プロファイルにより対象外", "left out by the profile"),
            |status| self.status(status),
        );
        write!(out, "{}: **{status}**", self.word("状況", "Status"))?;
        if control.waived {
            write!(out, " ({})", self.word("例外承認済み", "waived"))?;
        }
        writeln!(out, "\n")?;
        for disclosed in entries {
            self.entry(out, disclosed)?;
        }
        Ok(())
    }

    fn entry(self, out: &mut String, disclosed: &Disclosed) -> std::fmt::Result {
        let entry = &disclosed.entry;
        let state = match &entry.state {
            State::Outcome(outcome) => self.outcome(*outcome).to_owned(),
            State::NotRun(reason) => format!("{} ({})", self.word("未実行", "not run"), escape(reason)),
        };
        let name = escape(&format!("{}:{}", entry.plugin, entry.check));
        write!(out, "- {name} [{}]: **{state}**", disclosed.index)?;
        if let Some(waiver) = &entry.waived {
            let until = self.word("例外承認、期限", "waived until");
            write!(out, " — {until} {} ({})", waiver.until, escape(&waiver.id))?;
        }
        writeln!(out)?;
        for finding in &disclosed.findings {
            let text = match self.language {
                Language::Ja => &finding.message.ja,
                Language::En => &finding.message.en,
            };
            write!(out, "  - {}: {}", self.outcome(finding.outcome), escape(text))?;
            let places = finding.evidence.iter().map(|reference| {
                let line = reference.line.map(|line| format!(":{line}")).unwrap_or_default();
                let blank = if reference.locator.is_empty() { "" } else { " " };
                escape(&format!("{}{line}{blank}{}", reference.path, reference.locator))
            });
            let places: Vec<String> = places.collect();
            if !places.is_empty() {
                write!(out, " ({})", places.join(", "))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn evidence(self, out: &mut String, evidence: &[Evident]) -> std::fmt::Result {
        if evidence.is_empty() {
            return Ok(());
        }
        let title = self.word(
            "証跡 (ファイル自体は含まない)",
            "Evidence (the files are not part of this)",
        );
        writeln!(out, "\n## {title}\n")?;
        for Evident { subject, path, digest } in evidence {
            writeln!(out, "- {} · {}: `{digest}`", escape(subject), escape(path))?;
        }
        Ok(())
    }

    fn named(self, out: &mut String, title: &str, list: &[Named]) -> std::fmt::Result {
        if list.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n## {title}\n")?;
        for Named { id, version, digest } in list {
            writeln!(out, "- {} {}: `{digest}`", escape(id), escape(version))?;
        }
        Ok(())
    }

    fn status(self, status: Status) -> &'static str {
        match status {
            Status::NotSatisfied => self.word("未充足", "not satisfied"),
            Status::Indeterminate => self.word("判定不能", "indeterminate"),
            Status::Attested => self.word("表明のみ", "attested"),
            Status::Satisfied => self.word("充足", "satisfied"),
            Status::NotApplicable => self.word("対象外", "not applicable"),
        }
    }

    fn outcome(self, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::Informational => self.word("参考", "informational"),
            Outcome::NotApplicable => self.word("対象外", "not applicable"),
            Outcome::Pass => self.word("合格", "pass"),
            Outcome::Attested => self.word("表明", "attested"),
            Outcome::Unknown => self.word("証跡不足", "evidence missing"),
            Outcome::Fail => self.word("不合格", "fail"),
            Outcome::Error => self.word("エラー", "check broke"),
        }
    }
}

/// A text of somebody else inside a line of Markdown.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(' '),
            // What steers a screen, hides, or turns the direction of writing.
            c if c.is_control() || is_hidden(c) => {
                let _ = write!(out, "\u{fffd}({:04X})", u32::from(c));
            }
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '~' | '&' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}
