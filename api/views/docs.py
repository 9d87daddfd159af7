from drf_spectacular.views import SpectacularSwaggerSplitView


class ApiPage(SpectacularSwaggerSplitView):
    """The schema, to read and try. Its script has an address of its own: the strict policy holds here too."""

    template_name = "api/docs.html"
