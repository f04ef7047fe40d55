"""Who works at the demo's company, where, and when its doors open. Everybody in it is made up."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from checkin.core.site import DoorWay
from checkin.settings import Controller

ORGANISATION: Final = "Northlight Instruments"
CODE: Final = "NORTHLIGHT"
DOMAIN: Final = "northlight.example"
CONTROLLER: Final = Controller(
    "Northlight Instruments GmbH",
    "Lindenstraße 12, 10969 Berlin",
    f"privacy@{DOMAIN}",
    "the Berlin Commissioner for Data Protection",
)
DPIA_REF: Final = "DPIA 2026-07"
WORKERS_CONSULTED_ON: Final = "2026-09-14"


@dataclass(frozen=True, slots=True)
class DoorPlan:
    """A door, and the device that stands at it."""

    title: str
    way: DoorWay
    kiosk: str


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A building."""

    code: str
    title: str
    time_zone: str
    doors: tuple[DoorPlan, ...]


@dataclass(frozen=True, slots=True)
class ProfilePlan:
    """Which doors, by title, open in which hours of which ISO weekdays."""

    title: str
    doors: tuple[str, ...]
    weekdays: str
    hours: str

    @property
    def week(self) -> str:
        """The windows as profiles keep them."""
        return ";".join(f"{weekday} {self.hours}" for weekday in self.weekdays)


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """Somebody who said yes, and whether they keep their own entries."""

    name: str
    language: str
    site: str
    profile: str
    history: bool

    @property
    def email(self) -> str:
        """A work address made of the name."""
        spelt = self.name.lower().translate(_SPELT)
        plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
        return f"{'.'.join(plain.replace(chr(39), '').split())}@{DOMAIN}"


_SPELT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

# The first door's kiosk is the one that the guide begins with.
SITES: Final = (
    SitePlan(
        "BERLIN",
        "Berlin, Lindenstraße",
        "Europe/Berlin",
        (
            DoorPlan("Berlin main entrance", DoorWay.IN, "Berlin lobby tablet"),
            DoorPlan("Berlin main exit", DoorWay.OUT, "Berlin exit tablet"),
            DoorPlan("Berlin courtyard gate", DoorWay.EITHER, "Berlin courtyard screen"),
        ),
    ),
    SitePlan(
        "DUBLIN",
        "Dublin, Harcourt Quay",
        "Europe/Dublin",
        (
            DoorPlan("Dublin front door", DoorWay.EITHER, "Dublin front tablet"),
            DoorPlan("Dublin side door", DoorWay.IN, "Dublin side screen"),
        ),
    ),
)

_BERLIN: Final = tuple(door.title for door in SITES[0].doors)
_DUBLIN: Final = tuple(door.title for door in SITES[1].doors)

# A site's first profile is that of new badges and day passes: a demo is looked at around the clock.
ANY_TIME_BERLIN: Final = ProfilePlan("Berlin, any time", _BERLIN, "1234567", "00:00-24:00")
ANY_TIME_DUBLIN: Final = ProfilePlan("Dublin, any time", _DUBLIN, "1234567", "00:00-24:00")
YARD: Final = ProfilePlan("Berlin courtyard only", _BERLIN[2:], "1234567", "00:00-24:00")
PROFILES: Final = (
    ANY_TIME_BERLIN,
    ANY_TIME_DUBLIN,
    ProfilePlan("Berlin, office hours", _BERLIN, "12345", "06:30-20:00"),
    ProfilePlan("Dublin, office hours", _DUBLIN, "12345", "08:00-18:30"),
    ProfilePlan("Both sites, office hours", _BERLIN + _DUBLIN, "12345", "06:30-20:00"),
    ProfilePlan("Berlin, evenings", _BERLIN[:2], "12345", "17:00-23:00"),
    YARD,
)

_IN_BERLIN: Final = {
    "Berlin, any time": "Ines Albrecht, Jonas Becker, Miriam Çelik, Tobias Drews, Hannah Weiß, "
    "Georg Baumann, Birgit Hoffmann",
    "Berlin, office hours": "Lena Ehlers, Felix Fröhlich, Amira Haddad, Henrik Jansen, "
    "Katja Kowalski, Paul Lehmann, Sofia Marković, Jörg Möller, Nadine Neumann, Emre Öztürk, "
    "Clara Petersen, Lukas Richter, Thi Mai Pham, Stefan Quandt, Anja Reuter, David Schäfer, "
    "Marta Szymańska, Oliver Thiele",
    "Both sites, office hours": "Yuki Tanaka, Julia Ullrich, Ivan Petrov, Svenja Zander",
    "Berlin, evenings": "Malte Arndt, Leyla Aydin, Fatima El Amrani, Kofi Mensah",
    "Berlin courtyard only": "Robert Vogt, Petra Lindner, Simon Krüger",
}
_IN_DUBLIN: Final = {
    "Dublin, any time": "Aoife Byrne, Cian Doyle, Niamh Gallagher, Seán Kavanagh",
    "Dublin, office hours": "Orla McCarthy, Declan Murphy, Siobhán Nolan, Eoin O'Brien, "
    "Róisín O'Connor, Patrick Quinn, Gráinne Ryan, Conor Walsh, Emma Fitzgerald, Ruairí Healy, "
    "Priya Nair, Tomasz Wiśniewski, Chidi Okafor, Maeve Sheridan, Liam Hughes, Ciara Brennan",
    "Both sites, office hours": "João Ferreira, Hana Novák, Fergus Tierney, Deirdre Lynch",
}

EXPIRED: Final = "Birgit Hoffmann"
SWITCHED_OFF: Final = "Georg Baumann"
GONE: Final = PersonPlan("Nico Sanders", "de", "BERLIN", "Berlin, any time", history=True)
"""Somebody who took everything back: of them nothing is left but the printed badge."""


def people() -> tuple[PersonPlan, ...]:
    """Sixty people; three in five of them keep their own entries."""
    plans = [
        (name, "de" if site == "BERLIN" and place % 3 else "en", site, profile)
        for site, groups in (("BERLIN", _IN_BERLIN), ("DUBLIN", _IN_DUBLIN))
        for profile, names in groups.items()
        for place, name in enumerate(names.split(", "))
    ]
    return tuple(
        PersonPlan(*plan, history=place % 5 in {0, 2, 3}) for place, plan in enumerate(plans)
    )
