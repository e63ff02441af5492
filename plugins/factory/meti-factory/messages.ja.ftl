plugin = 工場: ガイドラインの三つのステップ

# --- model-complete ---
model-complete = ステップ1: 工場のモデルの整理
    .description = 業務ごとに責任者と重要度があるか、保護対象ごとに、実在する業務との結びつき、重要度、実在するゾーン(自身のゾーン、なければ資産台帳にある対応資産のゾーン)があるかを見ます。結びつきのないものはすべて挙げます。保護対象が一つもない業務とゾーンは注記にとどめ、不合格にはしません。
model-complete-parameter-require = 判定する部分(processes=業務一覧、process-link=業務との結びつき、importance=重要度、zone-link=ゾーンとの結びつき)。空ならすべて
model-complete-parameter-kinds = 対象とする保護対象の種類。絞り込みであり、空ならすべて
model-complete-parameter-outside-kinds = 自社のものではないゾーンの種別
model-complete-no-objects = 保護対象の一覧がありません
    .hint = 守るべきものの一覧(ひな形 `protected-objects`)を作り、証拠として渡してください
model-complete-objects-empty = 保護対象の一覧に何も載っていません
    .hint = ネットワーク、装置、業務プログラム、利用サービス、データなど、守るべきものを載せてください
model-complete-none-in-scope = 対象となる保護対象がありません(一覧の保護対象: {$count}件)
model-complete-no-processes = 業務の一覧がありません
    .hint = 工場の業務を、責任者と重要度を添えて一覧にしてください(ひな形 `processes`)
model-complete-processes-empty = 業務の一覧に何も載っていません
    .hint = 工場の業務を、責任者と重要度を添えて載せてください
model-complete-process-incomplete = 業務 {$entry}: 項目が埋まっていません: {$fields}
    .hint = 業務の責任者と重要度を決めて記入してください
model-complete-importance-unclear = {$entry}: 重要度「{$value}」を解釈できません
    .hint = 最重要・高・中・低のいずれかで記入してください
model-complete-no-process = 保護対象 {$entry}: どの業務とも結びついていません
    .hint = この対象を必要とする業務を記入してください
model-complete-process-unknown = 保護対象 {$entry}: 業務 {$processes} が業務の一覧にありません
    .hint = 業務の名前を直すか、業務を一覧に加えてください
model-complete-no-process-register = 保護対象 {$count}件が業務を挙げていますが、照合する業務の一覧がありません
    .hint = 業務の一覧(ひな形 `processes`)を証拠として渡してください
model-complete-no-importance = 保護対象 {$entry}: 重要度がありません
    .hint = 最重要・高・中・低のいずれかを付けてください
model-complete-no-zone = 保護対象 {$entry}: どのゾーンにも属していません
    .hint = 対象の所在ゾーンか、対応する資産のゾーンを記入してください
model-complete-zone-unknown = 保護対象 {$entry}: ゾーン {$zones} がゾーン台帳にありません
    .hint = ゾーンの名前を直すか、ゾーン台帳に加えてください
model-complete-no-zone-register = 保護対象 {$count}件がゾーンを挙げていますが、照合するゾーン台帳がありません
    .hint = ゾーン台帳(ひな形 `zones`)を証拠として渡してください
model-complete-process-without-object = 保護対象が一つも結びついていない業務があります: {$count}件({$entries})
model-complete-zone-without-object = 保護対象が一つも属していないゾーンがあります: {$count}件({$entries})
model-complete-complete = 工場のモデルは揃っています(保護対象 {$objects}件、業務 {$processes}件)

# --- zone-impact ---
zone-impact = ゾーンの影響評価と保護の順序
    .description = ゾーンごとに、事業継続(BC)・安全(S)・品質(Q)・納期(D)・コスト(C)への影響が評価され、影響が大きいゾーンに実施中の対策があるかを見ます。結果は順位の順に並びます。影響が大きいのに対策がないゾーンを先に、その中では安全への影響が大きいゾーンを先にします。計画中の対策は数えません。
zone-impact-parameter-require = 判定する部分(rated=影響の評価、protected=対策の有無)。空ならすべて
zone-impact-parameter-values = 評価を求める価値
zone-impact-parameter-outside-kinds = 自社のものではないゾーンの種別
zone-impact-no-impacts = ゾーンごとの影響評価がありません
    .hint = 各ゾーンが侵害されたときの影響を評価してください(ひな形 `zone-impacts`)
zone-impact-no-zones = 評価すべき自社のゾーンがありません
zone-impact-no-measures = 影響の大きいゾーンが {$count}件({$zones})ありますが、対策の一覧がありません
    .hint = 対策の一覧(ひな形 `measures`)を証拠として渡してください
zone-impact-unprotected = 順位 {$rank}: ゾーン {$zone} は {$values} への影響が大きいのに、対策がありません
    .hint = このゾーンの対策を優先して立案してください
zone-impact-unprotected-yet = 順位 {$rank}: ゾーン {$zone} は {$values} への影響が大きいのに、実施中の対策がありません。計画中または一部実施の対策({$measures})は数えません
    .hint = 対策を実施に移してください
zone-impact-state-unclear = 順位 {$rank}: ゾーン {$zone} は {$values} への影響が大きく、対策({$measures})が実施中かどうかが書かれていません
    .hint = 対策の状態(実施中・一部実施・計画・廃止)を記入してください
zone-impact-ranked = 順位 {$rank}: ゾーン {$zone} は {$values} への影響が大きく、実施中の対策があります
zone-impact-ranked-low = 順位 {$rank}: ゾーン {$zone} には影響の大きい価値がありません
zone-impact-unrated = ゾーン {$zone} の影響が評価されていません
    .hint = このゾーンを評価してください(ひな形 `zone-impacts`)
zone-impact-zone-unknown = 評価されているゾーン {$zone} が、ゾーン台帳にありません
    .hint = ゾーンの名前を直すか、ゾーン台帳に加えてください
zone-impact-values-missing = ゾーン {$zone}: {$values} への影響が評価されていません(評価を求める価値: {$asked}件)
    .hint = 大・中・小・影響なしのいずれかで評価してください
zone-impact-values-unclear = ゾーン {$zone}: {$values} への影響の評価を解釈できません
    .hint = 大・中・小・影響なしのいずれかで記入してください
zone-impact-in-order = ゾーン {$count}件の影響が評価され、影響の大きいゾーンには実施中の対策があります

# --- threat-covered ---
threat-covered = ステップ2: 脅威と対策の対応づけ
    .description = モデルの各ゾーンで一つ以上の脅威が検討されているか、ゾーンと脅威の組ごとに、実施中の対策があるか、または氏名のある承認者が、期限の過ぎていない受容をしているかを見ます。計画中の対策と一部だけ実施した対策は数えません。
threat-covered-parameter-require = 判定する部分(examined=脅威の検討、covered=対策の対応づけ)。空ならすべて
threat-covered-parameter-impacts = 対象とする脅威の影響の大きさ。絞り込みであり、空ならすべて
threat-covered-parameter-outside-kinds = 自社のものではないゾーンの種別
threat-covered-no-threats = 脅威の一覧がありません
    .hint = ゾーンごとに脅威を検討し、一覧にしてください(ひな形 `threats`)
threat-covered-no-zones = 自社のゾーンがなく、脅威も載っていません
threat-covered-no-zone-model = 脅威はありますが、照合するゾーンがありません
    .hint = ゾーン台帳(ひな形 `zones`)を証拠として渡してください
threat-covered-zone-unexamined = ゾーン {$zone}: 脅威が一つも検討されていません
    .hint = このゾーンの脅威を検討し、一覧に加えてください
threat-covered-none-in-scope = 対象となる脅威がありません(一覧の脅威: {$count}件)
threat-covered-threat-unplaced = 脅威 {$threat}: ゾーンが書かれていません
    .hint = 検討したゾーンを記入してください
threat-covered-zone-unknown = 脅威 {$threat}: ゾーン {$zone} がゾーン台帳にありません
    .hint = ゾーンの名前を直すか、ゾーン台帳に加えてください
threat-covered-no-measures = 対策すべき脅威が {$count}件ありますが、対策の一覧がありません
    .hint = 対策の一覧(ひな形 `measures`)を証拠として渡してください
threat-covered-uncovered = 対策なし: ゾーン {$zone} の脅威 {$threat} に対策がなく、受容もされていません
    .hint = 対策を立案するか、承認者と期限を決めてリスクを受容してください
threat-covered-uncovered-yet = 対策なし: ゾーン {$zone} の脅威 {$threat} に、実施中の対策がありません。計画中または一部実施の対策({$measures})は数えません
    .hint = 対策を実施に移すか、それまでの間のリスクを受容してください
threat-covered-state-unclear = ゾーン {$zone} の脅威 {$threat}: 対策({$measures})が実施中かどうかが書かれていません
    .hint = 対策の状態(実施中・一部実施・計画・廃止)を記入してください
threat-covered-acceptance-over = 対策なし: ゾーン {$zone} の脅威 {$threat} は、{$by} による受容の期限 {$date} が過ぎ、実施中の対策もありません
    .hint = 対策を実施に移すか、受容するかを決め直してください
threat-covered-acceptance-unnamed = 対策なし: ゾーン {$zone} の脅威 {$threat} は、受容の期限はあっても承認者の名前がなく、実施中の対策もありません
    .hint = 受容を承認した人を記入してください
threat-covered-acceptance-open = ゾーン {$zone} の脅威 {$threat}: {$by} が受容していますが、いつまで有効かが書かれていません
    .hint = 受容の期限を記入してください
threat-covered-acceptance-ahead = ゾーン {$zone} の脅威 {$threat}: {$by} による受容は {$date} からで、まだ始まっていません
    .hint = 実際に承認した日を記入してください
threat-covered-measure-strays = 対策 {$measure} が挙げる脅威 {$threats} は、脅威の一覧にありません
threat-covered-all-covered = すべての脅威に対策または受容があります(ゾーン {$zones}件、ゾーンと脅威の組 {$pairs}件、うち受容 {$accepted}件)

# --- measure-owner ---
measure-owner = ステップ3: 対策の責任者と継続
    .description = 廃止していない対策ごとに、責任者(役割台帳があれば、そこに載っている人・役割・部署)と実施周期があるか、未実施の対策が期限を過ぎていないか、実施中の対策が次回点検日まで、または前回の点検から周期のうちに点検されているかを見ます。対策を担う供給者は、取引先台帳があれば、そこに載っているかを見ます。
measure-owner-parameter-require = 判定する部分(owner=責任者、cycle=実施周期、on-time=期限、supplier=供給者)。空ならすべて
measure-owner-parameter-sides = 対象とする対策の面(network=ネットワーク、device=機器、program=業務プログラム・利用サービス、system=システム構成面、physical=物理面、operation=運用・管理面、supply-chain=サプライチェーン、other=その他)。絞り込みであり、空ならすべて
measure-owner-no-measures = 対策の一覧がありません
    .hint = 対策を、責任者・周期・状態を添えて一覧にしてください(ひな形 `measures`)
measure-owner-none-in-scope = 対象となる対策がありません(一覧の対策: {$count}件)
measure-owner-no-owner = 対策 {$entry}: 責任者がいません
    .hint = 責任者を決めて記入してください
measure-owner-owner-unknown = 対策 {$entry}: 責任者 {$owner} が役割台帳にいません
    .hint = 役割台帳に載せるか、名前を直してください
measure-owner-owner-left = 対策 {$entry}: 責任者 {$owner} は {$date} に退職しています
    .hint = 後任を決めて記入してください
measure-owner-no-cycle = 対策 {$entry}: 実施周期がありません
    .hint = 実施または点検の周期を決めて記入してください
measure-owner-late = 期限超過: 対策 {$entry} の実施期限 {$date} が過ぎています
    .hint = 実施に移すか、期限を決め直してください
measure-owner-no-due = 対策 {$entry}: 実施中ではなく、いつまでに実施するかも書かれていません
    .hint = 実施期限か、対策の状態を記入してください
measure-owner-check-late = 期限超過: 対策 {$entry} の次回点検日 {$date} が過ぎています
    .hint = 点検し、次回の日を記入してください
measure-owner-cycle-missed = 期限超過: 対策 {$entry} の最後の点検は {$date} で、周期({$days}日)を過ぎています
    .hint = 点検し、日付を記入してください
measure-owner-date-unclear = 対策 {$entry}: {$field} の「{$value}」は日付として読めません
    .hint = 日付は YYYY-MM-DD で記入してください
measure-owner-supplier-unknown = 対策 {$entry}: 供給者 {$supplier} が取引先台帳にありません
    .hint = 取引先台帳に載せるか、名前を直してください
measure-owner-no-roles = 役割台帳がないため、責任者は照合していません
measure-owner-kept-up = 対策 {$count}件に責任者と実施周期があり、期限を過ぎたものはありません
