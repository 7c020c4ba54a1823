import { always } from "../../../src/engine/index.ts"
import type { ZabState } from "../../../src/model/zookeeper/published/index.ts"

/** Called DuringActionCheck in the module, and ShouldNotBeTriggered in what is written about it. */
export const shouldNotBeTriggered = always<ZabState>({
  name: "ShouldNotBeTriggered",
  says: "No server is ever met by a message that cannot be in its phase, or that does not fit its history",
  cites: ["published.zab-should-not-be-triggered"],
  broken({ violatedInvariants }) {
    const what = Object.entries(violatedInvariants).find(([, isViolated]) => isViolated)
    return what === undefined ? null : { what: what[0] }
  },
})
