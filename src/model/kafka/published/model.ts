import type { Action, Model } from "../../../engine/model.ts"
import type { PublishedConfig } from "./config.ts"
import { controllerActions } from "./controller.ts"
import { becomeLeader, leaderWrite } from "./leader.ts"
import { type Choices, choicesWithin, initialPartition, type PublishedState, publishedComponents } from "./state.ts"
import { replicasAreAlike } from "./symmetry.ts"

/** A published specification: what they all share, and the actions in which this one differs. */
export function published(
  name: string,
  config: PublishedConfig,
  differing: (choices: Choices) => readonly Action<PublishedState>[],
): Model<PublishedState> {
  const choices = choicesWithin(config)
  return {
    name,
    initial: initialPartition(config),
    components: publishedComponents,
    actions: [
      ...controllerActions(config, choices),
      becomeLeader(choices),
      leaderWrite(config, choices),
      ...differing(choices),
    ],
    symmetry: [replicasAreAlike(choices.replicas)],
  }
}
