"""Names as they stand on certificates and letters."""

from yingcai_desktop.scheme import Schemes


def full_name(schemes: Schemes, programme: str) -> str:
    """A programme's name with the region written out: 内蒙古自治区青少年科技创新后备人才培养试点."""
    region, name = schemes.common.region.name, schemes[programme].name
    return name if name.startswith(region) else region + name.removeprefix("自治区")
