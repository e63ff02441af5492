//! Ports as people write them.

/// Whether a port that was asked for lies in one that is listed: `443`, `tcp/443`, `443/tcp`, `1024-65535`.
pub(crate) fn in_range(own: &str, asked: &str) -> bool {
    let number = |text: &str| text.split('/').find_map(|part| part.trim().parse::<u32>().ok());
    let Some(port) = number(asked) else { return own == asked };
    let range = own
        .split('/')
        .find(|part| part.contains(|c: char| c.is_ascii_digit()))
        .unwrap_or(own);
    match range.split_once(['-', '~', '～']) {
        Some((low, high)) => {
            matches!((number(low), number(high)), (Some(low), Some(high)) if (low..=high).contains(&port))
        }
        None => number(own) == Some(port),
    }
}

#[cfg(test)]
mod tests {
    use super::in_range;

    #[test]
    fn ports_in_all_writings() {
        assert!(in_range("443", "tcp/443") && in_range("tcp/443", "443") && in_range("1024-65535", "8080"));
        assert!(!in_range("443", "4430") && !in_range("1024-2048", "443"));
    }
}
