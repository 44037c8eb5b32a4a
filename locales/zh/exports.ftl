export-label = 导出这份列表：
export-priority = 紧急程度
export-complainant = 投诉人
export-next = 下一项
export-by = 分类
export-value = 取值
export-count = 件数
export-cut = 到此截断：一次最多导出 { $limit } 件。请缩小范围后再导出其余部分。
