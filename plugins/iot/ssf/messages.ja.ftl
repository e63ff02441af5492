plugin = IoTセキュリティ・セーフティ・フレームワーク

# --- ssf-criteria ---
ssf-criteria = リスク基準と重要度一覧
    .description = 2つの軸の各段階に、承認された定義があり、金額の境目と許容の段階が順序どおりであること。評価表の各行に、用途・機器・ステークホルダー・インシデント・結果・段階があることを見ます。
ssf-criteria-no-register = IoTリスク評価表がありません
    .hint = IoTリスク評価表(ひな形 `iot-risks`)と用途一覧(ひな形 `iot-uses`)を渡してください
ssf-criteria-none-in-scope = 用途もリスクも登録されていません
ssf-criteria-no-criteria = IoTリスク基準がありません
    .hint = IoTリスク基準(ひな形 `iot-criteria`)を渡してください
ssf-criteria-no-risks = リスクが1件も評価されていません
    .hint = IoTリスク評価表(ひな形 `iot-risks`)を記入してください
ssf-criteria-level-missing = 第{$axis}軸(対象 {$whose})に、段階 {$names} の定義がありません
    .hint = 0~2の各段階の定義を記入してください
ssf-criteria-level-twice = 第{$axis}軸(対象 {$whose})に、同じ段階の行が2つあります: {$count}件 {$names}
    .hint = 1段階1行にしてください
ssf-criteria-amounts-fall = 第{$axis}軸(対象 {$whose})の金額の下限が、段階とともに上がっていません: {$count}件 {$names}
    .hint = 上の段階ほど大きい金額にしてください
ssf-criteria-accepts-higher = 第{$axis}軸(対象 {$whose})で、低い段階を許容せず高い段階を許容しています: {$count}件 {$names}
    .hint = 許容する段階を見直してください
ssf-criteria-criterion-unclear = 基準の軸又は段階が読み取れません: {$count}件 {$names}
    .hint = 軸は第1軸か第2軸、段階は0~2で書いてください
ssf-criteria-criterion-open = 基準の記入が足りません({$fields}): {$count}件 {$names}
    .hint = 定義と、承認者・承認日を記入してください
ssf-criteria-approval-ahead = 基準の承認日が先の日付か、日付ではありません: {$count}件 {$names}
    .hint = 承認した日を記入してください
ssf-criteria-agreed = 承認されたリスク基準があります: {$count}件 {$names}
ssf-criteria-listed = 評価表の必要な欄が埋まっています: {$count}件 {$names}
ssf-criteria-risk-open = 評価表の記入が足りません({$fields}): {$count}件 {$names}
    .hint = 足りない欄を記入してください

# --- ssf-mapped ---
ssf-mapped = ステークホルダーと機器のマッピング
    .description = 用途ごとに、すべての機器とすべてのステークホルダーの組に評価の行があり、用途にない機器・ステークホルダーの行がないことを見ます。同じ機器でも、用途が違えば別に評価します。
ssf-mapped-no-register = IoT用途一覧がありません
    .hint = IoT用途一覧(ひな形 `iot-uses`)を渡してください
ssf-mapped-use-open = 用途の機器又はステークホルダーが書かれていません: {$count}件 {$names}
    .hint = 用途一覧に機器とステークホルダーを記入してください
ssf-mapped-device-not-listed = 機器 {$device} が資産台帳にありません: {$count}件 {$names}
    .hint = 資産台帳に登録するか、名前をそろえてください
ssf-mapped-pair-missing = {$use}: 評価されていない組があります: {$count}件 {$names}
    .hint = その組で起こり得るインシデントを評価表に記入してください。影響が小さい場合も、段階0の行を残します
ssf-mapped-mapped = すべての組が評価されています: {$count}件 {$names}
ssf-mapped-stray = 評価表の {$field} が、用途一覧と合いません: {$count}件 {$names}
    .hint = 用途一覧と評価表の書き方をそろえてください
ssf-mapped-none-in-scope = 利用中の用途がありません(登録 {$count}件)

# --- ssf-place ---
ssf-place = 2つの軸へのマッピング
    .description = 各リスクの2つの軸の段階が0~2で、人への危害と損失額から求まる段階を下回らないことと、目標内かどうかを見ます。発生のしやすさは考えません。
ssf-place-no-register = IoTリスク評価表がありません
    .hint = IoTリスク評価表(ひな形 `iot-risks`)と用途一覧(ひな形 `iot-uses`)を渡してください
ssf-place-outside = {$field} が0~2の外です({$text}): {$count}件 {$names}
    .hint = 0、1、2のいずれかにしてください
ssf-place-open = マッピングに必要な欄が空か、読み取れません({$fields}): {$count}件 {$names}
    .hint = 2つの軸、人への危害、損失額(又は1時間あたり損失と停止時間)を記入してください
ssf-place-too-low = {$use}: 第{$axis}軸が低すぎます。記入 {$stated}、求まる段階 {$least}(人への危害 {$harm}、損失額 {$amount}円、境目は {$table})。マッピング先 ({$axis_1}, {$axis_2}): {$count}件 {$names}
    .hint = 段階を引き上げるか、根拠の欄を見直してください
ssf-place-judged-too-low = {$use}: 「目標内」とありますが、基準では対策が要ります。マッピング先 ({$axis_1}, {$axis_2}): {$count}件 {$names}
    .hint = 判定か、許容する段階を見直してください
ssf-place-within = {$use}: 目標内。マッピング先 ({$axis_1}, {$axis_2}): {$count}件 {$names}
ssf-place-wanted = {$use}: 要対策。マッピング先 ({$axis_1}, {$axis_2}): {$count}件 {$names}
ssf-place-two-places = {$device} は用途によってマッピング先が異なります: {$places}
ssf-place-none-in-scope = 評価するリスクがありません(登録 {$count}件)

# --- ssf-viewpoints ---
ssf-viewpoints = 観点ごとの対策要求
    .description = 要対策のリスクについて、マッピング先が求める観点ごとに、採用した対策か、採らない理由があることを見ます。高いマッピング先ほど多くの観点を求めます(割り当ては当プロジェクトによる)。
ssf-viewpoints-parameter-viewpoint = 見る観点(1~4。0はすべて)
ssf-viewpoints-no-register = IoTリスク評価表がありません
    .hint = IoTリスク評価表(ひな形 `iot-risks`)と用途一覧(ひな形 `iot-uses`)を渡してください
ssf-viewpoints-place-unclear = マッピング先が決まらないリスクがあります: {$count}件 {$names}
    .hint = 評価表の2つの軸・人への危害・損失額を記入してください
ssf-viewpoints-nothing-decided = 第{$viewpoint}の観点について、何も決めていません(マッピング先 ({$axis_1}, {$axis_2})): {$count}件 {$names}
    .hint = 対策割当表に、対策か、採らない理由を記入してください
ssf-viewpoints-chosen = 第{$viewpoint}の観点の対策を選んでいます: {$count}件 {$names}
ssf-viewpoints-reasoned = 第{$viewpoint}の観点の対策を採らない理由があります: {$count}件 {$names}
ssf-viewpoints-adoption-open = 採否が書かれていません: {$count}件 {$names}
    .hint = 採否の欄に、採用なら「はい」、不採用なら「いいえ」と理由を書いてください
ssf-viewpoints-no-reason = 第{$viewpoint}の観点の対策を採らない理由がありません(マッピング先 ({$axis_1}, {$axis_2})): {$count}件 {$names}
    .hint = 採らない理由を記入してください
ssf-viewpoints-none-in-scope = この観点を求めるリスクがありません(登録 {$count}件)

# --- ssf-item ---
ssf-item = 個別の対策要件
    .description = 対策要件が、求められる観点で検討され、採用したものが実施済みで記録があることを見ます。
ssf-item-parameter-item = 対策要件
ssf-item-no-register = IoTリスク評価表がありません
    .hint = IoTリスク評価表(ひな形 `iot-risks`)と用途一覧(ひな形 `iot-uses`)を渡してください
ssf-item-other-viewpoint = この要件は第{$viewpoint}の観点のものです: {$count}件 {$names}
    .hint = 観点を直してください
ssf-item-adoption-open = 採否が書かれていません: {$count}件 {$names}
    .hint = 採否の欄に、採用なら「はい」、不採用なら「いいえ」と理由を書いてください
ssf-item-not-chosen = 理由を記して採用していません: {$count}件 {$names}
ssf-item-no-reason = 採用しない理由がありません: {$count}件 {$names}
    .hint = 理由を記入してください
ssf-item-overdue = 期限を過ぎても実施されていません: {$count}件 {$names}
    .hint = 実施するか、期限を決め直してください
ssf-item-not-done-yet = まだ実施されていません: {$count}件 {$names}
    .hint = 実施したら、状態と実施日を更新してください
ssf-item-no-day = 実施日がありません: {$count}件 {$names}
    .hint = 実施日を記入してください
ssf-item-day-ahead = 実施日が先の日付です: {$count}件 {$names}
    .hint = 実施した日を記入してください
ssf-item-no-record = 実施の記録がありません: {$count}件 {$names}
    .hint = 記録の番号を記入してください
ssf-item-done = 実施済みで、記録があります: {$count}件 {$names}
ssf-item-not-considered = 第{$viewpoint}の観点が要るのに、この要件を検討した記録がありません: {$count}件 {$names}
    .hint = 対策割当表に、採用か、採用しない理由を記入してください
ssf-item-none-in-scope = 第{$viewpoint}の観点を求めるリスクがありません

# --- ssf-treatment ---
ssf-treatment = リスク対応(前後の比較と残留リスク)
    .description = 要対策のリスクに、期限内又は実施済みの対策があり、対策後の段階が対策前を上回らず、目標内か、残りを受容する人がいることを見ます。
ssf-treatment-no-register = IoTリスク評価表がありません
    .hint = IoTリスク評価表(ひな形 `iot-risks`)と用途一覧(ひな形 `iot-uses`)を渡してください
ssf-treatment-stray = 評価表にないリスクの対策です: {$count}件 {$names}
    .hint = リスク番号を直してください
ssf-treatment-place-unclear = マッピング先が決まらないリスクがあります: {$count}件 {$names}
    .hint = 評価表の2つの軸・人への危害・損失額を記入してください
ssf-treatment-accepted = 残るリスクを受容した人と日付があります: {$count}件 {$names}
ssf-treatment-acceptance-ahead = 受容日が先の日付です(マッピング先 ({$axis_1}, {$axis_2})): {$count}件 {$names}
    .hint = 受容した日を記入してください
ssf-treatment-adoption-open = 採否が書かれていません: {$count}件 {$names}
    .hint = 採否の欄に、採用なら「はい」、不採用なら「いいえ」と理由を書いてください
ssf-treatment-untreated = 対策がなく、受容もされていません(マッピング先 ({$axis_1}, {$axis_2})): {$count}件 {$names}
    .hint = 対策を決めるか、責任者が受容してください
ssf-treatment-no-due-day = 対策の期限がありません(マッピング先 ({$axis_1}, {$axis_2})): {$count}件 {$names}
    .hint = 期限を記入してください
ssf-treatment-overdue = 対策が期限を過ぎています(マッピング先 ({$axis_1}, {$axis_2})): {$count}件 {$names}
    .hint = 実施するか、期限を決め直してください
ssf-treatment-under-way = 期限内の対策が進んでいます: {$count}件 {$names}
ssf-treatment-outside = 対策後の段階が0~2の外です(対策前 ({$axis_1}, {$axis_2})): {$count}件 {$names}
    .hint = 0、1、2のいずれかにしてください
ssf-treatment-after-open = 対策後の段階が評価されていません(対策前 ({$axis_1}, {$axis_2})): {$count}件 {$names}
    .hint = 対策後の2つの軸を記入してください
ssf-treatment-after-higher = 対策後の段階が対策前を上回っています(対策前 ({$axis_1}, {$axis_2})): {$count}件 {$names}
    .hint = 評価を見直してください
ssf-treatment-treated = 対策後は目標内です: {$count}件 {$names}
ssf-treatment-left-open = 対策後も目標を超え、受容した人がいません(対策前 ({$axis_1}, {$axis_2})): {$count}件 {$names}
    .hint = 追加の対策を決めるか、責任者が受容してください
ssf-treatment-none-in-scope = 要対策のリスクがありません(登録 {$count}件)

# --- ssf-process ---
ssf-process = リスクマネジメントの進め方
    .description = 準備、評価、対応の順に進んでいることを日付で見ます。評価の前に決めた対策は認めません。
ssf-process-no-register = IoT用途一覧がありません
    .hint = IoT用途一覧(ひな形 `iot-uses`)を渡してください
ssf-process-preparation-open = 準備の文書又は日付が足りません({$fields}): {$count}件 {$names}
    .hint = 用途一覧に、概要・関連図・機器一覧・データフロー図・リスク基準の文書番号と準備完了日を記入してください
ssf-process-day-ahead = 日付がまだ来ていません: {$count}件 {$names}
    .hint = 実際の日付を記入してください
ssf-process-not-assessed = まだ評価していません: {$count}件 {$names}
    .hint = 評価して、評価日を記入してください
ssf-process-treated-before-assessed = 評価の前に対策を決めています: {$count}件 {$names}
    .hint = 先に評価し、その結果で対策を決めてください
ssf-process-assessed-before-prepared = 準備が終わる前に評価しています: {$count}件 {$names}
    .hint = 準備を終えてから評価し直してください
ssf-process-not-dated = 対策の決定日がありません: {$count}件 {$names}
    .hint = 決定日を記入してください
ssf-process-in-order = 順序どおりです(現在の段階: {$state}): {$count}件 {$names}
ssf-process-none-in-scope = 利用中の用途がありません(登録 {$count}件)

# --- ssf-record ---
ssf-record = 対策の判断の記録(説明資料)
    .description = 採否の判断ごとに、決定者・決定日・署名記録があり、不採用には理由、実施済みには実施日と記録があることを見ます。
ssf-record-no-register = IoTリスク評価表がありません
    .hint = IoTリスク評価表(ひな形 `iot-risks`)と用途一覧(ひな形 `iot-uses`)を渡してください
ssf-record-no-decisions = 要対策のリスクについて、判断の記録がありません: {$count}件 {$names}
    .hint = 対策割当表(ひな形 `iot-treatments`)を渡してください
ssf-record-chosen = 採用した対策の判断の記録がそろっています: {$count}件 {$names}
ssf-record-not-chosen = 採らなかった対策の理由と記録がそろっています: {$count}件 {$names}
ssf-record-incomplete = 判断の記録が足りません({$fields}): {$count}件 {$names}
    .hint = 足りない欄を記入してください
ssf-record-none-in-scope = 要対策のリスクも、判断の記録もありません(リスク {$count}件)

# --- safety-fields ---
safety-fields = 機能安全の項目
    .description = 重傷・死亡のおそれがあるリスクの機器と、安全機能を持つ機器に、ハザード参照・安全度水準・安全状態があることを見ます。
safety-fields-no-inventory = 資産台帳がありません
    .hint = 資産台帳(ひな形 `assets`)を渡してください
safety-fields-not-listed = 重傷・死亡のおそれがある機器が資産台帳にありません: {$count}件 {$names}
    .hint = 資産台帳に登録するか、名前をそろえてください
safety-fields-level-unclear = 安全度水準が読み取れません: {$count}件 {$names}
    .hint = SIL 1~4、PL a~e、ASIL A~D のいずれか、又は「なし」と書いてください
safety-fields-described = ハザード・水準・安全状態の記載があります: {$count}件 {$names}
safety-fields-field-missing = 機能安全の項目が足りません({$fields}): {$count}件 {$names}
    .hint = 資産台帳に記入してください。安全機能を持たない機器の水準は「なし」とします
safety-fields-none-in-scope = 重傷・死亡のおそれがある機器も、安全機能を持つ機器もありません(資産 {$count}件)

# --- safety-conflict ---
safety-conflict = セキュリティ対策と安全状態の両立
    .description = 安全機能を持つ機器で、安全機能の妨げになり得る対策(自動更新、自動再起動、アカウントロック、ネットワーク遮断、遠隔停止)を、安全状態と両立するか確かめてあることを見ます。
safety-conflict-parameter-kinds = 見る対策の種類(空ならすべて)
safety-conflict-no-inventory = 資産台帳がありません
    .hint = 資産台帳(ひな形 `assets`)を渡してください
safety-conflict-level-unclear = 安全度水準が読み取れません: {$count}件 {$names}
    .hint = SIL 1~4、PL a~e、ASIL A~D のいずれか、又は「なし」と書いてください
safety-conflict-no-safe-state = 安全機能の妨げになり得る対策({$measures})があるのに、安全状態が決まっていません: {$count}件 {$names}
    .hint = 安全状態を決めるか、対策のかけ方(手動更新など)を変えてください
safety-conflict-not-reviewed = 対策({$measures})が安全状態と両立するか、確認の記録がありません: {$count}件 {$names}
    .hint = 安全とセキュリティの担当で確かめ、記録の番号を記入してください
safety-conflict-reviewed = 対策({$measures})と安全状態の両立を確認しています: {$count}件 {$names}
safety-conflict-none-in-scope = 安全機能を持つ機器に、妨げになり得る対策はありません(資産 {$count}件)
