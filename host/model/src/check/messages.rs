//! The messages of a plugin: a finding names one by its number, since there are many findings and few messages.

use super::MessageInfo;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which message of a plugin: its place among them, in the order of their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MessageNumber(u32);

/// A plugin's messages by id, in files a map.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, MessageInfo>", into = "BTreeMap<String, MessageInfo>")]
pub struct Messages(Vec<(String, MessageInfo)>);

impl Messages {
    /// A message by its id.
    pub fn get(&self, id: &str) -> Option<&MessageInfo> {
        self.at(self.number(id)?).map(|(_, message)| message)
    }

    /// The number of the message with this id.
    pub fn number(&self, id: &str) -> Option<MessageNumber> {
        let at = self.0.binary_search_by(|(known, _)| known.as_str().cmp(id)).ok()?;
        u32::try_from(at).ok().map(MessageNumber)
    }

    /// Id and texts of a message of this plugin.
    pub fn at(&self, number: MessageNumber) -> Option<(&str, &MessageInfo)> {
        let (id, message) = self.0.get(number.0 as usize)?;
        Some((id, message))
    }

    /// All of them, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &MessageInfo)> {
        self.0.iter().map(|(id, message)| (id.as_str(), message))
    }

    /// The numbers of all of them, by id.
    pub fn numbers(&self) -> impl Iterator<Item = (&str, MessageNumber)> {
        (0..)
            .map(MessageNumber)
            .zip(&self.0)
            .map(|(number, (id, _))| (id.as_str(), number))
    }
}

impl From<BTreeMap<String, MessageInfo>> for Messages {
    fn from(messages: BTreeMap<String, MessageInfo>) -> Self {
        Self(messages.into_iter().collect())
    }
}

impl From<Messages> for BTreeMap<String, MessageInfo> {
    fn from(messages: Messages) -> Self {
        messages.0.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::Bilingual;

    #[test]
    fn a_message_is_found_by_id_and_by_number_and_written_as_a_map() {
        let info = |ja: &str, en: &str| MessageInfo {
            text: Bilingual::new(ja, en),
            hint: Bilingual::default(),
        };
        let map = BTreeMap::from([
            ("b".to_owned(), info("い", "b")),
            ("a-1".to_owned(), info("ろ", "a")),
            ("c".to_owned(), info("は", "c")),
        ]);
        let messages = Messages::from(map.clone());
        for (id, number) in messages.numbers() {
            assert_eq!(messages.number(id), Some(number));
            let (known, message) = messages.at(number).unwrap();
            assert_eq!((known, Some(message)), (id, map.get(id)));
            assert_eq!(messages.get(id), map.get(id));
        }
        assert_eq!(messages.iter().map(|(id, _)| id).collect::<Vec<_>>(), ["a-1", "b", "c"]);
        assert_eq!(messages.number("a"), None);
        assert_eq!(messages.get(""), None);
        assert_eq!(messages.at(MessageNumber(3)), None);
        let written = serde_json::to_string(&messages).unwrap();
        assert_eq!(written, serde_json::to_string(&map).unwrap());
        assert_eq!(serde_json::from_str::<Messages>(&written).unwrap(), messages);
    }
}
