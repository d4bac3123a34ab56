"""Writing the journal: acts in their own transaction, refusals and readings, seals, retirement.

Nothing here changes a row. The one thing that removes rows is ``retire``, after they were put into
an archive and found whole there; the database lets nothing else through.
"""

from linli.journal.services.recording import record, record_read, record_refusal
from linli.journal.services.retiring import retire
from linli.journal.services.sealing import seal, seal_all

__all__ = ["record", "record_read", "record_refusal", "retire", "seal", "seal_all"]
