"""The statements, each defined once for pages, workbooks and paper; `shape` is what all have in common."""
