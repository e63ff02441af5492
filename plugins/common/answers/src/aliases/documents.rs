//! Documents and procedures.

use super::Alias;

#[rustfmt::skip] // A token and its words stand together, or the table cannot be read.
pub(crate) static DOCUMENTS: &[Alias] = &[
    ("security-policy", &[
        "情報セキュリティ方針", "情報セキュリティ基本方針", "情報セキュリティポリシー", "サイバーセキュリティ方針",
        "サイバーセキュリティ基本方針", "セキュリティ対応方針", "セキュリティ基本方針", "セキュリティ方針",
        "セキュリティポリシー+!工場/パスワード/制御/ot", "information security policy", "cybersecurity policy",
        "cyber security policy", "isms policy", "security policy+!factory/plant/ot/password",
        "セキュリティ+方針/宣言+!工場/制御/製品",
    ]),
    ("factory-security-policy", &[
        "工場セキュリティ方針", "工場セキュリティポリシー",
        "工場/制御システム/生産システム/プラント/製造/ot+セキュリティ+方針/ポリシー/規程/規則/基準/ルール",
        "factory/plant/ot/ics/manufacturing+security+policy/standard/rule",
    ]),
    ("confidentiality-rule", &[
        "守秘義務規程", "秘密保持規程", "機密保持規程", "秘密情報管理規程", "営業秘密管理規程",
        "守秘/秘密/機密/就業+規程/規則/規定/義務/ルール/誓約/要領",
        "confidentiality+rule/policy/regulation/obligation", "non-disclosure+rule/policy", "work rules",
        "rules of employment",
    ]),
    ("it-asset-rule", &[
        "it資産管理規則", "it資産管理規程", "情報機器管理規程",
        "it資産/情報資産/情報機器/情報システム/機器/資産/端末/pc/ソフトウェア/サーバ+管理/利用/運用/取扱+規則/規程/規定/ルール/基準/ポリシー/要領/手順/ガイドライン",
        "it asset/asset/device/hardware/software+rule/policy/standard/management",
    ]),
    ("information-classification-rule", &[
        "情報管理規則", "情報管理規程", "情報分類規程", "情報資産管理規程", "機密情報管理規程", "文書管理規程",
        "情報/機密/秘密+分類/管理/区分/取扱+規則/規程/規定/ルール/基準/ポリシー/要領/手順/ガイドライン",
        "information/data+classification/handling", "information management+rule/policy",
    ]),
    ("password-rule", &[
        "パスワード設定規則", "パスワード規程", "パスワードポリシー",
        "パスワード+規則/規程/規定/ルール/ポリシー/基準/要領/方針/ガイドライン/設定/管理",
        "password+rule/policy/standard/requirements/guideline", "認証+規則/規程/規定/基準/ポリシー",
        "authentication+policy/standard/rule",
    ]),
    ("password-management-rule", &[
        "パスワード管理規則", "パスワード管理規程", "パスワード管理手順",
        "パスワード+管理/保管/取扱/規程/規則/規定/ルール/ポリシー/要領/手順",
        "password+management/handling/storage/policy/rule/procedure", "認証情報+管理/取扱",
        "credential+management/policy",
    ]),
    ("access-rule", &[
        "アクセス管理規程", "アクセス制御規程", "アクセス権管理規程",
        "アクセス/入退室/入室/立入/権限/ログオン/ログイン+規則/規程/規定/ルール/ポリシー/基準/要領/管理/制御",
        "access+control/management/rights/policy/rule", "entry control",
    ]),
    ("user-id-procedure", &[
        "ユーザid管理手順", "ユーザーid管理手順", "利用者id管理手順", "アカウント管理手順",
        "利用者/ユーザ/ユーザー/アカウント/id+管理/発行/申請/登録/付与/手順/規程/規則/要領+!管理者/特権/adminid",
        "user id/user account/account/identity+procedure/management/provisioning/rule/lifecycle+!admin/administrator/privileged",
    ]),
    ("admin-id-procedure", &[
        "管理者id管理手順", "特権id管理手順", "管理者/特権/アドミン/システム管理+id/アカウント/権限",
        "admin/administrator/privileged+id/account/access/procedure/management",
    ]),
    ("incident-response", &[
        "インシデント対応手順", "インシデント対応計画", "インシデントレスポンス", "事故対応手順", "緊急時対応手順",
        "インシデント/事故/緊急/異常/障害+対応/対処/手順/計画/マニュアル/規程/要領/フロー+!様式/報告書/事例",
        "incident+response/handling/management/procedure/plan/playbook+!form/report form", "csirt",
    ]),
    ("incident-report-form", &[
        "インシデント報告書", "事故報告書",
        "インシデント/事故/障害/異常/セキュリティ+報告書/様式/報告様式/届/フォーム/書式/ひな形/テンプレート/シート",
        "incident/accident+form/report form/report template/template/report sheet",
    ]),
    ("incident-cases", &[
        "インシデント事例", "事故事例",
        "インシデント/事故/被害/攻撃/セキュリティ+事例/注意喚起/ニュース/情報共有/教訓/ヒヤリ", "注意喚起", "事例集",
        "事例共有", "incident/attack/breach+case/example/lessons/bulletin/alert", "security bulletin",
        "security alert", "security news",
    ]),
    ("business-continuity-plan", &[
        "事業継続計画", "bcp", "it-bcp", "事業継続/業務継続/復旧+計画/方針/規程/マニュアル/手順", "it継続計画",
        "business continuity", "continuity plan", "disaster recovery", "drp",
    ]),
    ("backup-procedure", &[
        "バックアップ手順", "バックアップ運用手順", "バックアップ+手順/運用/規程/規則/要領/マニュアル/計画/基準/取得",
        "backup+procedure/policy/plan/rule/guide", "back up+procedure/policy/plan",
    ]),
    ("restore-procedure", &[
        "リストア手順", "復元手順", "復旧手順", "リストア/復元/復旧/リカバリ+手順/マニュアル/要領/手順書/フロー",
        "restore/restoration/recovery+procedure/runbook/manual/guide",
    ]),
    ("boundary-device-procedure", &[
        "ファイアウォール/ファイアーウォール/ルータ/ルーター/ネットワーク機器/境界機器/境界装置/utm/fw/vpn+手順/管理/設定/運用/変更/規程/要領/パスワード",
        "firewall/router/boundary/perimeter/network device/gateway+procedure/management/configuration/rule/change/password",
    ]),
    ("device-connection-procedure", &[
        "機器接続手順", "接続機器管理手順",
        "機器/端末/持込/持ち込み/外部媒体/usb/pc/ネットワーク+接続/持込/持ち込み/つなぐ+!外部接続先",
        "ウイルスチェック手順", "device/equipment/media+connection/connecting/admission/onboarding", "bring-in",
    ]),
    ("acceptance-procedure", &[
        "受入検査手順", "受入手順", "検収手順",
        "受入/受け入れ/検収/納入/調達/導入+検査/手順/基準/試験/確認/要領/規程",
        "acceptance+procedure/inspection/test/criteria", "procurement+procedure/standard", "incoming inspection",
    ]),
    ("completion-inspection", &[
        "竣工検査", "完成検査", "引渡検査", "竣工/引渡/引渡し/引き渡し+検査/試験/確認/記録/報告/要領",
        "completion/handover/commissioning+inspection/test/tests/report/record/check",
    ]),
    ("design-specification", &[
        "設計仕様書", "要求仕様書", "要件定義書", "仕様書", "設計書", "セキュリティ要件",
        "設計/要求/要件/調達/機能+仕様/定義/書", "design specification", "requirements specification",
        "system specification",
        "design/requirement/security/system/procurement+specification/requirements document/design document",
    ]),
    ("network-diagram", &[
        "ネットワーク構成図", "ネットワーク図", "システム構成図", "構成図", "network diagram", "topology",
        "system diagram",
    ]),
    ("data-flow-diagram", &["データフロー図", "データフロー", "情報フロー", "data flow"]),
    ("risk-management-rule", &[
        "リスク管理規程", "リスクマネジメント+規程/手順/方針/計画", "リスク+評価/アセスメント+手順/基準/規程",
        "risk+management/assessment+policy/procedure/method/rule/plan",
    ]),
    ("log-management-rule", &[
        "ログ管理規程", "ログ+管理/取得/監視/分析/保管+規程/規則/手順/基準/要領/ルール",
        "log+management/review/monitoring+policy/procedure/rule/standard",
    ]),
    ("patch-procedure", &[
        "パッチ管理手順", "パッチ/修正プログラム/更新プログラム/アップデート/脆弱性+手順/規程/管理/要領/基準/適用",
        "patch/vulnerability/update+management/procedure/policy",
    ]),
    ("vulnerability-handling-policy", &[
        "脆弱性対応方針", "脆弱性開示方針", "脆弱性+対応/開示/取扱/公開/受付+方針/手順/規程/ポリシー",
        "vulnerability+disclosure/handling+policy/procedure/process", "psirt",
    ]),
    ("disposal-procedure", &[
        "廃棄手順", "廃棄/消去/破棄/抹消+手順/規程/要領/基準/ルール",
        "disposal/sanitization/sanitisation/destruction+procedure/policy/rule",
    ]),
    ("media-rule", &[
        "外部記憶媒体管理規程", "媒体/usb+管理/取扱/利用+規程/規則/手順/ルール/要領", "removable media",
        "media+handling/policy/rule",
    ]),
    ("remote-work-rule", &[
        "テレワーク規程", "リモートワーク規程",
        "テレワーク/在宅勤務/リモートワーク/モバイル/リモートアクセス+規程/規則/ルール/手順/ガイドライン/基準",
        "telework/remote work/remote access/mobile+policy/rule/procedure",
    ]),
    ("cloud-rule", &[
        "クラウド利用規程", "クラウド/外部サービス/saas+規程/規則/基準/ルール/手順/ガイドライン/利用",
        "cloud+policy/rule/standard/usage",
    ]),
    ("supplier-rule", &[
        "委託先管理規程", "委託先/取引先/外部委託/調達先/サプライチェーン+管理/評価/選定/基準/規程",
        "supplier/vendor/third party/outsourcing+policy/management/rule/standard",
    ]),
    ("physical-security-rule", &[
        "入退室管理規程", "物理的/施設/入退室/入退出/区域+セキュリティ/管理/規程/規則/手順", "physical security",
        "facility security", "entry and exit",
    ]),
    ("change-procedure", &["変更管理手順", "変更管理+手順/規程/要領", "change management", "change control"]),
    ("training-plan", &["教育計画", "教育訓練計画", "教育/研修/訓練+計画/規程/要領", "training+plan/program/policy"]),
    ("privacy-policy", &[
        "個人情報保護方針", "プライバシーポリシー", "個人情報+方針/規程/規則/取扱", "privacy+policy/rule",
        "personal data+policy/rule",
    ]),
    ("encryption-rule", &[
        "暗号化規程", "暗号/鍵管理+規程/基準/手順/ルール",
        "encryption/cryptography/key management+policy/standard/rule",
    ]),
    ("development-rule", &[
        "開発標準", "セキュア開発+規程/基準/手順/標準", "開発+規程/標準/基準/セキュリティ", "secure development",
        "sdlc", "development+standard/policy",
    ]),
    ("audit-procedure", &["内部監査規程", "監査+規程/手順/計画/要領", "audit+procedure/plan/policy"]),
    ("oss-policy", &[
        "oss/オープンソース+方針/ポリシー/規程/規則/ガイドライン/基準", "oss/open source/open-source+policy/rule/guideline",
    ]),
    ("oss-procedure", &[
        "oss/オープンソース+手順/要領/フロー/マニュアル", "oss/open source/open-source+procedure/process/workflow",
    ]),
    ("sbom-procedure", &["sbom+手順/規程/管理/運用/作成", "sbom"]),
    ("security-rule", &[
        "情報セキュリティ規程", "情報セキュリティ管理規程", "情報セキュリティ対策基準", "情報セキュリティ規則", "セキュリティ管理規程", "社内規程", "社内規則", "社内ルール",
        "セキュリティ+規程/規則/基準/細則/ルール+!工場/制御/製品/パスワード/物理/開発/方針",
        "information security+standard/rules/regulation/regulations/manual",
        "security+standards/rules+!factory/plant/ot/password", "company rules", "internal rules",
    ]),
    ("security-plan", &[
        "セキュリティ対策推進計画", "セキュリティ推進計画", "セキュリティ対策計画", "セキュリティ+推進/対策/改善/年度/中期+計画", "security plan",
        "security+plan/program/programme/roadmap+!incident/continuity",
    ]),
    ("contract-end-procedure", &[
        "契約終了時手順", "取引終了時手順", "契約/取引+終了/解除/満了+手順/確認/チェック/要領/規程", "機密/秘密/情報/貸与+回収/返却/返還+手順/確認/チェック/リスト/要領",
        "委託先/取引先+管理+規程/手順/要領", "contract/partnership+end/termination/exit+procedure/checklist",
        "offboarding+supplier/vendor/partner/contract", "return/recovery+information/data+checklist/procedure",
        "supplier/vendor/third party+management",
    ]),
    ("leaver-procedure", &[
        "退職時手順", "退職者手続", "退職/離職/任期満了/契約満了+手順/手続/チェック/要領/規程/回収", "offboarding+!supplier/vendor/partner/contract",
        "leaver/leavers+procedure/checklist/process", "termination+employee/staff", "exit+checklist/procedure",
    ]),
    ("carry-rule", &[
        "持込み持出し管理規程", "持込/持込み/持ち込み/持出/持出し/持ち出し+規程/規則/ルール/基準/手順/要領/管理", "媒体/usb/情報機器+管理/取扱/利用+規程/規則/手順/ルール/要領",
        "bring-in/take-out/carry-in/carry-out/bringing/taking+rule/rules/policy/procedure",
        "removable media+rule/rules/policy/procedure", "media+handling/policy/rule/rules",
    ]),
    ("workplace-rule", &[
        "職場ルール", "部署別ルール", "職場/部門/部署/現場+ルール/規則/注意事項/リスク/遵守事項/心得", "workplace/department/site+rule/rules/notice/risk",
    ]),
    ("data-storage-rule", &[
        "データ保管規程", "データ管理規程", "情報管理規程", "データ/ファイル+保管/保存/格納+規程/規則/ルール/基準/要領", "ファイルサーバ/ファイルサーバー+規程/規則/ルール/基準/要領/手順",
        "data/file+storage/storing+rule/rules/policy/procedure", "file server+rule/rules/policy/use",
    ]),
    ("information-sharing-rule", &[
        "情報共有規程", "情報/ファイル/データ+共有/送信/転送/授受/受渡+規程/規則/ルール/基準/要領/手順", "社外送信ルール",
        "information/file/data+sharing/transfer/exchange/sending+rule/rules/policy/procedure",
    ]),
    ("configuration-standard", &[
        "標準構成", "標準設定", "構成/設定/要塞化/ハードニング/キッティング+標準/基準/ルール/規程/手順書/ガイドライン+!パスワード",
        "configuration/hardening/build+standard/baseline/rule/rules/guide/policy", "secure configuration",
        "security baseline",
    ]),
    ("installed-software", &[
        "導入ソフトウェア", "ソフトウェア/ソフト+導入/インストール/棚卸/点検/利用/管理", "software+installed/installation/inventory/asset/audit",
    ]),
    ("malware-response", &[
        "マルウェア対応手順", "ウイルス対応手順",
        "マルウェア/ウイルス/ウィルス/ランサムウェア+感染/対応/対処/発見/緊急+手順/要領/マニュアル/フロー/規程",
        "malware/virus/ransomware+response/infection/handling+procedure/playbook/plan/guide/manual",
    ]),
    ("network-connection-rule", &[
        "社内ネットワーク接続規程", "社内ネットワーク利用規程",
        "ネットワーク/社内lan/lan+接続/利用+規程/規則/規定/ルール/基準/要領/手順+!外部接続先/構成図/無線",
        "network+connection/connecting/use+rule/rules/policy/procedure+!diagram",
    ]),
    ("awareness-material", &[
        "セキュリティ啓発資料", "セキュリティ/情報管理/サイバー+啓発/ポスター/だより/月間/標語/ハンドブック/メールマガジン",
        "security+awareness/poster/newsletter/campaign/handbook",
    ]),
    ("procurement-standard", &[
        "it機器調達基準", "調達/購買/購入+セキュリティ/it/機器/システム/ソフトウェア+基準/要件/要求/規程/仕様/ルール/ガイドライン",
        "procurement/purchasing+security/equipment/system/systems/software+standard/requirements/rule/rules/policy",
    ]),
    ("remote-access-procedure", &[
        "リモートアクセスid管理手順", "リモートアクセス/リモート接続/遠隔接続/vpn+id/アカウント/申請/発行/利用者+管理/手順/規程/要領/ルール",
        "remote access/vpn+account/accounts/id/user/users+procedure/rule/policy/management",
    ]),
    ("mail-rule", &[
        "電子メール利用規程", "メール/電子メール+利用/送信/運用/誤送信+規程/規則/規定/ルール/基準/要領/手順/ガイドライン",
        "e-mail/email/mail+use/usage/sending+policy/rule/rules/guideline",
    ]),
    ("internet-use-rule", &[
        "インターネット利用規程", "ソーシャルメディアポリシー",
        "インターネット/web/ウェブ/sns/ソーシャルメディア+利用/閲覧/投稿+規程/規則/規定/ルール/基準/要領/ガイドライン/ポリシー",
        "internet/web/social media/sns+use/usage+policy/rule/rules/guideline",
    ]),
];
