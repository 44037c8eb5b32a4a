app-unknown-file = 系統裡沒有這個檔案，請重新選擇
