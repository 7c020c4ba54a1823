import type { Property } from "../../../src/engine/index.ts"
import type { ZabState } from "../../../src/model/zookeeper/published/index.ts"
import { agreement, integrity, prefixConsistency, totalOrder } from "./consistency.ts"
import { leadership1, leadership2 } from "./leadership.ts"
import { globalPrimaryOrder, localPrimaryOrder, primaryIntegrity } from "./primary-order.ts"
import { shouldNotBeTriggered } from "./should-not-be-triggered.ts"

/** What the published specification of Zab promises, under its own names and in its order. */
export const zabProperties: readonly Property<ZabState>[] = [
  shouldNotBeTriggered,
  leadership1,
  leadership2,
  prefixConsistency,
  integrity,
  agreement,
  totalOrder,
  localPrimaryOrder,
  globalPrimaryOrder,
  primaryIntegrity,
]
