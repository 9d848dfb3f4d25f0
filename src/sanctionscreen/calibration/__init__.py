"""What a threshold costs and finds on the user's own names: alerts, recall, a recommendation."""

from sanctionscreen.calibration.measure import calibrate
from sanctionscreen.calibration.results import (
    Calibration,
    CalibrationCounts,
    CalibrationProvenance,
    Recommendation,
)

__all__ = [
    "Calibration",
    "CalibrationCounts",
    "CalibrationProvenance",
    "Recommendation",
    "calibrate",
]
