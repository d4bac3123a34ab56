"""Explaining an answer of the policy: every value read, the arithmetic, the clauses behind it."""

from linli.policy.explaining.answers import KINDS_ASKED, PolicyExplanation, explain, work_out
from linli.policy.explaining.inputs import Field, fields_of

__all__ = ["KINDS_ASKED", "Field", "PolicyExplanation", "explain", "fields_of", "work_out"]
