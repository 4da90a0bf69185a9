import type { Switches } from '../switches.ts'

/** What the owner pays for. The API never names it: it shows an account type and a quota. */
export type Plan = 'basic' | 'plus' | 'professional' | 'business'

export const plans: readonly Plan[] = ['basic', 'plus', 'professional', 'business']

const gigabyte = 1024 ** 3

/** Quota a new account of this plan has, in bytes. */
export function quotaOf(plan: Plan): number {
  switch (plan) {
    case 'basic':
      return 2 * gigabyte
    case 'plus':
      return 2048 * gigabyte
    case 'professional':
      return 3072 * gigabyte
    case 'business':
      return 9216 * gigabyte
  }
}

/** The plan as `account_type` shows it. */
export function accountTypeOf(plan: Plan, switches: Switches): 'basic' | 'pro' | 'business' {
  switch (plan) {
    case 'basic':
      return 'basic'
    case 'plus':
      return 'pro'
    case 'professional':
      return switches.professionalAccountType
    case 'business':
      return 'business'
  }
}
