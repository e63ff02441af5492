plugin = 共通inventory
