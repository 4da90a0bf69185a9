import { revokeToken } from '../state/grants.ts'
import { nothing } from '../wire/decode.ts'
import { userRoute } from '../wire/route.ts'

const revoke = userRoute(
  {
    name: 'auth/token/revoke',
    scope: null,
    about: 'Ends the token it is called with',
    rules: ['Its refresh token and every other access token of that end too; the app folder stays'],
  },
  nothing,
  ({ state, accessToken }) => {
    revokeToken(state.grants, accessToken)
    state.changes.touch()
    return null
  },
)

export const authRoutes = [revoke]
