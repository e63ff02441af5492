plugin = スマートホーム: 機器群

# --- fleet-default ---
fleet-default = 初期パスワードのままの機器の割合
    .description = 対象の機器のうち、初期パスワードのまま使われている機器の割合が、許された割合以下かを見ます。資産台帳の「初期パスワードのまま」、設定スナップショット、アカウント台帳のいずれかで確かめます。分からない機器は「かもしれない」として幅で判定します。
fleet-default-parameter-classes = 対象の資産種別。絞り込みであり、空なら機器すべて
fleet-default-parameter-max-percent = 許される割合(%)
fleet-default-no-inventory = 資産台帳がありません
    .hint = 機器の一覧を資産台帳(ひな形 `assets`)として渡してください
fleet-default-inventory-empty = 資産台帳に機器が一つもありません
    .hint = 機器を台帳に登録してください
fleet-default-class-unclear = 資産種別が空か、解釈できない機器があります: {$count}台({$devices})
    .hint = 資産種別を、ひな形 `assets` の選択肢から選んで記入してください
fleet-default-none-in-scope = 対象となる機器がありません(台帳の資産: {$count}件)
fleet-default-over = 初期パスワードのままの機器が {$total}台中 {$count}台({$percent} %)あります(許容 {$max} %、不明 {$unstated}台): {$devices}。機種: {$models}
    .hint = 機器ごとに異なるパスワードへ変更してください。同じ機種に集中していれば、出荷時の設定を改めるよう製造元に求めてください
fleet-default-unstated = 初期パスワードのままかどうか分からない機器が {$total}台中 {$unstated}台あります(初期パスワードのまま {$count}台、{$percent} %、許容 {$max} %): {$devices}
    .hint = 資産台帳の「初期パスワードのまま」を記入するか、設定スナップショットを渡してください
fleet-default-within = 初期パスワードのままの機器は {$total}台中 {$count}台({$percent} %)で、許容 {$max} % 以下です(不明 {$unstated}台)

# --- fleet-firmware ---
fleet-firmware = ファームウェアの広がり
    .description = 機種ごとに最新のファームウェアより古い機器、サポートの切れた機器、同じファームウェアの機器の割合を見ます。最新は、機器群の中で最も新しい版とリリース記録から決めます。版の新旧が確かでない機種は不明です。
fleet-firmware-parameter-classes = 対象の資産種別。絞り込みであり、空なら機器すべて
fleet-firmware-parameter-require = 判定する部分(current、supported、spread)。空ならすべて
fleet-firmware-parameter-max-behind-percent = 最新より古い機器の許される割合(%)
fleet-firmware-parameter-grace-days = リリースから更新までに許される日数(リリース記録に日付がある版)
fleet-firmware-parameter-max-unsupported-percent = サポートの切れた機器の許される割合(%)
fleet-firmware-parameter-min-same-percent = 各機種で最も多い版の機器が占めるべき割合(%)。0なら判定しない
fleet-firmware-parameter-max-same-percent = 同じ機種・同じ版の機器の許される割合(%)。100なら判定しない
fleet-firmware-no-inventory = 資産台帳がありません
    .hint = 機器の一覧を資産台帳(ひな形 `assets`)として渡してください
fleet-firmware-inventory-empty = 資産台帳に機器が一つもありません
    .hint = 機器を台帳に登録してください
fleet-firmware-class-unclear = 資産種別が空か、解釈できない機器があります: {$count}台({$devices})
    .hint = 資産種別を、ひな形 `assets` の選択肢から選んで記入してください
fleet-firmware-none-in-scope = 対象となる機器がありません(台帳の資産: {$count}件)
fleet-firmware-behind = 最新のファームウェアより古い機器が {$total}台中 {$count}台({$percent} %)あります(許容 {$max} %、不明 {$unstated}台)。機種: {$models}。機器: {$devices}
    .hint = 更新を配信し、適用されない機器の理由を確かめてください
fleet-firmware-behind-open = ファームウェアが最新か分からない機器が {$total}台中 {$unstated}台あります(古い機器 {$count}台、{$percent} %、許容 {$max} %)。機種: {$models}。機器: {$devices}
    .hint = 資産台帳の「型番」と「ファームウェア版数」を記入してください。版の新旧が決まらない機種は、リリース記録(ひな形 `releases`)を確かめてください
fleet-firmware-unsupported = サポートの切れた機器が {$total}台中 {$count}台({$percent} %)あります(許容 {$max} %、不明 {$unstated}台): {$devices}
    .hint = 機器を入れ替えるか、ネットワークから切り離してください
fleet-firmware-support-open = サポート期限の分からない機器が {$total}台中 {$unstated}台あります(切れた機器 {$count}台、{$percent} %、許容 {$max} %): {$devices}
    .hint = 資産台帳の「サポート期限」を記入するか、サポート期限表(ひな形 `support-lifecycle`)を渡してください
fleet-firmware-firmware-unstated = ファームウェア版数の分かる機器がありません(機器 {$total}台)
    .hint = 資産台帳の「ファームウェア版数」を記入してください
fleet-firmware-spread = 版の分かる機器 {$total}台、{$models}機種、{$versions}種の版。最も多いのは {$model} の {$firmware} で {$count}台({$percent} %)。機種ごとの最多の版の機器は {$same} %(上限 {$limit} %)
fleet-firmware-too-alike = {$model} の {$firmware} が {$total}台中 {$count}台({$percent} %)を占め、上限 {$limit} % を超えています。一つの弱点が一度に及びます({$models}機種、{$versions}種の版、機種ごとの最多の版 {$same} %)
    .hint = 更新を速く届ける手段を確かめ、機器やネットワークを分けてください
fleet-firmware-too-spread = 機種ごとに最も多い版の機器は {$total}台中 {$same} % で、下限 {$limit} % に届きません({$models}機種、{$versions}種の版。最多は {$model} の {$firmware}、{$count}台、{$percent} %)
    .hint = 機種ごとに版をそろえ、管理する版の数を減らしてください
fleet-firmware-well = 機器 {$total}台({$models}機種)のファームウェアは、求められた範囲にあります

# --- fleet-owner ---
fleet-owner = 機器の管理者の有無
    .description = 対象の機器ごとに、管理する人または組織が記入されているかを見ます。空室・未登録・不明などは記入とみなしません。人員台帳で退去・退職した人だけの機器も不合格です。
fleet-owner-parameter-classes = 対象の資産種別。絞り込みであり、空なら機器すべて
fleet-owner-parameter-fields = いずれかが埋まっていればよい項目(owner、administrator、department、user)
fleet-owner-parameter-max-percent = 管理者のいない機器の許される割合(%)
fleet-owner-no-inventory = 資産台帳がありません
    .hint = 機器の一覧を資産台帳(ひな形 `assets`)として渡してください
fleet-owner-inventory-empty = 資産台帳に機器が一つもありません
    .hint = 機器を台帳に登録してください
fleet-owner-class-unclear = 資産種別が空か、解釈できない機器があります: {$count}台({$devices})
    .hint = 資産種別を、ひな形 `assets` の選択肢から選んで記入してください
fleet-owner-none-in-scope = 対象となる機器がありません(台帳の資産: {$count}件)
fleet-owner-nobody = 管理者のいない機器が {$total}台中 {$count}台({$percent} %)あります(許容 {$max} %): {$devices}
    .hint = 住まい手、管理会社などのうち誰が更新や設定に責任を持つかを決め、台帳に記入してください
fleet-owner-left = 退去・退職した人だけが管理者の機器が {$total}台中 {$count}台({$percent} %)あります(許容 {$max} %): {$devices}
    .hint = 機器を初期化し、新しい管理者を決めてください
fleet-owner-owned = 機器 {$total}台中 {$count}台に管理者がいます(管理者のいない機器の許容 {$max} %)

# --- fleet-safe ---
fleet-safe = 安全な初期設定との差
    .description = 家庭向け機器の設定が安全な初期値と異なっていないかを、機器群全体で見ます。異なる設定ごとに、直し方を示します。設定は、設定スナップショットか、資産台帳の正準キーの名前の列(たとえば `update.automatic`)から読みます。設定を述べていない機器は、その設定については判定しません。
fleet-safe-parameter-classes = 対象の資産種別。絞り込みであり、空なら機器すべて
fleet-safe-parameter-settings = 見る設定の名前(guest、telnet、update、wifi など)。空ならすべて
fleet-safe-parameter-also = ほかに見る設定(`キー=値|値` の形。キーは設定の正準キー)
fleet-safe-parameter-max-percent = その設定を述べた機器のうち、異なってよい割合(%)
fleet-safe-class-unclear = 資産種別が空か、解釈できない機器があります: {$count}台({$devices})
    .hint = 資産種別を、ひな形 `assets` の選択肢から選んで記入してください
fleet-safe-none-in-scope = 対象となる機器がありません(台帳の資産または設定: {$count}件)
fleet-safe-no-snapshot = 機器の設定が一つもありません
    .hint = 機器から書き出した設定を設定スナップショットとして渡すか、資産台帳に設定の列を設けてください
fleet-safe-unstated = 設定の分からない機器が {$total}台中 {$count}台あります: {$devices}
    .hint = これらの機器の設定を書き出して渡してください
fleet-safe-unclear = {$setting} の値を解釈できない機器が {$count}台あります({$total}台中。値: {$value}、安全な値: {$safe}、異なる割合 {$percent} %): {$devices}
    .hint = 値を確かめてください
fleet-safe-guest = ゲスト用のアカウントが使える機器: {$total}台中 {$count}台({$percent} %): {$devices}({$setting} = {$value}、安全な値 {$safe})
    .hint = 機器の設定画面で、ゲスト(来客用)アカウントを無効にしてください
fleet-safe-empty-password = パスワードなしでログインできる機器: {$total}台中 {$count}台({$percent} %): {$devices}({$setting} = {$value}、安全な値 {$safe})
    .hint = 機器にパスワードを設定し、空のパスワードを使えないようにしてください
fleet-safe-telnet = Telnet が使える機器: {$total}台中 {$count}台({$percent} %): {$devices}({$setting} = {$value}、安全な値 {$safe})
    .hint = 機器の設定画面で Telnet を無効にしてください。通信が暗号化されず、乗っ取りによく使われます
fleet-safe-ftp = FTP が使える機器: {$total}台中 {$count}台({$percent} %): {$devices}({$setting} = {$value}、安全な値 {$safe})
    .hint = 使っていなければ FTP を無効にしてください
fleet-safe-plain-admin = 暗号化されない管理画面が使える機器: {$total}台中 {$count}台({$percent} %): {$devices}({$setting} = {$value}、安全な値 {$safe})
    .hint = 管理画面は HTTPS だけにし、HTTP を無効にしてください
fleet-safe-snmp = 古い SNMP(v1/v2)が使える機器: {$total}台中 {$count}台({$percent} %): {$devices}({$setting} = {$value}、安全な値 {$safe})
    .hint = 使っていなければ SNMP を無効にしてください
fleet-safe-remote = 外部から常時操作できる機器: {$total}台中 {$count}台({$percent} %): {$devices}({$setting} = {$value}、安全な値 {$safe})
    .hint = 遠隔操作は必要なときだけ有効にしてください
fleet-safe-public-storage = 保存した映像・データが公開されている機器: {$total}台中 {$count}台({$percent} %): {$devices}({$setting} = {$value}、安全な値 {$safe})
    .hint = 保存先の公開設定を「非公開」にしてください
fleet-safe-inbound = 外部からの通信を既定で通す機器: {$total}台中 {$count}台({$percent} %): {$devices}({$setting} = {$value}、安全な値 {$safe})
    .hint = ルータやゲートウェイの設定で、外部からの通信を既定で「拒否」にしてください
fleet-safe-update = 自動更新が無効な機器: {$total}台中 {$count}台({$percent} %): {$devices}({$setting} = {$value}、安全な値 {$safe})
    .hint = 機器の設定画面で自動更新を有効にしてください
fleet-safe-update-signature = 更新の署名を確かめない機器: {$total}台中 {$count}台({$percent} %): {$devices}({$setting} = {$value}、安全な値 {$safe})
    .hint = 更新の検証を有効にしてください。設定がなければ製造元に問い合わせてください
fleet-safe-wifi = 無線LANの暗号化が弱い機器: {$total}台中 {$count}台({$percent} %): {$devices}({$setting} = {$value}、安全な値 {$safe})
    .hint = 無線LANの暗号化方式を WPA2 または WPA3 にしてください
fleet-safe-other = {$setting} が安全な値 {$safe} と異なる機器: {$total}台中 {$count}台({$percent} %、値: {$value}): {$devices}
    .hint = この設定を安全な値に戻してください
fleet-safe-safe = 機器 {$total}台で確かめた {$settings}種類の設定は、いずれも安全な初期値と同じか、許された割合の中にあります
