app-unknown-file = 系统里没有这个文件，请重新选择
