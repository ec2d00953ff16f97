"""The exports room: statements in, files and charts out.

What comes in is `ledger.core.statements.shape.Report` and the reader's `ledger.core.language.Language`;
what goes out is bytes. No session, no request, no clock: the same report gives the same bytes.

- `workbook`     the accountability workbook (.xlsx), with `workbook_cover`, `workbook_sheet`,
                 `workbook_checks`, `workbook_style`; `package` writes it with fixed times
- `paper`        the report (.pdf): what stands in it; `paper_pages` divides it over pages,
                 `paper_blocks` and `paper_table` are what stands on a page
- `hledger`      the journal as a text with which hledger counts the books again
- `charts`       budget against actual, and `flow` of money, as plain `shapes`; `svg` writes those for
                 a page, `paper_blocks` draws the same ones on paper
- `controls`     every control total beside the sum of its rows
- `cells`        how one cell is written as text or as an exact number
- `typeface`     Source Sans: how wide a text is, how it is wrapped, which characters it lacks
- `look`, `words`  the colours, and the words that are the exports' own
"""
