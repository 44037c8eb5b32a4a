export-label = Export this list:
export-priority = Urgency
export-complainant = Complainant
export-next = Next
export-by = By
export-value = Value
export-count = Cases
export-cut = Cut off here: an export holds at most { $limit } cases. Narrow the list to get the rest.
