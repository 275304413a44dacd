"""封存: two people freeze marks with a digest; what changes afterwards is an amendment with its paper (features D09; reliability §3.8).

`seal` freezes, `verify` recomputes and compares, `amend` changes one mark, `seals` and `amendments` tell what there is. The triggers of
`db.models.guards_scores` refuse every other way to a sealed mark.
"""

from yingcai_desktop.services.sealing.amending import Amended, amend, amendments
from yingcai_desktop.services.sealing.reading import People, Sealed, seal_of, sealed_people, seals
from yingcai_desktop.services.sealing.refusing import refuse_sealed
from yingcai_desktop.services.sealing.sealing import Ready, ready, seal
from yingcai_desktop.services.sealing.verifying import Verdict, verify

__all__ = [
    "Amended", "People", "Ready", "Sealed", "Verdict", "amend", "amendments", "ready", "refuse_sealed", "seal", "seal_of", "sealed_people", "seals", "verify",
]  # fmt: skip
