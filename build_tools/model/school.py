"""A school's own name, look and wishes. All optional but the name."""

from dataclasses import dataclass, field

from .location import Location
from .module import SETTINGS
from .quantities import Minutes


@dataclass(frozen=True, slots=True)
class School:
    """What `school.toml` holds. Paths are relative to that file's folder.

    Attributes:
        slide_layouts: (role, name of the layout in the school's own template that is to play it).
        slide_shape: of our own template, `16:9` or `4:3`.
    """

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
    slide_layouts: tuple[tuple[str, str], ...] = ()
    slide_shape: str = "16:9"
    word_template: str = ""
    session_minutes: Minutes | None = None
    settings: tuple[str, ...] = SETTINGS
    roles: tuple[str, ...] = ()
    print_colour: bool = False
    print_duplex: bool = True
    typeface: str = "atkinson"
    location: Location = field(default=Location("school.toml"))
