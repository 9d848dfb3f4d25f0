"""Shapes that laundering leaves in transfers: each a function that gives the transfers of each.

A shape is a reason to look, never a finding: families, firms and exchanges leave the same ones.
"""

from sanctionscreen.tracing.typologies.chains import cycle, peel_chain
from sanctionscreen.tracing.typologies.fans import fan_in, fan_out
from sanctionscreen.tracing.typologies.hubs import gather_scatter
from sanctionscreen.tracing.typologies.layers import bipartite, stack
from sanctionscreen.tracing.typologies.relays import pass_through, scatter_gather
from sanctionscreen.tracing.typologies.shapes import SHAPES
from sanctionscreen.tracing.typologies.structuring import structuring

__all__ = [
    "SHAPES",
    "bipartite",
    "cycle",
    "fan_in",
    "fan_out",
    "gather_scatter",
    "pass_through",
    "peel_chain",
    "scatter_gather",
    "stack",
    "structuring",
]
