const dates = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const days = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const times = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })

/** @param {number} bytes */
export function formatSize(bytes) {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB']
  let size = bytes
  let unit = 0
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1024
    unit += 1
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`
}

/** @param {number} ms */
export function formatDate(ms) {
  return dates.format(ms)
}

/** @param {number} ms */
export function formatDay(ms) {
  return days.format(ms)
}

/** @param {number} ms */
export function formatTime(ms) {
  return times.format(ms)
}
