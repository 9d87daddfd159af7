# One image for every process of the portal: the web server, workers and the scheduler differ in their command alone.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /srv/portal

# Pango and a Chinese font draw the monthly report as PDF.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/*

# What is installed changes more seldom than the code. The extras are small and idle until a setting names them.
COPY requirements*.txt ./
RUN pip install -r requirements.txt -r requirements-aliyun.txt -r requirements-sentry.txt -r requirements-pdf.txt

COPY . .
# DEBUG stays off, so static files get names that never change. No key is needed for that, and none is left behind.
# Memory is mounted over /run/metrics: when a container starts again, with the rights of the folder below it.
RUN for words in locale/*/LC_MESSAGES; do \
      pybabel --quiet compile --input-file "$words/django.po" --output-file "$words/django.mo"; \
    done \
 && python manage.py collectstatic --noinput --verbosity 0 --ignore redoc --ignore rest_framework \
 && useradd --uid 10001 --create-home --shell /usr/sbin/nologin portal \
 && mkdir -p var/media && chown -R portal: var/media \
 && mkdir --mode 1777 /run/metrics

USER portal
EXPOSE 8000
CMD ["gunicorn", "portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
