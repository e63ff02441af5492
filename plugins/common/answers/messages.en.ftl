plugin = Common answers
