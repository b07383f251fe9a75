"""How a cell of leads is read: its labels, its delimiters, and what each name is. `plans.rules.leads` is the way in."""
