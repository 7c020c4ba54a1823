import { brokersChoices } from "./brokers.ts"
import { clientsChoices } from "./clients.ts"
import { controlRequestsChoices } from "./control-requests.ts"
import { controllerChoices } from "./controller.ts"
import { diskChoices } from "./disk.ts"
import { isrChoices } from "./isr.ts"
import { reassignmentChoices } from "./reassignment.ts"
import { replicationChoices } from "./replication.ts"
import { topicsChoices } from "./topics.ts"

/** Every rule with a history, by what it is about. */
export const choices = {
  ...replicationChoices,
  ...isrChoices,
  ...diskChoices,
  ...controllerChoices,
  ...controlRequestsChoices,
  ...brokersChoices,
  ...topicsChoices,
  ...reassignmentChoices,
  ...clientsChoices,
}
