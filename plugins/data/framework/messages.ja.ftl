plugin = データ: データマネジメント・フレームワーク

# --- flow-joined ---
flow-joined = データの流れに途切れがないこと
    .description = データを使う・渡す・保管する・廃棄する者は、一覧のいずれかのイベントでそのデータを作ったか、受け取ったかしている。移転は相手先にデータを渡す。
flow-joined-no-register = データイベント一覧がありません
    .hint = イベント一覧(テンプレート `data-events`)を提出してください
flow-joined-none-listed = データイベント一覧が空です
flow-joined-incomplete = 種別または実施主体がありません: {$count}件: {$names}
    .hint = だれが何をするかを記入してください
flow-joined-no-counterparty = 相手先のない移転です: {$count}件: {$names}
    .hint = 相手先を記入してください
flow-joined-no-data = 入力も出力も記載されていません: {$count}件: {$names}
    .hint = データ台帳のIDで記入してください
flow-joined-no-such-event = 一覧にない前イベント({$after})を指しています: {$count}件: {$names}
    .hint = IDを直すか、イベントを追加してください
flow-joined-broken = 流れが途切れています。{$data} は {$last} の後、ここまで届くイベントがありません: {$count}件: {$names}
    .hint = 届けた移転を追加するか、実施主体を直してください
flow-joined-no-source = {$data} を使っていますが、作った、または受け取ったイベントがありません: {$count}件: {$names}
    .hint = 生成・取得のイベントを追加してください
flow-joined-joined = 流れに途切れはありません(イベント {$count}件)
flow-joined-create = {$actor}が{$outputs}を生成・取得: {$event}
flow-joined-process = {$actor}が{$inputs}を加工・利用({$outputs}): {$event}
flow-joined-transfer = {$actor}が{$inputs}を{$to}へ移転・提供: {$event}
flow-joined-store = {$actor}が{$inputs}を保管: {$event}
flow-joined-dispose = {$actor}が{$inputs}を廃棄: {$event}
flow-joined-more = ここに挙げていないイベントが、ほかに{$count}件あります

# --- flow-disposed ---
flow-disposed = 期限を過ぎたデータの廃棄
    .description = 評価日に利用期限を過ぎたデータには、廃棄のイベントがある。
flow-disposed-no-register = データ台帳がありません
    .hint = データ台帳(テンプレート `data-items`)を提出してください
flow-disposed-none-listed = データ台帳が空です
flow-disposed-overdue = {$until} を過ぎても廃棄のイベントがありません: {$count}件: {$names}
    .hint = 廃棄してイベントを記入するか、期限を直してください
flow-disposed-no-limit = 利用期限がありません: {$count}件: {$names}
    .hint = いつまで保管してよいかを記入してください
flow-disposed-in-time = 期限を過ぎて残るデータはありません({$count}件)

# --- fields-assigned ---
fields-assigned = データを守る「場」
    .description = 指定の区分のデータは、守る場(法令・契約・組織内ルール)を示し、その場は場の一覧にある。
fields-assigned-parameter-categories = 場が必要なデータの区分
fields-assigned-no-register = データ台帳がありません
    .hint = データ台帳(テンプレート `data-items`)を提出してください
fields-assigned-no-category = 区分がありません: {$count}件: {$names}
    .hint = 区分を記入してください
fields-assigned-without-field = 守る場がありません: {$count}件: {$names}
    .hint = 法令・契約・ルールを記入してください(テンプレート `protections`)
fields-assigned-no-list = 場の一覧がなく、{$field} を確かめられません: {$count}件: {$names}
    .hint = 場の一覧(テンプレート `protections`)を提出してください
fields-assigned-no-such-field = 場 {$field} は一覧にありません: {$count}件: {$names}
    .hint = IDを直すか、場を追加してください
fields-assigned-none-in-scope = この区分のデータはありません(データ {$count}件)
fields-assigned-assigned = すべて既知の場にあります({$count}件)

# --- attributes-kept ---
attributes-kept = 許可された範囲内の属性
    .description = 開示範囲・利用目的・国が、許可された範囲にある。複製とイベントの国も数えるため、委託先の先も含まれる。
attributes-kept-parameter-require = 判定する属性(disclosure、purpose、country)。空ならすべて
attributes-kept-no-register = データ台帳がありません
    .hint = データ台帳(テンプレート `data-items`)を提出してください
attributes-kept-none-listed = データ台帳が空です
attributes-kept-disclosure-open = 開示していますが、許可された開示範囲がありません: {$count}件: {$names}
    .hint = 許可された開示範囲を記入してください
attributes-kept-disclosure-wider = 許可より広く {$wider} に開示しています: {$count}件: {$names}
    .hint = 開示をやめるか、許可を得てください
attributes-kept-purpose-open = 利用していますが、許可された目的がありません: {$count}件: {$names}
    .hint = 許可された目的を記入してください
attributes-kept-purpose-wider = 許可のない目的({$wider})に利用しています: {$count}件: {$names}
    .hint = 利用をやめるか、許可を得てください
attributes-kept-country-open = 保管していますが、許可された国がありません: {$count}件: {$names}
    .hint = 許可された国を記入してください
attributes-kept-country-wider = 許可のない国({$wider})で保管または利用しています: {$count}件: {$names}
    .hint = 国内に戻すか、その国の許可を得てください
attributes-kept-kept = すべて許可された範囲にあります(データ {$count}件、対象 {$parts})

# --- risks-listed ---
risks-listed = イベントごとのリスクの洗い出し
    .description = イベントごとに、機密性・完全性・可用性・遵守のリスク(ない場合はその旨)と対策が書かれている。
risks-listed-parameter-require = 求める欄(confidentiality、integrity、availability、compliance、measure)
risks-listed-no-register = データイベント一覧がありません
    .hint = イベント一覧(テンプレート `data-events`)を提出してください
risks-listed-none-listed = データイベント一覧が空です
risks-listed-cells-empty = リスクの欄が空です({$cells}): {$count}件: {$names}
    .hint = そのイベントについて考え、リスクか「なし」を記入してください。例: 生成・取得では誤った取得や同意の欠落、加工・利用では再識別や目的外の利用、移転・提供では誤送信、保管では漏えいや消失、廃棄では消し残し
risks-listed-no-measure = リスクがあるのに対策がありません: {$count}件: {$names}
    .hint = 対策、または受容した者を記入してください
risks-listed-listed = すべてのイベントでリスクが書かれています({$count}件)

# --- providers-bound ---
providers-bound = 提供先・委託先との取り決め
    .description = 他者への移転は契約の場にあり、他者の上に成り立つサービスは責任分界を示している。
providers-bound-parameter-require = 判定するもの(contract、split)。空なら両方
providers-bound-parameter-access-is-transfer = 他国からの利用を、利用者への移転とみなす
providers-bound-no-register = データイベント一覧も外部情報システム台帳もありません
    .hint = 台帳(テンプレート `data-events`、`external-systems`)を提出してください
providers-bound-no-counterparty = 相手先のない移転です: {$count}件: {$names}
    .hint = 相手先を記入してください
providers-bound-field-unclear = 示された場が一覧にないか、種別がありません: {$count}件: {$names}
    .hint = 場の一覧(テンプレート `protections`)を補ってください
providers-bound-no-contract = 契約なしに他者へデータを渡しています: {$count}件: {$names}
    .hint = 契約を結び、イベントの場として記入してください
providers-bound-no-contract-for-access = 国外の者が、契約なしに国内などにあるデータを利用しています: {$count}件: {$names}
    .hint = 契約を結び、イベントの場として記入してください
providers-bound-no-split = {$others} の上に成り立つサービスですが、責任分界がありません: {$count}件: {$names}
    .hint = 責任分界の文書を記入してください
providers-bound-none-in-scope = 他者への移転も、他者の上に成り立つサービスもありません
providers-bound-bound = 契約と責任分界の記録があります({$parts}): {$count}件

# --- join-reviewed ---
join-reviewed = 匿名データの突合の確認
    .description = 個人を示さないデータ同士を突き合わせるときは、再識別の可能性を調べ、対策を書いている。
join-reviewed-no-register = データイベント一覧がありません
    .hint = イベント一覧(テンプレート `data-events`)を提出してください
join-reviewed-category-unclear = 区分の分からないデータを突き合わせています: {$count}件: {$names}
    .hint = データ台帳に区分を記入してください
join-reviewed-check-needed = 再識別の確認が必要です: {$count}件: {$names}
    .hint = 個人が再び分かるかを調べ、リスクを記入してください
join-reviewed-no-measure = 再識別のおそれがありますが対策がありません: {$count}件: {$names}
    .hint = 対策を記入してください
join-reviewed-none-in-scope = 該当する突合はありません(イベント {$count}件)
join-reviewed-reviewed = 確認されています(イベント {$count}件)

# --- fields-compared ---
fields-compared = 複数国の規範の対比
    .description = 二つ以上の国にかかわるイベントは、それぞれの国の場を示している。場を並べて示す。
fields-compared-no-register = データイベント一覧がありません
    .hint = イベント一覧(テンプレート `data-events`)を提出してください
fields-compared-country-unclear = 国の分からない移転です: {$count}件: {$names}
    .hint = 国、または取扱者一覧の国を記入してください
fields-compared-gap = {$countries} の場がありません: {$count}件: {$names}
    .hint = その国の法令・契約、または代わりのルールを記入してください
fields-compared-side-by-side = {$sides}: {$count}件: {$names}
fields-compared-none-in-scope = 二つ以上の国にかかわるイベントはありません(イベント {$count}件)

# --- trust-recorded ---
trust-recorded = データの信頼記録
    .description = データごとに署名者・時刻・ハッシュ値の記録があり、署名時のハッシュ値と現在の値が一致し、検証に失敗していない。
trust-recorded-parameter-categories = 記録を求めるデータの区分。空ならデータ台帳の全件
trust-recorded-no-register = データ信頼記録がありません
    .hint = 記録(様式 `data-trust`)を提出してください
trust-recorded-none-listed = 記録もデータも挙げられていません
trust-recorded-no-item = どのデータの記録か分かりません: {$count}件: {$names}
    .hint = データ台帳の番号で記入してください
trust-recorded-invalid = 完全性: {$item} の署名を検証できません: {$count}件: {$names}
    .hint = そのデータを使わず、署名者から取り直してください
trust-recorded-hash-differs = 完全性: {$item} は署名時とハッシュ値が異なります: {$count}件: {$names}
    .hint = そのデータを使わず、変わった原因を調べるか、取り直してください
trust-recorded-stamp-ahead = 完全性: {$item} のタイムスタンプが評価の基準日より後です: {$count}件: {$names}
    .hint = どの時計が誤っているかを調べてください
trust-recorded-weak = {$item} のハッシュ方式は衝突を作れる弱いものです: {$count}件: {$names}
    .hint = SHA-256以上で署名し直してください
trust-recorded-open = 未記入です({$fields}): {$count}件: {$names}
    .hint = 記録を補ってください
trust-recorded-not-verified = 署名が検証されていません: {$count}件: {$names}
    .hint = 検証して結果を記入してください
trust-recorded-unsigned = 信頼記録のないデータです: {$count}件: {$names}
    .hint = 署名とタイムスタンプを付けるか、対象の区分を見直してください
trust-recorded-trusted = 署名と時刻があり、変わっていません: {$count}件: {$names}

# --- interface-separated ---
interface-separated = APIとプロトコルの区別
    .description = インターフェースのAPIとプロトコルが、別々の欄に書かれている。
interface-separated-no-register = インターフェース台帳がありません
    .hint = 台帳(様式 `interfaces`)を提出してください
interface-separated-none-listed = インターフェース台帳は空です
interface-separated-no-protocol = 注意: プロトコルの書かれていないAPIです: {$count}件: {$names}
    .hint = HTTPS、MQTTなど、APIを運ぶプロトコルを記入してください
interface-separated-same-text = 注意: APIとプロトコルの欄が同じです: {$count}件: {$names}
    .hint = APIは何を頼めるか、プロトコルはどう運ぶかです。分けて記入してください
interface-separated-open = APIもプロトコルも書かれていません: {$count}件: {$names}
    .hint = 両方を記入してください
interface-separated-protocol-only = APIのないプロトコルです: {$count}件: {$names}
interface-separated-separated = APIとプロトコルが分けて書かれています: {$count}件: {$names}
