## 給人看的值

value-yes = 是
value-no = 否
value-money = { $currency ->
    [CNY] { $amount } 元
   *[other] { $amount } { $currency }
}
value-files = { $count } 個檔案
value-separator = 、
value-row-separator = ；
value-named = { $name }：{ $value }
