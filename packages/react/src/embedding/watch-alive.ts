/* oxlint-disable typescript/unbound-method -- each is called with the object that it was taken from */
/** What a page has started and not ended, since it is watched: each with the place in the code that started it. */
export interface Alive {
  now(): Readonly<Record<'intervals' | 'timeouts' | 'listeners' | 'observers', readonly string[]>>
  restore(): void
}

/** Counts timers, listeners on `window`, `document` and media queries, and observers, by standing between the page and the browser. */
export function watchAlive(): Alive {
  const intervals = new Map<unknown, string>()
  const timeouts = new Map<unknown, string>()
  const listeners = new Map<string, Map<unknown, string>>()
  const observers = new Map<unknown, string>()
  const undo: (() => void)[] = []
  function replace<Target extends object, Key extends keyof Target>(
    target: Target,
    key: Key,
    value: Target[Key],
  ): void {
    const before = Object.getOwnPropertyDescriptor(target, key)
    Object.defineProperty(target, key, { value, configurable: true, writable: true })
    undo.push(() => (before ? Object.defineProperty(target, key, before) : Reflect.deleteProperty(target, key)))
  }

  const { setInterval, clearInterval, setTimeout, clearTimeout } = window
  const own = <Given extends readonly unknown[], Answer>(call: (...given: Given) => Answer): typeof call => call
  replace(window, 'setInterval', ((...given: Parameters<typeof setInterval>) => {
    const id = setInterval.apply(window, given)
    note(intervals, id)
    return id
  }) as typeof window.setInterval)
  replace(window, 'clearInterval', (id) => {
    intervals.delete(id)
    clearInterval.call(window, id)
  })
  replace(window, 'setTimeout', ((run: TimerHandler, ms?: number, ...rest: unknown[]) => {
    const id: number = setTimeout.call(
      window,
      own(() => {
        timeouts.delete(id)
        if (typeof run === 'function') Reflect.apply(run, window, rest)
      }),
      ms,
    )
    note(timeouts, id)
    return id
  }) as typeof window.setTimeout)
  replace(window, 'clearTimeout', (id) => {
    timeouts.delete(id)
    clearTimeout.call(window, id)
  })

  const prototype = EventTarget.prototype
  const { addEventListener, removeEventListener } = prototype
  const keyOf = (target: EventTarget, type: string, options: unknown): string | null => {
    const name =
      target === window
        ? 'window'
        : target === document
          ? 'document'
          : target instanceof MediaQueryList
            ? 'media'
            : null
    const capture =
      typeof options === 'boolean' ? options : Boolean((options as AddEventListenerOptions | undefined)?.capture)
    return name && `${name} ${type} ${capture}`
  }
  replace(prototype, 'addEventListener', function add(this: EventTarget | undefined, type, listener, options) {
    const target = this ?? window
    const key = keyOf(target, type, options)
    const isOnce = typeof options === 'object' && options.once === true
    if (key && listener && !isOnce) {
      const ofKey = listeners.get(key) ?? new Map<unknown, string>()
      listeners.set(key, ofKey)
      if (!ofKey.has(listener)) note(ofKey, listener)
    }
    addEventListener.call(target, type, listener, options)
  })
  replace(prototype, 'removeEventListener', function remove(this: EventTarget | undefined, type, listener, options) {
    const target = this ?? window
    const key = keyOf(target, type, options)
    if (key) listeners.get(key)?.delete(listener)
    removeEventListener.call(target, type, listener, options)
  })

  for (const Observer of [ResizeObserver, IntersectionObserver, MutationObserver]) {
    const { observe, disconnect } = Observer.prototype
    replace(Observer.prototype, 'observe', function watch(this: never, ...given: never[]) {
      note(observers, this)
      Reflect.apply(observe, this, given)
    })
    replace(Observer.prototype, 'disconnect', function end(this: never) {
      observers.delete(this)
      Reflect.apply(disconnect, this, [])
    })
  }

  return {
    now: () => ({
      intervals: [...intervals.values()].filter(isOurs),
      timeouts: [...timeouts.values()].filter(isOurs),
      listeners: [...listeners].flatMap(([key, all]) =>
        [...all.values()].filter(isOurs).map((place) => `${key}: ${place}`),
      ),
      observers: [...observers.values()].filter(isOurs),
    }),
    restore: () => {
      for (const each of undo.toReversed()) each()
    },
  }
}

function note(into: Map<unknown, string>, what: unknown): void {
  into.set(what, new Error('started here').stack?.split('\n').slice(3, 9).join('\n') ?? '')
}

/** The test runner and Testing Library have timers and listeners of their own. */
function isOurs(place: string): boolean {
  return /packages\/(react|client|protocol)\/src|react-query|query-core/.test(place)
}
