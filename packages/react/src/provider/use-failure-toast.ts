import { codeOf } from '../messages/code-of.ts'
import { useWords } from '../messages/use-words.ts'
import { showToast } from './Toasts.tsx'
import { useServices } from './twinfolder-context.ts'

/** Tells a failure in a note, in one sentence. */
export function useFailureToast(): (error: Error) => void {
  const { toasts } = useServices()
  const { sentence } = useWords()
  return (error) => showToast(toasts, { text: sentence(codeOf(error)), tone: 'alert' })
}
