"""Every change of posts, duty rota, teams and plates.

Keyword-only functions. Each locks the station's row, so that two people who change it at once go one after the other,
asks who acts, writes one entry of the audit log, and raises core.errors.ActionRefused in words when it will not do it.
"""

from stations.actions._station import changing, log, person_with
from stations.actions.plates import make_building_plate, make_missing_plates, revoke_plate
from stations.actions.posts import appoint, end_appointment
from stations.actions.rota import add_absence, add_shifts, remove_absence, remove_shift
from stations.actions.teams import add_to_team, change_team, lead_team, leave_team, make_team

__all__ = [
    "add_absence",
    "add_shifts",
    "add_to_team",
    "appoint",
    "change_team",
    "changing",
    "end_appointment",
    "lead_team",
    "leave_team",
    "log",
    "make_building_plate",
    "make_missing_plates",
    "make_team",
    "person_with",
    "remove_absence",
    "remove_shift",
    "revoke_plate",
]
