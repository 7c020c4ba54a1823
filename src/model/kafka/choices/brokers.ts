import { choice } from "./choice.ts"

/** How brokers come and go. */
export const brokersChoices = {
  brokerRegistration: choice(
    ["exclusive", "overwrite"],
    "Whether an id that is registered is refused to a second broker, or taken over by it",
  ),
}
