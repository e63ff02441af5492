plugin = 共通settings
