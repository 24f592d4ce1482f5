"""Structured logs: one JSON line per event, facts and references only."""

import logging.config

import structlog

NEVER = frozenset({"email", "phone", "name", "body", "token", "password", "recipient", "comment"})


def _without_people(_logger: object, _method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    return {key: ("[removed]" if key in NEVER else value) for key, value in event.items()}


def configure(config: dict[str, str]) -> None:
    """Configure the standard library's logging through structlog; `LOGGING_CONFIG` calls this with `LOGGING`."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_people,
    ]
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.format_exc_info,
                        structlog.processors.JSONRenderer(),
                    ],
                    "foreign_pre_chain": shared,
                }
            },
            "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["console"], "level": config["level"]},
            "loggers": {
                # Their lines carry request paths and addresses of people.
                "django.request": {"level": "ERROR"},
                "django.channels.server": {"level": "WARNING"},
                "daphne": {"level": "WARNING"},
                "fontTools": {"level": "ERROR"},
                "weasyprint": {"level": "ERROR"},
            },
        }
    )
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
