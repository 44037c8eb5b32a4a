export-label = 匯出這份清單：
export-priority = 緊急程度
export-complainant = 投訴人
export-next = 下一項
export-by = 分類
export-value = 取值
export-count = 件數
export-cut = 到此截斷：一次最多匯出 { $limit } 件。請縮小範圍後再匯出其餘部分。
