//! The plugin `iot/product`: a consumer product as what it is sold as (device, app, gateway, cloud service), and who says that it
//! conforms: its maker, a tester, a certifier (README.md has the table of checks).
//!
//! Reading order: `products` (which components a product has, which version is deployed), `records` (one record of a
//! conformity activity, and whether it counts), then one file per check.

mod checks;
mod products;
mod records;

use checks::{product_components, product_conformity};

sekisho_sdk::plugin! {
    id: "iot/product",
    messages: { ja: include_str!("../messages.ja.ftl"), en: include_str!("../messages.en.ftl") },
    checks: [
        product_components::Identified,
        product_conformity::Conforms,
    ],
}
