# The product as an image: one for web, worker, beat and migrations. docker-compose.yml says how they stand together.

FROM python:3.13-slim-trixie AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements/base.txt /requirements.txt
# Wheels alone: nothing is compiled, so the image needs no compiler and installing runs no package's code.
RUN /venv/bin/pip install --require-hashes --only-binary :all: --requirement /requirements.txt \
    && /venv/bin/pip uninstall --yes --quiet pip

FROM python:3.13-slim-trixie
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=mentoring_platform.settings VAR_DIR=/var/lib/mentoring
# Read by granian itself. Each worker is a process with its own database pool of DATABASE_POOL_SIZE. One that dies
# ends the server with an error: whoever runs the container starts it again, and sees that it happened.
ENV GRANIAN_INTERFACE=wsgi GRANIAN_HOST=0.0.0.0 GRANIAN_PORT=8000 GRANIAN_WORKERS=2 GRANIAN_BLOCKING_THREADS=4
RUN groupadd --system --gid 10001 mentoring \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent mentoring \
    && install --directory --owner mentoring --group mentoring --mode 0750 /var/lib/mentoring
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
# These values make Django start for collectstatic; they are gone after it, and a real start refuses without its own.
RUN DEBUG=0 SECRET_KEY=for-collectstatic-alone DATABASE_URL=postgresql://nobody@localhost/none \
        python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q . /venv/lib
USER 10001:10001
VOLUME /var/lib/mentoring
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s \
    CMD ["python", "deploy/healthy.py", "database", "broker"]
CMD ["granian", "mentoring_platform.wsgi:application"]
