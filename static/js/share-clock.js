// A clock in a thread of its own: the timers of a page that is not looked at go slowly, and a page that shares another window is one.
let timer = 0;

addEventListener("message", ({ data }) => {
  clearInterval(timer);
  timer = setInterval(() => postMessage(0), data);
});
