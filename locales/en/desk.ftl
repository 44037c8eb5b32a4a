# What the staff's pages say of what was done, whose turn it is, and of what people were reminded.
nav-menu = Menu
posts-and-more = { $first } +{ $more }
case-turn-also = Others are to do meanwhile:
done-then-you = Next, for you: { $step }
done-then-others = Next: { $step } · { $who }
done-and-then = { $done }. { $then }
act-because-of-this = It is refused because of this answer; the reason stands above
act-conditions-help = If one of these is so, it is refused, and this is what you will read:
extend-by = Can be extended by: { $who }
chip-working-hours-left = { $count } working { $count ->
    [one] hour
   *[other] hours
} left
computed-folded = Worked out from the answers ({ $count })
reminded-title = Reminders
reminded-help = Each goes by itself when the case moves on, or when you tick it off.
reminded-about = About
reminded-at = Reminded
reminded-before = Earlier ones
reminded-of = You were reminded of:
reminded-done = Tick off
done-reminded = Ticked off
