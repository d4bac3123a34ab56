"""Spreadsheets in and out: a guarded reader for files of strangers, a writer of neutral cells.

``reader.read_workbook`` and ``writer.write_workbook`` are the two doors. This file imports nothing,
so that the child process of the reader starts without Django.
"""
