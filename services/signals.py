"""What rooms above may hear of; portal/apps.py says who does."""

from django.dispatch import Signal

# `requests`: the keys of requests that changed, in the transaction of the change. Sent once for each action.
requests_changed = Signal()
