app-unknown-file = 系統裡沒有這個檔案，請重新選擇
app-rows-look-alike = 這裡有幾行遮蓋後看起來一樣，分不清去掉的是哪一行；請保持原樣，或者由看得到個人資料的人來改
