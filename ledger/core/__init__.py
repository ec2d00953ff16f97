"""The rules, in plain Python: what is money, who pays, who decides, what balances, what is told."""
