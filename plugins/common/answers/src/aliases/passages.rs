//! Headings of documents and steps of procedures.

use super::Alias;

#[rustfmt::skip] // A token and its words stand together, or the table cannot be read.
pub(crate) static PASSAGES: &[Alias] = &[
    // Rules for devices and software.
    ("introduction", &[
        "導入", "調達", "購入", "新規導入", "introduction", "procurement", "acquisition", "deployment", "onboarding",
    ]),
    ("installation", &[
        "設置", "据付", "据え付け", "配置", "インストール", "設置場所", "installation", "placement", "install",
        "siting",
    ]),
    ("network-connection", &[
        "ネットワーク接続", "ネットワーク+接続/つなぐ", "接続", "lan+接続", "network connection",
        "network+connect/connection", "connecting",
    ]),
    ("patching", &[
        "パッチ", "修正プログラム", "更新プログラム", "セキュリティ更新", "アップデート", "脆弱性対応", "patch",
        "software update", "security update", "updates",
    ]),
    ("disposal", &[
        "廃棄", "破棄", "消去", "抹消", "データ消去", "disposal", "sanitization", "destruction", "erasure",
    ]),
    ("use", &["利用", "使用", "acceptable use", "usage"]),
    ("support-end", &["サポート終了", "サポート期限", "保守期限", "eol", "end of support", "end of life"]),
    // Making and using SBOMs.
    ("sbom-who", &["作成者", "誰が", "体制", "役割分担", "who", "roles", "responsible"]),
    ("sbom-when", &["作成時期", "いつ", "タイミング", "更新時期", "頻度", "when", "timing", "frequency"]),
    ("sbom-depth", &["作成範囲", "対象範囲", "深さ", "粒度", "階層", "depth", "granularity"]),
    ("sbom-means", &["作成手段", "手段", "ツール", "自動化", "means", "tool", "tooling"]),
    ("sbom-purpose", &["活用", "利用目的", "活用範囲", "目的", "purpose", "intended use"]),
    ("sbom-format", &["フォーマット", "形式", "項目", "format", "data fields"]),
    // Rules for passwords.
    ("change-default", &[
        "初期パスワード", "初期値", "デフォルト", "既定値", "出荷時", "初期+変更", "default password",
        "change default", "initial password", "factory default",
    ]),
    ("no-guessable-words", &[
        "推測", "辞書", "単純な文字列",
        "名前/誕生日/社名/生年月日/辞書/単語/連番/容易+使/避/禁止/不可/不使用/設定しない", "安易", "guessable",
        "guessed", "dictionary", "common password", "deny list", "denylist", "blocklist", "predictable",
        "weak password",
    ]),
    ("length-and-protection", &[
        "文字数", "桁数", "文字以上", "桁以上", "長さ", "文字種", "複雑さ", "複雑性", "password length",
        "minimum length", "complexity", "characters",
    ]),
    ("length", &["文字数", "桁数", "文字以上", "桁以上", "長さ", "length", "minimum length", "characters"]),
    ("protection", &["保護", "ロック", "多要素", "試行回数", "protection", "lockout", "multi-factor", "mfa"]),
    ("no-reuse", &[
        "使い回し", "使いまわし", "再利用", "流用", "同じパスワード", "同一+パスワード", "共用禁止", "reuse",
        "re-use", "unique password", "same password",
    ]),
    ("safe-storage", &[
        "保管", "管理方法", "保存", "メモ", "書き留め", "貼付", "付箋", "パスワード管理", "他人+知られ/教え/見え",
        "storage", "safe keeping", "safekeeping", "password manager", "stored", "storing", "keep secret",
    ]),
    ("change-on-compromise", &[
        "漏えい/漏洩/流出/危殆化/侵害/不正利用/知られ/疑い+変更/リセット/再設定/速やか/直ち/即時/時",
        "漏えい時の変更", "compromise", "compromised", "leaked", "breached", "suspected disclosure",
    ]),
    ("change-password", &[
        "パスワード+変更/再設定/更新/リセット", "パスワード変更", "change password", "password change",
        "password+change/rotation/reset",
    ]),
    // Rules for information.
    ("identification", &[
        "特定", "識別", "洗い出し", "洗出し", "対象情報", "機密情報の定義", "秘密情報の定義", "機密/秘密+定義/範囲",
        "identification", "identify", "identifying", "definition of confidential",
    ]),
    ("grading-and-marking", &[
        "格付け+表示", "格付+表示", "区分+表示", "分類+表示", "classification and labelling",
        "classification and labeling",
    ]),
    ("grading", &[
        "格付", "機密区分", "機密度", "秘密区分", "分類", "区分", "ランク", "レベル判定", "重要度", "grading",
        "classification", "grade", "classify",
    ]),
    ("marking", &[
        "表示", "明示", "ラベル", "押印", "㊙", "表記", "マーキング", "marking", "labelling", "labeling", "label",
    ]),
    ("handling-by-grade", &["取扱", "取り扱い", "扱い方", "区分別+管理/扱い", "handling", "treatment by class"]),
    ("area-restriction", &[
        "区域", "エリア", "区画", "立入", "立ち入り", "入室", "ゾーニング", "取扱場所", "area", "zone",
        "restricted area", "zoning",
    ]),
    // Giving and taking away of rights.
    ("request", &["申請", "依頼", "申込", "起票", "request", "application", "apply"]),
    ("approval", &[
        "承認", "決裁", "許可", "認可", "approval", "approve", "authorization", "authorisation", "sign-off",
    ]),
    ("request-and-approval", &["申請+承認", "申請+許可", "申請+決裁", "request and approval"]),
    ("grant", &[
        "付与", "発行", "登録", "作成", "払い出し", "払出", "追加", "開設", "設定", "grant", "issue", "creation",
        "create", "registration", "provision", "assign",
    ]),
    ("change", &["変更", "異動", "見直し", "修正", "更新", "change", "modification", "modify", "transfer"]),
    ("removal", &[
        "削除", "抹消", "失効", "停止", "返却", "廃止", "無効化", "退職", "剥奪", "removal", "remove", "deletion",
        "delete", "revocation", "revoke", "deprovision", "disable", "termination", "leaver",
    ]),
    ("limited-scope", &[
        "必要最小限", "最小限", "必要最低限", "最小権限", "範囲+限定/絞/必要/制限", "職務+応じ", "限定",
        "least privilege", "need to know", "need-to-know", "minimum necessary", "limited scope", "limit",
    ]),
    ("stocktaking", &[
        "棚卸", "たな卸", "棚おろし", "定期確認", "定期点検", "定期的な見直し", "定期見直し", "レビュー",
        "stocktaking", "inventory", "access review", "recertification", "periodic review", "review",
    ]),
    ("record-keeping", &[
        "記録", "台帳", "申請書+管理/保管/保存", "保管", "履歴", "record", "register", "log",
        "retention of applications",
    ]),
    // Incidents.
    ("report", &[
        "発見報告", "報告", "通報", "連絡", "第一報", "発見", "検知", "エスカレーション", "report", "notification",
        "escalation", "detection",
    ]),
    ("first-response", &[
        "初動", "一次対応", "応急", "初期対応", "緊急措置", "封じ込め", "隔離", "first response", "initial response",
        "containment", "triage", "immediate action",
    ]),
    ("investigation", &[
        "調査", "原因", "分析", "解析", "影響範囲", "フォレンジック", "investigation", "analysis", "forensic",
        "root cause", "investigate",
    ]),
    ("recovery", &["復旧", "回復", "復元", "再開", "リカバリ", "recovery", "restoration", "restore", "resume"]),
    ("final-report", &[
        "最終報告", "事後報告", "完了報告", "終結報告", "結果報告", "再発防止", "事後対応", "振り返り",
        "final report", "closing report", "closure", "post-incident", "postmortem", "post-mortem", "lessons learned",
    ]),
    ("preparation", &["準備", "事前準備", "備え", "平時", "preparation", "prepare", "readiness"]),
    ("post-incident", &[
        "事後対応", "事後の活動", "事後処理", "事後", "教訓", "振り返り", "再発防止", "post-incident", "post incident", "postmortem",
        "post-mortem", "lessons learned", "after-action",
    ]),
    ("coordination", &["調整", "連携", "関係機関", "情報共有", "coordination", "coordinate", "liaison"]),
    ("containment", &["封じ込め", "隔離", "遮断", "containment", "isolation"]),
    ("eradication", &["根絶", "駆除", "除去", "eradication"]),
    ("communication", &["連絡", "広報", "情報共有", "公表", "communication", "public relations"]),
    ("prevention", &["再発防止", "予防", "prevention"]),
    ("detection", &["検知", "発見", "監視", "detection", "monitoring"]),
    ("reporting-route", &[
        "報告経路", "連絡経路", "連絡体制", "報告体制", "連絡網", "報告ルート", "連絡ルート", "エスカレーション",
        "情報共有", "報告/連絡/共有/通報+経路/体制/ルート/フロー/先/する", "reporting route", "escalation",
        "reporting line", "report to", "reports to", "call tree", "communication plan", "notification flow",
        "information sharing",
    ]),
    // Equipment runs on without its control system: in buildings the way to keep people safe.
    ("manual-operation", &[
        "手動+運転/操作/切替/切り替え/切換/制御/起動/停止/対応", "現地+操作/運転/盤", "現場+操作/運転", "機側", "手元+操作/運転/盤",
        "人手による運転", "人手による操作", "manual operation", "manual control", "manual mode", "manual fallback",
        "manual override", "operate manually", "operated manually", "run manually", "local operation",
        "local control", "by hand",
    ]),
    // Continuity, backup.
    ("cyber-attack", &[
        "サイバー攻撃", "サイバー", "ランサムウェア", "マルウェア", "不正アクセス", "cyber attack", "cyberattack",
        "cyber", "ransomware", "malware",
    ]),
    ("recovery-level", &[
        "復旧目標", "目標復旧", "復旧レベル", "rto", "rpo", "rlo", "復旧/回復/業務+目標/水準/レベル/程度",
        "recovery objective", "recovery level", "recovery time", "recovery target", "recovery point",
    ]),
    ("recovery-measures", &[
        "復旧手段", "代替手段", "代替策", "予備機", "代替機", "待機系", "冗長", "手作業", "復旧対策", "復旧方法",
        "復旧手順", "復旧/代替/継続+対策/手段/方法/手順/策/運用", "recovery measure", "recovery procedure",
        "workaround", "fallback", "standby", "manual operation", "alternate", "alternative",
    ]),
    ("backup", &["バックアップ", "退避", "backup", "back up", "back-up"]),
    ("restore", &["リストア", "復元", "復旧", "戻し", "リカバリ", "restore", "restoration", "recovery"]),
    ("restore-test", &[
        "リストア/復元/復旧/戻し/リカバリ+試験/テスト/訓練/確認/検証", "restore test", "recovery test",
        "restore/restoration/recovery+test/drill/verification/exercise",
    ]),
    // Equipment.
    ("malware-check", &[
        "マルウェア/ウイルス/ウィルス+チェック/検査/スキャン/確認/駆除/検知/有無", "malware check",
        "malware/virus+check/scan/inspection", "scanning",
    ]),
    ("acceptance-inspection", &[
        "受入検査", "受け入れ検査", "検収", "受入/受け入れ/納入/納品/導入+検査/試験/テスト/確認/判定",
        "acceptance inspection", "acceptance test", "acceptance criteria", "incoming inspection",
    ]),
    ("security-requirements", &[
        "セキュリティ要件", "セキュリティ要求", "セキュリティ仕様", "セキュリティ+要件/要求/水準/基準",
        "security requirement",
    ]),
    ("vulnerability", &["脆弱性", "vulnerability"]),
    ("remote-access", &["リモートアクセス", "遠隔", "リモート", "remote access"]),
    ("log", &["ログ", "記録", "log", "logging"]),
    // What most documents have.
    ("purpose", &["目的", "趣旨", "purpose", "objective"]),
    ("scope", &["適用範囲", "範囲", "対象", "scope", "applicability"]),
    ("roles", &["役割", "責任", "体制", "責務", "roles", "responsibilities", "organization"]),
    ("education", &["教育", "研修", "訓練", "education", "training"]),
    ("exceptions", &["例外", "適用除外", "exception", "waiver"]),
    ("penalties", &["罰則", "懲戒", "違反", "penalty", "sanction", "disciplinary"]),
    ("review", &["見直し", "レビュー", "評価", "改善", "改定", "review", "improvement"]),
    ("compliance", &["遵守", "順守", "法令", "compliance", "legal"]),
    ("risk-assessment", &["リスクアセスメント", "リスク評価", "リスク分析", "risk assessment", "risk analysis"]),
    // What SCS ★4 asks of rules and procedures.
    ("permitted-devices", &[
        "許可機器", "機器/端末/pc/パソコン+許可/承認/使用/利用/条件/申請", "device/devices+permitted/approved/allowed/approval",
    ]),
    ("download-limits", &[
        "ダウンロード", "個人所有/私物/byod+ファイル/機密/データ/保存/情報", "download", "downloads",
        "personal device/personally owned/byod+file/files/data/information",
    ]),
    ("information-sources", &[
        "情報源", "収集元", "収集先", "情報収集", "information source", "information sources",
        "source/sources+vulnerability/threat",
    ]),
    ("collection-tools", &["ツール", "tool", "tools"]),
    ("collection-frequency", &["頻度", "周期", "毎日", "毎週", "毎月", "frequency", "interval", "daily", "weekly", "monthly"]),
    ("need-decision", &[
        "対応要否", "要否判断", "判断基準", "トリアージ", "優先度/優先順位+判断/判定/基準/評価/決定", "triage", "prioritization",
        "decision+criteria/action/need", "assessment of need",
    ]),
    ("remediation", &[
        "対応手順", "対応+実施/期限/完了/計画", "対処", "修正", "適用", "緩和", "remediation", "remediate", "fix", "fixing", "mitigation",
        "patching",
    ]),
    ("collection-check", &[
        "回収/返却/返還/廃棄/破棄/消去+確認/チェック/証明/記録",
        "return/recovery/disposal/destruction/erasure+confirmation/confirm/check/certificate/verification",
    ]),
    ("revoke-access", &[
        "アクセス権/権限/アカウント/id/鍵/入館証+回収/削除/停止/失効/無効/返却/抹消/廃止",
        "access/account/accounts/rights/keys+revoke/revocation/removal/disable/deletion/return",
    ]),
    ("collect-information", &[
        "情報/書類/資料/印刷物/媒体/文書/データ+回収/返却/返還",
        "information/document/documents/media/data+return/collect/collection/recovery",
    ]),
    ("collect-devices", &[
        "機器/端末/pc/パソコン/スマートデバイス/スマートフォン/貸与品+回収/返却/返還",
        "device/devices/equipment/laptop/pc/phone+return/collect/collection",
    ]),
    ("grant-conditions", &[
        "付与条件", "付与/許可/アクセス+条件/資格/要件/基準",
        "access/grant/granting/authorization+condition/conditions/criteria/requirements",
    ]),
    ("administrator-requirements", &[
        "管理者+要件/資格/条件/選任/適格", "administrator/administrators/admin+requirements/qualification/eligibility/criteria",
    ]),
    ("setting-procedure", &[
        "設定手順", "権限設定", "アクセス権設定", "設定/登録+手順/方法/フロー", "setting/configuration/assignment+procedure/steps",
    ]),
    ("permitted-persons", &[
        "入室/入場/立入/入退室/入退場+許可/可能/権限/資格/対象者", "authorized persons", "authorised persons",
        "persons/people/staff+authorized/authorised/permitted/allowed",
    ]),
    ("bring-in", &["持込", "持込み", "持ち込み", "bring-in", "bringing in", "carry-in"]),
    ("take-out", &["持出", "持出し", "持ち出し", "take-out", "taking out", "carry-out"]),
    ("portable-encryption", &[
        "持出/持出し/持ち出し/社外/可搬/モバイル/媒体/usb/ノートpc/パソコン+暗号/暗号化",
        "portable/mobile/laptop/laptops/media/usb+encryption/encrypt/encrypted",
    ]),
    ("critical-encryption", &[
        "機密/重要/秘密/機微/個人情報+暗号/暗号化", "confidential/critical/sensitive+encryption/encrypt/encrypted",
    ]),
    ("server-storage", &[
        "サーバ/サーバー/ファイルサーバ/ファイルサーバー/nas/クラウド/共有フォルダ+保管/保存/格納",
        "server/servers/cloud/shared folder+storage/store/storing/saving",
    ]),
    ("trusted-sharing", &[
        "信頼できる相手", "共有先", "相手/共有/取引先+信頼/限定/承認/許可", "trusted+recipient/recipients/party/parties/partner/partners",
        "sharing partners",
    ]),
    ("transfer-log", &["送信/転送/授受/共有+履歴/記録/ログ", "transfer/sending/transmission+log/logs/record/records/history"]),
    ("incident-levels", &[
        "インシデントレベル", "重大度", "深刻度", "レベル+定義/基準/インシデント/対象/範囲/判定/区分", "incident level", "incident levels", "severity",
        "incident+classification/grades",
    ]),
    // What the guideline of the carmakers asks of rules.
    ("private-devices", &[
        "私物", "個人所有", "個人端末", "byod", "private device", "private devices", "personal device",
        "personal devices", "personally owned",
    ]),
    ("work-conduct", &[
        "のぞき見", "覗き見", "公衆無線", "フリーwi-fi", "離席", "公共の場", "作業場所", "就業場所",
        "会話/画面/家族/第三者+注意/禁止/配慮/遵守", "shoulder surfing", "public wi-fi", "public places",
        "place of work", "conduct",
    ]),
    ("entry-and-exit", &[
        "入退場", "入退室", "入退館", "入場", "入館", "来訪者", "entry and exit", "entry", "visitor", "visitors",
    ]),
    ("photography", &["撮影", "写真", "カメラ", "photography", "photographs", "camera", "cameras"]),
    ("sound-recording", &["録音", "ボイスレコーダ", "sound recording", "audio recording", "voice recording"]),
    ("mail-leak-prevention", &[
        "誤送信", "メール/添付/送信+暗号/承認/確認/上長/制限/漏えい/漏洩", "mis-sending", "wrong recipient",
        "wrong recipients", "mail/attachment/attachments+encryption/approval/check/leak/leakage",
    ]),
];
