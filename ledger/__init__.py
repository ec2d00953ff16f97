"""Covenant Ledger: the money and the decisions of a public-private covenant.

What people do stands in this folder, one file each: opening a covenant (`covenants`), what comes in
(`contributions`, `matching`, `receipts`), work and its budgets (`projects`, `budgets`, `decisions`,
`voting`), spend (`payees`, `payee_changes`, `obligations`, `spending`, `approving`, `charges`, `payments`,
`reversals`), evidence and goals (`evidence`, `indicators`), what is told of it all (`reports`), and the
record (`trail`, `access_log`, `checks`, `verifying`). What a page shows is gathered in a file named after it
(`budget_pages`, `dossiers`, `waiting`).

An act is a function that takes a session first, gathers its facts, asks `core`, and writes once. It never
commits, and knows nothing of requests. The rooms import in one direction:

    web -> these acts -> storage -> core          web, cli -> exports -> core
"""
