"""The rules, tested in plain Python: tables of facts, and truths that must always hold."""
