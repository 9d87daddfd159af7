from stations.models.places import Building, Compound, Division, Dwelling, Entrance, Facility, Plate, PropertyCompany
from stations.models.posts import Absence, Appointment, DutyShift
from stations.models.station import FlagGroup, Room, Station
from stations.models.teams import TeamMembership, VolunteerTeam

__all__ = [
    "Absence",
    "Appointment",
    "Building",
    "Compound",
    "Division",
    "DutyShift",
    "Dwelling",
    "Entrance",
    "Facility",
    "FlagGroup",
    "Plate",
    "PropertyCompany",
    "Room",
    "Station",
    "TeamMembership",
    "VolunteerTeam",
]
