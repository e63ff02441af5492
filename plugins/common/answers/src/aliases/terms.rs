//! Topics and methods of training, clauses of contracts, physical measures, registers.

use super::Alias;

#[rustfmt::skip] // A token and its words stand together, or the table cannot be read.
pub(crate) static TOPICS: &[Alias] = &[
    ("security", &["セキュリティ", "情報管理", "サイバー", "security", "cyber"]),
    ("confidentiality", &[
        "守秘", "秘密保持", "機密保持", "機密情報", "秘密情報", "営業秘密", "confidential", "confidentiality",
        "non-disclosure", "nda", "trade secret",
    ]),
    ("incident-response", &[
        "インシデント対応",
        "インシデント/事故/異常/緊急/感染/標的型/不審メール+対応/対処/発生/報告/訓練/演習/初動/時", "事故対応",
        "初動対応", "incident response", "incident", "emergency response", "csirt",
    ]),
    ("threat-trends", &[
        "脅威動向", "脅威", "攻撃動向", "最新動向", "攻撃+動向/手口/事例/傾向", "事例", "ランサムウェア", "標的型",
        "threat", "attack trend", "threat landscape", "trends", "ransomware", "recent attacks",
    ]),
    ("phishing", &["フィッシング", "標的型メール", "不審メール", "標的型攻撃メール", "phishing", "suspicious mail"]),
    ("password", &["パスワード", "認証", "password", "authentication"]),
    ("malware", &["マルウェア", "ウイルス", "ウィルス", "ランサムウェア", "malware", "virus", "ransomware"]),
    ("privacy", &["個人情報", "プライバシー", "privacy", "personal data", "personal information"]),
    ("remote-work", &["テレワーク", "在宅", "リモート", "telework", "remote work"]),
    ("secure-development", &[
        "セキュア開発", "セキュアコーディング", "開発+セキュリティ", "secure development", "secure coding",
    ]),
    ("factory-security", &[
        "工場セキュリティ", "制御システム", "工場/制御/生産/ot+セキュリティ", "ot security", "ics security",
        "factory security", "plant security",
    ]),
    ("oss", &["oss", "オープンソース", "open source", "open-source"]),
    ("sbom", &["sbom", "ソフトウェア部品表"]),
    ("business-continuity", &["事業継続", "bcp", "業務継続", "business continuity"]),
    ("restore", &["リストア", "復元", "復旧", "バックアップ", "restore", "recovery", "backup"]),
    ("tabletop", &["机上", "ウォークスルー", "tabletop", "table-top", "walkthrough"]),
    ("compliance", &["法令", "コンプライアンス", "規程", "compliance", "legal"]),
    ("policy", &["方針", "ポリシー", "規程", "policy"]),
    ("risk", &["リスク", "risk"]),
    ("budget", &["予算", "費用", "人員", "体制", "budget", "staff", "resources"]),
    ("audit", &["監査", "点検", "audit"]),
    ("supply-chain", &["サプライチェーン", "取引先", "委託先", "supply chain", "supplier", "vendor"]),
    ("plan", &["計画", "ロードマップ", "plan", "roadmap"]),
    ("mail-malware", &[
        "標的型メール", "不審メール", "メール+マルウェア/ウイルス/ウィルス/感染/添付/標的型/不審/攻撃", "phishing",
        "mail/email/e-mail+malware/virus/attachment/phishing/suspicious",
    ]),
    ("web-malware", &[
        "web閲覧", "web/ウェブ/ホームページ/サイト/ブラウザ+閲覧/マルウェア/ウイルス/ウィルス/感染/不正", "web/website/browser+malware/virus/browsing",
        "safe browsing",
    ]),
    ("information-classification", &[
        "機密区分", "情報区分", "情報分類", "機密/情報/秘密+区分/分類/格付", "information/data+classification",
        "confidentiality+class/classes/grade/grades/marking",
    ]),
    ("management-responsibility", &[
        "経営者/経営層/経営/役員+責任/役割/責務/教育/研修/セキュリティ",
        "management/executive/executives/board/officers+responsibility/responsibilities/role/roles/duty/briefing/training",
    ]),
];

#[rustfmt::skip] // A token and its words stand together, or the table cannot be read.
pub(crate) static METHODS: &[Alias] = &[
    ("e-learning", &[
        "eラーニング", "イーラーニング", "elearning", "e-learning", "e learning", "オンライン", "web研修", "web教育",
        "lms", "online", "動画",
    ]),
    ("classroom", &[
        "集合教育", "集合研修", "集合", "対面", "講義", "講習", "座学", "セミナー", "説明会", "勉強会", "研修会",
        "ワークショップ", "classroom", "lecture", "seminar", "in person", "in-person", "workshop", "on-site",
        "face to face",
    ]),
    ("exercise", &["演習", "訓練", "実技", "模擬", "exercise", "drill", "simulation", "hands-on"]),
    ("video", &["動画", "ビデオ", "video"]),
    ("test", &["テスト", "試験", "確認問題", "test", "quiz", "exam"]),
    ("handout", &[
        "配布", "資料", "掲示", "メール", "回覧", "handout", "poster", "leaflet", "e-mail", "email", "mail",
    ]),
    // How a document is put where it can be read at any time.
    ("standing", &[
        "掲示", "イントラ", "ポータル", "共有", "サイト", "グループウェア", "ホームページ", "掲載", "公開", "配架",
        "備付", "備え付け", "文書管理", "閲覧", "ウェブ", "intranet", "portal", "shared", "share", "sharepoint",
        "wiki", "website", "web", "web page", "poster", "posted", "notice board", "bulletin", "confluence",
        "groupware", "document management",
    ]),
];

#[rustfmt::skip] // A token and its words stand together, or the table cannot be read.
pub(crate) static CLAUSES: &[Alias] = &[
    ("confidentiality", &[
        "秘密保持", "機密保持", "守秘", "機密情報", "秘密情報", "nda", "confidentiality", "non-disclosure",
        "confidential",
    ]),
    ("confidentiality-definition", &[
        "機密/秘密+定義/範囲/特定/対象", "秘密情報の定義", "機密情報の定義", "秘密情報の範囲",
        "definition of confidential", "confidential information definition", "confidential+definition/defined/scope",
    ]),
    ("confidentiality-handling", &[
        "機密/秘密+取扱/取り扱い/扱い/管理/保管/複製/利用制限/目的外/使用/第三者/開示", "目的外利用", "目的外使用",
        "複製", "第三者開示", "第三者提供", "利用制限", "handling of confidential",
        "confidential+handling/use/copying/storage/disclosure", "use restriction", "third-party disclosure",
    ]),
    ("return-or-disposal", &[
        "返還", "返却", "廃棄", "破棄", "消去", "return or destruction", "return", "disposal", "destruction",
        "erasure",
    ]),
    ("incident-responsibilities", &[
        "事故/インシデント/漏えい/漏洩/緊急/セキュリティ+責任/役割/分担/報告/対応/通知/措置/連絡", "責任分担",
        "責任分界", "役割分担", "事故時対応", "事故対応",
        "incident+responsibility/responsibilities/role/duty/notification/reporting/response/handling",
        "breach+responsibility/notification",
    ]),
    ("incident-notification", &[
        "事故/インシデント/漏えい/漏洩+報告/通知/連絡", "事故報告", "incident/breach+notification/reporting/notify",
    ]),
    ("security-training", &[
        "教育/研修/訓練+セキュリティ/情報/要員/従事者/実施/義務/従業員", "セキュリティ教育", "教育",
        "security training", "training", "education", "awareness",
    ]),
    ("vulnerability-notification", &[
        "脆弱性+通知/報告/連絡/情報/開示/提供/対応", "脆弱性情報", "脆弱性", "vulnerability notification",
        "vulnerability", "vulnerabilities", "security advisory", "security advisories",
    ]),
    ("security-requirements", &[
        "セキュリティ要件", "セキュリティ要求", "セキュリティ対策", "セキュリティ仕様",
        "セキュリティ+要件/要求/対策/基準/水準/義務/措置/遵守/条項", "安全管理措置", "security requirement",
        "security requirements", "security measures", "security obligations", "security clause",
    ]),
    ("audit-right", &["監査", "立入検査", "立入調査", "検査権", "報告徴求", "audit", "inspection", "right to audit"]),
    ("subcontracting", &["再委託", "下請", "subcontract", "subcontracting", "subprocessor", "sub-processor"]),
    ("personal-data", &["個人情報", "個人データ", "personal data", "privacy", "data processing"]),
    ("sbom-fields", &["sbom/部品表+項目/形式/フォーマット/範囲", "sbom+field/fields/format/content/scope"]),
    ("sbom-update", &["sbom/部品表+更新/改版/改訂", "sbom+update/updates/renewal"]),
    ("sbom-responsibility", &[
        "sbom/部品表+責任/瑕疵/誤り/正確", "sbom+responsibility/liability/error/errors/accuracy",
    ]),
    ("sbom-secrecy", &["sbom/部品表+秘密/守秘/機密/開示/共有範囲", "sbom+confidential/confidentiality/secrecy/disclosure"]),
    ("sbom-cost", &["sbom/部品表+費用/負担/対価", "sbom+cost/costs/fee/price"]),
    ("sbom-provision", &["sbom", "ソフトウェア部品表", "部品表"]),
    ("liability", &["損害賠償", "賠償", "liability", "indemnity", "damages"]),
    ("termination", &["契約終了", "解除", "終了", "termination", "exit"]),
    ("support-period", &["サポート期間", "保守期間", "サポート", "support period", "support", "maintenance period"]),
    ("access-control", &[
        "アクセス制御", "アクセス管理", "アクセス権", "リモートアクセス", "access control", "access management",
        "remote access",
    ]),
    ("data-location", &["データ所在", "保管国", "保存場所", "データセンター", "data location", "data residency"]),
    ("staff-pledge", &["誓約書", "守秘誓約", "pledge", "staff confidentiality"]),
];

#[rustfmt::skip] // A token and its words stand together, or the table cannot be read.
pub(crate) static MEASURES: &[Alias] = &[
    ("entry-control", &[
        "入退室", "入退場", "入室管理", "入退", "カードキー", "認証ゲート", "entry control", "access control",
        "badge", "card reader",
    ]),
    ("lock", &["施錠", "鍵", "錠", "ロック", "ラック施錠", "lock", "locking", "key"]),
    ("surveillance", &[
        "監視カメラ", "防犯カメラ", "カメラ", "警備", "センサ", "監視", "camera", "cctv", "surveillance", "guard",
    ]),
    ("visitor", &["来訪者", "訪問者", "付き添い", "付添", "受付", "visitor", "escort", "reception"]),
    ("zoning", &[
        "区域", "区画", "ゾーン", "エリア分け", "パーティション", "立入制限", "zone", "zoning", "restricted area",
        "partition",
    ]),
    ("power", &["電源", "ups", "無停電", "発電", "power", "generator"]),
    ("fire", &["消火", "火災", "防火", "火報", "fire", "smoke"]),
    ("flood", &["浸水", "漏水", "水害", "flood", "water leak", "water"]),
    ("climate", &["空調", "温度", "湿度", "air conditioning", "temperature", "hvac", "cooling"]),
    ("cabling", &["配線", "ケーブル", "cabling", "cable"]),
    ("clear-desk", &["クリアデスク", "クリアスクリーン", "離席", "clear desk", "clear screen"]),
    ("media-storage", &["媒体保管", "保管庫", "金庫", "キャビネット", "safe", "cabinet", "media storage"]),
    ("carry-out", &["持出", "持ち出し", "持込", "持ち込み", "carry out", "carry-out", "removal of property"]),
    ("key-custody", &["鍵管理", "鍵/キー+管理/保管/台帳/責任者/貸出", "key/keys+management/custody/control/register/keeping"]),
    ("anti-bugging", &["盗聴", "bugging", "bugs", "eavesdropping"]),
];

#[rustfmt::skip] // A token and its words stand together, or the table cannot be read.
pub(crate) static PLACES: &[Alias] = &[
    ("server-room", &[
        "サーバ室", "サーバー室", "サーバルーム", "サーバールーム", "サーバ+エリア/区画/スペース/ラック/架", "サーバー+エリア/区画/スペース/ラック/架", "電算室", "計算機室",
        "マシン室", "マシンルーム", "機械室+!空調/!エレベータ/!ポンプ/!電気", "コンピュータ室", "コンピュータルーム", "情報システム室", "ネットワーク室", "通信機械室",
        "データセンタ", "データセンター", "server room", "computer room", "machine room", "data center", "data centre", "data room", "network room", "comms room",
    ]),
    ("factory-floor", &[
        "工場+!工場長室/!工場事務/!工場外", "製造現場", "生産現場", "製造ライン", "生産ライン", "製造エリア", "生産エリア", "製造フロア", "生産フロア", "製造棟",
        "生産棟", "組立ライン", "組立棟", "作業場", "加工場", "shop floor", "shopfloor", "factory", "plant floor", "production floor", "production area",
        "production line", "assembly line", "workshop",
    ]),
    ("control-room", &[
        "制御室", "中央監視室", "監視室", "中央制御室", "防災センタ", "防災センター", "中央管理室", "指令室", "運転室", "オペレーションルーム", "管制室", "control room",
        "operation room", "operations room", "monitoring room",
    ]),
    ("office", &["事務所", "事務室", "オフィス", "執務室", "執務エリア", "執務スペース", "居室", "office", "workplace", "work area"]),
    ("reception", &["受付", "エントランス", "玄関", "ロビー", "reception", "entrance", "lobby"]),
    ("meeting-room", &["会議室", "応接室", "応接", "打合せ室", "打ち合わせ", "meeting room", "conference room"]),
    ("warehouse", &["倉庫", "資材置場", "資材置き場", "部品庫", "warehouse", "storehouse", "stockroom"]),
    ("archive", &["書庫", "文書保管", "文書庫", "キャビネット室", "archive", "records room", "file room"]),
    ("electrical-room", &[
        "電気室", "受変電", "変電室", "配電盤室", "ups室", "eps", "弱電室", "mdf", "electrical room", "switchgear room", "power room",
    ]),
    ("mechanical-room", &["空調機械室", "空調+機械室", "熱源機械室", "ポンプ室", "ボイラ室", "ボイラー室", "mechanical room", "plant room", "hvac room", "boiler room"]),
    ("laboratory", &["研究室", "実験室", "試験室", "開発室", "設計室", "試作+室/場/エリア", "laboratory", "test room", "lab"]),
    ("substation", &["変電所", "発電所", "開閉所", "substation", "power station", "power plant"]),
    ("gate", &["門", "正門", "通用口", "守衛所", "警備室", "gate", "guard house", "gatehouse"]),
];

#[rustfmt::skip] // A token and its words stand together, or the table cannot be read.
pub(crate) static REGISTERS: &[Alias] = &[
    ("incidents", &[
        "事故記録", "インシデント+記録/台帳/管理表/一覧/管理簿", "インシデント", "事故+台帳/一覧/管理",
        "incident register", "incident log", "incident",
    ]),
    ("vulnerability-records", &["脆弱性+台帳/記録/管理表/一覧", "脆弱性", "vulnerability register", "vulnerability"]),
    ("exceptions", &["例外+台帳/一覧/管理/承認/記録", "例外", "exception register", "exception", "waiver"]),
    ("assets", &[
        "資産台帳", "資産+台帳/一覧/管理表", "機器+台帳/一覧", "asset inventory", "asset register", "inventory",
    ]),
    ("accounts", &[
        "アカウント+台帳/一覧/管理表", "利用者id+台帳/一覧", "id台帳", "account register", "account list",
    ]),
    ("partners", &["取引先+台帳/一覧", "委託先+台帳/一覧", "partner register", "supplier register", "vendor list"]),
    ("changes", &["変更+台帳/記録/管理表", "change register", "change log"]),
    ("media", &["媒体+台帳/一覧/管理簿", "usb+台帳/管理簿", "media register"]),
    ("information-assets", &["情報資産+台帳/一覧/管理表", "information asset"]),
    ("disposals", &["廃棄+記録/台帳", "disposal record", "disposal"]),
    ("access-log", &["入退室+記録/簿", "入退室記録", "entry log", "access log"]),
    ("contracts", &["契約+台帳/一覧/管理表", "contract register", "contract list"]),
];
