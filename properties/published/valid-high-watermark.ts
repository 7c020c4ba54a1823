import { type Always, always } from "../../src/engine/index.ts"
import { type AsyncIsrConfig, type AsyncIsrState, endOf, highWatermark } from "../../src/model/kafka/published/index.ts"

/** The high watermark is that of the configuration's rule, so it is judged as the leader works it out. */
export const validHighWatermark = (config: Pick<AsyncIsrConfig, "pendingIsr">): Always<AsyncIsrState> =>
  always({
    name: "ValidHighWatermark",
    says: "Every replica of the ISR that the controller has written holds all records below the leader's high watermark",
    cites: ["published.valid-high-watermark", "published.async-high-watermark"],
    broken(state) {
      const least = highWatermark(state, config)
      const replica = state.controller.isr.find((member) => endOf(state, member) < least)
      return replica === undefined ? null : { replica, endOffset: endOf(state, replica), highWatermark: least }
    },
  })
