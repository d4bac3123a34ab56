"""What every page shares: declared rights, one translation of errors, lists, exports."""

from linli.kernel.web.route import PUBLIC, SIGNED_IN, route

__all__ = ["PUBLIC", "SIGNED_IN", "route"]
