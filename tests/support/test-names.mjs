// Loaded with --import: names under .test, which no name server knows, are this machine. Everything else is asked for.

import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'

const { lookup } = dns
dns.lookup = (host, ...rest) => lookup(/\.test$/i.test(String(host)) ? '127.0.0.1' : host, ...rest)
syncBuiltinESMExports()
