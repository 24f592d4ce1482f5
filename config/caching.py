"""What is kept for a while: by each process, and by all web processes together."""

LOCAL = "django.core.cache.backends.locmem.LocMemCache"
REDIS = "django.core.cache.backends.redis.RedisCache"


def caches_of(redis_url: str) -> dict[str, dict[str, object]]:
    """Return the caches: `default` is of one process, so that pages need no Redis; `shared` counts for all of them where there are several, and may be gone for a while."""
    if not redis_url:
        shared: dict[str, object] = {"BACKEND": LOCAL, "LOCATION": "shared", "OPTIONS": {"MAX_ENTRIES": 10_000}}
    else:
        timeouts = {"socket_connect_timeout": 1, "socket_timeout": 1}
        shared = {"BACKEND": REDIS, "LOCATION": redis_url, "KEY_PREFIX": "acompanya", "OPTIONS": timeouts}
    return {"default": {"BACKEND": LOCAL}, "shared": shared}
