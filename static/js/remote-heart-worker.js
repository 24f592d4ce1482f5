// Keeps the time for a page that nobody looks at.
addEventListener("message", (event) => setInterval(() => postMessage(""), event.data), { once: true });
