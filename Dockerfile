FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    HOME=/tmp \
    REGULARS_WORKSPACE=/data \
    REGULARS_LOG=json \
    STREAMLIT_SERVER_HEADLESS=true \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0

WORKDIR /app
COPY requirements.txt .
RUN pip install --compile -r requirements.txt
COPY . .
# whoever runs it, nothing of the program can be changed, and only the data can be written
RUN python -m compileall -q analytics pages app.py \
    && useradd --system --uid 10001 --no-create-home regulars \
    && install -d -o regulars -g regulars -m 700 /data
USER regulars
VOLUME /data
EXPOSE 8501
# on SIGTERM a load that runs may finish for REGULARS_STOP_SECONDS, then the version before stays
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://localhost:8501/healthz', timeout=4)"]
CMD ["streamlit", "run", "app.py"]
