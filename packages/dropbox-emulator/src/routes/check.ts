import { optional, string, struct } from '../wire/decode.ts'
import { openRoute, userRoute } from '../wire/route.ts'

const echoArg = struct({ query: optional(string(String.raw`[\s\S]{0,500}`), '') })
const rules = ['Refuses a text of more than 500 characters']

const checkUser = userRoute(
  { name: 'check/user', scope: 'account_info.read', about: 'Answers what it was sent, if the token is good', rules },
  echoArg,
  (_call, { query }) => ({ result: query }),
)

const checkApp = openRoute(
  {
    name: 'check/app',
    host: 'api',
    auth: 'app',
    about: 'Answers what it was sent, if the app’s key and secret are good',
    rules,
  },
  echoArg,
  (_call, { query }) => ({ result: query }),
)

export const checkRoutes = [checkUser, checkApp]
