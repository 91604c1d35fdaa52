# The bot in a container. Build: docker build -t deposit-bot .
# Run: docker run --read-only --tmpfs /tmp --cap-drop ALL --env-file .env -v deposit-bot:/data -p 127.0.0.1:8080:8080 deposit-bot

FROM python:3.13-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements.lock /tmp/requirements.lock
COPY bot/ocr/requirements.lock /tmp/receipts.lock
RUN /venv/bin/pip install --require-hashes -r /tmp/requirements.lock -r /tmp/receipts.lock

FROM python:3.13-slim-bookworm
# libfribidi0: Pillow loads it to shape Burmese; without it the bot sends text instead of pictures. It is not pinned,
# since Debian keeps one version per release and takes it away when it repairs it.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends libfribidi0 \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o 10001 -g 10001 /data
COPY --from=build /venv /venv
WORKDIR /app
COPY locales ./locales
COPY bot ./bot
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    BOT_HOST=0.0.0.0 BOT_DATABASE_URL=sqlite:////data/bot.db
USER 10001:10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ.get('BOT_PORT') or 8080}/healthz\", timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
