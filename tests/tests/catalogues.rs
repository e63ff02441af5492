//! The catalogues hold exactly the items their guidelines have: counts by chapter, level and pattern of ids, and no id that
//! a guideline does not know. Figures: the published totals of each guideline.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use sekisho_catalog::catalogue::touches::Reach;
use sekisho_catalog::{Catalogue, catalogue};
use sekisho_tests::root;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn read(id: &str) -> Catalogue {
    let path = root().join("policies").join(id).join("catalogue.toml");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{id}: {e}"));
    catalogue::parse(id, &text).unwrap_or_else(|e| panic!("{e}"))
}

/// How many ids begin with each of these, in this order.
fn by_prefix(catalogue: &Catalogue, prefixes: &[&str]) -> Vec<usize> {
    let count = |p: &&str| catalogue.controls.iter().filter(|c| c.id.starts_with(*p)).count();
    prefixes.iter().map(count).collect()
}

fn at_level(catalogue: &Catalogue, level: &str) -> usize {
    catalogue
        .controls
        .iter()
        .filter(|c| c.levels.iter().any(|l| l == level))
        .count()
}

#[test]
fn cpsf_has_104_requirements_in_20_categories() {
    let cpsf = read("framework/cpsf");
    assert_eq!(cpsf.controls.len(), 104);
    let categories = [
        ("AM", 7),
        ("BE", 3),
        ("GV", 4),
        ("RA", 6),
        ("RM", 2),
        ("SC", 11),
        ("AC", 9),
        ("AT", 3),
        ("DS", 15),
        ("IP", 10),
        ("MA", 2),
        ("PT", 3),
        ("AE", 5),
        ("CM", 7),
        ("DP", 4),
        ("RP", 4),
        ("CO", 3),
        ("AN", 3),
        ("MI", 1),
        ("IM", 2),
    ];
    let mut expected = BTreeSet::new();
    for (category, count) in categories {
        expected.extend((1..=count).map(|n| format!("CPS.{category}-{n}")));
    }
    let found: BTreeSet<String> = cpsf.controls.iter().map(|c| c.id.clone()).collect();
    assert_eq!(found, expected);
    assert!(cpsf.sorting.levels.is_empty(), "CPSF sets no level");
    let values = |id: &str| {
        cpsf.sorting
            .dimensions
            .iter()
            .find(|d| d.id == id)
            .unwrap()
            .values
            .len()
    };
    assert_eq!((values("layer"), values("element")), (3, 6));
    for control in &cpsf.controls {
        assert!(
            control.tags.contains_key("layer") && control.tags.contains_key("element"),
            "{}",
            control.id
        );
    }
}

/// Ids of other catalogues with a `CPS.` in front circulate; none of them may come in, whoever writes it.
#[test]
fn no_file_of_policies_names_an_id_that_cpsf_does_not_have() {
    let known: BTreeSet<String> = read("framework/cpsf").controls.into_iter().map(|c| c.id).collect();
    let mut files = Vec::new();
    gather(&root().join("policies"), &mut files);
    let mut seen = 0;
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for (at, _) in text.match_indices("CPS.") {
            let id: String = text[at..]
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || ".-".contains(*c))
                .collect();
            let id = id.trim_end_matches(['.', '-']).to_owned();
            // `CPS.SC` alone is a category.
            if id.contains('-') {
                seen += 1;
                assert!(known.contains(&id), "{}: {id}", file.display());
            }
        }
    }
    assert!(seen > 300, "the ids are found: {seen}");
}

fn gather(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|e| e == "toml") {
            files.push(path);
        }
    }
}

#[test]
fn scs_has_153_criteria_of_which_81_count_for_three_stars() {
    let scs = read("scs/star4");
    assert_eq!(scs.controls.len(), 153);
    assert_eq!((at_level(&scs, "star3"), at_level(&scs, "star4")), (81, 153));
    assert_eq!(
        by_prefix(&scs, &["1-", "2-", "3-", "4-", "5-", "6-", "7-"])
            .iter()
            .sum::<usize>(),
        153
    );
    let requirements = |level: &str| {
        let own = scs.controls.iter().filter(|c| c.levels.iter().any(|l| l == level));
        own.map(|c| c.group.clone()).collect::<BTreeSet<_>>().len()
    };
    assert_eq!((requirements("star3"), requirements("star4")), (26, 43));
    // What counts for ★3 is the same in both catalogues, word for word.
    let star3 = read("scs/star3");
    assert_eq!(star3.controls.len(), 81);
    for control in &star3.controls {
        let same = scs.control(&control.id).unwrap();
        assert_eq!(
            (&same.title, &same.class, &same.group),
            (&control.title, &control.class, &control.group)
        );
    }
}

#[test]
fn jama_has_153_items_on_three_levels() {
    let jama = read("automotive/jama-japia-2.2");
    let expected: Vec<String> = (1..=153).map(|n| format!("No.{n}")).collect();
    let found: Vec<&String> = jama.controls.iter().map(|c| &c.id).collect();
    assert_eq!(found, expected.iter().collect::<Vec<_>>());
    // A level asks for everything below it as well.
    assert_eq!(
        ["Lv1", "Lv2", "Lv3"].map(|l| at_level(&jama, l)),
        [50, 50 + 74, 50 + 74 + 29]
    );
    for control in &jama.controls {
        assert_eq!(control.levels.last().map(String::as_str), Some("Lv3"), "{}", control.id);
    }
    for doubtful in [23, 27, 38, 39, 40, 142, 153] {
        assert_eq!(
            jama.control(&format!("No.{doubtful}")).unwrap().confidence,
            "unverified"
        );
    }
    assert_eq!(read("automotive/jama-japia-factory-1.0").completeness, "frame");
}

#[test]
fn sp_800_171_has_110_and_97_requirements_by_family() {
    let r2 = read("defence/sp800-171-r2");
    let families: Vec<String> = (1..=14).map(|n| format!("3.{n}.")).collect();
    let families: Vec<&str> = families.iter().map(String::as_str).collect();
    assert_eq!(by_prefix(&r2, &families), [22, 3, 9, 9, 11, 3, 6, 9, 2, 6, 3, 4, 16, 7]);
    assert_eq!(r2.controls.len(), 110);
    let r3 = read("defence/sp800-171-r3");
    let families: Vec<String> = (1..=17).map(|n| format!("03.{n:02}.")).collect();
    let families: Vec<&str> = families.iter().map(String::as_str).collect();
    assert_eq!(
        by_prefix(&r3, &families),
        [16, 2, 8, 10, 8, 5, 3, 7, 2, 5, 3, 4, 10, 5, 3, 3, 3]
    );
    assert_eq!(r3.controls.len(), 97);
}

#[test]
fn the_factory_check_list_has_32_items_and_the_management_guidelines_ten() {
    let factory = read("factory/meti-factory");
    assert_eq!(by_prefix(&factory, &["1-", "2-", "3-", "4-"]), [5, 13, 8, 6]);
    for id in ["management/keiei-2.0", "management/keiei-3.0", "power/retail-1.0"] {
        assert_eq!(read(id).controls.len(), 10, "{id}");
    }
    assert_eq!(read("management/ipa-sme-3").controls.len(), 25);
}

#[test]
fn every_catalogue_says_how_far_it_can_be_trusted() {
    let mut folders = Vec::new();
    gather(&root().join("policies"), &mut folders);
    let mut by_sector: BTreeMap<String, usize> = BTreeMap::new();
    for file in folders.iter().filter(|f| f.ends_with("catalogue.toml")) {
        let folder = file.parent().unwrap().strip_prefix(root().join("policies")).unwrap();
        let id = folder.to_str().unwrap();
        let catalogue = read(id);
        assert_eq!(catalogue.id, id);
        *by_sector.entry(id.split('/').next().unwrap().to_owned()).or_default() += 1;
        // Nobody can have compared a family of measures with items that are not at hand.
        for control in &catalogue.controls {
            let is_family = control.clause.contains("not included");
            assert!(
                !is_family || (catalogue.completeness == "frame" && control.confidence == "unverified"),
                "{id} {}: a family of measures in a frame, unverified",
                control.id
            );
        }
        let readme = std::fs::read_to_string(file.with_file_name("README.md")).unwrap_or_else(|e| panic!("{id}: {e}"));
        assert!(
            readme.contains("日本語") || readme.contains("について"),
            "{id}: README in both languages"
        );
    }
    let seven = [
        "automotive",
        "building",
        "defence",
        "factory",
        "power",
        "smarthome",
        "space",
    ];
    for sector in seven {
        assert!(by_sector.contains_key(sector), "sector {sector} has no policy");
    }
}

/// The markets of which the fact base says that selling there brings a guideline with it (§2.5, §4.1, §4.9, §4.10).
#[test]
fn every_guideline_that_a_market_brings_with_it_says_so() {
    for (market, ids) in [
        (
            "us-federal",
            &["software/sbom-ntia-2021", "us/eo14028", "us/ssdf-1.1"][..],
        ),
        ("eu", &["eu/cra"]),
        ("jp-defence", &["defence/atla-2022"]),
    ] {
        let product = BTreeMap::from([
            ("market".to_owned(), BTreeSet::from([market.to_owned()])),
            ("kind".to_owned(), BTreeSet::from(["software".to_owned()])),
        ]);
        let mut found = BTreeSet::new();
        let mut files = Vec::new();
        gather(&root().join("policies"), &mut files);
        for file in files.iter().filter(|file| file.ends_with("catalogue.toml")) {
            let text = std::fs::read_to_string(file).unwrap();
            let catalogue =
                catalogue::parse("catalogue.toml", &text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
            if catalogue
                .touches
                .iter()
                .any(|touch| touch.reach(&product) == Reach::Touches)
            {
                found.insert(catalogue.id);
            }
        }
        let expected: BTreeSet<String> = ids.iter().map(|id| (*id).to_owned()).collect();
        assert_eq!(found, expected, "{market}");
    }
}
