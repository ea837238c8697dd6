"""Official bases as tables: from a stranger's sheet to clean rows and back. Pure but for `sentences`.

The way in:

    kind = sheets.kind_of(name, content)                     # or Unreadable(code)
    rows = sheets.read_sheet(path, kind)                     # Iterator[list[str | int | float]], in a child process
    proposal = headings.propose(first_rows, remembered, register=None | "mentee" | "mentor")
    judge = rows.Judge(register, mapping, lists, today, settings=checks.Settings(defaults={…}))
    for number, raw in rows.data_rows(all_rows, proposal.first_row):
        row = judge(number, raw)                             # Row(number, values, wrong, notes)

`mapping` is {index of a cell: name of a column}; a name may be a part, such as "full_name.last" or "contacts.phone"
(`columns.targets(register)` lists what people may choose, name → title). `remembered` is
{`headings.normal_heading(text)`: name, "" for passed over}. `lists.Lists.of(forms=…, sources=…, categories=…,
statuses=…, sensitive=codes, groups=names or None)` takes code → title of the region. `rows.rejudge(values, …)` asks
the checks between columns again after one was mended.

What the values look like stands in `cells`; those of columns that the platform keeps itself (`goes="platform"`) are
never read. Mentors have their birth in "birth_date", mentees in "birth_year", both of the kind "birth". Values are
shared between rows: nobody changes them in place. `wrong.Wrong(code, column, params)` is worded by
`sentences.say(wrong, register)`, an Unreadable by `sentences.say_unreadable(code)`.

The way out: `writing.layout(register)`, `writing.official_rows(register, records, lists)` for a table,
`writing.as_tree(register, head, rows)` of such rows for paper. "text" of contacts is what goes out: whoever changes a
telephone on a card sets it to "" and it is composed anew.

`names`: parse_name(text) -> Name | Wrong; name_of(last, first, middle); normal(name) -> str; written(name) -> str.
`likeness`: alike(a, b) -> float, the probability that two names are of one person.
"""
