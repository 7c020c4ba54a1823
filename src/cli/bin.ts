#!/usr/bin/env node
import { supervise } from "./supervisor.ts"

supervise(process.argv.slice(2))
