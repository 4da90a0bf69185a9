import type { RecordView } from '@twinfolder/protocol'
import { useRef, useState } from 'react'

import { useConnection } from '../link/use-connection.ts'
import { useWords } from '../messages/use-words.ts'
import { type AnswerButton, DecisionLine } from './DecisionLine.tsx'
import { HoldLine } from './HoldLine.tsx'
import { RecordDialogHost, type RecordQuestion } from './RecordDialogHost.tsx'
import { type RecordDecision, recordDecisions } from './record-decisions.ts'
import { useDecisions } from './use-decisions.ts'
import { useKeptFocus } from './use-kept-focus.ts'

/** A line for each thing about a record that waits for a person. Renders a list, or nothing. */
export function DecisionList({ view }: { readonly view: RecordView }) {
  const { t } = useWords()
  const { data: connection } = useConnection(view.sync.phase === 'held')
  const listRef = useRef<HTMLUListElement>(null)
  const [question, setQuestion] = useState<RecordQuestion | null>(null)
  const decisions = recordDecisions(view.sync, connection)
  const follow = useKeptFocus(listRef)
  return (
    <>
      <ul
        className="tf-stack tf-decisions"
        aria-label={t['sync.decisions']}
        ref={listRef}
        hidden={decisions.length === 0}
      >
        {decisions.map((decision) => (
          <li key={decision.type} data-decision={decision.type}>
            <Line view={view} decision={decision} onAsk={setQuestion} onAnswer={follow} />
          </li>
        ))}
      </ul>
      {question ? <RecordDialogHost view={view} question={question} onClose={() => setQuestion(null)} /> : null}
    </>
  )
}

function Line({
  view,
  decision: { type, count },
  onAsk,
  onAnswer,
}: {
  readonly view: RecordView
  readonly decision: RecordDecision
  readonly onAsk: (question: RecordQuestion) => void
  /** Somebody answers: the line will go. */
  readonly onAnswer: () => void
}) {
  const { t } = useWords()
  const { answer, isPending } = useDecisions(view.record)
  const { write } = view.access
  const give = (one: Parameters<typeof answer>[0]) => {
    onAnswer()
    answer(one)
  }
  const mayWrite = (button: AnswerButton): readonly AnswerButton[] => (write ? [button] : [])
  switch (type) {
    case 'hold':
      return <HoldLine vanished={count} onAnswer={onAnswer} />
    case 'conflict':
      return (
        <DecisionLine
          icon="versions"
          text={t['conflict.some']({ n: count })}
          isBusy={false}
          answers={[
            {
              label: t['conflict.compare'],
              onSelect() {
                onAnswer()
                onAsk({ type: 'compare' })
              },
            },
          ]}
        />
      )
    case 'detached': {
      const deleteHere = () => give({ about: 'detached', answer: 'deleteHere', files: null })
      return (
        <DecisionLine
          icon="onlyHere"
          text={t['detached.some']({ n: count })}
          isBusy={isPending}
          answers={[
            { label: t.putBack, onSelect: () => give({ about: 'detached', answer: 'putBack', files: null }) },
            ...mayWrite({
              label: t['detached.deleteHere'],
              isDanger: true,
              onSelect: () => onAsk({ type: 'deleteHere', count, onDelete: deleteHere }),
            }),
          ]}
        />
      )
    }
    case 'held':
      return (
        <DecisionLine
          icon="trash"
          text={t['held.some']({ n: count })}
          isBusy={isPending}
          answers={[
            ...mayWrite({
              label: t['held.takeBack'],
              onSelect: () => give({ about: 'held', answer: 'takeBack', files: null }),
            }),
            {
              label: t['held.delete'],
              isDanger: true,
              onSelect: () => give({ about: 'held', answer: 'delete', files: null }),
            },
          ]}
        />
      )
  }
}
