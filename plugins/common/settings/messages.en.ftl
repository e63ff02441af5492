plugin = Common settings
