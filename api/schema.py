"""What the OpenAPI document needs to be told."""

from drf_spectacular.authentication import SessionScheme


class PortalSession(SessionScheme):
    target_class = "api.authentication.PortalSession"
