//! What sector catalogues add: levels, dimensions, demanded texts, and the way to other frameworks. Each fault is named
//! with file and line.

use sekisho_catalog::crosswalk::{self, Link, Relationship};
use sekisho_catalog::{Catalogue, catalogue};

const HEAD: &str = r#"format = "catalogue/1"
id = "test/guideline"
version = "1.0.0"
completeness = "complete"
title = { ja = "指針", en = "Guideline" }
issuer = { ja = "団体", en = "Association" }
demands = ["fix"]
matrix = ["layer", "element"]

[source]
document = { ja = "指針", en = "Guideline" }
version = "1"
note = { ja = "試験用", en = "for tests" }

[[history]]
date = "2022-04"
text = { ja = "公表", en = "published" }

[[level]]
id = "Lv1"
title = { ja = "最低限", en = "minimum" }

[[dimension]]
id = "layer"
title = { ja = "層", en = "layer" }
[[dimension.value]]
id = "L1"
title = { ja = "第1層", en = "first" }

[[dimension]]
id = "element"
title = { ja = "構成要素", en = "element" }
[[dimension.value]]
id = "data"
title = { ja = "データ", en = "data" }

[[group]]
id = "g"
title = { ja = "章", en = "chapter" }
"#;

const CONTROL: &str = r#"
[[control]]
id = "A-1"
group = "g"
clause = "1"
class = "d"
levels = ["Lv1"]
title = { ja = "統制", en = "control" }
confidence = "confirmed"
tags = { layer = ["L1"], element = ["data"] }
fix = { ja = "直す", en = "mend it" }
"#;

fn read(text: &str) -> Result<Catalogue, String> {
    catalogue::parse("catalogue.toml", text).map_err(|e| e.to_string())
}

#[test]
fn what_a_sector_catalogue_says_is_kept() {
    let read = read(&format!("{HEAD}{CONTROL}")).unwrap();
    assert_eq!(read.sorting.levels[0].id, "Lv1");
    assert_eq!(read.sorting.matrix, Some(("layer".to_owned(), "element".to_owned())));
    assert_eq!(read.history[0].date, "2022-04");
    assert_eq!(read.controls[0].tags["element"], ["data"]);
}

#[test]
fn what_is_not_declared_is_refused_by_name() {
    let spoilt = [
        ("levels = [\"Lv1\"]", "levels = [\"Lv9\"]", "unknown level `Lv9`"),
        (
            "layer = [\"L1\"]",
            "layer = [\"L4\"]",
            "unknown value `L4` of `layer`, which has L1",
        ),
        (
            "element = [\"data\"]",
            "colour = [\"red\"]",
            "unknown dimension `colour`",
        ),
        ("fix = { ja = \"直す\", en = \"mend it\" }", "", "lacks `fix`"),
        ("en = \"mend it\"", "en = \"\"", "fix of control `A-1` lacks"),
        (
            "title = { ja = \"統制\"",
            "titel = { ja = \"統制\"",
            "unknown field `titel`",
        ),
    ];
    for (from, to, reason) in spoilt {
        let text = format!("{HEAD}{}", CONTROL.replace(from, to));
        let error = read(&text).unwrap_err();
        assert!(error.contains(reason), "{to}: {error}");
    }
    let heads = [
        (
            "[\"layer\", \"element\"]",
            "[\"layer\", \"layer\"]",
            "two dimensions that differ",
        ),
        (
            "[\"layer\", \"element\"]",
            "[\"layer\", \"role\"]",
            "unknown dimension `role`",
        ),
        ("demands = [\"fix\"]", "demands = [\"magic\"]", "magic"),
        ("demands", "access = \"secret\"\ndemands", "access is none of"),
        (
            "id = \"element\"",
            "id = \"layer\"",
            "dimension `layer` stands here twice",
        ),
    ];
    for (from, to, reason) in heads {
        let text = format!("{}{CONTROL}", HEAD.replace(from, to));
        let error = read(&text).unwrap_err();
        assert!(error.contains(reason), "{to}: {error}");
    }
}

const CROSSWALK: &str = r#"format = "crosswalk/1"

[[target]]
id = "nist/csf-1.1"
title = { ja = "CSF", en = "CSF" }
relationship = "subset"
confidence = "unverified"
note = { ja = "出典", en = "source" }
[target.map]
"A-1" = { ids = ["ID.AM-1", "ID.AM-2"], confidence = "confirmed" }
"#;

#[test]
fn a_crosswalk_reads_both_ways() {
    let catalogue = read(&format!("{HEAD}{CONTROL}")).unwrap();
    let walk = crosswalk::parse("crosswalk.toml", CROSSWALK, &catalogue).unwrap();
    let target = walk.target("nist/csf-1.1").unwrap();
    assert_eq!(target.pairs["A-1"].relationship, Relationship::Subset);
    assert_eq!(target.pairs["A-1"].confidence, "confirmed");
    let back = target.reversed();
    let expected = Link {
        control: "A-1".to_owned(),
        relationship: Relationship::Superset,
        confidence: "confirmed".to_owned(),
    };
    assert_eq!(back["ID.AM-2"], [expected]);
}

#[test]
fn a_crosswalk_of_unknown_or_empty_pairs_is_refused() {
    let catalogue = read(&format!("{HEAD}{CONTROL}")).unwrap();
    let spoilt = [
        (
            "\"A-1\" =",
            "\"A-2\" =",
            "control `A-2` is not in catalogue `test/guideline`",
        ),
        ("[\"ID.AM-1\", \"ID.AM-2\"]", "[]", "mapped to nothing"),
        ("\"ID.AM-2\"", "\"ID.AM-1\"", "one id twice"),
        ("\"subset\"", "\"like\"", "like"),
        ("\"unverified\"", "\"perhaps\"", "confidence is neither"),
        ("nist/csf-1.1", "test/guideline", "not the id of another framework"),
        ("nist/csf-1.1", "csf", "not the id of another framework"),
        ("en = \"source\"", "en = \"\"", "note of target"),
    ];
    for (from, to, reason) in spoilt {
        let error = crosswalk::parse("crosswalk.toml", &CROSSWALK.replace(from, to), &catalogue).unwrap_err();
        assert!(error.to_string().contains(reason), "{to}: {error}");
        assert!(error.to_string().starts_with("crosswalk.toml:"), "{error}");
    }
}
