"""The registry of provision kinds: a new kind is a class and an entry here."""

from linli.policy.data.bodies import Body
from linli.policy.data.composed import Campaign, Vocabulary
from linli.policy.data.plain import Disclosure, Duty, Rule, Target

KINDS: dict[str, type[Body]] = {
    body.kind: body for body in (Duty, Target, Campaign, Rule, Disclosure, Vocabulary)
}
