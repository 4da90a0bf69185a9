import { useMutation } from '@tanstack/react-query'
import type { SyncClient } from '@twinfolder/client'
import type { AnswerResult, RecordRef } from '@twinfolder/protocol'

import { codeOf } from '../messages/code-of.ts'
import type { Texts } from '../messages/language.ts'
import { useWords } from '../messages/use-words.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { showToast } from '../provider/Toasts.tsx'
import { useServices } from '../provider/twinfolder-context.ts'

/** An answer about some files of a record; `files: null` is about all that wait. */
export type DecisionAnswer =
  /** Removed in Dropbox and kept here (S5). */
  | { readonly about: 'detached'; readonly answer: 'putBack' | 'deleteHere'; readonly files: readonly string[] | null }
  /** Deleted here and still in Dropbox (S15, S19). */
  | { readonly about: 'held'; readonly answer: 'delete' | 'takeBack'; readonly files: readonly string[] | null }

/** Answers to what waits for a person. */
export interface Decisions {
  /** Gives an answer, and says in a note what became of it. */
  readonly answer: (answer: DecisionAnswer) => void
  readonly isPending: boolean
}

/** Decides on files that were removed on one side only. */
export function useDecisions(record: RecordRef): Decisions {
  const { client, queryClient, toasts } = useServices()
  const { t, sentence } = useWords()
  const tell = (text: string, tone: 'plain' | 'alert' = 'plain') => showToast(toasts, { text, tone })
  const { mutate, isPending } = useMutation(
    {
      mutationFn: (answer: DecisionAnswer) => send(client, record, answer),
      onSuccess({ done, failed }, answer) {
        if (done > 0) tell(doneText(t, answer)({ n: done }))
        const [first] = failed
        if (first) tell(`${t['decision.failed']({ n: failed.length })}: ${sentence(first.code)}`, 'alert')
      },
      onError: (error) => tell(sentence(codeOf(error)), 'alert'),
      onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.record(record) }),
    },
    queryClient,
  )
  return { answer: mutate, isPending }
}

function send(client: SyncClient, record: RecordRef, one: DecisionAnswer): Promise<AnswerResult> {
  return one.about === 'detached'
    ? client.answerDetached(record, one.answer, one.files)
    : client.answerHeld(record, one.answer, one.files)
}

function doneText(t: Texts, { answer }: DecisionAnswer): (given: { readonly n: number }) => string {
  switch (answer) {
    case 'putBack':
      return t['detached.putBackDone']
    case 'deleteHere':
      return t['files.deleted']
    case 'delete':
      return t['held.deleteDone']
    case 'takeBack':
      return t['held.takeBackDone']
  }
}
