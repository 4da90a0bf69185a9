declare const brand: unique symbol

/** A type that only its own constructor can make, e.g. `Brand<string, 'RemotePath'>`. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name }
