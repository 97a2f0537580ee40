# The site as one image: gunicorn serves it, and the same image prepares its database. docker-compose.yml adds PostgreSQL.
FROM python:3.11-slim AS packages
COPY requirements.lock .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    BIND=0.0.0.0:8000 \
    STATIC_ROOT=/app/collected \
    VAR=/data
WORKDIR /app
COPY --from=packages /venv /venv
COPY manage.py LICENSE ./
COPY cases cases
COPY deploy deploy
COPY imr_site imr_site
COPY samples samples
COPY static static
COPY templates templates
RUN python -m compileall -q /app /venv \
    && VAR=/tmp/build python manage.py collectstatic --no-input \
    && useradd --system --no-create-home imr \
    && install --directory --owner=imr /data
USER imr
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "deploy/healthcheck.py"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "imr_site.wsgi"]
