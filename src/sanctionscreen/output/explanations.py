"""One pair explained, as text for a terminal or a file note."""

from collections.abc import Mapping, Sequence
from typing import Any

from sanctionscreen.output.layout import harmless


def explanation_text(comparison: Mapping[str, Any]) -> str:
    """The comparison in lines: verdict, names part by part, evidence, list and policy."""
    verdict = "HIT" if comparison["is_hit"] else "no hit"
    programmes = ", ".join(comparison["programmes"]) or "no programme"
    snapshot, policy = comparison["snapshot"], comparison["policy"]
    lines = [
        f"{comparison['query_name']}  against  {comparison['entity_id']} {comparison['caption']}",
        f"{verdict}: {comparison['reason']}; score {comparison['score']:.3f}, threshold "
        f"{comparison['threshold']:.2f}, name score {comparison['name_score']:.3f}",
        f"{comparison['entity_type']}, {comparison['effect'] or 'no effect'}, {programmes}",
        "",
        *_evidence_lines(comparison["evidence"]),
        "",
        f"list {snapshot['list_id']} {snapshot['snapshot_id']} ({snapshot['coverage']}, published "
        f"{snapshot['published_on']})",
        f"policy {policy['name']} {policy['sha256'][:12]}, matcher {comparison['matcher'][:12]}",
    ]
    return "".join(f"{harmless(line)}\n" for line in lines)


def _evidence_lines(evidence: Sequence[Mapping[str, Any]]) -> list[str]:
    lines: list[str] = []
    for piece in evidence:
        kind = str(piece["kind"]).replace("_", " ")
        lines.append(f"{kind:18} {piece['weight']:+.3f}  {piece['query']}  |  {piece['listed']}")
        notes = str(piece["note"]).split("; ") if piece["note"] else []
        lines.extend(f"{'':18}         {note}" for note in notes)
    return lines
