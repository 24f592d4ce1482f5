// What somebody has switched on before entering, or had on before the page was loaded again: kept by this tab only.

const key = (reference) => `video:${reference}`;

export function remember(reference, media) {
  try {
    if (media) sessionStorage.setItem(key(reference), JSON.stringify(media));
    else sessionStorage.removeItem(key(reference));
  } catch {
    // Storage is refused: everything is off then, as at the beginning.
  }
}

export function recall(reference) {
  try {
    return JSON.parse(sessionStorage.getItem(key(reference)));
  } catch {
    return null;
  }
}
