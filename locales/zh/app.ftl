app-unknown-file = 系统里没有这个文件，请重新选择
app-rows-look-alike = 这里有几行遮盖后看起来一样，分不清去掉的是哪一行；请保持原样，或者由看得到个人信息的人来改
