## Values as people read them

value-yes = yes
value-no = no
value-money = { $currency } { $amount }
value-files = { $count ->
    [one] one file
   *[other] { $count } files
}
value-separator = { ", " }
value-row-separator = { "; " }
value-named = { $name }: { $value }
