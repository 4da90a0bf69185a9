/**
 * The script of the callback page in a popup: hands the page's address to the widget that opened it, and closes when the
 * widget has it. Nobody answers within two seconds: the server completes instead. A file of its own, as the page's policy
 * allows no inline script.
 */
export const callbackScript = `'use strict'
{
  const proceed = document.querySelector('a')
  const timer = setTimeout(() => location.replace(proceed.href), 2000)
  const message = { type: 'twinfolder:callback', url: location.href }
  const received = (data) => {
    if (typeof data !== 'object' || data === null || data.type !== 'twinfolder:callback-received') return
    clearTimeout(timer)
    window.close()
  }
  const channel = new BroadcastChannel('twinfolder-link')
  channel.addEventListener('message', (event) => received(event.data))
  channel.postMessage(message)
  if (window.opener) {
    window.addEventListener('message', (event) => {
      if (event.origin === location.origin) received(event.data)
    })
    window.opener.postMessage(message, location.origin)
  }
}
`
