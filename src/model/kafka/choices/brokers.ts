import { choice } from "../../choice.ts"

/** How brokers come and go. */
export const brokersChoices = {
  brokerRegistration: choice(
    ["exclusive", "removed", "overwrite"],
    "Whether an id that is registered is refused to a second broker, refused but removed by it as it stops (before KAFKA-1971), or taken over by it (wrong)",
  ),
  formerRegistration: choice(
    ["replaced", "awaited", "refused", "counted"],
    "What a broker does on finding its id registered by its own last session: it deletes that node and registers anew (since KAFKA-7165), waits until it is gone (0.8), fails and goes on without (0.9 to 2.1), or takes it for its registration, as it does that of an earlier process (before KAFKA-992)",
  ),
}
