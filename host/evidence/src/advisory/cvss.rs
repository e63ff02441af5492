//! Base scores from CVSS vectors: only base metrics are kept, so that one vulnerability has one score.

use ::cvss::Cvss;

const BASE_V2: &[&str] = &["AV", "AC", "Au", "C", "I", "A"];
const BASE_V3: &[&str] = &["AV", "AC", "PR", "UI", "S", "C", "I", "A"];
const BASE_V4: &[&str] = &["AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"];

/// Real vectors stay below 300 bytes.
const MAX_LENGTH: usize = 1024;

/// A vector and its base score.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scored {
    /// The vector as written, with its prefix added where the source leaves it out.
    pub(super) vector: String,
    /// The base score.
    pub(super) score: f64,
    /// Versions 3, 4, 2: the order in which one of several is chosen.
    pub(super) preference: u8,
}

/// Scores a vector; `method` names the version where the vector itself does not (`CVSSv31`, `CVSS_V3` …).
pub(super) fn score(vector: &str, method: &str) -> Option<Scored> {
    let vector = vector.trim().trim_start_matches('(').trim_end_matches(')');
    if vector.len() > MAX_LENGTH {
        return None;
    }
    let vector = if vector.starts_with("CVSS:") {
        vector.to_owned()
    } else {
        format!("{}{vector}", prefix(method, vector))
    };
    let (preference, base) = match vector.get(..7) {
        Some("CVSS:3.") => (0, BASE_V3),
        Some("CVSS:4.") => (1, BASE_V4),
        _ => (2, BASE_V2),
    };
    let only_base: Vec<&str> = vector
        .split('/')
        .enumerate()
        .filter(|(index, metric)| {
            let name = metric.split(':').next().unwrap_or("");
            (*index == 0 && name == "CVSS") || base.contains(&name)
        })
        .map(|(_, metric)| metric)
        .collect();
    let expected = base.len() + usize::from(preference < 2);
    let parsed: Cvss = only_base
        .join("/")
        .parse()
        .ok()
        .filter(|_| only_base.len() == expected)?;
    let score = parsed.score();
    (0.0..=10.0).contains(&score).then_some(Scored {
        vector,
        score,
        preference,
    })
}

/// Some sources state the version beside the vector.
fn prefix(method: &str, vector: &str) -> &'static str {
    let digits: String = method.chars().filter(char::is_ascii_digit).collect();
    match digits.as_str() {
        "4" | "40" => "CVSS:4.0/",
        "30" => "CVSS:3.0/",
        "3" | "31" => "CVSS:3.1/",
        _ if vector.contains("/PR:") && vector.contains("/S:") => "CVSS:3.1/",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::score;

    #[test]
    fn base_scores_as_the_specifications_give_them() {
        for (vector, method, expected) in [
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "", 9.8),
            ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", "CVSS_V3", 7.5),
            ("AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N", "CVSSv31", 7.5),
            ("AV:N/AC:L/Au:N/C:P/I:P/A:P", "CVSSv2", 7.5),
            ("(AV:N/AC:L/Au:N/C:C/I:C/A:C)", "", 10.0),
            (
                "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
                "CVSS_V4",
                9.3,
            ),
            // Metrics of time and place do not change the base score.
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O/MAV:P", "", 9.8),
        ] {
            let found = score(vector, method).map(|s| s.score);
            assert!(
                found.is_some_and(|s| (s - expected).abs() < 0.01),
                "{vector}: {found:?}"
            );
        }
    }

    #[test]
    fn broken_vectors_have_no_score() {
        for vector in [
            "",
            "7.5",
            "CVSS:3.1/AV:N",
            "CVSS:9.9/AV:N/AC:L",
            "CVSS:3.1/AV:Q/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
            "é",
        ] {
            assert_eq!(score(vector, ""), None, "{vector}");
        }
    }
}
