import type { ApiError } from '@twinfolder/client'

import { Icon } from '../icons/Icon.tsx'
import { useExplain } from '../messages/use-explain.ts'
import { useWords } from '../messages/use-words.ts'
import { useLinking } from './use-linking.ts'

/** Linking failed: the first help that always works (P13), and the reason where it says more. Renders an element with the role `alert`. */
export function LinkFailure({ error }: { readonly error: ApiError }) {
  const { t } = useWords('card')
  const explain = useExplain()
  const { link } = useLinking()
  // Linking needs no right: what is forbidden is to end what another session began (X3).
  const { sentence, remedy } = explain(error.code === 'forbidden' ? 'state_invalid' : error.code)
  return (
    <div className="tf-problem" role="alert">
      <Icon name="alert" />
      <div className="tf-lines">
        <p className="tf-strong">{t['connect.error']}</p>
        <p>{`${sentence.replace(/\.$/, '')}. ${remedy}`}</p>
        <div className="tf-line tf-wrap">
          <button type="button" className="tf-button" onClick={() => void link()}>
            {t.retry}
          </button>
          <a className="tf-link" href="https://www.dropbox.com/logout" target="_blank" rel="noreferrer">
            {t['connect.logout']}
          </a>
        </div>
      </div>
    </div>
  )
}
