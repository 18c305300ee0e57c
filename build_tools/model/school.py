"""A school's own name, look and wishes. All optional but the name."""

from dataclasses import dataclass, field

from .location import Location
from .module import SETTINGS
from .quantities import Minutes


@dataclass(frozen=True, slots=True)
class School:
    """What `school.toml` holds. Paths are relative to that file's folder."""

    id: str
    name: str
    logo: str = ""
    main_colour: str = ""
    accent_colour: str = ""
    senco_name: str = ""
    senco_contact: str = ""
    local_offer: str = ""
    sen_information_report: str = ""
    slide_template: str = ""
    word_template: str = ""
    session_minutes: Minutes | None = None
    settings: tuple[str, ...] = SETTINGS
    roles: tuple[str, ...] = ()
    print_colour: bool = False
    print_duplex: bool = True
    typeface: str = "atkinson"
    location: Location = field(default=Location("school.toml"))
