//! What a firm may say of itself: closed lists, coarse enough that a value is never one firm.

use sekisho_model::Bilingual;
use serde::{Deserialize, Serialize};

macro_rules! closed {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal, $ja:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $( #[doc = $en] #[serde(rename = $word)] $variant, )*
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$( Self::$variant ),*];

            /// The word in files and on the command line.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }

            /// For people.
            pub fn title(self) -> Bilingual {
                match self { $( Self::$variant => Bilingual::new($ja, $en), )* }
            }

            /// Looks it up by its word.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == word)
            }
        }
    };
}

closed! {
    /// How many people work in the firm.
    SizeClass {
        UpTo20 = "1-20", "20人以下", "up to 20 people";
        UpTo100 = "21-100", "21~100人", "21 to 100 people";
        UpTo300 = "101-300", "101~300人", "101 to 300 people";
        UpTo1000 = "301-1000", "301~1000人", "301 to 1,000 people";
        Over1000 = "1001-", "1001人以上", "more than 1,000 people";
    }
}

closed! {
    /// What the firm does: coarse, so that a field is never one firm.
    Field {
        Vehicles = "vehicles", "完成車", "vehicles";
        Parts = "parts", "部品", "parts";
        Materials = "materials", "素材・化学", "materials and chemicals";
        Equipment = "equipment", "設備・機械", "equipment and machinery";
        Electronics = "electronics", "電機・半導体", "electronics and semiconductors";
        Software = "software", "ソフトウェア・情報サービス", "software and information services";
        Logistics = "logistics", "物流", "logistics";
        Sales = "sales", "販売・サービス", "sales and services";
        Construction = "construction", "建設・不動産", "construction and property";
        Utilities = "utilities", "電力・ガス・水道", "power, gas and water";
        Finance = "finance", "金融", "finance";
        Health = "health", "医療・福祉", "health and care";
        PublicBody = "public", "行政・教育", "public bodies and education";
        Other = "other", "その他", "other";
    }
}
