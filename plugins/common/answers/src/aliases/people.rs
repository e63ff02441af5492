//! Roles and groups of people.

use super::Alias;

#[rustfmt::skip] // A token and its words stand together, or the table cannot be read.
pub(crate) static ROLES: &[Alias] = &[
    ("security-officer", &[
        "ciso", "最高情報セキュリティ責任者", "情報セキュリティ責任者", "セキュリティ責任者",
        "情報セキュリティ管理責任者", "セキュリティ統括責任者",
        "セキュリティ+責任者/担当役員/統括/役員/管理者/オフィサー+!工場/制御/製品/部門/インシデント",
        "chief information security officer", "security officer", "head of security", "information security manager",
        "security+director/chief/executive+!factory/plant/product",
    ]),
    ("security-department", &[
        "セキュリティ部門", "セキュリティ担当部署", "情報セキュリティ部", "情報セキュリティ委員会",
        "情報セキュリティ室", "セキュリティ+部門/部署/推進/事務局/委員会/室/チーム/グループ/課/係/センター/担当部",
        "security department", "security team", "security office", "security committee", "security division",
        "security group", "soc",
    ]),
    ("incident-officer", &[
        "インシデント対応責任者", "インシデント責任者", "事故対応責任者", "csirt責任者",
        "インシデント/事故/緊急/異常/csirt+責任者/統括/管理者/リーダ/長/指揮",
        "incident+officer/manager/commander/lead/owner/head", "csirt+lead/manager/head",
    ]),
    ("incident-response", &[
        "インシデント対応", "インシデント対応担当", "csirt", "事故対応", "緊急対応",
        "インシデント/事故/緊急/異常+対応/担当/責任/チーム/体制", "incident response", "incident handler",
        "incident+handler/team/responder/coordinator", "psirt",
    ]),
    ("incident-owner", &[
        "異常時責任者", "インシデント責任者", "異常/事故/インシデント/緊急/障害+責任/統括/指揮/判断/管理者",
        "incident owner", "incident+owner/officer/manager/commander/accountable",
    ]),
    ("incident-internal-contact", &[
        "社内連絡先", "社内窓口", "社内報告先", "インシデント報告窓口",
        "社内/内部/部門内/インシデント/事故/緊急+連絡/報告/窓口/通報+!社外/外部/取引先/顧客/官庁/省庁/当局",
        "internal contact", "internal+contact/report/hotline", "incident+desk/hotline/helpdesk", "security help desk",
    ]),
    ("incident-external-contact", &[
        "社外連絡先", "社外窓口", "外部連絡先", "社外/外部/取引先/顧客/委託先/ベンダ/保守/専門家+連絡/報告/窓口/対応",
        "external contact", "external/customer/partner/vendor+contact/liaison/report/support",
    ]),
    ("competent-authority", &[
        "関係当局", "所管省庁", "監督官庁", "所管官庁", "当局", "省庁", "官庁", "経済産業省", "総務省", "警察",
        "個人情報保護委員会", "ipa", "jpcert", "nisc", "国家サイバー統括室", "competent authority",
        "supervisory authority", "authority", "authorities", "regulator", "police", "ministry",
        "data protection authority",
    ]),
    ("decision-maker", &[
        "経営責任者", "経営者", "経営層", "社長", "代表取締役", "取締役", "役員", "工場長", "事業部長", "事業所長",
        "所長", "本部長", "意思決定者", "決定権者", "最高責任者", "経営", "decision maker", "decision-maker",
        "executive", "ceo", "president", "coo", "plant manager", "factory manager", "plant director",
        "general manager", "board", "head of plant",
    ]),
    ("information-systems", &[
        "情報システム", "情シス", "it部", "システム部", "it担当", "dx推進", "ict", "information systems",
        "information system", "it department", "it team", "it manager", "it section", "mis",
    ]),
    ("production", &[
        "生産", "製造", "工務", "生産技術", "設備", "production", "manufacturing", "plant operation",
        "operations technology", "shop floor",
    ]),
    ("factory-security", &[
        "工場セキュリティ", "工場/制御/生産/製造/プラント/ot/fa+セキュリティ", "factory security", "plant security",
        "ot security", "ics security", "factory/plant/ot/ics/manufacturing+security",
    ]),
    ("vendor-liaison", &[
        "ベンダ窓口", "ベンダー窓口",
        "ベンダ/ベンダー/供給者/構築/sier/メーカ/メーカー/保守会社/協力会社/委託先/取引先/サプライヤ+窓口/連絡/担当/調整/対応/管理",
        "購買+窓口/担当", "vendor liaison",
        "vendor/supplier/integrator/builder/maintenance+liaison/contact/manager/coordinator",
    ]),
    ("system-administrator", &[
        "システム管理者", "ネットワーク管理者", "サーバ管理者", "運用管理者", "system administrator", "administrator",
        "sysadmin",
    ]),
    ("privacy-officer", &[
        "個人情報保護管理者", "個人情報+責任者/管理者", "privacy officer", "dpo", "data protection officer",
    ]),
    ("oss-officer", &[
        "ospo", "oss/オープンソース+責任者/担当/管理/推進/事務局/窓口", "oss/open source/open-source+officer/manager/office/owner/lead/contact",
    ]),
    ("product-security", &["psirt", "製品セキュリティ", "product security"]),
    ("audit-officer", &["監査責任者", "内部監査", "監査", "auditor", "audit"]),
    ("training-officer", &["教育責任者", "教育担当", "研修+責任者/担当", "training+officer/manager/lead"]),
    ("business-continuity", &["事業継続", "bcp", "business continuity"]),
    ("physical-security", &[
        "施設管理", "入退室管理", "警備", "総務", "facility manager", "physical security", "facilities",
    ]),
    ("asset-owner", &["資産管理責任者", "資産責任者", "資産+責任者/管理者", "asset owner", "asset manager"]),
    ("legal", &["法務", "コンプライアンス", "legal", "compliance"]),
    ("security-committee", &[
        "情報セキュリティ委員会", "リスク管理委員会", "セキュリティ/リスク/情報管理+委員会/会議/協議会", "経営会議", "取締役会", "security committee",
        "security/risk+committee/board/council", "management meeting",
    ]),
    ("vulnerability-management", &[
        "脆弱性管理", "脆弱性/脅威/パッチ+情報/管理/対応/収集/担当/責任",
        "vulnerability/threat/patch+management/manager/information/intelligence/owner/team",
    ]),
    ("security-monitoring", &[
        "セキュリティ監視", "ログ監視", "soc", "監視/分析+ログ/セキュリティ/サイバー/攻撃/アラート", "security monitoring", "security operations",
        "log/alert/security+analyst/analysis/monitoring",
    ]),
];

#[rustfmt::skip] // A token and its words stand together, or the table cannot be read.
pub(crate) static GROUPS: &[Alias] = &[
    ("everyone", &[
        "全員+!部/課/係/室/班/社員/従業員/役員/派遣/出向/工場", "社内全員", "全社+!全社員", "全役職員", "全要員",
        "全従業者", "全職員", "全構成員", "全関係者", "役職員全員", "すべての要員", "全ての要員", "全社員等",
        "すべての従業者", "全ユーザー", "全利用者", "everyone", "everybody", "all staff", "all personnel",
        "all users", "all people", "all members", "company-wide", "companywide", "whole company",
        "all+!employee/officer/department/director/manager/operator/worker/partner/contractor/developer/engineer/administrator/vendor/supplier/visitor/customer/temporary/seconded/secondee",
    ]),
    ("officers", &[
        "役員", "取締役", "執行役員", "監査役", "経営層", "経営陣", "役職員", "officer", "officers", "executive",
        "executives", "director", "directors", "board",
    ]),
    ("employees", &[
        "従業員", "正社員", "社員+!派遣/出向/契約社員以外/外部", "職員+!派遣/出向", "従業者", "一般社員", "契約社員",
        "employee", "employees", "permanent staff", "regular staff",
    ]),
    ("temporary-staff", &[
        "派遣社員", "派遣", "派遣労働者", "派遣スタッフ", "人材派遣", "temporary", "temp staff", "temp",
        "agency worker", "agency staff", "dispatched",
    ]),
    ("seconded-staff", &["受入出向者", "出向者", "出向", "受入出向", "seconded", "secondee", "secondees"]),
    ("departments", &[
        "各部署", "全部署", "各部門", "全部門", "各部", "各課", "各職場", "社内各部", "関係部署", "部門長",
        "departments", "all departments", "each department", "every department", "divisions",
    ]),
    ("site-workers", &[
        "現場作業者", "現場", "工場従業員", "製造現場", "作業者", "作業員", "オペレータ", "製造部", "生産部", "工場",
        "site worker", "site workers", "shop floor", "shopfloor", "operator", "operators", "plant staff",
        "factory worker", "factory workers", "production staff",
    ]),
    ("partner-staff", &[
        "協力会社", "委託先", "取引先", "保守業者", "保守会社", "業務委託", "外注", "請負", "構内業者", "ベンダ",
        "常駐", "partner", "partners", "contractor", "contractors", "vendor", "supplier", "maintenance staff",
        "outsourced",
    ]),
    ("administrators", &[
        "システム管理者", "管理者", "運用担当", "情報システム", "administrator", "administrators", "admin",
        "operations staff",
    ]),
    ("developers", &[
        "開発者", "開発担当", "開発部", "プログラマ", "エンジニア", "developer", "developers", "engineer",
        "engineers",
    ]),
    ("managers", &["管理職", "部門長", "課長", "部長", "マネージャ", "manager", "managers"]),
    ("part-time-staff", &["パート", "アルバイト", "嘱託", "part-time", "part time", "part-timer"]),
    ("new-joiners", &[
        "新入社員", "新人", "新規入社", "中途入社", "新任", "new joiner", "new joiners", "new hire", "new hires",
        "new employee",
    ]),
    ("visitors", &["来訪者", "訪問者", "visitor", "visitors"]),
    ("customers", &["顧客", "お客様", "利用企業", "customer", "customers"]),
    ("procurement-staff", &[
        "調達", "購買", "資材部", "バイヤ", "procurement", "purchasing", "buyer", "buyers",
    ]),
];
