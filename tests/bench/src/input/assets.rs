//! W5: one inventory in CSV with the headers of the shipped template, about 190 bytes a row.
//!
//! Each rule is broken by about one row of a thousand.

use crate::random::Random;
use std::fmt::Write as _;

const HEADER: &str = "id,name,class,hostname,ip,mac,vendor,model,serial,os,os_version,owner,department,\
                      location,zone,criticality,status,last_reviewed,support_end";

/// The file.
pub(crate) fn generate(rows: u32) -> String {
    let mut random = Random::new(0x5EC1_5C00_0005);
    let mut out = String::with_capacity(rows as usize * 230 + 200);
    out.push_str(HEADER);
    out.push('\n');
    for number in 0..rows {
        row(number, &mut random, &mut out);
    }
    out
}

fn row(number: u32, random: &mut Random, out: &mut String) {
    let class = random.pick(&["server", "pc", "plc", "hmi", "network-device", "printer"]);
    let site = random.pick(&["Tokyo", "Osaka", "Nagoya", "名古屋工場", "Munich"]);
    let level = random.pick(&["high", "medium", "low"]);
    // Half of the broken ones are missing, half are over.
    let end = match random.below(2_000) {
        0 => String::new(),
        1 => format!("2025-{:02}-{:02}", 1 + number % 12, 1 + number % 28),
        _ => format!("{}-{:02}-{:02}", 2027 + number % 6, 1 + number % 12, 1 + number % 28),
    };
    let mut may = |text: String| if random.chance(1) { String::new() } else { text };
    let vendor = may(format!("Vendor {}", number % 37));
    let serial = may(format!("SN{:08X}", number.wrapping_mul(2_654_435_761)));
    let os = may("Example OS".to_owned());
    let owner = may(format!("owner{:04}@example.com", number % 5_000));
    let department = may(format!("Department {}", number % 211));
    let location = may(format!("\"{site}, building {}\"", number % 9));
    let zone = may(format!("zone-{}", number % 17));
    let criticality = may(level.to_owned());
    let reviewed = may(format!("2026-{:02}-{:02}", 1 + number % 10, 1 + number % 28));
    let [_, high, middle, low] = number.to_be_bytes();
    let _ = writeln!(
        out,
        "A{number:07},Device {number:07},{class},dev-{number:07},10.{high}.{middle}.{low},\
         02:00:00:{high:02x}:{middle:02x}:{low:02x},{vendor},M-{},{serial},{os},{}.{},{owner},{department},\
         {location},{zone},{criticality},active,{reviewed},{end}",
        number % 499,
        number % 12,
        number % 5,
    );
}

#[cfg(test)]
mod tests {
    use super::generate;

    #[test]
    fn every_row_has_every_column() {
        let text = generate(3_000);
        assert_eq!(text, generate(3_000));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        // A record of another width would be an error.
        assert_eq!(reader.records().filter(Result::is_ok).count(), 3_000);
    }
}
