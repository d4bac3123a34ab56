"""A roster on its way into the register: reading, checking, comparing, writing, marking.

Column by column with polars. Nothing here knows rights or the journal: the services do.
"""
