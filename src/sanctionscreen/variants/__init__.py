"""Listed names as people and machines write them: what a calibration measures recall on."""

from sanctionscreen.variants.classes import CLASSES, VariantClass
from sanctionscreen.variants.generate import VARIANTS, Variants, variants_of

__all__ = ["CLASSES", "VARIANTS", "VariantClass", "Variants", "variants_of"]
