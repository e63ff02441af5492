//! The words of a comparison in both languages.

use crate::score::Standing;
use sekisho_model::Severity;
use sekisho_model::text::Language;

const fn pick(l: Language, ja: &'static str, en: &'static str) -> &'static str {
    match l {
        Language::Ja => ja,
        Language::En => en,
    }
}

macro_rules! words {
    ($($name:ident: $ja:literal, $en:literal;)*) => {
        $( pub(crate) const fn $name(l: Language) -> &'static str { pick(l, $ja, $en) } )*
    };
}

words! {
    title: "ベンチマーク比較", "Benchmark";
    own: "自社", "Own";
    average: "平均", "Average";
    difference: "差", "Difference";
    points: "ポイント", "points";
    all: "全体", "All controls";
    by_group: "分類ごと", "By chapter";
    by_control: "項目ごと", "By control";
    first: "優先して取り組む項目", "What to do first";
    first_note: "自社で未充足または判定不能の項目を、各社の充足率が高い順に並べています。", "Controls that are open or unknown here, those first that most others have done.";
    nothing_first: "未充足・判定不能の項目はありません。", "Nothing is open or unknown here.";
    control: "項目", "Control";
    severity_label: "重大度", "Severity";
    others: "各社の状況", "All firms";
    share: "充足率", "Done";
    untold: "非開示", "not told";
    share_note: "充足率は「充足・表明のみ・対象外」の合計の割合です。", "Done is what is met, attested or not applicable.";
}

/// That like is held against like, and the own share over everything.
pub(crate) fn compared(own: f64, l: Language) -> String {
    let all = crate::render::percent(own);
    match l {
        Language::Ja => format!("自社の値は、平均が示された項目だけで求めています(全項目では {all})。"),
        Language::En => {
            format!("The own figure is over the controls of which the average is told (over all controls: {all}).")
        }
    }
}

/// A standing.
pub(crate) const fn standing(standing: Standing, l: Language) -> &'static str {
    match standing {
        Standing::Met => pick(l, "充足", "met"),
        Standing::Attested => pick(l, "表明のみ", "attested"),
        Standing::NotApplicable => pick(l, "対象外", "not applicable"),
        Standing::Unknown => pick(l, "判定不能", "unknown"),
        Standing::Open => pick(l, "未充足", "open"),
    }
}

/// Several standings that are told together.
pub(crate) fn standings(list: &[Standing], l: Language) -> String {
    let names: Vec<&str> = list.iter().map(|s| standing(*s, l)).collect();
    names.join(pick(l, "・", " or "))
}

/// A severity.
pub(crate) const fn severity(severity: Severity, l: Language) -> &'static str {
    match severity {
        Severity::Info => pick(l, "情報", "info"),
        Severity::Low => pick(l, "低", "low"),
        Severity::Medium => pick(l, "中", "medium"),
        Severity::High => pick(l, "高", "high"),
        Severity::Critical => pick(l, "重大", "critical"),
    }
}

/// A number of firms.
pub(crate) fn firms(count: usize, l: Language) -> String {
    match l {
        Language::Ja => format!("{count}社"),
        Language::En => format!("{count} firms"),
    }
}

/// Fewer than some firms.
pub(crate) fn fewer(bound: usize, l: Language) -> String {
    match l {
        Language::Ja => format!("{bound}社未満"),
        Language::En => format!("fewer than {bound} firms"),
    }
}

/// What is held back, and why.
pub(crate) fn suppressed(suppressed: usize, untold: usize, minimum: usize, l: Language) -> String {
    match l {
        Language::Ja => format!(
            "秘匿: {minimum}社に満たない区分は、個社が分からないよう隣の区分と合算しています(斜線、{suppressed}項目)。合算しても足りない項目は示さず、平均にも含めません({untold}項目)。"
        ),
        Language::En => format!(
            "Held back: what fewer than {minimum} firms have in common is told together with its neighbor, so that no firm can be told from it (hatched, {suppressed} controls). Where that is not enough nothing is told, and the control is in no average ({untold} controls)."
        ),
    }
}
