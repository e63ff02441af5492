plugin = 欧州の製品法令

# --- cert-current ---
cert-current = 認証書の有効期間
    .description = 指定のスキームの認証書が、スキームの定める年数を超えず、期限も切れていない。
cert-current-parameter-schemes = 対象のスキーム。空なら全て
cert-current-parameter-years = 認証書が有効な最長の年数
cert-current-no-register = 製品認証書台帳がありません
    .hint = 台帳(様式 `product-certificates`)を提出してください
cert-current-none-in-scope = これらのスキームの認証書はありません(認証書: {$count}件)
cert-current-no-day = 発行日がありません: {$count}件: {$names}
    .hint = 発行日を記入してください
cert-current-no-end = 有効期限がありません: {$count}件: {$names}
    .hint = 有効期限を記入してください
cert-current-not-yet = 発行日が評価の基準日より後です: {$count}件: {$names}
    .hint = 日付を確かめてください
cert-current-too-old = {$years}年を超えた認証書です: {$count}件: {$names}
    .hint = 再評価を受けてください
cert-current-expired = 有効期限が切れています: {$count}件: {$names}
    .hint = 認証書を更新してください
cert-current-too-long = 有効期間が、スキームの上限の{$years}年を超えています: {$count}件: {$names}
    .hint = 有効期限を確かめてください
cert-current-current = 有効期間内です: {$count}件: {$names}

# --- cert-legacy ---
cert-legacy = 旧スキームの認証書
    .description = 旧スキームの認証書は期限まで認める。移行日より後の発行は認めない。
cert-legacy-parameter-schemes = 旧スキームとして扱うもの
cert-legacy-parameter-transition = 発行できなくなる最初の日(YYYY-MM-DD)
cert-legacy-no-register = 製品認証書台帳がありません
    .hint = 台帳(様式 `product-certificates`)を提出してください
cert-legacy-none-in-scope = 旧スキームの認証書はありません(認証書: {$count}件)
cert-legacy-issued-after = 注意: {$transition}以降に旧スキームで発行されています: {$count}件: {$names}
    .hint = 新スキームでの認証を受けてください
cert-legacy-ended = 注意: 旧スキームの認証書の期限を過ぎています: {$count}件: {$names}
    .hint = 新スキームでの認証を受けてください
cert-legacy-days-open = 発行日または有効期限がありません: {$count}件: {$names}
    .hint = 両方の日付を記入してください
cert-legacy-legacy = 期限まで旧スキームの認証書として認めます: {$count}件: {$names}

# --- cert-assurance ---
cert-assurance = 保証レベルの充足
    .description = EAL・AVA_VAN・PPが記入され、AVA_VANが、記載のレベルと必要なレベルを満たす。
cert-assurance-parameter-schemes = 対象のスキーム。空なら全て
cert-assurance-parameter-need = 全製品に求めるレベル。`stated` は台帳の記載による
cert-assurance-no-register = 製品認証書台帳がありません
    .hint = 台帳(様式 `product-certificates`)を提出してください
cert-assurance-none-in-scope = これらのスキームの認証書はありません(認証書: {$count}件)
cert-assurance-fields-open = 未記入です({$fields}): {$count}件: {$names}
    .hint = 認証報告書から記入してください(PPがなければ「なし」)
cert-assurance-van-unclear = `{$text}` はAVA_VANの1〜5ではありません: {$count}件: {$names}
    .hint = AVA_VAN.1〜AVA_VAN.5 で記入してください
cert-assurance-too-low = AVA_VAN.{$van} ですが、必要なレベルは {$level}(AVA_VAN.{$least}以上)です: {$count}件: {$names}
    .hint = 必要なレベルで評価を受けてください
cert-assurance-level-too-low = 認証は {$stated} ですが、必要なレベルは {$level} です: {$count}件: {$names}
    .hint = 必要なレベルで評価を受けてください
cert-assurance-not-held = AVA_VAN.{$van} は、記載のレベル {$level}(AVA_VAN.{$least}以上)に足りません: {$count}件: {$names}
    .hint = 認証書と照合してください
cert-assurance-level-open = 認証のレベルも必要なレベルも記入がありません: {$count}件: {$names}
    .hint = 必要なレベルを記入してください
cert-assurance-held = AVA_VAN.{$van} はレベルを満たします: {$count}件: {$names}

# --- cert-version ---
cert-version = 評価された版の使用
    .description = 評価された版と、資産台帳の版が一致する。
cert-version-parameter-schemes = 対象のスキーム。空なら全て
cert-version-no-register = 製品認証書台帳がありません
    .hint = 台帳(様式 `product-certificates`)を提出してください
cert-version-none-in-scope = これらのスキームの認証書はありません(認証書: {$count}件)
cert-version-open = 製品または評価された版の記入がありません: {$count}件: {$names}
    .hint = 両方を記入してください
cert-version-not-in-inventory = 資産台帳に製品がありません: {$count}件: {$names}
    .hint = 資産台帳と同じ名前で記入してください
cert-version-no-version = 資産台帳に版の記入がありません: {$count}件: {$names}
    .hint = 資産台帳に版を記入してください
cert-version-other-version = 評価された版は {$evaluated}、使用中は {$found} です: {$count}件: {$names}
    .hint = 評価された版を使うか、変更の評価を受けてください
cert-version-same = 評価された版を使っています: {$count}件: {$names}

# --- cert-information ---
cert-information = 第三者による評価と連絡先・補足情報
    .description = 自己適合性評価によらず、脆弱性の連絡先と補足情報の掲載先が示されている。
cert-information-parameter-schemes = 対象のスキーム。空なら全て
cert-information-no-register = 製品認証書台帳がありません
    .hint = 台帳(様式 `product-certificates`)を提出してください
cert-information-none-in-scope = これらのスキームの認証書はありません(認証書: {$count}件)
cert-information-self-assessed = スキームが認めない自己適合性評価です: {$count}件: {$names}
    .hint = 認証機関の認証を受けてください
cert-information-activity-open = 評価の実施者の記入がありません: {$count}件: {$names}
    .hint = 評価の実施者を記入してください
cert-information-missing = 示されていません({$field}): {$count}件: {$names}
    .hint = 公開し、掲載先を記入してください
cert-information-given = 第三者が評価し、連絡先と補足情報があります: {$count}件: {$names}

# --- cert-presumed ---
cert-presumed = 認証書による適合の推定
    .description = 有効な認証書のある製品は適合と推定する。なければ証拠が必要。
cert-presumed-parameter-schemes = 数える認証スキーム
cert-presumed-parameter-years = 認証書が有効な最長の年数
cert-presumed-parameter-clause = 適合を推定する条項
cert-presumed-self-assessed = 自己適合性評価では適合を推定できません: {$count}件: {$names}
    .hint = 認証を受けるか、行を除いて証拠を添えて回答してください
cert-presumed-none-listed = 認証書も製品も挙げられていません
cert-presumed-no-register = 認証書がないため、証拠が必要です
    .hint = 製品認証書台帳を出すか、証拠を添えて回答してください
cert-presumed-no-certificate = これらのスキームの認証書がないため、証拠が必要です(認証書: {$count}件)
    .hint = 証拠を添えて回答してください
cert-presumed-presumed = 認証書により {$clause} への適合を推定: {$count}件: {$names}
cert-presumed-needs-evidence = 有効な認証書がないため、証拠が必要です: {$count}件: {$names}
    .hint = 証拠を添えて回答するか、認証を受けてください

# --- declaration-complete ---
declaration-complete = 適合宣言書の記載事項
    .description = 適合宣言書に、製品法令の求める記載事項がある。
declaration-complete-parameter-fields = 必要な記載事項
declaration-complete-parameter-acts = 挙げるべき法令
declaration-complete-no-register = 適合宣言書一覧がありません
    .hint = 一覧(様式 `product-declarations`)を提出してください
declaration-complete-none-listed = 適合宣言書一覧は空です
declaration-complete-missing = 適合宣言書に {$field} がありません: {$count}件: {$names}
    .hint = 宣言書を補ってください
declaration-complete-act-missing = 法令の一覧に {$act} がありません: {$count}件: {$names}
    .hint = 製品の適合を確かめた上で、法令を加えてください
declaration-complete-not-yet = 宣言日が評価の基準日より後です: {$count}件: {$names}
    .hint = 日付を確かめてください
declaration-complete-complete = 記載事項がそろっています: {$count}件: {$names}

# --- safety-standards ---
safety-standards = 参照する製品安全規格
    .description = 製品が参照する安全規格を記録して示す。規格に適合するかどうかは述べない。
safety-standards-no-number = `{$text}` には番号がなく、規格の参照になりません: {$count}件: {$names}
    .hint = ISO 13482 のように番号を記入してください
safety-standards-no-register = 適合宣言書一覧がありません
    .hint = 一覧(様式 `product-declarations`)を提出してください
safety-standards-none-listed = 適合宣言書一覧は空です
safety-standards-open = 製品安全規格の記入がありません: {$count}件: {$names}
    .hint = 規格、またはないことを記入してください
safety-standards-said-none = 参照する製品安全規格はありません: {$count}件: {$names}
safety-standards-refers = {$standards} を参照: {$count}件: {$names}

# --- risk-cyber ---
risk-cyber = サイバー攻撃の安全への影響の評価
    .description = 製品ごとに、サイバー攻撃が安全に及ぼす影響をリスクアセスメントで見ている。
risk-cyber-parameter-max-age-days = 評価の古さの限度(日)。0なら問わない
risk-cyber-no-product = 製品は挙げられていません
risk-cyber-no-register = リスクアセスメント記録がありません
    .hint = 記録(様式 `risk-assessments`)を提出してください
risk-cyber-none = サイバー攻撃の影響を見たリスクアセスメントがありません(記録: {$count}件)
    .hint = サイバー攻撃が製品の安全に及ぼす影響を評価してください
risk-cyber-not-this = この製品を対象とする評価がありません: {$count}件: {$names}
    .hint = この製品を評価するか、評価の対象に加えてください
risk-cyber-too-old = 評価 {$assessment} の日付が有効な範囲にありません: {$count}件: {$names}
    .hint = 評価をやり直すか、日付を記入してください
risk-cyber-assessed = {$assessment} で評価: {$count}件: {$names}

# --- scheme-elements ---
scheme-elements = 認証スキームの必要記載事項
    .description = スキームの文書が、第54条第1項の各要素に触れている。
scheme-elements-parameter-document = 文書見出し一覧での、スキーム文書の番号
scheme-elements-parameter-elements = 求める要素
scheme-elements-none-listed = 文書見出し一覧は空です
scheme-elements-no-register = 文書見出し一覧がありません
    .hint = 見出し一覧(様式 `document-sections`)を、要求項目に要素の記号を入れて提出してください
scheme-elements-no-document = 一覧に {$document} の見出しがありません
    .hint = 文書の見出しを記入してください
scheme-elements-missing = どの見出しも触れていない要素: {$elements}
    .hint = 該当する章を書き、要素とともに記入してください
scheme-elements-addressed = すべての要素に触れています({$count}個)

# --- report-clock ---
report-clock = 期限内の報告
    .description = 早期警告・通知・最終報告が、定められた時間と日数のうちに出されている。
report-clock-parameter-from = 義務が始まる日(YYYY-MM-DD)
report-clock-parameter-warning-hours = 早期警告までの時間
report-clock-parameter-notification-hours = 通知までの時間
report-clock-parameter-final-days = 修正の提供から最終報告までの日数
report-clock-parameter-incident-final-days = インシデントの通知から最終報告までの日数
report-clock-no-register = 報告台帳がありません
    .hint = 台帳(様式 `exploited-reports`)を提出してください
report-clock-none-listed = 報告すべき件はありません
report-clock-no-start = 認識した日時が、時刻まで書かれていません: {$count}件: {$names}
    .hint = 2026-09-20 14:30 のように記入してください
report-clock-kind-open = 脆弱性かインシデントかが分かりません: {$count}件: {$names}
    .hint = 種別を記入してください
report-clock-before = 義務の始まる {$from} より前の件です: {$count}件: {$names}
report-clock-late = {$report} は{$hours}時間後でした(期限 {$limit}時間): {$count}件: {$names}
    .hint = 直ちに報告し、遅れの原因を調べてください
report-clock-not-sent = {$report} が出されないまま、{$limit}時間を過ぎています: {$count}件: {$names}
    .hint = 直ちに報告してください
report-clock-unclear = {$report} の時刻を比べられません: {$count}件: {$names}
    .hint = 日付と時刻を、時差の表記をそろえて記入してください
report-clock-backwards = {$report} の時刻が起点より前です: {$count}件: {$names}
    .hint = 時刻を確かめてください
report-clock-not-begun = {$report} の期限({$limit}時間)はまだ始まっていません: {$count}件: {$names}
report-clock-running = {$report} は期限({$limit}時間)の内です: {$count}件: {$names}
report-clock-in-time = {$report} は期限({$limit}時間)の内に出されています: {$count}件: {$names}
