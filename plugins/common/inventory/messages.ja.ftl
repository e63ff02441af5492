plugin = 共通: 資産・台帳

# --- inv-fields ---
inv-fields = 台帳の存在と必須項目
    .description = 対象の種別の資産が台帳にあり、求められた項目が資産ごとに埋まっているかを見ます。廃棄済みの資産は見ません。空の項目、列のない項目は不合格です。
inv-fields-parameter-classes = 対象の資産種別。絞り込みであり、空ならすべて
inv-fields-parameter-criticality = 対象の重要度(critical=最重要、high=高、medium=中、low=低)。空ならすべて
inv-fields-rating-unclear = 重要度が空か、解釈できない資産があります: {$count}件({$entries})
    .hint = 資産ごとに、最重要・高・中・低のいずれかを記入してください
inv-fields-parameter-fields = 埋まっているべき項目の id。`a|b` はいずれか
inv-fields-parameter-subsystems = 対象のサブシステム(地上局、衛星など、台帳の言葉)。空ならすべて
inv-fields-subsystem-unclear = サブシステムが書かれていない資産があります: {$count}件({$entries})
    .hint = 資産ごとに、サブシステムを記入してください
inv-fields-no-inventory = 資産台帳がありません
    .hint = 資産台帳(ひな形 `assets`)を証拠として渡してください
inv-fields-inventory-empty = 資産台帳に資産が一つもありません
    .hint = 保有する資産を台帳に登録してください
inv-fields-class-unclear = 資産種別が空か、解釈できない資産があります: {$count}件({$entries})
    .hint = 資産種別を、ひな形 `assets` の選択肢から選んで記入してください
inv-fields-none-in-scope = 対象となる資産がありません(台帳の資産: {$count}件)
inv-fields-fields-missing = {$entry}: 項目が埋まっていません: {$fields}
    .hint = ひな形 `assets` の該当する項目を記入してください
inv-fields-fields-unclear = {$entry}: 記入があるが、判定できない項目: {$fields}
    .hint = 日付は YYYY-MM-DD で、選択項目はひな形 `assets` の言葉で記入してください
inv-fields-complete = 対象の資産 {$count}件すべてで、求められた項目が埋まっています: {$fields}

# --- inv-review ---
inv-review = 台帳の定期見直し
    .description = 台帳全体の点検記録、または資産ごとの最終棚卸日が期限内かを見ます。ほかの資産に日付があるのに空なら不合格、どこにも無ければ不明です。
inv-review-parameter-max-age-days = 見直しから何日以内か(当日を含む)
inv-review-parameter-classes = 対象の資産種別。絞り込みであり、空ならすべて
inv-review-no-inventory = 資産台帳がありません
    .hint = 資産台帳(ひな形 `assets`)を証拠として渡してください
inv-review-inventory-empty = 資産台帳に資産が一つもありません
    .hint = 保有する資産を台帳に登録してください
inv-review-class-unclear = 資産種別が空か、解釈できない資産があります: {$count}件({$entries})
    .hint = 資産種別を、ひな形 `assets` の選択肢から選んで記入してください
inv-review-none-in-scope = 対象となる資産がありません(台帳の資産: {$count}件)
inv-review-no-review = 台帳を見直した日が、どこにも記録されていません
    .hint = 資産ごとの最終棚卸日(ひな形 `assets`)か、点検記録(ひな形 `register-checks`)を渡してください
inv-review-record-old = 台帳全体の最後の点検は {$date} で、{$days}日を過ぎています
    .hint = 台帳を見直し、点検記録を残してください
inv-review-never-reviewed = {$entry}: 見直した日がありません
    .hint = 棚卸を行い、最終棚卸日を記入してください
inv-review-review-old = {$entry}: 最後の見直しは {$date} で、{$days}日を過ぎています
    .hint = 棚卸を行い、最終棚卸日を更新してください
inv-review-date-unclear = {$entry}: {$field} の「{$value}」は日付として読めません
    .hint = 日付は YYYY-MM-DD で記入してください
inv-review-date-ahead = {$entry}: {$field} の日付 {$date} はまだ来ていません
    .hint = 実際に行った日を記入してください
inv-review-reviewed = 資産 {$count}件すべてが {$days}日以内に見直されています
inv-review-reviewed-whole = 台帳全体(資産 {$count}件)の点検記録 {$record} が期限内です

# --- inv-owner ---
inv-owner = 管理責任者の特定
    .description = 資産ごとに責任者と管理者が記入され、役割台帳にある人・役割・部署であるかを見ます。退職した人の名前は不合格です。役割台帳が無ければ照合できないので不明です。
inv-owner-parameter-classes = 対象の資産種別。絞り込みであり、空ならすべて
inv-owner-parameter-fields = 埋まっているべき項目(owner、administrator、user、department)
inv-owner-no-inventory = 資産台帳がありません
    .hint = 資産台帳(ひな形 `assets`)を証拠として渡してください
inv-owner-inventory-empty = 資産台帳に資産が一つもありません
    .hint = 保有する資産を台帳に登録してください
inv-owner-class-unclear = 資産種別が空か、解釈できない資産があります: {$count}件({$entries})
    .hint = 資産種別を、ひな形 `assets` の選択肢から選んで記入してください
inv-owner-none-in-scope = 対象となる資産がありません(台帳の資産: {$count}件)
inv-owner-fields-missing = {$entry}: 項目が埋まっていません: {$fields}
    .hint = ひな形 `assets` の該当する項目を記入してください
inv-owner-no-roles = 責任者・管理者 {$people}人の名前を照合する役割台帳がありません
    .hint = 役割台帳(ひな形 `roles`)を証拠として渡してください
inv-owner-left = {$person} は {$date} に退職していますが、資産 {$count}件に名前が残っています
    .hint = 後任を決め、台帳を直してください
inv-owner-not-in-roles = {$person}(資産 {$count}件)は役割台帳にありません
    .hint = 役割台帳に加えるか、台帳の名前を直してください
inv-owner-named = 資産 {$count}件すべての責任者・管理者({$people}名)が役割台帳にあります

# --- inv-class ---
inv-class = 分類・優先順位
    .description = 資産ごとに重要度が尺度の中で決まり、重要な資産の重要度は承認日があるかを見ます。
inv-class-parameter-require = 判定する部分(rated=重要度、approved=承認日)。空ならすべて
inv-class-parameter-classes = 対象の資産種別。絞り込みであり、空ならすべて
inv-class-parameter-scale = 重要度の尺度
inv-class-parameter-critical = 重要とみなす重要度
inv-class-no-inventory = 資産台帳がありません
    .hint = 資産台帳(ひな形 `assets`)を証拠として渡してください
inv-class-inventory-empty = 資産台帳に資産が一つもありません
    .hint = 保有する資産を台帳に登録してください
inv-class-class-unclear = 資産種別が空か、解釈できない資産があります: {$count}件({$entries})
    .hint = 資産種別を、ひな形 `assets` の選択肢から選んで記入してください
inv-class-none-in-scope = 対象となる資産がありません(台帳の資産: {$count}件)
inv-class-not-rated = {$entry}: 重要度がありません
    .hint = 重要度を決めて記入してください
inv-class-not-in-scale = {$entry}: 重要度「{$rating}」は尺度({$scale})にありません
    .hint = 尺度の言葉で記入してください
inv-class-not-approved = {$entry}: 重要度 {$rating} の承認日がありません
    .hint = 責任者の承認を得て、承認日を記入してください
inv-class-date-unclear = {$entry}: {$field} の「{$value}」は日付として読めません
    .hint = 日付は YYYY-MM-DD で記入してください
inv-class-date-ahead = {$entry}: {$field} の日付 {$date} はまだ来ていません
    .hint = 実際に行った日を記入してください
inv-class-rated = 資産 {$count}件すべてに重要度があり、重要な資産 {$critical}件は承認済みです

# --- inv-observed ---
inv-observed = 台帳と実態の一致
    .description = 検出した機器と導入ソフトウェアが台帳にあり、台帳の稼働中の機器が期限内に検出されているかを見ます。IPアドレスだけの一致は、MACアドレスやホスト名が食い違うときは認めません。
inv-observed-parameter-require = 判定する部分(hosts=検出機器、software=導入ソフトウェア、unseen=未検出の資産)。空ならすべて
inv-observed-parameter-max-unseen-days = 検出されない日数の上限
inv-observed-no-inventory = 資産台帳がありません
    .hint = 資産台帳(ひな形 `assets`)を証拠として渡してください
inv-observed-nothing-networked = ネットワークにつながる稼働中の資産がありません(台帳の資産: {$count}件)
inv-observed-no-observation = 機器の検出結果がありません
    .hint = 検出機器一覧(ひな形 `observed-hosts`)を渡してください
inv-observed-no-hosts = 機器の検出結果がないため、機器は照合していません
    .hint = 検出機器一覧(ひな形 `observed-hosts`)を渡してください
inv-observed-no-software = 導入ソフトウェアの検出結果がありません
    .hint = 導入ソフトウェア一覧(ひな形 `installed-software`)を渡してください
inv-observed-no-software-listed = 台帳にソフトウェアが登録されていないため、導入ソフトウェアと照合できません
    .hint = 資産台帳に種別「ソフトウェア」の行を加えてください
inv-observed-software-none = 導入ソフトウェア一覧に行がありません
inv-observed-software-unnamed = 名前のない導入ソフトウェアがあります: {$count}件
    .hint = ソフトウェア名を記入してください
inv-observed-software-not-listed = 台帳にないソフトウェア {$software} が {$count}台に入っています({$hosts})
    .hint = 許可するなら台帳に加え、そうでなければ削除してください
inv-observed-software-match = 検出した導入ソフトウェア {$count}件はすべて台帳にあります
inv-observed-not-in-inventory = 検出した機器 {$host} が台帳にありません
    .hint = 台帳に登録するか、ネットワークから外してください
inv-observed-disposed-seen = {$entry} は廃棄済みですが、{$host} として検出されました
    .hint = 実際の状態を確かめ、台帳を直してください
inv-observed-observation-old = 検出結果が {$days}日より古いか、日付がありません
    .hint = 新しい検出結果を渡してください
inv-observed-unseen = {$entry}: 最後の検出は {$date} で、{$days}日を過ぎています
    .hint = 実際にあるか確かめ、台帳を直してください
inv-observed-never-seen = {$entry}: {$days}日以内に一度も検出されていません
    .hint = 実際にあるか確かめ、台帳か検出の範囲を直してください
inv-observed-seen-undated = {$entry}: 検出されていますが、検出日が分かりません
    .hint = 検出日を YYYY-MM-DD で記入してください
inv-observed-hosts-match = 検出した機器 {$hosts}件と台帳が一致しています(期限 {$days}日)

# --- net-register ---
net-register = ネットワーク・機器台帳
    .description = ネットワークごとに所在地と用途、ネットワーク機器(ファイアウォールを含む)ごとに製造元・型番・保守事業者が埋まっているかを見ます。
net-register-parameter-require = 判定する部分(networks=ネットワーク、devices=機器)。空ならすべて
net-register-parameter-fields = 埋まっているべき項目の id
net-register-no-inventory = 資産台帳がありません
    .hint = 資産台帳(ひな形 `assets`)を証拠として渡してください
net-register-inventory-empty = 資産台帳に資産が一つもありません
    .hint = 保有する資産を台帳に登録してください
net-register-class-unclear = 資産種別が空か、解釈できない資産があります: {$count}件({$entries})
    .hint = 資産種別を、ひな形 `assets` の選択肢から選んで記入してください
net-register-none-in-scope = 対象となる資産がありません(台帳の資産: {$count}件)
net-register-no-networks = ネットワーク台帳がありません
    .hint = ネットワーク台帳(ひな形 `networks`)を証拠として渡してください
net-register-networks-empty = ネットワーク台帳に行がありません
    .hint = 使っているネットワークを登録してください
net-register-fields-missing = {$entry}: 項目が埋まっていません: {$fields}
    .hint = ひな形 `networks` / `assets` の該当する項目を記入してください
net-register-fields-unclear = {$entry}: 記入があるが、判定できない項目: {$fields}
    .hint = 日付は YYYY-MM-DD で、選択項目はひな形 `networks` / `assets` の言葉で記入してください
net-register-networks-complete = ネットワーク {$count}件すべてで項目が埋まっています: {$fields}
net-register-devices-complete = ネットワーク機器 {$count}件すべてで項目が埋まっています: {$fields}

# --- net-diagram ---
net-diagram = 構成図・データフロー図
    .description = 構成図・データフロー図が文書台帳にあり、日付が期限内で、すべてのゾーンが描かれているかを見ます。
net-diagram-parameter-document = 求める図(both、network-diagram、data-flow)
net-diagram-parameter-require = 判定する部分(date=日付、zones=ゾーン)。空ならすべて
net-diagram-parameter-max-age-days = 図の日付から何日以内か
net-diagram-nothing-networked = ネットワークにつながる資産がありません(台帳の資産: {$count}件)
net-diagram-no-documents = 文書台帳がありません
    .hint = 文書台帳(ひな形 `documents`)を証拠として渡してください
net-diagram-no-zones = ゾーンが分からないため、図に漏れがないか判定できません
    .hint = ゾーン台帳(ひな形 `zones`)か、資産台帳のゾーンを渡してください
net-diagram-no-diagram = 文書台帳に {$document} がありません
    .hint = 図を作り、文書台帳に登録してください
net-diagram-diagram-old = {$entry}({$document}): 最後の改訂・見直しは {$date} で、{$days}日を過ぎています
    .hint = 図を見直してください
net-diagram-no-date = {$entry}({$document}): 承認・改訂・見直しの日付がありません
    .hint = 日付を記入してください
net-diagram-zones-missing = {$document} に描かれていないゾーンが {$count}件あります: {$zones}
    .hint = 図に加え、文書台帳の記載ゾーンを更新してください
net-diagram-date-unclear = {$entry}: {$field} の「{$value}」は日付として読めません
    .hint = 日付は YYYY-MM-DD で記入してください
net-diagram-date-ahead = {$entry}: {$field} の日付 {$date} はまだ来ていません
    .hint = 実際に行った日を記入してください
net-diagram-diagrams = 図({$document})は {$days}日以内の日付で、ゾーン {$zones}件が確かめられました

# --- net-zones ---
net-zones = ゾーンと境界
    .description = 稼働中の機器がちょうど一つのゾーンにあり、ゾーンをまたぐ通信が、目的と責任者のある許可経路一覧にあるかを見ます。許可経路を記した境界の機器は、複数のゾーンを認めます。
net-zones-parameter-require = 判定する部分(one-zone=所属ゾーン、flows=ゾーン間の通信)。空ならすべて
net-zones-parameter-classes = 対象の資産種別。絞り込みであり、空ならすべて
net-zones-no-inventory = 資産台帳がありません
    .hint = 資産台帳(ひな形 `assets`)を証拠として渡してください
net-zones-inventory-empty = 資産台帳に資産が一つもありません
    .hint = 保有する資産を台帳に登録してください
net-zones-class-unclear = 資産種別が空か、解釈できない資産があります: {$count}件({$entries})
    .hint = 資産種別を、ひな形 `assets` の選択肢から選んで記入してください
net-zones-none-in-scope = 対象となる資産がありません(台帳の資産: {$count}件)
net-zones-no-zones = どの資産にもゾーンがなく、ゾーン台帳もありません
    .hint = 資産台帳のゾーン、またはゾーン台帳(ひな形 `zones`)を渡してください
net-zones-no-zone = {$entry}: 所属するゾーンがありません
    .hint = ゾーンを決めて記入してください
net-zones-many-zones = {$entry}: 複数のゾーンに属しています: {$zones}
    .hint = ゾーンを一つに決めるか、境界の機器なら経路を記入してください
net-zones-zone-not-listed = {$entry}: ゾーン {$zones} がゾーン台帳にありません
    .hint = ゾーン台帳に加えるか、名前を直してください
net-zones-no-flows = ゾーン間の通信を確かめる通信一覧がありません
    .hint = 通信一覧(ひな形 `flows`)を渡してください
net-zones-no-conduits = ゾーンをまたぐ通信が {$count}件ありますが、許可経路一覧がありません
    .hint = 許可経路一覧(ひな形 `conduits`)を渡してください
net-zones-flow-unclear = 通信 {$flow}: 送信元か宛先のゾーンが分かりません
    .hint = 通信一覧か資産台帳にゾーンを記入してください
net-zones-flow-not-allowed = 通信 {$flow}({$route})は許可経路一覧にありません
    .hint = 通信を止めるか、経路を承認して一覧に加えてください
net-zones-conduit-over = 通信 {$flow}({$route})の許可経路は期限が切れています
    .hint = 経路を承認し直すか、通信を止めてください
net-zones-conduit-incomplete = 許可経路 {$conduit}: 項目が埋まっていません: {$fields}
    .hint = 目的と責任者を記入してください
net-zones-zoned = 資産 {$count}件のゾーンと、ゾーン間の通信に問題はありません

# --- ext-register ---
ext-register = 外部情報システム台帳
    .description = 外部情報システムごとに、提供事業者、情報の区分、要件確認日、機密保持の合意があり、期限内に点検されているかを見ます。空の台帳は、使っていないことを示します。
ext-register-parameter-require = 判定する部分(register=登録、requirements-checked=要件確認、confidentiality=機密保持、reviewed=点検)。空ならすべて
ext-register-parameter-fields = 埋まっているべき項目の id。空なら部分ごとの既定
ext-register-parameter-max-age-days = 点検から何日以内か
ext-register-no-register = 外部情報システム台帳がありません
    .hint = 外部情報システム台帳(ひな形 `external-systems`)を証拠として渡してください
ext-register-register-empty = 台帳に外部情報システムがありません(使用していない)
ext-register-cloud-not-listed = 外部情報システム台帳は空ですが、資産台帳にクラウドサービスが {$count}件あります
    .hint = 外部情報システム台帳に登録してください
ext-register-fields-missing = {$entry}: 項目が埋まっていません: {$fields}
    .hint = ひな形 `external-systems` の該当する項目を記入してください
ext-register-fields-unclear = {$entry}: 記入があるが、判定できない項目: {$fields}
    .hint = 日付は YYYY-MM-DD で、選択項目はひな形 `external-systems` の言葉で記入してください
ext-register-date-unclear = {$entry}: {$field} の「{$value}」は日付として読めません
    .hint = 日付は YYYY-MM-DD で記入してください
ext-register-date-ahead = {$entry}: {$field} の日付 {$date} はまだ来ていません
    .hint = 実際に行った日を記入してください
ext-register-requirements-failed = {$entry}: セキュリティ要件を満たしていません
    .hint = 代替策を取るか、使用をやめてください
ext-register-requirements-unchecked = {$entry}: セキュリティ要件の確認が未実施です
    .hint = 要件を確かめ、日付と結果を記入してください
ext-register-agreement-over = {$entry}: 機密保持の契約が終了しています
    .hint = 契約を更新してください
ext-register-no-agreement = {$entry}: 機密保持の合意がありません
    .hint = 合意し、契約番号などを記入してください
ext-register-never-reviewed = {$entry}: 点検した日がありません
    .hint = 点検し、最終点検日を記入してください
ext-register-review-old = {$entry}: 最後の点検は {$date} で、{$days}日を過ぎています
    .hint = 点検し、最終点検日を更新してください
ext-register-complete = 外部情報システム {$count}件すべてが求める内容を満たしています

# --- partner-register ---
partner-register = 取引先台帳
    .description = 取引先ごとに、授受する情報、手段、重要性の区分(重要機密の共有、事業継続上の重要性)があり、`scope` が指す取引先のセキュリティ対策状況が期限内に確認されているかを見ます。取引が終わった先、管理対象外の先は見ません。
partner-register-parameter-require = 判定する部分(register=登録内容、status=対策状況)。空ならすべて
partner-register-parameter-kinds = 対象の取引先区分。空ならすべて
partner-register-parameter-fields = 埋まっているべき項目の id
partner-register-parameter-scope = 対策状況を見る取引先(handles-confidential=重要機密の共有、business-critical=事業継続上重要、system-access=内部システムへの接続)
partner-register-parameter-max-age-days = 対策状況の確認から何日以内か
partner-register-no-register = 取引先台帳がありません
    .hint = 取引先台帳(ひな形 `partners`)を証拠として渡してください
partner-register-register-empty = 取引先台帳に取引先がありません
partner-register-kind-unclear = 取引先区分が空か、解釈できない取引先があります: {$count}件({$entries})
    .hint = 取引先区分を、ひな形 `partners` の選択肢から選んでください
partner-register-none-in-scope = 対象となる取引先がありません(台帳の取引先: {$count}件)
partner-register-fields-missing = {$entry}: 項目が埋まっていません: {$fields}
    .hint = ひな形 `partners` の該当する項目を記入してください
partner-register-fields-unclear = {$entry}: 記入があるが、判定できない項目: {$fields}
    .hint = 日付は YYYY-MM-DD で、選択項目はひな形 `partners` の言葉で記入してください
partner-register-date-unclear = {$entry}: {$field} の「{$value}」は日付として読めません
    .hint = 日付は YYYY-MM-DD で記入してください
partner-register-date-ahead = {$entry}: {$field} の日付 {$date} はまだ来ていません
    .hint = 実際に行った日を記入してください
partner-register-flags-unclear = {$entry}: 重要な取引先かどうか分かりません({$flags})
    .hint = これらの項目に「はい」か「いいえ」を記入してください
partner-register-access-denied = {$entry}: 台帳では内部システムに接続しない取引先ですが、有効なリモートアクセスの許可があります: {$permissions}
    .hint = 台帳を直すか、許可を取り消してください
partner-register-status-missing = {$entry}: 重要な取引先ですが、対策状況の確認日がありません
    .hint = 対策状況を確かめ、確認日を記入してください
partner-register-status-old = {$entry}: 対策状況の確認は {$date} で、{$days}日を過ぎています
    .hint = 対策状況を確かめ直してください
partner-register-complete = 取引先 {$count}件の登録は完全で、重要な取引先 {$flagged}件の対策状況も期限内です

# --- info-register ---
info-register = 情報資産台帳
    .description = 情報資産ごとに、対象情報、管理者、部署、保管場所、保管期限、開示先、連絡先、機密区分が埋まっているかを見ます。
info-register-parameter-fields = 埋まっているべき項目の id
info-register-parameter-classifications = 対象の機密区分。空ならすべて
info-register-no-register = 情報資産台帳がありません
    .hint = 情報資産台帳(ひな形 `information-assets`)を証拠として渡してください
info-register-register-empty = 情報資産台帳に行がありません
    .hint = 管理する情報を登録してください
info-register-classification-unclear = 機密区分が空か、解釈できない情報資産があります: {$count}件({$entries})
    .hint = 機密区分を、ひな形 `information-assets` の選択肢から選んでください
info-register-none-in-scope = 対象の機密区分の情報資産がありません(台帳: {$count}件)
info-register-fields-missing = {$entry}: 項目が埋まっていません: {$fields}
    .hint = ひな形 `information-assets` の該当する項目を記入してください
info-register-fields-unclear = {$entry}: 記入があるが、判定できない項目: {$fields}
    .hint = 日付は YYYY-MM-DD で、選択項目はひな形 `information-assets` の言葉で記入してください
info-register-complete = 情報資産 {$count}件すべてで項目が埋まっています: {$fields}

# --- inv-support ---
inv-support = サポート期限
    .description = サポート期限が評価日以後であるか、期限が切れていても認められた措置(更改予定と代替策のある例外、撤去、インターネット遮断)があるかを見ます。期限が分からなければ不明です。
inv-support-parameter-require = 判定する部分(support=サポート、license=ライセンス)。空ならすべて
inv-support-parameter-exceptions = 期限後に認める措置(plan、removed、internet-blocked)
inv-support-parameter-classes = 対象の資産種別。絞り込みであり、空ならすべて
inv-support-no-inventory = 資産台帳がありません
    .hint = 資産台帳(ひな形 `assets`)を証拠として渡してください
inv-support-inventory-empty = 資産台帳に資産が一つもありません
    .hint = 保有する資産を台帳に登録してください
inv-support-class-unclear = 資産種別が空か、解釈できない資産があります: {$count}件({$entries})
    .hint = 資産種別を、ひな形 `assets` の選択肢から選んで記入してください
inv-support-none-in-scope = 対象となる資産がありません(台帳の資産: {$count}件)
inv-support-date-unclear = {$entry}: {$field} の「{$value}」は日付として読めません
    .hint = 日付は YYYY-MM-DD で記入してください
inv-support-no-support-end = サポート期限が分からない資産があります: {$count}件({$entries})
    .hint = 資産台帳のサポート期限か、サポート期限表(ひな形 `support-lifecycle`)を渡してください
inv-support-out-of-support = {$entry}: サポートが {$date} に終わっています
    .hint = 更改するか、認められた措置を取って記録してください
inv-support-exception-incomplete = {$entry}: サポートが {$date} に終わり、例外の記録も足りません: {$fields}
    .hint = 更改予定日(今日以後)と代替策を記入し、承認を得てください
inv-support-no-license = {$entry}: 有効なライセンスがありません({$value})
    .hint = ライセンスを取得するか、使用をやめてください
inv-support-license-missing = ライセンスの記入がないソフトウェアがあります: {$count}件({$entries})
    .hint = ライセンスの番号か種別を記入してください(不要なら「不要」)
inv-support-license-unstated = 台帳にライセンスの記入がありません
    .hint = ひな形 `assets` のライセンスの項目を記入してください
inv-support-supported = 資産 {$count}件を確かめ、問題はありません(期限後の措置があるもの: {$excused}件)

# --- inv-disposal ---
inv-disposal = 廃棄・消去記録
    .description = 廃棄した資産ごとに、消去の方法(初期化だけのフォーマットは不可)、日付、実施者か証明書番号の記録があるかを見ます。
inv-disposal-parameter-classes = 対象の資産種別。絞り込みであり、空ならすべて
inv-disposal-no-inventory = 資産台帳がありません
    .hint = 資産台帳(ひな形 `assets`)を証拠として渡してください
inv-disposal-class-unclear = 資産種別が空か、解釈できない資産があります: {$count}件({$entries})
    .hint = 資産種別を、ひな形 `assets` の選択肢から選んで記入してください
inv-disposal-none-disposed = 廃棄した資産がありません(台帳の資産: {$count}件)
inv-disposal-weak-method = {$entry}: 消去方法 {$method} ではデータが残ります
    .hint = 上書き・暗号化消去・破壊などで消去してください
inv-disposal-record-incomplete = {$entry}: 消去記録が足りません: {$fields}
    .hint = 廃棄・消去記録(ひな形 `disposals`)を記入してください
inv-disposal-fields-unclear = {$entry}: 記入があるが、判定できない項目: {$fields}
    .hint = 日付は YYYY-MM-DD で、選択項目はひな形 `disposals` の言葉で記入してください
inv-disposal-erased = 廃棄した資産 {$count}件すべてに消去記録があります

# --- inv-genuine ---
inv-genuine = 正規品確認
    .description = 重要な資産について、シリアル番号かハッシュ値による確認が期限内に行われ、結果が合格かを見ます。
inv-genuine-parameter-critical = 重要とみなす重要度
inv-genuine-parameter-methods = 認める確認方法
inv-genuine-parameter-classes = 対象の資産種別。絞り込みであり、空ならすべて
inv-genuine-parameter-max-age-days = 確認から何日以内か
inv-genuine-no-inventory = 資産台帳がありません
    .hint = 資産台帳(ひな形 `assets`)を証拠として渡してください
inv-genuine-inventory-empty = 資産台帳に資産が一つもありません
    .hint = 保有する資産を台帳に登録してください
inv-genuine-class-unclear = 資産種別が空か、解釈できない資産があります: {$count}件({$entries})
    .hint = 資産種別を、ひな形 `assets` の選択肢から選んで記入してください
inv-genuine-none-in-scope = 対象となる資産がありません(台帳の資産: {$count}件)
inv-genuine-rating-unclear = 重要度が分からないため、対象かどうか判定できない資産があります: {$count}件({$entries})
    .hint = 重要度を記入してください
inv-genuine-not-verified = {$entry}: 正規品であることの確認記録がありません
    .hint = シリアル番号かハッシュ値で確かめ、記録してください
inv-genuine-verified-long-ago = {$entry}: 正規品の確認は {$date} で、{$days}日を過ぎています
    .hint = 確かめ直し、日付を更新してください
inv-genuine-method-not-accepted = {$entry}: 確認方法 {$method} は認められていません
    .hint = シリアル番号かハッシュ値で確かめてください
inv-genuine-result-not-ok = {$entry}: 正規品確認の結果は {$result} です
    .hint = 使用をやめ、供給者に確かめてください
inv-genuine-fields-unclear = {$entry}: 記入があるが、判定できない項目: {$fields}
    .hint = 日付は YYYY-MM-DD で、選択項目はひな形 `assets` の言葉で記入してください
inv-genuine-date-unclear = {$entry}: {$field} の「{$value}」は日付として読めません
    .hint = 日付は YYYY-MM-DD で記入してください
inv-genuine-date-ahead = {$entry}: {$field} の日付 {$date} はまだ来ていません
    .hint = 実際に行った日を記入してください
inv-genuine-genuine = 重要な資産 {$count}件すべてが {$days}日以内に正規品と確かめられています

# --- inv-label ---
inv-label = 適合ラベル・認証
    .description = 対象の製品に、求める制度・水準の適合ラベルか認証があり、番号があって、評価日に有効かを見ます。
inv-label-parameter-classes = 対象の資産種別。絞り込みであり、空ならすべて
inv-label-parameter-schemes = 認める制度。空なら問わない
inv-label-parameter-min-level = 最低の水準(0は問わない)
inv-label-no-inventory = 資産台帳がありません
    .hint = 資産台帳(ひな形 `assets`)を証拠として渡してください
inv-label-inventory-empty = 資産台帳に資産が一つもありません
    .hint = 保有する資産を台帳に登録してください
inv-label-class-unclear = 資産種別が空か、解釈できない資産があります: {$count}件({$entries})
    .hint = 資産種別を、ひな形 `assets` の選択肢から選んで記入してください
inv-label-none-in-scope = 対象となる資産がありません(台帳の資産: {$count}件)
inv-label-no-label = {$entry}: 適合ラベルも認証もありません
    .hint = 適合ラベルのある製品を選ぶか、記録を記入してください
inv-label-other-scheme = {$entry}: 制度 {$scheme} は求めるもの({$schemes})ではありません
    .hint = 求める制度のラベルを確かめてください
inv-label-no-number = {$entry}: ラベル・認証の番号がありません
    .hint = 番号を記入してください
inv-label-no-level = {$entry}: 水準がありません(求める水準: {$level})
    .hint = 水準を記入してください
inv-label-level-too-low = {$entry}: 水準 {$found} は求める {$level} に届きません
    .hint = 求める水準の製品を選んでください
inv-label-expired = {$entry}: ラベル・認証は {$date} に切れています
    .hint = 更新を確かめ、記録を直してください
inv-label-not-issued = {$entry}: ラベルの交付日 {$date} がまだ来ていません
    .hint = 交付後に記入してください
inv-label-fields-unclear = {$entry}: 記入があるが、判定できない項目: {$fields}
    .hint = 日付は YYYY-MM-DD で、選択項目はひな形 `assets` の言葉で記入してください
inv-label-labelled = 対象の製品 {$count}件すべてに有効なラベル・認証があります

# --- media-register ---
media-register = 可搬媒体台帳
    .description = 媒体ごとに、番号、保管者、承認、最終点検日があり、利用期限を過ぎていないかを見ます。廃棄済みの媒体は見ません。
media-register-parameter-fields = 埋まっているべき項目の id。`a|b` はいずれか
media-register-parameter-max-age-days = 点検から何日以内か(0は問わない)
media-register-no-register = 可搬媒体台帳がありません
    .hint = 可搬媒体台帳(ひな形 `media`)を証拠として渡してください
media-register-none-in-use = 使用中の可搬媒体がありません(台帳の媒体: {$count}件)
media-register-media-not-used = 資産台帳によると、どの機器も外部媒体を使いません(機器: {$count}件)
media-register-fields-missing = {$entry}: 項目が埋まっていません: {$fields}
    .hint = ひな形 `media` の該当する項目を記入してください
media-register-fields-unclear = {$entry}: 記入があるが、判定できない項目: {$fields}
    .hint = 日付は YYYY-MM-DD で、選択項目はひな形 `media` の言葉で記入してください
media-register-check-old = {$entry}: 最後の点検は {$date} で、{$days}日を過ぎています
    .hint = 媒体を点検してください
media-register-date-ahead = {$entry}: {$field} の日付 {$date} はまだ来ていません
    .hint = 実際に行った日を記入してください
media-register-approval-over = {$entry}: 利用期限 {$date} を過ぎています
    .hint = 承認を取り直すか、使用をやめてください
media-register-complete = 可搬媒体 {$count}件すべてで項目が埋まっています

# --- inv-redundancy ---
inv-redundancy = 冗長化・予備
    .description = 可用性が高い資産ごとに、冗長構成・予備(設定により手作業の代替)があるかを見ます。廃棄・紛失した予備機は数えません。
inv-redundancy-parameter-means = 備えとして認めるもの(redundancy、spare、manual)
inv-redundancy-parameter-classes = 対象の資産種別。絞り込みであり、空ならすべて
inv-redundancy-no-inventory = 資産台帳がありません
    .hint = 資産台帳(ひな形 `assets`)を証拠として渡してください
inv-redundancy-inventory-empty = 資産台帳に資産が一つもありません
    .hint = 保有する資産を台帳に登録してください
inv-redundancy-class-unclear = 資産種別が空か、解釈できない資産があります: {$count}件({$entries})
    .hint = 資産種別を、ひな形 `assets` の選択肢から選んで記入してください
inv-redundancy-none-in-scope = 対象となる資産がありません(台帳の資産: {$count}件)
inv-redundancy-availability-unclear = 可用性が分からないため、対象かどうか判定できない資産があります: {$count}件({$entries})
    .hint = 可用性(高・中・低)を記入してください
inv-redundancy-no-fallback = {$entry}: 可用性が高いのに備えがありません(認めるもの: {$means})
    .hint = 冗長化するか、予備を用意して記入してください
inv-redundancy-spare-gone = {$entry}: 予備 {$spare} は使えません(廃棄・紛失・導入前、または本体と同じ)
    .hint = 使える予備を用意してください
inv-redundancy-prepared = 可用性が高い資産 {$count}件すべてに備えがあります

# --- data-register ---
data-register = データ台帳
    .description = データごとに、管理主体、カテゴリ、イベント、場所(国・保管事業者)、利用目的、開示範囲、利用期限、法的根拠が埋まっているかを見ます。期限は言葉(契約終了まで、など)でもかまいません。
data-register-parameter-fields = 埋まっているべき項目の id
data-register-parameter-categories = 対象のカテゴリ。空ならすべて
data-register-no-register = データ台帳がありません
    .hint = データ台帳(ひな形 `data-items`)を証拠として渡してください
data-register-register-empty = データ台帳に行がありません
    .hint = 扱うデータを登録してください
data-register-category-unclear = カテゴリが空か、解釈できないデータがあります: {$count}件({$entries})
    .hint = カテゴリを、ひな形 `data-items` の選択肢から選んでください
data-register-none-in-scope = 対象のカテゴリのデータがありません(台帳: {$count}件)
data-register-fields-missing = {$entry}: 項目が埋まっていません: {$fields}
    .hint = ひな形 `data-items` の該当する項目を記入してください
data-register-fields-unclear = {$entry}: 記入があるが、判定できない項目: {$fields}
    .hint = 日付は YYYY-MM-DD で、選択項目はひな形 `data-items` の言葉で記入してください
data-register-complete = データ {$count}件すべてで項目が埋まっています: {$fields}

# --- inv-trace ---
inv-trace = トレーサビリティ
    .description = 生産したロットごとに生産記録があり、その保存期限が評価日より後かを見ます。
inv-trace-parameter-criticality = 対象のロットの重要度。空ならすべて
inv-trace-parameter-min-retention-days = 製造日からの最低の保存日数(0は問わない)
inv-trace-no-register = 生産ロット台帳がありません
    .hint = 生産ロット台帳(ひな形 `production-lots`)を証拠として渡してください
inv-trace-no-records = 生産記録台帳がありません
    .hint = 生産記録台帳(ひな形 `production-records`)を証拠として渡してください
inv-trace-register-empty = 生産したロットがありません
inv-trace-rating-unclear = 重要度が分からないロットがあります: {$count}件({$entries})
    .hint = ロットの重要度を記入してください
inv-trace-none-in-scope = 対象の重要度のロットがありません(台帳のロット: {$count}件)
inv-trace-no-record = ロット {$entry}: 生産記録とのつながりがありません
    .hint = 生産記録番号を記入してください
inv-trace-record-not-found = ロット {$entry}: 生産記録 {$record} が見つかりません
    .hint = 生産記録を登録するか、番号を直してください
inv-trace-retention-over = ロット {$entry}: 生産記録 {$record} の保存期限は {$date} で、先の日付ではありません
    .hint = 保存期限を延ばしてください
inv-trace-retention-short = ロット {$entry}: 生産記録 {$record} の保存期限 {$date} は、製造から {$days}日に届きません
    .hint = 保存期限を延ばしてください
inv-trace-no-retention = ロット {$entry}: 生産記録 {$record} に保存期限がありません
    .hint = 保存期限を決めて記入してください
inv-trace-fields-unclear = {$entry}: 記入があるが、判定できない項目: {$fields}
    .hint = 日付は YYYY-MM-DD で、選択項目はひな形 `production-records` の言葉で記入してください
inv-trace-traceable = ロット {$count}件すべてに、保存期限内の生産記録があります

# --- asset-placed ---
asset-placed = 資産のモデル上の位置づけ
    .description = 資産ごとに、モデルの中の位置(既定では CPSF の層と構成要素。サブシステムや役割なども指定できる)が記入されているかを見ます。記入のない資産は「位置づけなし」として挙げ、集計に含めません。廃棄済みの資産は見ません。
asset-placed-parameter-fields = 位置を示す項目の id。`a|b` はいずれか
asset-placed-parameter-values = 認める言葉。`言葉` はすべての項目、`項目=言葉` はその項目に効く。空なら問わない
asset-placed-parameter-classes = 対象の資産種別。絞り込みであり、空ならすべて
asset-placed-no-inventory = 資産台帳がありません
    .hint = 資産台帳(ひな形 `assets`)を証拠として渡してください
asset-placed-inventory-empty = 資産台帳に資産が一つもありません
    .hint = 保有する資産を台帳に登録してください
asset-placed-class-unclear = 資産種別が空か、解釈できない資産があります: {$count}件({$entries})
    .hint = 資産種別を、ひな形 `assets` の選択肢から選んで記入してください
asset-placed-none-in-scope = 対象となる資産がありません(台帳の資産: {$count}件)
asset-placed-not-placed = 位置づけなし: {$entry} の {$fields} が記入されていません
    .hint = ひな形 `assets` の該当する項目を記入してください
asset-placed-value-outside = {$entry}: {$field} の「{$value}」は、求められた言葉のどれでもありません
    .hint = 記入を直すか、この資産をモデルから外してください
asset-placed-value-unclear = {$entry}: {$field} の「{$value}」を解釈できません
    .hint = 層は第1層・第2層・第3層、構成要素はソシキ・ヒト・モノ・データ・プロシージャ・システムで記入してください
asset-placed-spread = 資産の {$field} の内訳: {$values}
asset-placed-placed = 対象の資産 {$count}件すべてに位置づけがあります({$fields})

# --- device-roles ---
device-roles = システムを構成する機器の登録
    .description = 求められた役割ごとに、使用中の資産が台帳にあるかを、資産種別、資産の役割、役割が空なら資産名で照合します。どの資産にも当てはまらない役割は、名前を挙げて不明とします。実際にないのか、台帳にないだけなのかは分からないためです。
device-roles-parameter-roles = あるべき役割(heat-source-controller=熱源コントローラ、ahu-controller=空調機コントローラ、bas-server=中央監視サーバなど)または資産種別
device-roles-parameter-if-any = どの役割もなければ「該当なし」とするか
device-roles-no-inventory = 資産台帳がありません
    .hint = 資産台帳(ひな形 `assets`)を証拠として渡してください
device-roles-inventory-empty = 資産台帳に資産が一つもありません
    .hint = 保有する資産を台帳に登録してください
device-roles-no-such-system = このシステムの機器は台帳に一つもありません: {$roles}
device-roles-role-missing = 役割 {$role} の資産がありません
    .hint = 機器を役割とともに台帳(ひな形 `assets`)に載せるか、別のプロファイルを選んでください
device-roles-present = 求められた役割の資産がすべてあります: {$roles}

# --- exposure ---
exposure = 制御用プロトコルの到達範囲
    .description = 部外者のゾーンからほかのゾーンへ、指定のプロトコルを通すファイアウォールルール、観測された通信、許可経路がないかを見ます。同じ装置で、先のルールが全体を拒否しているものは、後のルールで許可されたとはみなしません。無効のルールは数えません。
exposure-parameter-protocols = 通してはならないプロトコル。既知の名前、または `名前=ポート/ポート`
exposure-parameter-from-zones = 部外者のゾーン。種別、ID、名前、名前に含まれる言葉(tenant=テナント、guest=ゲスト、internet=インターネット、remote=遠隔、cloud=クラウド、office=オフィス)
exposure-parameter-to-zones = 到達させてはならないゾーン。種別、ID、名前。空ならほかのすべて
exposure-no-zones = 部外者を見分けるためのゾーンやネットワークがありません
    .hint = ゾーン台帳かネットワーク台帳(ひな形 `zones`、`networks`)を証拠として渡してください
exposure-no-source = 部外者のゾーンやネットワークがありません: {$zones}
exposure-no-target = 守るべきゾーンやネットワークがありません: {$zones}
exposure-no-paths = 確かめるファイアウォールルールも通信一覧もありません
    .hint = ファイアウォールルールか通信一覧(ひな形 `firewall-rules`、`flows`)を証拠として渡してください
exposure-exposed = {$path}: {$from} から {$to} の {$protocols} に到達できます
    .hint = ルールからこのプロトコルを外すか、送信元を制御機器のゾーンに限ってください
exposure-service-unclear = {$path}: {$from} から {$to} への経路で、サービスが {$protocols} を通すかどうかが分かりません
    .hint = サービスをポート番号か一般的な名前で記入してください
exposure-end-unclear = {$path}: {$protocols} を通しますが、アドレスの所属が分からず、{$from} から {$to} への経路かどうかが分かりません
    .hint = ネットワークのアドレス範囲(ひな形 `networks`)か、ルールのゾーンを記入してください
exposure-closed = {$from} から {$protocols} には到達できません(確かめたルール・通信・経路: {$count}件)
