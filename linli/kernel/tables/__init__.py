"""Long tables in: .xlsx and .csv files of strangers with up to 200,000 rows, column by column.

``reader.read_table`` is the door. ``kernel.workbooks`` reads small workbooks cell by cell; here a
file is read for its columns, in a child process with more memory, and never for its looks. This
file imports nothing, so that the child starts without Django.
"""
