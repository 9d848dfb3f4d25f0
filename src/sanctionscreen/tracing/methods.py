"""The methods by name: one interface, and what each of them needs."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from sanctionscreen.tracing.follow import Followed, follow
from sanctionscreen.tracing.haircut import Haircut
from sanctionscreen.tracing.lots import Fifo, Lifo, Tiho
from sanctionscreen.tracing.network import Flow
from sanctionscreen.tracing.poison import poison


class TaintMethod(StrEnum):
    """How value is followed through accounts in which it mixes with other value."""

    POISON = "poison"
    HAIRCUT = "haircut"
    FIFO = "fifo"
    LIFO = "lifo"
    TIHO = "tiho"


def followed(
    flow: Flow, method: TaintMethod, batches: Iterable[Sequence[int]] | None = None
) -> Followed:
    """The composition of every transfer under a method; `batches` matter to TIHO only."""
    match method:
        case TaintMethod.POISON:
            return poison(flow)
        case TaintMethod.HAIRCUT:
            return follow(flow, Haircut(flow.leads))
        case TaintMethod.FIFO:
            return follow(flow, Fifo(flow.leads))
        case TaintMethod.LIFO:
            return follow(flow, Lifo(flow.leads))
        case TaintMethod.TIHO:
            return follow(flow, Tiho(flow.leads), batches)
