"""A hit of an earlier run, read back from its JSON result and explained as it was then."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sanctionscreen.errors import InputError, UnreadableInput


def recorded_hit(path: Path, hit_id: str) -> Mapping[str, Any]:
    """The hit with its list and policy, in the shape of a comparison; nothing is scored again.

    Raises:
        UnreadableInput: the file is no JSON result of a screening.
        InputError: it holds no hit of that id.
    """
    provenance, hits = _read(path)
    hit = next((hit for hit in hits if hit.get("hit_id") == hit_id), None)
    if hit is None:
        raise InputError(f"no such hit among {len(hits)}", file=path.name, field=hit_id)
    snapshot = next(s for s in provenance["snapshots"] if s["list_id"] == hit["list_id"])
    return {
        **hit,
        "is_hit": True,
        "reason": f"as found on {provenance['screened_at']}",
        "snapshot": snapshot,
        "policy": provenance["policy"],
        "matcher": provenance["matcher"],
    }


def _read(path: Path) -> tuple[Mapping[str, Any], list[dict[str, Any]]]:
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
        return result["screening"], result["hits"]
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"cannot be read: {error}", file=path.name) from error
    except (KeyError, TypeError) as error:
        reason = "no result of `screen` or `name` with --format json"
        raise UnreadableInput(reason, file=path.name) from error
