"""The tests: core, storage, actions, web and exports mirror the code.

`stories` tell a covenant's life through the pages; `house` tests the house itself.
"""
