"""The flows of a tracing as a page and as a picture."""

from pathlib import Path

import polars as pl

from sanctionscreen.cli.writing import put
from sanctionscreen.money import Tracing
from sanctionscreen.output.flow_layout import picture
from sanctionscreen.output.flow_page import flow_page
from sanctionscreen.output.flow_svg import flow_svg


def draw(result: Tracing, report: Path | None, svg: Path | None, flows: int) -> None:
    """Nothing; the page and the picture of the method that was named first are then written."""
    services = dict.fromkeys(result.services["address"], "service")
    roles = services | dict.fromkeys(result.seeds["account"], "seed")
    if report is not None:
        meta = {
            key: value
            for key, value in result.provenance.model_dump(mode="json").items()
            if key != "counts"
        }
        lists = [f"{ref.list_id} {ref.snapshot_id}" for ref in result.provenance.snapshots]
        meta |= {"lists": ", ".join(lists), **result.provenance.counts.model_dump(mode="json")}
        page = flow_page(result.exposures, result.edges, roles, meta=meta, notes=result.notes)
        put(page.encode(), report)
    if svg is not None:
        method = result.provenance.methods[0].value
        edges = result.edges.filter(pl.col("method") == method)
        drawn = picture(edges, roles, heaviest=flows)
        put(flow_svg(drawn, title=f"Flows by {method}").encode(), svg)
