"""From an official document to a draft of a policy layer.

A file is read as lines of text (``files``), divided into cover, body and annexes (``parts``), each
of these split by its own numbering (``splitting``); the wording of a clause proposes what it may
become (``wordings``, ``figures``) and the draft is written as a folder (``drafts``) for an official
to confirm. Nothing here decides: whatever is proposed carries the words that led to it.
"""

from linli.policy.intake.drafts import Draft, draft_layer
from linli.policy.intake.files import read_lines
from linli.policy.intake.reading import read_document, split_text

__all__ = ["Draft", "draft_layer", "read_document", "read_lines", "split_text"]
