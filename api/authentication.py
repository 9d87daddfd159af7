from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request as ApiRequest


class PortalSession(SessionAuthentication):
    """The portal's own session, with its CSRF check. Who is not signed in and must be is told 401, not 403."""

    def authenticate_header(self, request: ApiRequest) -> str:
        return "Session"
