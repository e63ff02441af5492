plugin = 共通answers
